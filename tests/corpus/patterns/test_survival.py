"""Kaplan and Meier's estimate: a published table, and no difference from counting."""

from __future__ import annotations

from fractions import Fraction
from math import exp, inf, isnan, log, sqrt
from random import Random

import pytest

from causal.corpus.patterns.survival import kaplan_meier

# Remission of leukaemia under 6-MP, weeks; censored ones marked (Freireich et al., Blood 21, 1963).
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_published_table():
    found = kaplan_meier(WEEKS, [bool(e) for e in ENDED])
    assert [s.days for s in found.steps] == [6, 7, 10, 13, 16, 22, 23]
    assert [s.at_risk for s in found.steps] == [21, 17, 15, 12, 11, 7, 6]
    expected = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [round(s.survived, 3) for s in found.steps] == expected
    assert found.median == (23, 13, inf)


def test_interval_is_that_of_log_minus_log():
    step = kaplan_meier(WEEKS, [bool(e) for e in ENDED]).steps[2]
    spread = 3 / (21 * 18) + 1 / (17 * 16) + 1 / (15 * 14)
    reach = 1.959963984540054 * sqrt(spread) / abs(log(step.survived))
    assert step.low == pytest.approx(step.survived ** exp(reach))
    assert step.high == pytest.approx(step.survived ** exp(-reach))


@pytest.mark.parametrize("seed", range(5))
def test_without_censoring_it_is_the_share_left(seed):
    rng = Random(seed)
    days = [float(rng.randint(0, 20)) for _ in range(40)]
    found = kaplan_meier(days, [True] * 40)
    for step in found.steps:
        assert step.survived == pytest.approx(sum(d > step.days for d in days) / 40)
    assert found.steps[-1].survived == 0
    assert isnan(found.steps[-1].low)


@pytest.mark.parametrize("count", range(2, 61))
def test_median_is_the_first_time_by_which_half_have_ended(count):
    half = (count + 1) // 2
    days = [*range(1, half + 1), *range(300, 300 + count - half)]
    assert kaplan_meier(days, [True] * count).median[0] == half


@pytest.mark.parametrize("seed", range(60))
def test_median_is_that_of_the_definition_in_whole_fractions(seed):
    rng = Random(seed)
    days = [float(rng.randint(1, 12)) for _ in range(rng.randint(2, 40))]
    ended = [rng.random() < 0.8 for _ in days]
    left, expected = Fraction(1), inf
    for day in sorted({d for d, e in zip(days, ended, strict=True) if e}):
        at_risk = sum(d >= day for d in days)
        left *= 1 - Fraction(sum(d == day and e for d, e in zip(days, ended, strict=True)), at_risk)
        if left <= Fraction(1, 2):
            expected = day
            break
    assert kaplan_meier(days, ended).median[0] == expected


def test_nothing_ended_and_nothing_watched():
    watched = kaplan_meier([5.0, 9.0], [False, False])
    value, low, _ = watched.at(7)
    assert value == 1
    assert isnan(low)
    assert watched.at(10) is None
    assert kaplan_meier([], []).at(0) is None
    assert kaplan_meier([], []).median == (inf, inf, inf)


def test_refusal():
    with pytest.raises(ValueError, match="0 or more"):
        kaplan_meier([-1.0], [True])
