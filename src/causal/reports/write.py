"""A document of an incident in any format, with the pictures it shows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from causal.errors import NotFinished, NothingToDraw, NothingToExplain
from causal.reports.document import Block, Caution, PageLink, Paragraph, Picture
from causal.reports.write_html import html_page
from causal.reports.write_markdown import markdown_page

if TYPE_CHECKING:
    from causal.graph.budget import Budget
    from causal.model import Incident
    from causal.render import Drawing
    from causal.reports.links import SourceMap
    from causal.reports.write_pdf import Setting

__all__ = ["VIEWS", "html", "markdown", "pdf", "write_markdown"]

VIEWS = {
    "graph": "Contributing factors by layer of defence",
    "swiss-cheese": "The gaps that lined up",
    "five-whys": "The five whys beside the full graph",
}
"""The views a document shows, each with what it is called there."""
_NATURAL = 0.75
"""Points of paper for one pixel of a drawing."""
_SCALE, _LEAST = 0.92, 0.91
"""Laid out for paper, the smallest words are 8.25 points, which is more than it takes."""
_LITTLE = 330.0
"""Where the last page ends above this, all is set closer if that saves the page, in points."""
_SHEET = 255.0
"""The room for a picture on one sheet printed from HTML, in points, as `page.css` has it."""
_HEADING = 70.0
"""The room for a heading and a sentence above a picture, in points."""
_TOO_LARGE = "The picture of the failure paths is too large for this page; it is in the appendix."


def markdown(incident: Incident, blocks: Iterable[Block], files: Mapping[str, str]) -> str:
    """Return a document as Markdown that shows its pictures from files.

    Args:
        incident: The incident.
        blocks: The document.
        files: For each view the path to show it from; a view without one is left out.
    """
    shown = {view: (file, _alt(incident, view)) for view, file in files.items() if view in VIEWS}
    return markdown_page(blocks, None, shown)


def html(
    incident: Incident,
    blocks: Iterable[Block],
    *,
    fitted: bool = False,
    fit: str | None = None,
    budget: Budget | None = None,
    places: SourceMap | None = None,
    menu: Sequence[PageLink] = (),
) -> str:
    """Return a document as one HTML page that holds its pictures.

    Args:
        incident: The incident.
        blocks: The document.
        fitted: Let the whole of it fit one sheet of A4.
        fit: Where its pictures are placed, as of `causal.draw`.
        budget: The limits of each picture; one that is not finished says so in its place.
        places: Where the incidents that it names can be read.
        menu: The pages of its site that it leads to.
    """
    if fitted:
        page, drawn = _on_one_page(*_on_paper(incident, blocks, fit or "a4", budget), _SHEET)
    else:
        page, drawn = _drawn(incident, blocks, fit, budget)
    pictures = {view: found.svg for view, found in drawn.items()}
    return html_page(page, places, pictures, fitted=fitted, menu=menu)


def pdf(
    incident: Incident,
    blocks: Iterable[Block],
    *,
    fitted: bool = False,
    fit: str | None = None,
    budget: Budget | None = None,
) -> bytes:
    """Return a document as a PDF on A4 that holds its pictures.

    Args:
        incident: The incident.
        blocks: The document.
        fitted: Let the whole of it fit one sheet of A4.
        fit: Where its pictures are placed, as of `causal.draw`; A4 when None.
        budget: The limits of each picture; one that is not finished says so in its place.
    """
    from causal.reports.write_pdf import Setting, end_of, pdf_page, room_left

    page, drawn = _on_paper(incident, blocks, fit or "a4", budget)
    how = Setting(_SCALE, close=fitted, fitted=fitted)
    if fitted:
        words = [block for block in page if not isinstance(block, Picture)]
        page, drawn = _on_one_page(page, drawn, room_left(words, {}, how))
    made = _placed(incident, page, drawn, how)
    if not fitted:
        pages, low = end_of(*made, how)
        close = replace(how, close=True)
        if pages > 1 and low < _LITTLE:
            closer = _placed(incident, page, drawn, close)
            if end_of(*closer, close)[0] < pages:
                made, how = closer, close
    return pdf_page(made[0], None, made[1], how)


def _placed(
    incident: Incident, page: Sequence[Block], drawn: Mapping[str, Drawing], how: Setting
) -> tuple[list[Block], dict[str, tuple[bytes, str]]]:
    """Return a document with its pictures in the parts that fit its pages, and these as PDF."""
    shown: list[Block] = []
    pictures: dict[str, tuple[bytes, str]] = {}
    for block in page:
        if not isinstance(block, Picture) or block.name not in drawn:
            shown.append(block)
            continue
        drawing = drawn[block.name]
        try:
            parts = drawing.pages if how.fitted else _parts(drawing, shown, pictures, how)
            made = [part.pdf() for part in parts]
        except NotFinished as error:  # it is laid out again for what is left of a page
            shown.append(_not_finished(error))
            continue
        for number, content in enumerate(made, 1):
            name = f"{block.name} {number}"
            shown.append(replace(block, name=name))
            pictures[name] = (content, _alt(incident, block.name))
    return shown, pictures


def _on_one_page(
    page: list[Block], drawn: dict[str, Drawing], left: float
) -> tuple[list[Block], dict[str, Drawing]]:
    """Return a document of one page with only the failure paths, where those can be read there.

    Args:
        page: The document.
        drawn: Its pictures.
        left: The height that its words leave, in points.
    """
    from causal.render.only_paths import by_layer, only_paths
    from causal.reports.write_pdf import PAGE

    cheese = drawn.get("swiss-cheese")
    if cheese is None:
        return page, drawn
    paths = only_paths(cheese.scene)
    said: Block = Paragraph([_TOO_LARGE])
    try:
        for scene in (paths, by_layer(paths)):
            shown = cheese.showing(scene)
            points = min(_NATURAL * _LEAST, PAGE[0] / shown.plan.width)
            if shown.plan.height * points <= left:
                return page, {**drawn, "swiss-cheese": shown}
    except NotFinished as error:
        said = _not_finished(error)
    return [said if isinstance(block, Picture) else block for block in page], {}


def _parts(
    drawing: Drawing,
    above: Sequence[Block],
    pictures: Mapping[str, tuple[bytes, str]],
    how: Setting,
) -> Sequence[Drawing]:
    """Return a drawing as the parts that fit below what stands above it, and on further pages."""
    from causal.reports.write_pdf import PAGE, room_left

    wide, tall = PAGE
    points = min(_NATURAL * _SCALE, wide / drawing.plan.width)
    if drawing.plan.height * points < tall / 3:
        return drawing.pages
    left = room_left(above, pictures, how)
    parts = drawing.cut(tall / points, left / points)
    if parts[0].plan.height * points > left:  # It begins on a page of its own, with its heading.
        parts = drawing.cut(tall / points, (tall - _HEADING) / points)
    return parts + drawing.pages[len(drawing.cut()) :]


def write_markdown(
    incident: Incident,
    blocks: Iterable[Block],
    path: str | os.PathLike[str],
    *,
    fit: str | None = None,
    budget: Budget | None = None,
) -> list[Path]:
    """Write a document as Markdown and its pictures beside it; return all paths, it first.

    Raises:
        OSError: The folder does not exist or cannot be written.
    """
    from causal.atomic import write_atomic

    document = Path(path)
    page, drawn = _drawn(incident, blocks, fit, budget)
    files, written = {}, []
    for view, drawing in drawn.items():
        picture = document.with_name(f"{document.stem}-{view}.svg")
        written.append(drawing.save(picture))
        files[view] = quote(picture.name)
    write_atomic(document, markdown(incident, page, files))
    return [document, *written]


def _drawn(
    incident: Incident, blocks: Iterable[Block], fit: str | None, budget: Budget | None
) -> tuple[list[Block], dict[str, Drawing]]:
    """Return a document and its drawings, as far as the incident has what they show.

    Where one did not fit the budget, the document says so in its place.
    """
    from causal.render import draw

    page: list[Block] = []
    found: dict[str, Drawing] = {}
    for block in blocks:
        if isinstance(block, Picture) and block.name not in found:
            try:
                # Several drawings stand on one page, so their ids must differ.
                drawing = draw(
                    incident, block.name, id_prefix=block.name, fit=fit,  # type: ignore[arg-type]
                    budget=budget,
                )  # fmt: skip
                drawing.plan  # noqa: B018 - what cannot be drawn is known when it is laid out
                found[block.name] = drawing
            except (NothingToDraw, NothingToExplain):
                continue
            except NotFinished as error:
                page.append(_not_finished(error))
                continue
        page.append(block)
    return page, found


def _on_paper(
    incident: Incident, blocks: Iterable[Block], fit: str, budget: Budget | None
) -> tuple[list[Block], dict[str, Drawing]]:
    """Return a document for paper and its pictures, none of which says what another says.

    The words of the slices stand in the table below them, and one graph shows both what led to
    what and what the five whys named.
    """
    page, drawn = _drawn(incident, blocks, fit, budget)
    cheese, whys = drawn.get("swiss-cheese"), drawn.get("five-whys")
    if cheese is not None:
        drawn["swiss-cheese"] = cheese.showing(replace(cheese.scene, terse=True))
    if "graph" in drawn:
        graph = drawn["graph"] if whys is None else replace(drawn["graph"], view="five-whys")
        shown = graph.scene if whys is None else whys.scene
        drawn["graph"] = graph.showing(replace(shown, panel=(), panel_links=(), terse=True))
        page = [b for b in page if not (isinstance(b, Picture) and b.name == "five-whys")]
    return page, drawn


def _not_finished(error: NotFinished) -> Caution:
    return Caution(f"Not finished: {error}.")


def _alt(incident: Incident, view: str) -> str:
    return f"{VIEWS[view]}: {incident.outcome.what}"
