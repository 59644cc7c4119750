"""A time states no zone."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
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


RULE = Rule(
    id="time-without-zone",
    severity="warning",
    what="A time states no zone.",
    why="Two readers in two places read two times.",
    mend="add the offset, or state timezone once",
    example="14:02Z, or timezone: Europe/London",
    find=_find,
)
