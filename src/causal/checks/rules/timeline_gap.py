"""Nothing is said of a long part of the incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
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


RULE = Rule(
    id="timeline-gap",
    severity="information",
    what="Nothing is said of a long part of the incident.",
    why="A silence is where people were looking in the wrong place; say what they saw.",
    mend="a row for what was tried, or seen, in between",
    example='"14:40 all looked at the database, since its graph was red"',
    find=_find,
)
