"""What incidents can be told apart by: service, team, severity, quarter or year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from causal.analysis.result import counted
from causal.corpus.patterns.statistics import FEW
from causal.corpus.tables.periods import period_of
from causal.errors import UnknownName

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

Grouped = dict[str | None, list[int]]
"""The rows of the incidents in each group, ascending; None stands for all together."""


def _severity(tables: Tables) -> list[tuple[str, ...]]:
    return [(name,) if name else () for name in tables.incidents.names_of("severity")]


def _service(tables: Tables) -> list[tuple[str, ...]]:
    return [tables.incidents.names("services", row) for row in range(len(tables.incidents))]


def _team(tables: Tables) -> list[tuple[str, ...]]:
    """Return the owners of each incident's actions: the teams that it gave work to."""
    found: list[list[str]] = [[] for _ in range(len(tables.incidents))]
    owners = tables.actions.names_of("owner")
    for incident, owner in zip(tables.actions.array("incident").tolist(), owners, strict=True):
        if owner is not None:
            found[incident].append(owner)
    return [tuple(names) for names in found]


def _period(by: str) -> Callable[[Tables], list[tuple[str, ...]]]:
    def found(tables: Tables) -> list[tuple[str, ...]]:
        began = tables.incidents.array("began").astype("datetime64[D]").tolist()
        return [(period_of(day, by).name,) if day is not None else () for day in began]

    return found


BY: dict[str, Callable[[Tables], list[tuple[str, ...]]]] = {
    "service": _service,
    "team": _team,
    "severity": _severity,
    "quarter": _period("quarter"),
    "year": _period("year"),
}
"""Each way to group, and the groups that each incident belongs to."""

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
    if by is not None and by not in tuple(BY):
        raise UnknownName("way to group incidents", by, BY)
    found: Grouped = {}
    for row, names in enumerate(BY[by](tables) if by else ()):
        for name in dict.fromkeys(names):
            found.setdefault(name, []).append(row)
    whole: Grouped = {None: list(range(len(tables.incidents)))}
    return whole | {name: found[name] for name in sorted(found, key=str)}


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
