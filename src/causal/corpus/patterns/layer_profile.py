"""Which layers let failures through, which held, and which alone would have stopped the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from causal.analysis.result import counted
from causal.corpus.patterns.actions import hardening
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.grouping import grouped, small_groups
from causal.corpus.patterns.statistics import FEW, few, share
from causal.corpus.tables.groups import distinct, rows_of
from causal.corpus.tables.groups import groups as groups_of
from causal.corpus.tables.networks import READINGS, networks
from causal.corpus.tables.order import chronological, layer_rank
from causal.corpus.tables.schema import FAILED
from causal.graph.counterfactual import outcome_survives
from causal.libraries import numpy
from causal.model.layers import LayerState

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

STATES: tuple[str, ...] = get_args(LayerState)

COLUMNS = columns(
    "text: layer group; count: total breached held absent bypassed degraded not_reached failed; "
    "number: failed_share failed_low failed_high; count: gaps amplifying_gaps "
    "would_have_stopped would_have_stopped_at_most stopped_total; number: stopped_share "
    "stopped_low stopped_high; count: actions actions_done actions_open actions_unstated; "
    "texts: incident_ids stopping_ids"
)


def layer_profile(corpus: Asked, by: str | None = None) -> Pattern:
    """Return what each layer did, in the order a failure meets them.

    Columns: ``layer, group`` (NA over all), ``total`` (incidents that name any layer);
    in each state, ``breached, held, absent, bypassed, degraded, not_reached``; ``failed``
    (breached, absent, bypassed or degraded) with ``failed_share, failed_low, failed_high``
    (Wilson 95 %); ``gaps, amplifying_gaps``; ``would_have_stopped`` (incidents whose
    outcome it alone would have stopped however contributing causes combined, and
    ``would_have_stopped_at_most``), of the ``stopped_total`` that could be explained, with
    ``stopped_share, stopped_low, stopped_high``; ``actions, actions_done, actions_open,
    actions_unstated`` (lasting actions that harden it); ``incident_ids`` (failed),
    ``stopping_ids``. ``attrs`` holds ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        by: ``service``, ``team`` (owners of an incident's actions), ``severity``, ``quarter``
            or ``year``: a row more for each of these; None for all together.

    Raises:
        UnknownName: There is no such way to group.
    """
    tables = corpus.tables
    groups = grouped(tables, by)
    count = _Counting(tables)
    rows: list[dict[str, Any]] = []
    sizes: list[int] = []
    for group, members in groups.items():
        found = count(members, [cells["layer"] for cells in rows if cells["group"] is None])
        rows += [{"group": group} | cells for cells in found]
        if group is not None:
            sizes.append(found[0]["total"] if found else 0)
    rows.sort(key=lambda cells: layer_rank(cells["layer"]))
    whole = [cells for cells in rows if cells["group"] is None]
    words = _words(whole) + (_apart(rows, by) if by else "")
    warnings = _warnings(tables, whole) + small_groups(groups, by, sizes)
    return pattern(COLUMNS, rows, words=words, warnings=warnings, by=by)


def _stopped(tables: Tables) -> tuple[Array, Array]:
    """Return whether each layer would have stopped its outcome, at the least and at the most.

    The two differ only where causes contributed, it is not stated how: read as any of, the outcome
    survives longest, read as all of, it falls first.
    """
    layers = tables.layers
    found = layers.array("would_have_stopped")
    owner, code = layers.array("incident").tolist(), layers.array("layer").tolist()
    open_ones: set[int] = set()
    for table, owners in (
        (tables.factors, tables.factors.array("incident").tolist()),
        (tables.incidents, range(len(tables.incidents))),
    ):
        texts = zip(owners, table.array("because").tolist(), strict=True)
        open_ones |= {row for row, text in texts if text and '"contributing"' in text}
    if not open_ones:
        return found, found
    own = tables.factors.array("layer").tolist()
    places: dict[int, list[int]] = {}
    for place, row in enumerate(owner):
        if row in open_ones and found[place] >= 0:
            places.setdefault(row, []).append(place)
    ends = found.copy(), found.copy()
    for column, reading in zip(ends, READINGS, strict=True):
        for drawn in networks(tables, reading, set(places)):
            closed = [
                [n for k, n in enumerate(drawn.nodes) if own[drawn.first + k] == code[place]]
                for place in places[drawn.row]
            ]
            column[places[drawn.row]] = [not s for s in outcome_survives(drawn.network, closed)]
    return ends


class _Counting:
    """Counts what each layer did over the incidents in some rows."""

    def __init__(self, tables: Tables) -> None:
        table = tables.layers
        self.tables, self.ids = tables, tables.ids
        self.rank = numpy.array(chronological(tables))
        self.owners, self.codes = table.array("incident"), table.array("layer")
        self.states = table.array("state")
        self.state_codes = {state: tables.pool.code(state) for state in STATES}
        self.gaps, self.amplifying = (
            numpy.diff(table.several(column)[1]) for column in ("gaps", "amplifying")
        )
        self.stopped, self.at_most = _stopped(tables)
        self.hardening = hardening(tables)
        self.hardener = tables.actions.array("incident")
        self.status = tables.actions.names_of("status")
        self.stated = tables.actions.array("status_stated")
        self.layers_of, self.actions_of = rows_of(self.owners), rows_of(self.hardener)

    def __call__(self, members: list[int], layers: list[str]) -> list[dict[str, Any]]:
        """Return the cells of these layers, and of all others the incidents speak of or harden."""
        positions = self.layers_of(members)
        owners = self.owners[positions]
        of = len(distinct(owners))
        analysed = len(distinct(owners[self.stopped[positions] >= 0]))
        names = self.tables.pool.names
        held = {names[code]: positions[found] for code, found in groups_of(self.codes[positions])}
        hardened: dict[str, list[int]] = {}
        for action in self.actions_of(members).tolist():
            for layer in self.hardening[action]:
                hardened.setdefault(layer, []).append(action)
        rows, none = [], positions[:0]
        for layer in sorted({*layers, *held, *hardened}):
            cells = {"layer": layer, "total": of, "stopped_total": analysed}
            cells |= self._row(held.get(layer, none))
            rows.append(cells | _shares(cells) | self._actions(hardened.get(layer, [])))
        return rows

    def _row(self, positions: Array) -> dict[str, Any]:
        ordered = positions[numpy.argsort(self.rank[self.owners[positions]], kind="stable")]
        states, stopped = self.states[ordered], self.stopped[ordered] == 1
        counts = {state: int((states == code).sum()) for state, code in self.state_codes.items()}
        failed = numpy.isin(states, [self.state_codes[state] for state in FAILED])
        ids = self.ids
        return {
            **counts,
            "failed": int(failed.sum()),
            "gaps": int(self.gaps[positions].sum()),
            "amplifying_gaps": int(self.amplifying[positions].sum()),
            "would_have_stopped": int(stopped.sum()),
            "would_have_stopped_at_most": int((self.at_most[positions] == 1).sum()),
            "incident_ids": tuple(ids[row] for row in self.owners[ordered[failed]].tolist()),
            "stopping_ids": tuple(ids[row] for row in self.owners[ordered[stopped]].tolist()),
        }

    def _actions(self, rows: list[int]) -> dict[str, int]:
        done = sum(self.status[row] == "done" for row in rows)
        unstated = sum(not self.stated[row] for row in rows)
        return {
            "actions": len(rows),
            "actions_done": done,
            "actions_open": len(rows) - done - unstated,
            "actions_unstated": unstated,
        }


def stopped_span(cells: Mapping[str, Any]) -> str:
    """Return how many outcomes a layer alone would have stopped, at the least and at the most."""
    low, high = cells["would_have_stopped"], cells["would_have_stopped_at_most"]
    return f"{low:,} to {high:,}" if high > low else f"{low:,}"


def _shares(cells: dict[str, Any]) -> dict[str, float]:
    failed = share(cells["failed"], cells["total"])
    stopped = share(cells["would_have_stopped"], cells["stopped_total"])
    names = ("share", "low", "high")
    return {
        **{f"failed_{name}": value for name, value in zip(names, failed, strict=True)},
        **{f"stopped_{name}": value for name, value in zip(names, stopped, strict=True)},
    }


def _words(rows: list[dict[str, Any]]) -> str:
    failing = [cells for cells in rows if cells["failed"]]
    if not failing:
        return "No incident names a layer that failed."
    worst = max(failing, key=lambda cells: cells["failed"])
    words = (
        f"{counted(len(failing), 'layer')} failed at least once. Most often {worst['layer']}: in "
        f"{worst['failed']} of {worst['total']} incidents "
        f"({share(worst['failed'], worst['total'])})."
    )
    most = max(cells["would_have_stopped"] for cells in rows)
    best = [c for c in rows if c["would_have_stopped"] == most]
    if most and len(best) == 1:
        of = rows[0]["stopped_total"]
        told = f"{stopped_span(best[0])} of {of}"
        words += f" By itself, {best[0]['layer']} would have stopped more than any other: {told}."
    return words


def _apart(rows: list[dict[str, Any]], by: str) -> str:
    """Return which layer failed most surely in which group, of groups large enough to tell."""
    found = [cells for cells in rows if cells["group"] is not None]
    count = counted(len({cells["group"] for cells in found}), "group")
    telling = [cells for cells in found if cells["total"] >= FEW and cells["failed"]]
    if not telling:
        return f" By {by}: {count}, none with enough incidents to tell it from another."
    most = max(telling, key=lambda cells: cells["failed_low"])
    return (
        f" By {by}: {count}; most surely {most['layer']} in {most['group']}, which failed in "
        f"{most['failed']} of {most['total']} ({share(most['failed'], most['total'])})."
    )


def _warnings(tables: Tables, rows: list[dict[str, Any]]) -> list[str]:
    found = few(
        rows[0]["total"] if rows else 0, "incident that names layers", "incidents that name layers"
    )
    if rows and not any(cells["held"] for cells in rows):
        found.append(
            "No incident states a layer that held, so how often a layer failed is known and how "
            "often it worked is not."
        )
    unconfirmed = int((tables.incidents.array("unconfirmed") > 0).sum())
    if unconfirmed:
        found.append(
            "Unconfirmed facts, taken here as drawn, stand in "
            f"{unconfirmed} of {counted(len(tables.incidents), 'incident')}."
        )
    return found
