"""The blocks of a Markdown document, as far as needed to tell its text from its code.

Code blocks, fenced or indented, and raw HTML are told apart from text as CommonMark does, inside
lists and quotes too, so that a page which merely shows something in a code block is left alone.

References:
    CommonMark 0.31, sections 4.4 to 4.6 (indented code, fenced code, HTML blocks), 5.1 and 5.2
    (block quotes, list items).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Fence", "Text", "blocks_of", "lines_of"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?=\s|$)")
_FENCE = re.compile(r"(?P<ticks>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")
_RAW = re.compile(r"<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)

Container = tuple[int, int]
"""How many quotes a line stands in, and the column where its list item's content begins."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: its number from 0, its words, and what a line after it must start with."""

    start: int
    words: str
    prefix: str
    container: Container


@dataclass(slots=True)
class Fence:
    """A fenced code block; `end` is the line after it, `body` its content without indentation."""

    start: int
    ticks: str
    info: str
    prefix: str
    container: Container
    indent: int
    end: int = 0
    closed: bool = False
    body: list[str] = field(default_factory=list)


def lines_of(text: str) -> list[str]:
    """Return the lines of a document, each with the newline it ends in."""
    return _LINE.findall(text)


def blocks_of(lines: list[str]) -> list[Text | Fence]:
    """Return the lines of text and the fenced blocks of a document, in order."""
    reader = _Reader()
    for number, line in enumerate(lines):
        reader.read(number, line.lstrip("\ufeff") if number == 0 else line)
    if reader.fence is not None:
        reader.fence.end = len(lines)
    return reader.found


class _Reader:
    """Reads lines one by one, and keeps what is open: a fence, raw HTML, lists, quotes."""

    def __init__(self) -> None:
        self.found: list[Text | Fence] = []
        self.fence: Fence | None = None
        self._raw = ""
        self._quotes = 0
        self._items: list[int] = []

    def read(self, number: int, line: str) -> None:
        """Read one line."""
        if self.fence is not None and self._in_fence(number, line):
            return
        if self._raw:
            self._raw = "" if self._raw in line.lower() else self._raw
            return
        quote, rest = _unquoted(line)
        if quote.count(">") != self._quotes:
            self._quotes, self._items = quote.count(">"), []
        if not rest.strip():
            return
        placed = self._placed(rest)
        if placed is not None:
            indent, words = placed
            self._begin(number, words, quote + " " * indent, indent)

    def _placed(self, rest: str) -> tuple[int, str] | None:
        """Return the column where the words of a line begin, and they; None for indented code."""
        indent = _indent(rest)
        while self._items and self._items[-1] > indent:
            self._items.pop()
        words = rest.strip()
        if indent - self._base >= 4:
            return None
        while item := _ITEM.match(words):
            after = words[item.end() :]
            room = _indent(after)
            deep = room > 4 or not after
            indent += item.end() + (1 if deep else room)
            self._items.append(indent)
            if room > 4:
                return None
            words = after.strip()
        return indent, words

    @property
    def _base(self) -> int:
        return self._items[-1] if self._items else 0

    def _begin(self, number: int, words: str, prefix: str, indent: int) -> None:
        """Note a line that is no part of anything open."""
        container = (self._quotes, self._base)
        if fence := _FENCE.fullmatch(words):
            ticks, info = fence["ticks"], fence["info"].strip()
            self.fence = Fence(number, ticks, info, prefix, container, indent)
            self.found.append(self.fence)
            return
        if raw := _RAW.match(words):
            end = f"</{raw[1].lower()}>"
            self._raw = "" if end in words.lower() else end
            return
        if words.startswith("<!--") and "-->" not in words:
            self._raw = "-->"
            return
        self.found.append(Text(number, words, prefix, container))

    def _in_fence(self, number: int, line: str) -> bool:
        """Take a line into the open fence; return False when the fence ended before it."""
        fence = self.fence
        assert fence is not None
        quotes, base = fence.container
        quote, rest = _unquoted(line, quotes)
        left = quote.count(">") < quotes or (rest.strip() and _indent(rest) < base)
        ticks = rest.strip()
        shut = len(ticks) >= len(fence.ticks) and not ticks.strip(fence.ticks[0])
        if left or (shut and _indent(rest) - base < 4):
            fence.end, fence.closed = (number if left else number + 1), not left
            self.fence = None
            return not left
        fence.body.append(_dedented(rest, fence.indent))
        return True


def _unquoted(line: str, most: int = 1000) -> tuple[str, str]:
    """Return the quote marks a line starts with, at most so many, and the rest."""
    at = 0
    while most and (mark := _QUOTE.match(line, at)):
        at, most = mark.end(), most - 1
    return line[:at], line[at:]


def _indent(text: str) -> int:
    """Return the columns of white space at the start, tabs to the next multiple of four."""
    wide = text.rstrip("\r\n").expandtabs(4)
    return len(wide) - len(wide.lstrip(" "))


def _dedented(text: str, columns: int) -> str:
    """Return a line without so many columns of white space, or as many as it has."""
    if columns == 0:
        return text
    if "\t" in text[:columns]:
        text = text.expandtabs(4)
    return text[min(columns, len(text) - len(text.lstrip(" "))) :]
