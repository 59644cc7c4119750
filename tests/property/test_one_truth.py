"""Whatever surface tells it, the same incident has the same numbers.

Text on one screen and in full, the comparison, the scenes of the pictures, the report, the JSON and
the rows of a corpus are read back and held against the answers themselves.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from random import Random

import pytest

import causal
from causal.analysis.pages import all_answers, in_full, on_one_screen
from causal.analysis.phrases import number
from causal.analysis.words_why import sufficient_layers
from causal.errors import NothingToDraw
from causal.graph.structure import open_nodes
from causal.model import Incident
from causal.render.views import view_scene
from strategies_incident import incident_data

SEEDS = range(40)
WORDS = {number(count): count for count in range(11)}
FIGURE = r"(\d+(?: to \d+)?)"
LEAST = r"(?: \(at least (\d+(?: to \d+)?) with shared causes counted once\))?"
SCENARIOS = ("verified", "done", "planned")
DEPTHS = re.compile(", ".join(rf"{name} {FIGURE}{LEAST}" for name in SCENARIOS), re.IGNORECASE)
SIDE_BY_SIDE = re.compile(", ".join(f"{FIGURE} {name}" for name in SCENARIOS))
PATHS = re.compile(r"There are ([\w,]+) failure paths in this graph")
BY_READING = re.compile(
    r"if any one of them was enough, ([\w,]+) failure path.*; if all were needed, ([\w,]+) failure"
)
BRIEFLY = re.compile(
    r"there (?:is|are) ([\w,]+) failure paths? if any one of them was enough, ([\w,]+) if all"
)

Range = tuple[int, int]


def incident_of(seed: int) -> Incident:
    options = {"contributing": seed % 3 == 2, "doubts": seed % 4 == 1}
    return Incident.model_validate(incident_data(Random(seed), max_actions=5, **options))


def count_of(word: str) -> int:
    return WORDS[word] if word in WORDS else int(word.replace(",", ""))


def range_of(figure: str) -> Range:
    low, _, high = figure.partition(" to ")
    return int(low), int(high or low)


def depths_in(text: str) -> tuple[Range, ...] | None:
    found = SIDE_BY_SIDE.search(text)
    return tuple(map(range_of, found.groups())) if found else None


def both_depths_in(text: str) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Return depth and independent depth by scenario, as one screen and the full page say them."""
    found = DEPTHS.search(text)
    assert found is not None, text
    depths = tuple(range_of(figure) for figure in found.groups()[::2])
    least = [range_of(figure) if figure else None for figure in found.groups()[1::2]]
    return depths, tuple(one or depth for one, depth in zip(least, depths, strict=True))


def paths_in(text: str) -> int:
    """Return how many failure paths a text counts, any one contributing cause being enough."""
    found = BRIEFLY.search(text) or BY_READING.search(text) or PATHS.search(text)
    return count_of(found[1]) if found else 1


def plans_of(incident: Incident) -> list[causal.analysis.actions.Assessment]:
    return [causal.assess_actions(incident, scenario) for scenario in SCENARIOS]


def depths_of(incident: Incident) -> tuple[Range, ...]:
    return tuple(plan.depth_range for plan in plans_of(incident))


@pytest.mark.parametrize("seed", SEEDS)
def test_failure_paths_and_depth_are_the_same_in_every_text_picture_and_table(seed: int):
    incident = incident_of(seed)
    answers = all_answers(incident)
    why, depths = causal.explain(incident), depths_of(incident)
    screen = on_one_screen(answers["explanation"], answers["actions"])
    full = in_full(incident, answers)
    assert paths_in(screen) == paths_in(full) == why.cut_set_count
    for text in (screen, full) if open_nodes(incident) else ():
        by_reading = BRIEFLY.search(text) or BY_READING.search(text)
        assert by_reading is not None
        assert count_of(by_reading[2]) == why.if_all_of.cut_set_count
    data = json.loads(json.dumps({key: one.to_dict() for key, one in answers.items()}, default=str))
    assert data["explanation"]["cut_set_count"] == why.cut_set_count
    assert data["layers"]["failure_path_count"] == why.cut_set_count
    stopping = [
        name for name, line in data["layers"]["layers"].items() if line["would_have_stopped"]
    ]
    assert stopping == list(why.stopping_layers)
    by_scenario = data["layers"]["depths"]
    assert tuple(by_scenario[name]["depth"] for name in SCENARIOS) == tuple(d[0] for d in depths)
    assert tuple(data["actions"]["depth_range"]) == depths[2]
    assert data["actions"]["depth"] == depths[2][0]
    for view in ("swiss-cheese", "bowtie", "brief"):
        with suppress(NothingToDraw):
            scene = view_scene(incident, view, None)
            shown = re.search(r"([\d,]+) failure paths?[ ,.]", scene.description)
            assert shown is not None
            assert count_of(shown[1]) == why.cut_set_count
            assert sufficient_layers(why) in scene.description
    if not incident.actions:
        return
    independent = tuple(plan.independent_depth_range for plan in plans_of(incident))
    assert both_depths_in(screen) == both_depths_in(full) == (depths, independent)
    assert data["actions"]["independent_depth"] == independent[2][0]
    assert tuple(by_scenario[name]["independent_depth"] for name in SCENARIOS) == tuple(
        d[0] for d in independent
    )
    scene = view_scene(incident, "actions", None)
    assert depths_in(f"{scene.caption} {scene.description}") == depths
    changed = view_scene(incident, "before-after", None)
    deep = re.search(rf"\(depth {FIGURE}\)", changed.caption)
    assert (range_of(deep[1]) if deep else (0, 0)) == depths[2]
    page = causal.report(incident, "markdown")
    assert depths_in(page) == depths
    assert depths_in(re.sub("<[^>]*>", "", causal.report(incident, "html"))) == depths


@pytest.mark.parametrize("seed", SEEDS)
def test_the_graph_view_counts_what_the_answers_and_the_tables_count(seed: int):
    incident = incident_of(seed)
    why = causal.explain(incident)
    scene = view_scene(incident, "graph", None)
    said = re.search(r"(\d+) factors?, (\d+) gaps? in (\d+) layer", scene.description)
    assert said is not None
    corpus = causal.Corpus([incident])
    rows = corpus.factors
    assert int(said[1]) == len(rows) == corpus.incidents["factors"].iloc[0]
    gaps = [name for layer in why.layers.values() for name in (*layer.gaps, *layer.amplifying)]
    assert set(rows[rows["gap"]]["id"]) >= set(gaps)
    assert int(said[2]) == rows["gap"].sum()
    assert int(said[3]) == rows["layer"].dropna().nunique()
    drawn = {box.id: box for box in scene.boxes if box.id.startswith("factor ")}
    assert len(drawn) == len(incident.factors)
    worse = {name for name in incident.factors if drawn[f"factor {name}"].role == "amplifier"}
    assert worse <= set(rows[rows["amplifier"]]["id"])
    contributed = {link.source for link in scene.links if "contributed" in link.marks}
    assert bool(contributed) == bool(open_nodes(incident))


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
    depths = re.compile(rf"Depth of defence: {FIGURE} with .*?, {FIGURE} with .*?, {FIGURE} with")
    for text in (
        str(versus),
        in_full(incident, all_answers(incident)),
        causal.report(incident, "markdown"),
    ):
        assert re.search(score, " ".join(text.split()))
        said = re.search(r"It missed (\d+) of the (\d+) gaps", text)
        assert (tuple(map(int, said.groups())) if said else 0) == (gaps if gaps[0] else 0)
        found = depths.search(text)
        assert found is not None
        assert tuple(map(range_of, found.groups())) == tuple(versus.depth_ranges.values())
    scene = view_scene(incident, "five-whys", None)
    assert f"names {named} of {total} factors" in scene.caption
    shown = re.search(r"misses (\d+) of (\d+)", scene.caption)
    assert shown is None or tuple(map(int, shown.groups())) == gaps
    assert shown or not gaps[0]
    data = versus.to_dict()
    told = ("depth_chain", "depth_on_chain", "depth_graph")
    assert [low for low, _ in data["depth_ranges"].values()] == [data[name] for name in told]
    assert tuple(data["depth_ranges"]["graph"]) == depths_of(incident)[2]
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
