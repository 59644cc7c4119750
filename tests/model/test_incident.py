from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import causal
from causal import Incident, InvalidIncident, UnknownName
from causal.model import Gate, Link
from causal.model.rules import find_cycle

SOONER, LATER = "2025-03-14T14:01Z", "2025-03-14T14:02Z"
HOLED = {"a": {"what": "A", "layer": "ci"}}


def sample(**changes: object) -> Incident:
    data = {
        "causal": 1,
        "id": "x",
        "title": "t",
        "outcome": {"what": "o", "because": ["a"]},
        "factors": {"a": {"what": "A"}},
    }
    return Incident.from_data(data | changes)


def test_it_is_immutable_all_the_way_down():
    incident = sample(actions={"A1": {"what": "w", "addresses": ["a"]}})
    with pytest.raises(TypeError, match="immutable"):
        incident.title = "other"
    with pytest.raises(TypeError, match="immutable"):
        incident.factors["b"] = incident.factors["a"]
    with pytest.raises(TypeError, match="immutable"):
        incident.factors.update({})
    with pytest.raises(TypeError, match="immutable"):
        incident.factors["a"].what = "B"
    assert {incident: 1}[sample(actions={"A1": {"what": "w", "addresses": ["a"]}})] == 1


def test_replace_checks_again():
    incident = sample()
    assert incident.replace(title="other").title == "other"
    with pytest.raises(UnknownName, match="did you mean 'title'"):
        incident.replace(titel="other")
    with pytest.raises(InvalidIncident, match="severity"):
        incident.replace(severity=["SEV1"])
    with pytest.raises(InvalidIncident, match="no factor 'a'"):
        incident.replace(factors={"b": {"what": "B"}})


def test_an_outcome_may_be_a_text_beside_its_causes():
    text = "causal: 1\nid: x\ntitle: t\noutcome: o\nbecause: [a]\nfactors: {a: {what: A}}\n"
    assert causal.loads(text) == sample()


def test_the_forms_of_a_formula_mean_the_same():
    assert Gate.model_validate(["a", "b"]) == Gate.all_of("a", "b")
    assert Gate.model_validate({"all": ["a", "b"]}) == Gate.all_of("a", "b")
    assert Gate.model_validate("a") == Gate.all_of("a")
    assert Gate.model_validate({"any": ["a", ["b", "c"]]}) == Gate.any_of(
        "a", Gate.all_of("b", "c")
    )
    two = Gate.at_least(2, "a", "b", "c")
    assert Gate.model_validate({"at_least": 2, "of": ["a", "b", "c"]}) == two
    assert Gate.model_validate(two.to_file()) == two
    some = Gate.contributing("a", Gate.any_of("b", "c"))
    assert Gate.model_validate({"contributing": ["a", {"any": ["b", "c"]}]}) == some
    assert Gate.model_validate(some.to_file()) == some
    assert [g.threshold for g in (two, some, Gate.any_of("a", "b"))] == [2, 2, 1]
    assert list(two.links()) == [Link(cause=name) for name in "abc"]


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ([], "all of nothing"),
        ({"any": []}, "any of nothing"),
        ({"at_least": 1, "of": []}, "at least k of nothing"),
        ({"at_least": 0, "of": ["a"]}, "from 1 to 1 here, not 0"),
        ({"at_least": 2, "of": ["a"]}, "from 1 to 1 here, not 2"),
        (["a", "a"], "'a' stands twice"),
        (["a", {"cause": "a", "confidence": "disputed"}], "'a' stands twice"),
        ([["a", "b"], ["a", "b"]], "the same formula stands twice"),
        ({"contributing": ["a"]}, "of 2 or more"),
        ({"contributing": []}, "contributing of nothing"),
        ({"any": ["a"], "all": ["b"]}, "does not belong"),
        ({"none": ["a"]}, "found the keys"),
        (5.5, "5.5"),
        (None, None),
    ],
)
def test_a_formula_that_cannot_be(formula, problem):
    outcome = {"what": "o", "because": formula}
    if problem is None:
        assert sample(outcome=outcome, factors={}).outcome.because is None
        return
    with pytest.raises(InvalidIncident, match=problem):
        sample(outcome=outcome)


def test_one_link_has_one_confidence_among_the_causes_of_an_effect():
    doubted = {"cause": "a", "confidence": "disputed"}
    outcome = {"what": "o", "because": [doubted, {"any": ["a", "b"]}]}
    factors = {"a": {"what": "A"}, "b": {"what": "B"}}
    with pytest.raises(InvalidIncident) as raised:
        sample(outcome=outcome, factors=factors)
    assert [(fault.where, fault.rule) for fault in raised.value.faults] == [
        ("outcome.because", "two-confidences")
    ]
    assert "'a' is disputed here, and confirmed in the same causes" in str(raised.value)
    outcome["because"][1]["any"][0] = doubted
    assert sample(outcome=outcome, factors=factors).outcome.because.of[0] == Link(**doubted)


def test_kinds_are_as_stated_or_follow_from_the_causes():
    factors = {
        "a": {"what": "A", "because": ["b", "c"]},
        "b": {"what": "B"},
        "c": {"what": "C", "kind": "trigger"},
    }
    incident = sample(factors=factors)
    assert [incident.kind(f) for f in "abc"] == ["event", "condition", "trigger"]


def test_layers_of_ones_own_come_after_the_default_or_replace_them():
    own = sample(layers={"legal": {"description": "contracts"}})
    assert own.layer_names[0] == "ownership"
    assert own.layer_names[-1] == "legal"
    ordered = sample(layers={"legal": {}}, layer_order=["first", "second"])
    assert ordered.layer_names == ("first", "second", "legal")
    with pytest.raises(InvalidIncident, match="stands twice"):
        sample(layer_order=["first", "first"])


def test_a_zone_stated_once_is_given_to_every_naive_time():
    entry = {"at": "2025-07-01T10:00", "what": "It began"}
    incident = sample(
        timezone="Europe/London", times={"started": "2025-01-01T10:00"}, timeline=[entry]
    )
    assert incident.times.started == datetime(2025, 1, 1, 10, tzinfo=UTC)
    assert incident.timeline[0].at == datetime(2025, 7, 1, 9, tzinfo=UTC)
    assert incident.timeline[0].at.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "zone", "said", "readings"),
    [
        (
            "2025-10-26T01:30",
            "Europe/London",
            "twice",
            ["2025-10-26T01:30:00+01:00", "2025-10-26T01:30:00+00:00"],
        ),
        (
            "2025-03-30T01:30",
            "Europe/London",
            "never",
            ["2025-03-30T01:30:00+00:00", "2025-03-30T01:30:00+01:00"],
        ),
        (
            "2025-04-06T01:45",
            "Australia/Lord_Howe",
            "twice",
            ["2025-04-06T01:45:00+11:00", "2025-04-06T01:45:00+10:30"],
        ),
    ],
)
def test_a_time_that_the_calendar_does_not_determine_is_a_fault(moment, zone, said, readings):
    with pytest.raises(InvalidIncident) as caught:
        sample(timezone=zone, times={"started": moment})
    (fault,) = caught.value.faults
    assert (fault.where, fault.rule) == ("times.started", "undetermined-time")
    assert said in fault.problem
    for reading in readings:
        assert reading in fault.hint
        incident = sample(timezone=zone, times={"started": reading})
        assert causal.loads(causal.dumps(incident)) == incident
    with pytest.raises(InvalidIncident, match=r"timeline\.0\.at"):
        sample(timezone=zone, timeline=[{"at": moment, "what": "Later"}])


@pytest.mark.parametrize("fold", [0, 1])
def test_a_moment_from_python_keeps_its_reading(fold):
    moment = datetime(2025, 10, 26, 1, 30, fold=fold, tzinfo=ZoneInfo("Europe/London"))
    incident = sample(times={"started": moment})
    assert incident.times.started.utcoffset() == moment.utcoffset()
    assert causal.loads(causal.dumps(incident)) == incident


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Factory", "right/UTC", "Nowhere"])
def test_a_zone_that_depends_on_the_machine_is_refused(zone):
    with pytest.raises(InvalidIncident, match="timezone"):
        sample(timezone=zone)


@pytest.mark.parametrize("day", ["2025-03-14", date(2025, 3, 14)])
def test_a_day_is_not_completed_to_a_moment(day):
    with pytest.raises(InvalidIncident, match="a day without a time"):
        sample(times={"started": day})


@pytest.mark.parametrize("number", [86400, "86400", 1e9, "-5", True])
def test_a_bare_number_is_no_date_and_no_time(number):
    with pytest.raises(InvalidIncident, match="a date is written like"):
        sample(actions={"A1": {"what": "w", "due": number}})
    with pytest.raises(InvalidIncident, match="a date is written like"):
        sample(review={"held": number})
    with pytest.raises(InvalidIncident, match="a time is written like"):
        sample(times={"started": number})


@pytest.mark.parametrize("amount", [float("inf"), float("nan")])
def test_an_amount_is_finite(amount):
    with pytest.raises(InvalidIncident, match="finite"):
        sample(impact={"users": amount})


def test_a_trigger_is_no_hole_in_a_layer():
    with pytest.raises(InvalidIncident, match=r"factors\.a\.layer: .*trigger.*\(split it"):
        sample(factors={"a": {"what": "A", "kind": "trigger", "layer": "ci"}})


def test_what_a_document_says_without_a_place_is_kept():
    entry = {"when": "14:??", "what": "It began"}
    incident = sample(
        notes={"Background": "Long ago"}, timeline=[entry], impact={"what": "Down", "users": 4}
    )
    assert incident.timeline[0].at is None
    assert incident.impact_figures == {"users": 4}
    assert causal.loads(causal.dumps(incident)) == incident


def test_times_measure_in_minutes():
    incident = sample(times={"started": LATER, "detected": "2025-03-14T15:32+01:00"})
    assert incident.times.to_detect == 30
    assert incident.times.to_resolve is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"factors": {"a": {"what": "A"}, "b": {"what": "B"}}}, "factors.b"),
        ({"times": {"started": "2025-03-14T14:02"}}, "times.started"),
        ({"times": {"started": LATER, "resolved": SOONER}}, "times.resolved"),
        ({"times": {"detected": LATER, "declared": SOONER}}, "times.declared"),
        ({"impact": {"share": "101%"}}, "impact.share"),
        ({"impact": {"share": "between 5% and -3 %"}}, "impact.share"),
        ({"impact": {"users": -1}}, "impact.users"),
        ({"impact": {"what": 12}}, "impact.what"),
        ({"timeline": [{"what": "Later"}]}, "timeline.0"),
        ({"actions": {"A": {"what": "w", "completed": "2025-03-14"}}}, "actions.A.completed"),
        ({"factors": HOLED, "layers": {"ci": {"state": "held"}}}, "layers.ci.state"),
        ({"layers": {"ci": {"state": "absent", "stopped": "x"}}}, "layers.ci.stopped"),
    ],
)
def test_what_is_implausible_is_found(changes, where):
    with pytest.raises(InvalidIncident) as caught:
        sample(**changes)
    assert [fault.where for fault in caught.value.faults] == [where]


def test_an_incident_may_be_declared_when_it_is_over():
    times = {"mitigated": "2025-03-14T14:02Z", "declared": "2025-03-14T15:00Z"}
    assert sample(times=times).times.declared


def test_factors_upstream_of_what_made_it_worse_lead_somewhere():
    factors = {
        "a": {"what": "A", "worsened_by": ["b"]},
        "b": {"what": "B", "because": ["c"]},
        "c": {"what": "C"},
        "d": {"what": "D", "because": ["a"]},
    }
    with pytest.raises(InvalidIncident) as caught:
        sample(factors=factors)
    assert [fault.where for fault in caught.value.faults] == ["factors.d"]


@pytest.mark.parametrize(
    ("arrows", "cycle"),
    [
        ({}, None),
        ({"a": ["b"], "b": ["c"], "c": []}, None),
        ({"a": ["a"]}, ["a"]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ["b", "c"]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["a"]}, ["a", "b", "d"]),
    ],
)
def test_a_cycle_is_walked(arrows, cycle):
    assert find_cycle(arrows) == cycle


def test_a_long_line_of_causes_is_no_trouble():
    count = 3000
    factors = {f"f{i}": {"what": "w", "because": [f"f{i + 1}"]} for i in range(count)}
    factors[f"f{count}"] = {"what": "w"}
    incident = sample(outcome={"what": "o", "because": ["f0"]}, factors=factors)
    assert causal.explain(incident).cut_sets == ({f"f{count}"},)
    assert causal.assess_actions(incident).depth == 0
    chain = {"chain": ["f0"]}
    assert causal.compare_five_whys(incident.replace(five_whys=chain)).chains == 1
    factors[f"f{count}"]["because"] = ["f0"]
    with pytest.raises(InvalidIncident, match="causes form a cycle"):
        sample(outcome={"what": "o", "because": ["f0"]}, factors=factors)
