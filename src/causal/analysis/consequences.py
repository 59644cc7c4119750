"""What made it worse without being needed, and which actions mitigate it the next time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.analysis.targets import guards_by_action, targets
from causal.graph.families import minimal_sets
from causal.graph.structure import Reading, compile_structure
from causal.model.factor import Consequence as ConsequenceKind

if TYPE_CHECKING:
    from causal.graph.budget import Budget, Clock
    from causal.model import Action, Incident


@dataclass(frozen=True, slots=True)
class Consequence:
    """One *worsened by*, and what the actions of a scenario do about it.

    Args:
        factor: What made it worse.
        effect: What it made worse.
        of: The time to detect, the time to mitigate, or the reach; None when not stated.
        minutes: What its author says it cost; None is unquantified, 0 is a figure.
        actions: The counted actions that are in any of the minimal sets of actions that remove it;
            empty when it stands.
        alone: Those of them each of which removes it without the others.
    """

    factor: str
    effect: str
    of: ConsequenceKind | None
    minutes: float | None
    actions: tuple[str, ...]
    alone: tuple[str, ...] = ()

    @property
    def cost(self) -> str:
        """What it cost, in words."""
        what = {
            "detect": "longer to detect",
            "mitigate": "longer to mitigate",
            "reach": "wider reach",
            None: "worse",
        }[self.of]
        minutes = self.minutes
        return f"{what}, unquantified" if minutes is None else f"{what}, {minutes:g} minutes"


def amplifying(incident: Incident, taking_part: Collection[str]) -> frozenset[str]:
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
    incident: Incident,
    actions: Mapping[str, Action],
    reading: Reading = "any",
    budget: Budget | Clock | None = None,
) -> tuple[Consequence, ...]:
    """Return every *worsened by*, with the actions that mitigate it.

    Only what removes factors does: a barrier hardens its link and leaves it open. Triggers are
    there again the next time.

    Args:
        incident: The incident.
        actions: The actions that count.
        reading: How *contributing* is read.
        budget: What the diagrams may cost.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    amplifiers = list(incident.amplifiers())
    guards = guards_by_action(targets(incident, actions)) if amplifiers else {}
    removing = {part: names for part, names in guards.items() if isinstance(part, str)}
    by = {
        factor: _mitigating(incident, factor, removing, reading, budget)
        for factor in dict.fromkeys(amplifier.factor for amplifier, _ in amplifiers)
    }
    found = []
    for amplifier, effect in amplifiers:
        credited, single = by[amplifier.factor]
        names = tuple(name for name in actions if name in credited)
        alone = tuple(name for name in names if name in single)
        kind, minutes = amplifier.of, amplifier.minutes
        found.append(Consequence(amplifier.factor, effect, kind, minutes, names, alone))
    return tuple(found)


def _mitigating(
    incident: Incident,
    factor: str,
    removing: Mapping[str, tuple[str, ...]],
    reading: Reading,
    budget: Budget | Clock | None,
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the actions in any minimal set of those that remove a factor, and sets of one."""
    structure = compile_structure(incident, guards=removing, reading=reading, top=factor)
    true = {structure.variable[name, "factor"]: True for name in structure.basic}
    left = structure.network.restrict(true)
    if isinstance(left, bool):
        return frozenset(), frozenset()
    family = minimal_sets(left.dual(), budget=budget)
    sizes = zip(structure.names, family.smallest_sizes, strict=True)
    alone = frozenset(name for name, size in sizes if size == 1)
    return structure.named(family.support), alone
