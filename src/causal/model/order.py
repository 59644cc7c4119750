"""The factors of an incident in causal order, each after everything it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.model.incident_fields import IncidentFields


def direct_causes(incident: IncidentFields, factor: str) -> tuple[str, ...]:
    """Return the distinct direct causes of a factor or of the outcome, in the order written."""
    gate = incident.because(factor)
    return tuple(dict.fromkeys(link.cause for link in gate.links())) if gate else ()


def causes_first(incident: IncidentFields, starts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what leads to the starting points, and these, each after its own direct causes.

    Args:
        incident: The incident, whose causes form no cycle.
        starts: Factors, or the outcome.

    Returns:
        For each factor, in causal order, its direct causes.
    """
    found: dict[str, tuple[str, ...]] = {}
    entered: set[str] = set()
    for start in starts:
        trail: list[tuple[str, tuple[str, ...], Iterator[str]]] = []
        below: str | None = start if start not in entered else None
        while trail or below is not None:
            if below is not None:
                entered.add(below)
                causes = direct_causes(incident, below)
                trail.append((below, causes, iter(causes)))
            factor, causes, rest = trail[-1]
            below = next((cause for cause in rest if cause not in entered), None)
            if below is None:
                found[factor] = causes
                trail.pop()
    return found
