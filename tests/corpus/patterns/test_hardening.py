"""Rates before and after: exact by definition, quiet where nothing changed, found where it did."""

from __future__ import annotations

import re
from itertools import product
from math import comb, inf, isnan
from random import Random

import pandas
import pytest

from causal.corpus import Corpus
from causal.corpus.charts.forest_chart import forest_chart
from causal.corpus.patterns.hardening import ALIKE, FEWER, TOO_FEW
from causal.corpus.patterns.rate_ratio import Counts, rate_ratio
from causal.errors import NothingToDraw, UnknownName


def chance_of(pairs, ratio, fits):
    """Return the chance of the outcomes that fit, every one looked at: independent binomials."""
    found = 0.0
    for after in product(*(range(p.before + p.after + 1) for p in pairs)):
        chance = 1.0
        for k, p in zip(after, pairs, strict=True):
            n, odds = p.before + p.after, ratio * p.after_exposure / p.before_exposure
            chance *= comb(n, k) * (odds / (1 + odds)) ** k * (1 / (1 + odds)) ** (n - k)
        found += chance if fits(sum(after)) else 0.0
    return found


@pytest.mark.parametrize("seed", range(12))
def test_interval_and_p_are_those_of_every_outcome(seed):
    rng = Random(seed)
    pairs = [
        Counts(rng.randint(0, 4), rng.uniform(1, 9), rng.randint(0, 4), rng.uniform(1, 9))
        for _ in range(rng.randint(1, 3))
    ]
    told = [p for p in pairs if p.before + p.after]
    found = rate_ratio(pairs)
    if not told:
        assert isnan(found.value)
        return
    after = sum(p.after for p in told)
    low = chance_of(told, found.low, lambda k: k >= after) if found.low else 0.025
    high = chance_of(told, found.high, lambda k: k <= after) if found.high < inf else 0.025
    assert (low, high) == (pytest.approx(0.025, rel=1e-5), pytest.approx(0.025, rel=1e-5))
    tails = [chance_of(told, 1.0, lambda k: k >= after), chance_of(told, 1.0, lambda k: k <= after)]
    assert found.p == pytest.approx(min(1.0, 2 * min(tails)))
    assert (found.p < 0.05) == (not found.low <= 1 <= found.high)


def test_one_pair_has_the_interval_of_clopper_and_pearson():
    from scipy.stats import binomtest

    found = rate_ratio([Counts(20, 100.0, 5, 250.0)])
    share = binomtest(5, 25).proportion_ci(0.95, "exact")
    odds = [s / (1 - s) / 2.5 for s in (share.low, share.high)]
    assert [found.low, found.high] == pytest.approx(odds)
    assert found.value == pytest.approx(5 / 250 / (20 / 100))


def corpus_with(rng: Random, ratio: float, steady: int = 0, factors: int = 12) -> Corpus:
    """Return incidents in which factors come at random, after an action `ratio` times as often.

    Others, `steady` of them, come on as before, and no action is on them.
    """
    years = 8
    end = years * 365
    incidents, rows, actions = [], [], []
    for number in range(factors + steady):
        days, day = [], 0.0
        done = rng.uniform(0.3, 0.6) * end
        while (
            day := day + rng.expovariate((1.0 if day < done or number >= factors else ratio) / 150)
        ) < end:
            days.append(day)
        asked = [d for d in days if d < done]
        for n, d in enumerate(days):
            name = f"I{number}-{n}"
            began = pandas.Timestamp("2015-01-01", tz="UTC") + pandas.Timedelta(days=d)
            incidents.append({"id": name, "started": began})
            rows.append({"incident": name, "id": "f", "key": f"k{number}", "layer": "capacity"})
            if number < factors and asked and d == asked[-1]:
                when = pandas.Timestamp("2015-01-01") + pandas.Timedelta(days=int(done))
                action = {"incident": name, "id": "A", "what": "x", "addresses": ("f",)}
                actions.append(action | {"kind": "prevent", "status": "done", "completed": when})
    links = pandas.DataFrame(
        {"incident": [r["incident"] for r in rows], "cause": "f", "effect": "outcome"}
    )
    return Corpus.from_frames(
        incidents=pandas.DataFrame(incidents),
        factors=pandas.DataFrame(rows),
        links=links,
        actions=pandas.DataFrame(actions),
    )


def test_actions_without_effect_are_seldom_said_to_work():
    verdicts = [
        corpus_with(Random(seed), 1.0).does_hardening_work().iloc[0]["verdict"]
        for seed in range(12)
    ]
    assert sum(verdict != TOO_FEW for verdict in verdicts) <= 2


def test_an_effect_that_is_there_is_found_by_kind_and_by_layer():
    corpus = corpus_with(Random(7), 0.2, steady=20)
    for by, name in (("kind", "prevent"), ("layer", "capacity")):
        frame = corpus.does_hardening_work(by)
        assert frame.iloc[0]["verdict"] == FEWER
        row = frame.set_index("group").loc[name]
        assert row["low"] < 0.2 < row["high"] < 1
        assert row["verdict"] == FEWER
    assert "falls back by itself" in frame.attrs["warnings"][0]


@pytest.mark.parametrize("seed", range(8))
def test_the_numbers_beside_a_mark_give_the_mark(seed):
    """A reader who divides what came after by what was to be expected finds the ratio."""
    corpus = corpus_with(Random(seed), 0.5, factors=6)
    for row in corpus.does_hardening_work().to_dict("records"):
        assert row["after"] / row["expected"] == pytest.approx(row["ratio"])
    label = forest_chart(corpus).y.notes[0]
    after, expected = re.fullmatch(r".* before; (\d+) after, (\S+) expected", label).groups()
    assert float(after) / float(expected) == pytest.approx(row["ratio"], rel=0.06)


def test_a_factor_that_never_occurred_besides_adds_no_years():
    began = ["2020-01-01", "2021-01-01", "2022-01-01", "2020-06-01", "2023-01-01"]
    keys = ["a", "a", "a", "b", "c"]
    names = [f"I{n}" for n in range(5)]
    incidents = pandas.DataFrame({"id": names, "started": pandas.to_datetime(began, utc=True)})
    factors = pandas.DataFrame({"incident": names, "id": "f", "key": keys, "layer": "capacity"})
    links = pandas.DataFrame({"incident": names, "cause": "f", "effect": "outcome"})
    done = {"id": "A", "what": "x", "addresses": ("f",), "kind": "prevent", "status": "done"}
    actions = [
        done | {"incident": name, "completed": pandas.Timestamp(day)}
        for name, day in (("I1", "2021-02-01"), ("I3", "2020-07-01"))
    ]
    frame = Corpus.from_frames(
        incidents=incidents, factors=factors, links=links, actions=pandas.DataFrame(actions)
    ).does_hardening_work()
    row = frame.iloc[0]
    assert (row["factors"], row["telling"], row["before"], row["after"]) == (2, 1, 1, 1)
    assert row["before_years"] + row["after_years"] == pytest.approx(3.0, abs=0.01)
    assert row["expected"] == pytest.approx(row["after_years"] / row["before_years"], rel=0.01)
    assert "(1 that never occurred besides left out)" in frame.attrs["words"]


def test_what_holds_of_all_incidents_is_not_put_down_to_an_action():
    frame = corpus_with(Random(7), 0.2).does_hardening_work()
    assert set(frame["verdict"]) == {ALIKE}


def test_the_forest_plot_has_one_form_for_svg_and_plotly():
    corpus = corpus_with(Random(7), 0.2, steady=20)
    chart = forest_chart(corpus)
    assert chart.svg.count("too few to tell") == 0
    assert "exact 95% intervals" in chart.svg
    assert len(chart.figure().data) == 2
    with pytest.raises(NothingToDraw):
        forest_chart(Corpus([]))


def test_the_counts_are_those_of_looking_at_every_incident():
    corpus = corpus_with(Random(3), 0.5)
    began = dict(zip(corpus.incidents["id"], corpus.incidents["began"], strict=True))
    keyed = corpus.factors.groupby("key")["incident"].agg(list)
    before = after = 0
    for action in corpus.actions.to_dict("records"):
        ready = action["completed"].tz_localize("UTC") + pandas.Timedelta(days=1)
        key = corpus.factors.set_index("incident").loc[action["incident"], "key"]
        for incident in keyed[key]:
            if incident != action["incident"]:
                before += began[incident] < ready
                after += began[incident] >= ready
    whole = corpus.does_hardening_work().iloc[0]
    assert (whole["before"], whole["after"]) == (before, after)
    days = [
        (a["completed"].normalize() - began[a["incident"]].tz_localize(None).normalize()).days
        for a in corpus.actions.to_dict("records")
    ]
    assert whole["days_to_done"] == pandas.Series(days).median()
    frame = corpus.recurred_after_action()
    assert sorted(frame["days_to_done"]) == sorted(days)


def test_nothing_done_and_nothing_known():
    frame = Corpus([]).does_hardening_work()
    assert frame.iloc[0]["verdict"] == TOO_FEW
    assert frame.attrs["words"].startswith("No action is recorded as done")
    with pytest.raises(UnknownName, match="way to group actions"):
        Corpus([]).does_hardening_work("owner")
