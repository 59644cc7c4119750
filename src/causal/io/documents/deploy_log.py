"""A deploy log: each deployment a candidate for what set an incident off."""

from __future__ import annotations

import re

from causal.io.documents.clock import leading_clock
from causal.io.documents.days import Calendar
from causal.io.documents.draft import Draft, refuse
from causal.io.documents.json_text import get, moment, settle, text_of
from causal.io.documents.zones import ZoneName
from causal.io.reading import Reading

__all__ = ["looks_like_deploy_log", "read_deploy_log"]

_DEPLOY = re.compile(
    r"\b(?:deploy(?:ed|ment|ing|s)?|releas(?:ed?|ing)|rolled? ?out|rollback|promoted?|migrat\w+|flag|config(?:uration)? change)\b",
    re.IGNORECASE,
)
MOST = 2_000


def looks_like_deploy_log(text: str) -> bool:
    """Whether most lines of a text are deployments with a time."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    told = sum(bool(_DEPLOY.search(line)) and _leads(line) for line in lines)
    return told >= 1 and told * 2 >= len(lines)


def _leads(line: str) -> bool:
    found = leading_clock(line.strip())
    return found is not None and found.clock.has_time


def read_deploy_log(
    text: str, file: str = "", *, timezone: str | None = None, **_: object
) -> Reading:
    """Return an incident with each deployment as a timeline entry and a suspected trigger.

    Args:
        text: A line for each deployment, with its time first; or JSON lines with ``at``,
            ``time``, ``timestamp`` or ``created_at`` and ``message``, ``description`` or ``service``.
        file: Its name, for places.
        timezone: The zone of times that state none.

    Raises:
        InvalidIncident: No deployment was found.
    """
    draft = Draft("deploy-log", file)
    calendar = Calendar(draft, None, None, ZoneName(timezone, timezone) if timezone else None)
    if timezone:
        draft.data["timezone"] = timezone
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        found = _json(line) if line.startswith("{") else _plain(line, calendar, number)
        if found is not None:
            at, what = found
            draft.row(what, number, at=at, kind="deploy")
            if len(draft.factors) < MOST:
                draft.factor(what, number, kind="trigger", confidence="suspected", sure="guessed")
    if not draft.timeline:
        raise refuse(
            "no deployment with a time was found",
            "a line such as 2025-03-14T13:58Z deployed 1.4",
            file,
            1,
        )
    settle(draft)
    return draft.reading()


def _plain(line: str, calendar: Calendar, number: int) -> tuple[str, str] | None:
    leads = leading_clock(line)
    if leads is None or not leads.clock.has_time or not _DEPLOY.search(line):
        return None
    at = calendar.row(leads.clock, number)
    what = line[leads.end :].strip()
    return (at, what) if at and what else None


def _json(line: str) -> tuple[str, str] | None:
    import json

    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    at = moment(get(data, "at", "time", "timestamp", "created_at", "deployed_at", "finished_at"))
    what = text_of(data, "message", "description", "title")
    parts = [text_of(data, key) for key in ("service", "version", "environment")]
    what = what or " ".join(["Deployed", *(p for p in parts if p)])
    return (at, what) if at else None
