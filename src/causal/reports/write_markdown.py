"""A document as Markdown (CommonMark with GitHub tables), incidents linked by reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    slug,
)
from causal.reports.escape_md import address, cell, code, line, link
from causal.reports.links import SourceMap


def markdown_page(
    blocks: Iterable[Block],
    places: SourceMap | None = None,
    pictures: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Return a page.

    Args:
        blocks: What it shows.
        places: Where the incidents that it names can be read.
        pictures: For each picture its file as the page should link it, and what it shows in words;
            a picture without one is left out.
    """
    writer = _Writer(places, pictures or {})
    lines = [text for block in blocks for text in writer.block(block)]
    return "\n".join([*lines, *writer.definitions()]).rstrip() + "\n"


class _Writer:
    def __init__(self, places: SourceMap | None, pictures: Mapping[str, tuple[str, str]]) -> None:
        self.places, self.pictures = places, pictures
        ids = places.ids if places else ()
        self.label = {incident: f"i{n + 1}" for n, incident in enumerate(ids)}
        self.used: set[str] = set()

    def block(self, block: Block) -> Iterator[str]:
        """Yield the lines of a block, an empty one last."""
        match block:
            case Heading(level, text):
                yield from (f"{'#' * level} {cell(text)}".rstrip(), "")
            case Paragraph(span):
                yield from (self.line(span), "")
            case Caution(text):
                yield from (f"> **Note:** {cell(text)}", "")
            case Bullets(items, numbered, boxes):
                for number, item in enumerate(items, 1):
                    mark = f"{number}." if numbered else "- [ ]" if boxes else "-"
                    yield f"{mark} {self.line(item)}"
                if items:
                    yield ""
            case Picture(name):
                if name in self.pictures:
                    file, words = self.pictures[name]
                    yield from (f"![{cell(words)}](<{address(file)}>)", "")
            case Details(summary, inside):
                # An empty line after the summary lets its inside be Markdown again.
                yield from ("<details>", f"<summary>{cell(summary)}</summary>", "")
                for part in inside:
                    yield from self.block(part)
                yield from ("</details>", "")
            case Table():
                yield from self.table(block)
            case Finder(table):
                yield from self.table(table)

    def table(self, table: Table) -> Iterator[str]:
        """Yield a table, and below it the incidents that its figures come from."""
        if not table.rows:
            return
        yield f"| {' | '.join(map(cell, table.head))} |"
        yield f"|{'---|' * len(table.head)}"
        shown = table.rows[:ROWS]
        for row in shown:
            yield f"| {' | '.join(self.span(each, in_cell=True) for each in row.cells)} |"
        yield ""
        if left := left_out(len(table.rows), len(shown), "rows"):
            yield from (cell(left), "")
        for label in dict.fromkeys(label for row in shown for label, _ in row.where):
            yield from (f"{cell(label)}:", "")
            for row in shown:
                for own, incidents in row.where:
                    if own == label and incidents:
                        yield f"- {self.line(row.name)}: {self.refs(incidents)}"
            yield ""

    def line(self, span: Span) -> str:
        """Return a run of pieces as a line of its own."""
        return line(self.span(span).strip())

    def span(self, span: Span, *, in_cell: bool = False) -> str:
        """Return a run of pieces, which is always one line."""
        return "".join(self.piece(piece, in_cell) for piece in span)

    def piece(self, piece: Piece, in_cell: bool) -> str:
        """Return one piece."""
        found: str
        match piece:
            case str():
                found = _kept(piece)
            case Code(text, _):
                found = code(text, in_cell=in_cell)
            case Strong(text):
                found = f"**{cell(text)}**" if text.strip() else ""
            case Small(text):
                found = f"<br>{cell(text)}" if text else ""
            case Link(text, url):
                found = link(text, url)
            case PageLink(text, path):
                found = f"[{cell(text)}](<{address(path)}>)"
            case Jump(text, to):
                found = f"[{cell(text)}](#{slug(to)})"
            case Refs(incidents):
                found = self.refs(incidents)
            case Ref(incident, file):
                found = self.file(incident) if file else self.ref(incident)
        return found

    def refs(self, incidents: Sequence[str]) -> str:
        """Return several incidents' ids, linked."""
        return listed(incidents, self.ref)

    def ref(self, incident: str) -> str:
        """Return an incident's id, linked where there is somewhere to go."""
        if self.places is None or self.places.target(incident) is None:
            return cell(incident)
        self.used.add(incident)
        return f"[{cell(incident)}][{self.label[incident]}]"

    def file(self, incident: str) -> str:
        """Return a link to the file of an incident, nothing where there is none."""
        file = self.places.file_of(incident) if self.places else None
        return f"[file](<{file}>)" if file else ""

    def definitions(self) -> Iterator[str]:
        """Yield the targets of the links made so far, in the order of the corpus."""
        for incident, label in self.label.items():
            if incident in self.used and self.places is not None:
                yield f"[{label}]: <{self.places.target(incident)}>"


def _kept(text: str) -> str:
    """Return a text escaped, with the spaces that part it from its neighbours."""
    inner = cell(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inner}{' ' * text[-1].isspace()}"
