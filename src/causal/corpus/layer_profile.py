"""Which layers let failures through, which held, and which alone would have stopped the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

from causal.analysis.result import counted
from causal.corpus.actions import by_layer
from causal.corpus.groups import distinct, groups
from causal.corpus.order import chronological, layer_rank
from causal.corpus.statistics import few, share
from causal.model.layers import LayerState

if TYPE_CHECKING:
    from causal.corpus.pattern import Pattern
    from causal.corpus.tables import Tables

__all__ = ["COLUMNS", "layer_profile"]

STATES: tuple[str, ...] = get_args(LayerState)

COLUMNS = {
    "layer": "text",
    "of": "count",
    **dict.fromkeys(STATES, "count"),
    "failed": "count",
    "failed_share": "number",
    "failed_low": "number",
    "failed_high": "number",
    "gaps": "count",
    "amplifying_gaps": "count",
    "would_have_stopped": "count",
    "stopped_of": "count",
    "stopped_share": "number",
    "stopped_low": "number",
    "stopped_high": "number",
    "actions": "count",
    "actions_done": "count",
    "actions_open": "count",
    "actions_unstated": "count",
    "incident_ids": "texts",
    "stopping_ids": "texts",
}

_FAILED = ("breached", "absent", "bypassed", "degraded")


def layer_profile(tables: Tables) -> Pattern:
    """Return one row per layer that any incident speaks of, in the order a failure meets them."""
    from causal.corpus.pattern import pattern

    table = tables.layers
    owners = table.array("incident")
    of = len(distinct(owners))
    analysed = len(distinct(owners[table.array("would_have_stopped") >= 0]))
    rank = chronological(tables)
    rows = [
        {"layer": tables.pool.names[code]}
        | _row(tables, positions.tolist(), rank)
        | {"of": of, "stopped_of": analysed}
        for code, positions in groups(table.array("layer"))
    ]
    hardened = by_layer(tables)
    seen = {cells["layer"] for cells in rows}
    rows += [
        {"layer": layer} | _row(tables, [], rank) | {"of": of, "stopped_of": analysed}
        for layer in sorted(set(hardened) - seen)
    ]
    for cells in rows:
        cells.update(_shares(cells), **_actions(tables, hardened.get(cells["layer"], [])))
    rows.sort(key=lambda cells: layer_rank(cells["layer"]))
    return pattern(COLUMNS, rows, words=_words(rows), warnings=_warnings(tables, rows))


def _row(tables: Tables, positions: list[int], rank: Sequence[int]) -> dict[str, Any]:
    table, ids = tables.layers, tables.ids
    owners = table.array("incident").tolist()
    states = table.names_of("state")
    stopped = table.array("would_have_stopped")
    ordered = sorted(positions, key=lambda p: rank[owners[p]])
    failed = [ids[owners[p]] for p in ordered if states[p] in _FAILED]
    stopping = [ids[owners[p]] for p in ordered if stopped[p] == 1]
    return {
        **{state: sum(states[p] == state for p in positions) for state in STATES},
        "failed": len(failed),
        "gaps": sum(len(table.names("gaps", p)) for p in positions),
        "amplifying_gaps": sum(len(table.names("amplifying", p)) for p in positions),
        "would_have_stopped": len(stopping),
        "incident_ids": tuple(failed),
        "stopping_ids": tuple(stopping),
    }


def _shares(cells: dict[str, Any]) -> dict[str, float]:
    failed = share(cells["failed"], cells["of"])
    stopped = share(cells["would_have_stopped"], cells["stopped_of"])
    names = ("share", "low", "high")
    return {
        **{f"failed_{name}": value for name, value in zip(names, failed, strict=True)},
        **{f"stopped_{name}": value for name, value in zip(names, stopped, strict=True)},
    }


def _actions(tables: Tables, rows: list[int]) -> dict[str, int]:
    status = tables.actions.names_of("status")
    stated = tables.actions.array("status_stated")
    done = sum(status[row] == "done" for row in rows)
    unstated = sum(not stated[row] for row in rows)
    return {
        "actions": len(rows),
        "actions_done": done,
        "actions_open": len(rows) - done - unstated,
        "actions_unstated": unstated,
    }


def _words(rows: list[dict[str, Any]]) -> str:
    failing = [cells for cells in rows if cells["failed"]]
    if not failing:
        return "No incident names a layer that failed."
    worst = max(failing, key=lambda cells: cells["failed"])
    words = (
        f"{counted(len(failing), 'layer')} failed at least once. Most often {worst['layer']}: in "
        f"{worst['failed']} of {worst['of']} incidents "
        f"({share(worst['failed'], worst['of'])})."
    )
    most = max(cells["would_have_stopped"] for cells in rows)
    best = [c["layer"] for c in rows if c["would_have_stopped"] == most]
    if most and len(best) == 1:
        of = rows[0]["stopped_of"]
        words += f" By itself, {best[0]} would have stopped more than any other: {most} of {of}."
    return words


def _warnings(tables: Tables, rows: list[dict[str, Any]]) -> list[str]:
    found = few(
        rows[0]["of"] if rows else 0, "incident that names layers", "incidents that name layers"
    )
    if rows and not any(cells["held"] for cells in rows):
        found.append(
            "No incident states a layer that held, so how often a layer failed is known and how "
            "often it worked is not."
        )
    doubted = int((tables.incidents.array("unconfirmed") > 0).sum())
    if doubted:
        found.append(
            "Unconfirmed facts, taken here as drawn, stand in "
            f"{doubted} of {counted(len(tables.incidents), 'incident')}."
        )
    return found
