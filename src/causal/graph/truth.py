"""Which factors of an incident are still true when some are removed, amplifiers included."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from causal.graph.structure import Reading, threshold
from causal.model import Gate, Link
from causal.model.order import causes_first

if TYPE_CHECKING:
    from causal.model import Incident


def still_true(
    incident: Incident,
    removed: Collection[str],
    held: Collection[str] = (),
    reading: Reading = "any",
) -> frozenset[str]:
    """Return the factors that are true when `removed` are false and everything else follows.

    Args:
        incident: The incident, in which every factor was true.
        removed: Factors forced false.
        held: Factors held true whatever else, which wins over `removed`.
        reading: How *contributing* is read.
    """
    truth: dict[str, bool] = {}

    def passes(member: Link | Gate) -> bool:
        if isinstance(member, Link):
            return truth[member.cause]
        holding = sum(map(passes, member.of))
        return holding >= threshold(member, reading)

    for factor in causes_first(incident, incident.factors):
        gate = incident.factors[factor].because
        if factor in held:
            truth[factor] = True
        else:
            truth[factor] = factor not in removed and (gate is None or passes(gate))
    return frozenset(factor for factor, true in truth.items() if true)
