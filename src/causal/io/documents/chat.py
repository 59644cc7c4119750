"""A pasted chat as a timeline: who wrote what, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from causal.io.documents.clock import Clock, find_clocks, leading_clock
from causal.io.documents.days import Calendar, valid_day
from causal.io.documents.draft import Draft, refuse
from causal.io.documents.json_text import settle
from causal.io.documents.zones import ZoneName
from causal.io.reading import Reading

_HEAD = re.compile(
    r"^>?\s*(?P<who>[\w@][\w .@'-]{0,40}?)\s*(?:APP\s*)?[\[(]?\s*(?P<when>(?:today at |yesterday at )?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?)\s*[\])]?\s*$"
)
_LINE = re.compile(r"^<?(?P<who>@?[\w][\w .'-]{0,40}?)>?\s*[:>]\s+(?P<said>\S.*)$")


@dataclass(slots=True)
class Message:
    """One message: its line, its time, who wrote it, and its words."""

    line: int
    clock: Clock
    who: str
    said: list[str] = field(default_factory=list)


def _messages(text: str) -> tuple[list[Message], Clock | None]:
    found: list[Message] = []
    day: Clock | None = None
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip().removeprefix(">").strip()
        head = _HEAD.match(line) if len(line) < 90 else None
        clock = (
            leading_clock(
                head["when"].lower().removeprefix("today at ").removeprefix("yesterday at ")
            )
            if head
            else None
        )
        if head and clock:
            found.append(Message(number, clock.clock, head["who"].strip()))
            continue
        leads = leading_clock(line)
        if leads and leads.clock.has_time:
            rest = line[leads.end :].strip()
            said = _LINE.match(rest)
            found.append(
                Message(
                    number,
                    leads.clock,
                    said["who"] if said else "",
                    [said["said"] if said else rest],
                )
            )
        elif leads and leads.clock.has_date and not line[leads.end :].strip(" -–—:"):
            day = day or leads.clock
        elif line and found:
            found[-1].said.append(line)
    return [message for message in found if any(message.said)], day


def looks_like_chat(text: str) -> bool:
    """Whether a text is a pasted chat: at least three messages with a time and a name."""
    messages, _ = _messages(text[:20_000])
    named = sum(bool(message.who) for message in messages)
    lines = sum(bool(line.strip()) for line in text[:20_000].split("\n"))
    return named >= 3 and (named + sum(len(m.said) for m in messages)) * 2 >= lines


def read_chat(text: str, file: str = "", *, timezone: str | None = None, **_: object) -> Reading:
    """Return an incident whose timeline is a pasted chat.

    Args:
        text: The chat, as people paste it: a line with name and time, then the message; or a
            message a line, with time and name before it.
        file: Its name, for places; a day in it is the day of the first message.
        timezone: The zone of its times.

    Raises:
        InvalidIncident: No message was found.
    """
    messages, head = _messages(text)
    if not messages:
        raise refuse(
            "no message with a time was found", "lines such as: 10:04 ana: it is down", file, 1
        )
    draft = Draft("chat", file)
    first = head or next((m.clock for m in messages if m.clock.has_date), None)
    first = first or next((f.clock for f in find_clocks(file) if f.clock.has_date), None)
    day = None
    if first is not None and first.year and first.month and first.day:
        day = valid_day(first.year, first.month, first.day)
    calendar = Calendar(draft, day, None, ZoneName(timezone, timezone) if timezone else None)
    if timezone:
        draft.data["timezone"] = timezone
    for message in messages:
        at = calendar.row(message.clock, message.line)
        said = " ".join(message.said)
        draft.row(
            said,
            message.line,
            at=at,
            when=None if at else message.clock.words,
            by=message.who or None,
            kind="chat",
        )
    if day is None:
        draft.warn("no day is stated: the times are kept as written")
    settle(draft)
    return draft.reading()
