"""Headings of a document that has none of Markdown's: short lines by themselves that name a field."""

from __future__ import annotations

from collections.abc import Mapping

from causal.io.documents.headings import field_of
from causal.io.documents.inline import read_inline
from causal.io.documents.outline import Block, Outline, Section

__all__ = ["find_plain_headings"]

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
    blocks = [part for block in root.blocks for part in _apart(outline, block)]
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


def _apart(outline: Outline, block: Block) -> list[Block]:
    """Return a paragraph in two where its last line is the label of what follows."""
    above, _, last = block.source.rpartition("\n")
    if block.kind != "paragraph" or not above or not last.rstrip().endswith(":"):
        return [block]
    cut = block.end - 1
    return [
        Block("paragraph", block.line, cut, above, read_inline(above, outline.env)),
        Block("paragraph", block.end, block.end, last, read_inline(last, outline.env)),
    ]


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
