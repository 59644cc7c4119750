"""Where a Markdown document asks for drawings, and which of its lines hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from causal.errors import Fault
from causal.integrations.places import Comment, Fence, places_of

DRAWN = "<!-- causal drawing -->"
END = "<!-- /causal -->"
_MARKER = re.compile(r"<!--\s*causal:\s*(.*?)\s*-->")
_DRAWN = re.compile(r"<!--\s*causal drawing\s*-->")
_END = re.compile(r"<!--\s*/causal\s*-->")
_INFO = re.compile(r"causal(?:\s+(?P<words>[^{]*))?\s*(?:\{(?P<attrs>.*)\})?", re.DOTALL)
_BRACES = re.compile(r"\{(?P<attrs>(?:.*\s)?\.causal(?:\s.*)?)\}", re.DOTALL)
_NOT_AN_OPTION = re.compile(r"""(?:^|\s)[.#][^\s"'=]+""")
_OURS = re.compile(r"(?:!\[[^\n]*\]\([^\n]*\)|```mermaid\n.*\n```)?", re.DOTALL)
_ANY = re.compile(
    r"(?:<!--+|\{/\*|\[//\]:\s*#\s*[\"'(]|^\s*%|^\s*\.\.)\s*/?causal\s*(?::|-->|drawing|\*/|$)"
    r"|<!--+\s*/?causal\b"
    r"|^[>\s*+\-\d.)]*(?:`{3,}|~{3,}|:{3,})\s*\{?[^`}\n]*?(?<![\w-])\.?causal\}?(?![\w.-])",
    re.IGNORECASE,
)
"""Whatever looks like a request, in the syntax of any site builder and however it is mistyped."""

_SPHINX = re.compile(r"[>\s*+\-\d.)]*(?:`{3,}|~{3,}|:{3,})\s*\{causal\}")
_HINT = (
    "a request is <!-- causal: FILE --> and, on a line of its own below, <!-- /causal -->, "
    "or a code block called causal"
)


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


@dataclass(slots=True)
class Scan:
    """What was found in a document: no request is in none of the three.

    Args:
        asks: The places that ask for a drawing.
        faults: What is wrong with the others.
        notes: Requests that are left alone, because they are shown or meant for somebody else.
    """

    asks: list[Ask] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def scan(lines: list[str], file: str) -> Scan:
    """Return every place that asks for a drawing, what is wrong, and what is left alone."""
    return _Scanner(lines, file).scan()


class _Scanner:
    """Walks over the places of a document once."""

    def __init__(self, lines: list[str], file: str) -> None:
        self._lines = lines
        self._file = file
        self._places = places_of(lines)
        self._found = self._places.found
        self._seen: set[int] = set()
        self._scan = Scan()

    def scan(self) -> Scan:
        """Return what was found."""
        at = 0
        while at < len(self._found):
            place = self._found[at]
            step = self._fence(at, place) if isinstance(place, Fence) else self._comment(at, place)
            at = max(step, at + 1)
        self._rest()
        return self._scan

    def _rest(self) -> None:
        """Say of every line that looks like a request, and was taken for none, why."""
        for number, line in enumerate(self._lines):
            if number in self._seen or not _ANY.search(line):
                continue
            if number in self._places.code or _in_code_span(line):
                self._note(number, "stands in code, so it is shown and not drawn")
            elif _SPHINX.match(line):
                self._note(number, "is a directive: Sphinx draws it, `causal embed` does not")
            else:
                self._fault(number, "looks like a request for a drawing and is none", _HINT)

    def _comment(self, at: int, comment: Comment) -> int:
        """Read a comment; return the place to go on with."""
        marker = _MARKER.fullmatch(comment.words)
        if marker is None:
            if _DRAWN.fullmatch(comment.words):
                self._fault(comment.start, f"{DRAWN} stands below no causal code block")
                return self._end_of(at) + 1
            if _END.fullmatch(comment.words):
                hint = "put <!-- causal: FILE --> before it"
                self._fault(comment.start, f"{END} closes nothing", hint)
            return at + 1
        self._seen.add(comment.start)
        end = self._end_of(at)
        if end < 0:
            self._fault(comment.start, "the marker is never closed", f"add a line {END}")
            return at + 1
        first, last = comment.start + 1, self._found[end].start
        self._seen |= set(range(first, last + 1))
        if self._are_ours(first, last):
            ask = Ask(comment.start + 1, marker[1], None, first, last, comment.prefix)
            self._scan.asks.append(ask)
        return end + 1

    def _fence(self, at: int, fence: Fence) -> int:
        """Read a code block; return the place to go on with."""
        words = _words_of(fence.info)
        if words is None:
            return at + 1
        self._seen |= set(range(fence.start, fence.end))
        if not fence.closed:
            hint = f"add a line {fence.ticks}"
            self._fault(fence.start, "the code block is never closed", hint)
            return at + 1
        start = end = fence.end
        after = self._found[at + 1] if at + 1 < len(self._found) else None
        if self._shows_drawing(fence, after):
            at += 1
            closing = self._end_of(at)
            if closing < 0:
                hint = f"add a line {END}"
                self._fault(self._found[at].start, f"{DRAWN} is never closed", hint)
                return at + 1
            self._seen |= set(range(self._found[at].start, self._found[closing].start + 1))
            if not self._are_ours(self._found[at].start + 1, self._found[closing].start):
                return closing + 1
            at, end = closing, self._found[closing].start + 1
        self._scan.asks.append(Ask(fence.start + 1, words, fence.body, start, end, fence.prefix))
        return at + 1

    def _shows_drawing(self, fence: Fence, after: Comment | Fence | None) -> bool:
        if not isinstance(after, Comment) or not _DRAWN.fullmatch(after.words):
            return False
        between = "".join(self._lines[fence.end : after.start])
        return after.container == fence.container and not between.strip("> \t\r\n")

    def _end_of(self, at: int) -> int:
        """Return the place that closes the marker in place `at`, -1 when nothing does."""
        opened = self._found[at]
        for number in range(at + 1, len(self._found)):
            place = self._found[number]
            if isinstance(place, Fence):
                continue
            if _MARKER.fullmatch(place.words) or _DRAWN.fullmatch(place.words):
                return -1
            if _END.fullmatch(place.words) and place.container == opened.container:
                return number
        return -1

    def _are_ours(self, first: int, last: int) -> bool:
        """Whether lines hold nothing but a drawing; what people wrote there must not be lost."""
        held = "\n".join(line.lstrip("> \t").rstrip() for line in self._lines[first:last])
        if _OURS.fullmatch(held.strip()):
            return True
        self._fault(
            first, "what stands between the markers is no drawing and would be lost", "move it out"
        )
        return False

    def _fault(self, number: int, problem: str, hint: str = "") -> None:
        self._seen.add(number)
        self._scan.faults.append(Fault("", problem, hint, self._file, number + 1, "embed"))

    def _note(self, number: int, problem: str) -> None:
        self._scan.notes.append(Fault("", problem, "", self._file, number + 1, "embed-note"))


def _words_of(info: str) -> str | None:
    """Return the options in the head of a code block called causal, None for any other.

    Ids and classes (``#fig .wide``), in braces as site builders take them, are not for us.
    """
    found = _INFO.fullmatch(info) or _BRACES.fullmatch(info)
    if found is None:
        return None
    groups = found.groupdict()
    attributes = _NOT_AN_OPTION.sub(" ", groups.get("attrs") or "")
    return f"{groups.get('words') or ''} {attributes}".strip()


def _in_code_span(line: str) -> bool:
    """Return whether all that looks like a request in a line is quoted by backticks."""
    return not _ANY.search(re.sub(r"(?<!`)(`+)(?!`)(?:.*?[^`])??\1(?!`)", "", line))
