"""A scene of factors under a scenario: what is removed, what is gone, what still leads on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths, failure_paths
from causal.analysis.readings import Verdict
from causal.analysis.scenario import chosen
from causal.analysis.targets import targets
from causal.errors import NotFinished
from causal.graph.truth import still_true
from causal.model import OUTCOME, Incident
from causal.render.scene import Box, Join, Link, Mark, Scene, effects_of
from causal.render.views.action_marks import action_line, barrier_mark, factor_marks, named_actions
from causal.render.views.common import box_id
from causal.render.views.legends import ACTS, entries, marks_of

_LEADS = {"remaining": "still leads to the outcome", "gone": "no longer comes about"}
REMAINS, CLOSED = "A FAILURE PATH REMAINS", "NO FAILURE PATH REMAINS IN THIS GRAPH"
MAY_REMAIN = "A FAILURE PATH MAY REMAIN"
_MITIGATED = ("mitigates", "to_mitigate")


def under_scenario(scene: Scene, incident: Incident, scenario: str | Collection[str]) -> Scene:
    """Return a scene of factors as it is under a scenario, with the legend of the marks added.

    Raises:
        NothingToExplain: The outcome has no causes.
        UnknownName: No scenario or action has this name.
    """
    state = _state(incident, assess_actions(incident, scenario, budget=IN_VIEWS))
    names = {box_id(name): name for name in (*incident.factors, OUTCOME)}
    effects = effects_of(scene.joins)
    boxes = tuple(
        _box(incident, box, names[box.id], state) if box.id in names else box for box in scene.boxes
    )
    links = tuple(_link(incident, link, names, effects, state) for link in scene.links)
    joins = tuple(_join(join, names, effects, state) for join in scene.joins)
    marks = marks_of((box for box in boxes if box.role != "outcome"), links)
    known = {entry.sample for entry in scene.legend}
    legend = entries(_LEADS, marks)
    legend += [entry for entry in entries(ACTS, marks) if entry.sample not in known]
    return replace(scene, boxes=boxes, links=links, joins=joins, legend=(*scene.legend, *legend))


@dataclass(frozen=True, slots=True)
class _State:
    """What a scenario does: what it removes and by which actions, what holds, what leads on.

    Of barriers also those that do not count in it, as what is still to be done.
    """

    found: FailurePaths
    counted: tuple[str, ...]
    removed: dict[str, list[str]]
    barriers: dict[tuple[str, str], list[str]]
    holds: frozenset[str]
    leading: frozenset[str]
    closed: Verdict


def _state(incident: Incident, assessed: Assessment) -> _State:
    counted = tuple(name for name, action in assessed.actions.items() if action.kind != "repair")
    removed: dict[str, list[str]] = {}
    barriers: dict[tuple[str, str], list[str]] = {}
    for target in targets(incident, assessed.actions):
        if isinstance(target.part, str):
            removed.setdefault(target.part, []).append(target.action)
    for target in targets(incident, chosen(incident, "planned")):
        if not isinstance(target.part, str):
            barriers.setdefault(target.part, []).append(target.action)
    holds = still_true(incident, removed, assessed.assumed)
    closed = _closed(assessed)
    leading = _leading(incident, holds) if closed != "certain" else frozenset()
    return _State(failure_paths(incident), counted, removed, barriers, holds, leading, closed)


def _closed(assessed: Assessment) -> Verdict:
    try:
        return assessed.closed_verdict
    except NotFinished:
        return "open"


def _leading(incident: Incident, holds: frozenset[str]) -> frozenset[str]:
    """Return what holds and leads to the outcome through nothing but what holds."""
    found: set[str] = set()
    waiting = [OUTCOME]
    while waiting:
        name = waiting.pop()
        gate = incident.because(name)
        if name in found or (name != OUTCOME and name not in holds):
            continue
        found.add(name)
        waiting += [link.cause for link in gate.links()] if gate is not None else []
    return frozenset(found)


def _join(join: Join, names: dict[str, str], effects: dict[str, str], state: _State) -> Join:
    effect = names[effects[join.id]]
    if effect in state.leading:
        return replace(join, marks=("remaining", *join.marks))
    return join if effect in state.holds else replace(join, marks=("gone", *join.marks))


def _box(incident: Incident, box: Box, name: str, state: _State) -> Box:
    if name == OUTCOME:
        if name in state.leading:
            return replace(box, caption=REMAINS if state.closed == "never" else MAY_REMAIN)
        return replace(box, marks=("gone",), caption=CLOSED)
    acting = factor_marks(incident, state.found, name, state.counted)
    if name in state.leading:
        marks: tuple[Mark, ...] = ("remaining", *box.marks, *acting)
        return replace(box, marks=marks, caption=f"{box.caption} · REMAINS")
    if name in state.removed:
        # One look for each effect: what was on no failure path is mitigated, as its mark says.
        done = "MITIGATED" if acting and acting[0] in _MITIGATED else "REMOVED"
        marks = ("removed", *box.marks, *acting)
        by = named_actions(incident, state.removed[name]).upper()
        return replace(box, marks=marks, caption=f"{done} BY {by}")
    if name not in state.holds:
        return replace(
            box, marks=("gone", *box.marks, *acting), caption=f"{box.caption} · NO LONGER"
        )
    return replace(box, marks=(*box.marks, *acting))


def _link(
    incident: Incident,
    link: Link,
    names: dict[str, str],
    effects: dict[str, str],
    state: _State,
) -> Link:
    """Return the link as lit, as gone, or as before; a barrier is written on it."""
    effect, cause = names.get(effects.get(link.target, link.target)), names.get(link.source)
    if effect is None or (cause is None and link.source not in effects):
        return link
    if link.role == "worsens":
        return link if cause in state.holds else replace(link, marks=(*link.marks, "gone"))
    label, marks = link.label, link.marks
    acting = state.barriers.get((cause or "", effect), [])
    if acting:
        actions = {name: incident.actions[name] for name in acting}
        words = "barriers" if len(acting) > 1 else "barrier"
        label = ", ".join(filter(None, (label, f"{words} {named_actions(incident, acting)}")))
        tip = "\n".join([link.tooltip, *(action_line(n, a) for n, a in actions.items())])
        link = replace(link, tooltip=tip)
        found = {barrier_mark(n, action, state.counted) for n, action in actions.items()}
        marks = (*marks, *sorted(found))
    if effect in state.leading and (cause is None or cause in state.leading):
        return replace(link, marks=("remaining", *marks), label=label)
    if (cause is None or cause in state.holds) and effect in state.holds:
        return replace(link, label=label, marks=marks)
    return replace(link, marks=("gone", *marks), label=label)
