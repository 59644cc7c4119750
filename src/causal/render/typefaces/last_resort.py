"""A font of the last resort: a box with the code point of each character that no font has.

It is made when it is needed, for the characters that are needed. Browsers show such boxes, too.
The characters stay what they are, so that they can be searched for and copied from a PDF.

References:
    ISO/IEC 14496-22, *Open Font Format*.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Sequence

from causal.render.metrics import advance
from causal.render.typefaces.font_tables import TRUE_TYPE, assembled, cmap_table

__all__ = ["FAMILY", "box_width", "last_resort_font"]

FAMILY = "Causal Code Points"
_EM, _ASCENT, _DESCENT = 1000, 905, 212
_PIXEL, _STROKE, _EDGE = 62, 36, 40
_BOTTOM, _TOP = -110, 810
_LEAST = 0.9
_DIGITS = dict(
    zip(
        "0123456789ABCDEF",
        (
            *("75557", "26227", "71747", "71717", "55711", "74717", "74757", "71222"),
            *("75757", "75717", "25755", "65656", "34443", "65556", "74647", "74644"),
        ),
        strict=True,
    )
)
"""Five rows of three dots each: a row is a number whose bits are the dots, the left one first."""

_Rect = tuple[int, int, int, int]


def last_resort_font(characters: Iterable[str]) -> bytes:
    """Return a TrueType font that has a box with its code point for each of the characters."""
    points = sorted({ord(c) for c in characters})
    glyphs = [_box(0, _EM), *(_drawn(point) for point in points)]
    advances = [_EM, *(_advance(point) for point in points)]
    outlines = [_outline(rects) for rects in glyphs]
    tables = {
        b"OS/2": _os2(points),
        b"cmap": cmap_table({point: number for number, point in enumerate(points, 1)}),
        b"glyf": b"".join(outlines),
        b"head": _head(),
        b"hhea": struct.pack(
            *(">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, -_DESCENT, 0, max(advances), 0, 0),
            *(_EM, 1, 0, 0, 0, 0, 0, 0, 0, len(glyphs)),
        ),
        b"hmtx": b"".join(
            struct.pack(">Hh", wide, min((r[0] for r in rects), default=0))
            for wide, rects in zip(advances, glyphs, strict=True)
        ),
        b"loca": _loca(outlines),
        b"maxp": _maxp(glyphs),
        b"name": _name(),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -75, 50, 0, 0, 0, 0, 0),
    }
    return assembled(TRUE_TYPE, tables)


def box_width(character: str) -> float:
    """Return how wide a glyph is, in em: as was measured, and wide enough for the digits."""
    wide = advance(character)
    return max(wide, _LEAST) if wide and not character.isspace() else wide


def _advance(point: int) -> int:
    return round(box_width(chr(point)) * _EM)


def _drawn(point: int) -> list[_Rect]:
    """Return the rectangles of a glyph; a mark is a dot above the box before it."""
    wide = _advance(point)
    if chr(point).isspace():
        return []
    if not wide:
        is_mark = unicodedata.category(chr(point)) in {"Mn", "Me", "Mc"}
        return [(-560, _TOP + 20, -440, _TOP + 95)] if is_mark else []
    code = f"{point:04X}"
    half = (len(code) + 1) // 2
    rows = (code[:-half].rjust(half, "0"), code[-half:])
    left = (wide - (4 * half - 1) * _PIXEL) // 2
    middle = (_TOP + _BOTTOM) // 2
    out = _box(0, wide)
    for row, base in zip(
        rows, (middle + _PIXEL // 2, middle - 5 * _PIXEL - _PIXEL // 2), strict=True
    ):
        for column, digit in enumerate(row):
            out += _dots(digit, left + column * 4 * _PIXEL, base)
    return out


def _box(left: int, wide: int) -> list[_Rect]:
    x0, x1, s = left + _EDGE, left + wide - _EDGE, _STROKE
    return [
        (x0, _BOTTOM, x1, _BOTTOM + s),
        (x0, _TOP - s, x1, _TOP),
        (x0, _BOTTOM + s, x0 + s, _TOP - s),
        (x1 - s, _BOTTOM + s, x1, _TOP - s),
    ]


def _dots(digit: str, x: int, y: int) -> list[_Rect]:
    return [
        (x + bit * _PIXEL, y + (4 - row) * _PIXEL, x + (bit + 1) * _PIXEL, y + (5 - row) * _PIXEL)
        for row, bits in enumerate(_DIGITS[digit])
        for bit in range(3)
        if int(bits) >> (2 - bit) & 1
    ]


def _outline(rects: Sequence[_Rect]) -> bytes:
    """Return the entry of the table ``glyf``: every rectangle a contour, padded to four bytes."""
    if not rects:
        return b""
    corners = [(x, y) for a, b, c, d in rects for x, y in ((a, b), (a, d), (c, d), (c, b))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    out = struct.pack(">hhhhh", len(rects), min(xs), min(ys), max(xs), max(ys))
    out += struct.pack(f">{len(rects)}H", *range(3, 4 * len(rects), 4)) + struct.pack(">H", 0)
    out += b"\x01" * len(corners)
    for values in (xs, ys):
        steps = [b - a for a, b in zip([0, *values], values, strict=False)]
        out += struct.pack(f">{len(steps)}h", *steps)
    return out + b"\0" * (-len(out) % 4)


def _loca(outlines: Sequence[bytes]) -> bytes:
    ends = [0]
    for outline in outlines:
        ends.append(ends[-1] + len(outline))
    return struct.pack(f">{len(ends)}I", *ends)


def _head() -> bytes:
    return struct.pack(
        *(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0),
        *(-600, _BOTTOM, 1200, _TOP + 100, 0, 6, 2, 1, 0),
    )


def _maxp(glyphs: Sequence[Sequence[_Rect]]) -> bytes:
    most = max(map(len, glyphs))
    return struct.pack(">IHHH11H", 0x10000, len(glyphs), 4 * most, most, 0, 0, 2, *[0] * 8)


def _name() -> bytes:
    said = {1: FAMILY, 2: "Regular", 3: FAMILY, 4: FAMILY, 5: "Version 1.0", 6: "CausalCodePoints"}
    records, storage = b"", b""
    for number, text in said.items():
        raw = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(raw), len(storage))
        storage += raw
    return struct.pack(">HHH", 0, len(said), 6 + len(records)) + records + storage


def _os2(points: Sequence[int]) -> bytes:
    first, last = (min(p, 0xFFFF) for p in (points[0], points[-1])) if points else (0, 0)
    out = struct.pack(">HhHHH", 4, _EM, 400, 5, 0) + struct.pack(">10h", *[0] * 10)
    out += struct.pack(">h10s16s4sHHH", 0, b"\0" * 10, b"\0" * 16, b"CAUS", 0x40, first, last)
    out += struct.pack(">hhhHHII", _ASCENT, -_DESCENT, 0, _ASCENT, _DESCENT, 0, 0)
    return out + struct.pack(">hhHHH", 500, 700, 0, 32, 1)
