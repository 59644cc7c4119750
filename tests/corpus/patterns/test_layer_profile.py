"""The layer profile: states, holes, what would have stopped it, what hardens it."""

from __future__ import annotations

from random import Random

import pandas
import pytest

from causal.corpus.patterns.grouping import BY, grouped
from causal.errors import UnknownName
from corpus_samples import corpus_of, random_incident, sample, times


def test_layers_come_in_the_order_a_failure_meets_them_own_ones_last(tmp_path):
    own = sample("A", layers={"zoo": {"state": "held"}, "ark": {"state": "absent"}})
    late = sample("B", layers={"review": {"state": "held"}, "recovery": {"state": "held"}})
    frame = corpus_of(tmp_path, own, late).layer_profile()
    assert frame["layer"].tolist() == ["review", "capacity", "recovery", "ark", "zoo"]


def test_states_failures_and_shares(tmp_path):
    states = [None, "absent", "bypassed", "degraded", "held", "not_reached"]
    incidents = [
        sample(f"I{n}", layers={"rollout": {"state": state}} if state else {})
        for n, state in enumerate(states)
    ]
    rows = corpus_of(tmp_path, *incidents).layer_profile().set_index("layer")
    rollout = rows.loc["rollout"]
    assert (rollout["total"], rollout["failed"]) == (6, 3)
    assert rollout["incident_ids"] == ("I1", "I2", "I3")
    assert all(rollout[state] == 1 for state in states if state)
    assert rollout["breached"] == 0
    assert rollout["failed_share"] == 0.5
    assert rollout["would_have_stopped"] == 0
    assert rows.loc["capacity", "would_have_stopped"] == 6
    assert rows.loc["capacity", "stopping_ids"] == tuple(f"I{n}" for n in range(6))


def test_layer_that_only_worsened_would_have_stopped_nothing(tmp_path):
    outcome = {"what": "W", "because": ["deploy"], "worsened_by": ["pool"]}
    (row,) = corpus_of(tmp_path, sample("A", outcome=outcome)).layer_profile().to_dict("records")
    assert (row["failed"], row["gaps"], row["amplifying_gaps"]) == (1, 0, 1)
    assert row["would_have_stopped"] == 0


def test_incident_that_cannot_be_explained_is_not_in_that_denominator(tmp_path):
    unexplained = sample(
        "A", outcome={"what": "W"}, factors={}, layers={"capacity": {"state": "absent"}}
    )
    (row,) = corpus_of(tmp_path, unexplained, sample("B")).layer_profile().to_dict("records")
    assert (row["failed"], row["total"]) == (2, 2)
    assert (row["would_have_stopped"], row["stopped_total"]) == (1, 1)
    assert row["stopping_ids"] == ("B",)


def test_layer_that_is_only_hardened_has_a_row(tmp_path):
    actions = {
        "A1": {"what": "x", "hardens": "review", "status": "done"},
        "A2": {"what": "x", "hardens": "review", "status": "open"},
        "A3": {"what": "x", "hardens": "review"},
        "A4": {"what": "x", "hardens": "review", "status": "cancelled"},
        "A5": {"what": "x", "addresses": ["pool"]},
    }
    rows = corpus_of(tmp_path, sample("A", actions=actions)).layer_profile().set_index("layer")
    review = rows.loc["review"]
    assert (review["actions"], review["actions_done"]) == (3, 1)
    assert (review["actions_open"], review["actions_unstated"]) == (1, 1)
    assert review["failed"] == 0
    assert rows.loc["capacity", "actions"] == 1


def test_warnings_speak_by_themselves(tmp_path):
    doubted = sample("A")
    doubted["factors"]["pool"]["confidence"] = "suspected"
    warnings = corpus_of(tmp_path, doubted).layer_profile().attrs["warnings"]
    assert [warning.split(":")[0].split(",")[0] for warning in warnings] == [
        "Only 1 incident that names layers",
        "No incident states a layer that held",
        "Unconfirmed facts",
    ]


def test_words_name_the_layer_that_would_have_done_most(tmp_path):
    words = corpus_of(tmp_path, sample("A"), sample("B")).layer_profile().attrs["words"]
    assert "Most often capacity: in 2 of 2 incidents" in words
    assert "By itself, capacity would have stopped more than any other: 2 of 2." in words


@pytest.mark.parametrize("by", sorted(BY))
def test_groups_count_as_a_corpus_of_their_own_would(tmp_path, by):
    data = [random_incident(Random(n), f"I{n:02d}") for n in range(40)]
    for number, incident in enumerate(data):
        incident["severity"] = f"SEV{number % 3}"
    corpus = corpus_of(tmp_path, *data)
    frame = corpus.layer_profile(by)
    whole = frame[frame["group"].isna()].drop(columns="group").reset_index(drop=True)
    alone = corpus.layer_profile().drop(columns="group")
    pandas.testing.assert_frame_equal(pandas.DataFrame(whole), pandas.DataFrame(alone))
    groups = grouped(corpus.tables, by)
    assert set(frame["group"].dropna()) == set(groups) - {None}
    for group in sorted(set(groups) - {None})[:6]:
        folder = tmp_path / f"{by}-{group}"
        folder.mkdir()
        own = corpus_of(folder, *(data[row] for row in groups[group])).layer_profile()
        rows = frame[frame["group"] == group].set_index("layer")
        for cells in own.to_dict("records"):
            for column in set(own.columns) - {"layer", "group"}:
                value = rows.loc[cells["layer"], column]
                assert value == cells[column] or (value != value and cells[column] != cells[column])
        silent = rows.drop(index=own["layer"])
        assert not silent[["failed", "gaps", "would_have_stopped", "actions"]].to_numpy().any()
        assert set(rows["total"]) == set(own["total"])


def test_groups_too_small_to_compare_say_so(tmp_path):
    late = sample("B", services=["web"], times=times("2025-02-01"))
    pattern = corpus_of(tmp_path, sample("A", services=["web"]), late).layer_profile("quarter")
    assert pattern["group"].fillna("all").tolist() == ["all", "2025-Q1"]
    assert "By quarter: 1 group, none with enough incidents" in pattern.attrs["words"]
    assert "by quarter with fewer than 10 incidents: 1 of 1." in pattern.attrs["warnings"][-2]
    assert pattern.attrs["warnings"][-1] == "In no group: 1 incident without a date."


def test_group_large_enough_is_named_with_its_interval(tmp_path):
    many = [sample(f"I{n}", services=["web" if n < 12 else "api"]) for n in range(15)]
    words = corpus_of(tmp_path, *many).layer_profile("service").attrs["words"]
    assert "By service: 2 groups; most surely capacity in web, which failed in 12 of 12" in words


def test_unknown_group_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(UnknownName, match="severity"):
        corpus_of(tmp_path, sample("A")).layer_profile("weekday")


def test_contributing_causes_make_what_a_layer_stops_an_interval(tmp_path):
    factors = {
        "a": {"what": "A", "layer": "ci"},
        "b": {"what": "B", "layer": "review"},
        "c": {"what": "C", "layer": "rollout"},
    }
    outcome = {"what": "W", "because": ["c", {"contributing": ["a", "b"]}]}
    corpus = corpus_of(tmp_path, sample("A", factors=factors, outcome=outcome))
    rows = corpus.layer_profile().set_index("layer")
    ends = rows[["would_have_stopped", "would_have_stopped_at_most"]]
    assert ends.loc["ci"].tolist() == ends.loc["review"].tolist() == [0, 1]
    assert ends.loc["rollout"].tolist() == [1, 1]
