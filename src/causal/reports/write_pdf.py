"""A document as a PDF on A4, set by Typst, with its pictures as vectors and words to search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

from causal.errors import MissingExtra
from causal.render.escape_typst import value
from causal.render.escape_xml import safe_href
from causal.render.metrics import clusters, lacking, shapeless
from causal.render.typefaces.choice import choose
from causal.render.typefaces.last_resort import FAMILY, last_resort_font
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
    Row,
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

__all__ = ["pdf_page"]

Json = dict[str, Any]
_LONG = re.compile(r"\S{19,}")


def pdf_page(
    blocks: Iterable[Block],
    places: SourceMap | None = None,
    pictures: Mapping[str, tuple[bytes, str]] | None = None,
    *,
    fitted: bool = False,
    scale: float = 1.0,
) -> bytes:
    """Return a document as a PDF.

    Args:
        blocks: What it shows; the first is its title.
        places: Where the incidents that it names can be read.
        pictures: For each picture its PDF, and what it shows in words; a picture without one is
            left out.
        fitted: Let pictures take the room that the words leave on one page.
        scale: How large pictures are at most, of their own size.

    Raises:
        MissingExtra: Typst is not installed.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    try:
        import typst
    except ModuleNotFoundError:
        raise MissingExtra("a PDF needs Typst: pip install typst") from None
    shown = pictures or {}
    writer = _Writer(places, shown)
    described = [item for block in blocks for item in writer.block(block)]
    title = next((item["text"] for item in described if item["kind"] == "heading"), "")
    data = {"title": title, "fitted": fitted, "scale": scale, "blocks": described}
    with as_file(files("causal.render")) as render, TemporaryDirectory(prefix="causal-") as name:
        folder = Path(name)
        families = list(_fonts(json.dumps(described, ensure_ascii=False), folder))
        for number, (content, _) in enumerate(shown.values()):
            (folder / f"{number}.pdf").write_bytes(content)
        (folder / "data.json").write_text(json.dumps({**data, "families": families}), "utf-8")
        page = files("causal.reports").joinpath("document.typ").read_text("utf-8")
        (folder / "page.typ").write_text(page, "utf-8")
        return bytes(
            typst.compile(
                folder / "page.typ",
                root=folder,
                font_paths=[render / "fonts", folder],
                ignore_system_fonts=True,
            )
        )


def _fonts(words: str, folder: Path) -> Iterator[str]:
    """Put the fonts that a text needs beside the bundled one into a folder; yield their names."""
    lines = [part for part in words.split('"') if lacking(part)]
    if not lines:
        return
    choice = choose(lines)
    for number, font in enumerate(choice.fonts):
        copyfile(font.path, folder / f"font{number}{font.path.suffix}")
        yield font.family
    signs = (sign for part in lines for sign in clusters(part) if choice.family(sign) == FAMILY)
    boxed = frozenset(c for sign in signs for c in sign if not shapeless(c))
    if boxed:
        (folder / "last.ttf").write_bytes(last_resort_font(boxed))
        yield FAMILY


class _Writer:
    """Blocks as plain data that the page of Typst shows."""

    def __init__(self, places: SourceMap | None, pictures: Mapping[str, tuple[bytes, str]]) -> None:
        self.places = places
        self.pictures = {name: (n, alt) for n, (name, (_, alt)) in enumerate(pictures.items())}

    def block(self, block: Block) -> Iterator[Json]:
        """Yield what a block is on the page."""
        match block:
            case Heading(level, text):
                yield {"kind": "heading", "level": level, "text": _words(text)}
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
                yield {"kind": "heading", "level": 3, "text": _words(summary)}
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
        yield {
            "kind": "table",
            "head": [_words(title) for title in table.head],
            "widths": _widths(table.head, shown),
            "rows": [[self.span(cell, broken=True) for cell in row.cells] for row in shown],
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


def _words(text: str, *, ends: bool = False) -> str:
    """Return a text on one line; with `ends` it keeps one space where it began or ended so."""
    shown = value(safe(text))
    if not ends or not text:
        return shown
    return f"{' ' * text[0].isspace()}{shown}{' ' * text[-1].isspace()}" if shown else " "


def _breakable(found: re.Match[str]) -> str:
    """Return a long word that may break after its marks, and anywhere if it has none."""
    return "\u200b".join(re.findall(r"[^-_/.:]{1,14}[-_/.:]*|[-_/.:]+", found[0]))


def _widths(head: Sequence[str], rows: Sequence[Row]) -> list[float]:
    """Return the share of the page's width that each column gets, by how much it says."""
    shares = []
    for number, title in enumerate(head):
        texts = [plain(row.cells[number]) for row in rows]
        word = max((len(word) for text in [*texts, title] for word in text.split()), default=1)
        mean = sum(map(len, texts)) / len(texts)
        shares.append(float(max(min(word, 15) + 1, min(mean, 50) * 0.8, 3)))
    return shares
