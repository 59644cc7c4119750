"""Blocks as Markdown (CommonMark with GitHub tables), incidents linked by reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatchmethod

from causal.reports.blocks import (
    ROWS,
    Block,
    Bullets,
    Chart,
    Code,
    Heading,
    Jump,
    Mind,
    Note,
    Paragraph,
    Piece,
    Ref,
    Refs,
    Span,
    Strong,
    Table,
    left_out,
    listed,
    slug,
)
from causal.reports.escape_md import cell
from causal.reports.links import SourceMap

__all__ = ["markdown_page"]


def markdown_page(
    blocks: Iterable[Block], places: SourceMap, charts: Mapping[str, tuple[str, str]]
) -> str:
    """Return a page.

    Args:
        blocks: What it shows.
        places: Where the incidents can be read.
        charts: For each chart its file as the page should link it, and what it shows in words;
            a chart without one is left out.
    """
    writer = _Writer(places, charts)
    lines = [line for block in blocks for line in writer.block(block)]
    return "\n".join([*lines, *writer.definitions()]).rstrip() + "\n"


class _Writer:
    def __init__(self, places: SourceMap, charts: Mapping[str, tuple[str, str]]) -> None:
        self.places, self.charts = places, charts
        self.label = {incident: f"i{n + 1}" for n, incident in enumerate(places.ids)}
        self.used: set[str] = set()

    @singledispatchmethod
    def block(self, block: Block) -> Iterator[str]:
        """Yield the lines of a block, an empty one last."""
        raise TypeError(f"no block: {block!r}")

    @block.register
    def _(self, block: Heading) -> Iterator[str]:
        yield from (f"{'#' * block.level} {cell(block.text)}", "")

    @block.register
    def _(self, block: Paragraph) -> Iterator[str]:
        yield from (self.span(block.span), "")

    @block.register
    def _(self, block: Mind) -> Iterator[str]:
        yield from (f"> **Mind:** {cell(block.text)}", "")

    @block.register
    def _(self, block: Bullets) -> Iterator[str]:
        for number, item in enumerate(block.items, 1):
            yield f"{f'{number}.' if block.numbered else '-'} {self.span(item)}"
        if block.items:
            yield ""

    @block.register
    def _(self, block: Chart) -> Iterator[str]:
        if block.name in self.charts:
            file, words = self.charts[block.name]
            yield from (f"![{cell(words)}](<{file}>)", "")

    @block.register
    def _(self, block: Table) -> Iterator[str]:
        if not block.rows:
            return
        yield f"| {' | '.join(map(cell, block.head))} |"
        yield f"|{'---|' * len(block.head)}"
        shown = block.rows[:ROWS]
        for row in shown:
            yield f"| {' | '.join(self.span(each) for each in row.cells)} |"
        yield ""
        if left := left_out(len(block.rows), len(shown), "rows"):
            yield from (cell(left), "")
        for label in dict.fromkeys(label for row in shown for label, _ in row.where):
            yield from (f"{cell(label)}:", "")
            for row in shown:
                for own, incidents in row.where:
                    if own == label and incidents:
                        yield f"- {self.span(row.name)}: {self.refs(incidents)}"
            yield ""

    def span(self, span: Span) -> str:
        """Return a run of pieces as one line."""
        return "".join(self.piece(piece) for piece in span)

    def piece(self, piece: Piece) -> str:
        """Return one piece."""
        found: str
        match piece:
            case str():
                found = _kept(piece)
            case Code(text):
                found = code(text)
            case Strong(text):
                found = f"**{cell(text)}**"
            case Note(text):
                found = f"<br>{cell(text)}" if text else ""
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
        if self.places.target(incident) is None:
            return cell(incident)
        self.used.add(incident)
        return f"[{cell(incident)}][{self.label[incident]}]"

    def file(self, incident: str) -> str:
        """Return a link to the file of an incident, nothing where there is none."""
        file = self.places.file.get(incident)
        return f"[file](<{file}>)" if file else ""

    def definitions(self) -> Iterator[str]:
        """Yield the targets of the links made so far, in the order of the corpus."""
        for incident, label in self.label.items():
            if incident in self.used:
                yield f"[{label}]: <{self.places.target(incident)}>"


def code(text: str) -> str:
    """Return a name as code; as plain text where it holds what code cannot."""
    plain = " ".join(text.split())
    return cell(plain) if {"`", "|", "\\"} & set(plain) or not plain else f"`{plain}`"


def _kept(text: str) -> str:
    """Return a text escaped, with the spaces that part it from its neighbours."""
    inner = cell(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inner}{' ' * text[-1].isspace()}"
