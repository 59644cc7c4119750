"""Exact intervals, periods, change points, and the patterns made of them."""

from __future__ import annotations

from datetime import date
from math import comb, exp, factorial, isnan
from random import Random

import numpy as np
import pytest

from causal.corpus.patterns.change_points import change_point, change_points
from causal.corpus.patterns.statistics import poisson_interval, quantile
from causal.corpus.tables.periods import period_of, periods
from causal.errors import UnknownName
from corpus_samples import corpus_of, sample, times


@pytest.mark.parametrize("count", [6, 7, 16, 33, 100])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_interval_of_a_quantile_is_the_binomial_one(count, share):
    found = quantile([float(n) for n in range(1, count + 1)], share)
    below = [
        sum(comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(n))
        for n in range(count + 2)
    ]
    if isnan(found.low):
        assert below[1] > 0.025 or 1 - below[count] > 0.025
        return
    low, high = round(found.low), round(found.high)
    assert below[low] <= 0.025 < below[low + 1]
    assert 1 - below[high] <= 0.025 < 1 - below[high - 1]
    assert found.coverage == pytest.approx(below[high] - below[low])
    assert found.coverage >= 0.95


def test_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(1000):
        found = quantile(rng.exponential(1.0, 16).tolist())
        hits += found.low <= np.log(2) <= found.high
    assert 0.96 < hits / 1000 < 0.995


def test_five_values_bound_no_median():
    assert isnan(quantile([1, 2, 3, 4, 5]).low)
    assert isnan(quantile([]).value)


@pytest.mark.parametrize("count", [0, 1, 5, 40])
def test_poisson_interval_ends_where_the_tails_say(count):
    low, high = poisson_interval(count)
    upper = sum(exp(-high) * high**k / factorial(k) for k in range(count + 1))
    assert upper == pytest.approx(0.025)
    if count:
        lower = sum(exp(-low) * low**k / factorial(k) for k in range(count))
        assert 1 - lower == pytest.approx(0.025)
    else:
        assert low == 0


def test_periods():
    assert [p.name for p in periods(date(2024, 11, 3), date(2025, 4, 1), "quarter")] == [
        "2024-Q4",
        "2025-Q1",
        "2025-Q2",
    ]
    assert period_of(date(2024, 2, 29), "month").days == 29
    assert period_of(date(2024, 12, 31), "year").days == 366
    with pytest.raises(UnknownName, match="week"):
        period_of(date(2024, 1, 1), "week")


def test_a_change_is_found_where_it_is_and_chance_is_not_taken_for_one():
    found = change_point([2, 3, 2, 3, 2, 12, 14, 11, 13], [30] * 9)
    assert found.at == 5
    assert found.p == 1 / 2000
    assert (found.before, found.after) == (12 / 150, 50 / 120)
    rng = np.random.default_rng(4)
    small = [change_point(rng.poisson(4, 12).tolist(), [30] * 12, draws=199).p for _ in range(200)]
    assert 0.01 <= np.mean(np.array(small) < 0.05) <= 0.1


def test_every_planted_change_is_found_and_none_where_there_is_none():
    rates = [3] * 10 + [15] * 10 + [4] * 10
    for seed in range(5):
        counts = np.random.default_rng(seed).poisson(rates).tolist()
        found = change_points(counts, [30] * 30, draws=499)
        assert len(found) in (2, 3)
        for place in (10, 20):
            assert min(abs(change.at - place) for change in found) <= 1
        edges = [0, *(change.at for change in found), 30]
        for number, change in enumerate(found):
            before, after = (
                sum(counts[a:b]) / (b - a) / 30
                for a, b in (edges[number : number + 2], edges[number + 1 : number + 3])
            )
            assert (change.before, change.after) == pytest.approx((before, after))
    rng = np.random.default_rng(5)
    called = [
        bool(change_points(rng.poisson(4, 12).tolist(), [30] * 12, draws=199)) for _ in range(200)
    ]
    assert sum(called) <= 20
    assert change_points([5], [30]) == change_points([], []) == []


def test_change_point_is_the_same_every_time_and_needs_something_to_cut():
    counts = [1, 5, 2, 8, 9]
    assert change_point(counts, [30] * 5) == change_point(counts, [30] * 5)
    assert change_point([5], [30]) is None
    assert change_point([0, 1], [30, 30]) is None


def test_trends_count_empty_periods_and_clip_the_ends(tmp_path):
    corpus = corpus_of(
        tmp_path,
        sample("A", times=times("2024-02-15")),
        sample(
            "B", times=times("2024-08-01"), factors={"deploy": {"what": "D"}, "pool": {"what": "P"}}
        ),
        sample("C", times=times("2024-08-31")),
        sample("D"),
    )
    frame = corpus.trends("quarter")
    assert frame["period"].tolist() == ["2024-Q1", "2024-Q2", "2024-Q3"]
    assert frame["incidents"].tolist() == [1, 0, 2]
    assert frame["days"].tolist() == [46, 91, 62]
    assert frame["change"].sum() == 1
    assert corpus.trends(factor="pool-stale")["incidents"].tolist() == [1, 0, 1]
    assert corpus.trends(layer="capacity")["incidents"].tolist() == [1, 0, 1]
    assert any("1 incident without a date" in w for w in frame.attrs["warnings"])
    with pytest.raises(UnknownName, match="pool-stael"):
        corpus.trends(factor="pool-stael")
    with pytest.raises(UnknownName, match="week"):
        corpus.trends("week")


def test_durations_by_group_leave_out_the_impossible(tmp_path):
    rng = Random(1)
    data = [
        sample(
            str(n),
            severity="SEV1" if n % 2 else "SEV2",
            times=times("2025-01-01", rng.randint(5, 500)),
            services=["web", "db"],
        )
        for n in range(9)
    ]
    corpus = corpus_of(tmp_path, *data, sample("x"))
    frame = corpus.durations("severity")
    row = frame[(frame["measure"] == "mitigate") & frame["group"].isna()].iloc[0]
    known = corpus.incidents["minutes_to_mitigate"].dropna()
    assert (row["known"], row["total"]) == (9, 10)
    assert row["median"] == known.median()
    assert (row["median_low"], row["median_high"]) == (
        known.nsmallest(2).max(),
        known.nlargest(2).min(),
    )
    groups = frame[frame["measure"] == "mitigate"].set_index("group")["known"].dropna()
    assert (groups["SEV1"], groups["SEV2"]) == (4, 5)
    assert corpus.durations("service")["group"].dropna().unique().tolist() == ["db", "web"]
    with pytest.raises(UnknownName, match="colour"):
        corpus.durations("colour")


def test_empty_corpus_keeps_dtypes(tmp_path):
    (tmp_path / "full").mkdir()
    full = corpus_of(tmp_path / "full", sample("A", times=times("2025-01-01", 5)))
    (tmp_path / "none").mkdir()
    empty = corpus_of(tmp_path / "none")
    for ask in ("durations", "trends"):
        there, bare = getattr(full, ask)(), getattr(empty, ask)()
        assert there.dtypes.to_dict() == bare.dtypes.to_dict()
        assert bare.attrs["words"].startswith("No ")
