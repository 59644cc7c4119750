"""How long things last when not all of them have ended: Kaplan and Meier's estimate, in NumPy.

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
from math import inf, nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Step", "Survival", "kaplan_meier"]

_Z = 1.959963984540054


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
        """The time after which half have ended, and its interval; infinite when not reached."""

        def first(values: Sequence[float]) -> float:
            pairs = zip(self.steps, values, strict=True)
            return next((step.days for step, value in pairs if value <= 0.5), inf)

        steps = self.steps
        return (
            first([s.survived for s in steps]),
            first([s.low for s in steps]),
            first([s.high for s in steps]),
        )


def kaplan_meier(days: Sequence[float], ended: Sequence[bool]) -> Survival:
    """Return the estimate of how long things last.

    Args:
        days: How long each was watched.
        ended: Whether it ended then, or was still going on.

    Raises:
        ValueError: A time is negative or not a number.
    """
    import numpy as np

    time, event = np.asarray(days, dtype=float), np.asarray(ended, dtype=bool)
    if not (time >= 0).all():
        raise ValueError(f"times are 0 or more, not {days!r}")
    times, first = np.unique(time[event], return_index=False, return_counts=True)
    ordered = np.sort(time)
    at_risk = len(ordered) - np.searchsorted(ordered, times, side="left")
    survived = np.cumprod(1 - first / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(first / (at_risk * (at_risk - first)))
        reach = np.exp(_Z * np.sqrt(spread) / np.abs(np.log(survived)))
        low, high = survived**reach, survived ** (1 / reach)
    gone = survived <= 0
    low[gone], high[gone] = np.nan, np.nan
    columns = (times, at_risk, first, survived, low, high)
    steps = tuple(
        Step(float(t), int(n), int(d), float(s), float(a), float(b))
        for t, n, d, s, a, b in zip(*columns, strict=True)
    )
    longest = float(time.max()) if len(time) else 0.0
    return Survival(steps, len(time), int(event.sum()), longest)
