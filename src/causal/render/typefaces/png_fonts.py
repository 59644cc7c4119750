"""Texts of a PNG: each stretch that the bundled font lacks is set by itself, in a font that has it.

What draws a PNG would look for a fallback by itself, change the font of a whole line for one
character, stumble over joined emoji, and show nothing but a blank box where it finds none. So a
line becomes several texts, each in one font that has all of its characters.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from causal.render import escape_xml
from causal.render.metrics import LEFT_ELLIPSIS, clusters, lacking, shapeless, text_width
from causal.render.typefaces.choice import Choice, choose
from causal.render.typefaces.last_resort import FAMILY, box_width, last_resort_font

TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_SHARES = {"middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class Fitted:
    """An SVG whose texts name their fonts, and those fonts as files.

    Args:
        svg: The document.
        fonts: Each has only the characters it is there for, so that it takes over no others.
    """

    svg: str
    fonts: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in one font, and how wide they are in em of the line."""

    family: str
    words: str
    width: float


def said(content: str) -> str:
    """Return the words of a text element."""
    return html.unescape(_TAG.sub("", content))


def with_fallback_fonts(svg: str) -> Fitted:
    """Return the document with the fonts of its texts named.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    texts = [said(found[2]) for found in TEXT.finditer(svg)]
    if not any(map(lacking, texts)):
        return Fitted(svg)
    choice = choose(texts)
    used: dict[str, set[str]] = {}

    def dress(found: re.Match[str]) -> str:
        words = said(found[2])
        return _line(found[1], words, choice, used) if lacking(words) else found[0]

    lines = TEXT.sub(dress, svg)
    fonts = [f.trimmed(used[f.family]) for f in choice.fonts if f.family in used]
    if FAMILY in used:
        fonts.append(last_resort_font(used[FAMILY]))
    return Fitted(lines, tuple(fonts))


def _line(opening: str, words: str, choice: Choice, used: dict[str, set[str]]) -> str:
    """Return the texts that stand for one line."""
    given = dict(_ATTRIBUTE.findall(opening))
    size, share = float(given.get("font-size", 12)), _SHARES.get(given.get("text-anchor", ""), 0.0)
    runs = list(_runs(words, choice, given.get("font-weight") == "700"))
    out = []
    whole = sum(run.width for run in runs)
    first = float(given.get("x", 0)) - whole * share * size
    if len(runs) > 1 and runs[-1].words == LEFT_ELLIPSIS:
        # It keeps clear of its word however that is joined, as both begin where they are put.
        runs[-2:] = reversed(runs[-2:])
        share, given["text-anchor"] = 0.0, "start"
    start = 0.0
    for run in runs:
        if run.family:
            used.setdefault(run.family, set()).update(run.words)
        # Each run keeps the anchor of the line, so that a line of one run stays where it was.
        x = first + (start + run.width * share) * size
        own = {**given, "x": f"{x:.2f}"} | (
            {"font-family": f"'{run.family}'"} if run.family else {}
        )
        names = " ".join(f'{name}="{value}"' for name, value in own.items())
        out.append(f'<text {names} xml:space="preserve">{escape_xml.text(run.words)}</text>')
        start += run.width
    return "".join(out)


def _runs(text: str, choice: Choice, bold: bool) -> Iterator[_Run]:
    """Yield the text in stretches of one font each."""
    signs = list(clusters(text))
    families = _joined([choice.family(sign) for sign in signs], signs, choice)
    fonts = {font.family: font for font in choice.fonts}
    for family, numbers in groupby(range(len(signs)), key=families.__getitem__):
        run = [signs[number] for number in numbers]
        words = "".join(run)
        if family == FAMILY:  # each box by itself: nothing is joined
            words = "".join(c for c in words if not shapeless(c))
            yield _Run(family, words, sum(map(box_width, words)))
        elif family:
            yield _Run(family, words, sum(map(fonts[family].advance, run)))
        else:
            yield _Run("", words, text_width(words, 1.0, bold=bold))


def _joined(families: list[str], signs: list[str], choice: Choice) -> list[str]:
    """Return the families, with what stands between words read from right to left in their family.

    So a sentence of theirs stays one text, and its words in their order.
    """
    out = list(families)
    last = -1
    for number, family in enumerate(families):
        if family:
            between = signs[last + 1 : number]
            if last >= 0 and families[last] == family and choice.sets(family, between):
                out[last + 1 : number] = [family] * len(between)
            last = number if _is_leftward(signs[number]) else -1
        elif any(c.isalpha() for c in signs[number]):
            last = -1
    return out


def _is_leftward(sign: str) -> bool:
    return unicodedata.bidirectional(sign[0]) in {"R", "AL"}
