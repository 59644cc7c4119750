"""A formula over names, as fault trees of other tools and interactive drawings write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from causal.graph.structure import Reading, threshold
from causal.model import Gate, Link


@dataclass(frozen=True, slots=True)
class Formula:
    """True when at least `k` of its members are: *any of* is k = 1, *all of* is k = len(of).

    With `contributing` it is not stated how many it took, and k is the reading that was asked for.
    """

    k: int
    of: tuple[Member, ...]
    contributing: bool = False


Member = str | bool | Formula
"""The name of what is true or not, a constant, or another formula."""


def formula_of(gate: Gate, reading: Reading, named: Callable[[str], str] = str) -> Formula:
    """Return the formula of some causes.

    Args:
        gate: The causes.
        reading: How *contributing* is read.
        named: Gives the name under which a cause stands in the formula.
    """
    members = (
        named(member.cause) if isinstance(member, Link) else formula_of(member, reading, named)
        for member in gate.of
    )
    return Formula(threshold(gate, reading), tuple(members), gate.op == "contributing")


def names_read(member: Member) -> Iterator[str]:
    """Yield the names a formula reads, in the order written."""
    if isinstance(member, str):
        yield member
    elif isinstance(member, Formula):
        for inner in member.of:
            yield from names_read(inner)
