"""The timeline begins after the incident did."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
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


RULE = Rule(
    id="timeline-starts-late",
    severity="information",
    what="The timeline begins after the incident did.",
    why=(
        "What happened before it was noticed is where the conditions are. S. Dekker, *The "
        "Field Guide to Understanding 'Human Error'*, 3rd edition, 2014."
    ),
    mend="rows for the change, and for what was so before",
    example="the deploy of the day before as the first row",
    find=_find,
)
