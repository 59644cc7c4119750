"""Calendar periods: months, quarters, years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from causal.errors import UnknownName

PERIODS = {"month": 1, "quarter": 3, "year": 12}
"""Each kind of period and its months."""


class Period(NamedTuple):
    """A period: its name, its first day, the first day after it."""

    name: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days


def period_of(day: date, by: str) -> Period:
    """Return the period a day lies in.

    Example:
        >>> period_of(date(2025, 5, 4), "quarter").name
        '2025-Q2'

    Raises:
        UnknownName: There is no such kind of period.
    """
    if by not in tuple(PERIODS):
        raise UnknownName("kind of period", by, PERIODS)
    months = PERIODS[by]
    first = (day.month - 1) // months * months + 1
    last = first + months
    names = {"month": f"{day:%Y-%m}", "quarter": f"{day:%Y}-Q{first // 3 + 1}", "year": f"{day:%Y}"}
    end = date(day.year + 1, 1, 1) if last > 12 else date(day.year, last, 1)
    return Period(names[by], date(day.year, first, 1), end)


def periods(first: date, last: date, by: str) -> Iterator[Period]:
    """Yield every period from that of the first day to that of the last."""
    period = period_of(first, by)
    while period.start <= last:
        yield period
        period = period_of(period.end, by)
