from __future__ import annotations

import pytest

import causal
from causal import Incident, InvalidIncident, UnknownName


def account(**changes: object) -> Incident:
    data = {
        "causal": 1,
        "id": "x",
        "title": "t",
        "outcome": {"what": "o", "because": ["a"]},
        "factors": {"a": {"what": "A"}},
    }
    return Incident.from_data(data | changes)


def test_an_account_and_itself_are_one():
    assert causal.merge(account(), account()) == account()


def test_what_only_one_states_is_taken_and_lists_are_joined():
    one = account(
        services=["web"],
        factors={"a": {"what": "A", "evidence": ["log"]}},
        timeline=[{"at": "2025-03-14T15:00Z", "what": "Late"}],
    )
    other = account(
        severity="SEV1",
        services=["web", "db"],
        outcome={"what": "o", "because": ["a", "b"]},
        factors={"a": {"what": "A", "layer": "ci", "evidence": ["trace"]}, "b": {"what": "B"}},
        actions={"A1": {"what": "Do", "addresses": ["b"]}},
        timeline=[{"at": "2025-03-14T14:00Z", "what": "Early"}],
    )
    both = causal.merge(one, other)
    assert both.severity == "SEV1"
    assert both.services == ("web", "db")
    assert [link.cause for link, _ in both.links()] == ["a", "b"]
    assert both.factors["a"].layer == "ci"
    assert both.factors["a"].evidence == ("log", "trace")
    assert list(both.actions) == ["A1"]
    assert [entry.what for entry in both.timeline] == ["Early", "Late"]
    assert set(causal.merge(other, one).factors) == set(both.factors)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"id": "y"}, "id"),
        ({"title": "u"}, "title"),
        ({"factors": {"a": {"what": "Another"}}}, "factors.a.what"),
        ({"outcome": {"what": "o", "because": {"any": ["a"]}}}, "outcome.because"),
        (
            {"outcome": {"what": "o", "because": [{"cause": "a", "confidence": "disputed"}]}},
            "outcome.because.a",
        ),
    ],
)
def test_what_both_state_differently_is_one_fault(changes, where):
    with pytest.raises(InvalidIncident) as caught:
        causal.merge(account(), account(**changes))
    (fault,) = caught.value.faults
    assert fault.where == where


def test_every_difference_is_told_and_may_be_decided():
    one, other = account(), account(id="y", title="u")
    with pytest.raises(InvalidIncident) as caught:
        causal.merge(one, other)
    assert [fault.where for fault in caught.value.faults] == ["id", "title"]
    assert causal.merge(one, other, id="x", title="t") == one
    with pytest.raises(UnknownName):
        causal.merge(one, other, titel="t")


def test_what_together_is_no_incident_is_refused():
    up = account(
        outcome={"what": "o", "because": ["a"]},
        factors={"a": {"what": "A", "because": ["b"]}, "b": {"what": "B"}},
    )
    down = account(
        outcome={"what": "o", "because": ["b"]},
        factors={"a": {"what": "A"}, "b": {"what": "B", "because": ["a"]}},
    )
    with pytest.raises(InvalidIncident, match="cycle"):
        causal.merge(up, down)
