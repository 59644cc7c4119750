"""Best fixes: held to trying every choice, on random incidents with every kind of gate."""

from __future__ import annotations

import pickle
from itertools import combinations
from random import Random

import pytest

from causal.corpus.fixes import fix_cases
from causal.corpus.tables.networks import networks
from causal.errors import CausalError, NotFinished, UnknownName
from causal.graph.budget import Budget
from causal.graph.truth import still_true
from causal.model import Gate, Incident, Link
from corpus_samples import corpus_of, random_incident, sample, times


def with_extras(rng: Random, id: str) -> dict:
    """Return a random incident, some of whose factors are triggers and whose worsening counts."""
    data = random_incident(rng, id)
    for factor in data["factors"].values():
        if rng.random() < 0.2:
            factor["kind"] = "trigger"
    worse = data["outcome"]["worsened_by"]
    data["outcome"]["worsened_by"] = [
        {"factor": name, "of": "detect", "minutes": rng.randint(1, 60)} for name in worse
    ]
    return data


def holds(gate: Gate, true: frozenset[str]) -> bool:
    met = [m.cause in true if isinstance(m, Link) else holds(m, true) for m in gate.of]
    return sum(met) >= {"all": len(met), "any": 1, "at_least": gate.k or 0}[gate.op]


def value(corpus, chosen: tuple[str, ...], over: str, worth: str) -> float:
    """Return the worth of some fixes by evaluating every incident as it is written."""
    total = 0.0
    lost = dict(zip(corpus.incidents["id"], corpus.incidents["minutes_lost"], strict=True))
    for name in corpus:
        incident: Incident = corpus[name]
        held = {
            f
            for f, factor in incident.factors.items()
            if incident.kind(f) == "trigger" and factor.because is None
        }
        removed = {
            f
            for f, factor in incident.factors.items()
            if (factor.key if over == "factors" else factor.layer) in chosen and f not in held
        }
        true = still_true(incident, removed, held)
        stated = [(a.factor, a.minutes) for a, _ in incident.amplifiers() if a.minutes]
        most = lost[name] if lost[name] == lost[name] else sum(m for _, m in stated)
        if not holds(incident.outcome.because, true):
            total += 1 if worth == "incidents" else most
        elif worth == "minutes":
            total += min(most, sum(m for f, m in stated if f not in true))
    return total


@pytest.mark.parametrize("over", ["factors", "layers"])
@pytest.mark.parametrize("worth", ["incidents", "minutes"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_within_the_budget_does_better(tmp_path, seed, worth, over):
    rng = Random(seed)
    corpus = corpus_of(tmp_path, *(with_extras(rng, f"I{n}") for n in range(12)))
    answer = corpus.best_fixes(2, over=over, objective=worth)
    choices = [c for n in range(3) for c in combinations(answer.available, n)]
    best = max(value(corpus, choice, over, worth) for choice in choices)
    assert answer.objective == pytest.approx(best)
    assert value(corpus, answer.chosen, over, worth) == pytest.approx(best)
    assert answer.optimal
    covering = answer._problem[0]
    assert covering.greedy.objective <= best + 1e-6 <= covering.greedy.bound + 2e-6
    for choice in choices:
        assert answer.value(choice) == pytest.approx(value(corpus, choice, over, worth))
        assert covering.bound([answer.available.index(c) for c in choice]) >= best - 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_costs_are_kept_to_and_the_best_is_found_under_them(tmp_path, seed):
    rng = Random(seed)
    corpus = corpus_of(tmp_path, *(with_extras(rng, f"I{n}") for n in range(10)))
    names = corpus.best_fixes().available
    costs = {name: rng.choice([0.0, 0.5, 1.0, 2.5]) for name in names}
    answer = corpus.best_fixes(3, costs=costs)
    able = [
        c
        for n in range(len(names) + 1)
        for c in combinations(names, n)
        if sum(costs[name] for name in c) <= 3
    ]
    assert answer.objective == max(value(corpus, c, "factors", "incidents") for c in able)
    assert answer.cost <= 3


def either(id: str, *keys: str, **changes) -> dict:
    factors = {key: {"what": key, "key": key} for key in keys}
    return sample(id, factors=factors, outcome={"what": "W", "because": {"any": list(keys)}}) | (
        changes
    )


def test_two_fixes_that_only_work_together_are_found(tmp_path):
    corpus = corpus_of(tmp_path, *(either(str(n), "a", "b") for n in range(3)), either("x", "c"))
    answer = corpus.best_fixes(2)
    assert (answer.chosen, answer.objective) == (("a", "b"), 3)
    assert corpus.best_fixes(1).chosen == ("c",)
    (row,) = answer.overlap.to_dict("records")
    assert (row["alone_a"], row["alone_b"], row["together"], row["overlap"]) == (0, 0, 3, -3)
    assert answer.frame["incident_ids"].tolist() == [(), ("0", "1", "2")]


def test_curve_ends_at_the_answer_and_never_falls(tmp_path):
    rng = Random(3)
    corpus = corpus_of(tmp_path, *(with_extras(rng, f"I{n}") for n in range(12)))
    answer = corpus.best_fixes(4)
    assert answer.curve["limit"].tolist() == [1, 2, 3, 4]
    assert answer.curve["objective"].is_monotonic_increasing
    assert answer.curve["objective"].iloc[-1] == answer.objective
    assert answer.curve["proven"].all()


def test_frequent_tags_that_nothing_needed_are_worth_nothing(tmp_path):
    noisy = {
        "real": {"what": "R", "key": "real"},
        "noise": {"what": "N", "key": "noise"},
    }
    worse = {"what": "W", "because": ["real"], "worsened_by": ["noise"]}
    only = sample("C", factors={"noise": noisy["noise"], "x": {"what": "X"}})
    only["outcome"] = {"what": "W", "because": ["x"], "worsened_by": ["noise"]}
    corpus = corpus_of(
        tmp_path,
        sample("A", factors=noisy, outcome=worse),
        sample("B", factors=noisy, outcome=worse),
        only,
    )
    worths = corpus.best_fixes(1).compared.set_index("plan")["objective"]
    assert worths.to_dict() == {"best": 2, "greedy": 2, "most frequent": 0}


def test_a_trigger_comes_again(tmp_path):
    factors = {"deploy": {"what": "D", "kind": "trigger", "key": "deploys"}}
    corpus = corpus_of(
        tmp_path, sample("A", factors=factors, outcome={"what": "W", "because": ["deploy"]})
    )
    answer = corpus.best_fixes()
    assert (answer.available, answer.chosen, answer.objective) == ((), (), 0)
    assert answer.words.startswith("No factor that could be fixed has a key")


def test_amplifiers_spare_their_minutes_but_never_more_than_were_lost(tmp_path):
    factors = {"deploy": {"what": "D"}, "slow": {"what": "S", "key": "slow"}}
    outcome = {
        "what": "W",
        "because": ["deploy"],
        "worsened_by": [{"factor": "slow", "of": "detect", "minutes": 40}],
    }
    corpus = corpus_of(
        tmp_path,
        sample("A", factors=factors, outcome=outcome, times=times("2025-01-01", 30)),
        sample("B", factors=factors, outcome=outcome, times=times("2025-01-01", 90)),
        sample("C", factors=factors, outcome=outcome),
    )
    answer = corpus.best_fixes(1, objective="minutes")
    assert (answer.objective, answer.total) == (30 + 40 + 40, 30 + 90 + 40)
    assert answer.prevented("slow") == ()
    assert corpus.best_fixes(1).objective == 0


def test_what_depends_on_unconfirmed_facts_is_named(tmp_path):
    doubtful = either("D", "a")
    doubtful["factors"]["s"] = {"what": "S", "confidence": "suspected", "key": "s"}
    doubtful["outcome"] = {"what": "W", "because": ["a", "s"]}
    corpus = corpus_of(tmp_path, doubtful, either("S", "a"))
    assert corpus.best_fixes(1).uncertainty.certain == ("D", "S")
    only = corpus.best_fixes(1, costs={"a": 9})
    assert only.chosen == ("s",)
    assert (only.uncertainty.depends, only.cautious.objective) == (("D",), 0)
    assert "depends for D" in only.uncertainty.words


def test_more_cut_sets_than_are_listed_are_left_out_and_said(tmp_path):
    keys = [f"k{n:02d}" for n in range(40)]
    factors = {key: {"what": key, "key": key} for key in keys}
    wide = sample(
        "W", factors=factors, outcome={"what": "W", "because": {"at_least": 20, "of": keys}}
    )
    answer = corpus_of(tmp_path, wide, either("A", "k00"), either("B", "k01")).best_fixes(1)
    assert (answer.not_finished, answer.total, answer.objective) == (("W",), 2, 1)
    assert any(w.startswith("Not finished, and left out: 1 incident") for w in answer.warnings)
    for factor in factors.values():
        factor["layer"] = "ci"
    (tmp_path / "one").mkdir()
    layers = corpus_of(tmp_path / "one", wide).best_fixes(over="layers")
    assert (layers.not_finished, layers.chosen, layers.objective) == ((), ("ci",), 1)


def test_incidents_for_which_there_was_no_time_are_left_out_and_named(tmp_path, monkeypatch):
    corpus = corpus_of(tmp_path, *(either(name, "a") for name in "ABCDE"))
    none = corpus.best_fixes(1, budget=Budget(seconds=1e-9))
    assert (none.chosen, none.not_finished) == ((), ("A", "B", "C", "D", "E"))
    assert none.words == "No incident could be worked out within the budget, so no fix is chosen."
    assert none.warnings[0].startswith("Not finished, and left out: 5 incidents")

    def until_the_third(*asked):
        for number, drawn in enumerate(networks(*asked)):
            if number == 2:
                raise NotFinished("the time is over")
            yield drawn

    monkeypatch.setattr(fix_cases, "networks", until_the_third)
    some = corpus.best_fixes(1)
    assert (some.not_finished, some.total, some.objective) == (("C", "D", "E"), 2, 2)


@pytest.mark.parametrize("seed", range(4))
def test_causes_that_contributed_give_what_all_ways_of_combining_them_give(tmp_path, seed):
    rng = Random(seed)
    data = [with_extras(rng, f"I{n}") for n in range(8)]
    for incident in data:
        contributed(rng, incident["outcome"])
        for factor in incident["factors"].values():
            contributed(rng, factor)
    corpus = corpus_of(tmp_path, *data)
    answer = corpus.best_fixes(2)
    for n in range(3):
        for choice in combinations(answer.available, n):
            low = sum(prevented(corpus[name], choice, "any") for name in corpus)
            high = sum(prevented(corpus[name], choice, "all") for name in corpus)
            assert answer.value(choice) == low
            assert answer._optimistic[0].value(answer._numbers(choice)) == high
    assert answer.objective <= answer.objective_high


def contributed(rng: Random, node: dict) -> None:
    because = node.get("because")
    if isinstance(because, list) and len(set(map(str, because))) > 1 and rng.random() < 0.5:
        node["because"] = {"contributing": because}


def prevented(incident: Incident, chosen: tuple[str, ...], reading: str) -> bool:
    """Return whether the outcome is prevented when contributing causes are read one way."""
    true: dict[str, bool] = {}

    def met(gate: Gate) -> bool:
        found = [holds(m.cause) if isinstance(m, Link) else met(m) for m in gate.of]
        op = reading if gate.op == "contributing" else gate.op
        return sum(found) >= {"all": len(found), "any": 1, "at_least": gate.k or 0}[op]

    def holds(name: str) -> bool:
        if name not in true:
            factor = incident.factors[name]
            basic = incident.kind(name) == "trigger" and factor.because is None
            gone = factor.key in chosen and not basic
            true[name] = not gone and (factor.because is None or met(factor.because))
        return true[name]

    return not met(incident.outcome.because)


def test_answers_survive_being_sent_to_another_process(tmp_path):
    doubtful = either("D", "a")
    doubtful["factors"]["a"]["confidence"] = "suspected"
    corpus = corpus_of(tmp_path, doubtful, either("S", "a"))
    answer = corpus.best_fixes(1)
    before = answer.to_dict(), answer.uncertainty
    for asked in (answer, corpus.best_fixes(1)):
        again = pickle.loads(pickle.dumps(asked))
        assert (again.to_dict(), again.uncertainty) == before
    frame = corpus.recurring_factors()
    assert pickle.loads(pickle.dumps(frame)).attrs == frame.attrs
    assert list(pickle.loads(pickle.dumps(corpus))) == ["D", "S"]


def test_state_along_the_way_is_named_as_no_fix_of_its_own(tmp_path):
    factors = {
        "deploy": {"what": "D", "kind": "trigger"},
        "one": {"what": "O"},
        "other": {"what": "P", "key": "hole", "layer": "capacity"},
        "down": {"what": "Down", "because": ["deploy", "one"], "key": "down"},
    }
    data = sample(
        "A", factors=factors, outcome={"what": "W", "because": {"any": ["down", "other"]}}
    )
    answer = corpus_of(tmp_path, data).best_fixes(2)
    assert set(answer.chosen) == {"down", "hole"}
    told = [warning for warning in answer.warnings if "state along the way" in warning]
    assert len(told) == 1 and ": down." in told[0]


def test_refusals(tmp_path):
    corpus = corpus_of(tmp_path, sample("A"))
    with pytest.raises(CausalError, match="over is 'factors' or 'layers', not 'teams'"):
        corpus.best_fixes(over="teams")
    with pytest.raises(CausalError, match="objective is"):
        corpus.best_fixes(objective="money")
    with pytest.raises(CausalError, match="limit is 0 or more, not -1"):
        corpus.best_fixes(-1)
    with pytest.raises(UnknownName, match="pool-stale"):
        corpus.best_fixes(costs={"pool-stael": 1})
    with pytest.raises(CausalError, match="cost of 'pool-stale'"):
        corpus.best_fixes(costs={"pool-stale": -1})


def test_empty_corpus_and_dtypes(tmp_path):
    empty, full = corpus_of(tmp_path), None
    (tmp_path / "sub").mkdir()
    full = corpus_of(tmp_path / "sub", sample("A")).best_fixes(1)
    assert empty.best_fixes(1).frame.dtypes.to_dict() == full.frame.dtypes.to_dict()
    assert empty.best_fixes(1).objective == 0
    assert "too few" in full.frame.attrs["warnings"][0]
    assert "Best fixes among 1 canonical factors" in str(full)
    assert full.to_dict()["prevented"] == ["A"]
