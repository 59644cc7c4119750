"""The record of an incident from its document: its day and zone, its times, rows and figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Any

from causal.io.documents.calendar import Calendar
from causal.io.documents.clock import Clock, find_clocks, find_dates, leading_clock
from causal.io.documents.draft import Draft, clipped
from causal.io.documents.durations import find_duration, read_duration
from causal.io.documents.front_matter import FrontMatter
from causal.io.documents.headings import field_of
from causal.io.documents.inline import Inline
from causal.io.documents.moments import duration_label, row_moments, time_label
from causal.io.documents.outline import Block, Item, Outline, Section
from causal.io.documents.sections import Sections
from causal.io.documents.timeline import RawRow, header_zone_text, intro_day, read_rows
from causal.io.documents.zones import ZoneName, find_zone

__all__ = ["Calendar", "calendar_of", "put_rows", "read_values", "settle_times"]

_YEAR = re.compile(r"\b(20[0-4]\d|199\d)\b")
_ORDER = ("started", "detected", "mitigated", "resolved")


def calendar_of(
    draft: Draft, outline: Outline, sections: Sections, front: FrontMatter, timezone: str | None
) -> Calendar:
    """Return what the document says about its day and its zone."""
    day, year = _day(draft, outline, sections, front)
    zone, sure, line = _zone(outline, sections)
    if zone is None and timezone:
        zone, sure, line = ZoneName(timezone, timezone), "stated", 0
    if zone is not None:
        said = f"times in {zone.written}" + (f", read as {zone.iana}" if zone.iana != zone.written else "")
        draft.note("timezone", said, line or 1, sure)  # type: ignore[arg-type]  # one of the three words
        if zone.iana:
            draft.data["timezone"] = zone.iana
    return Calendar(draft, day, year, zone)


def _day(
    draft: Draft, outline: Outline, sections: Sections, front: FrontMatter
) -> tuple[date | None, int | None]:
    """Return the day the document is about, from the surest place that says one, and its year."""
    texts: list[str] = []
    for section in sections.all("timeline"):
        clock = intro_day(section)
        if clock is not None:
            texts.append(clock.words)
        rows = (row for row in read_rows(outline, section) if row.clock is not None)
        first = next((r.clock for r in rows if r.clock and r.clock.has_date and r.clock.year), None)
        if first is not None:
            texts.append(first.words)
    values = [v.value.rest for v in sections.values if field_of(v.label) == "date"]
    values += [" ".join(b.words.plain for b in s.blocks if b.kind == "paragraph") for s in sections.all("date")]
    stamps = [str(front.values[k]) for k in ("start_time", "started_at", "date", "incident_date") if k in front.values]
    texts += [*values, *stamps, str(draft.data.get("title", "")), PurePath(draft.file).stem]
    texts += [str(draft.data.get(name, "")) for name in ("summary",)]
    for section in sections.all("summary")[:1]:
        texts += [b.words.plain for b in section.blocks[:3] if b.kind == "paragraph"]
    texts += [b.words.plain for b in sections.lede[:6] if b.kind == "paragraph"]
    year = None
    for text in texts:
        year = year or next((int(y[1]) for y in _YEAR.finditer(text)), None)
        found = next((f.clock for f in find_dates(text) if f.clock.month), None)
        if found and (found.year or year):
            made = _valid(found.year or year or 0, found.month or 1, found.day or 1)
            if made:
                return made, made.year
    if year is None:
        head = "\n".join(outline.lines[:400])
        years = Counter(int(found[1]) for found in _YEAR.finditer(head))
        year = years.most_common(1)[0][0] if years else None
    return None, year


def _zone(outline: Outline, sections: Sections) -> tuple[ZoneName | None, str, int]:
    for section in sections.all("timeline"):
        said = find_zone(header_zone_text(section))
        if said:
            return said, "stated", section.line
    rows = Counter(
        row.clock.zone
        for section in sections.all("timeline")
        for row in read_rows(outline, section)
        if row.clock is not None and row.clock.zone is not None
    )
    if rows:
        return rows.most_common(1)[0][0], "stated", sections.all("timeline")[0].line
    for labelled in sections.values:
        found = next(find_clocks(labelled.value.rest), None)
        zone = found.clock.zone if found else find_zone(labelled.label)
        if zone:
            return zone, "inferred", labelled.line
    for section in outline.root.walk():
        for block in section.blocks:
            for found in find_clocks(block.words.plain) if block.kind == "paragraph" else ():
                if found.clock.zone is not None and found.clock.has_time:
                    return found.clock.zone, "inferred", block.line
    return None, "guessed", 0


def put_rows(
    draft: Draft, calendar: Calendar, rows: Sequence[RawRow], outline: Outline, heading: str
) -> list[tuple[int, str]]:
    """Add the rows of a timeline, and return what stands between them and is no row."""
    asides: list[tuple[int, str]] = []
    timed = [row for row in rows if row.clock is not None and row.what]
    for row in rows:
        if row.clock is None:
            if not (_names_zone_only(row.what) or (not timed and not row.what)):
                asides.append((row.line, row.what))
        elif not row.what:
            calendar.head(row.clock)
        else:
            _put_row(draft, calendar, row)
        for block in row.body:
            said = row.clock.words if row.clock else heading
            draft.keep(f"{heading}, {said}" if said != heading else heading, outline.source(block.line, block.end), block.line)
    return asides


def _names_zone_only(text: str) -> bool:
    return len(text) < 80 and find_zone(text) is not None and "time" in text.lower()


def _put_row(draft: Draft, calendar: Calendar, row: RawRow) -> None:
    clock = row.clock
    if clock is None:
        return
    before = calendar.last
    at = calendar.row(clock, row.line)
    words = clock.words if at is None or clock.vague else None
    if row.last is not None:
        words = clock.words
    own_day = clock.has_date and clock.year is not None
    draft.row(row.what, row.line, sure="stated" if own_day or at is None else "inferred", at=at, when=words, by=row.by)
    if at is None:
        draft.warn(f"{clock.words!r} determines no time: kept in its words", row.line, "timeline")
    elif before is not None and calendar.last is not None and calendar.last < before:
        draft.warn(f"{clock.words} stands after {before:%Y-%m-%d %H:%M}: out of order, or a slip", row.line, "timeline")


def read_values(
    draft: Draft, sections: Sections, front: FrontMatter, calendar: Calendar
) -> None:
    """Fill in the labelled values: times, durations, severity, people and the like."""
    for section in sections.all("key_events"):
        for words, line in _lines(section):
            if not _moment(draft, calendar, words, line):
                draft.keep(section.title, words, line)
    for section in sections.all("stats"):
        for words, line in _lines(section):
            _value(draft, calendar, words, line)
    for labelled in sections.values:
        label, value, line = labelled.label, labelled.value, labelled.line
        if not _labelled(draft, calendar, label, value, line):
            draft.keep(label, value.rest, line)
    for name in ("severity", "services", "status", "authors", "attendees", "review", "date"):
        for section in sections.all(name):
            _named(draft, name, [words for words, _ in _lines(section)], section.line)
    _front(draft, front, calendar)


def _lines(section: Section) -> Iterator[tuple[str, int]]:
    for part in section.walk():
        for block in part.blocks:
            yield from _block_lines(block)


def _block_lines(block: Block) -> Iterator[tuple[str, int]]:
    if block.kind == "paragraph" and block.words.plain:
        yield block.words.plain, block.line
    for row in block.rows:
        yield ": ".join(c.plain for c in row.cells if c.plain), row.line
    if block.kind == "table" and block.header and not block.rows:
        yield ": ".join(c.plain for c in block.header), block.line
    for item in block.items:
        yield from _item_lines(item)


def _item_lines(item: Item) -> Iterator[tuple[str, int]]:
    for block in item.blocks:
        yield from _block_lines(block)


def _value(draft: Draft, calendar: Calendar, words: str, line: int) -> None:
    """Read a line such as ``Time to detection: 4 minutes`` or ``Detected: 10:05``."""
    label, _, rest = words.partition(":")
    if rest and _labelled(draft, calendar, label.strip(), Inline(words, (), label, rest.strip()), line):
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
    if name in ("severity", "services", "status", "authors", "attendees", "review", "date"):
        return _named(draft, name, [value.rest], line)
    return False


def _moment(draft: Draft, calendar: Calendar, words: str, line: int) -> bool:
    """Read a line that names a moment before or after its time."""
    found = next((f for f in find_clocks(words) if f.clock.has_time), None)
    if found is None:
        return False
    around = f"{words[: found.start]} {words[found.end :]}".strip(" :-–—*")
    around = re.sub(r"\b(?:at|on|around|approx\w*)\s*$", "", around, flags=re.IGNORECASE)
    name = time_label(around.strip(" :-–—*"))
    if name is None:
        return False
    _time(draft, calendar, name, found.clock, line)
    return True


def _time(draft: Draft, calendar: Calendar, name: str, clock: Clock, line: int, sure: str = "stated") -> None:
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
        return False
    shown = int(minutes) if minutes == int(minutes) else round(minutes, 2)
    draft.durations.setdefault(name, (minutes, line))
    draft.put(f"impact.{name}_minutes", shown, line, what=f"{name.replace('_', ' ')}: {shown} minutes")
    found = find_duration(text)
    span = leading_clock(text[text.find("(") + 1 :]) if "(" in text and found else None
    if name == "duration" and span and span.last is not None and span.clock.has_time:
        _time(draft, calendar, "started", span.clock, line, "inferred")
        _time(draft, calendar, "mitigated", span.last, line, "inferred")
    return True


def _named(draft: Draft, name: str, texts: list[str], line: int) -> bool:
    texts = [text for text in texts if text.strip(" -?*")]
    if not texts:
        return True
    if name == "severity":
        draft.put("severity", texts[0], line)
    elif name == "services":
        names = [part.strip(" .") for text in texts for part in re.split(r",|;|\band\b", text)]
        draft.put("services", [n for n in names if n][:50], line)
    elif name == "attendees":
        names = [part.strip() for text in texts for part in re.split(r",|;", text)]
        draft.put("review.attendees", [n for n in names if n and not n.lower().startswith("someone")], line)
    elif name == "authors":
        draft.put("source.authors", [part.strip() for text in texts for part in re.split(r",|;", text) if part.strip()], line)
    elif name == "review":
        found = next(find_dates(texts[0]), None)
        if found and found.clock.year and (made := _valid(found.clock.year, found.clock.month or 1, found.clock.day or 1)):
            draft.put("review.held", made.isoformat(), line)
    elif name == "date":
        return False
    else:
        return False
    return True


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
            draft.put("source.authors", [str(v) for v in value] if isinstance(value, list) else [text], line)
        elif key in ("url", "source", "source_url", "link") and text:
            draft.put("source.url", text, line)
        elif not isinstance(value, dict):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else text
            rest.append(f"{key}: {shown}")
    if rest:
        draft.keep("Front matter", "\n".join(rest), 1)


def settle_times(draft: Draft, calendar: Calendar) -> None:
    """Take the moments that rows say outright, mend what contradicts itself, check durations."""
    _from_rows(draft)
    if (draft.times or any("at" in row for row in draft.timeline)) and calendar.zone is None:
        draft.data["timezone"] = "UTC"
        draft.note("timezone", "no zone is stated: read as UTC; --timezone gives another", 1, "guessed")
        draft.warn("the times have no zone and were read as UTC; give --timezone if that is wrong", 0, "timezone")
    _summer(draft, calendar)
    _order(draft)
    _days(draft)
    _check_durations(draft)


def _from_rows(draft: Draft) -> None:
    found: dict[str, tuple[str, int, str]] = {}
    for number, row in enumerate(draft.timeline):
        if "at" not in row:
            continue
        for name in row_moments(row["what"]):
            if name == "resolved" or name not in found:
                found[name] = (row["at"], draft.places.get(("timeline", number), 1), row["what"])
    for name, (at, line, what) in found.items():
        if name not in draft.times:
            draft.times[name] = at
            draft.note(f"times.{name}", f"{name} {at}, from the row {clipped(what, 40)!r}", line, "inferred")


def _summer(draft: Draft, calendar: Calendar) -> None:
    """Say where a winter zone was written for summer days: the wall clock is taken."""
    from zoneinfo import ZoneInfo

    zone = calendar.zone
    if zone is None or zone.summer is not False or zone.iana is None:
        return
    stamps = [row["at"] for row in draft.timeline if "at" in row] + list(draft.times.values())
    for stamp in stamps[:1]:
        moment = datetime.fromisoformat(stamp)
        if moment.tzinfo is None and moment.replace(tzinfo=ZoneInfo(zone.iana)).dst():
            draft.warn(
                f"{zone.written} is a winter zone and {moment:%Y-%m-%d} is in summer: the clock on the wall was taken",
                0,
                "timezone",
            )


def _order(draft: Draft) -> None:
    """Mend times that cannot follow each other where a slip in the date is evident, else set aside."""
    zone = draft.data.get("timezone")
    known = [name for name in _ORDER if name in draft.times]
    if "declared" in draft.times:
        before = [name for name in ("started", "detected") if name in draft.times]
        known = [*known, *(["declared"] if before else [])]
    for name in known:
        earlier = _before(draft, name)
        if earlier is None:
            continue
        first, later = _moment_of(draft.times[earlier], zone), _moment_of(draft.times[name], zone)
        if later >= first:
            continue
        line = draft.places.get(("times", name), 1)
        mended = _mended(first, later)
        said = f"{name} ({draft.times[name]}) is before {earlier} ({draft.times[earlier]})"
        if mended is not None:
            draft.times[name] = mended
            draft.warn(f"{said}: a slip in the date; read as {mended}", line, f"times.{name}")
        else:
            draft.keep("Times that contradict each other", said, line)
            draft.warn(f"{said}: left out", line, f"times.{name}")
            del draft.times[name]


def _before(draft: Draft, name: str) -> str | None:
    order = ("started", "detected") if name == "declared" else _ORDER[: _ORDER.index(name)]
    return next((n for n in reversed(order) if n in draft.times), None)


def _moment_of(stamp: str, zone: str | None) -> datetime:
    from zoneinfo import ZoneInfo

    from causal.model.record import localised

    return localised(datetime.fromisoformat(stamp), ZoneInfo(zone or "UTC"))


def _mended(first: datetime, later: datetime) -> str | None:
    """Return the later moment with the year, month or day of the first, where that fits closely."""
    for part in (
        {"year": first.year}, {"year": first.year, "month": first.month}, {"month": first.month},
        {"year": first.year, "month": first.month, "day": first.day},
    ):  # fmt: skip
        try:
            tried = later.replace(**part)  # type: ignore[arg-type]  # parts of a date
        except ValueError:
            continue
        for extra in (timedelta(), timedelta(days=1)) if len(part) == 3 else (timedelta(),):
            if timedelta() <= tried + extra - first < timedelta(days=14):
                return (tried + extra).isoformat()
    return None


def _days(draft: Draft) -> None:
    """Say which rows are on a day far from all the others: a slip in a date, most likely."""
    days = sorted(datetime.fromisoformat(row["at"]).date() for row in draft.timeline if "at" in row)
    if len(days) < 4:
        return
    middle = days[len(days) // 2]
    near = sum(abs((day - middle).days) <= 14 for day in days)
    if near * 4 < len(days) * 3:
        return
    for number, row in enumerate(draft.timeline):
        if "at" in row and abs((datetime.fromisoformat(row["at"]).date() - middle).days) > 45:
            line = draft.places.get(("timeline", number), 1)
            draft.warn(f"{row['at']} is far from the other rows, around {middle}: a slip?", line, "timeline")


_FROM_TO = {
    "time_to_detect": ("started", "detected"), "time_to_mitigate": ("started", "mitigated"),
    "time_to_repair": ("detected", "mitigated"), "time_to_resolve": ("detected", "resolved"),
    "time_to_recover": ("started", "resolved"), "duration": ("started", "resolved"),
}  # fmt: skip


def _check_durations(draft: Draft) -> None:
    """Hold stated durations against those between the stated times, from either beginning."""
    zone = draft.data.get("timezone")
    for name, (stated, line) in draft.durations.items():
        _, last = _FROM_TO[name]
        ends = ("mitigated", "resolved") if name in ("time_to_repair", "time_to_recover", "duration") else (last,)
        computed = [
            (_moment_of(draft.times[end], zone) - _moment_of(draft.times[start], zone)).total_seconds() / 60
            for start in ("started", "detected", "declared")
            for end in ends
            if start != end and start in draft.times and end in draft.times
        ]
        if computed and min(abs(c - stated) for c in computed) > max(5.0, 0.05 * stated):
            shown = ", ".join(f"{c:g}" for c in dict.fromkeys(computed))
            draft.warn(
                f"{name.replace('_', ' ')} is stated as {stated:g} minutes; between the stated times there are {shown}",
                line,
                f"impact.{name}_minutes",
            )


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


