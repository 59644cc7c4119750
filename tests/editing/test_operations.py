"""Each edit does what it says, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from causal.editing.draft import Draft, shaped
from causal.editing.fault_words import fault_words
from causal.editing.operations import apply
from causal.editing.session import Session
from causal.editing.start import draft_of_reading
from causal.errors import CausalError, InvalidIncident, UnknownName
from causal.io.documents.markdown import read_markdown
from causal.io.parsed_document import parse_yaml

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml"
EMPTY = {"causal": 1, "id": "INC-1", "title": "It failed", "outcome": "It failed"}


def draft(**parts: Any) -> Draft:
    return Draft(shaped({**EMPTY, "outcome": {"what": "It failed"}, **parts}))


def three(because: Any) -> Draft:
    names = {name: {"what": name.upper()} for name in ("a", "b", "c")}
    return draft(outcome={"what": "It failed", "because": because}, factors=names)


def after(start: Draft, *operations: dict[str, Any]) -> dict[str, Any]:
    for operation in operations:
        start, _ = apply(start, operation)
    return start.data


def test_a_factor_is_added_as_a_cause_and_gets_an_id():
    made, done = apply(draft(), {"op": "add_factor", "what": " A  deploy ", "leads_to": "outcome"})
    assert made.data["factors"] == {"deploy": {"what": "A deploy"}}
    assert made.data["outcome"]["because"] == ["deploy"]
    assert done["id"] == "deploy"


def test_an_edit_leaves_the_draft_before_it_alone():
    start = draft()
    apply(start, {"op": "add_factor", "what": "A deploy", "leads_to": "outcome"})
    assert start == draft()


@pytest.mark.parametrize(
    ("because", "expected"),
    [
        (["a"], ["a", "c"]),
        ({"any": ["a", "b"]}, {"any": ["a", "b", "c"]}),
        ({"at_least": 2, "of": ["a", "b"]}, {"at_least": 2, "of": ["a", "b", "c"]}),
        ({"contributing": ["a", "b"]}, {"contributing": ["a", "b", "c"]}),
        ("a", ["a", "c"]),
    ],
)
def test_a_link_joins_as_the_others_do(because, expected):
    data = after(three(because), {"op": "link", "cause": "c", "effect": "outcome"})
    assert data["outcome"]["because"] == expected


@pytest.mark.parametrize(
    ("join", "expected"),
    [
        ({"join": "any"}, {"any": ["a", "b", "c"]}),
        ({"join": "all"}, ["a", "b", "c"]),
        ({"join": "at_least"}, {"at_least": 2, "of": ["a", "b", "c"]}),
        ({"join": "at_least", "k": 3}, {"at_least": 3, "of": ["a", "b", "c"]}),
        ({"join": "contributing"}, {"contributing": ["a", "b", "c"]}),
        ({"join": "any", "members": ["a", "b"]}, [{"any": ["a", "b"]}, "c"]),
    ],
)
def test_links_join_in_every_way(join, expected):
    start = three({"at_least": 1, "of": ["a", "b", "c"]} if join["join"] != "all" else ["a", "b"])
    start = three(["a", "b", "c"]) if "members" in join or join["join"] != "all" else start
    if join["join"] == "all":
        start = three({"any": ["a", "b", "c"]})
    data = after(start, {"op": "set_join", "effect": "outcome", **join})
    assert data["outcome"]["because"] == expected


def test_the_last_cause_taken_out_leaves_no_formula():
    data = after(three(["a"]), {"op": "unlink", "cause": "a", "effect": "outcome"})
    assert "because" not in data["outcome"]


def test_what_only_made_it_worse_is_no_cause_any_more():
    data = after(
        three(["a", "b", "c"]),
        {"op": "worsened_by", "factor": "c", "effect": "outcome", "of": "detect", "minutes": 12},
    )
    assert data["outcome"]["because"] == ["a", "b"]
    assert data["outcome"]["worsened_by"] == [{"factor": "c", "of": "detect", "minutes": 12}]
    back = after(Draft(data), {"op": "link", "cause": "c", "effect": "outcome"})
    assert "worsened_by" not in back["outcome"]


def test_a_link_is_suspected_and_confirmed_again():
    doubt = {"op": "set_link", "cause": "a", "effect": "outcome", "confidence": "suspected"}
    data = after(three(["a", "b"]), doubt)
    assert data["outcome"]["because"] == [{"cause": "a", "confidence": "suspected"}, "b"]
    assert after(Draft(data), {**doubt, "confidence": "confirmed"})["outcome"]["because"] == [
        "a",
        "b",
    ]


def test_a_renamed_factor_is_renamed_wherever_it_is_named():
    start = draft(
        outcome={"what": "It failed", "because": {"at_least": 2, "of": ["a", {"any": ["b", "c"]}]}},
        factors={"a": {"what": "A", "confidence": "suspected"}, "b": {"what": "B"}, "c": "C"}
        | {"c": {"what": "C", "worsened_by": ["a"]}},
        actions={"A1": {"what": "Mend it", "addresses": "a"}},
        timeline=[{"when": "early", "what": "seen", "factor": "a"}],
        five_whys={"chain": ["a", {"answer": "so", "factor": "a"}]},
    )
    data = after(start, {"op": "rename", "id": "a", "to": "first"})
    assert data["outcome"]["because"]["of"][0] == "first"
    assert list(data["factors"]) == ["first", "b", "c"]
    assert data["factors"]["c"]["worsened_by"] == ["first"]
    assert data["actions"]["A1"]["addresses"] == ["first"]
    assert data["timeline"][0]["factor"] == "first"
    assert data["five_whys"]["chain"] == ["first", {"answer": "so", "factor": "first"}]


def test_a_deleted_factor_leaves_its_place_to_its_causes():
    start = draft(
        outcome={"what": "It failed", "because": {"any": ["mid", "c"]}},
        factors={
            "mid": {"what": "M", "because": ["a", "b"]},
            **{name: {"what": name.upper()} for name in ("a", "b", "c")},
        },
    )
    data = after(start, {"op": "delete", "id": "mid"})
    assert data["outcome"]["because"] == {"any": [{"all": ["a", "b"]}, "c"]}
    assert Draft(data).is_valid


def test_an_action_hardens_the_layer_of_the_gap_it_addresses():
    start = draft(
        outcome={"what": "It failed", "because": ["gap"]},
        factors={"gap": {"what": "No canary", "layer": "rollout"}},
    )
    data = after(start, {"op": "add_action", "what": "Add one", "addresses": "gap"})
    assert data["actions"] == {
        "A1": {"what": "Add one", "addresses": ["gap"], "hardens": "rollout"}
    }


def test_fields_are_stated_and_no_longer_stated():
    start = three(["a", "b", "c"])
    data = after(
        start,
        {"op": "set", "id": "a", "field": "layer", "value": "review"},
        {"op": "set", "id": "incident", "field": "times.started", "value": "2025-03-14T14:02Z"},
    )
    assert data["factors"]["a"] == {"what": "A", "layer": "review"}
    assert data["times"] == {"started": "2025-03-14T14:02Z"}
    back = after(
        Draft(data),
        {"op": "set", "id": "a", "field": "layer"},
        {"op": "set", "id": "incident", "field": "times.started", "value": ""},
    )
    assert back == start.data


def test_a_moment_keeps_the_words_where_they_are_no_time():
    data = after(
        draft(),
        {"op": "add_moment", "what": "seen", "when": "early morning"},
        {"op": "add_moment", "what": "deployed", "when": "2025-03-14 14:02 UTC", "position": 0},
        {"op": "set", "id": "incident", "field": "times.started", "value": "2025-03-14 14:02 GMT"},
    )
    assert data["times"] == {"started": "2025-03-14T14:02Z"}
    assert data["timeline"] == [
        {"at": "2025-03-14T14:02Z", "what": "deployed"},
        {"when": "early morning", "what": "seen"},
    ]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("14:02", "Started: '14:02' is not a day with a time"),
        ("2025-03-14 14:02", "Started: the time"),
    ],
)
def test_a_time_that_is_none_is_said_with_the_name_of_its_field(said, problem):
    edit = {"op": "set", "id": "incident", "field": "times.started", "value": said}
    made, _ = apply(draft(), edit)
    (fault,) = made.faults
    assert fault_words(fault, made)["problem"].startswith(problem)


def test_a_proposal_is_confirmed_or_rejected():
    told = [
        {"cause": "the disk was full", "effect": "outcome", "state": "open", "hedged": True},
        {"cause": "a", "effect": "b", "state": "open"},
    ]
    start = Draft(draft().data, tuple(told))
    one, _ = apply(start, {"op": "settle", "number": 0, "confirm": True})
    two, _ = apply(one, {"op": "settle", "number": 1, "confirm": False})
    assert one.data["outcome"]["because"] == [{"cause": "disk-full", "confidence": "suspected"}]
    assert one.data["factors"]["disk-full"] == {"what": "The disk was full"}
    assert [proposal["state"] for proposal in two.proposals] == ["confirmed", "rejected"]
    assert two.data == one.data


def test_what_an_action_acts_on_and_a_layer_are_confirmed_or_rejected():
    """Of prose: the reader proposes a layer, and which factor the action is about."""
    text = (
        "# Down\n\n## Causes\n\n- The export token had ended\n- No alert on uploads\n\n"
        "## Action items\n\n- Warn a month before an export token ends\n"
    )
    start = draft_of_reading(read_markdown(text))
    kinds = [proposal["kind"] for proposal in start.proposals]
    number = kinds.index("layer")
    assert sorted(kinds) == ["addresses", "layer"]
    (action,) = start.data["actions"]
    held, _ = apply(start, {"op": "settle", "number": 1 - number, "confirm": True})
    assert held.data["actions"][action]["addresses"] == ["export_token_ended"]
    assert held.is_valid
    factor = start.proposals[number]["cause"]
    assert "layer" not in start.data["factors"][factor]
    gone, _ = apply(held, {"op": "settle", "number": number, "confirm": False})
    assert gone.data == held.data
    kept, _ = apply(held, {"op": "settle", "number": number, "confirm": True})
    assert kept.data["factors"][factor]["layer"] == "detection"
    other = {"op": "settle", "number": 1 - number, "confirm": True, "effect": "nothing"}
    with pytest.raises(CausalError, match="no factor 'nothing'"):
        apply(start, other)


def test_a_value_that_was_guessed_is_offered_and_taken_out_where_the_incident_can_be_without_it():
    text = "Down\n\n## Timeline\n\n- 2025-07-01 10:00 outage starts\n- 11:00 It was up\n"
    start = draft_of_reading(read_markdown(text, "down.md"))
    known = {p["cause"]: n for n, p in enumerate(start.proposals) if p["kind"] == "value"}
    assert set(known) == {"title", "timezone", "times.started"}
    for name, number in known.items():
        gone, _ = apply(start, {"op": "settle", "number": number, "confirm": False})
        assert gone.is_valid
        assert (gone.data == start.data) == (name != "times.started")
        kept, _ = apply(start, {"op": "settle", "number": number, "confirm": True})
        assert kept.data == start.data


@pytest.mark.parametrize(
    ("operation", "problem"),
    [
        ({"op": "lnik", "cause": "a", "effect": "b"}, "did you mean 'link'"),
        ({"op": "link", "cause": "a"}, "takes 'effect'"),
        ({"op": "link", "cause": "a", "effect": "x"}, "no factor 'x'"),
        ({"op": "link", "cause": "a", "effect": "outcome"}, "already"),
        ({"op": "link", "cause": "outcome", "effect": "a"}, "from the cause to its effect"),
        ({"op": "add_factor", "what": "  "}, "nothing was typed"),
        ({"op": "add_factor", "what": "X", "id": "a"}, "taken"),
        ({"op": "set", "id": "a", "field": "layr"}, "did you mean 'layer'"),
        ({"op": "set", "id": "a", "field": "because", "value": []}, "link"),
        ({"op": "rename", "id": "a", "to": "b"}, "taken"),
        ({"op": "add_action", "what": "X", "addresses": "outcome"}, "choose one of its causes"),
        ({"op": "set_join", "effect": "a", "join": "any"}, "no two causes"),
        ({"op": "delete", "id": ["a"]}, "cannot be done"),
        ({"op": "delete_moment", "position": 4}, "none at 4"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(operation, problem):
    with pytest.raises(CausalError, match=problem):
        apply(three(["a", "b", "c"]), operation)


def test_unknown_names_carry_what_is_known():
    with pytest.raises(UnknownName) as caught:
        apply(three(["a", "b", "c"]), {"op": "link", "cause": "x", "effect": "a"})
    assert caught.value.known == ("a", "b", "c")


def test_faults_stand_at_the_box_they_belong_to():
    made, _ = apply(three(["a", "b"]), {"op": "link", "cause": "a", "effect": "b"})
    made, _ = apply(made, {"op": "link", "cause": "b", "effect": "a"})
    made, _ = apply(made, {"op": "set", "id": "a", "field": "layer", "value": "reviw"})
    assert {fault.rule for fault in made.faults_by_box["a"]} == {"cycle", "unknown-layer"}
    assert made.faults_by_box["c"][0].problem == "'c' leads nowhere"
    with pytest.raises(InvalidIncident):
        _ = made.incident


def test_a_draft_with_faults_is_drawn_all_the_same():
    session = Session(three(["a", "b"]))
    session.do({"op": "link", "cause": "a", "effect": "b"})
    session.do({"op": "link", "cause": "b", "effect": "a"})
    state = session.state()
    assert not state["valid"]
    assert {box["id"] for box in state["picture"]["boxes"]} == {"a", "b", "c", "outcome"}
    assert session.answers()["answers"] == {}


def test_the_shape_of_a_file_is_kept_where_no_edit_touches_it():
    data = parse_yaml(EXAMPLE.read_text(encoding="utf-8")).data
    assert shaped(data) == data


def test_a_file_that_has_no_shape_to_edit_is_refused_with_its_faults():
    with pytest.raises(InvalidIncident, match="factors"):
        shaped({**EMPTY, "factors": ["a"]})


def test_a_fault_is_told_in_the_words_of_the_boxes():
    start = three(["a"])
    start, _ = apply(start, {"op": "set", "id": "b", "field": "what", "value": "Nobody looked"})
    told = Session(start).state()["faults"]["b"][0]
    assert told["problem"] == "“Nobody looked” leads nowhere"
    assert told["hint"].startswith("Drag it to what it led to")


def test_every_rule_of_the_graph_has_a_remedy_for_the_page():
    from causal.editing.fault_words import MEND
    from causal.model import plausibility, rules

    left_to_the_door = {"reserved-id", "undetermined-time", "dates", "amount"}
    by_problem = {"action", "unknown-layer"}
    assert {*rules.RULES, *plausibility.RULES} == {*MEND, *left_to_the_door, *by_problem}


@pytest.mark.parametrize(
    ("join", "inner"),
    [
        ({"join": "all"}, {"all": ["b", "c"]}),
        ({"join": "contributing"}, {"contributing": ["b", "c"]}),
        ({"join": "at_least", "k": 1}, {"at_least": 1, "of": ["b", "c"]}),
    ],
)
def test_a_formula_inside_is_changed_by_itself(join, inner):
    edit = {"op": "set_join", "effect": "outcome", "members": ["b", "c"], **join}
    data = after(three(["a", {"any": ["b", "c"]}]), edit)
    assert data["outcome"]["because"] == ["a", inner]


def test_a_formula_two_deep_is_changed_by_itself():
    start = three({"any": ["d", {"all": ["a", {"any": ["b", "c"]}]}]})
    edit = {"op": "set_join", "effect": "outcome", "members": ["c", "b"], "join": "contributing"}
    inner = {"all": ["a", {"contributing": ["b", "c"]}]}
    assert after(start, edit)["outcome"]["because"] == {"any": ["d", inner]}
