"""Which actions count in a scenario, and what the graph becomes under them.

Questions of recurrence hold every basic trigger true, because the next change will come; a `repair`
undoes this instance only, so it counts for nothing there; a cancelled action never counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from causal.analysis.targets import guards_by_action, targets
from causal.errors import UnknownName
from causal.graph.structure import Structure, compile_structure
from causal.text.expect import expect_names

if TYPE_CHECKING:
    from causal.graph.network import Network
    from causal.model import Action, Incident

SCENARIOS = ("verified", "done", "planned")
"""The scenarios that have a name; any set of action ids is one too."""


def chosen(incident: Incident, scenario: str | Iterable[str]) -> dict[str, Action]:
    """Return the actions that count in a scenario, in file order, cancelled ones left out.

    Args:
        incident: The incident.
        scenario: ``done``, ``planned`` (done or planned), ``verified`` (done and seen to work), or
            the ids of the actions to suppose; a cancelled one counts for nothing even so.

    Raises:
        UnknownName: No scenario or action has this name.
    """
    live = {name: a for name, a in incident.actions.items() if a.status != "cancelled"}
    if isinstance(scenario, str):
        if scenario == "planned":
            return live
        if scenario in ("done", "verified"):
            done = {name: a for name, a in live.items() if a.status == "done"}
            return {n: a for n, a in done.items() if scenario == "done" or a.verified}
        raise UnknownName("scenario", scenario, SCENARIOS)
    names = set(as_supposed(scenario))
    for name in sorted(names):
        if name not in incident.actions:
            raise UnknownName("action", name, incident.actions)
    return {name: action for name, action in live.items() if name in names}


def as_supposed(scenario: str | Iterable[str]) -> str | frozenset[str]:
    """Return a scenario by its name, or the ids of the actions to suppose.

    Raises:
        CausalError: It is something else.
    """
    return scenario if isinstance(scenario, str) else frozenset(expect_names(scenario, "scenario"))


def name_of(scenario: str | Iterable[str]) -> str:
    """Return what a scenario is called: its name, or the ids of its actions."""
    return (
        scenario if isinstance(scenario, str) else ", ".join(sorted(set(scenario))) or "no action"
    )


def triggers(incident: Incident, structure: Structure) -> tuple[str, ...]:
    """Return the basic triggers that take part, sorted; questions of recurrence hold them true.

    A trigger with causes is an event like another: what brought it about may not come again.
    """
    return tuple(f for f in structure.basic if incident.factors[f].kind == "trigger")


def recurrence(
    incident: Incident, actions: Mapping[str, Action], structure: Structure
) -> tuple[Structure, Network | bool]:
    """Return what would let the outcome recur once these actions are in place.

    A removed factor is false, a barrier is one more condition (named after its action) on its
    link, every basic trigger is true. The second part is the network so restricted, over the
    variables of the first; a constant when nothing, or nothing more, is needed.

    Args:
        incident: The incident.
        actions: The actions that count.
        structure: Its structure function without them.
    """
    guards = guards_by_action(targets(incident, actions))
    barriers = {part: names for part, names in guards.items() if not isinstance(part, str)}
    removed = [part for part in guards if isinstance(part, str)]
    if barriers:
        structure = compile_structure(incident, link_guards=barriers, reading=structure.reading)
    fixed = dict.fromkeys(removed, False) | dict.fromkeys(triggers(incident, structure), True)
    return structure, structure.restrict(fixed)
