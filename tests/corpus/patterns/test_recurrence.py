"""Recurring factors: counts, times, minutes, actions, words and warnings."""

from __future__ import annotations

import pandas
import pytest

from causal.errors import CausalError
from corpus_samples import corpus_of, sample, times


def gap(what: str, key: str | None = "pool-stale", layer: str = "capacity") -> dict[str, str]:
    return {"what": what, "layer": layer} | ({"key": key} if key else {})


def test_row_of_a_factor_in_three_incidents(tmp_path):
    corpus = corpus_of(
        tmp_path,
        sample("LATE", times=times("2025-03-01", 30), services=["web"]),
        sample("UNDATED"),
        sample(
            "EARLY",
            times=times("2025-01-01"),
            services=["api", "web"],
            actions={
                "A1": {"what": "x", "addresses": ["pool"], "status": "done"},
                "A2": {"what": "x", "addresses": ["pool"]},
                "A3": {"what": "x", "addresses": ["pool"], "status": "cancelled"},
                "A4": {"what": "x", "addresses": ["pool"], "kind": "repair", "status": "done"},
            },
        ),
    )
    (row,) = corpus.recurring_factors().to_dict("records")
    assert (row["key"], row["incidents"], row["total"]) == ("pool-stale", 3, 3)
    assert row["incident_ids"] == ("EARLY", "LATE", "UNDATED")
    assert row["example"] == "A small pool in LATE"
    assert (row["minutes_lost"], row["minutes_known"], row["dated"]) == (30.0, 1, 2)
    assert (row["services"], row["in_one_service"]) == (("api", "web"), 2)
    assert row["first_seen"] == pandas.Timestamp("2025-01-01T10:00Z")
    assert row["last_seen"] == pandas.Timestamp("2025-03-01T10:00Z")
    assert (row["actions"], row["actions_done"]) == (2, 1)
    assert row["layers"] == ("capacity",)


def test_two_factors_with_one_key_count_their_incident_once(tmp_path):
    factors = {"deploy": {"what": "D"}, "pool": gap("P"), "disk": gap("D", layer="rollout")}
    twice = sample("A", factors=factors, outcome={"what": "W", "because": list(factors)})
    (row,) = corpus_of(tmp_path, twice).recurring_factors(1).to_dict("records")
    assert row["incidents"] == 1
    assert row["layers"] == ("rollout", "capacity")


def test_incidents_without_keys_are_not_in_the_denominator(tmp_path):
    bare = {"deploy": {"what": "D"}, "pool": gap("P", key=None)}
    corpus = corpus_of(tmp_path, sample("A"), sample("B"), sample("C", factors=bare))
    frame = corpus.recurring_factors()
    assert frame["total"].tolist() == [2]
    assert any("1 of 3 gaps carry no key" in warning for warning in frame.attrs["warnings"])


def test_rows_are_sorted_by_incidents_then_key(tmp_path):
    def keyed(id: str, *keys: str) -> dict:
        factors = {key: gap(key, key) for key in keys}
        return sample(id, factors=factors, outcome={"what": "W", "because": list(keys)})

    corpus = corpus_of(
        tmp_path, keyed("1", "z", "m", "a"), keyed("2", "z", "a"), keyed("3", "m", "z")
    )
    assert corpus.recurring_factors()["key"].tolist() == ["z", "a", "m"]
    assert corpus.recurring_factors(3)["key"].tolist() == ["z"]


def test_unknown_minutes_are_unknown_and_not_zero(tmp_path):
    frame = corpus_of(tmp_path, sample("A"), sample("B")).recurring_factors()
    assert frame["minutes_lost"].isna().all()
    assert frame["minutes_known"].tolist() == [0]


def test_words_and_warnings_stand_with_the_table(tmp_path):
    frame = corpus_of(tmp_path, sample("A"), sample("B")).recurring_factors()
    assert frame.attrs["words"].startswith("1 of the 1 canonical factor named stood in 2 or more")
    assert frame.attrs["warnings"][0].startswith("Only 2 incidents with canonical factors")
    for shown in (repr(frame), frame._repr_html_()):
        assert frame.attrs["words"] in shown
        assert "Only 2 incidents" in shown
    assert type(frame.head(1)) is pandas.DataFrame


def test_ten_incidents_raise_no_warning_of_few(tmp_path):
    known = [sample(f"I{n}", times=times("2025-01-01", 5)) for n in range(10)]
    assert corpus_of(tmp_path, *known).recurring_factors().attrs["warnings"] == ()


@pytest.mark.parametrize("least", [0, -1])
def test_less_than_one_incident_is_refused(tmp_path, least):
    with pytest.raises(CausalError, match=str(least)):
        corpus_of(tmp_path, sample("A")).recurring_factors(least)
