"""How long and how large an answer may grow before it says that it is not finished."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf, isnan
from pathlib import Path
from time import monotonic

from causal.errors import CausalError, NotFinished

_NODES_PER_GIB = 3_000_000
_LOOK_EVERY = 0.05
"""Seconds after which the memory of the process is looked at again."""

_SPARE = 64 << 20
"""Bytes by which any process may grow, however small the budget."""

_STATM = Path("/proc/self/statm")


class Outgrown(Exception):  # noqa: N818 - a signal between parts of the engine, never an error
    """An attempt that used up its own allowance; another may do better."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one answer, all its parts together; None for no limit.

    Args:
        seconds: The time its computations may take; waiting between two readings is not counted.
        memory_gib: About how many GiB they may take.
        max_sets: How many sets each of its lists holds at most; counts are exact all the same.

    Raises:
        CausalError: A limit is negative or no number.

    Example:
        >>> import causal
        >>> causal.Budget(seconds=5).memory_gib
        1.0
    """

    seconds: float | None = 60.0
    memory_gib: float | None = 1.0
    max_sets: int | None = 1000

    def __post_init__(self) -> None:
        for name in ("seconds", "memory_gib", "max_sets"):
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if value is not None and not (number and not isnan(value) and value >= 0):
                raise CausalError(f"{name} is a number from 0, or None for no limit, not {value!r}")
        if self.max_sets is not None and self.max_sets != int(self.max_sets):
            raise CausalError(f"max_sets is a whole number, not {self.max_sets!r}")

    @property
    def nodes(self) -> int | None:
        """The diagram nodes, with the intermediate results kept for them, that fit the memory."""
        return None if self.memory_gib is None else int(self.memory_gib * _NODES_PER_GIB)

    def clock(self) -> Clock:
        """Return the clock of an answer, which runs while it is worked on."""
        return Clock(self)

    def shared(self) -> Budget:
        """Return a budget that several answers share: all of them together take its time.

        Each part of an answer gets half of what is left, so that none takes what others need.
        """
        return _Shared(self.seconds, self.memory_gib, self.max_sets, Clock(self, share=0.5))

    def start(self) -> Clock:
        """Return a clock that runs from now."""
        clock = Clock(self)
        clock.deadline = None if self.seconds is None else monotonic() + self.seconds
        return clock


class Clock:
    """The time of one answer; inner loops report to it what they add.

    It runs while some `work` is open, so that only computation counts, or, made by
    `Budget.start`, from then on.
    """

    __slots__ = (
        "_begun_with",
        "_left",
        "_looked",
        "_share",
        "_working",
        "allowance",
        "budget",
        "deadline",
        "held",
    )

    def __init__(self, budget: Budget, share: float = 1.0) -> None:
        self.budget = budget
        self._share = share
        self.deadline: float | None = None
        self.allowance: int | None = None
        self.held = 0
        self._left = budget.seconds
        self._working = False
        self._looked = 0.0
        self._begun_with = _resident()

    @contextmanager
    def work(self) -> Iterator[Clock]:
        """Let the time run while the context is open; work within work counts once."""
        if self._working or self._left is None:
            yield self
            return
        begun = monotonic()
        self._working = True
        self.deadline = begun + self._left * self._share
        around = _ANSWER.get()
        _ANSWER.set(self)
        try:
            yield self
        finally:
            _ANSWER.set(around)
            self._working = False
            self.deadline = None
            self._left -= monotonic() - begun

    @property
    def left(self) -> float | None:
        """The seconds that are left; None for no limit."""
        if self.deadline is not None:
            return self.deadline - monotonic()
        return None if self._left is None else self._left * self._share

    def attempt(self) -> Clock:
        """Return a running clock with the time that is left, which counts nodes from nothing."""
        clock = Clock(self.budget, self._share)
        left = self.left
        clock.deadline = None if left is None else monotonic() + left
        clock._begun_with = self._begun_with
        return clock

    @contextmanager
    def lease(self, share: float) -> Iterator[Clock]:
        """Let work in the context have a share of the time that is left, from 0 to 1."""
        with self.work():
            until = self.deadline
            if until is not None:
                self.deadline = monotonic() + share * (until - monotonic())
            try:
                yield self
            finally:
                self.deadline = until

    def check(self) -> None:
        """Note that some work was done.

        Raises:
            NotFinished: The time is over, or the process has grown by more than the memory.
        """
        now = monotonic()
        if now - self._looked > _LOOK_EVERY:
            self._looked = now
            most = self.budget.memory_gib
            if most is not None and _resident() - self._begun_with > max(most * 2**30, _SPARE):
                raise self.too_large()
        if self.deadline is not None and now > self.deadline:
            limit = "" if self._share == 1 else "its share of "
            raise NotFinished(
                f"no exact answer within {limit}{self.budget.seconds!r} seconds; allow more with "
                "Budget(seconds=...), on the command line --seconds"
            )

    def add(self, nodes: int) -> None:
        """Note that `nodes` more nodes are held.

        Raises:
            Outgrown: They are more than this attempt was allowed.
            NotFinished: The time is over, or without an allowance they exceed the budget.
        """
        self.held += nodes
        self.check()
        most = self.budget.nodes
        if self.allowance is not None:
            if self.held > self.allowance:
                raise Outgrown
        elif most is not None and self.held > most:
            raise self.too_large()

    def too_large(self) -> NotFinished:
        """Return the error that says that the budget's memory did not suffice."""
        return NotFinished(
            f"no exact answer within {self.budget.memory_gib!r} GiB; allow more with "
            "Budget(memory_gib=...), on the command line --memory"
        )


@dataclass(frozen=True, slots=True)
class _Shared(Budget):
    one: Clock | None = None

    def clock(self) -> Clock:
        return self.one or Clock(self)

    def shared(self) -> Budget:
        return self


@dataclass(frozen=True, slots=True)
class PartBudget(Budget):
    """The limits of an answer that another asks for: no more than half of what that has left."""

    def clock(self) -> Clock:
        """Return a clock with the time of this budget, or of the asking answer where it is less."""
        asking = _ANSWER.get()
        if asking is None or asking.left is None:
            return Clock(self)
        clock = Clock(Budget(asking.budget.seconds, self.memory_gib, self.max_sets), share=0.5)
        clock._left = min(asking.left, 2 * self.seconds if self.seconds is not None else inf)
        return clock

    def shared(self) -> Budget:
        """Return a budget that several answers share, all within what the asking one has left."""
        clock = self.clock()
        clock._share = 0.5
        return _Shared(self.seconds, self.memory_gib, self.max_sets, clock)

    def start(self) -> Clock:
        """Return such a clock that runs from now."""
        return self.clock().attempt()


_ANSWER: ContextVar[Clock | None] = ContextVar("causal_answer", default=None)
"""The clock of the answer that is worked on."""


def is_answering() -> bool:
    """Return whether some answer is worked on, so that whoever asked says what is not finished."""
    return _ANSWER.get() is not None


def tick() -> None:
    """Note that some work was done for the answer that is worked on, if any.

    For inner loops far from the question, such as those that place the parts of a drawing.

    Raises:
        NotFinished: The time is over, or the process has grown by more than the memory.
    """
    answer = _ANSWER.get()
    if answer is not None:
        answer.check()


def _resident() -> int:
    """Return the bytes of memory the process holds; 0 where the system does not tell."""
    try:
        return int(_STATM.read_text().split()[1]) * 4096
    except (OSError, ValueError, IndexError):
        return 0


def budget_of(budget: Budget | None) -> Budget:
    """Return the budget given, by default `Budget()`.

    Raises:
        CausalError: It is something else.
    """
    if budget is not None and not isinstance(budget, Budget):
        raise CausalError(f"budget is a causal.Budget, not {budget!r}")
    return budget or Budget()


def started(budget: Budget | Clock | None) -> Clock:
    """Return the clock of an answer, or a new one for a budget, by default `Budget()`."""
    if isinstance(budget, Clock):
        return budget.attempt()
    return budget_of(budget).start()
