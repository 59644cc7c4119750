"""A time scale: true, with a break where one gap would leave no room for the others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

BREAK = 54.0
_EXTREME = 20.0


@dataclass(frozen=True, slots=True)
class Break:
    """A gap that is not drawn to scale: where it lies on the axis, and its seconds."""

    start: float
    end: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Moments in seconds and where each lies, in pixels; in between the scale is even."""

    seconds: tuple[float, ...]
    places: tuple[float, ...]
    breaks: tuple[Break, ...]

    @property
    def length(self) -> float:
        """How long the axis is."""
        return self.places[-1]

    def at(self, moment: float) -> float:
        """Return where a moment between the first and the last lies."""
        if len(self.seconds) == 1:
            return self.places[0]
        after = min(max(bisect_right(self.seconds, moment), 1), len(self.seconds) - 1)
        a, b = self.seconds[after - 1], self.seconds[after]
        share = (moment - a) / (b - a)
        return self.places[after - 1] + share * (self.places[after] - self.places[after - 1])


def make_scale(moments: Iterable[float], length: float) -> Scale:
    """Return the scale of some moments, the part true to scale `length` pixels long.

    A gap is broken when two others or more would each take less than a twentieth of it.
    """
    seconds = sorted(set(moments))
    gaps = [b - a for a, b in pairwise(seconds)]
    broken: set[int] = set()
    for number in sorted(range(len(gaps)), key=lambda g: -gaps[g]):
        kept = [gap for g, gap in enumerate(gaps) if g not in broken]
        if sum(gap * _EXTREME < gaps[number] for gap in kept) < 2:
            break
        broken.add(number)
    true = sum(gap for g, gap in enumerate(gaps) if g not in broken)
    places, breaks = [0.0], []
    for number, gap in enumerate(gaps):
        step = BREAK if number in broken else length * gap / true
        if number in broken:
            breaks.append(Break(places[-1], places[-1] + step, gap))
        places.append(places[-1] + step)
    return Scale(tuple(seconds), tuple(places), tuple(breaks))
