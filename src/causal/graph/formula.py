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
    `fewer` says for an unconfirmed member of *at least k of* by how much k drops without it; it is
    None for *all of* and *any of*, which lose the member.
    """

    k: int
    of: tuple[Member, ...]
    contributing: bool = False
    fewer: tuple[tuple[str, int], ...] | None = None


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
    fewer = None
    if gate.op == "at_least":
        k = gate.threshold
        causes = dict.fromkeys(m.cause for m in gate.of if isinstance(m, Link))
        fewer = tuple((named(cause), k - gate.without.get(cause, 0)) for cause in causes)
    return Formula(threshold(gate, reading), tuple(members), gate.op == "contributing", fewer)


def names_read(member: Member) -> Iterator[str]:
    """Yield the names a formula reads, in the order written."""
    if isinstance(member, str):
        yield member
    elif isinstance(member, Formula):
        for inner in member.of:
            yield from names_read(inner)
