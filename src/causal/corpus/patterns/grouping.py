"""What incidents can be told apart by: service, team, severity, quarter or year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.statistics import FEW
from causal.corpus.tables.periods import period_of
from causal.errors import UnknownName
from causal.libraries import pandas

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

Grouped = dict[str | None, list[int]]
"""The rows of the incidents in each group, ascending; None stands for all together."""


def _groups(tables: Tables, by: str) -> pandas.DataFrame:
    """Return the rows of incidents with the groups that each belongs to; several, or none."""
    if by == "team":  # the owners of an incident's actions: the teams that it gave work to
        rows, names = tables.actions.array("incident"), tables.actions.names_of("owner")
        return pandas.DataFrame({"row": rows, "name": names})
    if by in ("quarter", "year"):
        days = tables.incidents.array("began").astype("datetime64[D]").tolist()
        found: Any = [None if day is None else period_of(day, by).name for day in days]
    else:
        column = "services" if by == "service" else by
        found = tables.frame("incidents", column)[column].to_numpy(object)
    return pandas.DataFrame({"row": range(len(found)), "name": found}).explode("name")


BY = ("service", "team", "severity", "quarter", "year")
"""Each way to group."""

_LACK = {
    "service": "that names no service",
    "team": "whose actions name no owner",
    "severity": "without a severity",
    "quarter": "without a date",
    "year": "without a date",
}


def grouped(tables: Tables, by: str | None) -> Grouped:
    """Return all incidents together, then each group by name.

    Raises:
        UnknownName: There is no such way to group.
    """
    whole: Grouped = {None: list(range(len(tables.incidents)))}
    if by is None:
        return whole
    if by not in BY:
        raise UnknownName("way to group incidents", by, BY)
    found = _groups(tables, by).drop_duplicates().sort_values("row").groupby("name")["row"]
    return whole | {str(name): rows.tolist() for name, rows in found}


def small_groups(groups: Grouped, by: str | None, sizes: Sequence[int] | None = None) -> list[str]:
    """Return what to note when groups are compared; nothing where there are none.

    Args:
        groups: The groups.
        by: How they were made.
        sizes: How many incidents of each group count; all of them when not given.
    """
    if by is None:
        return []
    own = [rows for name, rows in groups.items() if name is not None]
    counts = list(sizes) if sizes is not None else [len(rows) for rows in own]
    found = []
    small = sum(count < FEW for count in counts)
    if small:
        found.append(
            f"Groups by {by} with fewer than {FEW} incidents: {small} of {len(counts)}. Read the "
            "intervals; of many groups, some stand out by chance alone."
        )
    alone = len(groups[None]) - len({row for rows in own for row in rows})
    if alone:
        found.append(f"In no group: {counted(alone, 'incident')} {_LACK[by]}.")
    return found
