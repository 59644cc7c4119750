from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.errors import NotFinished
from causal.graph.budget import Budget
from causal.graph.decisions import Decisions
from causal.graph.uncertain import UncertainStructure, unconfirmed_facts
from causal.model import Incident

LEVELS = 4
ALL = list(product((False, True), repeat=LEVELS))
tables = st.lists(st.booleans(), min_size=len(ALL), max_size=len(ALL))


def suspected(cause: str) -> dict[str, Any]:
    return {"cause": cause, "confidence": "suspected"}


def incident(because: Any, **factors: Any) -> Incident:
    """Return an incident whose factors are given as what they come from, or as whole factors."""
    written = {
        name: {"what": name, **(part if "because" in part or "confidence" in part else {})}
        for name, part in factors.items()
    }
    outcome = {"what": "It failed", "because": because}
    return Incident.model_validate(
        {"id": "t", "title": "It failed", "outcome": outcome, "factors": written}
    )


def plain(*names: str) -> dict[str, Any]:
    return {name: {} for name in names}


def doubted(*names: str) -> dict[str, Any]:
    return {name: {"confidence": "suspected"} for name in names}


def uncertain(story: Incident) -> UncertainStructure:
    return UncertainStructure(story, Budget().start())


def belonging(graph: UncertainStructure, function: int) -> set[frozenset[Any]]:
    """Return the sets of facts that belong where a function holds."""
    found = set()
    for answers in product((True, False), repeat=len(graph.facts)):
        left = function
        for level, answer in enumerate(answers):
            left = graph.decisions.given(left, level, answer)
        if left:
            facts = zip(graph.facts, answers, strict=True)
            found.add(frozenset(fact for fact, belongs in facts if belongs))
    return found


class TestDecisions:
    @staticmethod
    def built(logic: Decisions, table: list[bool]) -> int:
        rows = [row for row, holds in zip(ALL, table, strict=True) if holds]
        return logic.any_of(
            logic.all_of(
                logic.yes(level) if answer else logic.negated(logic.yes(level))
                for level, answer in enumerate(row)
            )
            for row in rows
        )

    @staticmethod
    def table(logic: Decisions, function: int) -> list[bool]:
        out = []
        for row in ALL:
            left = function
            for level, answer in enumerate(row):
                left = logic.given(left, level, answer)
            assert left in (0, 1)
            out.append(bool(left))
        return out

    @given(tables, tables)
    def test_operations_are_those_of_truth_tables(self, f: list[bool], g: list[bool]) -> None:
        logic = Decisions(LEVELS, Budget().start())
        a, b = self.built(logic, f), self.built(logic, g)
        pairs = list(zip(f, g, strict=True))
        assert self.table(logic, logic.both(a, b)) == [x and y for x, y in pairs]
        assert self.table(logic, logic.either(a, b)) == [x or y for x, y in pairs]
        assert self.table(logic, logic.without(a, b)) == [x and not y for x, y in pairs]
        assert logic.count(a, LEVELS) == sum(f)
        assert logic.all_yes(a) == f[-1]
        assert (a == b) == (f == g)

    @given(st.lists(tables, max_size=4))
    def test_thresholds_count_what_holds(self, columns: list[list[bool]]) -> None:
        logic = Decisions(LEVELS, Budget().start())
        reached = logic.thresholds([self.built(logic, column) for column in columns])
        for k, function in enumerate(reached):
            assert self.table(logic, function) == [
                sum(column[row] for column in columns) >= k for row in range(len(ALL))
            ]

    @given(tables, st.integers(0, LEVELS))
    def test_fewest_yes_is_the_cheapest_way_to_make_it_hold(
        self, f: list[bool], first: int
    ) -> None:
        logic = Decisions(LEVELS, Budget().start())
        cheapest: dict[tuple[bool, ...], int] = {}
        for row, holds in zip(ALL, f, strict=True):
            if holds:
                yeses = sum(row[first:])
                cheapest[row[:first]] = min(yeses, cheapest.get(row[:first], LEVELS))
        found = logic.fewest_yes(self.built(logic, f), first)
        assert set(found) == set(cheapest.values())
        for number, function in found.items():
            where = [cheapest.get(row[:first]) == number for row in ALL]
            assert self.table(logic, function) == where

    def test_a_diagram_that_outgrows_its_budget_is_not_finished(self) -> None:
        logic = Decisions(44, Budget(memory_gib=0.001).start())
        with pytest.raises(NotFinished, match=r"0\.001 GiB"):
            logic.all_of(logic.either(logic.yes(i), logic.yes(i + 22)) for i in range(22))

    def test_time_that_is_over_is_not_finished(self) -> None:
        logic = Decisions(1, Budget(seconds=0).start())
        with pytest.raises(NotFinished, match="0 seconds"):
            logic.check_time()


class TestFacts:
    def test_are_what_takes_part_and_is_not_confirmed(self) -> None:
        because = [suspected("a"), "b"]
        parts = doubted("b", "elsewhere")
        parts["b"]["worsened_by"] = ["elsewhere"]
        story = incident(because, **parts, a={"because": ["c"]}, c={})
        assert list(unconfirmed_facts(story)) == ["b", ("a", "outcome")]

    def test_a_link_drawn_twice_is_one_fact(self) -> None:
        story = incident({"any": [[suspected("a"), "b"], [suspected("a"), "c"]]}, **plain(*"abc"))
        graph = uncertain(story)
        assert graph.facts == (("a", "outcome"),)
        without_b_and_c = graph.averted({"b": 0, "c": 0})
        assert without_b_and_c == {1: graph.valid}

    def test_a_link_stated_twice_is_settled_once(self) -> None:
        story = incident({"any": [[suspected("a"), "b"], [suspected("a"), "c"]]}, **plain(*"abc"))
        graph = uncertain(story)
        assert graph.facts == (("a", "outcome"),)
        only_if_it_belongs = {frozenset({("a", "outcome")})}
        assert belonging(graph, graph.averted({"a": 0})[1]) == only_if_it_belongs
        assert belonging(graph, graph.averted({"a": 0, "b": 0})[1]) == only_if_it_belongs


class TestValidity:
    def test_an_outcome_keeps_a_cause(self) -> None:
        graph = uncertain(incident({"any": ["a", "b"]}, **doubted("a", "b")))
        assert graph.resolutions == 3

    def test_a_factor_without_its_causes_stays_true_by_an_unknown_one(self) -> None:
        story = incident(["d", "b"], d={"because": [suspected("a")]}, **plain("a", "b"))
        graph = uncertain(story)
        assert belonging(graph, graph.valid) == {frozenset(), frozenset({("a", "d")})}
        assert belonging(graph, graph.averted({"a": 0})[1]) == {frozenset({("a", "d")})}
        alone = graph.outcome({}, unknown=False)
        assert belonging(graph, alone) == {frozenset({("a", "d")})}

    def test_a_factor_that_does_not_belong_needs_none(self) -> None:
        d = {"because": [suspected("a")], "confidence": "disputed"}
        graph = uncertain(incident(["d", "b"], d=d, **plain("a", "b")))
        assert belonging(graph, graph.valid) == {
            frozenset(),
            frozenset({"d"}),
            frozenset({("a", "d")}),
            frozenset({("a", "d"), "d"}),
        }

    def test_a_nested_formula_left_empty_goes_too(self) -> None:
        graph = uncertain(incident(["b", {"any": [suspected("a")]}], **plain("a", "b")))
        assert graph.resolutions == 2
        assert graph.averted({"a": 0}).keys() == {0, 1}
        assert graph.averted({"b": 0}) == {1: graph.valid}

    def test_reductions_of_several_absent_members_add_up(self) -> None:
        formula = {
            "at_least": 3,
            "of": ["a", "b", suspected("c"), suspected("d")],
            "at_least_without": {"c": 2, "d": 2},
        }
        graph = uncertain(incident(formula, **plain(*"abcd")))
        assert graph.resolutions == 4
        both = {("c", "outcome"), ("d", "outcome")}
        # Without c and d it takes one of a and b; with one of them, two of three.
        assert belonging(graph, graph.averted({"a": 0}).get(1, 0)) == set()
        assert belonging(graph, graph.averted({"a": 0, "b": 0})[1]) == {
            frozenset(),
            frozenset({("c", "outcome")}),
            frozenset({("d", "outcome")}),
            frozenset(both),
        }
        assert belonging(graph, graph.averted({"a": 0, "c": 0})[1]) == {
            frozenset({("c", "outcome")}),
            frozenset(both),
        }

    def test_at_least_one_member_is_always_taken(self) -> None:
        formula = {"at_least": 1, "of": ["a", suspected("b")], "at_least_without": {"b": 0}}
        graph = uncertain(incident(formula, **plain("a", "b")))
        assert belonging(graph, graph.averted({"a": 0})[1]) == {frozenset()}

    def test_a_threshold_above_what_is_left_discards_the_resolution(self) -> None:
        formula = {"at_least": 2, "of": ["a", suspected("b")], "at_least_without": {"b": 2}}
        graph = uncertain(incident(formula, **plain("a", "b")))
        assert belonging(graph, graph.valid) == {frozenset({("b", "outcome")})}


def coupled() -> Incident:
    """Two suspected factors of which the outcome allows only both or neither."""

    def threshold(lower: str, same: str) -> dict[str, Any]:
        without = {lower: 1, same: 3}
        return {"because": {"at_least": 3, "of": [lower, same, "e"], "at_least_without": without}}

    parts = [threshold("a", "b")["because"], threshold("b", "a")["because"]]
    return incident(parts, **doubted("a", "b"), **plain("e"))


class TestDecisive:
    def test_names_the_fact_that_alone_makes_the_difference(self) -> None:
        graph = uncertain(incident(["a", suspected("b"), suspected("c")], **plain(*"abc")))
        assert graph.decisive(graph.averted({"b": 0})) == (graph.facts.index(("b", "outcome")),)
        assert graph.decisive(graph.averted({"a": 0})) == ()

    def test_names_facts_that_can_change_only_together(self) -> None:
        graph = uncertain(coupled())
        assert belonging(graph, graph.valid) == {frozenset(), frozenset({"a", "b"})}
        assert graph.decisive(graph.averted({"a": 0})) == (0, 1)

    def test_leaves_out_a_fact_that_cannot_be_ruled_out(self) -> None:
        story = coupled()
        data = story.model_dump(mode="json", exclude_defaults=True)
        data["factors"]["e"]["confidence"] = "suspected"
        for part in data["outcome"]["because"]:
            part["at_least_without"]["e"] = 4
        graph = uncertain(story.replace(factors=data["factors"], outcome=data["outcome"]))
        assert all("e" in facts for facts in belonging(graph, graph.valid))
        decisive = graph.decisive(graph.averted({"a": 0}))
        assert {graph.facts[fact] for fact in decisive} == {"a", "b"}

    def test_names_all_open_facts_when_none_stands_out(self) -> None:
        names = ("a", "b", "c", "d")
        graph = uncertain(incident([*names, "x"], **doubted(*names), **plain("x")))
        logic = graph.decisions
        a, b, c, d = (logic.yes(level) for level in range(4))

        def exactly(*belong: int) -> int:
            rest = [logic.negated(fact) for fact in (a, b, c, d) if fact not in belong]
            return logic.all_of([*belong, *rest])

        # Values differ two facts apart only, and each fact sees both of them on either side.
        split = {
            0: logic.either(exactly(), exactly(a, b, c, d)),
            1: logic.either(exactly(a, b), exactly(c, d)),
        }
        graph.valid = logic.any_of(split.values())
        assert graph.decisive(split) == (0, 1, 2, 3)


def test_more_facts_than_python_frames() -> None:
    names = [f"f{i}" for i in range(1200)]
    graph = uncertain(incident(names, **doubted(*names)))
    assert graph.resolutions == 2**1200 - 1
