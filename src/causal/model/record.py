"""The record around the causes: times, impact, timeline, lessons, review, source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

from causal.model.base import Day, Id, Model, Text, Texts, is_bare_number


def _time_of_day(value: Any) -> Any:
    if is_bare_number(value):
        raise ValueError("a time is written like 2025-03-14T14:02Z")
    if (isinstance(value, str) and _DAY.fullmatch(value.strip())) or (
        isinstance(value, date) and not isinstance(value, datetime)
    ):
        raise ValueError(f"{value} is a day without a time; a time is written like {value}T14:02Z")
    return value


def _fixed(moment: datetime) -> datetime:
    """Return a moment with a fixed offset of whole minutes.

    Python holds a moment in the hour that clocks repeat unequal to itself as soon as its zone is
    written differently.
    """
    offset = moment.utcoffset()
    if offset is None:
        return moment.replace(tzinfo=None, fold=0)
    if not offset:
        return moment.replace(tzinfo=UTC, fold=0)
    if offset % timedelta(minutes=1):
        return moment.astimezone(UTC)
    return moment.replace(tzinfo=timezone(offset), fold=0)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Moment = Annotated[datetime, BeforeValidator(_time_of_day), AfterValidator(_fixed)]
"""A moment; never a bare number, which would be read as seconds since 1970, nor a day alone."""


def _offsets(moment: datetime, zone: tzinfo) -> tuple[timedelta, timedelta]:
    """Return the offset of a local time before and after clocks change, equal at other times."""
    before, after = (moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return before or timedelta(0), after or timedelta(0)


def localised(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment with the offset that `zone` has then.

    One that states an offset is returned as it is, and so is one that `zone` does not determine,
    because clocks showed it twice or never.
    """
    if moment.tzinfo is not None:
        return moment
    before, after = _offsets(moment, zone)
    return moment if before != after else _fixed(moment.replace(tzinfo=zone))


def readings_of(moment: datetime, zone: str) -> tuple[str, tuple[str, str]]:
    """Return what is wrong with a local time that a zone does not determine, and its readings."""
    before, after = _offsets(moment, ZoneInfo(zone))
    readings = tuple(moment.replace(tzinfo=timezone(at)).isoformat() for at in (before, after))
    often = "twice, as clocks went back" if before > after else "never, as clocks went forward"
    said = f"{moment.isoformat(timespec='minutes')} was shown {often} in {zone}"
    return said, (readings[0], readings[1])


class Times(Model):
    """The moments an incident is measured by; each may be unknown."""

    started: Moment | None = None
    detected: Moment | None = None
    declared: Moment | None = None
    mitigated: Moment | None = None
    resolved: Moment | None = None

    def known(self) -> Iterator[tuple[str, datetime]]:
        """Yield the name and moment of each known time, in the order they should come."""
        for name in type(self).model_fields:
            moment = getattr(self, name)
            if moment is not None:
                yield name, moment

    def minutes(self, first: str, last: str) -> float | None:
        """Return the minutes from one named time to another, None when either is unknown."""
        start, end = getattr(self, first), getattr(self, last)
        return None if start is None or end is None else (end - start).total_seconds() / 60

    @property
    def to_detect(self) -> float | None:
        """Time to detect: minutes from started to detected."""
        return self.minutes("started", "detected")

    @property
    def to_mitigate(self) -> float | None:
        """Time to mitigate: minutes from started to mitigated."""
        return self.minutes("started", "mitigated")

    @property
    def to_resolve(self) -> float | None:
        """Time to resolve: minutes from started to resolved."""
        return self.minutes("started", "resolved")

    def localised(self, zone: tzinfo) -> Times:
        """Return the same times with `zone` given to those that state none."""
        naive = {n: localised(moment, zone) for n, moment in self.known() if moment.tzinfo is None}
        return self.model_copy(update=naive) if naive else self


class TimelineEntry(Model):
    """One moment of the timeline.

    Args:
        what: What happened.
        at: When, to the precision of the source.
        when: When, in the words of the source where they name no moment: `14:??`, `in the night`.
        kind: What kind of entry it is, in words of one's own.
        factor: The factor it shows.
        by: The team, role or system that did it.
    """

    at: Moment | None = None
    when: Text | None = None
    what: Text
    kind: Text | None = None
    factor: Id | None = None
    by: Text | None = None

    def localised(self, zone: tzinfo) -> TimelineEntry:
        """Return the same entry, with `zone` given to a moment that states none."""
        if self.at is None or self.at.tzinfo is not None:
            return self
        return self.model_copy(update={"at": localised(self.at, zone)})


class Lessons(Model):
    """What the people involved took from it, in the sections of the Google SRE template."""

    went_well: Texts = ()
    went_wrong: Texts = ()
    got_lucky: Texts = ()
    surprised: Texts = ()


class Review(Model):
    """The review meeting: when it was held and which teams or roles took part."""

    held: Day | None = None
    attendees: Texts = ()


class Source(Model):
    """Where an incident was first published, for incidents encoded from a document."""

    title: Text | None = None
    url: Text | None = None
    licence: Text | None = None
    authors: Texts = ()
    note: Text | None = None
