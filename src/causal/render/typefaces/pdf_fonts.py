"""Words of a PDF: lines that need other fonts are set by Typst itself, above the picture.

Inside an SVG Typst loses the place of vowel signs and of joined emoji; its own text is right, and
can be searched and copied as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

from causal.render.layout.plan import P, PlacedText, Run
from causal.render.metrics import clusters, lacking, shapeless
from causal.render.typefaces.choice import choose, said
from causal.render.typefaces.last_resort import FAMILY, last_resort_font


def with_lines_apart(picture: P) -> tuple[P, list[PlacedText]]:
    """Return a picture without the lines that need other fonts, and these lines one by one."""
    apart = [
        replace(text, lines=(line,), y=text.y + place * text.leading)
        for text in picture.every_text()
        for place, line in enumerate(said(text))
        if lacking(line)
    ]
    return (picture.with_texts(_without) if apart else picture), apart


def _without(text: PlacedText) -> PlacedText:
    lines = said(text)
    if not any(map(lacking, lines)):
        return text
    kept = ("" if lacking(line) else line for line in lines)
    return replace(
        text, runs=tuple((Run(line, text.x, text.anchor),) * bool(line) for line in kept)
    )


def put_fonts(lines: Iterable[str], folder: Path) -> list[str]:
    """Put the fonts that lines need beside the bundled one into a folder; return their families.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    needing = [line for line in lines if lacking(line)]
    if not needing:
        return []
    choice = choose(needing)
    for number, font in enumerate(choice.fonts):
        _put(font.path, folder / f"font{number}{font.path.suffix}")
    signs = (sign for line in needing for sign in clusters(line) if choice.family(sign) == FAMILY)
    boxed = frozenset(c for sign in signs for c in sign if not shapeless(c))
    if boxed:
        (folder / "last.ttf").write_bytes(last_resort_font(boxed))
    return [font.family for font in choice.fonts] + [FAMILY] * bool(boxed)


def _put(path: Path, target: Path) -> None:
    try:
        target.symlink_to(path)
    except OSError:  # Windows lets only some users make links
        copyfile(path, target)
