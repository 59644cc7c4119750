"""How wide a text is, and where its lines break.

Widths are those of the bundled Liberation Sans, which equal those of Arial and Helvetica, so a
text that fits here fits on every reader's machine. Sizes are in pixels.

References:
    Unicode Standard Annex 29, *Unicode Text Segmentation*; Annex 11, *East Asian Width*.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_UNITS = 2048
_UNKNOWN = 1.0
_WIDE = 1.1
_JOINER = "\u200d"
LEFT_ELLIPSIS = "…\N{RIGHT-TO-LEFT MARK}"
"""What ends a text read from right to left that was cut off: it stands left of its last word."""

_REGIONAL = range(0x1F1E6, 0x1F200)


@cache
def _table(bold: bool) -> dict[str, float]:
    source = files("causal.render").joinpath("fonts/widths.json")
    runs = json.loads(source.read_text(encoding="utf-8"))["bold" if bold else "regular"]
    return {
        chr(first + offset): width / _UNITS
        for first, widths in runs
        for offset, width in enumerate(widths)
    }


def _fallback(character: str) -> float:
    """Return a width in em, on the wide side, of a character that the bundled font lacks."""
    if _extends(character):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _UNKNOWN


def _extends(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    if character.isascii():
        return False
    point = ord(character)
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf"}
        or 0xFE00 <= point <= 0xFE0F
        or 0x1F3FB <= point <= 0x1F3FF
    )


def lacking(text: str) -> frozenset[str]:
    """Return the characters of `text` that the bundled font lacks and that have a shape.

    White space, controls, and what only joins or varies its neighbours has none.
    """
    table = _table(False)
    return frozenset(
        c for c in set(text) if c not in table and not c.isspace() and not shapeless(c)
    )


def shapeless(character: str) -> bool:
    """Return whether a character only joins or varies its neighbours, or controls something."""
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Cs"}
        or 0xFE00 <= ord(character) <= 0xFE0F
        or 0xE0100 <= ord(character) <= 0xE01EF
    )


def advance(character: str) -> float:
    """Return the width of a character in em, as texts are measured with."""
    known = _table(False).get(character)
    return _fallback(character) if known is None else known


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line in pixels at a font size, ignoring kerning."""
    table = _table(bold)
    try:
        return size * sum(map(table.__getitem__, text))
    except KeyError:
        return size * sum(table[c] if c in table else _fallback(c) for c in text)


def clusters(text: str) -> Iterator[str]:
    """Yield what readers see as characters: a base with its marks, joined emoji, flags."""
    held = ""
    for c in text:
        flag = len(held) == 1 and ord(held) in _REGIONAL and ord(c) in _REGIONAL
        if held and (_extends(c) or held.endswith(_JOINER) or flag):
            held += c
        else:
            if held:
                yield held
            held = c
    if held:
        yield held


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return `text`, or as many of its first words as fit `width`, with an ellipsis.

    Only a word that is wider than `width` is cut inside.
    """
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width("…", size, bold=bold)
    kept, used = "", 0.0
    for cluster in clusters(text):
        used += text_width(cluster, size, bold=bold)
        if used > room:
            break
        kept += cluster
    whole = kept if text[len(kept) : len(kept) + 1].isspace() else kept.rpartition(" ")[0]
    return cut_off((whole or kept).rstrip())


def cut_off(kept: str) -> str:
    """Return the start of a text with an ellipsis at its end, in the direction of its words."""
    kinds = (unicodedata.bidirectional(c) for c in reversed(kept))
    last = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return kept + ("…" if last == "L" else LEFT_ELLIPSIS)


def is_cut_off(line: str) -> bool:
    """Return whether a line ends with an ellipsis."""
    return line.endswith(("…", LEFT_ELLIPSIS))


def _pieces(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """Yield a word in parts no wider than `width`, broken between clusters."""
    if text_width(word, size, bold=bold) <= width:
        yield word
        return
    part, used = "", 0.0
    for cluster in clusters(word):
        step = text_width(cluster, size, bold=bold)
        if part and used + step > width:
            yield part
            part, used = "", 0.0
        part += cluster
        used += step
    yield part


def _lines(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """Yield lines filled word by word; words wider than a line are broken."""
    space = text_width(" ", size, bold=bold)
    line, used = "", 0.0
    for word in text.split():
        for number, piece in enumerate(_pieces(word, width, size, bold)):
            step = text_width(piece, size, bold=bold)
            if line and (number or used + space + step > width):
                yield line
                line, used = piece, step
            else:
                used += space + step if line else step
                line = f"{line} {piece}" if line else piece
    if line:
        yield line


def balance(
    text: str, width: float, size: float, *, bold: bool = False, max_lines: int = 0
) -> tuple[str, ...]:
    """Return the lines of `wrap`, as even in length as their number allows.

    Args:
        text: Any text; runs of white space count as one space.
        width: The room for a line, in pixels.
        size: The font size, in pixels.
        bold: Whether the bold face is used.
        max_lines: Lines beyond this many are cut with an ellipsis; 0 for no limit.
    """
    lines = wrap(text, width, size, bold=bold, max_lines=max_lines)
    if len(lines) < 2 or is_cut_off(lines[-1]):
        return lines
    longest = max(text_width(word, size, bold=bold) for word in text.split())
    if longest > width:
        return lines
    low, high = max(width / 2, longest), width
    for _ in range(5):
        middle = (low + high) / 2
        narrower = tuple(_lines(text, middle, size, bold))
        if len(narrower) == len(lines):
            lines, high = narrower, middle
        else:
            low = middle
    return lines


def wrap(
    text: str, width: float, size: float, *, bold: bool = False, max_lines: int = 0
) -> tuple[str, ...]:
    """Return the lines of `text`, none wider than `width` pixels.

    Args:
        text: Any text; runs of white space count as one space.
        width: The room for a line, in pixels.
        size: The font size, in pixels.
        bold: Whether the bold face is used.
        max_lines: Lines beyond this many are cut with an ellipsis; 0 for no limit.
    """
    lines: list[str] = []
    for line in _lines(text, width, size, bold):
        if max_lines and len(lines) == max_lines:
            lines[-1] = shorten(f"{lines[-1]} {line}", width, size, bold=bold)
            if not is_cut_off(lines[-1]):
                lines[-1] = cut_off(lines[-1])
            break
        lines.append(line)
    return tuple(lines)


def duration(seconds: float) -> str:
    """Return a length of time in its two largest units."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours)
    parts += [f"{minutes} min"] * bool(minutes)
    return " ".join(parts[:2])
