"""What a heading means: a table of the headings people write, which a user can extend.

A heading counts when it is one of the phrases, or a short one that has a phrase in it; the longest
phrase decides. `read(path, headings={"what broke": "factors"})` adds to the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["FIELDS", "HEADINGS", "field_of", "normal"]

HEADINGS: dict[str, tuple[str, ...]] = {
    "summary": (
        "summary", "executive summary", "overview", "incident summary", "what happened",
        "abstract", "tl dr", "tldr", "in short", "incident description", "description",
        "synopsis", "problem summary", "issue summary", "high level summary",
        "postmortem summary", "introduction", "problem statement", "event summary",
    ),
    "impact": (
        "impact", "business impact", "customer impact", "user impact", "scope", "effects",
        "who was affected", "what was affected", "affected users", "consequences", "blast radius",
        "customer experience", "impact assessment", "damage", "severity and impact",
        "how were customers affected", "what was the impact",
    ),
    "detection": (
        "detection", "identified", "how was it detected", "how did we detect", "how was the incident detected", "how we found out",
        "discovery", "how was it discovered", "detection method", "how was this detected",
    ),
    "response": (
        "response", "incident response", "our response", "how did we respond", "how we responded", "investigation",
        "mitigation steps", "actions taken", "steps taken", "immediate response", "what we did",
        "troubleshooting", "diagnosis",
    ),
    "recovery": (
        "recovery", "resolution", "remediation", "how was it fixed", "how was it resolved",
        "how we fixed it", "the fix", "fix", "mitigation", "resolution and recovery", "how did we fix it", "solution",
        "restoration", "how was the incident resolved", "service restoration",
    ),
    "timeline": (
        "timeline", "time line", "incident timeline", "timeline of events", "chronology",
        "sequence of events", "event log", "incident log", "detailed timeline", "time table", "course of events",
    ),
    "factors": (
        "contributing factors", "contributing factor", "root cause", "root causes", "root cause s", "cause", "causes",
        "root cause analysis", "rca", "root cause and trigger", "proximate cause", "underlying cause", "underlying causes",
        "why did it happen", "why did this happen", "why it happened", "why this happened", "why it wasn t caught",
        "why was it not caught", "why wasn t it caught", "why it failed", "contributing conditions",
        "contributors", "contributing causes", "what caused it", "what caused the incident", "what caused this",
        "what went wrong technically", "cause of the incident", "root cause of the incident", "technical cause", "causal factors", "conditions",
        "cause analysis", "analysis of causes", "vulnerabilities",
    ),
    "five_whys": ("five whys", "5 whys", "the five whys", "5 why", "five why", "why analysis"),
    "trigger": ("trigger", "triggers", "triggering event", "what triggered it", "trigger event"),
    "leadup": ("leadup", "lead up", "background", "context", "fault"),
    "actions": (
        "action items", "action item", "actions", "action plan", "follow ups", "follow up",
        "follow up items", "follow up actions", "followups", "follow up tasks", "next steps", "review actions", "corrective actions",
        "corrective and preventive actions", "corrective and preventative measures",
        "corrective measures", "preventive measures", "preventative measures", "prevention", "todo", "to do", "todos", "remediation items",
        "remediation actions", "remediation plan", "remediations", "improvements", "planned improvements",
        "how are we preventing it from happening again", "how do we prevent this",
        "how will we prevent this", "how do we prevent this from happening again", "preventing recurrence",
        "future work", "future steps", "what are we doing about it", "what we are doing about it",
        "what we re doing about it", "immediate actions", "short term actions", "long term actions",
        "short term improvements", "long term improvements", "tasks", "repair items", "work items",
        "what will we do", "what we will do differently", "moving forward", "going forward", "looking forward",
        "what are we changing", "changes we are making", "recommendations", "action points", "deliverables",
        "process improvements", "technical improvements", "documentation improvements",
        "preventing this in the future", "future mitigation", "future prevention",
    ),
    "went_well": (
        "what went well", "went well", "what worked", "what worked well", "things that went well",
        "what went right", "the good", "good", "what we did well", "positives",
    ),
    "went_wrong": (
        "what went wrong", "what went poorly", "went poorly", "went wrong", "what didn t go well", "what did not go well",
        "what went badly", "what didn t go so well", "what could have gone better", "what went less well", "what could be improved",
        "what could have been better", "what we could have done better", "things that went poorly",
        "things that went wrong", "things that did not go well", "what did not work", "what didn t work", "the bad", "what to improve",
        "what can be improved", "opportunities for improvement", "areas for improvement", "what could we have done better", "negatives",
    ),
    "got_lucky": (
        "where we got lucky", "where did we get lucky", "got lucky", "what went luckily", "luck", "lucky", "how we got lucky",
        "where were we lucky", "where we were lucky",
    ),
    "surprised": ("what surprised us", "surprises", "what was surprising"),
    "lessons": (
        "lessons", "lessons learned", "lessons learnt", "lessons learned and next steps", "learnings", "key takeaways", "takeaways",
        "what we learned", "what did we learn", "insights", "key learnings", "retrospective", "reflections",
    ),
    "attendees": ("attendees", "participants", "people involved", "meeting attendees", "present"),
    "authors": ("authors", "author", "written by", "created by", "postmortem owner", "report author"),
    "stats": ("stats", "statistics", "metrics", "key metrics", "incident metrics"),
    "key_events": ("key events", "key times", "key timestamps", "important times", "incident times", "dates and times"),
    "severity": ("severity", "sev", "severity level", "incident severity", "priority level"),
    "services": ("services", "affected services", "service", "affected systems", "services affected", "systems affected",
        "service affected", "affected service", "affected components", "components affected", "services impacted", "impacted services"),
    "date": ("date", "incident date", "date of incident", "dates", "date of the incident", "day"),
    "review": ("review date", "meeting date", "postmortem date", "postmortem meeting", "review meeting"),
    "status": ("status", "state", "incident status"),
    "appendix": ("appendix", "appendices", "supporting information", "chat log", "chat logs", "logs", "references",
        "glossary", "raw notes", "irc log", "transcript", "slack log"),
    "readers": ("what should you do", "what you should do", "what do i need to do", "do i need to do anything",
        "what can you do", "am i affected", "what do you need to do", "what users should do", "what should customers do"),
}  # fmt: skip
"""Field to the headings that mean it."""

FIELDS = frozenset(HEADINGS)
"""The fields a heading may mean."""

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LEADING = re.compile(r"^(?:\d+|[a-z]|[ivx]+)(?:\.\d+)*[.)]\s+")
_PARENTHESES = re.compile(r"\s*\([^)]*\)")
LONGEST = 7
"""Words of a heading in which a phrase is looked for."""


def normal(heading: str) -> str:
    """Return a heading in lower case, its words one blank apart, without number or parentheses."""
    lower = _LEADING.sub("", heading.lower().strip())
    return _NOT_WORD.sub(" ", _PARENTHESES.sub("", lower) or lower).strip()


def field_of(heading: str, more: Mapping[str, str] | None = None) -> str | None:
    """Return the field a heading means, or None.

    Args:
        heading: Its words.
        more: Headings of the user's own, to their field.
    """
    words = normal(heading)
    if more:
        own = {normal(key): field for key, field in more.items()}
        if words in own:
            return own[words]
    return _known(words)


@lru_cache(maxsize=4096)
def _known(words: str) -> str | None:
    phrases = _phrases()
    if words in phrases:
        return phrases[words]
    parts = words.split()
    if not 1 < len(parts) <= LONGEST:
        return None
    for length in range(len(parts) - 1, 0, -1):
        for start in range(len(parts) - length, -1, -1):
            phrase = " ".join(parts[start : start + length])
            field = phrases.get(phrase)
            if field is not None and (length > 1 or _may_stand_inside(phrase)):
                return field
    return None


def _may_stand_inside(word: str) -> bool:
    """Whether a single word says what a longer heading is about."""
    return word in _TELLING


_TELLING = frozenset(
    "summary impact detection resolution timeline causes actions lessons learnings remediation recovery "
    "takeaways".split()
)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    return {phrase: field for field, known in HEADINGS.items() for phrase in known}
