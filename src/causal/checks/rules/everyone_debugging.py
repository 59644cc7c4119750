"""Everybody who responded was looking for the cause."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    acting = {entry.by for entry in case.incident.timeline if entry.by}
    holding = {who for told in case.incident.roles.values() for who in told}
    if len(acting) >= 4 and not holding:
        yield Found(
            ("roles",), f"{len(acting)} people or teams act in the timeline and no role is named"
        )


RULE = Rule(
    id="everyone-debugging",
    severity="information",
    what="Everybody who responded was looking for the cause.",
    why=(
        "While all debug, nobody commands, writes down or informs. *Site Reliability "
        "Engineering*, 2016, chapter 14."
    ),
    mend="name who commanded and who informed",
    example="roles: {incident_commander: platform on-call, communications: support lead}",
    find=_find,
)
