"""Trends of factors: Fisher's test as scipy has it, planted rises found, chance left alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from causal.corpus.patterns.trend_test import Halves
from corpus_samples import corpus_of, sample, times


@given(st.integers(2, 60), st.data())
def test_p_is_that_of_fishers_exact_test(size, data):
    halves = Halves(range(size), size)
    first, second = halves.of
    earlier, later = data.draw(st.integers(0, first)), data.draw(st.integers(0, second))
    table = [[earlier, later], [first - earlier, second - later]]
    assert halves.p(earlier, later) == pytest.approx(fisher_exact(table).pvalue, abs=1e-9)


def test_p_of_many_incidents():
    halves = Halves(range(200_000), 200_000)
    table = [[400, 520], [99_600, 99_480]]
    assert halves.p(400, 520) == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)


def dated(folder, keys_of):
    data = []
    for number in range(80):
        keys = sorted(keys_of(number))
        factors = {key: {"what": key, "key": key} for key in keys}
        day = f"20{10 + number // 12}-{number % 12 + 1:02d}-01"
        outcome = {"what": "W", "because": keys}
        data.append(sample(f"I{number}", factors=factors, outcome=outcome, times=times(day)))
    return corpus_of(folder, *data)


def test_planted_rise_and_fall_are_found_and_nothing_else(tmp_path):
    random = Random(3)

    def keys(number: int) -> set[str]:
        found = {f"k{random.randrange(20)}" for _ in range(3)}
        if random.random() < (0.1, 0.7)[number >= 40]:
            found.add("up")
        if random.random() < (0.7, 0.1)[number >= 40]:
            found.add("down")
        return found

    frame = dated(tmp_path, keys).recurring_factors()
    trend = frame.set_index("key")["trend"]
    assert trend["up"] == "rising" and trend["down"] == "falling"
    assert (trend.drop(["up", "down"]) == "no change shown").all()
    assert "Rising: up (" in frame.attrs["words"] and "Falling: down (" in frame.attrs["words"]
    counts = frame.set_index("key")
    assert counts.loc["up", ["earlier", "later"]].sum() == counts.loc["up", "incidents"]


def test_more_reports_alone_are_no_rise(tmp_path):
    """A factor of every other incident is steady, however fast the incidents come."""
    frame = dated(tmp_path, lambda n: {"steady", "all"} if n % 2 else {"all"}).recurring_factors()
    assert set(frame["trend"]) == {"no change shown"}
    assert "None comes clearly more or less often" in frame.attrs["words"]


def test_undated_incidents_are_in_no_half(tmp_path):
    frame = corpus_of(tmp_path, sample("A"), sample("B")).recurring_factors()
    assert frame[["earlier", "later"]].to_numpy().tolist() == [[0, 0]]
    assert frame["trend"].tolist() == ["no change shown"]
    assert "half" not in frame.attrs["words"] and "later" not in frame.attrs["words"]
