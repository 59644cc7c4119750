"""What both sides changed differently is named, for every kind of edit; all else is merged."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from causal.editing.draft import Draft, shaped
from causal.editing.merge import replayed
from causal.editing.operations import apply

START: dict[str, Any] = {
    "causal": 1,
    "id": "INC-1",
    "title": "It failed",
    "outcome": {"what": "It failed", "because": ["a", "b"], "worsened_by": [{"factor": "c"}]},
    "factors": {name: {"what": name.upper()} for name in ("a", "b", "c", "d")},
    "actions": {"A1": {"what": "Mend a", "addresses": ["a"]}},
    "timeline": [{"when": "early", "what": "First"}, {"when": "late", "what": "Last"}],
    "five_whys": {"chain": ["a", "b"]},
    "layers": {"review": {"state": "held"}},
}
LINK = {"op": "set_link", "cause": "a", "effect": "outcome"}
BOTH = {
    "join of outcome": [{"op": "set_join", "effect": "outcome", "join": j} for j in ("any", "all")],
    "link from a of outcome": [{**LINK, "confidence": v} for v in ("suspected", "disputed")],
    "worsened by c of outcome": [
        {"op": "worsened_by", "factor": "c", "effect": "outcome", "of": "detect", "minutes": n}
        for n in (5, 9)
    ],
    "what of a": [
        {"op": "delete", "id": "a"},
        {"op": "set", "id": "a", "field": "what", "value": "Z"},
    ],
    "state of review": [
        {"op": "set_layer", "layer": "review", "field": "state", "value": v}
        for v in ("absent", "bypassed")
    ],
    "five_whys.chain of incident": [{"op": "five_whys", "chain": c} for c in (["a"], ["b"])],
    "title of incident": [
        {"op": "set", "id": "incident", "field": "title", "value": v} for v in ("X", "Y")
    ],
}  # fmt: skip


def merged(ours: dict[str, Any], theirs: Draft, start: Draft) -> tuple[Draft, list[str]]:
    steps, conflicts = replayed(start, [[ours]], theirs)
    return (steps[-1][1] if steps else theirs), conflicts


@pytest.mark.parametrize("name", BOTH)
def test_a_field_that_both_sides_changed_is_named(name):
    ours, theirs = BOTH[name]
    start = Draft(shaped(copy.deepcopy(START)))
    if name.startswith("join"):
        start = apply(start, {"op": "set_join", "effect": "outcome", "join": "contributing"})[0]
    _, conflicts = merged(ours, apply(start, theirs)[0], start)
    assert any(line.startswith(f"{name}: the file says ") for line in conflicts), conflicts
    assert merged(ours, start, start)[1] == []  # nobody else changed anything
    assert merged(ours, apply(start, ours)[0], start)[1] == []  # both did the same


def test_what_goes_together_is_no_conflict():
    start = Draft(shaped(copy.deepcopy(START)))
    theirs, _ = apply(start, {"op": "add_factor", "what": "E", "leads_to": "outcome", "id": "e"})
    for ours in (
        {"op": "link", "cause": "d", "effect": "outcome"},
        {"op": "address", "action": "A1", "factor": "b"},
        {"op": "add_action", "what": "Mend b", "addresses": "b"},
        {"op": "add_moment", "what": "Then", "when": "later"},
    ):
        draft, conflicts = merged(ours, theirs, start)
        assert conflicts == []
        assert "e" in draft.data["outcome"]["because"]


def test_a_moment_is_found_again_where_it_moved_to():
    start = Draft(shaped(copy.deepcopy(START)))
    ours = {"op": "set_moment", "position": 1, "field": "what", "value": "The end"}
    moved = copy.deepcopy(START)
    moved["timeline"].insert(0, {"when": "before", "what": "A change"})
    draft, conflicts = merged(ours, Draft(shaped(moved)), start)
    assert conflicts == []
    assert [each["what"] for each in draft.data["timeline"]] == ["A change", "First", "The end"]
    moved["timeline"][2]["what"] = "Something else"
    draft, conflicts = merged(ours, Draft(shaped(moved)), start)
    assert conflicts[0].startswith("Not done: set moment") and len(conflicts) == 1
    assert draft.data["timeline"][2]["what"] == "Something else"
