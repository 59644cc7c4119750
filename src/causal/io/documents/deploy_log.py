"""A deploy log: each deployment a candidate for what set an incident off."""

from __future__ import annotations

import csv
import re
from typing import Any

from causal.io.documents.clock import leading_clock
from causal.io.documents.days import Calendar
from causal.io.documents.draft import Draft, refuse
from causal.io.documents.json_text import get, moment, settle, text_of
from causal.io.documents.zones import ZoneName
from causal.io.reading import Reading

_DEPLOY = re.compile(
    r"\b(?:deploy(?:ed|ment|ing|s)?|releas(?:ed?|ing)|rolled? ?out|rollback|promoted?|migrat\w+|flag|config(?:uration)? change)\b",
    re.IGNORECASE,
)
_TIMES = ("at", "time", "timestamp", "created_at", "deployed_at", "finished_at")
_WHAT = ("deployment", "environment", "release", "service", "version")
"""Columns by which a table with times is one of deployments."""
MOST = 2_000


def looks_like_deploy_log(text: str) -> bool:
    """Whether most lines of a text are deployments with a time."""
    if _columns(text):
        return True
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    told = sum(bool(_DEPLOY.search(line)) and _leads(line) for line in lines)
    return told >= 1 and told * 2 >= len(lines)


def is_deploy_table(text: str) -> bool:
    """Whether a text is a table of deployments with a time each."""
    return bool(_columns(text))


def _leads(line: str) -> bool:
    found = leading_clock(line.strip())
    return found is not None and found.clock.has_time


def read_deploy_log(
    text: str, file: str = "", *, timezone: str | None = None, **_: object
) -> Reading:
    """Return an incident with each deployment as a timeline entry and a suspected trigger.

    Args:
        text: A line for each deployment, with its time first; or JSON lines, or a table with
            commas, with ``at``, ``time``, ``timestamp`` or ``created_at`` and ``message``,
            ``description``, ``service`` or ``version``.
        file: Its name, for places.
        timezone: The zone of times that state none.

    Raises:
        InvalidIncident: No deployment was found.
    """
    draft = Draft("deploy-log", file)
    calendar = Calendar(draft, None, None, ZoneName(timezone, timezone) if timezone else None)
    if timezone:
        draft.data["timezone"] = timezone
    columns = _columns(text)
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if columns:
            found = _cells(columns, line) if number > 1 else None
        else:
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


def _columns(text: str) -> list[str]:
    """Return the heads of a table of deployments, nothing for another text."""
    heads = [cell.strip().lower() for cell in text[:2_000].split("\n", 1)[0].split(",")]
    return heads if set(heads) & set(_TIMES) and set(heads) & set(_WHAT) else []


def _cells(heads: list[str], line: str) -> tuple[str, str] | None:
    row = next(csv.reader([line]), [])
    return _deployment(dict(zip(heads, (cell.strip() for cell in row), strict=False)))


def _json(line: str) -> tuple[str, str] | None:
    import json

    try:
        return _deployment(json.loads(line))
    except (ValueError, RecursionError):
        return None


def _deployment(data: Any) -> tuple[str, str] | None:
    at = moment(get(data, *_TIMES))
    what = text_of(data, "message", "description", "title")
    parts = [text_of(data, key) for key in ("service", "version", "environment")]
    what = what or " ".join(["Deployed", *(p for p in parts if p)])
    return (at, what) if at else None
