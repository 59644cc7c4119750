"""Clocks as written to moments: the day a row inherits, midnight between rows, and the zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from causal.io.documents.clock import Clock
from causal.io.documents.draft import Draft
from causal.io.documents.zones import ZoneName

BACK = timedelta(hours=4)
"""A row whose time is this much before the one above is on the next day; less is out of order."""


class Calendar:
    """What a document says about its days and its zone, and the row that came last.

    Args:
        draft: Where what is unsure is noted.
        day: The day the document is about, where it says one.
        year: Its year, where it says only that.
        zone: The zone of its times.
    """

    def __init__(
        self, draft: Draft, day: date | None, year: int | None, zone: ZoneName | None
    ) -> None:
        self.draft, self.day, self.zone = draft, day, zone
        self.year = year or (day.year if day else None)
        self.current = day
        self.last: datetime | None = None
        self._fixed = True

    def head(self, clock: Clock) -> None:
        """Take a day that stands over the rows that follow."""
        found = self._date(clock)
        if found:
            self.current, self._fixed = found, True

    def row(self, clock: Clock, line: int) -> str | None:
        """Return the moment of a row, None where its day or its time is not known."""
        if clock.has_date:
            self.head(clock)
        if clock.hour is None or self.current is None:
            return None
        moment = self._at(self.current, clock)
        late = self.last is not None and self.last - moment > BACK
        if late and not self._fixed and moment.date() < date.max:
            moment += timedelta(days=1)
            self.draft.warn(
                f"{clock.words} comes after {self.last:%H:%M}: read as the next day, {moment:%Y-%m-%d}",
                line,
                "timeline",
            )
            self.current = moment.date()
        self.last, self._fixed = moment, False
        return self.written(moment, clock.zone, line)

    def moment(self, clock: Clock, line: int) -> str | None:
        """Return a moment that stands alone; without a day of its own it has the document's."""
        day = self._date(clock) if clock.has_date else self.current or self.day
        if day is None or clock.hour is None:
            return None
        return self.written(self._at(day, clock), clock.zone, line)

    def _at(self, day: date, clock: Clock) -> datetime:
        return datetime(
            day.year, day.month, day.day, clock.hour or 0, clock.minute or 0, clock.second
        )  # the zone is given where it is written

    def _date(self, clock: Clock) -> date | None:
        near = self.current or self.day
        year = clock.year or (near.year if near else self.year)
        if year is None or clock.month is None or clock.day is None:
            return None
        readings = [(year, clock.month, clock.day), *clock.swapped]
        days = [found for found in (valid_day(*reading) for reading in readings) if found]
        if not days:
            return None
        if near is None:
            return days[0]
        chosen = min(days, key=lambda d: abs((d - near).days))
        if clock.year is None and (near - chosen).days > 180:  # December, then January
            chosen = valid_day(chosen.year + 1, chosen.month, chosen.day) or chosen
        return chosen

    def written(self, moment: datetime, zone: ZoneName | None, line: int) -> str:
        """Return a moment as a file writes it, with an offset where the clock needs one."""
        own = zone or self.zone
        same = zone is None or (self.zone is not None and zone.iana == self.zone.iana)
        if own is None:
            return moment.isoformat()
        if own.iana is None:
            return moment.replace(tzinfo=timezone(timedelta(minutes=own.offset or 0))).isoformat()
        place = ZoneInfo(own.iana)
        first = moment.replace(tzinfo=place, fold=0).utcoffset()
        second = moment.replace(tzinfo=place, fold=1).utcoffset()
        if first != second:  # the clocks were changed in this hour
            chosen = max(first, second) if own.summer else min(first, second)  # type: ignore[type-var]  # a zone has offsets
            self.draft.warn(
                f"{moment:%Y-%m-%d %H:%M} falls into the hour in which the clocks of {own.iana} "
                f"changed: read with the offset {_offset(chosen)}",
                line,
                "timezone",
            )
            return moment.replace(tzinfo=timezone(chosen or timedelta())).isoformat()
        if same:
            return moment.isoformat()
        return moment.replace(tzinfo=timezone(first or timedelta())).isoformat()


def _offset(offset: timedelta | None) -> str:
    minutes = int((offset or timedelta()).total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return a day, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
