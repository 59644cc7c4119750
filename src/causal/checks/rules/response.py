"""How people responded, and in which roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from causal.checks.rubric import load_rubric
from causal.checks.rule import Case, Found, rule

_COMMANDER = ("incident commander", "commander", "incident manager", "ic")
_WORK = re.compile(
    r"\b(?:deploy\w*|roll\w* back|revert\w*|restart\w*|patch\w*|fix\w*|debug\w*"
    r"|scal\w+ up|merg\w+|appl\w+)\b",
    re.IGNORECASE,
)


@rule("warning")
def commander_fixes(case: Case) -> Iterator[Found]:
    """The incident commander also worked on the fix.

    Why: Who fixes loses sight of the whole: one person commands, others work. *Site Reliability
        Engineering*, 2016, chapter 14.
    Better: hand one of the two roles to somebody else
    Example: by: the commander on every third row
    """
    commanders = set(case.roles(*_COMMANDER))
    for index, entry in enumerate(case.incident.timeline):
        if entry.by in commanders and _WORK.search(entry.what):
            yield Found(("timeline", index), "the incident commander also worked on the fix here")
            return


_FEWEST = 5
"""Of fewer incidents that name a commander, one name in all of them says little."""

_A_ROLE = re.compile(
    r"\b(?:on.?call|team|duty|rota|lead|manager|engineer|commander|support|operations|squad)\b",
    re.IGNORECASE,
)


def _find_over(cases: Sequence[Case]) -> Iterator[tuple[Case, Found]]:
    named = []
    for case in cases:
        told = case.roles(*_COMMANDER)
        if told:
            named.append((case, {" ".join(who.split()).casefold() for who in told}))
    if len(named) < _FEWEST:
        return
    always = set.intersection(*(who for _, who in named))
    if any(not _A_ROLE.search(who) for who in always):
        message = "one person is the commander of every incident here that names one"
        yield named[0][0], Found(("roles",), message)


@rule("information", find_over=_find_over)
def one_commander(_: Case) -> Iterator[Found]:
    """One person commanded every incident of a corpus.

    Why: Who always commands cannot be away, and nobody else learns it. *Site Reliability
        Engineering*, 2016, chapter 14.
    Better: a rota for the role, and an exercise for those who have not had it
    Example: the same name as incident_commander in six of six incidents
    """
    yield from ()  # one incident cannot show it


@rule("information")
def everyone_debugging(case: Case) -> Iterator[Found]:
    """Everybody who responded was looking for the cause.

    Why: While all debug, nobody commands, writes down or informs. *Site Reliability
        Engineering*, 2016, chapter 14.
    Better: name who commanded and who informed
    Example: roles: {incident_commander: platform on-call, communications: support lead}
    """
    acting = {entry.by for entry in case.incident.timeline if entry.by}
    holding = {who for told in case.incident.roles.values() for who in told}
    if len(acting) >= 4 and not holding:
        yield Found(
            ("roles",), f"{len(acting)} people or teams act in the timeline and no role is named"
        )


@rule("information")
def no_communications_lead(case: Case) -> Iterator[Found]:
    """A severe incident had nobody as communications lead.

    Why: Under pressure what is nobody's role is not done. *Site Reliability Engineering*, 2016,
        chapter 14.
    Better: roles: {communications_lead: a role or team}
    Example: roles: {communications_lead: support lead}
    """
    known = ("communications lead", "communications", "comms lead", "comms", "liaison")
    return _nobody_as(case, *known)


@rule("information")
def no_scribe(case: Case) -> Iterator[Found]:
    """A severe incident had nobody as scribe.

    Why: Under pressure what is nobody's role is not done. *Site Reliability Engineering*, 2016,
        chapter 14.
    Better: roles: {scribe: a role or team}
    Example: roles: {scribe: support lead}
    """
    return _nobody_as(case, "scribe", "note taker", "recorder")


def _nobody_as(case: Case, role: str, *names: str) -> Iterator[Found]:
    """Yield that a severe incident which names roles names none of these."""
    severity = case.incident.severity
    level = load_rubric(case.config.rubric).level_of(severity)
    if level and level.severe and case.incident.roles and not case.roles(role, *names):
        yield Found(("roles",), f"{severity} and nobody is named as {role}")
