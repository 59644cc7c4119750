"""A Markdown document as a tree of sections, each block with its line.

The blocks come from the tokens of markdown-it-py, which carry lines. Headings make sections; a
bullet or paragraph that opens with a known label in bold makes one too (`labels.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from causal.io.documents.inline import Inline, parser, read_inline

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 40
"""Levels of nested lists and quotes that are followed; markdown-it itself stops at 20 to 100."""


@dataclass(slots=True)
class Row:
    """One row of a table: its line and its cells."""

    line: int
    cells: list[Inline]


@dataclass(slots=True)
class Item:
    """One item of a list: the blocks in it, the first of which is mostly its sentence."""

    line: int
    blocks: list[Block] = field(default_factory=list)
    end: int = 0

    @property
    def words(self) -> Inline:
        """The first paragraph of the item."""
        first = self.blocks[0] if self.blocks else None
        return first.words if first is not None and first.kind == "paragraph" else Inline("")

    def under(self) -> list[Block]:
        """Return the blocks after the first paragraph."""
        return self.blocks[1:] if self.words.plain else self.blocks


@dataclass(slots=True)
class Block:
    """One block: a paragraph, list, table, code, quote, HTML or rule.

    Args:
        kind: Which of these.
        line: Its first line, from 1.
        end: Its last line.
        source: A paragraph's, code's or HTML's own text.
        words: A paragraph's words.
        items: A list's items.
        header: A table's header cells.
        rows: A table's rows.
        info: The words after a code fence.
    """

    kind: str
    line: int
    end: int
    source: str = ""
    words: Inline = field(default_factory=lambda: Inline(""))
    items: list[Item] = field(default_factory=list)
    header: list[Inline] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    info: str = ""


@dataclass(slots=True)
class Section:
    """A heading and what stands under it.

    Args:
        title: The words of the heading; empty for what stands before the first.
        level: 1 for `#`; labels in bold are deeper than the heading they stand under.
        line: The line of the heading.
        blocks: What stands directly under it.
        parts: Its subsections.
        end: The last line of all of it.
        labelled: The heading is a label in bold, not a heading.
        source: The text of a labelled section as it stands.
    """

    title: str
    level: int
    line: int
    blocks: list[Block] = field(default_factory=list)
    parts: list[Section] = field(default_factory=list)
    end: int = 0
    labelled: bool = False
    source: str = ""

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in document order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(slots=True)
class Outline:
    """A document as its lines and sections.

    Args:
        lines: Its lines.
        root: The section that holds all others; sorting them by field takes parts out of it.
        env: What its parser knows of reference links.
        rows: The rows of timelines, once they are read.
        sections: Every section, before they are sorted.
    """

    lines: list[str]
    root: Section
    env: Mapping[str, Any]
    rows: dict[int, list[Any]] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)

    def source(self, first: int, last: int) -> str:
        """Return lines as they stand, from `first` to `last`, without blank lines around them."""
        return "\n".join(self.lines[first - 1 : last]).strip("\n")


def read_outline(text: str, skip: int = 0) -> Outline:
    """Return the sections of a Markdown text.

    Args:
        text: The whole document.
        skip: How many lines at the top are front matter.
    """
    lines = text.split("\n")
    body = "\n".join([""] * skip + _with_bullets(lines[skip:]))
    env: dict[str, Any] = {}
    tokens = parser().parse(body, env)
    root = Section("", 0, 1, end=len(lines))
    open_sections = [root]
    reader = _Reader(tokens, env)
    while reader.at < len(tokens):
        token = tokens[reader.at]
        if token.type == "heading_open":
            level, line = int(token.tag[1:]), (token.map or [0])[0] + 1
            title = reader.words(tokens[reader.at + 1])
            reader.at += 3
            while open_sections[-1].level >= level:
                open_sections.pop().end = line - 1
            section = Section(title.plain, level, line, end=len(lines))
            open_sections[-1].parts.append(section)
            open_sections.append(section)
            continue
        block = reader.block(0)
        if block is not None:
            open_sections[-1].blocks.append(block)
    return Outline(lines, root, env)


_BULLET = re.compile(r"^(\s*)[•▪◦‣·●○](?=\s)")
_DASH = re.compile(r"^(\s*)[–—](?=\s)")
_IN_LIST = re.compile(r"^\s*(?:[-*+–—]|\d+[.)])\s")


def _with_bullets(lines: list[str]) -> list[str]:
    """Return lines in which signs that people paste for bullets are those of Markdown.

    A long dash is one only where the line before or after it is in a list or begins with one too.
    """
    made: list[str] = []
    fenced = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if not fenced and _BULLET.match(line):
            line = _BULLET.sub(r"\1-", line)  # noqa: PLW2901  # as Markdown writes it
        elif not fenced and _DASH.match(line):
            around = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
            if any(_IN_LIST.match(near) for near in around):
                line = _DASH.sub(r"\1-", line)  # noqa: PLW2901  # as Markdown writes it
        made.append(line)
    return made


class _Reader:
    """Reads blocks from tokens, from `at` on."""

    def __init__(self, tokens: list[Token], env: Mapping[str, Any]) -> None:
        self.tokens, self.env, self.at = tokens, env, 0

    def words(self, token: Token) -> Inline:
        return read_inline(token.content, self.env)

    def block(self, depth: int) -> Block | None:
        """Return the next block and go past it; None for a token that is none."""
        token = self.tokens[self.at]
        first, after = token.map or (0, 0)
        line, end = first + 1, after
        self.at += 1
        if token.type == "paragraph_open":
            inline = self.tokens[self.at]
            self.at += 2
            return Block("paragraph", line, end, inline.content, self.words(inline))
        if token.type in ("fence", "code_block"):
            return Block("code", line, end, token.content, info=token.info)
        if token.type == "html_block":
            return Block("html", line, end, token.content)
        if token.type in ("bullet_list_open", "ordered_list_open"):
            return Block("list", line, end, items=self._items(token.type, depth))
        if token.type == "blockquote_open":
            self._past("blockquote_close")
            return Block("quote", line, end)
        if token.type == "table_open":
            return self._table(line, end)
        if token.type == "heading_open":  # a heading inside a list item or quote
            inline = self.tokens[self.at]
            self.at += 2
            return Block("paragraph", line, end, inline.content, self.words(inline))
        return Block("rule", line, end) if token.type == "hr" else None

    def _past(self, closing: str) -> None:
        """Go past the matching closing token."""
        opening, depth = closing.replace("_close", "_open"), 1
        while depth and self.at < len(self.tokens):
            kind = self.tokens[self.at].type
            depth += (kind == opening) - (kind == closing)
            self.at += 1

    def _items(self, opening: str, depth: int) -> list[Item]:
        closing = opening.replace("_open", "_close")
        if depth > DEEPEST:
            self._past(closing)
            return []
        items: list[Item] = []
        while self.tokens[self.at].type != closing:
            token = self.tokens[self.at]
            first, after = token.map or (0, 0)
            item = Item(first + 1, end=after)
            self.at += 1
            while self.tokens[self.at].type != "list_item_close":
                block = self.block(depth + 1)
                if block is not None:
                    item.blocks.append(block)
            self.at += 1
            items.append(item)
        self.at += 1
        return items

    def _table(self, line: int, end: int) -> Block:
        block = Block("table", line, end)
        row: Row | None = None
        while self.tokens[self.at].type != "table_close":
            token = self.tokens[self.at]
            if token.type == "tr_open":
                row = Row((token.map or [0])[0] + 1, [])
            elif token.type == "inline" and row is not None:
                row.cells.append(self.words(token))
            elif token.type == "tr_close" and row is not None:
                if block.header:
                    block.rows.append(row)
                else:
                    block.header = row.cells
            self.at += 1
        self.at += 1
        return block
