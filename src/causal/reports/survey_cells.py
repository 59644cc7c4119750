"""What the cells of a survey's tables say: counts with intervals, minutes, dates, names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from causal.libraries import pandas
from causal.reports.document import Block, Caution, Code, Paragraph, Piece, Row, Table

UNKNOWN = "not known"

Cells = dict[str, Any]
"""One row of a frame, by column."""


def records(frame: pandas.DataFrame) -> list[Cells]:
    """Return the rows of a frame; pandas copies what is in `attrs` for each of its columns."""
    bare = pandas.DataFrame(frame)  # without those
    return cast("list[Cells]", bare.to_dict("records"))


Shown = Callable[[Cells], Piece | list[Piece]]
"""What a cell shows of a row."""


def table(
    caption: str,
    rows: Iterable[Cells],
    columns: Mapping[str, Shown],
    *,
    where: Mapping[str, str] | None = None,
    name: Shown | None = None,
) -> Table:
    """Return a table of rows.

    Args:
        caption: What it shows.
        rows: The rows.
        columns: What each column shows, by its title.
        where: The column of the incidents that a row was counted from, by the label they get.
        name: What a row is called beside these; else by the first piece of its first cell.
    """
    found = []
    for row in rows:
        cells = [_span(shown(row)) for shown in columns.values()]
        called = _span(name(row)) if name else cells[0][:1]
        incidents = [(label, row[column]) for label, column in (where or {}).items()]
        found.append(Row(cells, called, incidents))
    return Table(caption, list(columns), found)


def _span(shown: Piece | list[Piece]) -> list[Piece]:
    return shown if isinstance(shown, list) else [shown]


def said(frame: pandas.DataFrame) -> Iterator[Block]:
    """Yield what a pattern shows in words, and what to note."""
    yield Paragraph([frame.attrs["words"]])
    yield from (Caution(warning) for warning in frame.attrs["warnings"])


def codes(names: Iterable[str], short: Mapping[str, tuple[str, str]] | None = None) -> list[Piece]:
    """Return names one after another, with commas between them.

    Args:
        names: The names.
        short: What `short_names` gives for the names that are shown short.
    """
    found: list[Piece] = []
    for name in names:
        code = Code((short or {}).get(name, (name,))[0], name)
        found += [", ", code] if found else [code]
    return found


def share_of(row: Cells, count: str, total: str, share: str) -> str:
    """Return a count of its total with the interval of its share, given the names of the columns.

    Args:
        row: The row.
        count: The column of the count.
        total: The column of the total.
        share: What the columns of the interval begin with, before ``_low`` and ``_high``.
    """
    if not row[total]:
        return "not known"
    low, high = row[f"{share}_low"], row[f"{share}_high"]
    return f"{row[count]} of {row[total]} ({low:.0%} to {high:.0%})"


def minutes(row: Cells) -> str:
    """Return the minutes lost and in how many incidents they are known."""
    if not row["minutes_known"]:
        return "not known"
    return f"{row['minutes_lost']:,.0f} (in {row['minutes_known']} of {row['incidents']})"


def example(row: Cells) -> str:
    """Return the sentence of a factor; nothing where it only says its key again."""
    words = stated(row["example"], "")
    return "" if words == row["key"] else words


def actions(total: int, done: int) -> str:
    """Return how many actions there are, and how many are recorded as done."""
    return f"{total}, {done} recorded as done" if total else "none"


def day(moment: Any) -> str:
    """Return the date of a moment that may be unknown."""
    return UNKNOWN if pandas.isna(moment) else f"{moment:%Y-%m-%d}"


def span(row: Cells) -> str:
    """Return when a factor was first and last seen."""
    first, last = day(row["first_seen"]), day(row["last_seen"])
    seen = first if first == last else f"{first} to {last}"
    undated = row["incidents"] - row["dated"]
    return f"{seen} ({undated} undated)" if row["dated"] and undated else seen


def layer(name: str) -> str:
    """Return the name of a layer as people read it."""
    return name.replace("_", " ")


def stated(value: Any, nothing: str = "not stated") -> str:
    """Return a text that a table may lack, or what to say instead."""
    return value if isinstance(value, str) else nothing
