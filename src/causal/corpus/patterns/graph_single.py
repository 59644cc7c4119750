"""The graph measures of one incident, for those that do not fit a machine word: same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Measures", "measure"]


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures of one node: sets of factors as bits by position.

    Args:
        ancestors: The factors it comes from.
        depth: How many links the longest way to it has.
        ways: How many ways lead to it from factors without causes.
        needs: The factors without which it would not be.
    """

    ancestors: int
    depth: int
    ways: int
    needs: int


def measure(names: Sequence[str], formulas: Mapping[str, Any], outcome: str) -> list[Measures]:
    """Return the measures of each factor, in their order, and of the outcome last.

    Args:
        names: The factors, causes first.
        formulas: For a factor or the outcome with causes, its formula as it stands in a file.
        outcome: What the outcome is called in `formulas`.
    """
    place = {name: 1 << number for number, name in enumerate(names)}
    everyone = (1 << len(names)) - 1
    found: dict[str, Measures] = {}
    for name in (*names, outcome):
        own = place.get(name, 0)
        formula = formulas.get(name)
        if formula is None:
            found[name] = Measures(0, 0, 1, own)
            continue
        causes = [found[cause] for cause in dict.fromkeys(_leaves(formula))]
        above = 0
        for cause in dict.fromkeys(_leaves(formula)):
            above |= found[cause].ancestors | place[cause]
        held = _holds(formula, found, everyone)
        found[name] = Measures(
            ancestors=above,
            depth=1 + max(cause.depth for cause in causes),
            ways=sum(cause.ways for cause in causes),
            needs=everyone & ~held | own,
        )
    return [found[name] for name in (*names, outcome)]


def _members(formula: Any) -> tuple[int, list[Any]]:
    """Return how many of its members a formula needs, and the members."""
    if isinstance(formula, list):
        return len(formula), formula
    if "all" in formula:
        return len(formula["all"]), formula["all"]
    if "any" in formula:
        return 1, formula["any"]
    return formula["at_least"], formula["of"]


def _is_link(member: Any) -> bool:
    return isinstance(member, str) or (isinstance(member, dict) and "cause" in member)


def _cause(member: Any) -> str:
    return str(member["cause"] if isinstance(member, dict) else member)


def _leaves(formula: Any) -> list[str]:
    found: list[str] = []
    for member in _members(formula)[1]:
        found += [_cause(member)] if _is_link(member) else _leaves(member)
    return found


def _holds(formula: Any, found: Mapping[str, Measures], everyone: int) -> int:
    """Return the factors each of which could be absent alone and the formula still hold."""
    least, members = _members(formula)
    # at[k]: the absences under which at least k of the members so far hold
    at = [everyone] + [0] * least
    for member in members:
        if _is_link(member):
            held = everyone & ~found[_cause(member)].needs
        else:
            held = _holds(member, found, everyone)
        for k in range(least, 0, -1):
            at[k] |= at[k - 1] & held
    return at[least]
