"""How large boxes and joins are, and where the words lie inside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from causal.render.layout.plan import PlacedBox, PlacedJoin, PlacedText, Rect, Tone
from causal.render.metrics import balance, text_width, wrap
from causal.render.scene import Box, Join

LABEL = 13.0
OUTCOME = 15.0
CAPTION = 11.0
NOTE = 11.0
PILL = 18.0
_LEADING = 1.27
_PAD_Y = 9.0
_MAX_LINES, _NARROW = 5, 150.0
_INSET = {"trigger": 19.0, "gap": 13.0, "outcome": 14.0, "layer": 16.0}
_OF_A_HOLE = (
    *("gap:", "contributed", "both needed", "all ", "suspected", "disputed"),
    *("its link is ", "on other failure", "needed by no", "on no ", "perhaps on "),
)
"""How the notes of a layer begin that are about its holes, and not about what was done."""
_COMPARED = frozenset({"new", "lost", "changed"})
_FADED = frozenset({"removed", "gone", "cancelled", "lost"})


def _inset(box: Box) -> float:
    return _INSET.get(box.role, 12.0)


@lru_cache(maxsize=1024)
def _blocks(box: Box, width: float) -> tuple[tuple[tuple[str, ...], float, bool], ...]:
    """Return the texts of a box from top to bottom: lines, font size, whether bold.

    Kept, because a box is measured before it is placed, and breaking lines costs most of a layout.
    """
    room = width - 2 * _inset(box)
    blocks: list[tuple[tuple[str, ...], float, bool]] = []
    if box.caption:
        blocks.append((balance(box.caption, room, CAPTION, bold=True, max_lines=3), CAPTION, True))
    bold = box.role in {"outcome", "layer"}
    size = OUTCOME if box.role == "outcome" else LABEL
    lines = _MAX_LINES if width >= _NARROW else _MAX_LINES + 3
    blocks.append((balance(box.label, room, size, bold=bold, max_lines=lines), size, bold))
    most = 4 if box.role == "layer" or box.slot == "run" else 2
    if box.role == "note" or _COMPARED & set(box.marks):
        most = 12
    blocks += [(wrap(note, room, NOTE, max_lines=most), NOTE, False) for note in box.notes]
    return tuple(block for block in blocks if block[0])


def size_box(box: Box, width: float, pad: float = _PAD_Y) -> float:
    """Return the height that a box of this width needs for its words, and `pad` on either side."""
    blocks = _blocks(box, width)
    gaps = 3.0 * max(len(blocks) - 1, 0)
    text = sum(len(lines) * size * _LEADING for lines, size, _ in blocks)
    return round(max(2 * pad + text + gaps, 40.0), 1)


def place_box(box: Box, rect: Rect) -> PlacedBox:
    """Return the box with its words centred in `rect`."""
    blocks = _blocks(box, rect.w)
    tall = sum(len(lines) * size * _LEADING for lines, size, _ in blocks)
    y = rect.cy - (tall + 3.0 * (len(blocks) - 1)) / 2
    texts = []
    for number, (lines, size, bold) in enumerate(blocks):
        leading = size * _LEADING
        is_caption = bool(box.caption) and number == 0
        is_note = size == NOTE and not is_caption
        tone = _tone(box, is_caption=is_caption, is_note=is_note)
        if is_note and box.role == "layer" and box.caption:
            tone = "muted" if lines[0].startswith(_OF_A_HOLE) else "good"
        if box.slot == "run" and is_note:
            tone = "ink"
        struck = size == LABEL and bool({"removed", "cancelled", "lost"} & set(box.marks))
        texts.append(
            PlacedText(lines, rect.cx, y + size * 0.98, size, leading, bold, tone, "middle", struck)
        )
        y += len(lines) * leading + 3.0
    return PlacedBox(box, rect, tuple(texts))


def _tone(box: Box, *, is_caption: bool, is_note: bool) -> Tone:
    if box.role == "outcome" and "gone" not in box.marks:
        return "light"
    if box.role == "outcome" and is_caption:
        return "good"
    if is_caption and {"missed", "changed"} & set(box.marks):
        return "bad"
    if is_caption and {"removed", "done", "planned", "held"} & set(box.marks):
        return "good"
    if is_caption and "remaining" in box.marks:
        return "path"
    return "muted" if is_caption or is_note or _FADED & set(box.marks) else "ink"


def box_rows(
    boxes: Sequence[Box], width: float, *, each: int, step: float, y: float, gap: float
) -> tuple[tuple[PlacedBox, ...], float]:
    """Return boxes row by row, those of a row equally high, and where the last row ends.

    Args:
        boxes: From the left to the right, from the top down.
        width: How wide each is, in pixels.
        each: How many a row holds.
        step: How far the left edges of two are apart.
        y: Where the first row begins.
        gap: How far apart the rows are.
    """
    placed: list[PlacedBox] = []
    for start in range(0, len(boxes), each):
        row = boxes[start : start + each]
        tall = max(size_box(box, width) for box in row)
        placed += [place_box(box, Rect(step * n, y, width, tall)) for n, box in enumerate(row)]
        y += tall + gap
    return tuple(placed), y - gap


def place_pill(join: Join, rect: Rect, drop: float = 4.0) -> PlacedJoin:
    """Return a join with its word, which stands this far below the middle."""
    words = PlacedText(
        (join.label,), rect.cx, rect.cy + drop, NOTE, NOTE, bold=True, anchor="middle"
    )
    return PlacedJoin(join, rect, words)


def heading(words: str, x: float = 0.0, y: float = 4.0, *, tone: Tone = "muted") -> PlacedText:
    """Return the words above a part of a picture."""
    return PlacedText((words,), x, y, 11.5, 15.0, bold=True, tone=tone)


def pill_width(label: str) -> float:
    """Return the width of a join that shows `label`."""
    return round(text_width(label, NOTE, bold=True) + 20.0, 1)
