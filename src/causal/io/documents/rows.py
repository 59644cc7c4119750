"""The rows of a timeline into the draft, and the moments of the incident that they say outright."""

from __future__ import annotations

from collections.abc import Sequence

from causal.io.documents.days import Calendar
from causal.io.documents.draft import Draft, clipped
from causal.io.documents.moments import row_moments
from causal.io.documents.outline import Outline
from causal.io.documents.timeline import RawRow
from causal.io.documents.zones import find_zone


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
            draft.keep(
                f"{heading}, {said}" if said != heading else heading,
                outline.source(block.line, block.end),
                block.line,
            )
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
    draft.row(
        row.what,
        row.line,
        sure="stated" if own_day or at is None else "inferred",
        at=at,
        when=words,
        by=row.by,
    )
    if at is None:
        draft.warn(f"{clock.words!r} determines no time: kept in its words", row.line, "timeline")
    elif before is not None and calendar.last is not None and calendar.last < before:
        draft.warn(
            f"{clock.words} stands after {before:%Y-%m-%d %H:%M}: out of order, or a slip",
            row.line,
            "timeline",
        )


def take_moments(draft: Draft) -> None:
    """Take the moments that rows say outright and no label did."""
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
            draft.guess(
                f"times.{name}", at, f"from the row {clipped(what, 40)!r}", line, "inferred"
            )
