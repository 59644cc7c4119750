"""What made it worse without being needed, and which actions would have spared it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.graph.truth import still_true
from causal.model.factor import Consequence as ConsequenceKind

if TYPE_CHECKING:
    from causal.model import Action, Incident

__all__ = ["Consequence", "amplifying", "consequences"]


@dataclass(frozen=True, slots=True)
class Consequence:
    """One *worsened by*, and what the actions of a scenario do about it.

    Args:
        factor: What made it worse.
        effect: What it made worse.
        of: The time to detect, the time to mitigate, or the reach; None when not stated.
        minutes: What its author says it cost; None is unquantified.
        actions: The counted actions that remove it; empty when it stands.
    """

    factor: str
    effect: str
    of: ConsequenceKind | None
    minutes: float | None
    actions: tuple[str, ...]

    @property
    def cost(self) -> str:
        """What it cost, in words."""
        what = {
            "detect": "longer to detect",
            "mitigate": "longer to mitigate",
            "reach": "wider reach",
            None: "worse",
        }[self.of]
        return f"{what}, {self.minutes:g} minutes" if self.minutes else f"{what}, unquantified"


def amplifying(incident: Incident, taking_part: Mapping[str, int]) -> frozenset[str]:
    """Return the factors reached only through *worsened by*, and what lies upstream of them.

    Args:
        incident: The incident.
        taking_part: The factors of the structure function.
    """
    found: set[str] = set()
    waiting = [amplifier.factor for amplifier, _ in incident.amplifiers()]
    while waiting:
        factor = waiting.pop()
        if factor in found or factor in taking_part:
            continue
        found.add(factor)
        gate = incident.because(factor)
        waiting.extend(link.cause for link in gate.links()) if gate else None
    return frozenset(found)


def consequences(
    incident: Incident, actions: Mapping[str, Action], held: tuple[str, ...]
) -> tuple[Consequence, ...]:
    """Return every *worsened by*, with the actions that remove what made it worse.

    Args:
        incident: The incident.
        actions: The actions that count.
        held: The triggers, which are there again the next time.
    """
    if not any(True for _ in incident.amplifiers()):
        return ()
    left = {
        name: still_true(incident, action.addresses, held)
        for name, action in actions.items()
        if action.effect == "removes" and action.kind != "repair"
    }
    together = still_true(
        incident, {factor for name in left for factor in actions[name].addresses}, held
    )
    found = []
    for amplifier, effect in incident.amplifiers():
        gone = amplifier.factor not in together
        alone = tuple(name for name, true in left.items() if amplifier.factor not in true)
        by = (alone or tuple(left)) if gone else ()
        found.append(Consequence(amplifier.factor, effect, amplifier.of, amplifier.minutes, by))
    return tuple(found)
