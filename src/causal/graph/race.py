"""Which of several attempts at one diagram arrives first, within one budget for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from causal.graph.attempt import Attempt
from causal.graph.budget import Clock

Entrants = Iterator[Callable[[], Attempt]]
"""Each makes the same attempt anew."""

_FIRST_ALLOWANCE = 8_000
_GROWTH = 2

_SLOW = {"direct": 4}
"""A method gets so much less than the others: it is rarely better, and then needs far less."""

_KEPT = 2
"""So many attempts of a method stay: the one ahead at first need not arrive first."""

_LATE = 1_000_000
"""From this allowance on the late entrants take part."""


def raced(entrants: Entrants, late: Entrants, clock: Clock) -> tuple[Attempt, int]:
    """Return the first attempt to finish, and the root of its diagram; the others are released.

    In each round all attempts of a method get the same allowance, and of each method those that
    have got furthest go on: how far one method has got says nothing about another. When the
    budget's nodes do not suffice for one of each, the last ones run alone, one after the other.

    Args:
        entrants: What starts at once.
        late: What takes more time and fewer nodes, and starts when the others need many.
        clock: The time they all have, and the nodes of all together.

    Raises:
        NotFinished: None finishes within the budget.
    """
    race = _Race()
    try:
        allowance = _FIRST_ALLOWANCE
        finished = race.round(race.entering(entrants), allowance)
        while finished is None:
            allowance *= _GROWTH
            nodes = clock.budget.nodes
            if not race.thin_out(None if nodes is None else nodes // allowance):
                return race.one_by_one(late, clock)
            started = tuple(race.running)
            entering = race.entering(late) if allowance >= _LATE else iter(())
            finished = race.round(chain(started, entering), allowance)
        return finished
    finally:
        race.release()


class _Race:
    """The attempts still running, each with what makes it anew, in the order they entered."""

    def __init__(self) -> None:
        self.running: dict[Attempt, Callable[[], Attempt]] = {}

    def entering(self, entrants: Entrants) -> Iterator[Attempt]:
        """Yield the attempts, each made when its turn comes."""
        for make in entrants:
            attempt = make()
            self.running[attempt] = make
            yield attempt

    def round(self, attempts: Iterator[Attempt], allowance: int) -> tuple[Attempt, int] | None:
        """Return the first attempt to finish within the allowance and its root, if any does."""
        for attempt in attempts:
            root = attempt.advance(allowance // _SLOW.get(attempt.method, 1))
            if root is not None:
                del self.running[attempt]
                return attempt, root
        return None

    def thin_out(self, room: int | None) -> bool:
        """Keep the furthest of each method, `room` at most; return whether that was possible."""
        methods: dict[str, list[Attempt]] = {}
        for attempt in self.running:
            methods.setdefault(attempt.method, []).append(attempt)
        for attempts in methods.values():
            attempts.sort(key=lambda attempt: -attempt.progress)
            del attempts[max(_KEPT, len(attempts) // 2) :]
        while room is not None and sum(map(len, methods.values())) > room:
            longest = max(methods.values(), key=len)
            if len(longest) == 1:
                break
            longest.pop()
        kept = {attempt for attempts in methods.values() for attempt in attempts}
        for attempt in list(self.running):
            if attempt not in kept:
                attempt.release()
                del self.running[attempt]
        return room is None or len(kept) <= room

    def one_by_one(self, late: Entrants, clock: Clock) -> tuple[Attempt, int]:
        """Return the first to finish when each has all the nodes; all but one have to restart.

        Raises:
            NotFinished: None finishes.
        """
        *others, last = self.running
        makers = [self.running.pop(attempt) for attempt in others]
        for attempt in others:
            attempt.release()
        for attempt in chain((last,), self.entering(chain(late, makers))):
            root = attempt.advance(clock.budget.nodes)
            if root is not None:
                del self.running[attempt]
                return attempt, root
            attempt.release()
        raise clock.too_large()

    def release(self) -> None:
        """Give back the memory of all that are still running."""
        for attempt in self.running:
            attempt.release()
