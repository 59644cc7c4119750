"""Which days lie within a time of each other: rolling windows, in days or calendar months."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from causal.errors import CausalError

_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}
_FORM = re.compile(r"(\d{1,5}) (day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time.

    Args:
        months: Calendar months; 0 where it is counted in days.
        days: Days.
    """

    months: int = 0
    days: int = 0

    def before(self, day: date) -> date:
        """Return the day that lies this long before; where its month is too short, its last day.

        Example:
            >>> Span(months=6).before(date(2023, 8, 31))
            datetime.date(2023, 2, 28)
        """
        year, month = divmod(day.year * 12 + day.month - 1 - self.months, 12)
        if year < 1 or day.toordinal() <= self.days:
            return date.min
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) - timedelta(days=self.days)


def span_of(text: str) -> Span:
    """Return the length of time that a text says.

    Raises:
        CausalError: It says none.
    """
    found = _FORM.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None or not int(found[1]):
        problem = f"a time is written like '6 months', '183 days' or '1 year', not {text!r}"
        raise CausalError(problem)
    count, unit = int(found[1]), found[2]
    if unit in _MONTHS:
        return Span(months=count * _MONTHS[unit])
    return Span(days=count * _DAYS[unit])


def windows(days: Sequence[date], span: Span, least: int = 2) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of every window with enough days, none inside another.

    A window ends with a day and reaches back by the span, both ends counted.

    Args:
        days: Days, ascending.
        span: How far a window reaches back.
        least: How many days it must hold.
    """
    first = [0] * len(days)
    for end, day in enumerate(days):
        start, reach = first[end - 1] if end else 0, span.before(day)
        while days[start] < reach:
            start += 1
        first[end] = start
    for end, start in enumerate(first):
        whole = end + 1 == len(days) or first[end + 1] > start
        if whole and end - start + 1 >= least:
            yield start, end
