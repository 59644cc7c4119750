"""Words of a PNG: each stretch that the bundled font lacks is set by itself, in a font that has it.

What draws a PNG would look for a fallback by itself, change the font of a whole line for one
character, stumble over joined emoji, and show nothing but a blank box where it finds none. So a
line becomes several runs, each in one font that has all of its characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from causal.render.layout.plan import P, PlacedText, Run
from causal.render.metrics import LEFT_ELLIPSIS, clusters, lacking, shapeless, text_width
from causal.render.typefaces.choice import Choice, choose, said
from causal.render.typefaces.last_resort import FAMILY, box_width, last_resort_font

_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}


def with_fallback_fonts(picture: P) -> tuple[P, tuple[bytes, ...]]:
    """Return a picture with the fonts of its words named, and those fonts as files.

    Each font has only the characters it is there for, so that it takes over no others.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    lines = [line for text in picture.every_text() for line in said(text)]
    if not any(map(lacking, lines)):
        return picture, ()
    choice = choose(lines)
    used: dict[str, set[str]] = {}

    def in_runs(text: PlacedText) -> PlacedText:
        lines = said(text)
        if not any(map(lacking, lines)):
            return text
        runs = tuple(_line(line, text, choice) for line in lines)
        for run in (run for line in runs for run in line if run.family):
            used.setdefault(run.family, set()).update(run.words)
        return replace(text, runs=runs)

    ready = picture.with_texts(in_runs)
    fonts = [f.trimmed(used[f.family]) for f in choice.fonts if f.family in used]
    if FAMILY in used:
        fonts.append(last_resort_font(used[FAMILY]))
    return ready, tuple(fonts)


def _line(words: str, text: PlacedText, choice: Choice) -> tuple[Run, ...]:
    """Return the runs that stand for one line."""
    parts = list(_stretches(words, choice, text.bold))
    anchor, share = text.anchor, _SHARES[text.anchor]
    x = text.x - sum(width for _, _, width in parts) * share * text.size
    if len(parts) > 1 and parts[-1][1] == LEFT_ELLIPSIS:
        # It keeps clear of its word however that is joined, as both begin where they are put.
        parts[-2:] = reversed(parts[-2:])
        anchor, share = "start", 0.0
    out = []
    for family, stretch, width in parts:
        # Each run keeps the anchor of the line, so that a line of one run stays where it was.
        out.append(Run(stretch, x + width * share * text.size, anchor, family))
        x += width * text.size
    return tuple(out)


def _stretches(text: str, choice: Choice, bold: bool) -> Iterator[tuple[str, str, float]]:
    """Yield the text in stretches of one font each: its family, the words, their width in em."""
    signs = list(clusters(text))
    families = _joined([choice.family(sign) for sign in signs], signs, choice)
    fonts = {font.family: font for font in choice.fonts}
    for family, numbers in groupby(range(len(signs)), key=families.__getitem__):
        run = [signs[number] for number in numbers]
        words = "".join(run)
        if family == FAMILY:  # each box by itself: nothing is joined
            words = "".join(c for c in words if not shapeless(c))
            yield family, words, sum(map(box_width, words))
        elif family:
            yield family, words, sum(map(fonts[family].advance, run))
        else:
            yield family, words, text_width(words, 1.0, bold=bold)


def _joined(families: list[str], signs: list[str], choice: Choice) -> list[str]:
    """Return the families, with what stands between words read from right to left in their family.

    So a sentence of theirs stays one run, and its words in their order.
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
