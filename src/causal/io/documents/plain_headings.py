"""Headings of a document that has none of Markdown's: short lines by themselves that name a field."""

from __future__ import annotations

from collections.abc import Mapping

from causal.io.documents.headings import field_of, normal
from causal.io.documents.inline import read_inline
from causal.io.documents.outline import Block, Outline, Section
from causal.io.documents.words import meanings

_LONGEST = 6
_FEWEST = 2


def find_plain_headings(outline: Outline, more: Mapping[str, str] | None = None) -> None:
    """Turn lines that stand alone and name a field into sections, where nothing else is a heading.

    Args:
        outline: The document; it changes in place.
        more: Headings of the user's own, to their field.
    """
    root = outline.root
    if root.parts:
        return
    whole = (_numbered(outline, block, more) for block in root.blocks)
    blocks = [part for block in whole for part in _apart(outline, block, more)]
    named = [block for block in blocks if _names_field(block, more)]
    if len(named) < _FEWEST:
        return
    kept: list[Block] = []
    current: Section | None = None
    for block in blocks:
        known = any(block is one for one in named)
        if known or (current is not None and _is_label(block)):
            title = block.words.plain.rstrip(" :")
            part = Section(title, 2 if known else 3, block.line, end=block.end)
            if known:
                root.parts.append(part)
                current = part
            else:
                root.parts[-1].parts.append(part)
                current = part
        elif current is None:
            kept.append(block)
        else:
            current.blocks.append(block)
            current.end = root.parts[-1].end = block.end
    root.blocks = kept


def _numbered(outline: Outline, block: Block, more: Mapping[str, str] | None) -> Block:
    """Return a list of one item that is a numbered heading as a paragraph: "3. Root Cause"."""
    inside = block.items[0].blocks if len(block.items) == 1 else []
    if len(inside) != 1 or inside[0].kind != "paragraph":
        return block
    alone = _paragraph(outline, block.line, [inside[0].source])
    return alone if _names_field(alone, more) else block


def _apart(outline: Outline, block: Block, more: Mapping[str, str] | None) -> list[Block]:
    """Return a paragraph cut at the lines that name a field or are the label of what follows."""
    lines = block.source.split("\n")
    if block.kind == "code" and not block.info and len(lines) <= 2:
        return [_paragraph(outline, block.line, [lines[0].strip()])]
    if block.kind != "paragraph" or len(lines) == 1:
        return [block]
    parts: list[Block] = []
    start = 0
    for number, line in enumerate(lines):
        alone = _paragraph(outline, block.line + number, [line])
        last = number == len(lines) - 1
        if (last and _is_label(alone)) or _names_to_the_letter(alone, more):
            if number > start:
                parts.append(_paragraph(outline, block.line + start, lines[start:number]))
            parts.append(alone)
            start = number + 1
    if start < len(lines):
        parts.append(_paragraph(outline, block.line + start, lines[start:]))
    return parts


def _paragraph(outline: Outline, line: int, lines: list[str]) -> Block:
    source = "\n".join(lines)
    return Block("paragraph", line, line + len(lines) - 1, source, read_inline(source, outline.env))


def _names_to_the_letter(block: Block, more: Mapping[str, str] | None) -> bool:
    """Whether a line is a known heading and nothing else, or a label in a colon that names one."""
    words = normal(block.words.plain.rstrip(" :"))
    known = words in meanings("headings") or words in {normal(key) for key in more or ()}
    return known or (_is_label(block) and _names_field(block, more))


def _is_label(block: Block) -> bool:
    """Whether a paragraph is a few words on one line that end in a colon."""
    if block.kind != "paragraph" or block.line != block.end or block.words.label:
        return False
    plain = block.words.plain
    return plain.endswith(":") and len(plain.split()) <= _LONGEST


def _names_field(block: Block, more: Mapping[str, str] | None) -> bool:
    if block.kind != "paragraph" or block.line != block.end or block.words.label:
        return False
    plain = block.words.plain
    if len(plain.split()) > _LONGEST or plain.endswith((".", "!", ",", ";")):
        return False
    return field_of(plain, more) is not None
