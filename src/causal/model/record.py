"""The record around the causes: times, impact, timeline, lessons, review, source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timezone, tzinfo
from typing import Annotated, Any

from pydantic import BeforeValidator

from causal.model.base import Day, Id, Model, Text, Texts, is_bare_number

__all__ = ["Lessons", "Review", "Source", "TimelineEntry", "Times", "localised"]


def _no_bare_number(value: Any) -> Any:
    if is_bare_number(value):
        raise ValueError("a time is written like 2025-03-14T14:02Z")
    return value


Moment = Annotated[datetime, BeforeValidator(_no_bare_number)]
"""A moment; never a bare number, which would be read as seconds since 1970."""


def localised(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment with the offset that `zone` has then, unless it states one.

    The offset is fixed, because Python holds a moment in the hour that clocks repeat unequal to
    itself as soon as its zone is written differently.
    """
    if moment.tzinfo is not None:
        return moment
    offset = moment.replace(tzinfo=zone).utcoffset()
    return moment.replace(tzinfo=timezone(offset) if offset else UTC)


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
        naive = {name: localised(moment, zone) for name, moment in self.known()}
        return self.model_copy(update=naive)


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
        if self.at is None:
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
