"""Cases whose answers were published, each encoded from its source and compared with it."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import Any

import pytest

import causal


def incident(because: Any, **causes: Any) -> causal.Incident:
    """An incident with these causes; whatever is only named is basic."""
    factors: dict[str, Any] = {name: {"what": name, "because": c} for name, c in causes.items()}
    outcome = {"what": "the top event", "because": because}
    named = _names([because, *causes.values()])
    factors |= {name: {"what": name} for name in sorted(named) if name not in factors}
    data = {"causal": 1, "id": "case", "title": "case", "outcome": outcome, "factors": factors}
    return causal.Incident.model_validate(data)


def _names(formula: Any) -> set[str]:
    if isinstance(formula, str):
        return {formula}
    if isinstance(formula, dict):
        return _names([part for part in formula.values() if not isinstance(part, int)])
    return set().union(*map(_names, formula)) if formula else set()


def sets(*names: str) -> set[frozenset[str]]:
    return {frozenset(name.split()) for name in names}


def test_pressure_tank_of_the_fault_tree_handbook() -> None:
    """W. E. Vesely et al., Fault Tree Handbook, NUREG-0492, 1981, chapter VIII.

    Published: T and K2 alone, and S (the pressure switch) with S1, K1 or R.
    """
    tank = incident(
        [{"any": ["T", "E2"]}],
        E2={"any": ["K2", "E3"]},
        E3=["S", "E4"],
        E4={"any": ["S1", "E5"]},
        E5={"any": ["K1", "R"]},
    )
    result = causal.explain(tank)
    assert set(result.cut_sets) == sets("T", "K2", "S S1", "S K1", "S R")
    assert result.but_for == frozenset()


def test_bridge_network() -> None:
    """R. E. Barlow and F. Proschan, *Statistical Theory of Reliability*.

    The full title adds "and Life Testing" (1975, chapter 1). Published, with component 3 as the
    bridge: minimal paths {1,4}, {2,5}, {1,3,5}, {2,3,4}; cuts {1,2}, {4,5}, {1,3,5}, {2,3,4}.
    """
    cuts = [["1", "2"], ["4", "5"], ["1", "3", "5"], ["2", "3", "4"]]
    result = causal.explain(incident({"any": cuts}))
    assert set(result.cut_sets) == {frozenset(cut) for cut in cuts}
    assert set(result.prevention_sets) == sets("1 4", "2 5", "1 3 5", "2 3 4")


def test_two_out_of_three_has_importance_one_half_each() -> None:
    """Z. W. Birnbaum, On the importance of different components, 1969: 2p(1-p) at p = 1/2."""
    result = causal.explain(incident({"at_least": 2, "of": ["a", "b", "c"]}))
    assert result.importance == {"a": 0.5, "b": 0.5, "c": 0.5}


def test_series_components_matter_more_than_parallel_ones() -> None:
    """R. E. Barlow and F. Proschan, *Statistical Theory of Reliability*.

    Published (1975, chapter 2): with 1 in series with 2 and 3 in parallel, 3/4, 1/4 and 1/4.
    """
    failure = incident({"any": ["one", ["two", "three"]]})
    importance = causal.explain(failure).importance
    assert importance == {"one": 0.75, "two": 0.25, "three": 0.25}


@pytest.mark.parametrize(("votes", "published"), [(11, 1 / 6), (6, 1.0)])
def test_votes_for_the_winner(votes: int, published: float) -> None:
    """H. Chockler and J. Halpern, Responsibility and Blame, JAIR 22, 2004, section 1 and 3.

    Published: in an 11-0 vote each voter has degree of responsibility 1/6, in a 6-5 vote 1.
    """
    voters = [f"voter-{number:02}" for number in range(votes)]
    result = causal.explain(incident({"at_least": 6, "of": voters}))
    assert result.responsibility == dict.fromkeys(voters, published)


def test_every_six_of_eleven_votes_are_a_cause_by_the_modified_definition() -> None:
    """J. Halpern, A modification of the Halpern-Pearl definition of causality, IJCAI 2015.

    Published: in the 11-0 vote no single voter is a cause, every six of them are.
    """
    voters = [f"voter-{number:02}" for number in range(11)]
    result = causal.explain(
        incident({"at_least": 6, "of": voters}), budget=causal.Budget(max_sets=None)
    )
    assert result.but_for == frozenset()
    assert result.prevention_set_count == comb(11, 6)
    assert set(result.prevention_sets) == {frozenset(six) for six in combinations(voters, 6)}


def test_forest_fire_where_either_would_have_done() -> None:
    """J. Halpern and J. Pearl, Causes and explanations, part I, BJPS 56, 2005, example 3.2.

    Published: disjunctive, neither lightning nor match is but-for (together they are the cause by
    the modified definition); conjunctive, each is a cause.
    """
    either = causal.explain(incident({"any": ["lightning", "match"]}))
    both = causal.explain(incident(["lightning", "match"]))
    assert either.but_for == frozenset()
    assert either.prevention_sets == (frozenset({"lightning", "match"}),)
    assert either.responsibility == {"lightning": 0.5, "match": 0.5}
    assert both.but_for == {"lightning", "match"}
    assert both.responsibility == {"lightning": 1.0, "match": 1.0}


def test_both_halves_of_a_conjunction_pass_the_counterfactual_test() -> None:
    """P. Ladkin, Causal System Analysis, 2001: the counterfactual test is per factor.

    In ``A and B`` both pass it, although neither dominates the other's way to the outcome.
    """
    assert causal.explain(incident(["A", "B"])).but_for == {"A", "B"}
