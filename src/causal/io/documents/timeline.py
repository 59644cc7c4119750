"""The rows of a timeline: of a table, a list, paragraphs, or headings that begin with a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from causal.io.documents.clock import Clock, find_dates, leading_clock
from causal.io.documents.inline import Inline, read_inline
from causal.io.documents.outline import Block, Item, Outline, Section

_TIME_HEAD = frozenset(["time", "date", "timestamp", "when", "datetime", "utc", "clock", "day"])
_WHO_HEAD = frozenset(["who", "by", "actor", "person", "author", "owner"])
_EVENT_HEAD = frozenset(
    [
        "event",
        "description",
        "what",
        "action",
        "details",
        "notes",
        "activity",
        "update",
        "message",
        "comment",
        "happened",
    ]
)
_WORDS = re.compile(r"[a-z]+")
SHORT = 5
"""Words beside a day that still make a line a heading of rows, not a row."""


@dataclass(slots=True)
class RawRow:
    """One row as written; without `clock` it is a day over the rows that follow, or an aside.

    Args:
        line: Its line.
        clock: Its time as written.
        what: Its words; empty for a day that stands over rows.
        by: Who, where a column says so.
        body: Blocks under it that are no sentences, such as code.
        aside: The words are no row; they are kept as a note.
        last: The end of a range.
    """

    line: int
    clock: Clock | None
    what: str = ""
    by: str = ""
    body: list[Block] = field(default_factory=list)
    aside: bool = False
    last: Clock | None = None


def timed_share(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return how many list items and paragraphs begin with a time of day, and how many there are."""
    timed = total = 0
    for block in blocks:
        if block.kind == "list":
            for item in block.items:
                total += 1
                timed += _is_timed(item.words.plain)
        elif block.kind == "paragraph":
            total += 1
            timed += _is_timed(block.words.plain)
        elif block.kind == "table":
            for row in block.rows:
                total += 1
                timed += any(_is_timed(cell.plain) for cell in row.cells[:2])
    return timed, total


def _is_timed(text: str) -> bool:
    if not any(c.isdigit() for c in text[:24]):
        return False
    found = leading_clock(text)
    return found is not None and found.clock.has_time


def read_rows(outline: Outline, section: Section) -> list[RawRow]:
    """Return the rows of a section and the sections below it, in document order.

    The rows of a section are read once and kept with the outline.
    """
    held: dict[int, list[RawRow]] = outline.rows
    if id(section) not in held:
        rows = list(_blocks(outline, section.blocks))
        for part in section.parts:
            rows += heading_row(outline, part)
        held[id(section)] = rows
    return held[id(section)]


def heading_row(outline: Outline, part: Section) -> Iterator[RawRow]:
    """Yield the row a heading begins, or the rows under a heading that is a day."""
    found = leading_clock(part.title)
    if found is None:
        yield from read_rows(outline, part)
        return
    rest = part.title[found.end :].strip()
    if not found.clock.has_time and found.clock.has_date and not _is_unknown(found.clock):
        inside = read_rows(outline, part)
        if not rest or any(row.clock is not None for row in inside):
            yield RawRow(part.line, found.clock)
            yield from inside
            return
    said, body = _said(part.blocks)
    yield RawRow(
        part.line, found.clock, ". ".join(p for p in (rest.rstrip("."), said) if p) or found.clock.words,
        body=body, last=found.last,
    )  # fmt: skip
    for deeper in part.parts:
        yield from heading_row(outline, deeper)


def _is_unknown(clock: Clock) -> bool:
    return clock.vague and not clock.has_time


def _said(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """Return the sentences of blocks, and the blocks that are none."""
    parts: list[str] = []
    body: list[Block] = []
    for block in blocks:
        if block.kind == "paragraph":
            parts.append(block.words.plain)
        elif block.kind == "list":
            parts += [p for p in _list_words(block) if p]
        elif block.kind != "rule":
            body.append(block)
    return " ".join(part for part in parts if part), body


def _list_words(block: Block) -> Iterator[str]:
    for item in block.items:
        for inner in item.blocks:
            if inner.kind == "paragraph":
                yield inner.words.plain
            elif inner.kind == "list":
                yield from _list_words(inner)


def _blocks(outline: Outline, blocks: Sequence[Block]) -> Iterator[RawRow]:
    last: RawRow | None = None
    for block in blocks:
        if block.kind == "list":
            for row in _items(outline, block.items):
                yield row
                last = row if row.clock is not None else last
        elif block.kind == "table":
            yield from _table(block)
        elif block.kind == "paragraph":
            yield from _paragraph(outline, block)
        elif block.kind == "code" and not block.info and _timed_lines(block.source):
            for number, line in enumerate(block.source.split("\n")):
                yield from _row(read_inline(line.strip(), outline.env), block.line + number, [])
        elif block.kind in ("code", "html", "quote"):
            yield RawRow(block.line, None, outline.source(block.line, block.end), aside=True)


def _timed_lines(source: str) -> bool:
    """Whether most lines of an indented block begin with a time: rows, indented by hand."""
    lines = [line.strip() for line in source.split("\n") if line.strip()]
    timed = sum(_begins_row(line) for line in lines)
    return timed >= 1 and timed * 2 >= len(lines)


def _paragraph(outline: Outline, block: Block) -> Iterator[RawRow]:
    """Yield the rows of a paragraph, each line of which may begin with a time."""
    lines = block.source.split("\n")
    starts = [
        n for n, line in enumerate(lines) if _begins_row(read_inline(line, outline.env).plain)
    ]
    if not starts or starts[0] != 0:
        yield RawRow(block.line, None, block.words.plain, aside=True)
        return
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        words = read_inline("\n".join(lines[start:end]), outline.env)
        yield from _row(words, block.line + start, [])


def _begins_row(text: str) -> bool:
    found = leading_clock(text)
    if found is None:
        return False
    if found.clock.has_time or _is_unknown(found.clock):
        return True
    return len(text[found.end :].split()) <= SHORT


def _items(outline: Outline, items: Sequence[Item]) -> Iterator[RawRow]:
    labels = [item.words.label if item.words.rest else "" for item in items]
    in_bold = sum(map(_is_timed, labels)) * 2 > len(items) or (len(labels) > 1 and all(labels))
    for item in items:
        words, under = item.words, item.under()
        found = leading_clock(words.plain)
        if found is None and in_bold and words.label and words.rest:
            # Beside times in bold, other words in bold say when as well: "Afterwards".
            said, body = _said(under)
            what = " ".join(part for part in (words.rest.lstrip(" -–—"), said) if part)
            yield RawRow(item.line, Clock(words.label, vague=True), what, body=body)
            continue
        nested = [block for block in under if block.kind == "list"]
        if found is None or (not found.clock.has_time and nested):
            inside = [row for block in nested for row in _items(outline, block.items)]
            if any(row.clock is not None for row in inside):
                if found is not None:
                    yield RawRow(item.line, found.clock)
                elif words.plain:
                    yield RawRow(item.line, None, words.plain, aside=True)
                yield from inside
                continue
        if found is None:
            said, body = _said(item.blocks)
            yield RawRow(item.line, None, said, body=body, aside=True)
            continue
        yield from _row(words, item.line, under)


def _row(words: Inline, line: int, under: Sequence[Block]) -> Iterator[RawRow]:
    found = leading_clock(words.plain)
    if found is None:
        return
    rest = words.plain[found.end :].strip()
    said, body = _said(under)
    what = " ".join(part for part in (rest, said) if part)
    if not found.clock.has_time and not _is_unknown(found.clock) and not what:
        yield RawRow(line, found.clock)
        return
    yield RawRow(line, found.clock, what or found.clock.words, body=body, last=found.last)


def _table(block: Block) -> Iterator[RawRow]:
    kinds = _columns(block)
    times = [n for n, kind in enumerate(kinds) if kind == "time"]
    if not times:
        for row in block.rows:
            yield RawRow(row.line, None, " | ".join(c.plain for c in row.cells), aside=True)
        return
    above: Clock | None = None
    for row in block.rows:
        cells = [cell.plain for cell in row.cells] + [""] * (len(kinds) - len(row.cells))
        stamp = " ".join(cells[n] for n in times if cells[n])
        what = " ".join(cells[n] for n, k in enumerate(kinds) if k == "event" and cells[n])
        by = " ".join(cells[n] for n, k in enumerate(kinds) if k == "who" and cells[n])
        found = leading_clock(stamp)
        clock = found.clock if found else Clock(stamp, vague=True) if stamp else above
        if clock is not None and not what:
            if stamp and clock.has_date and not clock.has_time:
                yield RawRow(row.line, clock)
            continue
        if what:
            yield RawRow(row.line, clock, what, by, last=found.last if found else None)
        above = clock


def _columns(block: Block) -> list[str]:
    """Return for each column of a table whether it holds times, events or people."""
    kinds: list[str] = []
    for number, cell in enumerate(block.header):
        named = set(_WORDS.findall(cell.plain.lower()))
        values = [row.cells[number].plain for row in block.rows if number < len(row.cells)]
        filled = [value for value in values if value]
        timed = sum(leading_clock(value) is not None for value in filled)
        if filled and (timed * 2 > len(filled) or (named & _TIME_HEAD and timed * 4 > len(filled))):
            kinds.append("time")
        elif named & _WHO_HEAD and not named & _EVENT_HEAD:
            kinds.append("who")
        else:
            kinds.append("event")
    if "time" in kinds and "event" not in kinds:
        kinds[len(kinds) - 1 - kinds[::-1].index("time")] = "event"
    return kinds


def header_zone_text(section: Section) -> str:
    """Return the words of a timeline that may name its zone: its introduction and table heads."""
    parts = [section.title]
    for block in section.blocks:
        if block.kind == "paragraph" and not _is_timed(block.words.plain):
            parts.append(block.words.plain[:300])
        elif block.kind == "table":
            parts += [cell.plain for cell in block.header]
    return " ".join(parts)


def intro_day(section: Section) -> Clock | None:
    """Return the day the introduction of a timeline names ("All times on 5 February 2019")."""
    for block in section.blocks[:2]:
        if block.kind == "paragraph":
            found = next(find_dates(block.words.plain), None)
            if found:
                return found.clock
    return None
