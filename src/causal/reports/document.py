"""The one document model: what a page is made of before it becomes Markdown, HTML or PDF.

A `Span` is a run of text with names, links and emphasis in it; a block is a heading, a paragraph, a
list, a table, a picture, or a part that can be folded away. Texts are raw here: each writer escapes
once, by the place a text stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A name that a program reads, such as a key or a file; `key` where `text` is short for one."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    """What a hurried reader should see."""

    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """A smaller line under the others in a cell."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address; the text alone where the address may not be followed."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Ref:
    """An incident: its id, linked to its postmortem. With `file`, to the file it was read from."""

    incident: str
    file: bool = False


@dataclass(frozen=True, slots=True)
class Refs:
    """Several incidents."""

    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """A text that leads to a section of the page, by its title."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A text that leads to another page of the same site, by its path from the first page."""

    text: str
    path: str


Piece = str | Code | Strong | Small | Link | Ref | Refs | Jump | PageLink
Span = Sequence[Piece]
"""A run of pieces, shown one after another without a space of their own."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section: level 1 for the page, 2 for a section, 3 within one."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    span: Span


@dataclass(frozen=True, slots=True)
class Caution:
    """What must be known before the figures around it are believed."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered when its order matters, with boxes when its items are to be ticked."""

    items: Sequence[Span]
    numbered: bool = False
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and the incidents that its figures were counted from.

    Args:
        cells: The cells.
        name: What the row is called where its incidents are listed.
        where: The incidents, under the label they are listed with.
    """

    cells: Sequence[Span]
    name: Span = ()
    where: Sequence[tuple[str, tuple[str, ...]]] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; nothing is shown of one without rows.

    Args:
        caption: What it shows, for readers who cannot see it.
        head: The titles of its columns.
        rows: Its rows.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Finder:
    """A table to search and to filter, of as many rows as there are; elsewhere a table as others.

    Args:
        table: The table.
        filters: Under what a filter is called, for each row the values that it has.
    """

    table: Table
    filters: Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by name, such as a view or a chart; nothing is shown where there is none of it."""

    name: str


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks under a summary, folded away where the format can; always shown on paper."""

    summary: str
    blocks: Sequence[Block]


Block = Heading | Paragraph | Caution | Bullets | Table | Finder | Picture | Details

ROWS, REFS = 200, 40
"""How many rows of a table and how many incidents of a count a page shows; it says what it left."""


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[Span]], keep: Iterable[str] = ()
) -> Table:
    """Return a table of cells, without the columns in which no row says anything.

    Args:
        caption: What it shows.
        head: The titles of its columns.
        rows: The cells of each row.
        keep: The titles of columns that stay although they are empty.
    """
    cells = [list(row) for row in rows]
    kept = [
        n
        for n, title in enumerate(head)
        if title in set(keep) or any(plain(row[n]) for row in cells)
    ]
    return Table(caption, [head[n] for n in kept], [Row([row[n] for n in kept]) for row in cells])


def paragraphs(text: str) -> Iterator[Paragraph | Bullets]:
    """Yield the paragraphs and lists of a text that somebody wrote, parted by empty lines."""
    for part in re.split(r"\n[ \t]*\n", text):
        items = [line.strip() for line in part.splitlines() if line.strip()]
        if len(items) > 1 and all(re.match(r"[-*•] ", item) for item in items):
            yield Bullets([[item[2:].strip()] for item in items])
        elif part.strip():
            yield Paragraph([part.strip()])


def plain(span: Span) -> str:
    """Return the words of a span without their marks; incidents are left out."""
    return "".join(
        piece if isinstance(piece, str) else piece.text
        for piece in span
        if not isinstance(piece, Ref | Refs)
    )


def left_out(count: int, shown: int, noun: str) -> str:
    """Return what a page says of what it does not show; nothing when it shows all."""
    return f"{count - shown:,} more {noun} are not shown here." if count > shown else ""


def slug(title: str) -> str:
    """Return the anchor of a section, as GitHub and most sites make it of a title.

    Example:
        >>> slug("What came again, before and after a fix")
        'what-came-again-before-and-after-a-fix'
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def listed(incidents: Sequence[str], linked: Callable[[str], str]) -> str:
    """Return several incidents' ids, each linked, and how many more there are."""
    found = [linked(incident) for incident in incidents[:REFS]]
    more = len(incidents) - len(found)
    return ", ".join([*found, f"and {more:,} more"] if more else found)
