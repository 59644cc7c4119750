"""What the timeline and the stated times leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from causal.checks.rule import Case, Found, rule


@rule("warning")
def time_without_zone(case: Case) -> Iterator[Found]:
    """A time states no zone.

    Why: Two readers in two places read two times.
    Better: add the offset, or state timezone once
    Example: 14:02Z, or timezone: Europe/London
    """
    naive = [n for n, m in case.incident.times.known() if m.tzinfo is None]
    for name in naive:
        yield Found(("times", name), f"times.{name} has no zone")
    for index, entry in enumerate(case.incident.timeline):
        if entry.at is not None and entry.at.tzinfo is None:
            yield Found(("timeline", index), "times of the timeline have no zone")
            return
    for note in case.report.understood if case.report else ():
        if note.field == "timezone" and note.sure == "guessed":
            yield Found(("timezone",), "no zone is stated, so the times were read as UTC")


_NEEDED = {
    "started": "time to detect",
    "detected": "time to detect",
    "mitigated": "time to recover",
}

_SAID = {"started": "started", "detected": "was noticed", "mitigated": "ended for users"}


@rule("warning")
def times_missing(case: Case) -> Iterator[Found]:
    """Times that the usual measures need are missing.

    Why: Time to detect, to respond and to recover cannot be told without them. *The Site
        Reliability Workbook*, 2018, chapter 10.
    Better: times: {started, detected, mitigated, resolved}; leave out what nobody knows
    Example: times: {started: 2025-03-14T14:02Z, detected: 2025-03-14T14:19Z}
    """
    times = case.incident.times
    missing = [name for name in _NEEDED if getattr(times, name) is None]
    if "mitigated" in missing and times.resolved is not None:
        missing.remove("mitigated")
    if missing and case.is_document:
        told = ", ".join(_SAID[name] for name in missing)
        hint = "a line for each, such as Started: 2025-03-14 14:02 UTC"
        message = f"no line says outright when it {told}"
        yield Found(("times",), message, hint, severity="information")
    elif missing:
        lost = ", ".join(dict.fromkeys(_NEEDED[name] for name in missing))
        yield Found(("times",), f"times.{', times.'.join(missing)} not stated, so no {lost}")


@rule("information")
def timeline_of_one(case: Case) -> Iterator[Found]:
    """The timeline has a single entry.

    Why: One moment is no course of events.
    Better: when it began, was noticed, was mitigated, was over
    Example: four rows instead of one
    """
    if len(case.incident.timeline) == 1:
        yield Found(("timeline",), "the timeline has a single entry")


@rule("information")
def timeline_starts_late(case: Case) -> Iterator[Found]:
    """The timeline begins after the incident did.

    Why: What happened before it was noticed is where the conditions are. S. Dekker, *The Field
        Guide to Understanding 'Human Error'*, 3rd edition, 2014.
    Better: rows for the change, and for what was so before
    Example: the deploy of the day before as the first row
    """
    started = case.incident.times.started
    moments = [e.at for e in case.incident.timeline if e.at is not None]
    if started is None or not moments or started.tzinfo is None:
        return
    aware = [moment for moment in moments if moment.tzinfo is not None]
    if aware and min(aware) > started:
        yield Found(
            ("timeline", 0),
            f"the timeline begins at {min(aware):%H:%M}, the incident at {started:%H:%M}",
        )


@rule("information")
def timeline_gap(case: Case) -> Iterator[Found]:
    """Nothing is said of a long part of the incident.

    Why: A silence is where people were looking in the wrong place; say what they saw.
    Better: a row for what was tried, or seen, in between
    Example: "14:40 all looked at the database, since its graph was red"
    """
    times = case.incident.times
    end = times.resolved or times.mitigated
    if times.started is None or end is None or len(case.incident.timeline) < 2:
        return
    rows = [(i, e.at) for i, e in enumerate(case.incident.timeline) if e.at is not None]
    if any(at.tzinfo is None for at in (times.started, end, *(at for _, at in rows))):
        return
    inside = sorted((at, i) for i, at in rows if times.started <= at <= end)
    limit = max((end - times.started) * case.config.timeline_gap, timedelta(minutes=10))
    gaps = [(second - first, -i, second) for (first, _), (second, i) in pairwise(inside)]
    longest, index, until = max(gaps, default=(limit, 0, end))
    if longest > limit:
        minutes = longest.total_seconds() / 60
        problem = f"nothing is said of the {minutes:.0f} minutes before {until:%H:%M}"
        yield Found(("timeline", -index), problem)


_CHANGE = re.compile(
    r"\b(?:deploy\w*|releas\w+|roll\w*|merg\w+|upgrad\w+|updat\w+|chang\w+|config\w*|migrat\w+|enabl\w+|switch\w*|flag|launch\w*"
    r"|expir\w+|traffic|load|scal\w+|restart\w*|appl(?:y|ied)|push\w*|commit\w*|terraform|delet\w+|creat\w+|install\w*|maintenance)\b",
    re.IGNORECASE,
)


@rule("information")
def timeline_without_change(case: Case) -> Iterator[Found]:
    """The timeline names no change.

    Why: Most incidents begin with a change; a timeline without one leaves readers to look for
        it. *The Site Reliability Workbook*, 2018, chapter 10.
    Better: a row for the deploy, the setting, the load or the date that set it off
    Example: "13:58 release 41 reached all hosts"
    """
    rows = case.incident.timeline
    named = any(entry.factor or (entry.kind or "").lower() == "change" for entry in rows)
    if len(rows) >= 3 and not named and not any(_CHANGE.search(entry.what) for entry in rows):
        yield Found(("timeline",), f"none of {len(rows)} rows names a change")
