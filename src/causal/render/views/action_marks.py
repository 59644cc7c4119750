"""What an action does to a part of a picture: one mark for each, in every view.

A factor that is removed is plugged, with a dashed plug until that is done; a barrier is hatched:
it makes the path narrower and does not close it; what only mitigates has half a plug, dashed
until that is done; a repair leaves no mark: it undid this instance, nothing for the next time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from causal.analysis.consequences import consequences
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths
from causal.analysis.scenario import chosen
from causal.analysis.targets import targets
from causal.errors import NotFinished
from causal.model import Action, Incident
from causal.render.scene import Mark

WITH = {
    "planned": "Once all that is planned is done",
    "done": "With what is done",
    "verified": "With what is done and verified",
}
"""How a scenario with a name is spoken of at the start of a sentence."""


def counted_in(incident: Incident, scenario: str | Iterable[str]) -> tuple[str, ...]:
    """Return the actions that count in a scenario; repairs never do."""
    return tuple(n for n, a in chosen(incident, scenario).items() if a.kind != "repair")


def state_of(action: Action) -> str:
    """Return the status of an action in words."""
    if action.status == "done" and action.verified is not None:
        return "done and verified"
    return action.status.replace("_", " ")


def action_marks(action: Action) -> tuple[Mark, ...]:
    """Return the mark of the status of an action."""
    known: dict[str, Mark] = {"done": "done", "cancelled": "cancelled"}
    return (known.get(action.status, "planned"),)


def action_line(name: str, action: Action) -> str:
    """Return what is said of an action beside what it acts on: status, words, owner."""
    owner = f" ({action.owner})" if action.owner else ""
    return f"{name} {state_of(action)}: {action.what}{owner}"


def barrier_mark(name: str, action: Action, counted: Collection[str]) -> Mark:
    """Return the mark of a barrier."""
    return "hardened" if action.status == "done" and name in counted else "to_harden"


def named_actions(incident: Incident, names: Iterable[str]) -> str:
    """Return the ids of actions, each with its status where these differ."""
    states = {name: state_of(incident.actions[name]) for name in names}
    mixed = len(set(states.values())) > 1
    return ", ".join(f"{n} ({state})" if mixed else n for n, state in states.items())


def factor_marks(
    incident: Incident, found: FailurePaths | None, factor: str, counted: Collection[str]
) -> tuple[Mark, ...]:
    """Return what the actions of an incident do to a factor itself; some done, some planned: both.

    What is done but does not count, since nobody verified it, looks as if still to be done.
    """
    acting = found.removed.get(factor, ()) if found is not None else ()
    if acting:
        return _by_status(incident, acting, counted, ("closed", "to_close"))
    addressed = any(factor in action.addresses for action in incident.actions.values())
    helping = mitigated(incident, found).get(factor, ()) if addressed else ()
    return _by_status(incident, helping, counted, ("mitigates", "to_mitigate"))


def _by_status(
    incident: Incident, names: Iterable[str], counted: Collection[str], marks: tuple[Mark, Mark]
) -> tuple[Mark, ...]:
    """Return the first mark where one of these actions is done and counts, the other where not."""
    done = {incident.actions[name].status == "done" and name in counted for name in names}
    return tuple(mark for mark, holds in zip(marks, (True, False), strict=True) if holds in done)


def removers(incident: Incident) -> dict[str, list[str]]:
    """Return for each factor the actions that remove it; one that adds a barrier is none."""
    found: dict[str, list[str]] = {}
    for target in targets(incident, chosen(incident, "planned")):
        if not target.is_barrier:
            found.setdefault(target.factor, []).append(target.action)
    return found


def mitigated(incident: Incident, found: FailurePaths | None) -> dict[str, list[str]]:
    """Return the factors off every path whose removal helps the next time, with who removes them.

    That is so where an action is in a smallest set of those that undo what made it worse.
    """
    on_path = found.structure.node if found is not None else {}
    acting = {
        factor: names for factor, names in removers(incident).items() if factor not in on_path
    }
    if not acting:
        return {}
    try:
        spared = consequences(incident, chosen(incident, "planned"), budget=IN_VIEWS)
    except NotFinished:
        return {}
    helping = {action for item in spared for action in item.actions}
    found_by = {f: [name for name in names if name in helping] for f, names in acting.items()}
    return {factor: names for factor, names in found_by.items() if names}


def effects_of(
    incident: Incident, found: FailurePaths | None, name: str, counted: Collection[str]
) -> tuple[Mark, ...]:
    """Return the marks of what one action does; none where it changes nothing in the graph.

    One that detects or mitigates may remove one factor and put a barrier behind another.
    """
    action = incident.actions[name]
    if action.kind == "repair" or action.status == "cancelled":
        return ()
    marks: list[Mark] = []
    if found is not None and any(name in acting for acting in found.removed.values()):
        marks.append("closed" if action.status == "done" and name in counted else "to_close")
    if found is not None and name in found.barriers:
        marks.append(barrier_mark(name, action, counted))
    if not marks and any(name in names for names in mitigated(incident, found).values()):
        marks += _by_status(incident, [name], counted, ("mitigates", "to_mitigate"))
    return tuple(marks)
