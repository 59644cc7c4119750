"""What the cells of a survey's tables say: counts with intervals, minutes, dates, names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from causal.reports.escape_md import cell

if TYPE_CHECKING:
    import pandas

__all__ = ["Row", "actions", "day", "layer", "minutes", "of", "records", "span", "stated", "words"]

Row = dict[str, Any]
"""One row of a frame, by column."""


def records(frame: pandas.DataFrame) -> list[Row]:
    """Return the rows of a frame."""
    return cast("list[Row]", frame.to_dict("records"))


def words(frame: pandas.DataFrame) -> Iterator[str]:
    """Yield the lines that say what a pattern shows, and what to mind."""
    yield from (cell(frame.attrs["words"]), "")
    for warning in frame.attrs["warnings"]:
        yield from (f"> **Mind:** {cell(warning)}", "")


def of(count: int, whole: int, low: float, high: float) -> str:
    """Return a count of a whole with the interval of its share."""
    return f"{count} of {whole} ({low:.0%} to {high:.0%})" if whole else "not known"


def minutes(row: Row) -> str:
    """Return the minutes lost and in how many incidents they are known."""
    if not row["minutes_known"]:
        return "not known"
    return f"{row['minutes_lost']:,.0f} (in {row['minutes_known']} of {row['incidents']})"


def actions(total: int, done: int) -> str:
    """Return how many actions there are, and how many are recorded as done."""
    return f"{total}, {done} recorded as done" if total else "none"


def day(moment: Any) -> str:
    """Return the date of a moment that may be unknown."""
    import pandas

    return "not known" if pandas.isna(moment) else f"{moment:%Y-%m-%d}"


def span(row: Row) -> str:
    """Return when a factor was first and last seen."""
    first, last = day(row["first_seen"]), day(row["last_seen"])
    seen = first if first == last else f"{first} to {last}"
    undated = row["incidents"] - row["dated"]
    return f"{seen} ({undated} undated)" if row["dated"] and undated else seen


def layer(name: str) -> str:
    """Return the name of a layer as people read it."""
    return cell(name.replace("_", " "))


def stated(value: Any, nothing: str = "not stated") -> str:
    """Return a text that a table may lack, or what to say instead."""
    return value if isinstance(value, str) else nothing
