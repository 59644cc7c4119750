"""The places people paste a drawing into: the form, the size, and the words to paste there.

What each place lets through is written on the page "Paste a drawing", with the test that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from causal.errors import NothingToDraw, UnknownName
from causal.integrations.request import Request

if TYPE_CHECKING:
    from causal.model import Incident
    from causal.render import Drawing

_COLUMN_WIDTH = 700


@dataclass(frozen=True, slots=True)
class Destination:
    """One place.

    Args:
        name: What it is called on the command line.
        format: ``svg``, ``png`` or ``pdf``.
        fit: Where in it a drawing stands, as `causal.draw` takes it.
        paste: Returns what is pasted, given the names of the pictures, the words for who cannot
            see them, and the width of the first in pixels.
        how: What to do with it, in one sentence.
        line: Whether the line of text of a sparkline goes with it.
        view: The view unless another is asked for.
    """

    name: str
    format: str
    fit: str
    paste: Callable[[list[str], str, int], str]
    how: str
    line: bool = False
    view: str = "graph"


@dataclass(frozen=True, slots=True)
class Paste:
    """What is to be pasted: the pictures by name, the words, and what to do with them."""

    pictures: dict[str, bytes]
    text: str
    how: str


def _markdown(names: list[str], alt: str, _width: int) -> str:
    said = re.sub(r"([\[\]\\*_`<])", r"\\\1", alt)
    return "\n\n".join(f"![{said}](<{name}>)" for name in names)


def _quarto(names: list[str], alt: str, _width: int) -> str:
    said = alt.replace('"', "'")
    return "\n\n".join(f'![](<{name}>){{fig-alt="{said}"}}' for name in names)


def _sphinx(names: list[str], alt: str, _width: int) -> str:
    return "\n\n".join(f".. image:: {name}\n   :alt: {alt}" for name in names)


def _email(names: list[str], alt: str, width: int) -> str:
    return "\n".join(
        f'<img src="cid:{escape(name)}" alt="{escape(alt)}" width="{width}" '
        'style="max-width:100%;height:auto">'
        for name in names
    )


def _words(_names: list[str], alt: str, _width: int) -> str:
    return alt


_IN = "commit the picture beside the document, and paste the line into it"
_UP = "upload the picture, and give the words as its alternative text"
DESTINATIONS: dict[str, Destination] = {
    place.name: place
    for place in (
        Destination("github", "svg", "column", _markdown, _IN),
        Destination("gitlab", "svg", "column", _markdown, _IN),
        Destination("backstage", "svg", "column", _markdown, _IN),
        Destination("mkdocs", "svg", "column", _markdown, _IN),
        Destination("obsidian", "svg", "column", _markdown, _IN),
        Destination("quarto", "svg", "column", _quarto, _IN),
        Destination("sphinx", "svg", "column", _sphinx, _IN),
        Destination("confluence", "png", "column", _words, _UP),
        Destination("notion", "png", "column", _words, _UP),
        Destination("google-docs", "png", "a4", _words, _UP),
        Destination("slides", "png", "slide", _words, _UP, view="brief"),
        Destination("slack", "png", "column", _words, _UP, line=True),
        Destination(
            "email", "png", "column", _email,
            "attach the picture under this name as content id, and put the line into the HTML",
            line=True,
        ),
        Destination("print", "pdf", "a4", _words, "print the pages at 100 percent"),
    )
}  # fmt: skip
"""The places by name."""


def destination(name: str) -> Destination:
    """Return a place.

    Raises:
        UnknownName: There is no such place.
    """
    if name not in DESTINATIONS:
        raise UnknownName("place", name, DESTINATIONS)
    return DESTINATIONS[name]


def suited(request: Request, place: Destination) -> Request:
    """Return a request of a document with the form and size of a place, where it leaves them."""
    form = place.format if request.format == "svg" and not request.to else request.format
    return replace(request, format=form, fit=request.fit or place.fit)


def pasted(incident: Incident, place: Destination, *, view: str = "", stem: str = "") -> Paste:
    """Return what is pasted into a place to show an incident there.

    Args:
        incident: What to show.
        place: One of `DESTINATIONS`.
        view: The view; that of the place when empty.
        stem: What the pictures are called; the id of the incident when empty.

    Raises:
        NothingToDraw: The incident lacks what the view shows.
        MissingExtra: The place takes PDF, and the extra is not installed.
    """
    from causal.render import draw

    view = view or place.view
    drawing = draw(incident, view, fit=place.fit)  # type: ignore[arg-type]  # a name of FITS
    called = stem or re.sub(r"[^\w.-]+", "-", incident.id).strip("-.") or "incident"
    pages = drawing.pages
    pictures = {
        f"{called}-{view}{f'-{number}' if number > 1 else ''}.{place.format}": _bytes(page, place)
        for number, page in enumerate(pages, 1)
    }
    alt = " ".join(f"{view} of {incident.id}: {incident.outcome.what}".split())
    width = min(round(drawing.plan.width), _COLUMN_WIDTH)
    text = place.paste(list(pictures), alt, width)
    if place.line and view != "sparkline":
        line = _line(incident)
        if line and place.name == "email":
            line = f"<p>{escape(line)}</p>"
        text = "\n".join(part for part in (line, text) if part)
    return Paste(pictures, text, place.how)


def _line(incident: Incident) -> str:
    """Return the incident in one line of text, if it has layers."""
    from causal.render import draw

    try:
        return draw(incident, "sparkline").text
    except NothingToDraw:
        return ""


def _bytes(page: Drawing, place: Destination) -> bytes:
    if place.format == "svg":
        return page.svg.encode("utf-8")
    return page.png() if place.format == "png" else page.pdf()


def is_document(path: Path) -> bool:
    """Return whether a file is a document that holds requests, and not an incident."""
    return path.suffix.lower() in {".md", ".markdown", ".mdx", ".qmd", ".rmd", ".txt"}
