"""Labels in bold as headings: bullet fields ("- **Impact**: ...") and labelled paragraphs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from causal.io.documents.headings import field_of, normal
from causal.io.documents.inline import Inline, read_inline
from causal.io.documents.moments import duration_label, time_label
from causal.io.documents.outline import Block, Item, Outline, Section
from causal.io.documents.words import meanings

VALUES = frozenset(["date", "severity", "status", "authors", "services", "review", "id"])
"""Fields that are a value on one line, so that nothing after their line belongs to them."""

_LINE = re.compile(r"^\s*([A-Z][A-Za-z /'()]{1,40}?)\s*:\s+(?=\S)")
_PLAIN = re.compile(r"([A-Za-z][\w /'()-]{1,40}?)\s*:(?:\s+(.*))?$")
"""A label of an item and what is said beside it, without marks: "impact: all deploys blocked"."""
_BESIDE = re.compile(r"\s+[|\u2022\u00b7]\s+(?=\*\*)")
"""What stands between labels that share a line: "**Date:** ... | **Severity:** ..."."""
_TO_FIELD = Callable[[str], str | None]


@dataclass(slots=True)
class Labelled:
    """A label with its value on the same line, such as ``**Severity:** Major``."""

    label: str
    value: Inline
    line: int
    under: Section
    lines: list[str] = field(default_factory=list)


def split_labels(outline: Outline, more: dict[str, str] | None = None) -> list[Labelled]:
    """Turn labelled bullets and paragraphs of an outline into sections, and return the rest.

    What is returned are labels with a short value beside them; the sections change in place.
    """
    values: list[Labelled] = []

    def known(label: str) -> str | None:
        if not label or len(label.split()) > 6:
            return None
        if time_label(label) or duration_label(label):
            return "value"
        return field_of(label, more)

    def walk(section: Section, within: str | None) -> None:
        own = field_of(section.title, more) or within
        below = list(section.parts)
        _split(outline, section, own, known, values)
        made = section.parts[: len(section.parts) - len(below)]
        for part in (*[p for p in made if field_of(p.title, more) == "leadup"], *below):
            walk(part, own)

    walk(outline.root, None)
    return values


def _split(
    outline: Outline, section: Section, own: str | None, known: _TO_FIELD, values: list[Labelled]
) -> None:
    kept: list[Block] = []
    parts: list[Section] = []
    current: Section | None = None
    for block in section.blocks:
        if block.kind == "list" and own is None:
            _read_plain_labels(block, known)
        if block.kind == "list" and own in (None, "leadup") and _has_labels(block, known):
            rest, current = _split_list(block, section, known, (values, parts), current)
            if rest.items:
                kept.append(rest)
            continue
        if block.kind == "table" and own in (None, "leadup", "summary"):
            values += _table_values(block, known, section)
        if block.kind == "paragraph":
            parts += _fields_of_lines(outline, block, known, section, own)
            found = _values(outline, block, known, section)
            values += found
            if found and not (own or current):
                continue
            begun = None if found else _begun(section, block, own, known, inside=current)
            if begun is not None:
                current = begun
                parts.append(begun)
                continue
        if current is not None:
            current.blocks.append(block)
            current.end = block.end
        else:
            kept.append(block)
    for part in parts:
        part.source = _source(outline, part)
    section.blocks = kept
    section.parts = parts + section.parts


def _split_list(
    block: Block,
    section: Section,
    known: _TO_FIELD,
    found: tuple[list[Labelled], list[Section]],
    current: Section | None,
) -> tuple[Block, Section | None]:
    """Sort the items of a list into values and parts; return what is left, and the part it is in."""
    values, parts = found
    rest = Block("list", block.line, block.end)
    for item in block.items:
        label = _label(item.words)
        name = known(label)
        if name is None:
            if current is None:
                rest.items.append(item)
            else:
                current.blocks.append(Block("list", item.line, item.end, items=[item]))
        elif name == "value" or (name in VALUES and item.words.rest):
            values.append(Labelled(label, item.words, item.line, section))
            current = None
        else:
            current = _section(section, label, item)
            parts.append(current)
    return rest, current


def _read_plain_labels(block: Block, known: _TO_FIELD) -> None:
    """Take words before a colon for labels where most items of a list have a known one so."""
    found = [(item, _PLAIN.match(item.words.plain)) for item in block.items if item.blocks]
    named = [(item, said) for item, said in found if said and not item.words.label]
    if len(named) * 2 < len(block.items) or sum(known(s[1]) is not None for _, s in named) < 3:
        return
    for item, said in named:
        words = item.words
        item.blocks[0].words = Inline(words.plain, words.links, said[1], said[2] or "")


def _has_labels(block: Block, known: _TO_FIELD) -> bool:
    return any(item.words.label and known(item.words.label) for item in block.items)


def _label(words: Inline) -> str:
    """Return the label in bold a sentence opens with, where a colon or nothing follows it."""
    label = words.label
    if not label:
        return ""
    after = words.plain[words.plain.find(label) + len(label) :].lstrip()
    return label if not words.rest or after.startswith((":", "-", "–", "—")) else ""


def _bare_heading(block: Block) -> str:
    """Return the words of a line by itself that are a known heading to the letter, without marks."""
    plain = block.words.plain.rstrip(" :")
    if block.line != block.end or not plain[:1].isupper() or len(plain.split()) > 6:
        return ""
    return plain if normal(plain) in meanings("headings") else ""


def _begun(
    section: Section, block: Block, own: str | None, known: _TO_FIELD, *, inside: Section | None
) -> Section | None:
    """Return the section that a labelled paragraph begins, here in a section of `own`, or None."""
    if own in ("actions", "factors", "timeline") and inside is None:
        return None
    words = block.words
    label = _label(words) or _bare_heading(block)
    name = known(label)
    if not name or name in (*VALUES, "value", own):
        return None
    if words.rest and own is not None and label != words.plain.rstrip(" :"):
        return None
    if words.label:
        return _section(section, label, block)
    return Section(label, section.level + 10, block.line, end=block.end, labelled=True)


def _section(parent: Section, label: str, part: Item | Block) -> Section:
    """Return the section that a label in bold begins, with what stands beside it on its line."""
    made = Section(label, parent.level + 10, part.line, end=part.end, labelled=True)
    if part.words.rest:
        rest = Inline(part.words.rest, part.words.links, "", part.words.rest)
        end = part.line if isinstance(part, Item) else part.end
        made.blocks.append(Block("paragraph", part.line, end, part.words.rest, rest))
    made.blocks += part.under() if isinstance(part, Item) else []
    return made


def _source(outline: Outline, part: Section) -> str:
    """Return the text of a labelled section as it stands, without its label and indentation."""
    first = part.blocks[0] if part.blocks else None
    if first is not None and first.kind == "paragraph" and first.line == part.line:
        below = outline.lines[first.end : part.end] if len(part.blocks) > 1 else []
        if first.end == first.line and first.words.plain.endswith(
            outline.lines[part.line - 1][-12:].strip()
        ):
            below = outline.lines[part.line : part.end]
        return f"{first.source}\n{textwrap.dedent(chr(10).join(below))}".strip()
    return textwrap.dedent("\n".join(outline.lines[part.line : part.end])).strip("\n")


def _fields_of_lines(
    outline: Outline, block: Block, known: _TO_FIELD, section: Section, own: str | None
) -> list[Section]:
    """Return sections for the fields in a paragraph each line of which is a label in bold."""
    lines = block.source.split("\n")
    if len(lines) < 2 or own not in (None, "summary"):
        return []
    made = []
    for number, line in enumerate(lines):
        words = read_inline(line.rstrip("\\ "), outline.env)
        if not _label(words):
            return []
        name = known(words.label)
        if words.rest and name and name not in (*VALUES, "value", own):
            one = Block("paragraph", block.line + number, block.line + number, words.rest, words)
            made.append(_section(section, words.label, one))
    return made


def _values(outline: Outline, block: Block, known: _TO_FIELD, section: Section) -> list[Labelled]:
    """Return the labels of a paragraph each line of which is a label and its value."""
    if ":" not in block.source or len(block.source) > 4000:
        return []
    found: list[Labelled] = []
    lines = [
        (number, part)
        for number, line in enumerate(block.source.split("\n"))
        for part in _BESIDE.split(line)
    ]
    for number, line in lines:
        words = read_inline(line.rstrip("\\ "), outline.env)
        label, value = _label(words), words
        plain = _LINE.match(words.plain) if not label else None
        if plain:
            label = plain[1]
            rest = words.plain[plain.end() :]
            value = Inline(words.plain, words.links, label, rest)
        name = known(label)
        if name == "value" or (name in VALUES and value.rest):
            found.append(Labelled(label, value, block.line + number, section))
        elif not found and not (label and len(lines) > 1):
            return []
    return found


def _table_values(block: Block, known: _TO_FIELD, section: Section) -> list[Labelled]:
    """Return the labels of a table of two columns, a field and its value in each row."""
    rows = [(block.line, block.header), *((row.line, row.cells) for row in block.rows)]
    found = [
        Labelled(
            cells[0].plain,
            Inline(cells[1].plain, cells[1].links, "", cells[1].plain),
            line,
            section,
        )
        for line, cells in rows
        if len(cells) == 2 and cells[1].plain and known(cells[0].plain) in {*VALUES, "value"}
    ]
    return found if len(found) >= 2 else []
