"""Which part of a document goes to which field, before anything is read from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from causal.io.documents.causes import introduces_causes
from causal.io.documents.clock import leading_clock
from causal.io.documents.headings import field_of, normal
from causal.io.documents.labels import Labelled
from causal.io.documents.outline import Block, Item, Outline, Section
from causal.io.documents.timeline import timed_share

_NO_TITLE = frozenset({"metadata", "meta data", "title", "owner", "document information"})
"""Headings over what is said of the document itself."""
_LESSONS = frozenset({"went_well", "went_wrong", "got_lucky", "surprised"})
_BOX = re.compile(r"\[[ xX~-]\]\s+\S")
_GROUPS = frozenset({"actions", "timeline"})
"""Fields whose subsections are groups of the same, whatever they are called."""


@dataclass(slots=True)
class Sections:
    """The sections of a document by field, each without what goes elsewhere.

    Args:
        title: The heading the document begins with, and its line.
        lede: The blocks between the title and the first section.
        values: Labels with a value beside them.
        by_field: The sections of each field, in document order.
        rows: Headings outside a timeline that begin with a time.
        other: Sections of no field.
        causes: Lists that a sentence introduces as causes, outside sections of causes.
        shown: What a heading that is no field was read as, for the report.
    """

    title: tuple[str, int] = ("", 0)
    lede: list[Block] = field(default_factory=list)
    values: list[Labelled] = field(default_factory=list)
    by_field: dict[str, list[Section]] = field(default_factory=dict)
    rows: list[Section] = field(default_factory=list)
    other: list[Section] = field(default_factory=list)
    causes: list[Section] = field(default_factory=list)
    more: Mapping[str, str] | None = None

    def all(self, name: str) -> list[Section]:
        """Return the sections of a field."""
        return self.by_field.get(name, [])


def sort_sections(
    outline: Outline, values: Sequence[Labelled], more: Mapping[str, str] | None
) -> Sections:
    """Return the sections of a document by the field their headings mean."""
    found = Sections(values=list(values), more=more)
    root = outline.root
    found.lede = list(root.blocks)
    first = next((part for part in root.parts if not part.labelled), None)
    if first is not None and normal(first.title).split(" ")[:1] == ["title"]:
        said = first.title.partition(":")[2].strip()
        inner = first.parts[0] if first.parts and not said else None
        found.title = (inner.title, inner.line) if inner else (said, first.line)
    for part in root.parts:
        if part is first and _is_title(part, root, more):
            found.title = (part.title, part.line)
            found.lede += part.blocks
            for below in part.parts:
                _sort(below, None, found)
        else:
            _sort(part, None, found)
    if not found.title[0]:
        _title_in_bold(found)
    _look_into_lede(found)
    return found


def _title_in_bold(found: Sections) -> None:
    """Take a first paragraph that is bold from end to end, and no label, for the title."""
    first = found.lede[0] if found.lede else None
    if first is None or first.kind != "paragraph" or first.words.plain.endswith(":"):
        return
    if first.words.label == first.words.plain and field_of(first.words.plain, found.more) is None:
        found.title = (first.words.plain, first.line)
        found.lede = found.lede[1:]


def _is_title(part: Section, root: Section, more: Mapping[str, str] | None) -> bool:
    """Whether the first heading is the title of the document rather than of a section."""
    label, colon, _ = part.title.partition(":")
    if normal(part.title) in _NO_TITLE or (colon and normal(label) in _NO_TITLE):
        return False
    if part.level == 1:
        others = [p for p in root.parts if p.level == 1 and p is not part]
        return field_of(part.title, more) is None or (bool(part.parts) and not others)
    return field_of(part.title, more) is None and part is root.parts[0] and not part.labelled


def _sort(section: Section, within: str | None, found: Sections) -> None:
    name = field_of(section.title, found.more)
    if within in _GROUPS and not _leaves(within, name, section):
        return
    if name is None and _begins_with_time(section) and section.level < 10:
        found.rows.append(section)
        return
    if name in ("leadup", "summary", None):
        name = _by_content(section, name)
    if name is None and _is_list_of_boxes(section):
        name = "actions"
    if name in (None, "leadup", "appendix", "readers", "stats", "key_events"):
        found.by_field.setdefault(name or "", []).append(section)
        _causes_inside(section, found)
        kept = []
        for part in section.parts:
            if name in ("appendix", "readers"):
                kept.append(part)
            else:
                _sort(part, None, found)
        section.parts = kept
        if name not in ("stats", "key_events"):
            found.other.append(section)
        return
    found.by_field.setdefault(name, []).append(section)
    if name in _GROUPS:
        parts = section.parts
        elsewhere = [p for p in parts if _leaves(name, field_of(p.title, found.more), p)]
        section.parts = [p for p in parts if p not in elsewhere]
        for part in elsewhere:
            _sort(part, None, found)
        return
    kept = []
    for part in section.parts:
        inner = field_of(part.title, found.more)
        if inner is None or inner == name or (name == "factors" and inner == "trigger"):
            kept.append(part)
        else:
            _sort(part, name, found)
    section.parts = kept
    if name not in ("factors", "five_whys", "trigger"):
        _causes_inside(section, found)


def _leaves(group: str | None, name: str | None, section: Section) -> bool:
    """Whether a part of a timeline or of the actions is something else, by what its heading says.

    Actions are grouped under words that elsewhere name a field ("Detection"); what went well or
    wrong is never an action.
    """
    if group == "actions":
        return name in _LESSONS
    return name is not None and name != "timeline" and not _begins_with_time(section)


def _begins_with_time(section: Section) -> bool:
    clock = leading_clock(section.title)
    return clock is not None and clock.clock.has_time


def _by_content(section: Section, name: str | None) -> str | None:
    """Return timeline for a section whose lines begin with times, else what its name says."""
    timed, total = timed_share(section.blocks)
    enough = timed == total if name == "summary" else timed * 3 >= total
    return "timeline" if timed >= 2 and enough else name


def _is_list_of_boxes(section: Section) -> bool:
    """Whether all that a section lists are boxes to tick, two at least: what is to be done."""
    items = [item for block in section.blocks for item in block.items]
    return len(items) > 1 and all(_BOX.match(item.words.plain) for item in items)


def _causes_inside(section: Section, found: Sections) -> None:
    for before, block in zip(section.blocks, section.blocks[1:], strict=False):
        if (
            block.kind == "list"
            and before.kind == "paragraph"
            and introduces_causes(before.words.plain)
        ):
            found.causes.append(
                Section(section.title, section.level, block.line, [block], end=block.end)
            )


def _look_into_lede(found: Sections) -> None:
    timed, total = timed_share(found.lede)
    if timed >= 3 and timed * 2 >= total:
        section = Section("Timeline", 2, found.lede[0].line, found.lede, end=found.lede[-1].end)
        found.by_field.setdefault("timeline", []).append(section)
        found.lede = []


def own_text(outline: Outline, section: Section) -> str:
    """Return the text of a section as it stands, without parts that went to other fields."""
    if section.labelled:
        return section.source
    pieces = [
        outline.source(block.line, block.end)
        for block in section.blocks
        if not (block.kind == "html" and block.source.lstrip().startswith("<!--"))
    ]
    for part in section.parts:
        text = own_text(outline, part)
        head = f"**{part.title}**" if part.labelled else f"{'#' * part.level} {part.title}"
        pieces.append(f"{head}\n\n{text}" if text else head)
    return "\n\n".join(piece for piece in pieces if piece.strip())


def lines_of(section: Section) -> Iterator[tuple[str, int]]:
    """Yield every paragraph, item and table row of a section as one line, with its place."""
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
