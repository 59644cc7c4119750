"""What the page works out while facts are open, and which of its lines lead to the outcome."""

from __future__ import annotations

import random
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest

from causal.analysis import assess_actions
from causal.errors import CausalError
from causal.model import Incident
from causal.render import draw
from causal.render.incident_logic import incident_logic
from causal.render.writers.html import as_it_was, page_data
from doubt_oracle import fact_names, random_incident, resolved, settled
from programs import run_node
from render_samples import connection_pool, uncertain
from strategies_incident import incident_data

SOURCES = files("causal.render").joinpath("interactive")

SETTLED = """
import vm from "vm";
const page = vm.runInNewContext(input.source + ";causalLogic");
output(input.cases.map(({ logic, not, on }) => {
  const left = page.settle(logic, new Set(not));
  if (!left) return null;
  const set = new Set(on);
  return { verdict: page.judge(left, set, true).verdict, depth: page.depth(left, set) };
}));
"""


def _source(*names: str) -> str:
    return "".join(SOURCES.joinpath(name).read_text(encoding="utf-8") for name in names)


@pytest.mark.needs_node
def test_what_was_not_so_is_taken_out_as_by_the_definition_of_a_resolution() -> None:
    rng = random.Random(21)
    cases: list[dict[str, Any]] = []
    expected: list[Any] = []
    while len(cases) < 250:
        asked = random_incident(rng)
        logic = incident_logic(asked)
        unconfirmed = [each.id for each in logic.unconfirmed]
        assert sorted(unconfirmed) == fact_names(asked)
        gone = rng.sample(unconfirmed, rng.randint(0, len(unconfirmed)))
        links = {each.id: each.part for each in logic.unconfirmed if not isinstance(each.part, str)}
        lost = {link for name, link in links.items() if name in gone}
        on = [s.id for s in logic.switches if s.group == "action" and rng.random() < 0.5]
        if any(link in lost for s in logic.switches if s.id in on for link in s.barriers):
            continue
        cases.append({"logic": logic.as_data(), "not": gone, "on": on})
        if resolved(asked, set(gone)) is None:
            expected.append(None)
            continue
        left = settled(asked, set(gone))
        plan = assess_actions(left, [n for n in left.actions if f"action:{n}" in on])
        expected.append((plan.closed, plan.depth))
    found = run_node(SETTLED, {"source": _source("logic.js"), "cases": cases})
    for here, wanted, case in zip(found, expected, cases, strict=True):
        if wanted is None or here is None:
            assert here is wanted is None, case
        else:
            assert ((here["verdict"] == "closed"), here["depth"]) == wanted, case
    assert None in expected


LINES = """
import vm from "vm";
const page = vm.runInNewContext(input.source + ";({ causalLogic, Picture })");
output(input.cases.map(({ data, on, not, hold, all }) => {
  const set = new Set(on);
  const settled = page.causalLogic.settle(data.logic, new Set(not));
  if (!settled) return null;
  const { verdict, values } = page.causalLogic.judge(settled, set, hold, all);
  const picture = Object.create(page.Picture.prototype);
  picture.routes = new Map(data.routes.map((route) => [route.id, route]));
  const inPlace = data.logic.switches.filter((s) => s.barriers.length && set.has(s.id));
  const standing = new Set(inPlace.map((s) => s.id));
  const states = data.routes.map((route) =>
    page.causalLogic.route(data.logic, settled, set, hold, route, all));
  const became = new Map(data.routes.map((route, at) => [route.id, states[at]]));
  picture.setEnds(values, standing, became);
  const last = data.routes.map((route) => picture.pieceState(route.id, route.order.at(-1)[0]));
  return { verdict, states, last };
}));
"""


@pytest.mark.needs_node
def test_paths_too_many_to_list_end_where_what_they_share_is_closed() -> None:
    layers = {"c": "testing", "d": "capacity"}
    many = {f"{kind}{n}": layer for kind, layer in layers.items() for n in range(12)}
    factors = {"g": {"what": "No review", "layer": "review"}}
    factors |= {name: {"what": name, "layer": layer} for name, layer in many.items()}
    either = [{"any": [name for name in many if name[0] == kind]} for kind in layers]
    outcome = {"what": "It failed", "because": ["g", *either]}
    data = {"causal": 1, "id": "INC-1", "title": "It failed", "outcome": outcome}
    actions = {"A1": {"what": "Review", "addresses": ["g"], "hardens": "review"}}
    actions["A2"] = {"what": "Test", "addresses": ["c0"], "hardens": "testing"}
    drawing = draw(Incident.from_data({**data, "factors": factors, "actions": actions}), "bowtie")
    shown = page_data(drawing.scene, as_it_was(drawing.plan), drawing.logic)
    assert not all(route["paths"] for route in shown["routes"])
    switches = [s["id"] for s in shown["logic"]["switches"] if s["counts"]]
    cases: list[dict[str, Any]] = [
        {"data": shown, "on": list(on), "not": [], "hold": False, "all": False}
        for size in (0, 1, 2)
        for on in combinations(switches, size)
    ]
    found = run_node(LINES, {"source": _source("logic.js", "picture.js"), "cases": cases})
    order = ["closed", "barrier", "open"]
    for here, case in zip(found, cases, strict=True):
        removed = {
            name
            for switch in case["data"]["logic"]["switches"]
            if switch["id"] in case["on"]
            for name in switch["removes"]
        }
        assert here["last"] == here["states"]
        for state, route in zip(here["states"], case["data"]["routes"], strict=True):
            assert order.index(state) <= order.index(here["verdict"])
            assert state == "closed" or not removed.intersection(route["shared"])
    assert {here["verdict"] for here in found} >= {"open", "closed"}


@pytest.mark.needs_node
@pytest.mark.parametrize("view", ["swiss-cheese", "bowtie"])
def test_a_line_leads_to_the_outcome_exactly_where_its_path_is_open(view: str) -> None:
    rng = random.Random(31)
    cases: list[dict[str, Any]] = []
    while len(cases) < 200:
        data = incident_data(rng, contributing=True, doubts=rng.random() < 0.4)
        asked = Incident.from_data(data)
        try:
            drawing = draw(asked, view)
        except CausalError:
            continue
        shown = page_data(drawing.scene, as_it_was(drawing.plan), drawing.logic)
        if not all(route["paths"] for route in shown["routes"]):
            continue
        switches = [s["id"] for s in shown["logic"]["switches"] if s["counts"]]
        unconfirmed = [each["id"] for each in shown["logic"]["unconfirmed"]]
        on = rng.sample(switches, rng.randint(0, len(switches)))
        gone = rng.sample(unconfirmed, rng.randint(0, min(len(unconfirmed), 2)))
        hold, every = rng.random() < 0.6, rng.random() < 0.5
        cases.append({"data": shown, "on": on, "not": gone, "hold": hold, "all": every})
    found = run_node(LINES, {"source": _source("logic.js", "picture.js"), "cases": cases})
    order = ["closed", "barrier", "open"]
    seen = set()
    for here, case in zip(found, cases, strict=True):
        if here is None:
            continue
        assert here["last"] == here["states"], case
        most = max(here["states"], key=order.index)
        assert order.index(most) <= order.index(here["verdict"]), (here, case)
        assert case["not"] or most == here["verdict"], (here, case)
        seen.add((here["verdict"], len(set(here["states"]))))
    assert {verdict for verdict, _ in seen} == set(order)
    assert ("open", 2) in seen


def test_the_plan_of_the_page_closes_nothing_by_itself() -> None:
    plan = as_it_was(draw(uncertain(), "swiss-cheese").plan)
    kinds = {strand.kind for piece in plan.slices for strand in (*piece.behind, *piece.front)}
    assert "spent" not in kinds | {trail.kind for trail in plan.trails}


def test_the_page_stays_small() -> None:
    page = draw(connection_pool(), "swiss-cheese").html
    assert len(page.encode()) < 120_000


ALONG = """
import vm from "vm";
const page = vm.runInNewContext(input.source + ";causalLogic");
const logic = page.settle(input.logic);
output(page.judge(logic, new Set(), true).ways.map((way) =>
  [...page.along(logic, new Set(), true, way)].sort()));
"""


@pytest.mark.needs_node
def test_a_path_that_is_lit_up_has_none_but_its_own_triggers() -> None:
    asked = Incident.from_data(
        {
            "causal": 1,
            "id": "INC-1",
            "title": "It failed",
            "outcome": {"what": "It failed", "because": {"any": ["x", "y"]}},
            "factors": {
                "x": {"what": "X", "because": ["t1", "a"]},
                "y": {"what": "Y", "because": ["t2", "b"]},
                **{name: {"what": name, "kind": "trigger"} for name in ("t1", "t2")},
                **{name: {"what": name, "layer": "review"} for name in ("a", "b")},
            },
        }
    )
    logic = incident_logic(asked).as_data()
    found = run_node(ALONG, {"source": _source("logic.js"), "logic": logic})
    assert found == [
        ["factor a", "factor t1", "factor x", "outcome"],
        ["factor b", "factor t2", "factor y", "outcome"],
    ]
