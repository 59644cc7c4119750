"""Where a Markdown document asks for drawings, and which of its lines hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from causal.errors import Fault
from causal.integrations.blocks import Fence, Text, blocks_of

__all__ = ["DRAWN", "END", "Ask", "scan"]

DRAWN = "<!-- causal drawing -->"
END = "<!-- /causal -->"
_MARKER = re.compile(r"<!--\s*causal:\s*(.*?)\s*-->")
_DRAWN = re.compile(r"<!--\s*causal drawing\s*-->")
_END = re.compile(r"<!--\s*/causal\s*-->")
_INFO = re.compile(r"causal(?:\s+(.*))?|\{\s*\.causal(?:\s+(.*?))?\s*\}")
_OURS = re.compile(r"(?:!\[[^\n]*\]\([^\n]*\)|```mermaid\n.*\n```)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ask:
    """One place that asks for a drawing.

    Args:
        line: The line it begins in, from 1.
        words: The options in its first line.
        body: What its code block holds, None for a pair of comments.
        start: The first line, from 0, that the drawing takes.
        end: The line after the last one.
        prefix: What each line of the drawing starts with, inside a list or a quote.
    """

    line: int
    words: str
    body: str | None
    start: int
    end: int
    prefix: str


def scan(lines: list[str], file: str) -> tuple[list[Ask], list[Fault]]:
    """Return every place that asks for a drawing, and what is wrong with the markers."""
    return _Scanner(lines, file).scan()


class _Scanner:
    """Walks over the blocks of a document once."""

    def __init__(self, lines: list[str], file: str) -> None:
        self._lines = lines
        self._file = file
        self._blocks = blocks_of(lines)
        self._asks: list[Ask] = []
        self._faults: list[Fault] = []

    def scan(self) -> tuple[list[Ask], list[Fault]]:
        """Return what was found."""
        at = 0
        while at < len(self._blocks):
            block = self._blocks[at]
            step = self._fence(at, block) if isinstance(block, Fence) else self._text(at, block)
            at = max(step, at + 1)
        return self._asks, self._faults

    def _text(self, at: int, text: Text) -> int:
        """Read a line of text; return the block to go on with."""
        marker = _MARKER.fullmatch(text.words)
        if marker is None:
            if _DRAWN.fullmatch(text.words):
                self._fault(text, f"{DRAWN} stands below no causal code block")
                return self._end_of(at) + 1
            if _END.fullmatch(text.words):
                self._fault(text, f"{END} closes nothing", "put <!-- causal: FILE --> before it")
            return at + 1
        end = self._end_of(at)
        if end < 0:
            self._fault(text, "the marker is never closed", f"add a line {END}")
            return at + 1
        first, last = text.start + 1, self._blocks[end].start
        if self._are_ours(first, last):
            self._asks.append(Ask(text.start + 1, marker[1], None, first, last, text.prefix))
        return end + 1

    def _fence(self, at: int, fence: Fence) -> int:
        """Read a code block; return the block to go on with."""
        info = _INFO.fullmatch(fence.info)
        if info is None:
            return at + 1
        if not fence.closed:
            self._fault(fence, "the code block is never closed", f"add a line {fence.ticks}")
            return at + 1
        body, words = "".join(fence.body), info[1] or info[2] or ""
        start = end = fence.end
        after = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        if self._shows_drawing(fence, after):
            at += 1
            closing = self._end_of(at)
            if closing < 0:
                self._fault(self._blocks[at], f"{DRAWN} is never closed", f"add a line {END}")
                return at + 1
            if not self._are_ours(self._blocks[at].start + 1, self._blocks[closing].start):
                return closing + 1
            at, end = closing, self._blocks[closing].start + 1
        self._asks.append(Ask(fence.start + 1, words, body, start, end, fence.prefix))
        return at + 1

    def _shows_drawing(self, fence: Fence, after: Text | Fence | None) -> bool:
        if not isinstance(after, Text) or not _DRAWN.fullmatch(after.words):
            return False
        between = "".join(self._lines[fence.end : after.start])
        return after.container == fence.container and not between.strip("> \t\r\n")

    def _end_of(self, at: int) -> int:
        """Return the block that closes the marker in block `at`, -1 when nothing does."""
        opened = self._blocks[at]
        for number in range(at + 1, len(self._blocks)):
            block = self._blocks[number]
            if isinstance(block, Fence):
                continue
            if _MARKER.fullmatch(block.words) or _DRAWN.fullmatch(block.words):
                return -1
            if _END.fullmatch(block.words) and block.container == opened.container:
                return number
        return -1

    def _are_ours(self, first: int, last: int) -> bool:
        """Whether lines hold nothing but a drawing; what people wrote there must not be lost."""
        held = "\n".join(line.lstrip("> \t").rstrip() for line in self._lines[first:last])
        if _OURS.fullmatch(held.strip()):
            return True
        problem = "what stands between the markers is no drawing and would be lost"
        self._faults.append(Fault("", problem, "move it out", self._file, first + 1, "embed"))
        return False

    def _fault(self, block: Text | Fence, problem: str, hint: str = "") -> None:
        self._faults.append(Fault("", problem, hint, self._file, block.start + 1, "embed"))
