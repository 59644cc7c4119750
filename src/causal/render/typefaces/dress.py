"""Texts of a PNG: each stretch that the bundled font lacks names the font it is set in.

What draws a PNG would look for a fallback by itself, change the font of a whole line for one
character, fail at joined emoji, and show nothing but a blank box where it finds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from causal.render.metrics import clusters, lacking, shapeless
from causal.render.typefaces.choice import Choice, choose
from causal.render.typefaces.last_resort import FAMILY, last_resort_font

__all__ = ["TEXT", "Dressed", "dressed"]

TEXT = re.compile(r"(<text\b[^>]*>)(.*?)(</text>)", re.DOTALL)
_MARKUP = re.compile(r"(<[^>]*>|&[^;]*;)")


@dataclass(frozen=True, slots=True)
class Dressed:
    """An SVG whose texts name their fonts, and those fonts as files.

    Args:
        svg: The document.
        fonts: Each has only the characters it is there for, so that it takes over no others.
    """

    svg: str
    fonts: tuple[bytes, ...] = ()


def dressed(svg: str) -> Dressed:
    """Return the document with the fonts of its texts named.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    texts = [found[2] for found in TEXT.finditer(svg)]
    if not any(map(lacking, texts)):
        return Dressed(svg)
    choice = choose(texts)
    used: dict[str, set[str]] = {}
    lines = TEXT.sub(lambda found: found[1] + _line(found[2], choice, used) + found[3], svg)
    fonts = [f.trimmed(used[f.family]) for f in choice.fonts if f.family in used]
    if FAMILY in used:
        fonts.append(last_resort_font(used[FAMILY]))
    return Dressed(lines, tuple(fonts))


def _line(content: str, choice: Choice, used: dict[str, set[str]]) -> str:
    """Return the content of a text element, its markup untouched."""
    parts = _MARKUP.split(content)
    return "".join(p if n % 2 else "".join(_runs(p, choice, used)) for n, p in enumerate(parts))


def _runs(text: str, choice: Choice, used: dict[str, set[str]]) -> Iterator[str]:
    """Yield the text in stretches of one font each."""
    for family, run in groupby(clusters(text), key=choice.family):
        words = "".join(run)
        if family == FAMILY:  # each box by itself: nothing is joined
            words = "".join(c for c in words if not shapeless(c))
        if family:
            used.setdefault(family, set()).update(words)
            words = f"<tspan font-family=\"'{family}'\">{words}</tspan>"
        yield words
