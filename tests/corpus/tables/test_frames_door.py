"""Tables are a door like any other: the rules of files hold, and every fault is one clear error."""

from __future__ import annotations

import datetime as dt
import json

import numpy
import pandas
import pytest

import causal
from causal.corpus import Corpus
from causal.errors import CausalError, InvalidIncident
from causal.model import Gate

INCIDENTS = pandas.DataFrame({"id": ["A", "B", "C"]})
FACTORS = pandas.DataFrame(
    {
        "incident": ["A", "B", "C"],
        "id": ["x", "x", "y"],
        "key": ["pool", "pool", "dns"],
        "layer": ["capacity", "capacity", "resilience"],
    }
)
LINKS = pandas.DataFrame({"incident": ["A", "B", "C"], "cause": ["x", "x", "y"]}).assign(
    effect="outcome"
)


def corpus(incidents=INCIDENTS, factors=FACTORS, links=LINKS, **more):
    return Corpus.from_frames(incidents=incidents, factors=factors, links=links, **more)


def faults(**frames):
    with pytest.raises(InvalidIncident) as error:
        corpus(**frames)
    return error.value.faults


def times(*values, name="started"):
    return INCIDENTS.assign(**{name: pandas.Series(values, dtype=object)})


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ([1735725600, 1738404000, 1740823200], "dtype"),
        (["1735725600", None, None], "no-zone"),
        ([1735725600.5, None, None], "dtype"),
        ([True, None, None], "dtype"),
        (["2025-07-01T10:00", "2025-07-02T10:00Z", None], "no-zone"),
        ([dt.datetime(2025, 1, 1), None, None], "no-zone"),
        ([dt.date(2025, 1, 1), None, None], "no-zone"),
        ([numpy.datetime64("2025-01-01T10:00"), None, None], "no-zone"),
        (["2025-01-01", None, None], "no-zone"),
        (["yesterday", None, None], "no-zone"),
        (["2025-13-01T10:00Z", None, None], "dtype"),
    ],
)
def test_times_follow_the_rules_of_files(values, rule):
    (fault,) = faults(incidents=times(*values))
    assert (fault.where, fault.rule) == ("incidents.started", rule)
    assert "row" in fault.problem and "np." not in fault.problem


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_whole_columns_of_times(unit):
    naive = pandas.Series(["2025-01-01T10:00", None, "2025-02-01T10:00"]).astype(
        f"datetime64[{unit}]"
    )
    (fault,) = faults(incidents=INCIDENTS.assign(started=naive))
    assert fault.rule == "no-zone"
    placed = corpus(INCIDENTS.assign(started=naive.dt.tz_localize("Europe/London")))
    assert placed.incidents["started"][0] == pandas.Timestamp("2025-01-01T10:00Z")
    assert placed.incidents["started"].isna().tolist() == [False, True, False]


def test_times_of_several_precisions_and_offsets_stand_in_one_column():
    moment = dt.datetime(2025, 2, 1, 10, 0, 0, 5, tzinfo=dt.UTC)
    found = corpus(times("2025-01-01T10:00+01:00", moment.isoformat(), moment)).incidents["began"]
    assert [f"{m:%d %H:%M}" for m in found] == ["01 09:00", "01 10:00", "01 10:00"]


def test_empty_text_states_nothing_anywhere():
    found = corpus(
        INCIDENTS.assign(severity=["", " ", "SEV1"], services=["", ["", "web"], None]),
        FACTORS.assign(key=["", "  ", None], layer=["", "capacity", ""]),
        actions=pandas.DataFrame(
            {"incident": ["A"], "id": ["1"], "owner": [""], "status": [""], "due": [" "]}
        ),
    )
    assert found.recurring_factors(1).empty
    assert found.layer_profile()["layer"].tolist() == ["capacity"]
    assert found.incidents["severity"].isna().tolist() == [True, True, False]
    assert found.incidents["services"].tolist() == [(), ("web",), ()]
    (action,) = found.actions.to_dict("records")
    assert pandas.isna(action["owner"]) and pandas.isna(action["due"])
    assert (action["status"], action["status_stated"]) == ("open", False)


def test_missing_values_inside_lists_are_dropped():
    cells = [["a", None], ("a", pandas.NA), [numpy.nan, float("nan"), pandas.NaT]]
    found = corpus(INCIDENTS.assign(services=cells))
    assert found.incidents["services"].tolist() == [("a",), ("a",), ()]
    assert found.layer_profile(by="service")["group"].dropna().unique().tolist() == ["a"]


def test_what_lasted_less_than_nothing_is_in_no_sum_and_named_in_every_answer():
    found = corpus(
        INCIDENTS.assign(
            started=[f"2025-0{n}-01T10:00Z" for n in (1, 2, 3)],
            resolved=["2024-12-31T10:00Z", "2025-02-01T11:00Z", "2025-03-01T11:00Z"],
        )
    )
    factors, durations = found.recurring_factors(), found.durations()
    assert factors[["minutes_lost", "minutes_known"]].values.tolist() == [[60.0, 1]]
    for answer in (factors, durations, found.recurring_links(1), found.recurred_while_open()):
        assert any("row 0: 'A'" in warning for warning in answer.attrs["warnings"])
    assert any("row 0" in w for w in found.best_fixes(1, objective="minutes").warnings)
    assert found.incidents["minutes_to_resolve"].isna().tolist() == [True, False, False]
    given = corpus(INCIDENTS.assign(minutes_lost=[-5, 7, numpy.nan]))
    assert given.incidents["minutes_lost"].sum() == 7
    assert any("'A'" in w for w in given.durations().attrs["warnings"])


def test_a_doubled_column_is_one_fault():
    (fault,) = faults(incidents=pandas.concat([INCIDENTS, INCIDENTS[["id"]]], axis=1))
    assert (fault.where, fault.rule) == ("incidents.id", "duplicate-column")


def test_keys_that_look_the_same_are_named():
    found = corpus(factors=FACTORS.assign(key=["pool-size", "Pool size", "dns"]))
    for answer in (found.recurring_factors(1), found.co_occurrence()):
        (warning,) = [w for w in answer.attrs["warnings"] if "look the same" in w]
        assert "'Pool size' and 'pool-size'" in warning and "dns" not in warning


def test_ids_that_are_numbers_meet_whatever_their_type():
    incidents = pandas.DataFrame({"id": [101, 102]})
    for ids in ([101.0, 102.0], ["101", "102"], [numpy.int64(101), "102"]):
        factors = pandas.DataFrame({"incident": pandas.Series(ids), "id": ["x", "x"]})
        assert len(Corpus.from_frames(incidents=incidents, factors=factors).factors) == 2


@pytest.mark.parametrize(
    "value", [b"x", {"a": 1}, ["x"], True, dt.date(2025, 1, 1), "a\x00b", "a\nb", "\ud800"]
)
def test_what_is_no_id_is_refused(value):
    ids = pandas.Series([value, "x", "y"], dtype=object)
    (fault, *_) = faults(factors=FACTORS.assign(id=ids))
    assert fault.where == "factors.id"


SHAPES = [
    1, 1.5, True, "x", "not json", "{", "[]", "[1]", "{}", "null", '"x"', "1", "true",
    '{"all": []}', '{"any": "x"}', '{"any": ["x", "x"]}', '{"at_least": 3, "of": ["x"]}',
    '{"at_least": 0, "of": ["x"]}', '{"of": ["x"]}', '{"all": ["x"], "any": ["x"]}',
    '{"cause": "x"}', '["nobody"]', '["outcome"]', '[["x"], ["nobody"]]', "[" * 5000, b"[]",
    {"any": ["nobody"]}, ["nobody"], [None], {"all": [["x"], []]}, {1, 2}, object(),
]  # fmt: skip


@pytest.mark.parametrize("cell", SHAPES, ids=range(len(SHAPES)))
@pytest.mark.parametrize("table", ["incidents", "factors"])
def test_formulas_of_a_wrong_shape_are_faults(cell, table):
    cells = pandas.Series([cell, None, None], dtype=object)
    frames = {"incidents": INCIDENTS, "factors": FACTORS}
    try:
        found = corpus(**frames | {table: frames[table].assign(because=cells)})
    except CausalError:
        return
    for answer in (found.graph_measures, found.layer_profile, found.best_fixes):
        answer()
    assert [causal.loads(causal.dumps(found[id])) == found[id] for id in found] == [True] * 3


def test_formulas_that_hold_come_back():
    factors = pandas.DataFrame({"incident": "A", "id": ["a", "b", "c"]})
    links = pandas.DataFrame({"incident": "A", "cause": ["a", "b", "c"], "effect": "outcome"})
    for formula, gate in (
        (["a", "b", "c"], "all"),
        ({"any": ["a", "b", "c"]}, "any"),
        ({"at_least": 2, "of": ["a", "b", "c"]}, "nested"),
        ({"any": ["a", ["b", "c"]]}, "nested"),
    ):
        for cell in (formula, json.dumps(formula)):
            incidents = pandas.DataFrame({"id": ["A"], "because": pandas.Series([cell])})
            found = Corpus.from_frames(incidents=incidents, factors=factors, links=links)
            assert found.incidents["gate"].tolist() == [gate]
            assert found["A"].outcome.because == Gate.model_validate(formula)


def test_a_link_cannot_be_needed_and_only_worsen_nor_be_stated_two_ways():
    twice = pandas.concat([LINKS.assign(role="because"), LINKS[:1].assign(role="worsened_by")])
    assert [f.rule for f in faults(links=twice)] == ["link"]
    unsure = pandas.concat(
        [LINKS.assign(confidence="confirmed"), LINKS[:1].assign(confidence="disputed")]
    )
    assert [f.rule for f in faults(links=unsure)] == ["link"]
    assert [f.where for f in faults(links=LINKS.assign(role="worsened_by", minutes=-1))] == [
        "links.minutes"
    ]


@pytest.mark.parametrize("dtype", ["object", "string", "category", "string[pyarrow]"])
def test_texts_of_any_dtype_give_the_same(dtype):
    found = corpus(INCIDENTS.astype(dtype), FACTORS.astype(dtype), LINKS.astype(dtype))
    for name in ("incidents", "factors", "links", "layers"):
        pandas.testing.assert_frame_equal(getattr(found, name), getattr(corpus(), name))


def test_an_incident_of_tables_is_one_that_a_file_could_hold():
    incidents = pandas.DataFrame(
        {"id": ["A"], "started": ["2025-01-02T10:00Z"], "resolved": ["2025-01-01T10:00Z"]}
    )
    factors = pandas.DataFrame({"incident": "A", "id": ["x", "loose"]})
    links = pandas.DataFrame({"incident": ["A"], "cause": ["x"], "effect": ["outcome"]})
    actions = pandas.DataFrame({"incident": ["A"], "id": ["1"], "addresses": [["x", "loose"]]})
    found = Corpus.from_frames(incidents=incidents, factors=factors, links=links, actions=actions)
    assert list(found["A"].factors) == ["x"]
    assert found["A"].times.resolved is None
    assert causal.loads(causal.dumps(found["A"])) == found["A"]
