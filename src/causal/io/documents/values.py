"""Labelled values: times, durations, severity, people and services; and the front matter."""

from __future__ import annotations

import re
from datetime import datetime

from causal.io.documents.clock import Clock, find_clocks, find_dates, leading_clock
from causal.io.documents.days import Calendar, valid_day
from causal.io.documents.draft import Draft
from causal.io.documents.durations import find_duration, read_duration
from causal.io.documents.front_matter import FrontMatter
from causal.io.documents.headings import field_of
from causal.io.documents.inline import Inline
from causal.io.documents.moments import duration_label, time_label
from causal.io.documents.sections import Sections, lines_of


def read_values(draft: Draft, sections: Sections, front: FrontMatter, calendar: Calendar) -> None:
    """Fill in the labelled values: times, durations, severity, people and the like."""
    for section in sections.all("key_events"):
        for words, line in lines_of(section):
            if not _moment(draft, calendar, words, line):
                draft.keep(section.title, words, line)
    for section in sections.all("stats"):
        for words, line in lines_of(section):
            _value(draft, calendar, words, line)
    for labelled in sections.values:
        label, value, line = labelled.label, labelled.value, labelled.line
        if not _labelled(draft, calendar, label, value, line):
            draft.keep(label, value.rest, line)
    for name in ("severity", "services", "status", "authors", "attendees", "review", "date", "id"):
        for section in sections.all(name):
            _named(draft, name, [words for words, _ in lines_of(section)], section.line)
    _front(draft, front, calendar)


def _value(draft: Draft, calendar: Calendar, words: str, line: int) -> None:
    """Read a line such as ``Time to detection: 4 minutes`` or ``Detected: 10:05``."""
    label, _, rest = words.partition(":")
    if rest and _labelled(
        draft, calendar, label.strip(), Inline(words, (), label, rest.strip()), line
    ):
        return
    _moment(draft, calendar, words, line)


def _labelled(draft: Draft, calendar: Calendar, label: str, value: Inline, line: int) -> bool:
    """Put a labelled value; return whether some field took it."""
    duration = duration_label(label)
    if duration:
        return _duration(draft, calendar, duration, value.rest, line)
    moment = time_label(label)
    if moment:
        found = next((f for f in find_clocks(value.rest) if f.clock.has_time), None)
        if found:
            _time(draft, calendar, moment, found.clock, line)
        return found is not None
    name = field_of(label)
    if name in ("severity", "services", "status", "authors", "attendees", "review", "date", "id"):
        return _named(draft, name, [value.rest], line)
    return False


def _moment(draft: Draft, calendar: Calendar, words: str, line: int) -> bool:
    """Read a line that names a moment before or after its time."""
    found = next((f for f in find_clocks(words) if f.clock.has_time), None)
    if found is None:
        return False
    around = f"{words[: found.start]} {words[found.end :]}".strip(" :-–—*")
    around = re.sub(r"\b(?:at|on|around|approx\w*)\s*$", "", around, flags=re.IGNORECASE)
    around = around.strip(" :-–—*")
    name = time_label(around) or (
        time_label(around.split(" ")[0]) if around.count(" ") < 3 else None
    )
    if name is None:
        return False
    _time(draft, calendar, name, found.clock, line)
    return True


def _time(
    draft: Draft, calendar: Calendar, name: str, clock: Clock, line: int, sure: str = "stated"
) -> None:
    at = calendar.moment(clock, line)
    if at is None or name in draft.times:
        return
    if not clock.has_date:
        sure = "inferred"
    if clock.has_date and calendar.day is None:
        calendar.day = calendar.current = datetime.fromisoformat(at).date()
    draft.times[name] = at
    draft.note(f"times.{name}", f"{name} {clock.words}", line, sure)  # type: ignore[arg-type]  # one of the three words


def _duration(draft: Draft, calendar: Calendar, name: str, text: str, line: int) -> bool:
    minutes = read_duration(text)
    if minutes is None:
        return name == "duration" and _span(draft, calendar, text, line)
    shown = int(minutes) if minutes == int(minutes) else round(minutes, 2)
    draft.durations.setdefault(name, (minutes, line))
    draft.put(
        f"impact.{name}_minutes", shown, line, what=f"{name.replace('_', ' ')}: {shown} minutes"
    )
    found = find_duration(text)
    if name == "duration" and "(" in text and found:
        _span(draft, calendar, text[text.find("(") + 1 :], line)
    return True


def _span(draft: Draft, calendar: Calendar, text: str, line: int) -> bool:
    """Read how long it lasted where that is said as from when to when."""
    span = leading_clock(text)
    if span is None or span.last is None or not span.clock.has_time:
        return False
    _time(draft, calendar, "started", span.clock, line, "inferred")
    _time(draft, calendar, "mitigated", span.last, line, "inferred")
    return True


def _named(draft: Draft, name: str, texts: list[str], line: int) -> bool:
    texts = [text for text in texts if text.strip(" -?*")]
    if not texts:
        return True
    if name == "id":
        if _IS_ID.fullmatch(texts[0].strip(" .#")):
            draft.data["id"] = texts[0].strip(" .#")
            draft.note("id", f"id: {draft.data['id']}", line)
    elif name == "severity":
        draft.put("severity", texts[0], line)
    elif name == "services":
        names = [part.strip(" .") for text in texts for part in re.split(r",|;|\band\b", text)]
        draft.put("services", [n for n in names if n][:50], line)
    elif name == "attendees":
        names = [part.strip() for text in texts for part in re.split(r",|;", text)]
        draft.put(
            "review.attendees",
            [n for n in names if n and not n.lower().startswith("someone")],
            line,
        )
    elif name == "authors":
        draft.put(
            "source.authors",
            [part.strip() for text in texts for part in re.split(r",|;", text) if part.strip()],
            line,
        )
    elif name == "review":
        found = next(find_dates(texts[0]), None)
        if (
            found
            and found.clock.year
            and (made := valid_day(found.clock.year, found.clock.month or 1, found.clock.day or 1))
        ):
            draft.put("review.held", made.isoformat(), line)
    elif name == "date":
        return False
    else:
        return False
    return True


_IS_ID = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_FRONT = {
    "start_time": "started", "started_at": "started", "start": "started", "end_time": "resolved", "ended_at": "resolved",
    "end": "resolved", "detected_at": "detected", "mitigated_at": "mitigated", "resolved_at": "resolved", "declared_at": "declared",
}  # fmt: skip


def _front(draft: Draft, front: FrontMatter, calendar: Calendar) -> None:
    rest: list[str] = []
    for key, value in front.values.items():
        line = front.lines.get(key, 1)
        text = str(value).strip() if isinstance(value, str | int | float) else ""
        if key in ("title", "weight", "path", "aliases", "layout", "slug", "draft"):
            continue
        if value in (None, "", [], {}):
            continue
        if key in _FRONT and text:
            found = next((f for f in find_clocks(text) if f.clock.has_time), None)
            if found:
                _time(draft, calendar, _FRONT[key], found.clock, line)
                continue
        if key in ("severity", "summary") and text:
            draft.put(key, text, line)
        elif key in ("services", "service", "product", "components"):
            draft.put("services", value if isinstance(value, list) else [text], line)
        elif key in ("author", "authors"):
            draft.put(
                "source.authors",
                [str(v) for v in value] if isinstance(value, list) else [text],
                line,
            )
        elif key in ("url", "source", "source_url", "link") and text:
            draft.put("source.url", text, line)
        elif not isinstance(value, dict):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else text
            rest.append(f"{key}: {shown}")
    if rest:
        draft.keep("Front matter", "\n".join(rest), 1)
