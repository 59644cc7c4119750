"""One incident as rows: what the model states, and what its graph says, exactly, about itself."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from causal.analysis.consequences import amplifying
from causal.analysis.explain import explain
from causal.corpus.tables.formulas import gate_of
from causal.corpus.tables.schema import SPANS
from causal.errors import NothingToExplain

if TYPE_CHECKING:
    from datetime import datetime

    from causal.analysis.explain import Explanation
    from causal.model import Action, Incident

STATED = {
    "detect": ("time_to_detect",),
    "mitigate": ("time_to_mitigate", "time_to_repair", "time_to_recover", "duration"),
    "resolve": ("time_to_resolve",),
}
"""Measure to the figures of an impact that state it, each in minutes."""

Rows = dict[str, list[tuple[Any, ...]]]
"""Table to its rows; every row but that of the incident lacks the number of its incident."""


def encode(incident: Incident, file: str) -> Rows:
    """Return the rows of one incident, by table, without the row number of the incident itself.

    Args:
        incident: The incident.
        file: The file it was read from; empty when it was not.
    """
    try:
        answer = explain(incident)
    except NothingToExplain:
        answer = None
    return {
        "incidents": [_incident_row(incident, answer is not None, file)],
        "factors": list(_factor_rows(incident, answer)),
        "links": _link_rows(incident),
        "actions": [(name, *_action_row(incident, a)) for name, a in incident.actions.items()],
        "layers": list(_layer_rows(incident, answer)),
    }


def _incident_row(incident: Incident, analysed: bool, file: str) -> tuple[Any, ...]:
    times, source = incident.times, incident.source
    spans, stated = _spans(incident)
    lost = spans["resolve"] if spans["mitigate"] is None else spans["mitigate"]
    unconfirmed = sum(f.confidence != "confirmed" for f in incident.factors.values())
    unconfirmed += sum(link.confidence != "confirmed" for link, _ in incident.links())
    return (
        incident.id,
        incident.title,
        incident.severity,
        incident.services,
        _began(incident),
        times.started,
        times.detected,
        times.declared,
        times.mitigated,
        times.resolved,
        *spans.values(),
        lost,
        stated,
        len(incident.factors),
        len(incident.actions),
        unconfirmed,
        analysed,
        incident.outcome.what,
        *gate_of(incident.outcome.because),
        source.title if source else None,
        source.url if source else None,
        source.licence if source else None,
        file or None,
    )


def _spans(incident: Incident) -> tuple[dict[str, float | None], tuple[str, ...]]:
    """Return the minutes to each moment, and which of them are figures that its impact states."""
    times, stated = incident.times, []
    spans = {name: _minutes(times.started, getattr(times, at)) for name, at in SPANS.items()}
    for name, figures in STATED.items():
        if spans[name] is None:
            found = (incident.impact.get(f"{figure}_minutes") for figure in figures)
            spans[name] = next((float(f) for f in found if isinstance(f, int | float)), None)
            if spans[name] is not None:
                stated.append(name)
    return spans, tuple(stated)


def _minutes(first: datetime | None, last: datetime | None) -> float | None:
    """Return the minutes between two times that both have a zone, None when one is unknown."""
    if first is None or last is None or first.tzinfo is None or last.tzinfo is None:
        return None
    return (last - first).total_seconds() / 60


def _began(incident: Incident) -> datetime | None:
    stated = [moment for _, moment in incident.times.known()]
    moments: list[datetime | None] = [*stated] or [entry.at for entry in incident.timeline]
    placed = [m for m in moments if m is not None and m.tzinfo is not None]
    started = incident.times.started
    return started if started in placed else min(placed, default=None)


def _causes_first(incident: Incident) -> Iterator[str]:
    above: dict[str, list[str]] = {factor: [] for factor in incident.factors}
    for link, effect in incident.links():
        above.setdefault(effect, []).append(link.cause)
    for amplifier, effect in incident.amplifiers():
        above.setdefault(effect, []).append(amplifier.factor)
    return (name for name in TopologicalSorter(above).static_order() if name in incident.factors)


def _factor_rows(incident: Incident, answer: Explanation | None) -> Iterator[tuple[Any, ...]]:
    taking_part = answer.structure.node if answer else {}
    worse = amplifying(incident, taking_part)
    for name in _causes_first(incident):
        factor = incident.factors[name]
        but_for = None
        if answer is not None and (name in taking_part or name in worse):
            but_for = name in answer.but_for
        yield (
            name,
            factor.key,
            factor.key or f"{incident.id}#{name}",
            factor.what,
            incident.kind(name),
            factor.layer,
            factor.is_basic,
            factor.is_gap,
            name in worse,
            but_for,
            factor.confidence,
            factor.accepted is not None,
            *gate_of(factor.because),
        )


def _link_rows(incident: Incident) -> list[tuple[Any, ...]]:
    """Return each distinct link, by effect, then cause; a nested formula may name one twice."""
    rows: set[tuple[Any, ...]] = {
        (link.cause, effect, "because", link.confidence, None, None)
        for link, effect in incident.links()
    }
    rows |= {
        (amplifier.factor, effect, "worsened_by", None, amplifier.of, amplifier.minutes)
        for amplifier, effect in incident.amplifiers()
    }
    return sorted(rows, key=lambda row: (row[1], row[0], *map(str, row[2:])))


def _action_row(incident: Incident, action: Action) -> tuple[Any, ...]:
    if action.hardens is not None:
        layers = [action.hardens]
    else:
        held = [incident.factors[factor].layer for factor in action.addresses]
        layers = list(dict.fromkeys(layer for layer in held if layer is not None))
    return (
        action.what,
        action.kind,
        action.effect,
        action.addresses,
        action.hardens,
        layers,
        action.owner,
        action.priority,
        action.due,
        action.status,
        "status" in action.model_fields_set,
        action.completed,
        action.verified.on if action.verified else None,
        action.ticket,
        action.done_when,
        action.cost,
    )


def _layer_rows(incident: Incident, answer: Explanation | None) -> Iterator[tuple[Any, ...]]:
    gaps: dict[str, list[str]] = {}
    for name, factor in incident.factors.items():
        if factor.layer is not None:
            gaps.setdefault(factor.layer, []).append(name)
    for layer in incident.layer_names:
        note = incident.layers.get(layer)
        if layer not in gaps and note is None:
            continue
        stated = note.state if note else None
        verdict = answer.layers[layer] if answer else None
        yield (
            layer,
            stated or ("breached" if layer in gaps else None),
            stated is not None,
            verdict.gaps if verdict else gaps.get(layer, ()),
            verdict.amplifying if verdict else (),
            verdict.would_have_stopped if verdict else None,
            note.stopped if note else None,
        )
