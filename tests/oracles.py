"""Brute-force answers about an incident, worked out from its plain data (the dict of a file).

Written from the definitions alone and sharing no code with `causal`: a factor's value over every
assignment of n variables is one integer of 2**n bits, and minimality is checked row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

Data = Mapping[str, Any]
Sets = set[frozenset[str]]
OUTCOME = "outcome"


def formula(data: Data, node: str) -> tuple[int, list[Any]] | None:
    """Return how many members a node's causes need, and the members; None when it has none."""
    because = data["outcome"]["because"] if node == OUTCOME else _factor(data, node).get("because")
    return None if because is None else _threshold(because)


def _factor(data: Data, name: str) -> Data:
    return data["factors"][name]


def _threshold(because: Any) -> tuple[int, list[Any]]:
    if isinstance(because, str):
        return 1, [because]
    if isinstance(because, list):
        return len(because), because
    if "all" in because:
        return len(because["all"]), because["all"]
    if "any" in because:
        return 1, because["any"]
    if "contributing" in because:  # read as all of
        return len(because["contributing"]), because["contributing"]
    return because["at_least"], because["of"]


def _cause(member: Any) -> str | None:
    """Return the factor a member names, None for a formula."""
    if isinstance(member, str):
        return member
    return member["cause"] if isinstance(member, dict) and "cause" in member else None


def direct_causes(data: Data, node: str) -> list[str]:
    """Return the distinct factors named in a node's causes, as written."""
    found: dict[str, None] = {}

    def walk(members: Iterable[Any]) -> None:
        for member in members:
            cause = _cause(member)
            if cause is None:
                walk(_threshold(member)[1])
            else:
                found[cause] = None

    needed = formula(data, node)
    walk(needed[1] if needed else ())
    return list(found)


def upstream(data: Data, node: str) -> set[str]:
    """Return every factor strictly upstream of a node by *because*."""
    found: set[str] = set()
    waiting = direct_causes(data, node)
    while waiting:
        factor = waiting.pop()
        if factor not in found:
            found.add(factor)
            waiting += direct_causes(data, factor)
    return found


def basics(data: Data) -> list[str]:
    """Return the factors without causes that lead to the outcome, sorted."""
    return sorted(f for f in upstream(data, OUTCOME) if _factor(data, f).get("because") is None)


def triggers(data: Data) -> set[str]:
    """Return the basic triggers: one with causes is an event like another."""
    factors = data["factors"].items()
    return {f for f, n in factors if n.get("kind") == "trigger" and n.get("because") is None}


def read_as(data: Data, reading: str) -> Data:
    """Return the same data with every *contributing* stated as *any of* or *all of*."""

    def read(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {reading if k == "contributing" else k: read(v) for k, v in value.items()}
        return [read(item) for item in value] if isinstance(value, list) else value

    return read(data)


class Table:
    """The outcome over all assignments of `variables`: bit r is its value in row r.

    Args:
        data: The incident.
        variables: What varies; variable i is true in the rows that have bit i.
        fixed: Factors held true or false whatever their causes.
        own: For a basic factor the variable that is its value; true when it has none.
        guards: For a factor further variables that must hold.
        link_guards: The same for a link (cause, effect).
    """

    def __init__(
        self,
        data: Data,
        variables: list[str],
        *,
        fixed: Mapping[str, bool] | None = None,
        own: Callable[[str], str | None] = lambda factor: factor,
        guards: Mapping[str, Iterable[str]] | None = None,
        link_guards: Mapping[tuple[str, str], Iterable[str]] | None = None,
    ) -> None:
        self.variables = variables
        self.rows = 1 << len(variables)
        self.ones = (1 << self.rows) - 1
        self.column = {
            name: sum(1 << row for row in range(self.rows) if row >> i & 1)
            for i, name in enumerate(variables)
        }
        self._data = data
        self._fixed = fixed or {}
        self._own = own
        self._guards = guards or {}
        self._link_guards = link_guards or {}
        self._known: dict[str, int] = {}
        self.top = self.value(OUTCOME)

    def value(self, node: str) -> int:
        if node not in self._known:
            self._known[node] = self._value(node)
        return self._known[node]

    def _value(self, node: str) -> int:
        if node in self._fixed:
            return self.ones if self._fixed[node] else 0
        needed = formula(self._data, node)
        if needed is not None:
            found = self._joined(*needed, node)
        else:
            variable = self._own(node)
            found = self.ones if variable is None else self.column[variable]
        return self._and(found, self._guards.get(node, ()))

    def _and(self, value: int, names: Iterable[str]) -> int:
        for name in names:
            value &= self.column[name]
        return value

    def _joined(self, k: int, members: list[Any], effect: str) -> int:
        values = [self._member(member, effect) for member in members]
        found = 0
        for chosen in combinations(values, k):
            together = self.ones
            for value in chosen:
                together &= value
            found |= together
        return found

    def _member(self, member: Any, effect: str) -> int:
        cause = _cause(member)
        if cause is None:
            return self._joined(*_threshold(member), effect)
        return self._and(self.value(cause), self._link_guards.get((cause, effect), ()))

    def true(self, row: int) -> bool:
        return bool(self.top >> row & 1)

    def named(self, row: int) -> frozenset[str]:
        return frozenset(name for i, name in enumerate(self.variables) if row >> i & 1)

    def minimal_true(self) -> Sets:
        """Return the minimal sets of true variables with which the outcome comes about."""
        return {self.named(row) for row in self._minimal(self.true)}

    def minimal_false(self) -> Sets:
        """Return the minimal sets of false variables with which it does not."""
        everything = self.rows - 1
        prevented = self._minimal(lambda gone: not self.true(everything ^ gone))
        return {self.named(row) for row in prevented}

    def _minimal(self, holds: Callable[[int], bool]) -> Iterator[int]:
        bits = [1 << i for i in range(len(self.variables))]
        for row in range(self.rows):
            if holds(row) and not any(row & bit and holds(row ^ bit) for bit in bits):
                yield row


def cut_sets(data: Data) -> Sets:
    return Table(data, basics(data)).minimal_true()


def prevention_sets(data: Data) -> Sets:
    return Table(data, basics(data)).minimal_false()


def prevention_sets_anywhere(data: Data) -> Sets:
    factors = sorted(upstream(data, OUTCOME))
    own = {factor: (factor,) for factor in factors}
    return Table(data, factors, own=lambda _: None, guards=own).minimal_false()


def comes_about(data: Data, without: Iterable[str] = ()) -> bool:
    """Return whether the outcome comes about when some factors are forced false."""
    fixed = dict.fromkeys(without, False)
    return Table(data, [], fixed=fixed, own=lambda _: None).true(0)


def but_for(data: Data) -> set[str]:
    return {factor for factor in upstream(data, OUTCOME) if not comes_about(data, [factor])}


def responsibility(sets: Sets, factor: str) -> float:
    sizes = [len(members) for members in sets if factor in members]
    return 1 / min(sizes) if sizes else 0.0


def birnbaum(data: Data, factor: str) -> Fraction:
    """Return the share of the states of the others in which `factor` decides."""
    names = basics(data)
    table = Table(data, names)
    bit = 1 << names.index(factor)
    states = [row for row in range(table.rows) if not row & bit]
    return Fraction(sum(table.true(row | bit) != table.true(row) for row in states), len(states))


def layer_would_have_stopped(data: Data, layer: str) -> bool:
    return not comes_about(data, [f for f, n in data["factors"].items() if n.get("layer") == layer])


def counted(data: Data, scenario: str | Collection[str]) -> dict[str, Data]:
    """Return the actions of a scenario: cancelled ones never count."""
    live = {n: a for n, a in data.get("actions", {}).items() if a.get("status") != "cancelled"}
    if scenario == "planned":
        return live
    if scenario in ("done", "verified"):
        done = {n: a for n, a in live.items() if a.get("status") == "done"}
        return {n: a for n, a in done.items() if scenario == "done" or a.get("verified")}
    return {n: a for n, a in live.items() if n in scenario}


def places(data: Data, actions: Mapping[str, Data]) -> list[tuple[str, Any, str]]:
    """Return where actions act, as (action, factor removed or link hardened, layer)."""
    found = []
    for name, action in actions.items():
        if action.get("kind") == "repair":
            continue
        hardens = action.get("hardens")
        if action.get("effect") == "adds_barrier":
            link = (action["on"]["cause"], action["on"]["effect"])
            found.append((name, link, hardens or _layer(data, link[0]) or "unnamed"))
            continue
        for factor in action.get("addresses", ()):
            own, basic = _layer(data, factor), _factor(data, factor).get("because") is None
            softens = action.get("kind") in ("detect", "mitigate")
            if softens and own not in ("detection", "response", "recovery"):
                effects = [
                    e for e in (OUTCOME, *data["factors"]) if factor in direct_causes(data, e)
                ]
                layer = hardens or own or "unnamed"
                found += [(name, (factor, effect), layer) for effect in effects]
            elif factor not in triggers(data):
                layer = own if basic and own else hardens or own or "unnamed"
                found.append((name, factor, layer))
    return found


def _layer(data: Data, factor: str) -> str | None:
    return _factor(data, factor).get("layer")


def removed_by(data: Data, actions: Mapping[str, Data]) -> set[str]:
    return {part for _, part, _ in places(data, actions) if isinstance(part, str)}


def residual_sets(data: Data, actions: Mapping[str, Data]) -> Sets:
    """Return what it still takes besides the triggers, which are held true."""
    fixed = dict.fromkeys(removed_by(data, actions), False)
    fixed |= dict.fromkeys(triggers(data), True)
    on: dict[tuple[str, str], list[str]] = {}
    for name, part, _ in places(data, actions):
        if not isinstance(part, str):
            on.setdefault(part, []).append(name)
    barriers = sorted({name for names in on.values() for name in names})
    variables = [f for f in basics(data) if f not in triggers(data)] + barriers
    return Table(data, variables, fixed=fixed, link_guards=on).minimal_true()


def failing_table(data: Data, actions: Mapping[str, Data], which: str = "layer") -> Table:
    """Return the outcome over which of the hardened layers, or of the actions, fail again."""
    on_factor: dict[str, set[str]] = {}
    on_link: dict[tuple[str, str], set[str]] = {}
    for name, part, layer in places(data, actions):
        fails = layer if which == "layer" else name
        on: dict[Any, set[str]] = on_factor if isinstance(part, str) else on_link
        on.setdefault(part, set()).add(fails)
    return Table(
        data,
        sorted(set().union(*on_factor.values(), *on_link.values())),
        fixed=dict.fromkeys(triggers(data), True),
        own=lambda _: None,
        guards=on_factor,
        link_guards=on_link,
    )


def smallest(sets: Sets) -> int:
    return min(len(members) for members in sets)


def depth(data: Data, actions: Mapping[str, Data]) -> int:
    """Return the fewest layers, or the fewest actions, that must all fail again."""
    tables = (failing_table(data, actions, which) for which in ("layer", "action"))
    return min(smallest(table.minimal_true()) for table in tables)


def independent_depth(data: Data, actions: Mapping[str, Data]) -> int:
    """Return the fewest failure causes: a layer, or a factor that fails all layers below it."""
    table = failing_table(data, actions)
    holes: dict[str, set[str]] = {f: {_layer(data, f)} - {None} for f in upstream(data, OUTCOME)}
    live = counted(data, "planned")
    for name, part, layer in places(data, live):
        factor = part if isinstance(part, str) else part[0]
        if live[name].get("hardens") == layer and factor in holes:
            holes[factor].add(layer)
    causes = [{layer} for layer in table.variables]
    for cause in holes:
        below = set().union(*(holes[f] for f in holes if cause in upstream(data, f)))
        if len(below & set(table.variables)) > 1:
            causes.append(below & set(table.variables))
    for size in range(len(causes) + 1):
        for failing in combinations(causes, size):
            failed = set().union(*failing)
            row = sum(1 << i for i, layer in enumerate(table.variables) if layer in failed)
            if table.true(row):
                return min(size, depth(data, actions))
    raise AssertionError("with every layer failed the outcome comes about")


def amplifying(data: Data) -> set[str]:
    """Return the factors reached only through *worsened by*."""
    nodes = [data["outcome"], *data["factors"].values()]
    listed = [entry for node in nodes for entry in node.get("worsened_by", ())]
    heads = {entry if isinstance(entry, str) else entry["factor"] for entry in listed}
    return heads.union(*(upstream(data, head) for head in heads)) - upstream(data, OUTCOME)


def orphan_factors(data: Data, actions: Mapping[str, Data]) -> set[str]:
    """Return the basic factors and gaps that nothing acts on and that are still there."""
    lasting = [a for a in actions.values() if a.get("kind") != "repair"]
    acted_on = {factor for action in lasting for factor in action.get("addresses", ())}
    acted_on |= {action["on"]["cause"] for action in lasting if "on" in action}
    gone = removed_by(data, actions)
    fixed = dict.fromkeys(gone, False) | dict.fromkeys(triggers(data), True)
    table = Table(data, [], fixed=fixed, own=lambda _: None)
    return {
        factor
        for factor in upstream(data, OUTCOME) | amplifying(data)
        if (_factor(data, factor).get("because") is None or _factor(data, factor).get("layer"))
        and _factor(data, factor).get("kind") != "trigger"
        and _factor(data, factor).get("accepted") is None
        and factor not in acted_on
        and table.value(factor)
    }


def chains(data: Data) -> list[tuple[tuple[str, ...], Fraction]]:
    """Return every chain from the outcome to a basic factor, with the chance of picking it."""

    def walk(node: str) -> Iterator[tuple[tuple[str, ...], Fraction]]:
        causes = direct_causes(data, node)
        if not causes:
            yield (), Fraction(1)
        for cause in causes:
            for rest, chance in walk(cause):
                yield (cause, *rest), chance / len(causes)

    return list(walk(OUTCOME))
