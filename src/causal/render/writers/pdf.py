"""The PDF writer: the SVG as one page whose words can be searched and selected."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from causal.render import escape_typst, escape_xml
from causal.render.layout.plan import P, PlacedBox, PlacedText
from causal.render.theme import DEFAULT, Theme
from causal.render.typefaces import put_fonts, with_lines_apart
from causal.render.writers.svg_parts import number, text_colour

_ALIGN = {"start": 0.0, "middle": 0.5, "end": 1.0}


def write_pdf(
    picture: P,
    written: Callable[[P], str],
    *,
    title: str,
    description: str,
    theme: Theme = DEFAULT,
    boxes: Sequence[PlacedBox] = (),
) -> bytes:
    """Return the picture as a PDF of one page, of the size of the drawing.

    Args:
        picture: What is drawn, its words as data.
        written: What makes an SVG of it.
        title: The title of the PDF.
        description: What readers who cannot see the page are told.
        theme: The colours of its words.
        boxes: Those whose links shall work in the PDF, too.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    import typst

    ready, apart = with_lines_apart(picture)
    with as_file(files("causal.render")) as folder, TemporaryDirectory(prefix="causal-") as name:
        fonts = Path(name)
        inputs = {
            "title": escape_typst.value(title),
            "description": escape_typst.value(description),
            "picture": written(ready),
            "width": number(picture.width),
            "height": number(picture.height),
            "links": json.dumps(_links(boxes)),
            "lines": json.dumps([_described(text, theme) for text in apart]),
            "families": json.dumps(put_fonts((text.lines[0] for text in apart), fonts)),
        }
        return bytes(
            typst.compile(
                folder / "writers" / "page.typ",
                root=folder,
                font_paths=[folder / "fonts", fonts],
                ignore_system_fonts=True,
                sys_inputs=inputs,
            )
        )


def _described(text: PlacedText, theme: Theme) -> dict[str, Any]:
    """Return what a line says, and where and how."""
    return {
        "text": text.lines[0],
        "x": text.x,
        "y": text.y,
        "size": text.size,
        "align": _ALIGN[text.anchor],
        "bold": text.bold,
        "struck": text.struck,
        "tilt": text.tilt,
        "fill": text_colour(text, theme),
    }


def _links(boxes: Sequence[PlacedBox]) -> list[tuple[float, float, float, float, str]]:
    """Return the rectangle of each box with a link that may be followed, and the link."""
    found = []
    for placed in boxes:
        href, r = escape_xml.safe_href(placed.box.href), placed.rect
        if href is not None:
            found.append((r.x, r.y, r.w, r.h, href))
    return found
