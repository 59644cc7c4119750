"""A severe incident had nobody as communications lead."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rubric import load_rubric
from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    rubric = load_rubric(case.config.rubric)
    level = rubric.level_of(case.incident.severity)
    if level is None or not level.severe or not case.incident.roles:
        return
    if not case.roles("communications lead", "communications", "comms lead", "comms", "liaison"):
        yield Found(
            ("roles",), f"{case.incident.severity} and nobody is named as communications lead"
        )


RULE = Rule(
    id="no-communications-lead",
    severity="information",
    what="A severe incident had nobody as communications lead.",
    why=(
        "Under pressure what is nobody's role is not done. *Site Reliability "
        "Engineering*, 2016, chapter 14."
    ),
    mend="roles: {communications_lead: a role or team}",
    example="roles: {communications_lead: support lead}",
    find=_find,
)
