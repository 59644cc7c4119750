"""What five whys and changes show of two things side by side is what the engine says of them."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.analysis import compare_five_whys, diff
from causal.errors import CausalError, NothingToDraw
from causal.model import OUTCOME, Gate, Incident
from causal.render.scene import effects_of
from causal.render.views.changes import changes_scene
from causal.render.views.common import box_id
from causal.render.views.five_whys import five_whys_scene
from strategies_incident import LAYERS, incident_data


def five_whys_agree(incident: Incident) -> None:
    """What the ladder asks, what it names and misses, and which links it follows."""
    try:
        scene = five_whys_scene(incident)
    except NothingToDraw:
        assert incident.five_whys is None
        return
    found = compare_five_whys(incident)
    needed = len(found.on_chain) + len(found.missed)
    said = re.match(r"The chain names (\d+) of (\d+) factors?\.", scene.caption)
    assert (int(said[1]), int(said[2])) == (len(found.on_chain), needed)
    gaps = re.search(r"It misses (\d+) of (\d+) gaps?(?:: (.*))?\.$", scene.caption)
    every = len(found.gaps.on_chain) + len(found.gaps.missed)
    assert bool(gaps) == bool(every)
    if gaps:
        assert (int(gaps[1]), int(gaps[2])) == (len(found.gaps.missed), every)
        holed = {incident.factors[name].layer for name in found.gaps.missed}
        titles = [incident.layer_title(n) for n in incident.layer_names if n in holed]
        assert gaps[3] == (", ".join(titles) or None)
    boxes = {box.id: box for box in scene.boxes}
    marked = {
        mark: {n for n, b in boxes.items() if mark in b.marks} for mark in ("on_chain", "missed")
    }
    named = {*found.on_chain, *found.named_besides}
    assert marked == {
        "on_chain": set(map(box_id, named)),
        "missed": set(map(box_id, found.missed)),
    }
    noted = {band.id for band in scene.bands if "missed" in band.note}
    assert noted == set(found.layers.missed)
    steps = {(box_id(s.cause), box_id(s.effect)) for s in found.steps if s.is_link == "link"}
    targets = {join.id: join.target for join in scene.joins}
    lit = set()
    for link in scene.links:
        target = link.target
        while target in targets:
            target = targets[target]
        if "on_chain" in link.marks:
            lit.add((link.source, target))
    assert lit == steps
    ladder_agrees(incident, scene)
    drawn = {mark for part in (*scene.boxes, *scene.links) for mark in part.marks}
    explained = {entry.sample for entry in scene.legend}
    assert explained & {"on_chain", "missed"} == drawn & {"on_chain", "missed"}


def ladder_agrees(incident: Incident, scene) -> None:
    """Every answer is a rung, under what it answers, and its factor has its number."""
    rungs = {link.target: link.source for link in scene.panel_links}
    panel = {box.id: box for box in scene.panel}
    answers = list(incident.five_whys.answers())
    asked = [box for box in scene.panel if box.caption.startswith("WHY")]
    labels = [why.answer or incident.what(why.factor) for why in answers]
    assert Counter(box.label for box in asked) == Counter(labels)
    assert len({box.caption for box in asked}) == len(asked)
    known = sum(why.factor is None for why in answers)
    assert sum("no factor of the graph" in box.notes for box in asked) == known
    for box in asked:
        depth = int(re.match(r"WHY (\d+)", box.caption)[1])
        above = panel[rungs[box.id]]
        assert above.caption == "WHAT HAPPENED" if depth == 1 else True
        if depth > 1:
            assert int(re.match(r"WHY (\d+)", above.caption)[1]) == depth - 1
    numbers = {box.caption: box.label for box in asked}
    for name in incident.factors:
        (box,) = (b for b in scene.boxes if b.id == box_id(name))
        number = re.search(r"WHY \d+[A-Z]*", box.caption)
        said = [why.answer or incident.what(name) for why in answers if why.factor == name]
        assert bool(number) == bool(said)
        if number:
            upper = {caption.upper(): label for caption, label in numbers.items()}
            assert upper[number[0]] in said


def edited(data: dict, rng: Random) -> dict:
    """Return the data with a few edits such as people make between two versions."""
    out = dict(data) | {"factors": {n: dict(f) for n, f in data["factors"].items()}}
    out["outcome"] = dict(data["outcome"])
    out["actions"] = {n: dict(a) for n, a in data.get("actions", {}).items()}
    nodes = [out["outcome"], *out["factors"].values()]
    for _ in range(rng.randint(1, 3)):
        node, kind = rng.choice(nodes), rng.randrange(8)
        gate = node.get("because")
        if kind == 0:
            node["what"] = "Said otherwise"
        elif kind == 1 and node is not out["outcome"] and node.get("kind") != "trigger":
            node["layer"] = rng.choice(LAYERS)
        elif kind == 2 and gate is not None:
            fresh = f"new{len(out['factors'])}"
            out["factors"][fresh] = {"what": f"Found {fresh}"}
            node["because"] = {rng.choice(("all", "any")): [gate, fresh]}
        elif kind == 3 and isinstance(gate, list) and len(gate) > 1:
            node["because"] = {rng.choice(("any", "contributing")): gate}
        elif kind == 4 and isinstance(gate, list):
            node["because"] = gate[::-1]
        elif kind == 5 and out["actions"]:
            rng.choice(list(out["actions"].values()))["status"] = rng.choice(("open", "cancelled"))
        elif kind == 6 and isinstance(gate, dict) and "at_least" not in gate:
            (members,) = gate.values()
            node["because"] = {rng.choice(("all", "any")): members[: max(1, len(members) - 1)]}
        elif kind == 7 and out["actions"]:
            out["actions"].pop(rng.choice(list(out["actions"])))
    kept: set[str] = set()
    waiting = [out["outcome"]]
    while waiting:
        found = str([waiting[-1].get("because"), waiting.pop().get("worsened_by")])
        for name in out["factors"]:
            if name not in kept and re.search(rf"'{name}'", found):
                kept.add(name)
                waiting.append(out["factors"][name])
    out["factors"] = {n: f for n, f in out["factors"].items() if n in kept}
    return out


def versions(rng: Random, *, contributing: bool) -> tuple[Incident, Incident] | None:
    """Return two versions of an incident, if the edits left a sound one."""
    data = incident_data(rng, doubts=True, max_basic=6, contributing=contributing)
    try:
        return Incident.from_data(data), Incident.from_data(edited(data, rng))
    except CausalError:
        return None


def shape(gate: Gate | None):
    """Return what a formula takes, the order of its members and how it is written left aside."""
    if gate is None:
        return None
    members = [one.cause if hasattr(one, "cause") else shape(one) for one in gate.of]
    if len(members) == 1:
        return members[0]
    need = "contributed" if gate.op == "contributing" else gate.threshold
    return (need, frozenset(Counter(members).items()))


def changes_agree(before: Incident, after: Incident) -> None:
    """Everything marked differs, everything that differs is marked, and the verdicts as well."""
    found = diff(before, after)
    try:
        scene = changes_scene(found)
    except NothingToDraw:
        assert not found
        return
    boxes = {box.id: box for box in scene.boxes}
    old, new = set(before.factors), set(after.factors)
    marked = {
        mark: {n for n, b in boxes.items() if mark in b.marks}
        for mark in ("new", "lost", "changed")
    }
    assert marked["new"] == set(map(box_id, new - old))
    assert marked["lost"] == set(map(box_id, old - new))
    own = {"because", "worsened_by"}
    differ = {n for n in (*(old & new), OUTCOME) if facts(before, n, own) != facts(after, n, own)}
    assert marked["changed"] == set(map(box_id, differ))
    links_agree(before, after, scene)
    joins_agree(before, after, scene)
    captions_agree(found, scene)


def facts(incident: Incident, name: str, left_out: set[str]) -> dict:
    node = incident.outcome if name == OUTCOME else incident.factors[name]
    return node.model_dump(mode="json", exclude=left_out)


def ends(incident: Incident) -> dict[tuple[str, str, str], object]:
    links = {
        (box_id(k.cause), box_id(effect), "cause"): (k.confidence, k.evidence)
        for k, effect in incident.links()
    }
    return links | {
        (box_id(a.factor), box_id(effect), "worsens"): (a.of, a.minutes)
        for a, effect in incident.amplifiers()
    }


def links_agree(before: Incident, after: Incident, scene) -> None:
    """A link is new, gone or changed where the files say so, or it moved to another join."""
    targets = effects_of(scene.joins)
    drawn = {}
    for link in scene.links:
        if link.role != "join":
            mark = next((m for m in link.marks if m in ("new", "lost", "changed")), "")
            ends_here = (link.source, targets.get(link.target, link.target), link.role)
            drawn.setdefault(ends_here, []).append("moved" if HERE.search(link.label) else mark)
    old, new = ends(before), ends(after)
    for key, marks in drawn.items():
        if key not in new or key not in old:
            assert set(marks) == {"new" if key in new else "lost"}
        elif set(marks) - {"moved"}:
            assert ("changed" in marks) == (old[key] != new[key])
    assert drawn.keys() == {*old, *new}


HERE = re.compile(r"\b(was|now) here$")


def combined(scene, name: str, gone: str, side: int):
    """What the picture says of the causes of a box in the version without these marks."""
    joins = [j for j in scene.joins if j.target == name and gone not in j.marks]
    if joins and name in {box.id for box in scene.boxes}:
        return combined(scene, joins[0].id, gone, side)
    said = next((j.label for j in scene.joins if j.id == name), "one cause")
    need = re.sub(r", (new|gone)$", "", said.split(" → ")[side if " → " in said else 0])
    members = [
        combined(scene, link.source, gone, side) if link.role == "join" else link.source
        for link in scene.links
        if link.target == name
        and link.role != "worsens"
        and gone not in link.marks
        and not link.label.endswith("was here" if side else "now here")
    ]
    if not members or need == "one cause":
        assert len(members) < 2
        return members[0] if members else None
    number, _, rest = need.partition(" of ")
    assert (rest or number.partition(" ")[0]) == str(len(members)), said
    least = {"any": 1, "all": len(members)}.get(number) or number
    least = "contributed" if need.endswith("contributed") else int(least)
    return (least, frozenset(Counter(members).items()))


def boxed(found):
    """A formula with the boxes of its factors."""
    if not isinstance(found, tuple):
        return found and box_id(found)
    return (found[0], frozenset((boxed(one), many) for one, many in found[1]))


def joins_agree(before: Incident, after: Incident, scene) -> None:
    """Each version can be read off the picture: without what is gone, and without what is new."""
    for version, gone, side in ((before, "new", 0), (after, "lost", 1)):
        for name in (*version.factors, OUTCOME):
            assert combined(scene, box_id(name), gone, side) == boxed(shape(version.because(name)))
    for name in {*before.factors} & {*after.factors}:
        if shape(before.because(name)) == shape(after.because(name)):
            here = [j for j in scene.joins if effects_of(scene.joins)[j.id] == box_id(name)]
            assert not any({"new", "lost", "changed"} & set(join.marks) for join in here)


def captions_agree(found, scene) -> None:
    """The counts are those of what is marked, the panel names what differs."""
    panel = {box.label: box for box in scene.panel if box.caption == "VERDICT"}
    assert set(panel) == {change.name for change in found.verdicts}
    for change in found.verdicts:
        ((_, was, now),) = change.details
        notes = panel[change.name].notes
        if isinstance(was, list) and isinstance(now, list):
            more = sum(int(note.split()[1]) for note in notes if note.startswith("and "))
            shown = sum(note.startswith(("no longer:", "now:")) for note in notes)
            assert shown + more == len(set(was) ^ set(now))
            assert shown == 8 if more else shown <= 8
        else:
            words = ["not stated" if value is None else str(value) for value in (was, now)]
            assert notes == (f"was {words[0]}, now {words[1]}",)
    said = Counter()
    for number, noun, kind in re.findall(
        r"(\d+) (factor|link|join|action|verdict)s? (new|gone|changed)", scene.caption
    ):
        said[noun, kind] += int(number)
    marks = {"new": "new", "lost": "gone", "changed": "changed"}
    counted = Counter()
    for noun, parts in (("factor", scene.boxes), ("link", scene.links), ("join", scene.joins)):
        for part in parts:
            left_out = getattr(part, "id", "") == "outcome" or getattr(part, "role", "") == "join"
            if not left_out and not HERE.search(part.label):
                counted.update((noun, marks[m]) for m in part.marks if m in marks)
    counted.update(
        ("action", {"added": "new", "removed": "gone"}.get(c.kind, "changed"))
        for c in found.actions
    )
    if found.verdicts:
        counted["verdict", "changed"] = len(found.verdicts)
    assert said == counted
    shown = (*scene.boxes, *scene.panel, *scene.links, *scene.joins)
    drawn = {m for part in shown for m in part.marks}
    assert {e.sample for e in scene.legend} & set(marks) == drawn & set(marks)


def every_law(seed: int) -> None:
    for contributing in (False, True):
        rng = Random(seed)
        five_whys_agree(Incident.from_data(incident_data(rng, contributing=contributing)))
        both = versions(rng, contributing=contributing)
        if both is not None:
            changes_agree(*both)


@given(st.integers(0, 1_000_000))
@settings(max_examples=25, deadline=None)
def test_five_whys_and_changes_say_what_the_engine_says(seed):
    every_law(seed)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_many_more_comparisons_say_what_the_engine_says(part):
    for seed in range(part * 500, part * 500 + 500):
        every_law(2_000_000 + seed)
