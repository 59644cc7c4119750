"""What a page is made of before anyone decides whether it becomes Markdown or HTML.

A `Span` is a run of text with names, references and emphasis in it; a block is a heading, a
paragraph, a list, a table or a chart. Texts are raw here: each writer escapes once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = [
    "REFS",
    "ROWS",
    "Block",
    "Bullets",
    "Chart",
    "Code",
    "Heading",
    "Jump",
    "Mind",
    "Note",
    "Paragraph",
    "Piece",
    "Ref",
    "Refs",
    "Row",
    "Span",
    "Strong",
    "Table",
    "left_out",
    "listed",
    "slug",
]


@dataclass(frozen=True, slots=True)
class Code:
    """A name that a program reads, such as a key or a file."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """What a hurried reader should see."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A smaller line under the others in a cell."""

    text: str


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


Piece = str | Code | Strong | Note | Ref | Refs | Jump
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
class Mind:
    """What must be known before the figures around it are believed."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered when its order matters."""

    items: Sequence[Span]
    numbered: bool = False


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
class Chart:
    """A chart by name."""

    name: str


ROWS, REFS = 200, 40
"""How many rows of a table and how many incidents of a count a page shows; it says what it left."""


def left_out(count: int, shown: int, noun: str) -> str:
    """Return what a page says of what it does not show; nothing when it shows all."""
    return f"{count - shown:,} more {noun} are not shown here." if count > shown else ""


Block = Heading | Paragraph | Mind | Bullets | Table | Chart


def slug(title: str) -> str:
    """Return the anchor of a section, as GitHub and most sites make it of a title.

    Example:
        >>> slug("What struck again, before and after a fix")
        'what-struck-again-before-and-after-a-fix'
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def listed(incidents: Sequence[str], linked: Callable[[str], str]) -> str:
    """Return several incidents' ids, each linked, and how many more there are."""
    found = [linked(incident) for incident in incidents[:REFS]]
    more = len(incidents) - len(found)
    return ", ".join([*found, f"and {more:,} more"] if more else found)
