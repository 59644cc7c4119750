"""A font of the last resort: a box with the code point of each character that no font has.

It is made when it is needed, for the characters that are needed. Browsers show such boxes, too.
The characters stay what they are, so that they can be searched for and copied from a PDF.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from causal.render.metrics import advance

if TYPE_CHECKING:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

FAMILY = "Causal Code Points"
_PS_NAME = "CausalCodePoints"
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
    from fontTools.fontBuilder import FontBuilder

    points = {f"u{ord(c):04X}": ord(c) for c in sorted(set(characters))}
    shapes = {".notdef": _box(0, _EM), **{name: _drawn(point) for name, point in points.items()}}
    advances = {".notdef": _EM, **{name: _advance(point) for name, point in points.items()}}
    font = FontBuilder(_EM, isTTF=True)
    font.setupGlyphOrder(list(shapes))
    font.setupCharacterMap({point: name for name, point in points.items()})
    font.setupGlyf({name: _outline(rects) for name, rects in shapes.items()})
    lefts = {name: min((r[0] for r in rects), default=0) for name, rects in shapes.items()}
    font.setupHorizontalMetrics({name: (advances[name], lefts[name]) for name in shapes})
    font.setupHorizontalHeader(ascent=_ASCENT, descent=-_DESCENT)
    font.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": _PS_NAME})
    font.setupOS2(usWinAscent=_ASCENT, usWinDescent=_DESCENT, sTypoAscender=_ASCENT)
    font.setupPost(keepGlyphNames=False)
    with io.BytesIO() as out:
        font.save(out)
        return out.getvalue()


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


def _outline(rects: Iterable[_Rect]) -> Glyph:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for x0, y0, x1, y1 in rects:
        pen.moveTo((x0, y0))
        for corner in ((x0, y1), (x1, y1), (x1, y0)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()
