"""How long and how large an exact computation may grow before it says so."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from causal.errors import NotFinished

__all__ = ["Budget", "Clock"]

_STEPS_BETWEEN_LOOKS = 8192


class Clock:
    """A budget whose time has begun to run; inner loops report their growth to it."""

    __slots__ = ("budget", "deadline", "nodes")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.deadline = None if budget.seconds is None else monotonic() + budget.seconds
        self.nodes = budget.nodes

    def check(self, nodes: int = 0) -> int:
        """Return the size at which to ask again.

        Args:
            nodes: Diagram nodes and remembered intermediate results held at present.

        Raises:
            NotFinished: The time is over, or `nodes` is more than the budget allows.
        """
        if self.deadline is not None and monotonic() > self.deadline:
            raise NotFinished(
                f"not finished within {self.budget.seconds!r} seconds; allow more with"
                " Budget(seconds=...)"
            )
        if self.nodes is not None and nodes > self.nodes:
            raise NotFinished(
                f"not finished within {self.budget.nodes!r} diagram nodes; allow more with"
                " Budget(nodes=...)"
            )
        return nodes + _STEPS_BETWEEN_LOOKS


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one exact computation; the default stays under 1 GiB of memory.

    Args:
        seconds: Wall-clock time; None for no limit.
        nodes: Diagram nodes plus remembered intermediate results, of 100 to 200 bytes each;
            None for no limit.
    """

    seconds: float | None = 60.0
    nodes: int | None = 4_000_000

    def start(self) -> Clock:
        """Return a clock that runs from now."""
        return Clock(self)
