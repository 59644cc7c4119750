"""Boolean functions of yes-or-no questions, as reduced decision diagrams.

Unlike the engine for cut sets these functions need not be monotone: one may hold because
something does *not* belong.

References:
    R. E. Bryant, *Graph-based algorithms for Boolean function manipulation*, IEEE Transactions
    on Computers C-35, 1986.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce

from causal.graph.binary import function_operations
from causal.graph.budget import Clock
from causal.graph.diagram import Store, deep_recursion


class Decisions:
    """Functions of the questions 0 to `levels` - 1; a function is a number, 0 false and 1 true.

    Equal functions are equal numbers, and any function but 0 holds for some answers.

    Args:
        levels: How many questions there are.
        clock: The time and the nodes they may take.
    """

    def __init__(self, levels: int, clock: Clock) -> None:
        self.levels = levels
        self._store = Store(levels)
        self._clock = clock
        self.both, self.either = function_operations(self._store, self._clock)
        self._negated = {0: 1, 1: 0}
        self._given: dict[tuple[int, int, bool], int] = {}

    @contextmanager
    def work(self) -> Iterator[None]:
        """Let the time run and make room to recurse while the context is open."""
        with self._clock.work(), deep_recursion(self.levels):
            yield

    def check_time(self) -> None:
        """Note that some work was done.

        Raises:
            NotFinished: The time is over.
        """
        self._clock.check()

    def yes(self, level: int) -> int:
        """Return the function that holds when the answer to a question is yes."""
        return self._store.node(level, 0, 1)

    def negated(self, function: int) -> int:
        """Return the function that holds when `function` does not."""
        done, store = self._negated, self._store
        if function not in done:
            for at in store.reachable(function):
                if at not in done:
                    low, high = done[store.low[at]], done[store.high[at]]
                    done[at] = store.node(store.level[at], low, high)
        return done[function]

    def without(self, function: int, other: int) -> int:
        """Return the function that holds when `function` does and `other` does not."""
        return self.both(function, self.negated(other))

    def all_of(self, functions: Iterable[int]) -> int:
        """Return the function that holds when all do; true for none."""
        return reduce(self.both, functions, 1)

    def any_of(self, functions: Iterable[int]) -> int:
        """Return the function that holds when any does; false for none."""
        return reduce(self.either, functions, 0)

    def thresholds(self, functions: Sequence[int]) -> list[int]:
        """Return for each k from 0 the function that holds when at least k of `functions` do."""
        reached = [1]
        for function in functions:
            reached.append(0)
            for k in range(len(reached) - 1, 0, -1):
                reached[k] = self.either(reached[k], self.both(function, reached[k - 1]))
        return reached

    def given(self, function: int, level: int, answer: bool) -> int:
        """Return what is left of a function once one question is answered."""
        key = (function, level, answer)
        if key not in self._given:
            self._given[key] = self._answered(*key)
        return self._given[key]

    def _answered(self, function: int, level: int, answer: bool) -> int:
        store = self._store
        image: dict[int, int] = {}
        for at in store.reachable(function):
            low, high = store.low[at], store.high[at]
            if store.level[at] == level:
                image[at] = high if answer else low
            elif store.level[at] < level:
                image[at] = self._node(store.level[at], image.get(low, low), image.get(high, high))
        return image.get(function, function)

    def all_yes(self, function: int) -> bool:
        """Return whether a function holds when every answer is yes."""
        while function > 1:
            function = self._store.high[function]
        return bool(function)

    def count(self, function: int, levels: int) -> int:
        """Return how many answers to the first `levels` questions make a function hold.

        Args:
            function: One that asks no later question.
            levels: How many questions are answered.
        """
        store = self._store

        def skipped(below: int, level: int) -> int:
            return min(store.level[below], levels) - level - 1

        counts = {0: 0, 1: 1}
        for at in store.reachable(function):
            level = store.level[at]
            low, high = store.low[at], store.high[at]
            counts[at] = (counts[low] << skipped(low, level)) + (
                counts[high] << skipped(high, level)
            )
        return counts[function] << skipped(function, -1)

    def fewest_yes(self, function: int, first: int) -> dict[int, int]:
        """Return for each number the function that holds when it takes so many yeses, not fewer.

        Args:
            function: One that is made true by answering questions from `first` on.
            first: The first of the questions whose yeses are counted; the functions returned ask
                only those before it. Where no answers make `function` true, none of them holds.
        """
        store = self._store
        upper: list[int] = []
        fewest = {1: 0}
        for at in store.reachable(function):
            if store.level[at] < first:
                upper.append(at)
            else:
                branches = ((store.low[at], 0), (store.high[at], 1))
                fewest[at] = min(fewest[b] + more for b, more in branches if b in fewest)
        found: dict[int, int] = {}
        for number in sorted(set(fewest.values())):
            image = {at: int(value == number) for at, value in fewest.items()} | {0: 0}
            for at in upper:
                low, high = image[store.low[at]], image[store.high[at]]
                image[at] = self._node(store.level[at], low, high)
            found[number] = image[function]
        return {number: region for number, region in found.items() if region}

    def _node(self, level: int, low: int, high: int) -> int:
        return low if low == high else self._store.node(level, low, high)
