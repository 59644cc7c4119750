"""Shares: Wilson intervals against scipy, and when few is said."""

from __future__ import annotations

from math import isnan

import pytest

from causal.corpus.patterns.statistics import few, share


@pytest.mark.parametrize("of", [1, 2, 7, 28, 1000])
def test_interval_is_that_of_scipy(of):
    from scipy.stats import binomtest

    for count in {0, 1, of // 3, of - 1, of}:
        expected = binomtest(count, of).proportion_ci(0.95, method="wilson")
        found = share(count, of)
        assert found.value == count / of
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_share_of_nothing_is_unknown():
    found = share(0, 0)
    assert all(isnan(part) for part in found)
    assert str(found) == "no share known"


@pytest.mark.parametrize(("count", "of"), [(3, 2), (-1, 2)])
def test_impossible_count_is_refused(count, of):
    with pytest.raises(ValueError, match=str(count)):
        share(count, of)


def test_few_speaks_below_ten_only():
    assert few(0, "incident", "incidents")[0].startswith("No incident:")
    assert few(1, "incident", "incidents")[0].startswith("Only 1 incident:")
    assert few(9, "incident", "incidents")[0].startswith("Only 9 incidents:")
    assert few(10, "incident", "incidents") == []
