"""What a reader concludes from a picture is what the engine says, for any incident."""

from __future__ import annotations

import re
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from causal.analysis import assess_actions, explain
from causal.analysis.failure_paths import failure_paths
from causal.errors import NothingToDraw
from causal.model import Incident
from causal.render.folding import folded
from causal.render.layout.cheese import lay_out_cheese
from causal.render.views import VIEWS, view_scene
from causal.render.views.bowtie import bowtie_scene
from causal.render.views.brief import brief_scene
from causal.render.views.common import box_id
from causal.render.views.legends import ACTS
from causal.render.views.swiss_cheese import swiss_cheese_scene
from strategies_incident import LAYERS, incident_data

SCENARIOS = ("done", "planned", "verified")
LEGENDS = set(ACTS)


def made(rng: Random, *, contributing: bool = False) -> Incident:
    """Return an incident with doubt, actions of every kind, and layers of every state."""
    data = incident_data(rng, doubts=True, max_basic=7, contributing=contributing)
    states = ("held", "absent", "bypassed", "degraded", "not_reached")
    layers = {}
    for layer in (*LAYERS, "ci", "access", "recovery"):
        if rng.random() < 0.3:
            holed = any(f.get("layer") == layer for f in data["factors"].values())
            state = rng.choice(states[1:4] if holed else states)
            layers[layer] = {"state": state} | ({"stopped": "a thing"} if state == "held" else {})
    return Incident.from_data(data | {"layers": layers})


def scene_or_none(view, incident, scenario="done"):
    try:
        return view(incident, scenario)
    except NothingToDraw:
        return None


def closing_agrees(incident: Incident, rng: Random) -> None:
    scene = scene_or_none(swiss_cheese_scene, incident)
    if scene is None:
        return
    found = failure_paths(incident)
    holes = {box_id(name): name for name in found.holes}
    for _ in range(12):
        closed = {box for box in holes if rng.random() < 0.35}
        open_here = [route for route in scene.routes if not closed & set(route.through)]
        survives = found.structure.survives([[holes[box] for box in closed]])[0]
        if any(route.rest for route in scene.routes):
            assert open_here or not survives
            certain = [route for route in open_here if not route.rest]
            assert survives or not certain
        else:
            assert bool(open_here) == survives


def scenarios_agree(incident: Incident) -> None:
    for scenario in SCENARIOS:
        assessed = assess_actions(incident, scenario)
        for view in (swiss_cheese_scene, bowtie_scene):
            scene = scene_or_none(view, incident, scenario)
            if scene is not None:
                assert all(route.stops for route in scene.routes) == assessed.closed
                if incident.actions:
                    low, high = assessed.depth_range
                    said = re.search(r"\(depth (\d+)(?: to (\d+))?\)", scene.caption)
                    assert (int(said[1]), int(said[2] or said[1])) == (low, high)
                    sure = assessed.closed_verdict == "certain"
                    assert ("no failure path remains" in scene.caption) == sure


def contributing_agrees(incident: Incident) -> None:
    """Where it is not stated how causes combined, a picture claims no more than is certain."""
    scenarios_agree(incident)
    legends_agree(incident)
    everything_is_shown(incident)
    brief_agrees(incident)
    scene = scene_or_none(swiss_cheese_scene, incident)
    if scene is None or any(route.rest for route in scene.routes):
        return
    boxes = {box.id: box for box in scene.boxes}
    alone = set(explain(incident).stopping_layers)
    for layer in {box.band for box in scene.boxes if box.role == "gap"}:

        def firmly(name: str, layer: str = layer) -> bool:
            box = boxes[name]
            return box.role == "gap" and box.band == layer and "contributed" not in box.marks

        if all(any(map(firmly, route.through)) for route in scene.routes):
            assert layer in alone
        if layer in alone:
            hit = [any(boxes[n].band == layer for n in route.through) for route in scene.routes]
            assert all(hit)


def layers_agree(incident: Incident) -> None:
    verdicts = explain(incident).layers
    cheese = scene_or_none(swiss_cheese_scene, incident)
    tie = scene_or_none(bowtie_scene, incident)
    if cheese is None or tie is None:
        return
    alone = {band.id for band in cheese.bands if "alone" in band.marks}
    assert alone == {name for name, verdict in verdicts.items() if verdict.would_have_stopped}
    badged = {box.band for box in tie.boxes if "alone" in box.marks}
    assert badged == {n for n in alone if n in failure_paths(incident).holes.values()}
    gaps = {b.id: b.band for b in cheese.boxes if b.role == "gap"}
    layer = {box.id: box.band for box in tie.boxes if box.role == "layer" and box.slot == "before"}
    for name in verdicts:
        if not any(route.rest for route in cheese.routes):
            hit = all(any(gaps.get(h) == name for h in r.through) for r in cheese.routes)
            assert hit == (name in alone)
        own = {f for f in failure_paths(incident).holes if incident.factors[f].layer == name}
        whole = len(own) == sum(there == name for there in failure_paths(incident).holes.values())
        if own and whole and not any(route.rest for route in tie.routes):
            hit = all(any(layer.get(b) == name for b in r.through) for r in tie.routes)
            assert hit == (name in alone)
    shown = {box.band for box in tie.boxes if box.role == "layer"}
    stated = {name for name, note in incident.layers.items() if note.state}
    assert stated <= shown
    # No picture says of an absent or a bypassed layer that it had nothing to do with it.
    off = {band.id for band in cheese.bands if band.state == "aside"}
    assert not off & stated


def everything_is_shown(incident: Incident) -> None:
    """No hole, barrier or doubt of a failure path is left out, however many paths there are."""
    found = failure_paths(incident)
    unsure = {name for name, fact in incident.factors.items() if fact.confidence != "confirmed"}
    between = [f for f in found.structure.factors if incident.because(f) and f not in found.holes]
    links = [
        link.cause
        for link, effect in incident.links()
        if effect in found.structure.node and link.confidence != "confirmed"
    ]
    of_links = set(links)
    hidden = len(unsure.intersection(between)) + sum(cause in between for cause in links)
    whole = len(unsure & found.structure.node.keys()) + len(links)
    said = [box.label for box in brief_scene(incident).boxes if box.slot == "figure"]
    assert any(one.startswith(f"{whole} part") for one in said) == bool(whole)
    barriers = {f"action:{name}" for name in found.barriers}
    for view in (swiss_cheese_scene, bowtie_scene):
        scene = scene_or_none(view, incident)
        if scene is None:
            continue
        assert (f"{hidden} part" in scene.caption) == bool(hidden)
        boxes = list(scene.boxes)
        if view is swiss_cheese_scene:
            plan = lay_out_cheese(scene, room=860)
            boxes = [hole.box for piece in plan.slices for hole in piece.holes]
            assert {b.id for b in boxes} >= {
                b.id for b in scene.boxes if b.role == "gap" and b.band
            }
        for name in found.holes:
            mine = [box for box in boxes if box_id(name) in (box.id, *box.stands_for)]
            assert mine
            doubted = name in unsure | of_links
            assert not doubted or all({"suspected", "disputed"} & set(b.marks) for b in mine)
        assert barriers <= {one for box in boxes for one in box.stands_for}
        if not any(route.rest for route in scene.routes):
            passed = {name for route in scene.routes for name in route.through}
            left = [box for box in boxes if box.id not in passed and box.role != "amplifier"]
            assert not any("on other failure paths" in (b.caption, *b.notes) for b in left)


def words_for_readers_agree(incident: Incident) -> None:
    """Whoever hears a picture hears every path, where it is closed, and what took what."""
    for view in (swiss_cheese_scene, bowtie_scene):
        scene = scene_or_none(view, incident)
        if scene is None:
            continue
        told = re.findall(r"Failure path.*?: (open|closed at .*?)\.", scene.description)
        boxes = {box.id: box for box in scene.boxes}
        assert len(told) == len(scene.routes)
        for words, route in zip(told, scene.routes, strict=True):
            assert words.startswith("closed") == bool(route.stops)
            assert all(boxes[name].label in scene.description for name in route.through)
    said = view_scene(incident, "graph").description
    for name in failure_paths(incident).structure.factors:
        assert incident.what(name) in said


def counts_agree(incident: Incident) -> None:
    found = failure_paths(incident)
    plain = not found.barriers and not any(incident.because(f) for f in found.holes)
    if plain and found.complete:
        cuts = {path.starts | path.holes for path in found.paths}
        assert cuts == set(explain(incident).cut_sets)
    for view in (swiss_cheese_scene, bowtie_scene):
        scene = scene_or_none(view, incident)
        if scene is not None:
            why, number = explain(incident), len(found.paths)
            said = re.search(r"([\d,]+) failure paths?(?:.*?, ([\d,]+) if all)?", scene.caption)
            assert int(said[1].replace(",", "")) == why.cut_set_count
            assert said[2] is None or int(said[2].replace(",", "")) == why.if_all_of.cut_set_count
            drawn = re.search(r", drawn as ([\d,]+)", scene.caption)
            if found.complete:
                assert int(drawn[1].replace(",", "")) == number if drawn else number == int(said[1])
            shown = [r for r in scene.routes if not r.rest]
            if len(shown) == len(scene.routes):
                assert (
                    expanded(scene)
                    == {frozenset(map(box_id, path.starts | path.holes)) for path in found.paths}
                    or view is bowtie_scene
                )


def expanded(scene) -> set[frozenset[str]]:
    """Return every set of factors that the routes of a cheese stand for."""

    def choices(start):
        names = [name.split(" again ")[0] for name in start.boxes if name.startswith("factor ")]
        if "of" not in start.join or start.join.startswith("all"):
            return [frozenset(names)]
        word = start.join.split()[0]
        return [frozenset(c) for c in combinations(names, 1 if word == "any" else int(word))]

    return {
        roots | own | {name for name in route.through if name.startswith("factor ")}
        for route in scene.routes
        for roots, own in product(choices(scene.roots), choices(route.start))
    }


def legends_agree(incident: Incident) -> None:
    for view in VIEWS:
        for scenario in (None, "planned"):
            try:
                scene = view_scene(incident, view, scenario)
            except NothingToDraw:
                continue
            drawn = {mark for box in scene.boxes for mark in box.marks}
            drawn |= {mark for link in scene.links for mark in link.marks}
            explained = {entry.sample for entry in scene.legend}
            assert explained & LEGENDS == drawn & LEGENDS, view


def brief_agrees(incident: Incident) -> None:
    said = [box.label for box in brief_scene(incident).boxes if box.slot == "figure"]
    stopping = explain(incident).stopping_layers
    assert ("no single layer is sufficient" in said[1]) == (not stopping)
    named = re.search(r"(?:prevent it: |the layer )(.*?)(?: is sufficient|\.$)", said[1])
    titles = {incident.layer_title(name) for name in stopping}
    assert set(re.split(r", | or ", named[1]) if named else ()) == titles
    triggers = [f for f in explain(incident).structure.factors if incident.kind(f) == "trigger"]
    shown = sum(incident.what(name) in said[0] for name in triggers)
    assert shown == len(triggers) or f"and {len(triggers) - 3} more" in said[0]


def closing_layers_agrees(incident: Incident, rng: Random) -> None:
    """Whatever layers a reader closes, in the cheese or the bow tie, the engine says the same."""
    found = failure_paths(incident)
    for view in (swiss_cheese_scene, bowtie_scene):
        scene = scene_or_none(view, incident)
        if scene is None or any(route.rest for route in scene.routes):
            continue
        boxes = {box.id: box for box in scene.boxes}
        layers = sorted(set(found.holes.values()))
        for _ in range(6):
            closed = {layer for layer in layers if rng.random() < 0.4}
            shut = {n for n, b in boxes.items() if b.role != "action" and b.band in closed}
            holes = [name for name, layer in found.holes.items() if layer in closed]
            left = any(not shut & set(route.through) for route in scene.routes)
            assert left == found.structure.survives([holes])[0]


def formula(gate):
    """Return what a node takes as nested sets, whoever stated it."""
    members = frozenset(
        box_id(one.cause) if hasattr(one, "cause") else formula(one) for one in gate.of
    )
    if len(gate.of) == 1:
        return next(iter(members))
    number = len(gate.of)
    if gate.op == "contributing":
        return ("contributed", members)
    need = gate.k if gate.op == "at_least" else 1 if gate.op == "any" else number
    return (need, members)


def drawn_formula(scene, target: str):
    """Return what a box takes as the lines and joins of a picture show it."""
    joins = {join.id: join for join in scene.joins}
    into = [link.source for link in scene.links if link.target == target and link.role != "worsens"]
    members = frozenset(drawn_formula(scene, one) if one in joins else one for one in into)
    if target not in joins:
        assert len(into) <= 1
        return next(iter(members)) if members else None
    word, number = joins[target].label.split()[0], len(into)
    if joins[target].label.endswith("contributed"):
        return ("contributed", members)
    return ({"all": number, "any": 1}.get(word) or int(word), members)


def graph_agrees(incident: Incident) -> None:
    """A graph shows every link and every join of the incident, and no other."""
    scene = view_scene(incident, "graph")
    for name in (*incident.factors, "outcome"):
        gate = incident.because(name)
        expected = formula(gate) if gate is not None else None
        assert drawn_formula(scene, box_id(name)) == expected
    worse = {(box_id(a.factor), box_id(at)) for a, at in incident.amplifiers()}
    assert {(e.source, e.target) for e in scene.links if e.role == "worsens"} == worse
    short = folded(scene)
    kept = {box.id for box in short.boxes}
    for box in short.boxes:
        if box.slot == "run":
            assert {e.target for e in short.links if e.source == box.id} <= {
                e.target for e in scene.links if e.source == box.id
            }
    for link in short.links:
        assert {link.source, link.target} <= kept | {join.id for join in short.joins}
    lost = [box for box in scene.boxes if box.id not in kept]
    runs = [note for box in short.boxes if box.slot == "run" for note in box.notes]
    assert len(runs) == len(lost) + sum(box.slot == "run" for box in short.boxes)
    assert all(any(box.label in note for note in runs) for box in lost)


def actions_of_a_brief_agree(incident: Incident) -> None:
    said = brief_scene(incident).headings[1]
    live = {n: a for n, a in incident.actions.items() if a.status != "cancelled"}
    fixes = {n: a for n, a in live.items() if a.kind != "repair"}
    if not live:
        assert said == "No action is planned."
        return
    if fixes:
        done = sum(action.status == "done" for action in fixes.values())
        assert re.match(rf"{done} of {len(fixes)} fix(es)? (is|are) done\.", said)
    waiting = {n: a for n, a in fixes.items() if a.status != "done"}
    assert ("First open:" in said) == bool(waiting)
    due = sorted((a.due, n) for n, a in waiting.items() if a.due is not None)
    if due:
        assert f"{due[0][0].isoformat()}." in said
    assert (f"{len(live) - 5} more not shown" in said) == (len(live) > 5)


def every_law(seed: int) -> None:
    rng = Random(seed)
    incident = made(rng)
    closing_agrees(incident, rng)
    scenarios_agree(incident)
    layers_agree(incident)
    counts_agree(incident)
    legends_agree(incident)
    everything_is_shown(incident)
    words_for_readers_agree(incident)
    brief_agrees(incident)
    closing_layers_agrees(incident, rng)
    for other in (incident, made(Random(seed), contributing=True)):
        graph_agrees(other)
        actions_of_a_brief_agree(other)
    contributing_agrees(made(Random(seed), contributing=True))


@given(st.integers(0, 1_000_000))
@example(7_000_009)  # a layer whose barrier lies on paths not drawn one by one has a state besides
@settings(max_examples=25, deadline=None)
def test_what_a_reader_concludes_is_what_the_engine_says(seed):
    every_law(seed)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_many_more_incidents_obey_the_laws(part):
    for seed in range(part * 150, part * 150 + 150):
        every_law(2_000_000 + seed)
