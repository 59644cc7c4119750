"""Texts of a PDF: lines that need other fonts are set by Typst itself, above the picture.

Inside an SVG Typst loses the place of vowel signs and of joined emoji; its own text is right, and
can be searched and copied as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from causal.render.metrics import clusters, lacking, shapeless
from causal.render.typefaces.choice import Choice, choose
from causal.render.typefaces.last_resort import FAMILY, last_resort_font
from causal.render.typefaces.png_fonts import TEXT, said

_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_ALIGN = {"middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class Apart:
    """An SVG without the lines that need other fonts, those lines, and their fonts.

    Args:
        svg: The document.
        lines: What each line says and how it looks, as JSON for the page.
        families: The fonts to look into, in this order.
        choice: Where these fonts lie.
        boxed: The characters shown as their code points, with those they form one sign with.
    """

    svg: str
    lines: str = "[]"
    families: str = "[]"
    choice: Choice = field(default_factory=Choice)
    boxed: frozenset[str] = frozenset()

    @contextmanager
    def folder(self) -> Iterator[tuple[Path, ...]]:
        """Yield the folder that holds exactly these fonts, while it is needed."""
        if not self.choice.fonts and not self.boxed:
            yield ()
            return
        with TemporaryDirectory(prefix="causal-fonts-") as name:
            folder = Path(name)
            for number, font in enumerate(self.choice.fonts):
                _placed(font.path, folder / f"{number}{font.path.suffix}")
            if self.boxed:
                (folder / "last.ttf").write_bytes(last_resort_font(self.boxed))
            yield (folder,)


def _placed(path: Path, target: Path) -> None:
    try:
        target.symlink_to(path)
    except OSError:  # Windows lets only some users make links
        copyfile(path, target)


def with_lines_apart(svg: str) -> Apart:
    """Return the document without the lines that need other fonts, and these lines.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    texts = [words for found in TEXT.finditer(svg) if lacking(words := said(found[2]))]
    if not texts:
        return Apart(svg)
    choice = choose(texts)
    lines: list[dict[str, object]] = []

    def take(found: re.Match[str]) -> str:
        words = said(found[2])
        if not lacking(words):
            return found[0]
        lines.append(_described(found[1], words))
        return ""

    rest = TEXT.sub(take, svg)
    families = [font.family for font in choice.fonts] + ([FAMILY] if choice.missing else [])
    signs = (sign for text in texts for sign in clusters(text) if choice.family(sign) == FAMILY)
    boxed = frozenset(c for sign in signs for c in sign if not shapeless(c))
    return Apart(rest, json.dumps(lines), json.dumps(families), choice, boxed)


def _described(opening: str, words: str) -> dict[str, object]:
    """Return what a text element says, and where and how."""
    given = dict(_ATTRIBUTE.findall(opening))
    return {
        "text": words,
        "x": float(given.get("x", 0)),
        "y": float(given.get("y", 0)),
        "size": float(given.get("font-size", 12)),
        "align": _ALIGN.get(given.get("text-anchor", ""), 0.0),
        "bold": given.get("font-weight") in {"700", "bold"},
        "struck": "text-decoration" in given,
        "fill": given.get("fill", "#000000"),
    }
