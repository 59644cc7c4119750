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
    depth_table,
    direct_causes,
    effective,
    formula,
    independent_depth,
    layer_of,
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
        self.removing, self.barriers = effective(self.actions)
        self.lasting = {**self.removing, **self.barriers}
        self.held = triggers(data)
        self.failure_paths = residual_sets(data, {})
        self._tops: dict[frozenset[str], Table] = {}

    def table(self, in_place: Collection[str]) -> Table:
        """Return the outcome over the basic factors when these actions work."""
        key = frozenset(name for name in in_place if name in self.lasting)
        if key not in self._tops:
            gone = [f for n in key & self.removing.keys() for f in self._addressed(n)]
            links = [self.barriers[n]["on"] for n in key & self.barriers.keys()]
            self._tops[key] = Table(
                self.data,
                [*basics(self.data), CUT],
                fixed=dict.fromkeys(gone, False) | dict.fromkeys(triggers(self.data), True),
                link_guards={(on["cause"], on["effect"]): [CUT] for on in links},
            )
        return self._tops[key]

    def _addressed(self, name: str) -> list[str]:
        return self.actions[name].get("addresses", [])

    def is_open(self, way: Collection[str], in_place: Collection[str]) -> bool:
        table = self.table(in_place)
        return table.true(sum(1 << i for i, name in enumerate(table.variables) if name in way))

    def truth(self, in_place: Collection[str]) -> int:
        """Return the outcome over every set of basic factors, as one integer."""
        table = self.table(in_place)
        return table.top & ~table.column[CUT]

    def touched(self, name: str) -> Sets:
        return {way for way in self.failure_paths if not self.is_open(way, {name})}

    def hangs_on(self, name: str, in_place: Collection[str]) -> Sets:
        rest = set(in_place) - {name}
        return {
            way
            for way in self.failure_paths
            if self.is_open(way, rest) and not self.is_open(way, in_place)
        }

    def matters(self, name: str) -> bool:
        others = self.lasting.keys() - {name}
        return any(self.truth(some) != self.truth(some | {name}) for some in subsets(others))

    def spared(self, names: Collection[str]) -> list[tuple[str, str]]:
        """Return each *worsened by*, as (factor, effect), that these actions remove together."""
        gone = {f for n in names if n in self.removing for f in self._addressed(n)}
        fixed = dict.fromkeys(gone, False) | dict.fromkeys(self.held, True)
        table = Table(self.data, [], fixed=fixed, own=lambda _: None)
        return [pair for pair in worsened(self.data) if not table.value(pair[0])]

    def no_effect(self, name: str) -> str | None:
        action = self.actions[name]
        ends = [action["on"]["effect"]] if name in self.barriers else self._addressed(name)
        if self.matters(name) or self.spared([name]):
            return None
        if name in self.removing and ends and self.held.issuperset(ends):
            return "a trigger alone"
        if amplifying(self.data) & set(ends):
            return None
        return (
            "no way" if (upstream(self.data, OUTCOME) | {OUTCOME}) & set(ends) else "nothing drawn"
        )

    def changes_nothing(self, names: Collection[str]) -> bool:
        rest = {n: a for n, a in self.actions.items() if n not in names}
        before, after = depth_table(self.data, self.actions), depth_table(self.data, rest)
        return (
            residual_sets(self.data, self.actions) == residual_sets(self.data, rest)
            and before.minimal_true() == after.minimal_true()
            and independent_depth(self.data, before) == independent_depth(self.data, after)
            and self.spared(self.actions) == self.spared(rest)
        )

    def duplicates(self, name: str) -> set[str]:
        mine = self._target(name)
        return {n for n in self.actions if n != name and mine and self._target(n) == mine}

    def _target(self, name: str) -> Any:
        action = self.actions[name]
        repair = action.get("kind") == "repair"
        if action.get("effect") == "adds_barrier":
            on = (action["on"]["cause"], action["on"]["effect"])
            return on, layer_of(self.data, action, on[0]), repair
        at = {(f, layer_of(self.data, action, f)) for f in self._addressed(name)}
        return (at, repair) if at else None

    def depth(self, names: Collection[str]) -> int:
        return depth(self.data, {n: self.data["actions"][n] for n in names})


def depth(data: Data, actions: Data) -> int:
    return min(len(failed) for failed in depth_table(data, actions).minimal_true())


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
