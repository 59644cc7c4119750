"""Brute-force verdicts on actions, layers and links, from the plain data of an incident.

Every set of actions is tried against every set of basic factors; no_effect is shared with `causal`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, combinations
from typing import Any

from oracles import (
    OUTCOME,
    Data,
    Sets,
    Table,
    amplifying,
    basics,
    counted,
    cut_sets,
    depth,
    direct_causes,
    failing_table,
    formula,
    independent_depth,
    places,
    residual_sets,
    triggers,
    upstream,
)

CUT = "a barrier holds, so its link passes nothing on"


def subsets(names: Iterable[str]) -> Iterator[frozenset[str]]:
    listed = sorted(names)
    sizes = range(len(listed) + 1)
    return map(frozenset, chain.from_iterable(combinations(listed, size) for size in sizes))


class ActionOracle:
    """What every set of the counted actions leaves of the outcome, given the triggers."""

    def __init__(self, data: Data, scenario: str | Collection[str] = "planned") -> None:
        self.data = data
        self.actions = counted(data, scenario)
        self.places = places(data, self.actions)
        self.lasting = {n: a for n, a in self.actions.items() if a.get("kind") != "repair"}
        self.removing = {name for name, part, _ in self.places if isinstance(part, str)}
        self.held = triggers(data)
        self.failure_paths = residual_sets(data, {})
        self._tops: dict[Any, Table] = {}

    def table(self, in_place: Collection[str], *, barriers: bool = True) -> Table:
        """Return the outcome over the basic factors when these actions work."""
        parts = frozenset(
            part
            for name, part, _ in self.places
            if name in in_place and (barriers or isinstance(part, str))
        )
        if parts not in self._tops:
            gone = [part for part in parts if isinstance(part, str)]
            self._tops[parts] = Table(
                self.data,
                [*basics(self.data), CUT],
                fixed=dict.fromkeys(gone, False) | dict.fromkeys(self.held, True),
                link_guards={part: [CUT] for part in parts if not isinstance(part, str)},
            )
        return self._tops[parts]

    def is_open(
        self, path: Collection[str], in_place: Collection[str], *, barriers: bool = True
    ) -> bool:
        table = self.table(in_place, barriers=barriers)
        return table.true(sum(1 << i for i, name in enumerate(table.variables) if name in path))

    def truth(self, in_place: Collection[str]) -> int:
        """Return the outcome over every set of basic factors, as one integer."""
        table = self.table(in_place)
        return table.top & ~table.column[CUT]

    def touched(self, name: str, *, barriers: bool = True) -> Sets:
        paths = self.failure_paths
        return {path for path in paths if not self.is_open(path, {name}, barriers=barriers)}

    def hangs_on(self, name: str, *, barriers: bool = True) -> Sets:
        rest = set(self.lasting) - {name}
        return {
            path
            for path in self.failure_paths
            if self.is_open(path, rest, barriers=barriers)
            and not self.is_open(path, self.lasting, barriers=barriers)
        }

    def matters(self, name: str) -> bool:
        others = self.lasting.keys() - {name}
        return any(self.truth(some) != self.truth(some | {name}) for some in subsets(others))

    def mitigated(self, names: Collection[str]) -> list[tuple[str, str]]:
        """Return each *worsened by*, as (factor, effect), that these actions remove together."""
        gone = {part for n, part, _ in self.places if n in names and isinstance(part, str)}
        fixed = dict.fromkeys(gone, False) | dict.fromkeys(self.held, True)
        table = Table(self.data, [], fixed=fixed, own=lambda _: None)
        return [pair for pair in worsened(self.data) if not table.value(pair[0])]

    def credited(self, pair: tuple[str, str]) -> set[str]:
        """Return the actions in any minimal set of actions that removes a *worsened by*."""
        enough = [some for some in subsets(self.lasting) if pair in self.mitigated(some)]
        minimal = [some for some in enough if not any(other < some for other in enough)]
        return set().union(*minimal)

    def mitigates(self, name: str) -> list[tuple[str, str]]:
        return [pair for pair in worsened(self.data) if name in self.credited(pair)]

    def no_effect(self, name: str) -> str | None:
        action = self.actions[name]
        ends = [action["on"]["effect"]] if "on" in action else action.get("addresses", [])
        if self.matters(name) or self.mitigates(name):
            return None
        acts = any(n == name for n, _, _ in self.places)
        if not acts and ends and self.held.issuperset(ends):
            return "a trigger alone"
        if amplifying(self.data) & set(ends):
            return None
        return (
            "no failure path"
            if (upstream(self.data, OUTCOME) | {OUTCOME}) & set(ends)
            else "nothing drawn"
        )

    def same_without(self, names: Collection[str]) -> bool:
        """Return whether no verdict changes without these actions."""
        rest = {n: a for n, a in self.actions.items() if n not in names}
        before, after = (failing_table(self.data, a) for a in (self.actions, rest))
        return (
            residual_sets(self.data, self.actions) == residual_sets(self.data, rest)
            and before.minimal_true() == after.minimal_true()
            and independent_depth(self.data, self.actions) == independent_depth(self.data, rest)
            and self.mitigated(self.actions) == self.mitigated(rest)
        )

    def droppable(self, names: Collection[str]) -> bool:
        """Return whether nothing changes, nor what must fail, here and among done and verified."""
        others = (ActionOracle(self.data, scenario) for scenario in ("done", "verified"))
        for oracle in (self, *(other for other in others if set(names) & other.actions.keys())):
            here = set(names) & oracle.actions.keys()
            rest = {n: a for n, a in oracle.actions.items() if n not in here}
            sets, left = (
                failing_table(oracle.data, actions, "action").minimal_true()
                for actions in (oracle.actions, rest)
            )
            if sets != left or not oracle.same_without(here):
                return False
        return True

    def duplicates(self, name: str) -> set[str]:
        mine = self._target(name)
        return {n for n in self.actions if n != name and mine and self._target(n) == mine}

    def _target(self, name: str) -> Any:
        action = self.actions[name]
        at = {(part, layer) for n, part, layer in self.places if n == name}
        at = at or set(action.get("addresses", ()))
        return (at, action.get("kind") == "repair") if at else None

    def depth(self, names: Collection[str]) -> int:
        return depth(self.data, {n: self.data["actions"][n] for n in names})


def worsened(data: Data) -> list[tuple[str, str]]:
    nodes = {OUTCOME: data["outcome"], **data["factors"]}
    return [
        (entry if isinstance(entry, str) else entry["factor"], effect)
        for effect, node in nodes.items()
        for entry in node.get("worsened_by", ())
    ]


def gaps(data: Data) -> dict[str, set[str]]:
    """Return for each layer its holes among what leads to the outcome."""
    found: dict[str, set[str]] = {}
    for factor in upstream(data, OUTCOME):
        layer = data["factors"][factor].get("layer")
        if layer is not None:
            found.setdefault(layer, set()).add(factor)
    return found


def stopped_by(data: Data, way: Collection[str], layers: Iterable[str]) -> bool:
    """Return whether a way no longer suffices when these layers have no holes."""
    closed = {factor for layer in layers for factor in gaps(data)[layer]}
    absent = set(basics(data)) - set(way)
    fixed = dict.fromkeys(closed | absent, False)
    return not Table(data, [], fixed=fixed, own=lambda _: None).true(0)


def layers_on_the_way(data: Data, way: Collection[str]) -> set[str]:
    """Return the layers that decide, some other layers having no holes."""
    layers = gaps(data).keys()
    stops = {some: stopped_by(data, way, some) for some in subsets(layers)}
    return {layer for layer in layers if any(stops[s] != stops[s | {layer}] for s in stops)}


def layer_shares(data: Data) -> dict[str, tuple[int, int]]:
    cuts = cut_sets(data)
    return {
        layer: (sum(stopped_by(data, cut, [layer]) for cut in cuts), len(cuts))
        for layer in gaps(data)
    }


def link_verdicts(data: Data) -> dict[tuple[str, str], tuple[bool, bool]]:
    """Return for each link whether the cause was necessary, and whether its absence prevents."""
    found = {}
    for effect in (OUTCOME, *data["factors"]):
        for cause in direct_causes(data, effect):
            locally = dict.fromkeys(direct_causes(data, effect), True) | {cause: False}
            found[cause, effect] = tuple(
                not Table(data, [], fixed=fixed, own=lambda _: None).value(effect)
                for fixed in (locally, {cause: False})
            )
    return found


def is_overdetermined(data: Data, node: str) -> bool:
    """Return whether some gate of a node's causes needs fewer members than it has."""
    needed = formula(data, node)
    waiting = [needed] if needed else []
    while waiting:
        k, members = waiting.pop()
        if k < len(members):
            return True
        inner = [m for m in members if isinstance(m, list | dict) and "cause" not in m]
        waiting += [formula({"outcome": {"because": m}}, OUTCOME) for m in inner]
    return False
