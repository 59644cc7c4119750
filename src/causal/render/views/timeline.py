"""The timeline: phases, entries and factors at their moments, to scale."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from causal.errors import NothingToDraw
from causal.model import Incident
from causal.model.record import TimelineEntry, Times
from causal.render.metrics import duration
from causal.render.scene import Box, LegendEntry, Link, Moment, Scene
from causal.render.views.common import (
    amplifiers_only,
    box_id,
    loose_box,
    title_of,
)

HEADINGS = ("Phases", "What happened when", "Factors at their moments")

_HUES = {"detected": 5, "declared": 1, "mitigated": 0, "resolved": 2}
"""The colour of the phase that ends so: from nobody knows, over being worked on, to over."""

_KINDS = {
    "change": "a change",
    "detection": "detection",
    "response": "response",
    "mitigation": "mitigation",
    "recovery": "recovery",
    "other": "anything else",
}


def timeline_scene(incident: Incident) -> Scene:
    """Return the scene of the time axis.

    Raises:
        NothingToDraw: The incident has no timeline and fewer than two times.
    """
    phases = phases_of(incident.times)
    dated = [(entry.at, entry) for entry in incident.timeline if entry.at is not None]
    if not dated and not phases:
        raise NothingToDraw(
            f"incident {incident.id!r} has no timeline and fewer than two times to draw; "
            "add `timeline: [{at: ..., what: ...}]` or `times: {started: ..., resolved: ...}`"
        )
    zone = _zone(incident)
    entries = sorted(dated, key=lambda pair: pair[0])
    undated = [entry for entry in incident.timeline if entry.at is None]
    left = f" Not on the axis, as no moment is stated: {len(undated)}." if undated else ""
    moments = [*(at for at, _ in entries), *(at for _, at in incident.times.known())]
    clock = _Clock(zone, moments)
    boxes = [*_entries(entries, clock), *_phases(phases, clock), *_undated(undated)]
    times = [_moment(n, at, e, clock) for n, (at, e) in enumerate(entries)]
    times += [
        Moment(f"phase {n}", clock.seconds(start), clock.seconds(end))
        for n, (_, start, _, end) in enumerate(phases)
    ]
    factors, links = _factors(incident, [entry for _, entry in entries])
    return Scene(
        kind="timeline",
        title=title_of(incident),
        caption=f"{clock.day_words()} Times in {clock.zone_name()}.{left}",
        description=_describe(incident, entries, clock, undated),
        boxes=(*boxes, *factors),
        links=tuple(links),
        legend=_legend(times),
        headings=HEADINGS,
        moments=tuple(times),
    )


def phases_of(times: Times) -> list[tuple[str, datetime, str, datetime]]:
    """Return what lies between each known time and the next, those of no length left out."""
    known = sorted(times.known(), key=lambda pair: pair[1])
    return [
        (first, start, last, end) for (first, start), (last, end) in pairwise(known) if end > start
    ]


def _zone(incident: Incident) -> tzinfo:
    """Return the zone the times are shown in: that of the incident, else the one they share."""
    if incident.timezone is not None:
        return ZoneInfo(incident.timezone)
    moments = [e.at for e in incident.timeline if e.at is not None]
    moments += [at for _, at in incident.times.known()]
    stated = [at.utcoffset() for at in moments]
    first = next((at.tzinfo for at in moments if at.tzinfo), None)
    return first if first is not None and len(set(stated)) == 1 else UTC


class _Clock:
    """How moments are written: in one zone, with the date where there are several days."""

    def __init__(self, zone: tzinfo, moments: list[datetime]) -> None:
        self._zone = zone
        # Moments of one zone are compared and subtracted by their clocks, which go back and forth.
        known = [_in_utc(moment) for moment in moments]
        self._start = min(known)
        self._first, self._last = self._local(self._start), self._local(max(known))
        self._one_day = self._first.date() == self._last.date()
        self._day = "%d %b" if self._first.year == self._last.year else "%d %b %Y"

    def _local(self, moment: datetime) -> datetime:
        return _in_utc(moment).astimezone(self._zone)

    def seconds(self, moment: datetime) -> float:
        """Return the seconds since the first moment."""
        return (_in_utc(moment) - self._start).total_seconds()

    def words(self, moment: datetime) -> str:
        """Return a moment as people write it here."""
        local = self._local(moment)
        return _hour(local) if self._one_day else f"{local.strftime(self._day)} {_hour(local)}"

    def span(self, start: datetime, end: datetime) -> str:
        """Return a stretch of time, the day said once where it is one."""
        first, last = self._local(start), self._local(end)
        words = _hour(last) if first.date() == last.date() else self.words(end)
        return f"{self.words(start)} \N{EN DASH} {words}"

    def day_words(self) -> str:
        """Return the day, or the first and the last one."""
        first, last = self._first.date().isoformat(), self._last.date().isoformat()
        return f"{first}." if self._one_day else f"{first} to {last}."

    def zone_name(self) -> str:
        """Return the name of the zone."""
        if isinstance(self._zone, ZoneInfo):
            return self._zone.key
        return self._first.tzname() or "UTC"


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _hour(local: datetime) -> str:
    """Return the hour and minute, with the name of the offset where clocks show it twice."""
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return local.strftime("%H:%M %Z" if twice else "%H:%M")


def _kind(entry: TimelineEntry) -> str:
    kind = (entry.kind or "other").strip().lower()
    return kind if kind in _KINDS else "other"


def _moment(number: int, moment: datetime, entry: TimelineEntry, clock: _Clock) -> Moment:
    at = clock.seconds(moment)
    return Moment(f"entry {number}", at, at, _kind(entry))


def _entries(entries: list[tuple[datetime, TimelineEntry]], clock: _Clock) -> list[Box]:
    out = []
    for number, (at, entry) in enumerate(entries):
        words = [clock.words(at), *([entry.kind] if entry.kind else [])]
        notes = (f"by {entry.by}",) if entry.by else ()
        tip = f"{at.isoformat()}: {entry.what}"
        out.append(
            Box(
                f"entry {number}",
                "moment",
                entry.what,
                " · ".join(words).upper(),
                tip,
                notes=notes,
                slot="entry",
            )
        )
    return out


def _undated(entries: list[TimelineEntry]) -> list[Box]:
    """Return what is dated in words alone: it has no place on the axis."""
    return [
        Box(
            f"undated {number}",
            "moment",
            entry.what,
            " · ".join(filter(None, (entry.when, entry.kind))).upper(),
            f"{entry.when}: {entry.what}",
            notes=(f"by {entry.by}",) if entry.by else (),
            slot="undated",
        )
        for number, entry in enumerate(entries)
    ]


def _phases(phases: list[tuple[str, datetime, str, datetime]], clock: _Clock) -> list[Box]:
    out = []
    for number, (first, start, last, end) in enumerate(phases):
        words = duration((end - start).total_seconds())
        span = clock.span(start, end)
        label = f"{first} → {last}"
        tip = f"{label}: {words} ({span})"
        hue = _HUES.get(last, number)
        box = Box(f"phase {number}", "phase", words, label, tip, slot="phase", hue=hue)
        out.append(replace(box, notes=(span,)))
    return out


def _factors(incident: Incident, entries: list[TimelineEntry]) -> tuple[list[Box], list[Link]]:
    """Return each factor beside the first entry that names it."""
    worse = amplifiers_only(incident)
    boxes: dict[str, Box] = {}
    links = []
    for number, entry in enumerate(entries):
        name = entry.factor
        if name is None or name in boxes or name not in incident.factors:
            continue
        boxes[name] = replace(loose_box(incident, name, worse=name in worse), slot="factor")
        tip = f"then: {incident.what(name)}"
        links.append(Link(f"entry {number}", box_id(name), "at", tooltip=tip))
    return list(boxes.values()), links


def _legend(times: list[Moment]) -> tuple[LegendEntry, ...]:
    kinds = {moment.kind for moment in times}
    return tuple(LegendEntry(f"badge-{k}", words) for k, words in _KINDS.items() if k in kinds)


def _describe(
    incident: Incident,
    entries: list[tuple[datetime, TimelineEntry]],
    clock: _Clock,
    undated: list[TimelineEntry],
) -> str:
    said = [f"Timeline of incident {incident.id}, times in {clock.zone_name()}."]
    for first, start, last, end in phases_of(incident.times):
        said.append(f"From {first} to {last}: {duration((end - start).total_seconds())}.")
    said += [f"{clock.words(at)}: {entry.what}." for at, entry in entries]
    said += [f"{entry.when}: {entry.what}." for entry in undated]
    return " ".join(said)
