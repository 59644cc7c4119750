"""Every way in which causes that contributed may have combined, tried one by one.

A completion gives each *contributing* gate a monotone function of its members in which every
member matters. Nothing is shared with `causal`; the plain data of an incident is read directly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import combinations, product
from typing import Any

from oracles import OUTCOME, Data, counted, places, triggers

Function = frozenset[int]
"""The rows, as bitmasks of the true members, in which a gate holds."""

Completion = Mapping[int, Function]
"""A function for each contributing gate, by the identity of its member list."""


@cache
def monotone(members: int) -> tuple[Function, ...]:
    """Return every monotone function of so many members in which every member matters."""
    return tuple(f for f in _monotone(members) if _all_matter(f, members))


@cache
def _monotone(members: int) -> tuple[Function, ...]:
    if not members:
        return frozenset(), frozenset([0])
    bit = 1 << (members - 1)
    smaller = _monotone(members - 1)
    return tuple(
        low | frozenset(row | bit for row in high)
        for low in smaller
        for high in smaller
        if low <= high
    )


def _all_matter(function: Function, members: int) -> bool:
    rows = range(1 << members)
    return all(
        any((row in function) != (row ^ 1 << m in function) for row in rows) for m in range(members)
    )


def gates(data: Data) -> list[list[Any]]:
    """Return the member lists of every contributing gate, also of those that lead nowhere."""
    found: list[list[Any]] = []

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            if "contributing" in value:
                found.append(value["contributing"])
            for inner in value.values():
                walk(inner)

    for node in (data["outcome"], *data["factors"].values()):
        walk(node.get("because"))
    return found


def completions(data: Data) -> Iterator[Completion]:
    every = gates(data)
    for chosen in product(*(monotone(len(members)) for members in every)):
        yield {id(members): f for members, f in zip(every, chosen, strict=True)}


def comes_about(
    data: Data,
    completion: Completion,
    *,
    without: Collection[str] = (),
    held: Collection[str] = (),
    cut: Collection[tuple[str, str]] = (),
) -> bool:
    known: dict[str, bool] = {}

    def value(node: str) -> bool:
        if node not in known:
            because = (data["outcome"] if node == OUTCOME else data["factors"][node]).get("because")
            caused = because is None or formula(because, node)
            known[node] = node in held or (node not in without and caused)
        return known[node]

    def formula(stated: Any, effect: str) -> bool:
        if isinstance(stated, str):
            return value(stated) and (stated, effect) not in cut
        if isinstance(stated, dict) and "cause" in stated:
            return formula(stated["cause"], effect)
        if isinstance(stated, list):
            return all(formula(member, effect) for member in stated)
        if "contributing" in stated:
            members = stated["contributing"]
            row = sum(formula(m, effect) << i for i, m in enumerate(members))
            return row in completion[id(members)]
        if "at_least" in stated:
            return sum(formula(m, effect) for m in stated["of"]) >= stated["at_least"]
        op = all if "all" in stated else any
        return op([formula(m, effect) for m in stated.get("all", stated.get("any"))])

    return value(OUTCOME)


def depth(data: Data, completion: Completion, scenario: str | Collection[str]) -> int:
    """Return the fewest layers, or the fewest actions, that must all fail again."""
    where = places(data, counted(data, scenario))
    held = triggers(data)
    best = None
    for which in (0, 2):
        names = sorted({place[which] for place in where})
        for size in range(len(names) + 1):
            if any(
                _recurs(data, completion, {p[1] for p in where if p[which] not in failed}, held)
                for failed in combinations(names, size)
            ):
                best = size if best is None else min(best, size)
                break
    assert best is not None
    return best


def _recurs(data: Data, completion: Completion, parts: set[Any], held: Collection[str]) -> bool:
    gone = {part for part in parts if isinstance(part, str)}
    return comes_about(data, completion, without=gone, held=held, cut=parts - gone)


def closed(data: Data, completion: Completion, scenario: str | Collection[str]) -> bool:
    parts = {p for _, p, _ in places(data, counted(data, scenario)) if isinstance(p, str)}
    return not _recurs(data, completion, parts, triggers(data))


def verdict(values: Collection[bool]) -> str:
    """Return certain, open or never, from whether it is so in each completion."""
    return "certain" if all(values) else "open" if any(values) else "never"
