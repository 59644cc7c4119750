"""What the record as a whole leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rubric import load_rubric
from causal.checks.rule import Case, Found, rule

_LOOKED_FOR = {"summary": "summary", "timeline": "timeline", "actions": "action items"}


def _elsewhere(case: Case, name: str) -> bool:
    """Return whether a document says it under another heading, such as Context, or Key events."""
    incident = case.incident
    if name == "summary":
        told = (*incident.notes, incident.detection, incident.response, incident.recovery)
        return any(told)
    return name == "timeline" and len(list(incident.times.known())) > 1


@rule("warning")
def section_missing(case: Case) -> Iterator[Found]:
    """A section that readers look for is missing.

    Why: Without a summary and what was lost, nobody outside the room can use the report. *Site
        Reliability Engineering*, 2016, chapter 15.
    Better: add it; one sentence is enough
    Example: summary: one paragraph for someone who was not there
    """
    for name, words in _LOOKED_FOR.items():
        if not getattr(case.incident, name) and not (case.is_document and _elsewhere(case, name)):
            yield Found((), f"there {'are' if name == 'actions' else 'is'} no {words}")


_NUMBER = re.compile(r"\d")


@rule("warning")
def impact_not_quantified(case: Case) -> Iterator[Found]:
    """What was lost is not said in numbers.

    Why: Without a number nobody can weigh the actions against the loss. *Site Reliability
        Engineering*, 2016, chapter 15.
    Better: impact: minutes, users, requests, revenue or error budget
    Example: impact: {users: 18400, error_budget: 31%}
    """
    told = [str(value) for value in case.incident.impact.values()]
    told += [case.incident.summary or "", case.incident.outcome.what, case.incident.title]
    if not any(_NUMBER.search(text) for text in told):
        yield Found(("impact",), "no number says what was lost")


@rule("warning")
def severity_below_impact(case: Case) -> Iterator[Found]:
    """The severity is below what the stated impact calls for.

    Why: Severity decides who is called and what is followed up; stated too low, neither
        happens.
    Better: the severity that the rubric gives, or a rubric that fits
    Example: SEV3 with 40% of users affected becomes SEV1
    """
    rubric = load_rubric(case.config.rubric)
    stated = rubric.level_of(case.incident.severity)
    due = rubric.called_for(case.incident)
    if stated is not None and due is not None and due.level.order < stated.order:
        problem = f"severity {case.incident.severity}, yet {due.reason} calls for {due.level.name}"
        yield Found(("severity",), problem)


_BEFORE = re.compile(
    r"\b(?:(?:happened|occurred|failed|once) again|previous\w*|earlier (?:incident|outage)s?"
    r"|last time|recurr\w*|same (?:issue|problem) as|seen before|first time)\b",
    re.IGNORECASE,
)


@rule("information")
def no_look_for_recurrence(case: Case) -> Iterator[Found]:
    """Nothing says whether this was seen before.

    Why: The first question of a review is whether it looks like recent incidents. *The Site
        Reliability Workbook*, 2018, chapter 10.
    Better: keys on factors (causal suggest), then causal similar; or say so in the lessons
    Example: key: pool-or-connections-exhausted
    """
    if any(factor.key for factor in case.incident.factors.values()):
        return
    if not any(_BEFORE.search(prose.text) for prose in case.prose()):
        bare = "" if case.is_document else "no factor has a key, and "
        hint = "a sentence that says so; causal similar looks for it" if case.is_document else ""
        yield Found((), f"{bare}nothing says whether this was seen before", hint)


@rule("information", documents=False)
def review_not_held(case: Case) -> Iterator[Found]:
    """No review meeting is recorded.

    Why: An unreviewed postmortem might as well never have existed. *Site Reliability
        Engineering*, 2016, chapter 15.
    Better: review: {held: a day, attendees: [teams]}
    Example: review: {held: 2025-03-18, attendees: [platform team]}
    """
    if case.incident.review is None or case.incident.review.held is None:
        yield Found(("review",), "no review meeting is recorded")


@rule("information")
def written_too_soon(case: Case) -> Iterator[Found]:
    """The review was held on the day the incident ended.

    Why: Within hours of an incident memories are raw and facts are missing. *The Site
        Reliability Workbook*, 2018, chapter 10.
    Better: hold it when people have slept, and within a week
    Example: held: two days later
    """
    held = case.incident.review.held if case.incident.review else None
    ended = case.incident.times.resolved or case.incident.times.mitigated
    if held is not None and ended is not None and held <= ended.date():
        yield Found(("review", "held"), f"the review was held on {held}, the day it ended")
