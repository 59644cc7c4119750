from __future__ import annotations

import copy
import pickle

import pytest

import causal
from causal import CausalError, Incident, InvalidFormula, InvalidIncident, UnknownName
from causal.model import Factor

TEXT = """causal: 1
id: INC-1
title: Slow
outcome: {what: Slow, because: [dry]}
factors:
  deploy: {what: A deploy, kind: trigger}
  limit: {what: No limit, layer: capacity}
  dry: {what: The pool ran dry, because: [deploy, limit]}
actions:
  A1: {what: Set a limit, addresses: [limit], status: done}
  A2:
    what: A gate
    effect: adds_barrier
    on: {cause: deploy, effect: dry}
    hardens: rollout
five_whys: {chain: [dry, limit]}
timeline:
  - {at: 2025-03-14T14:02Z, what: It began, factor: limit}
"""


@pytest.fixture
def incident() -> Incident:
    return causal.loads(TEXT)


def test_a_part_changed_without_a_check_is_found_when_it_enters(incident):
    wrong = incident.actions["A1"].model_copy(update={"status": "finished"})
    with pytest.raises(InvalidIncident, match=r"actions\.A1\.status: 'finished' is not allowed"):
        incident.replace(actions={"A1": wrong})
    mistyped = incident.factors["limit"].model_copy(update={"layr": "ci"})
    with pytest.raises(InvalidIncident, match=r"factors\.limit\.layr.*did you mean 'layer'"):
        incident.replace(factors={**incident.factors, "limit": mistyped})
    with pytest.raises(CausalError, match="what"):
        incident.with_factor("x", **dict(Factor.model_construct(layer="ci")))


WAYS = {
    "model_validate": Incident.model_validate,
    "init": lambda data: Incident(**data),
    "from_data": Incident.from_data,
    "construct": lambda data: Incident.model_construct(**data),
    "json": lambda data: Incident.model_validate_json(causal.io.native.json.dumps(data)),
    "replace": lambda data: causal.loads(TEXT).replace(**data),
    "model_copy": lambda data: causal.loads(TEXT).model_copy(update=data),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"factors": {"a": {"what": "A", "layr": "ci"}}}, "factors.a.layr"),
        ({"outcome": {"what": "o", "because": ["b"]}}, "outcome.because"),
        ({"factors": {"a": {"what": "A"}, "b": {"what": "B"}}}, "factors.b"),
        ({"times": {"started": "2025-03-14T14:02"}}, "times.started"),
        ({"times": {"started": "2025-03-14T14:02Z", "resolved": "2025-03-13T14:02Z"}}, "times"),
    ],
)
def test_every_way_in_tells_the_same_faults(way, changes, where):
    data = {
        "causal": 1,
        "id": "x",
        "title": "t",
        "outcome": {"what": "o", "because": ["a"]},
        "factors": {"a": {"what": "A"}},
        "actions": {},
        "five_whys": None,
        "timeline": [],
    }
    with pytest.raises(InvalidIncident) as caught:
        WAYS[way](data | changes)
    faults = caught.value.faults
    assert faults
    assert any(fault.where.startswith(where) for fault in faults)
    with pytest.raises(InvalidIncident) as told:
        causal.loads(causal.io.native.json.dumps(data | changes), format="json")
    assert [(f.where, f.problem, f.hint) for f in told.value.faults] == [
        (f.where, f.problem, f.hint) for f in faults
    ]


def test_a_factor_is_put_in_where_it_leads(incident):
    more = incident.with_factor("alert", what="No alert", layer="detection", leads_to="dry")
    assert [link.cause for link in more.because("dry").links()] == ["deploy", "limit", "alert"]
    worse = incident.with_factor("page", what="A wrong page", worsens=["outcome"])
    assert [a.factor for a in worse.worsened_by("outcome")] == ["page"]
    with pytest.raises(InvalidIncident, match="'alert' leads nowhere"):
        incident.with_factor("alert", what="No alert")
    with pytest.raises(UnknownName, match="did you mean 'dry'"):
        incident.with_factor("alert", what="No alert", leads_to="dray")
    with pytest.raises(InvalidIncident, match="'alert' stands twice"):
        more.with_factor("alert", what="No alert", layer="detection", leads_to="dry")


def test_fields_of_a_factor_or_action_are_changed(incident):
    changed = incident.with_factor("limit", layer="resilience", key="no-limit")
    assert changed.factors["limit"] == Factor(what="No limit", layer="resilience", key="no-limit")
    assert changed.with_factor("limit", key=None).factors["limit"].key is None
    assert incident.with_action("A1", status="open").actions["A1"].status == "open"
    assert incident.with_action("A3", what="Alert", addresses="limit").actions["A3"].addresses == (
        "limit",
    )
    with pytest.raises(CausalError, match="says just this; nothing was changed"):
        incident.with_factor("limit", layer="capacity")
    with pytest.raises(CausalError, match="says just this"):
        incident.with_action("A1", status="done")


def test_a_link_is_added_to_what_was_said(incident):
    more = incident.with_factor("x", what="X", leads_to="outcome")
    assert [link.cause for link in more.because("outcome").links()] == ["dry", "x"]
    doubted = incident.with_link("limit", "outcome", confidence="suspected")
    assert doubted.because("outcome").of[1].confidence == "suspected"
    any_of = incident.with_factor("dry", because={"any": ["deploy", "limit"]})
    assert any_of.with_factor("x", what="X", leads_to="dry").because("dry").to_file() == [
        {"any": ["deploy", "limit"]},
        "x",
    ]
    open_how = incident.with_factor("dry", because={"contributing": ["deploy", "limit"]})
    with_x = open_how.with_factor("x", what="X", leads_to="dry")
    assert with_x.because("dry").to_file() == {"contributing": ["deploy", "limit", "x"]}
    with pytest.raises(InvalidIncident, match="cycle"):
        incident.with_link("dry", "limit")
    with pytest.raises(InvalidIncident, match="stands twice"):
        incident.with_link("deploy", "dry")


def test_taking_out_leaves_no_mention(incident):
    less = incident.without("limit")
    assert list(less.factors) == ["deploy", "dry"]
    assert less.actions["A1"].addresses == ()
    assert less.timeline[0].factor is None
    assert [why.answer for why in less.five_whys.chain] == [None, "No limit"]
    assert "A1" not in incident.without("A1").actions
    with pytest.raises(CausalError, match=r"take it out too: without\('deploy', 'A2'\)"):
        incident.without("deploy")
    assert list(incident.without("deploy", "A2").factors) == ["limit", "dry"]
    with pytest.raises(UnknownName, match="did you mean 'limit'"):
        incident.without("limt")
    with pytest.raises(InvalidIncident, match="'limit' leads nowhere"):
        incident.without("dry", "A2")


def test_taking_out_of_at_least_asks_how_many(incident):
    three = incident.with_factor("spare", what="No spare", leads_to="dry")
    of = {"at_least": 3, "of": ["deploy", "limit", "spare"]}
    with pytest.raises(CausalError, match="say first how many"):
        three.with_factor("dry", because=of).without("spare")
    two = three.with_factor("dry", because={**of, "at_least": 2}).without("spare")
    assert two.because("dry").to_file() == {"at_least": 2, "of": ["deploy", "limit"]}


def test_places_are_kept_of_what_did_not_change(incident):
    changed = incident.with_factor("limit", layer="resilience")
    assert changed.place("factors", "deploy").line == 6
    assert changed.place("factors", "limit").line == 5  # its own line says something else now
    assert incident.replace(title="Slower").place("title") is None
    with pytest.raises(InvalidIncident) as caught:
        incident.replace(title="")
    assert caught.value.faults[0].where == "title"


def test_editing_step_by_step(incident):
    draft = incident.edit()
    assert draft.build() == incident
    draft["dry"].because(draft.gap("No alert", layer="detection", id="alert"))
    draft.change("A1", status="open", owner="orders-db")
    draft.change("limit", key="no-limit")
    draft.set(severity="SEV2")
    draft.remove("A2")
    changed = draft.build()
    assert list(changed.factors) == ["deploy", "limit", "dry", "alert"]
    assert (changed.actions["A1"].owner, changed.severity) == ("orders-db", "SEV2")
    assert "A2" not in changed.actions
    assert changed.place("factors", "deploy").line == 6
    assert incident.severity is None
    with pytest.raises(CausalError, match="status"):
        draft.change("A1", status="finished")
    with pytest.raises(UnknownName, match="did you mean 'limit'"):
        draft.change("limt", key="x")
    with pytest.raises(UnknownName, match="no factor in this incident"):
        draft["nothing"]
    assert draft._ipython_key_completions_() == ["outcome", *changed.factors]


def test_running_a_cell_twice_is_said(incident):
    story = causal.new("INC-1", "Slow")
    deploy = story.trigger("A deploy")
    with pytest.raises(CausalError, match=r"there already, as 'deploy'.*run before"):
        story.trigger("A deploy")
    with pytest.raises(CausalError, match=r"'x' is taken.*run before"):
        story.condition("X", id="x"), story.condition("X", id="x")
    assert story.trigger("A deploy", id="second").id == "second"
    story.action("Stop", addresses=deploy)
    with pytest.raises(CausalError, match="action that says 'Stop' is there already"):
        story.action("Stop", addresses=deploy)
    story.outcome.worsened_by("second")
    with pytest.raises(InvalidFormula, match="already"):
        story.outcome.worsened_by("second")


def test_a_copy_is_the_same(incident):
    assert copy.copy(incident) == incident
    assert incident.model_copy() == incident
    assert pickle.loads(pickle.dumps(incident)).place("title") == incident.place("title")


def test_completion_offers_what_is_ours_and_a_lost_change_is_refused():
    story = causal.new("INC-1", "Checkout failed")
    story.outcome.because(story.trigger("A deploy", id="a"))
    incident = story.build()
    names = [name for name in dir(incident) if not name.startswith("_")]
    assert {"title", "factors", "with_factor", "without", "edit", "links"} <= set(names)
    assert not {"construct", "parse_raw", "model_fields", "json"} & set(names)
    with pytest.raises(AttributeError):
        incident.edit()["a"].what = "Other words"


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (lambda i: i.with_factor("pol", layer="capacity"), "no factor 'pol'.*'pool'.*leads_to="),
        (lambda i: i.with_action("A11", status="done"), "no action 'A11'.*; a new one takes what="),
    ],
)
def test_a_slip_in_an_id_is_no_new_part(slip, told):
    draft = causal.new("INC-1", "It failed")
    pool = draft.gap("A small pool", layer="capacity", id="pool")
    draft.outcome.because(pool)
    draft.action("Size it", addresses=pool, id="A1")
    with pytest.raises(CausalError, match=told):
        slip(draft.build())
