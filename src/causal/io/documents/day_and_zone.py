"""The day a document is about and the zone of its times, from the surest place that says them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import PurePath

from causal.io.documents.clock import find_clocks, find_dates
from causal.io.documents.days import Calendar, valid_day
from causal.io.documents.draft import Draft
from causal.io.documents.front_matter import FrontMatter
from causal.io.documents.headings import field_of
from causal.io.documents.outline import Outline
from causal.io.documents.sections import Sections, lines_of
from causal.io.documents.timeline import header_zone_text, intro_day, read_rows
from causal.io.documents.zones import ZoneName, find_zone

_YEAR = re.compile(r"\b(20[0-4]\d|199\d)\b")


def calendar_of(
    draft: Draft, outline: Outline, sections: Sections, front: FrontMatter, timezone: str | None
) -> Calendar:
    """Return what the document says about its day and its zone."""
    day, year = _day(draft, outline, sections, front)
    zone, sure, line = _zone(outline, sections, front)
    if zone is None and timezone:
        zone, sure, line = ZoneName(timezone, timezone), "stated", 0
    if zone is not None:
        said = f"times in {zone.written}" + (
            f", read as {zone.iana}" if zone.iana != zone.written else ""
        )
        draft.note("timezone", said, line or 1, sure)  # type: ignore[arg-type]  # one of the three words
        if zone.iana:
            draft.data["timezone"] = zone.iana
    return Calendar(draft, day, year, zone)


def _day(
    draft: Draft, outline: Outline, sections: Sections, front: FrontMatter
) -> tuple[date | None, int | None]:
    """Return the day the document is about, from the surest place that says one, and its year."""
    texts, sure = _saying_days(draft, outline, sections, front)
    year = None
    for text in texts:
        year = year or next((int(y[1]) for y in _YEAR.finditer(text)), None)
        found = next((f.clock for f in find_dates(text) if f.clock.month), None)
        if found and (found.year or year):
            made = valid_day(found.year or year or 0, found.month or 1, found.day or 1)
            if made and found.swapped:
                made = _nearest([made, *(valid_day(*s) for s in found.swapped)], texts + sure)
            if made:
                return made, made.year
    if year is None:
        head = "\n".join(outline.lines[:400])
        years = Counter(int(found[1]) for found in _YEAR.finditer(head))
        year = years.most_common(1)[0][0] if years else None
    return None, year


def _saying_days(
    draft: Draft, outline: Outline, sections: Sections, front: FrontMatter
) -> tuple[list[str], list[str]]:
    """Return the texts that may say the day, the surest first, and those whose dates are plain."""
    texts: list[str] = []
    later: list[str] = []
    sure = [section.title for section in sections.all("timeline")]
    for section in sections.all("timeline"):
        clock = intro_day(section)
        if clock is not None:
            texts.append(clock.words)
        clocks = [row.clock for row in read_rows(outline, section) if row.clock is not None]
        dated = [clock for clock in clocks if clock.has_date and clock.year]
        later += [clock.words for clock in dated[:1]]
        sure += [clock.words for clock in dated if not clock.swapped]
        if dated and dated[0] is clocks[0]:
            texts.append(dated[0].words)
    values = [v.value.rest for v in sections.values if field_of(v.label) == "date"]
    values += [
        " ".join(b.words.plain for b in s.blocks if b.kind == "paragraph")
        for s in sections.all("date")
    ]
    stamps = [
        str(front.values[k])
        for k in ("start_time", "started_at", "date", "incident_date")
        if k in front.values
    ]
    texts += [*values, *stamps, str(draft.data.get("title", "")), PurePath(draft.file).stem]
    texts.append(str(draft.data.get("summary", "")))
    for section in sections.all("summary")[:1]:
        texts += [b.words.plain for b in section.blocks[:3] if b.kind == "paragraph"]
    texts += [b.words.plain for b in sections.lede[:6] if b.kind == "paragraph"]
    texts += [words for section in sections.all("key_events") for words, _ in lines_of(section)]
    return texts + later, sure


def _nearest(readings: list[date | None], texts: list[str]) -> date | None:
    """Return the reading of a date in numbers that is nearest to the dates that have but one."""
    known = [
        valid_day(found.clock.year, found.clock.month or 1, found.clock.day or 1)
        for text in texts
        for found in find_dates(text[:400])
        if found.clock.year and not found.clock.swapped
    ]
    sure = [day for day in known if day is not None]
    days = [day for day in readings if day is not None]
    return (
        min(days, key=lambda d: min((abs((d - s).days) for s in sure), default=0)) if days else None
    )


def _zone(
    outline: Outline, sections: Sections, front: FrontMatter
) -> tuple[ZoneName | None, str, int]:
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
    for key in ("timezone", "time_zone", "tz"):
        said = find_zone(str(front.values.get(key, "")))
        if said:
            return said, "stated", front.lines.get(key, 1)
    for key, value in front.values.items():
        found = next(find_clocks(value), None) if isinstance(value, str) else None
        if found and found.clock.zone is not None and found.clock.has_time:
            return found.clock.zone, "inferred", front.lines.get(key, 1)
    for section in outline.root.walk():
        for block in section.blocks:
            for found in find_clocks(block.words.plain) if block.kind == "paragraph" else ():
                if found.clock.zone is not None and found.clock.has_time:
                    return found.clock.zone, "inferred", block.line
    return None, "guessed", 0
