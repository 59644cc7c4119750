"""A document as a PDF on A4, set by Typst, with its pictures as vectors and words to search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from causal.errors import MissingExtra
from causal.render.escape_typst import value
from causal.render.escape_xml import safe_href
from causal.render.typefaces import put_fonts
from causal.reports.column_widths import column_widths
from causal.reports.document import (
    ROWS,
    Block,
    Bullets,
    Caution,
    Code,
    Details,
    Finder,
    Heading,
    Jump,
    Link,
    PageLink,
    Paragraph,
    Picture,
    Piece,
    Ref,
    Refs,
    Small,
    Span,
    Strong,
    Table,
    left_out,
    listed,
    plain,
)
from causal.reports.links import SourceMap
from causal.terminal import safe

__all__ = ["PAGE", "Setting", "end_of", "pdf_page", "room_left"]

Json = dict[str, Any]
Pictures = Mapping[str, tuple[bytes, str]]
"""For each picture its PDF, and what it shows in words."""

PAGE = (493.2, 708.6)
"""The width of a page between its margins and the height of a picture on it, both at most and in
points, as `document.typ` has them."""
_BOTTOM = 787.0
"""Where the last part of a picture ends on a page at the latest, in points from its top."""
Cells = Sequence[Sequence[Span]]
_SEVERAL, _SHORT = 4, 30
_MOST, _MOST_OF_A_HEADING = 20_000, 1_000
"""Characters of one text that a PDF shows: beyond them it takes Typst long."""

_LONG = re.compile(r"\S{19,}")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set.

    Args:
        scale: How large pictures are at most, of their own size.
        close: Whether less room stands round headings, tables and lists.
        fitted: Whether pictures take the room that the words leave on one page.
    """

    scale: float = 1.0
    close: bool = False
    fitted: bool = False


def pdf_page(
    blocks: Iterable[Block],
    places: SourceMap | None = None,
    pictures: Pictures | None = None,
    how: Setting | None = None,
) -> bytes:
    """Return a document as a PDF.

    Args:
        blocks: What it shows; the first is its title.
        places: Where the incidents that it names can be read.
        pictures: For each picture its PDF, and what it shows in words; a picture without one is
            left out.
        how: How it is set.

    Raises:
        MissingExtra: Typst is not installed.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    with _ready(blocks, places, pictures or {}, how or Setting()) as inputs:
        return bytes(_typst().compile(**inputs))


def room_left(blocks: Iterable[Block], pictures: Pictures, how: Setting) -> float:
    """Return how much of its last page a document leaves for a picture, in points."""
    return _BOTTOM - end_of(blocks, pictures, how)[1]


def end_of(blocks: Iterable[Block], pictures: Pictures, how: Setting) -> tuple[int, float]:
    """Return on which page a document ends, and how far below its top, in points."""
    with _ready(blocks, None, pictures, how) as inputs:
        found = _typst().query(**inputs, selector="<end>", field="value", one=True)
    page, low = json.loads(found)
    return page, low


def _typst() -> Any:
    try:
        import typst
    except ModuleNotFoundError:
        raise MissingExtra("a PDF needs Typst: pip install typst") from None
    return typst


@contextmanager
def _ready(
    blocks: Iterable[Block],
    places: SourceMap | None,
    shown: Pictures,
    how: Setting,
) -> Iterator[Json]:
    """Put all that a document needs into a folder; yield how Typst is called there."""
    writer = _Writer(places, shown)
    described = [item for block in blocks for item in writer.block(block)]
    for item, following in pairwise(described):
        item["sticky"] = following["kind"] == "picture"
    title = next((item["text"] for item in described if item["kind"] == "heading"), "")
    data = {"title": title, "blocks": described, **asdict(how)}
    with as_file(files("causal.render")) as render, TemporaryDirectory(prefix="causal-") as name:
        folder = Path(name)
        families = put_fonts(json.dumps(described, ensure_ascii=False).split('"'), folder)
        for number, (content, _) in enumerate(shown.values()):
            (folder / f"{number}.pdf").write_bytes(content)
        (folder / "data.json").write_text(json.dumps({**data, "families": families}), "utf-8")
        page = files("causal.reports").joinpath("document.typ").read_text("utf-8")
        (folder / "page.typ").write_text(page, "utf-8")
        yield {
            "input": folder / "page.typ",
            "root": folder,
            "font_paths": [render / "fonts", folder],
            "ignore_system_fonts": True,
        }


class _Writer:
    """Blocks as plain data that the page of Typst shows."""

    def __init__(self, places: SourceMap | None, pictures: Pictures) -> None:
        self.places = places
        self.pictures = {name: (n, alt) for n, (name, (_, alt)) in enumerate(pictures.items())}

    def block(self, block: Block) -> Iterator[Json]:
        """Yield what a block is on the page."""
        match block:
            case Heading(level, text):
                yield {"kind": "heading", "level": level, "text": _heading(text)}
            case Paragraph(span):
                yield {"kind": "paragraph", "span": self.span(span)}
            case Caution(text):
                yield {"kind": "caution", "text": _words(text)}
            case Bullets(items, numbered, boxes):
                found = [self.span(item) for item in items]
                yield {"kind": "list", "items": found, "numbered": numbered, "boxes": boxes}
            case Picture(name):
                if name in self.pictures:
                    number, alt = self.pictures[name]
                    yield {"kind": "picture", "file": f"{number}.pdf", "alt": _words(alt)}
            case Details(summary, inside):
                yield {"kind": "heading", "level": 3, "text": _heading(summary)}
                for part in inside:
                    yield from self.block(part)
            case Table():
                yield from self.table(block)
            case Finder(table):
                yield from self.table(table)

    def table(self, table: Table) -> Iterator[Json]:
        """Yield a table, and below it what it leaves out."""
        if not table.rows:
            return
        shown = table.rows[:ROWS]
        head, rows = _abreast(table.head, [row.cells for row in shown])
        yield {
            "kind": "table",
            "head": [_words(title) for title in head],
            "widths": column_widths(head, rows, PAGE[0]),
            "rows": [[self.span(cell, broken=True) for cell in row] for row in rows],
        }
        if left := left_out(len(table.rows), len(shown), "rows"):
            yield {"kind": "paragraph", "span": [{"kind": "text", "text": left}]}
        for row in shown:
            for label, incidents in row.where:
                if incidents:
                    refs = [{"kind": "text", "text": f", {label.lower()}: "}, self.refs(incidents)]
                    yield {"kind": "paragraph", "span": [*self.span(row.name), *refs]}

    def span(self, span: Span, *, broken: bool = False) -> list[Json]:
        """Return the pieces of a span; `broken` lets long words go over several lines."""
        found = [self.piece(piece) for piece in span]
        if broken:
            for piece in found:
                piece["text"] = _LONG.sub(_breakable, piece["text"])
        return found

    def piece(self, piece: Piece) -> Json:
        """Return one piece."""
        found: Json
        match piece:
            case str():
                found = {"kind": "text", "text": _words(piece, ends=True)}
            case Code(text, _):
                found = {"kind": "code", "text": _words(text)}
            case Strong(text):
                found = {"kind": "strong", "text": _words(text)}
            case Small(text):
                found = {"kind": "small" if text else "text", "text": _words(text)}
            case Link(text, url):
                found = _link(text, url)
            case Jump(text, _) | PageLink(text, _):
                found = {"kind": "text", "text": _words(text)}
            case Refs(incidents):
                found = self.refs(incidents)
            case Ref(incident, file):
                found = {"kind": "text", "text": ""} if file else self.ref(incident)
        return found

    def refs(self, incidents: Sequence[str]) -> Json:
        """Return several incidents' ids."""
        return {"kind": "text", "text": listed(incidents, _words)}

    def ref(self, incident: str) -> Json:
        """Return an incident's id, linked where it was published."""
        return _link(incident, self.places.source.get(incident) if self.places else None)


def _link(text: str, url: str | None) -> Json:
    found = safe_href(url)
    if found is None:
        return {"kind": "text", "text": _words(text)}
    return {"kind": "link", "text": _words(text), "url": found}


def _begun(text: str, most: int) -> str:
    """Return a text, of a longer one the beginning and how much there is besides."""
    if len(text) <= most:
        return text
    return f"{text[:most].rstrip()} \u2026 ({len(text) - most:,} more characters, not in this PDF)"


def _heading(text: str) -> str:
    return _words(_begun(text, _MOST_OF_A_HEADING))


def _words(text: str, *, ends: bool = False) -> str:
    """Return a text on one line; with `ends` it keeps one space where it began or ended so."""
    shown = value(safe(_begun(text, _MOST)))
    if not ends or not text:
        return shown
    return f"{' ' * text[0].isspace()}{shown}{' ' * text[-1].isspace()}" if shown else " "


def _breakable(found: re.Match[str]) -> str:
    """Return a long word that may break after its marks, and anywhere if it has none."""
    return "\u200b".join(re.findall(r"[^-_/.:]{1,14}[-_/.:]*|[-_/.:]+", found[0]))


def _abreast(head: Sequence[str], rows: Cells) -> tuple[Sequence[str], Cells]:
    """Return a table; one of two narrow columns with its second half beside its first."""
    longest = max(len(plain(cell)) for row in rows for cell in row)
    if len(head) != 2 or not any(head) or len(rows) < _SEVERAL or longest > _SHORT:
        return head, rows
    half = (len(rows) + 1) // 2
    second = [*rows[half:], *[([""], [""])] * (len(rows) % 2)]
    both = zip(rows[:half], second, strict=True)
    return [*head, *head], [[*one, *other] for one, other in both]
