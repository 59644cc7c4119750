"""The places of a Markdown document in which somebody may ask for a drawing.

The document is parsed by markdown-it, with the containers of site builders that CommonMark takes
for indented code: admonitions, collapsible parts and tabs of Python-Markdown, definitions, notes.
So a page which merely shows a request in a code block is told from one that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_COMMENT = re.compile(r"<!--[^\r\n]*-->")
_SHOWN = re.compile(r"\s*<(?:pre|script|style|textarea)\b", re.IGNORECASE)
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S")

Container = tuple[int, ...]
"""The containers that something stands in, by the numbers of the tokens that opened them."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line of its own.

    Args:
        start: Its line, from 0.
        words: The comment.
        prefix: What a line after it must start with.
        container: What it stands in.
    """

    start: int
    words: str
    prefix: str
    container: Container


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block; `end` is the line after it, `body` its content without indentation."""

    start: int
    end: int
    ticks: str
    info: str
    body: str
    closed: bool
    prefix: str
    container: Container


@dataclass(slots=True)
class Requests:
    """What stands where in a document.

    Args:
        found: The comments and the fences, in order.
        code: The lines that show what they hold: code, raw text, comments, front matter.
    """

    found: list[Comment | Fence] = field(default_factory=list)
    code: set[int] = field(default_factory=set)


def lines_of(text: str) -> list[str]:
    """Return the lines of a document, each with the newline it ends in."""
    return _LINE.findall(text)


def places_of(lines: list[str]) -> Requests:
    """Return the comments and the fenced blocks of a document, and its lines of code."""
    places, open_containers = Requests(), list[int]()
    text = "".join(lines).removeprefix("\ufeff")
    for number, token in enumerate(_parser().parse(text)):
        if token.type == "fence":
            fence = _fence(token, lines, tuple(open_containers))
            places.found.append(fence)
            places.code |= set(range(fence.start + 1, fence.end))
        elif token.type == "html_block":
            _read_html(token, lines, tuple(open_containers), places)
        elif token.type in ("code_block", "front_matter"):
            places.code |= set(range(*(token.map or (0, 0))))
        elif token.nesting == 1:
            open_containers.append(number)
        elif token.nesting == -1:
            open_containers.pop()
    return places


def _fence(token: Token, lines: list[str], container: Container) -> Fence:
    start, end = token.map or (0, 0)
    ticks = token.markup
    last = lines[end - 1].strip("> \t\r\n")
    closed = end - 1 > start and len(last) >= len(ticks) and not last.strip(ticks[0])
    prefix = _prefix(lines[start], lines[start].find(ticks))
    body = token.content
    return Fence(start, end, ticks, token.info.strip(), body, closed, prefix, container)


def _read_html(token: Token, lines: list[str], container: Container, places: Requests) -> None:
    """Note the comments of raw HTML that stand on lines of their own; others show as they are."""
    start, end = token.map or (0, 0)
    shown = _SHOWN.match(token.content) is not None
    whole = token.content.lstrip().startswith("<!--") and end - start > 1
    if shown or whole:
        places.code |= set(range(start, end))
        return
    for number in range(start, end):
        line = lines[number]
        at = line.find("<!--")
        words = line[at:].strip() if at >= 0 else ""
        if _COMMENT.fullmatch(words) and words.count("<!--") == 1:
            places.found.append(Comment(number, words, _prefix(line, at), container))


def _prefix(line: str, at: int) -> str:
    """Return what a further line of the same container starts with: no mark of a list twice."""
    return re.sub(r"[^>\s]", " ", line[:at].lstrip("\ufeff"))


@cache
def _parser() -> MarkdownIt:
    """Return a parser of blocks; what stands inside a line is of no matter here."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    parser.use(front_matter_plugin).use(deflist_plugin).use(footnote_plugin)
    ended = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "admonition", _admonition, {"alt": ended})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read ``!!! note``, ``??? note`` or ``=== "Tab"`` with what is indented by four below it."""
    begin = state.bMarks[start] + state.tShift[start]
    head = state.src[begin : state.eMarks[start]]
    if state.is_code_block(start) or not _ADMONITION.match(head):
        return False
    if silent:
        return True
    indent, last = state.sCount[start] + 4, start + 1
    for number in _indented(state, start + 1, end, indent):
        last = number + 1
    token = state.push("admonition_open", "div", 1)
    token.map = [start, last]
    kept = state.lineMax, state.blkIndent, state.parentType
    state.lineMax, state.blkIndent, state.parentType = last, indent, "admonition"
    state.md.block.tokenize(state, start + 1, last)
    state.lineMax, state.blkIndent, state.parentType = kept
    state.push("admonition_close", "div", -1)
    state.line = last
    return True


def _indented(state: StateBlock, first: int, end: int, indent: int) -> Iterator[int]:
    """Yield the lines that are not empty and stand within an indentation."""
    for number in range(first, end):
        if not state.isEmpty(number):
            if state.sCount[number] < indent:
                return
            yield number
