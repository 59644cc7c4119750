"""Which actions belong to which factors and layers; repairs undo one instance and do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables


def lasting(tables: Tables) -> list[int]:
    """Return the rows of the actions meant to last: all but repairs."""
    kinds = tables.actions.names_of("kind")
    return [row for row, kind in enumerate(kinds) if kind != "repair"]


def by_factor(tables: Tables) -> dict[int, list[int]]:
    """Return for each row of a factor the rows of the lasting actions on it, cancelled ones not."""
    owners, ids = tables.factors.array("incident").tolist(), tables.factors.names_of("id")
    place = {pair: row for row, pair in enumerate(zip(owners, ids, strict=True))}
    incidents = tables.actions.array("incident").tolist()
    status = tables.actions.names_of("status")
    found: dict[int, list[int]] = {}
    for row in lasting(tables):
        if status[row] == "cancelled":
            continue
        for factor in tables.actions.names("addresses", row):
            found.setdefault(place[incidents[row], factor], []).append(row)
    return found


def hardening(tables: Tables) -> list[tuple[str, ...]]:
    """Return the layers that each action hardens; none for repairs and cancelled ones."""
    found: list[tuple[str, ...]] = [()] * len(tables.actions)
    status = tables.actions.names_of("status")
    for row in lasting(tables):
        if status[row] != "cancelled":
            found[row] = tables.actions.names("layers", row)
    return found
