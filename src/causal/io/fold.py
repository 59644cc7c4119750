"""The formulas of a fault tree as files of our own write them: constants gone, no member twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import reduce
from math import ceil, gcd
from typing import Any

from causal.errors import Fault, InvalidIncident
from causal.graph.formula import Member

Folded = str | dict[str, Any] | bool
_MOST = 6
"""How often a member may stand in one *at least* that nothing simplifies."""


def fold(formula: Member, values: Mapping[str, Folded], gate: str, file: str = "") -> Folded:
    """Return a formula as our files write it, or the constant it became.

    Args:
        formula: The formula.
        values: What each name stands for.
        gate: The gate it is of, for messages.
        file: The file it was read from, for messages.

    Raises:
        InvalidIncident: A member stands many times in one *at least*, which no formula of ours
            says in a few words.
    """
    if isinstance(formula, str):
        return values[formula]
    if isinstance(formula, bool):
        return formula
    folded = [fold(member, values, gate, file) for member in formula.of]
    k = formula.k - sum(member is True for member in folded)
    members = [member for member in folded if not isinstance(member, bool)]
    if k <= 0 or k > len(members):
        return k <= 0
    if k in (1, len(members)):
        op = "any" if k == 1 else "all"
        distinct = list({_key(member): member for member in members}.values())
        return {op: distinct} if len(distinct) > 1 else distinct[0]
    counts = Counter(_key(member) for member in members)
    said = {_key(member): member for member in members}
    found: Folded | None = _threshold(k, counts, said)
    if found is None:
        most = max(counts.values())
        problem = f"is legal, but not read here: a member stands {most} times in one 'atleast'"
        raise InvalidIncident([Fault(gate, problem, file=file, rule="openpsa")], source=file)
    return found


def _key(member: Any) -> str:
    return json.dumps(member)


def _threshold(k: int, counts: Mapping[str, int], said: Mapping[str, Any]) -> Any:
    """Return *at least k* of members that count several times, None where it is too involved."""
    total = sum(counts.values())
    enough = {key: n for key, n in counts.items() if n >= k}
    rest = {key: n for key, n in counts.items() if n < k}
    if enough:
        alone = [said[key] for key in enough]
        if sum(rest.values()) >= k:
            other = _threshold(k, rest, said)
            return None if other is None else {"any": [*alone, other]}
        return {"any": alone} if len(alone) > 1 else alone[0]
    needed = [key for key, n in counts.items() if total - n < k]
    if needed:
        left = k - sum(counts[key] for key in needed)
        members = [said[key] for key in needed]
        if left > 0:
            others = {key: n for key, n in counts.items() if key not in needed}
            other = _threshold(left, others, said)
            if other is None:
                return None
            members.append(other)
        return {"all": members} if len(members) > 1 else members[0]
    share = reduce(gcd, counts.values())
    k, counts = ceil(k / share), {key: n // share for key, n in counts.items()}
    if max(counts.values()) > _MOST:
        return None
    listed: list[Any] = []
    for key, n in counts.items():
        member = said[key]
        for _ in range(n):  # one that counts twice stands in two forms
            listed.append(member)
            member = {"all": [member]}
    return {"at_least": k, "of": listed}
