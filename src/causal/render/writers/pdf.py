"""The PDF writer: the SVG as one page whose words can be searched and selected."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import as_file, files

from causal.render import escape_typst, escape_xml
from causal.render.layout.plan import PlacedBox
from causal.render.typefaces import with_lines_apart

_SIZE = re.compile(r'viewBox="0(?:\.0+)? 0(?:\.0+)? ([0-9.]+) ([0-9.]+)"')


def write_pdf(svg: str, *, title: str, description: str, boxes: Sequence[PlacedBox] = ()) -> bytes:
    """Return the picture as a PDF of one page, of the size of the drawing.

    Args:
        svg: The document.
        title: The title of the PDF.
        description: What readers who cannot see the page are told.
        boxes: Those whose links shall work in the PDF, too.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    import typst

    size = _SIZE.search(svg)
    if size is None:
        raise ValueError("the SVG states no viewBox that starts at 0 0")
    ready = with_lines_apart(svg)
    inputs = {
        "title": escape_typst.value(title),
        "description": escape_typst.value(description),
        "picture": ready.svg,
        "width": size[1],
        "height": size[2],
        "links": json.dumps(_links(boxes)),
        "lines": ready.lines,
        "families": ready.families,
    }
    with as_file(files("causal.render")) as folder, ready.folder() as more:
        return bytes(
            typst.compile(
                folder / "writers" / "page.typ",
                root=folder,
                font_paths=[folder / "fonts", *more],
                ignore_system_fonts=True,
                sys_inputs=inputs,
            )
        )


def _links(boxes: Sequence[PlacedBox]) -> list[tuple[float, float, float, float, str]]:
    """Return the rectangle of each box with a link that may be followed, and the link."""
    found = []
    for placed in boxes:
        href, r = escape_xml.safe_href(placed.box.href), placed.rect
        if href is not None:
            found.append((r.x, r.y, r.w, r.h, href))
    return found
