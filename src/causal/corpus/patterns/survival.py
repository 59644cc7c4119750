"""How long things last when not all of them have ended: Kaplan and Meier's estimate.

Of our own, since `scipy.stats.ecdf` takes seconds to import and has no exact median.

References:
    E. L. Kaplan, P. Meier, *Nonparametric estimation from incomplete observations*, Journal of the
    American Statistical Association 53, 1958.
    M. Greenwood, *The natural duration of cancer*, 1926 (the variance).
    J. D. Kalbfleisch, R. L. Prentice, *The Statistical Analysis of Failure Time Data*, 2002,
    section 1.4 (the interval on the scale of log minus log, which stays within 0 and 1).
    R. Brookmeyer, J. Crowley, *A confidence interval for the median survival time*, Biometrics 38,
    1982.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan, prod
from typing import TYPE_CHECKING

from causal.corpus.patterns.statistics import Z
from causal.libraries import numpy

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Step:
    """One time at which something ended.

    Args:
        days: The time.
        at_risk: How many had lasted until then.
        events: How many ended then.
        survived: The share that lasts longer.
        low: The lower end of its 95 % interval; NaN once nothing is left.
        high: The upper end.
    """

    days: float
    at_risk: int
    events: int
    survived: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Survival:
    """The estimate: its steps, how many there were, how many ended, the longest time watched."""

    steps: tuple[Step, ...]
    count: int
    events: int
    longest: float

    def at(self, days: float) -> tuple[float, float, float] | None:
        """Return the share that lasts longer and its interval; None beyond what was watched.

        Before anything has ended there is no interval, which is then NaN.
        """
        if not self.count or days > self.longest:
            return None
        past = [step for step in self.steps if step.days <= days]
        return (past[-1].survived, past[-1].low, past[-1].high) if past else (1.0, nan, nan)

    @property
    def median(self) -> tuple[float, float, float]:
        """The first time by which half or more have ended, and its interval.

        Infinite when not reached.
        """
        steps = self.steps
        middle = next((s.days for n, s in enumerate(steps) if self._halved(n)), inf)
        low, high = (
            next((s.days for s in steps if getattr(s, end) <= 0.5), inf) for end in ("low", "high")
        )
        return middle, low, high

    def _halved(self, number: int) -> bool:
        """Return whether the curve is at one half or below, in whole numbers where it is close.

        A product of shares that is one half exactly may come out a little above it as a float.
        """
        value = self.steps[number].survived
        if abs(value - 0.5) > 1e-9:
            return value < 0.5
        past = self.steps[: number + 1]
        return 2 * prod(s.at_risk - s.events for s in past) <= prod(s.at_risk for s in past)


def kaplan_meier(days: Sequence[float], ended: Sequence[bool]) -> Survival:
    """Return the estimate of how long things last.

    Args:
        days: How long each was watched.
        ended: Whether it ended then, or was still going on.

    Raises:
        ValueError: A time is negative or not a number.
    """
    time, event = numpy.asarray(days, dtype=float), numpy.asarray(ended, dtype=bool)
    if not (time >= 0).all():
        raise ValueError(f"times are 0 or more, not {days!r}")
    times, events = numpy.unique(time[event], return_counts=True)
    at_risk = len(time) - numpy.searchsorted(numpy.sort(time), times, side="left")
    survived = numpy.cumprod(1 - events / at_risk)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        spread = numpy.cumsum(events / (at_risk * (at_risk - events)))
        reach = numpy.exp(Z * numpy.sqrt(spread) / numpy.abs(numpy.log(survived)))
        low, high = survived**reach, survived ** (1 / reach)
    gone = at_risk == events
    low[gone], high[gone] = numpy.nan, numpy.nan
    columns = [c.tolist() for c in (times, at_risk, events, survived, low, high)]
    longest = float(time.max()) if len(time) else 0.0
    steps = tuple(Step(*row) for row in zip(*columns, strict=True))
    return Survival(steps, len(time), int(event.sum()), longest)
