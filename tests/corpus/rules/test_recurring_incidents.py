"""Incidents that come again within a time, held against brute force from the definition."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from causal import CausalError, Corpus
from causal.corpus.rules.rule import RULES, rule_of
from causal.corpus.rules.windows import Span, span_of, windows
from causal.errors import UnknownName
from causal.model import Incident
from corpus_samples import random_incident


def incident(name, day, *keys, services=(), worse=(), impact=None):
    factors = {key: {"what": f"So it was: {key}", "key": key} for key in (*keys, *worse)}
    outcome = {"what": "It failed", "because": list(keys)}
    if worse:
        outcome["worsened_by"] = list(worse)
    data = {"id": name, "title": name, "outcome": outcome, "factors": factors}
    data |= {"times": {"started": f"{day}T12:00Z"}} if day else {}
    return Incident.from_data(data | {"services": list(services), "impact": impact or {}})


def held(found):
    return {(r.key, r.same, r.incident_ids) for r in found.itertuples()}


def six_months_before(day):
    """Return the same day six months earlier, stepping back to a day that its month has."""
    year, month = (day.year, day.month - 6) if day.month > 6 else (day.year - 1, day.month + 6)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


@pytest.mark.parametrize(
    "day, before",
    [
        ("2023-08-31", "2023-02-28"),
        ("2024-08-31", "2024-02-29"),
        ("2024-08-29", "2024-02-29"),
        ("2023-08-28", "2023-02-28"),
        ("2024-12-31", "2024-06-30"),
        ("2024-03-31", "2023-09-30"),
        ("2024-02-29", "2023-08-29"),
    ],
)
def test_six_months_before_the_end_of_a_month(day, before):
    asked = date.fromisoformat(day)
    assert span_of("6 months").before(asked) == date.fromisoformat(before)
    one = incident("a", before, "k")
    earlier = date.fromisoformat(before) - timedelta(days=1)
    two = incident("b", day, "k")
    assert len(Corpus([one, two]).recurring_incidents()) == 1
    assert len(Corpus([incident("a", earlier, "k"), two]).recurring_incidents()) == 0


def test_every_day_of_eight_years_goes_back_as_the_calendar_says():
    day = date(2020, 1, 1)
    while day < date(2028, 1, 1):
        assert Span(months=6).before(day) == six_months_before(day)
        day += timedelta(days=1)


@pytest.mark.parametrize("seed", range(60))
def test_windows_are_all_sets_within_the_span_that_no_other_holds(seed):
    random = Random(seed)
    days = sorted(
        date(2023, 1, 1) + timedelta(days=random.randrange(500))
        for _ in range(random.randrange(12))
    )
    least = random.choice([2, 2, 3])
    sets = [
        frozenset(n for n, d in enumerate(days) if six_months_before(end) <= d <= end)
        for end in days
    ]
    wanted = {s for s in sets if len(s) >= least and not any(s < other for other in sets)}
    found = [frozenset(range(a, b + 1)) for a, b in windows(days, Span(months=6), least)]
    assert set(found) == wanted
    assert len(found) == len(wanted)


def only_worse(incident):
    """Return the factors that reach the outcome only by what made something worse."""
    above = [(a.factor, effect) for a, effect in incident.amplifiers()]
    above += [(link.cause, effect) for link, effect in incident.links()]
    reached = {"outcome"}
    while grown := {cause for cause, effect in above if effect in reached} - reached:
        reached |= grown
    return reached - set(incident.leading_to_outcome)


def by_brute_force(incidents, within, same, *, basic=False):
    """Return the groups from the definition: every end, every cause, every thing shared."""
    cases = {}
    for each in incidents:
        if each.times.started is None:
            continue
        aside = only_worse(each)
        for name, factor in each.factors.items():
            if factor.key and name not in aside and (factor.is_basic or not basic):
                for shared in [(s,) for s in each.services] if same else [()]:
                    member = (each.times.started.date(), each.id)
                    cases.setdefault((factor.key, shared), set()).add(member)
    found = set()
    for (key, shared), members in cases.items():
        sets = {
            frozenset(m for m in members if end - timedelta(days=within) <= m[0] <= end)
            for end, _ in members
        }
        for one in sets:
            if len(one) >= 2 and not any(one < other for other in sets):
                found.add((key, shared, tuple(name for _, name in sorted(one))))
    return found


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("same", [(), ("services",)])
def test_groups_are_those_of_brute_force(seed, same):
    random = Random(seed)
    incidents = []
    for number in range(random.randrange(1, 14)):
        data = random_incident(random, f"i{number:02d}")
        data["services"] = random.sample(["web", "api", "db"], random.randrange(3))
        data.pop("times", None)
        data.pop("timeline", None)
        if random.random() < 0.8:
            day = date(2024, 1, 1) + timedelta(days=random.randrange(200))
            data["times"] = {"started": f"{day}T{random.randrange(24):02d}:00Z"}
        incidents.append(Incident.from_data(data))
    corpus = Corpus(incidents)
    for by in ("key", "basic"):
        found = corpus.recurring_incidents("40 days", by, same)
        assert held(found) == by_brute_force(incidents, 40, same, basic=by == "basic")
        assert len(found) == len(held(found))


def test_impact_is_pooled_over_those_that_state_it():
    found = Corpus(
        [
            incident("a", "2024-01-01", "k", services=["web"], impact={"clients": 10}),
            incident("b", "2024-02-01", "k", services=["web"], impact={"clients": 5, "teams": 1}),
            incident("c", "2024-03-01", "k", services=["web"]),
            incident("d", "2024-03-01", "k"),
            incident("e", None, "k"),
        ]
    ).recurring_incidents(same=["services"], rule="dora-2024-1772")
    row = found.iloc[0]
    assert row.incident_ids == ("a", "b", "c")
    assert row.impact == ("clients 15 (stated for 2 of 3)", "teams 1 (stated for 1 of 3)")
    assert any("clients stated for 2 of 3" in text for text in row.unknown)
    assert len(row.unknown) == len(rule_of("dora-2024-1772").criteria)
    warnings = " ".join(found.attrs["warnings"])
    assert "Left out: 1 incident with canonical factors and without a date." in warnings
    assert "Left out: 1 incident without services." in warnings


def test_what_only_made_it_worse_is_no_shared_cause():
    pair = [incident(n, "2024-01-01", f"own-{n}", worse=["slow"]) for n in "ab"]
    assert Corpus(pair).recurring_incidents().empty


def test_a_monthly_look_sees_the_six_months_before_its_day():
    corpus = Corpus(
        incident(n, d, "k")
        for n, d in [("a", "2024-02-28"), ("b", "2024-02-29"), ("c", "2024-08-31")]
    )
    on = corpus.recurring_incidents(on="2024-08-31")
    assert held(on) == {("k", (), ("b", "c"))}
    assert corpus.recurring_incidents(on="2024-07-31").iloc[0].incident_ids == ("a", "b")
    assert corpus.recurring_incidents(on=date(2023, 1, 1)).empty


@pytest.mark.parametrize("name", RULES)
def test_no_rule_is_ever_said_to_apply(name):
    rule = rule_of(name)
    assert (rule.within, rule.at_least) == ("6 months", 2)
    found = Corpus(incident(n, "2024-01-01", "k") for n in "ab").recurring_incidents(rule=name)
    told = " ".join([found.attrs["words"], *found.attrs["warnings"], *found.iloc[0].unknown])
    assert "reportable" not in told.lower()
    assert rule.title in told
    assert str(rule.dated) in told


def test_a_rule_of_ones_own_replaces_them(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "name: own\ntitle: Our rule\nsource: the handbook\ndated: 2026-01-01\nread: 2026-01-02\n"
        "within: 10 days\nat_least: 3\n"
    )
    days = ("2024-01-01", "2024-01-05", "2024-01-11", "2024-01-12")
    corpus = Corpus(incident(f"i{n}", day, "k") for n, day in enumerate(days))
    found = corpus.recurring_incidents(rule=path)
    assert held(found) == {("k", (), ("i0", "i1", "i2")), ("k", (), ("i1", "i2", "i3"))}
    path.write_text("name: own\nwithin: 10 days\nat_least: 1\n")
    with pytest.raises(CausalError, match=r"own.yaml: no rule: title: .*at_least"):
        corpus.recurring_incidents(rule=path)
    path.write_text("name: [")
    with pytest.raises(CausalError, match="no YAML"):
        corpus.recurring_incidents(rule=path)


def test_what_is_off_is_told():
    corpus = Corpus([])
    for within in ("6", "six months", "0 days", "-1 months", "6 moons"):
        with pytest.raises(CausalError, match="a time is written like '6 months'"):
            corpus.recurring_incidents(within)
    for options in ({"by": "theme"}, {"same": ["team"]}, {"rule": "dora"}):
        with pytest.raises(UnknownName):
            corpus.recurring_incidents(**options)
    with pytest.raises(CausalError, match="same is a list"):
        corpus.recurring_incidents(same="services")
    assert corpus.recurring_incidents().attrs["words"].startswith("No two dated incidents")
