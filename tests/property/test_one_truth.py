"""Whatever surface tells it, the same incident has the same numbers.

Text on one screen and in full, the comparison, the scenes of the pictures, the report, the JSON and
the rows of a corpus are read back and held against the answers themselves.
"""

from __future__ import annotations

import json
import re
from random import Random

import pytest

import causal
from causal.analysis.pages import all_answers, in_full, on_one_screen
from causal.analysis.phrases import number
from causal.model import Incident
from causal.render.views import view_scene
from strategies_incident import incident_data

SEEDS = range(40)
WORDS = {number(count): count for count in range(11)}
DEPTHS = re.compile(r"[Vv]erified (\d+)[^,]*, done (\d+)[^,]*, planned (\d+)")
SIDE_BY_SIDE = re.compile(r"(\d+) verified, (\d+) done, (\d+) planned")
PATHS = re.compile(r"There are ([\w,]+) failure paths in this graph")


def incident_of(seed: int) -> Incident:
    return Incident.model_validate(incident_data(Random(seed), max_actions=5))


def depths_in(text: str, pattern: re.Pattern[str] = DEPTHS) -> tuple[int, ...] | None:
    found = pattern.search(text)
    return tuple(map(int, found.groups())) if found else None


def paths_in(text: str) -> int:
    found = PATHS.search(text)
    if found is None:
        return 1
    return WORDS[found[1]] if found[1] in WORDS else int(found[1].replace(",", ""))


def depths_of(incident: Incident) -> tuple[int, ...]:
    scenarios = ("verified", "done", "planned")
    return tuple(causal.assess_actions(incident, scenario).depth for scenario in scenarios)


@pytest.mark.parametrize("seed", SEEDS)
def test_failure_paths_and_depth_are_the_same_in_every_text_picture_and_table(seed: int):
    incident = incident_of(seed)
    answers = all_answers(incident)
    why, depths = causal.explain(incident), depths_of(incident)
    screen, full = (
        on_one_screen(answers["explanation"], answers["actions"]),
        in_full(incident, answers),
    )
    assert paths_in(screen) == paths_in(full) == why.cut_set_count
    data = json.loads(json.dumps({key: one.to_dict() for key, one in answers.items()}, default=str))
    assert data["explanation"]["cut_set_count"] == why.cut_set_count
    assert data["layers"]["failure_path_count"] == why.cut_set_count
    stopping = [
        name for name, line in data["layers"]["layers"].items() if line["would_have_stopped"]
    ]
    assert stopping == list(why.stopping_layers)
    by_scenario = data["layers"]["depths"]
    assert tuple(by_scenario[name]["depth"] for name in ("verified", "done", "planned")) == depths
    assert data["actions"]["depth"] == depths[2]
    if not incident.actions:
        return
    assert depths_in(screen) == depths_in(full) == depths
    scene = view_scene(incident, "actions", None)
    assert depths_in(f"{scene.caption} {scene.description}", SIDE_BY_SIDE) == depths
    changed = view_scene(incident, "before-after", None)
    deep = re.search(r"\(depth (\d+)\)", changed.caption)
    assert (int(deep[1]) if deep else 0) == depths[2]
    page = causal.report(incident, "markdown")
    assert depths_in(page, SIDE_BY_SIDE) == depths


@pytest.mark.parametrize("seed", SEEDS)
def test_a_five_whys_has_one_score(seed: int):
    incident = incident_of(seed)
    if incident.five_whys is None or not incident.five_whys.chain:
        return
    versus = causal.compare_five_whys(incident)
    named, missed, total = (
        len(x) for x in (versus.on_chain, versus.missed, versus.structure.factors)
    )
    assert named + missed == total
    score = rf"named {named} of the {total} factors that led to the outcome and missed"
    gaps = (len(versus.gaps.missed), len(versus.gaps.missed) + len(versus.gaps.on_chain))
    for text in (
        str(versus),
        in_full(incident, all_answers(incident)),
        causal.report(incident, "markdown"),
    ):
        assert re.search(score, " ".join(text.split()))
        said = re.search(r"It missed (\d+) of the (\d+) gaps", text)
        assert (tuple(map(int, said.groups())) if said else 0) == (gaps if gaps[0] else 0)
    scene = view_scene(incident, "five-whys", None)
    assert f"names {named} of {total} factors" in scene.caption
    shown = re.search(r"misses (\d+) of (\d+)", scene.caption)
    assert shown is None or tuple(map(int, shown.groups())) == gaps
    assert shown or not gaps[0]
    depths = re.search(r"Depth of defence: (\d+) with .*?, (\d+) with .*?, (\d+) with", str(versus))
    data = versus.to_dict()
    assert depths is not None
    told = ("depth_chain", "depth_on_chain", "depth_graph")
    assert tuple(map(int, depths.groups())) == tuple(data[name] for name in told)
    assert data["depth_graph"] == depths_of(incident)[2]
    assert (len(data["on_chain"]), len(data["missed"])) == (named, missed)


def test_the_rows_of_a_corpus_say_what_the_answers_say():
    incidents = {f"INC-{seed}": incident_of(seed).replace(id=f"INC-{seed}") for seed in SEEDS}
    corpus = causal.Corpus(incidents.values())
    factors, layers = corpus.factors, corpus.layers
    for name, incident in incidents.items():
        why, tests = causal.explain(incident), causal.assess_layers(incident)
        rows = factors[factors["incident"] == name]
        assert set(rows[rows["but_for"]]["id"]) == set(why.but_for)
        own = layers[layers["incident"] == name]
        assert set(own[own["would_have_stopped"]]["layer"]) == set(why.stopping_layers)
        assert {n for n, line in tests.by_layer.items() if line.gaps} <= set(own["layer"])
