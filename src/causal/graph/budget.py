"""How long and how large an exact computation may grow before it says so."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from causal.errors import NotFinished

__all__ = ["Budget", "Clock", "Outgrown"]


class Outgrown(Exception):  # noqa: N818 - a signal between parts of the engine, never an error
    """An attempt that used up its own allowance; another may do better."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one exact computation; the default stays under 1 GiB of memory.

    Args:
        seconds: Wall-clock time; None for no limit.
        nodes: Diagram nodes with the intermediate results kept for them, about 300 bytes each;
            None for no limit.
    """

    seconds: float | None = 60.0
    nodes: int | None = 3_000_000

    def start(self) -> Clock:
        """Return a clock that runs from now."""
        return Clock(self, None if self.seconds is None else monotonic() + self.seconds)


class Clock:
    """A budget whose time has begun to run; inner loops report to it what they add."""

    __slots__ = ("allowance", "budget", "deadline", "held")

    def __init__(self, budget: Budget, deadline: float | None) -> None:
        self.budget = budget
        self.deadline = deadline
        self.allowance: int | None = None
        self.held = 0

    def attempt(self) -> Clock:
        """Return a clock with the same deadline that counts from nothing."""
        return Clock(self.budget, self.deadline)

    def add(self, nodes: int) -> None:
        """Note that `nodes` more nodes are held.

        Raises:
            Outgrown: They are more than this attempt was allowed.
            NotFinished: The time is over, or without an allowance they exceed the budget.
        """
        self.held += nodes
        budget = self.budget
        if self.deadline is not None and monotonic() > self.deadline:
            raise NotFinished(
                f"no exact answer within {budget.seconds!r} seconds; allow more with seconds=..."
            )
        if self.allowance is not None:
            if self.held > self.allowance:
                raise Outgrown
        elif budget.nodes is not None and self.held > budget.nodes:
            raise self.too_many_nodes()

    def too_many_nodes(self) -> NotFinished:
        """Return the error that says that the budget's nodes did not suffice."""
        return NotFinished(
            f"no exact answer within {self.budget.nodes!r} diagram nodes; allow more with"
            " memory=..."
        )
