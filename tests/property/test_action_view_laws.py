"""What the actions view and before-after say of an action is what the engine says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from causal.analysis import assess_actions
from causal.graph.truth import still_true
from causal.model import OUTCOME, Incident
from causal.render.scene import Scene
from causal.render.views import view_scene
from causal.render.views.actions import actions_scene
from causal.render.views.before_after import before_after_scene
from strategies_incident import incident_data

SCENARIOS = ("done", "planned", "verified")
EFFECTS = frozenset({"closed", "to_close", "hardened", "to_harden", "mitigates", "to_mitigate"})


def acting(rng: Random, *, contributing: bool = False) -> tuple[dict, Incident]:
    """Return the data and the incident of one with actions of every kind."""
    data = incident_data(rng, doubts=True, max_basic=7, contributing=contributing)
    return data, Incident.from_data(data)


def interval(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def effects_of(data: dict, incident: Incident, name: str, counted: Mapping) -> set[str]:
    """Return the marks of what an action does, from where the oracle says that it acts."""
    action = data["actions"][name]
    if action.get("status") == "cancelled":
        return set()
    on_paths = oracles.upstream(data, OUTCOME)
    here = [part for _, part, _ in oracles.places(data, {name: action})]
    done = action.get("status") == "done" and name in counted
    marks = set()
    if any(isinstance(part, str) and part in on_paths for part in here):
        marks.add("closed" if done else "to_close")
    if any(not isinstance(p, str) and p[1] in {*on_paths, OUTCOME} for p in here):
        marks.add("hardened" if done else "to_harden")
    if not marks and assess_actions(incident).by_action[name].mitigates:
        marks.add("mitigates" if done else "to_mitigate")
    return marks


def effects_on(data: dict, incident: Incident, factor: str, counted: Mapping) -> set[str]:
    """Return the marks of what actions do to a factor: removed, to be removed, or less bad."""
    by = {name for name, part, _ in oracles.places(data, live(data)) if part == factor}
    if not by:
        return set()
    marks = ("closed", "to_close")
    if factor not in oracles.upstream(data, OUTCOME):
        helping = {name for item in assess_actions(incident).consequences for name in item.actions}
        by, marks = by & helping, ("mitigates", "to_mitigate")
    return {marks[data["actions"][n].get("status") != "done" or n not in counted] for n in by}


def actions_agree(data: dict, incident: Incident, scenario: str) -> None:
    """Each action's factors, layers, state and effect, and what is counted of them all."""
    scene = actions_scene(incident, scenario)
    planned = assess_actions(incident)
    counted = oracles.counted(data, scenario)
    boxes = {box.id: box for box in scene.boxes}
    for name, action in data["actions"].items():
        box = boxes[f"action {name}"]
        stated = action.get("status", "open")
        verified = stated == "done" and "verified" in action
        words = box.caption.split(" · ")
        assert words[1] == ("DONE AND VERIFIED" if verified else stated.upper().replace("_", " "))
        assert set(box.marks) & EFFECTS == effects_of(data, incident, name, counted)
        verdict = planned.by_action.get(name)
        nothing = name in planned.orphan_actions
        assert (
            verdict is None
            or verdict.repairs_only
            or nothing == (verdict.no_effect == "nothing drawn")
        )
        assert ("ACTS ON NOTHING DRAWN" in words) == nothing
        assert ("undoes this instance only" in box.notes) == bool(verdict and verdict.repairs_only)
        assert ("acts on a trigger only" in box.notes) == bool(verdict and verdict.on_trigger)
        upstream = bool(verdict and verdict.blocks_everything_upstream)
        assert ("taken to block everything upstream" in box.notes) == upstream
        on = action.get("on")
        factors = [on["cause"]] if on else action.get("addresses", [])
        into = {e.source for e in scene.links if e.target == box.id}
        assert into == {f"factor {factor}" for factor in factors}
        layers = {e.target for e in scene.links if e.source == box.id}
        found = oracles.places(data, {name: action})
        assert layers == {f"layer {layer}" for _, _, layer in found if layer != "unnamed"}
    layers_agree(data, scene)
    missed = {b.id for b in scene.boxes if "missed" in b.marks and b.slot != "1"}
    assert missed == {
        f"factor {n}" for n in oracles.orphan_factors(oracles.read_as(data, "any"), live(data))
    }
    said = ", ".join(
        f"{interval(*assess_actions(incident, one).depth_range)} {one}"
        for one in ("verified", "done", "planned")
    )
    assert scene.caption.startswith(f"Depth of defence: {said}.")
    nobody = re.search(r"Nobody acts on (\d+) factors?\.", scene.caption)
    assert (int(nobody[1]) if nobody else 0) == len(missed)
    lost = re.search(r"(\d+) actions? acts? on nothing drawn", scene.caption)
    assert (int(lost[1]) if lost else 0) == len(planned.orphan_actions)


def live(data: dict) -> Mapping:
    return oracles.counted(data, "planned")


def layers_agree(data: dict, scene: Scene) -> None:
    """Of each layer how many of the actions that count in it are done."""
    actions = data["actions"]
    places = oracles.places(data, actions)
    for box in (box for box in scene.boxes if box.role == "layer"):
        states = {
            name: actions[name].get("status")
            for name, _, layer in places
            if f"layer {layer}" == box.id and actions[name].get("status") != "cancelled"
        }
        done = sum(state == "done" for state in states.values())
        words = f"{done} of {len(states)} action{'' if len(states) == 1 else 's'} done"
        assert box.notes == (words if states else "no action left: cancelled",)


def marks_agree(data: dict, incident: Incident, scene: Scene, scenario: str) -> None:
    """Of each factor whether it was removed and by what, is gone, or still leads on."""
    actions = oracles.counted(data, scenario)
    found = oracles.places(data, actions)
    by: dict[str, list[str]] = {}
    for name, part, _ in found:
        if isinstance(part, str):
            by.setdefault(part, []).append(name)
    assessed = assess_actions(incident, scenario)
    holds = still_true(incident, by, assessed.assumed)
    leading = set()
    waiting = [OUTCOME] if not assessed.closed else []
    while waiting:
        node = waiting.pop()
        if node not in leading and (node == OUTCOME or node in holds):
            leading.add(node)
            waiting += oracles.direct_causes(data, node)
    for factor in incident.factors:
        (box,) = (box for box in scene.boxes if box.id.endswith(f"factor {factor}"))
        assert ("remaining" in box.marks) == (factor in leading)
        assert ("REMAINS" in box.caption.split(" · ")) == (factor in leading)
        gone = factor not in holds
        assert ("removed" in box.marks) == (gone and factor in by)
        assert ("gone" in box.marks) == (gone and factor not in by)
        if gone and factor in by:
            done = effects_on(data, incident, factor, actions)
            verb = "MITIGATED" if done and done <= {"mitigates", "to_mitigate"} else "REMOVED"
            assert box.caption == f"{verb} BY {named(data, by[factor])}".upper()
        assert set(box.marks) & EFFECTS == effects_on(data, incident, factor, actions)
    for path in assessed.residual_cut_sets:
        assert {part for part in path if part in incident.factors} <= leading
    barriers_agree(data, scene, actions)
    (outcome,) = (box for box in scene.boxes if box.id.endswith("outcome"))
    assert ("gone" in outcome.marks) == assessed.closed
    words = {
        "certain": "NO FAILURE PATH REMAINS IN THIS GRAPH",
        "open": "A FAILURE PATH MAY REMAIN",
        "never": "A FAILURE PATH REMAINS",
    }
    assert outcome.caption == words[assessed.closed_verdict]


def named(data: dict, names: list[str]) -> str:
    """The ids of actions, each with its status where these differ."""
    states = {}
    for name in names:
        action = data["actions"][name]
        verified = " and verified" if action.get("verified") else ""
        states[name] = action.get("status", "open").replace("_", " ") + verified
    mixed = len(set(states.values())) > 1
    return ", ".join(f"{name} ({state})" if mixed else name for name, state in states.items())


def barriers_agree(data: dict, scene: Scene, counted: Mapping) -> None:
    """A barrier is written on its link and on no other, done or planned as it is."""
    expected: dict[tuple[str, str], list[str]] = {}
    for name, part, _ in oracles.places(data, live(data)):
        if not isinstance(part, str):
            expected.setdefault(part, []).append(name)
    targets = {join.id: join.target for join in scene.joins}
    drawn = set()
    for link in scene.links:
        said = re.search(r"barriers? (.+)$", link.label)
        target = link.target
        while target in targets:
            target = targets[target]
        ends = [re.sub(r"^(after )?(factor )?", "", end) for end in (link.source, target)]
        if said:
            names = expected[tuple(ends)]
            done = {data["actions"][n].get("status") == "done" and n in counted for n in names}
            assert ("hardened" in link.marks) == (True in done)
            assert ("to_harden" in link.marks) == (False in done)
            assert said[1] == named(data, names)
            drawn.add(tuple(ends))
    assert drawn == expected.keys()


def before_after_agrees(data: dict, incident: Incident, scenario: str) -> None:
    scene = before_after_scene(incident, scenario)
    before, after = scene.parts
    marks_agree(data, incident, after, scenario)
    plain = view_scene(incident, "graph")
    assert [(b.label, b.marks, b.caption) for b in before.boxes] == [
        (b.label, b.marks, b.caption) for b in plain.boxes
    ]
    assessed = assess_actions(incident, scenario)
    low, high = assessed.depth_range
    assert f"(depth {interval(low, high)})" in scene.caption
    remains = {
        "certain": "no failure path remains in this graph",
        "open": "whether a failure path remains depends",
        "never": ", a failure path remains;",
    }
    said = [verdict for verdict, words in remains.items() if words in scene.caption]
    assert said == [assessed.closed_verdict]
    marks = {mark for part in scene.parts for box in part.boxes for mark in box.marks}
    marks |= {mark for part in scene.parts for link in part.links for mark in link.marks}
    explained = {entry.sample for entry in scene.legend}
    assert explained & EFFECTS == marks & EFFECTS
    assert {"gone", "remaining"} & explained <= marks


def every_law(seed: int) -> None:
    for contributing in (False, True):
        data, incident = acting(Random(seed), contributing=contributing)
        if not incident.actions:
            continue
        for scenario in SCENARIOS:
            actions_agree(data, incident, scenario)
            before_after_agrees(data, incident, scenario)
            marks_agree(data, incident, view_scene(incident, "graph", scenario), scenario)


@given(st.integers(0, 1_000_000))
@settings(max_examples=25, deadline=None)
def test_the_actions_view_and_before_after_say_what_the_engine_says(seed):
    every_law(seed)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_many_more_actions_are_said_as_the_engine_says(part):
    for seed in range(part * 250, part * 250 + 250):
        every_law(2_000_000 + seed)
