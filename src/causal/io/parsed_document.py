"""YAML as plain data that remembers the line of every fact, built from the events of its parser.

The YAML read here is the core schema of YAML 1.2: only `true`, `false`, `null` and plain numbers
are special, so that ``NO`` stays a text and ``22:30`` is no number. Duplicate keys are faults,
unknown tags are faults. Events are counted as they come, an alias as often as it is used, so that
no text grows beyond its limit before it is refused.

References:
    YAML 1.2.2, section 10.3 (core schema), https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from causal.errors import Fault
from causal.model.all_faults import DEEPEST
from causal.model.base import SourceMap

Path = tuple[str | int, ...]
DEPTH = DEEPEST
"""Levels of lists and mappings that a document may have."""
VALUES = 200_000
"""Values that a document may hold, each as often as it is written or named by an alias."""
TOO_LARGE = ("the document is too large", f"at most {VALUES:,} values, {DEPTH} deep")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_NUMBER = re.compile(r"[-+]?[0-9.][0-9.eE+-]*")
_TAB = re.compile(r"\s*\t")
_YAML = "tag:yaml.org,2002:"
_PLAIN = {_YAML + kind for kind in ("bool", "float", "int", "merge", "null", "timestamp", "value")}
_NO_KEY = object()
"""In place of a key that cannot be one, so that its value is read and left out."""


class ParsedDocument:
    """Parsed data, the line of every fact in it, and the faults met on the way."""

    def __init__(self, file: str) -> None:
        self.data: Any = None
        self.places = SourceMap()
        self.places.file = file
        self.faults: list[Fault] = []

    def fault(self, path: Path, problem: str, hint: str, line: int, rule: str = "syntax") -> None:
        """Note one thing wrong with the text."""
        where = ".".join(str(part) for part in path)
        self.faults.append(Fault(where, problem, hint, self.places.file, line, rule))


class _TooLargeError(Exception):
    """The document holds more, or is nested deeper, than an incident can."""


class _Frame:
    """A list or mapping that is being read."""

    __slots__ = ("anchor", "data", "key", "lines", "merged", "path", "start")

    def __init__(self, data: Any, path: Path, anchor: str | None, start: int) -> None:
        self.data = data
        self.path = path
        self.anchor = anchor
        self.start = start
        self.key: Any = None
        self.lines: dict[str, int] = {}
        self.merged: dict[str, Any] = {}


def parse_yaml(text: str, file: str = "") -> ParsedDocument:
    """Return the data of a YAML text with its lines; faults are gathered, never raised."""
    reader = _Reader(ParsedDocument(file))
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if event.start_mark is not None:
                reader.line = event.start_mark.line + 1
            handle = _HANDLERS.get(type(event))
            if handle is not None:
                handle(reader, event)
    except _TooLargeError:
        reader.refuse(*TOO_LARGE, reader.line)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reader.refuse(*_syntax(error, text))
    return reader.document


class _Reader:
    def __init__(self, document: ParsedDocument) -> None:
        self.document = document
        self.line = 1
        self.visited = 0
        self.documents = 0
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int] | None] = {}

    def refuse(self, problem: str, hint: str, line: int) -> None:
        """Give the whole document up."""
        self.document.data = None
        self.document.faults.clear()
        self.document.fault((), problem, hint, line)

    def begin(self, _: yaml.Event) -> None:
        self.documents += 1
        if self.documents == 2:
            self.document.fault((), "not YAML: there is another document", "one a file", self.line)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        self.count(1)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.key is None and isinstance(frame.data, dict):
            plain = event.implicit[0] or event.tag == f"{_YAML}merge"
            self.take_key(frame, event.value, merge=plain and event.value == "<<")
            if event.anchor is not None:
                self.anchors[event.anchor] = (event.value, 1)
            return
        value = event.value
        if event.implicit[0]:
            value = _plain(value)
        elif event.tag is not None:
            value = self.tagged(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1)
        self.add(value)

    def tagged(self, event: yaml.ScalarEvent) -> Any:
        if event.tag in _PLAIN:
            return event.value if event.style in ("'", '"', "|", ">") else _plain(event.value)
        if event.tag not in ("!", f"{_YAML}str"):
            self.unknown_tag(str(event.tag))
        return event.value

    def unknown_tag(self, tag: str) -> None:
        self.document.fault(self.path(), f"the tag {tag!r} is not known", "leave it out", self.line)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        self.count(1)
        if len(self.frames) >= DEPTH:
            raise _TooLargeError
        kind: Any = list if isinstance(event, yaml.SequenceStartEvent) else dict
        name = f"{_YAML}{'seq' if kind is list else 'map'}"
        if event.tag not in (None, "!", name):
            self.unknown_tag(event.tag)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.key is None and isinstance(frame.data, dict):
            self.document.fault(frame.path, "a key is a text", "quote it", self.line)
        if event.anchor is not None:
            self.anchors[event.anchor] = None  # not to be named before it is whole
        path = self.path()
        self.document.places.setdefault(path, self.line)
        self.frames.append(_Frame(kind(), path, event.anchor, self.visited))

    def close(self, _: yaml.Event) -> None:
        frame = self.frames.pop()
        data = {**frame.merged, **frame.data} if frame.merged else frame.data
        if frame.anchor is not None:
            self.anchors[frame.anchor] = (data, self.visited - frame.start + 1)
        above = self.frames[-1] if self.frames else None
        if above is not None and above.key is None and isinstance(above.data, dict):
            above.key = _NO_KEY
        else:
            self.add(data)

    def alias(self, event: yaml.AliasEvent) -> None:
        anchor = str(event.anchor)
        named = self.anchors.get(anchor)
        if not named:
            around = anchor in self.anchors
            what = "an alias of what is around it" if around else "an undefined alias"
            self.document.fault(self.path(), f"not YAML: {what}", f"*{event.anchor}", self.line)
            named = ("", 1)
        value, size = named
        self.count(size)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.key is None and isinstance(frame.data, dict):
            self.take_key(frame, value if isinstance(value, str) else None, merge=False)
        else:
            self.add(value)

    def count(self, size: int) -> None:
        self.visited += size
        if self.visited > VALUES:
            raise _TooLargeError

    def path(self) -> Path:
        """Return the path of the value that comes next."""
        if not self.frames:
            return ()
        frame = self.frames[-1]
        if isinstance(frame.data, list):
            return (*frame.path, len(frame.data))
        return (*frame.path, frame.key) if isinstance(frame.key, str) else frame.path

    def take_key(self, frame: _Frame, key: str | None, *, merge: bool) -> None:
        if merge:
            frame.key = _MERGE
        elif key is None:
            self.document.fault(frame.path, "a key is a text", "quote it", self.line)
            frame.key = _NO_KEY
        elif key in frame.lines:
            problem = f"{key!r} stands twice, first on line {frame.lines[key]}"
            path = (*frame.path, key)
            self.document.fault(path, problem, "name each once", self.line, "duplicate")
            frame.key = _NO_KEY
        else:
            frame.lines[key] = self.line
            self.document.places[(*frame.path, key)] = self.line
            frame.key = key

    def add(self, value: Any) -> None:
        """Put a finished value where it belongs."""
        if not self.frames:
            self.document.places.setdefault((), self.line)
            if self.documents == 1:
                self.document.data = value
            return
        frame = self.frames[-1]
        if isinstance(frame.data, list):
            self.document.places.setdefault((*frame.path, len(frame.data)), self.line)
            frame.data.append(value)
            return
        if frame.key is _MERGE:
            self.merge(frame, value)
        elif frame.key is not _NO_KEY:
            frame.data[frame.key] = value
        frame.key = None

    def merge(self, frame: _Frame, value: Any) -> None:
        merged: dict[str, Any] = {}
        for part in reversed(value if isinstance(value, list) else [value]):
            if isinstance(part, dict):
                merged |= part
            else:
                path = (*frame.path, "<<")
                self.document.fault(path, "only mappings can be merged", "<<: *name", self.line)
        for key in merged:
            self.document.places.setdefault((*frame.path, key), self.line)
        frame.merged |= merged


_MERGE = object()
_HANDLERS: dict[type[yaml.Event], Any] = {
    yaml.AliasEvent: _Reader.alias,
    yaml.DocumentStartEvent: _Reader.begin,
    yaml.MappingEndEvent: _Reader.close,
    yaml.MappingStartEvent: _Reader.open,
    yaml.ScalarEvent: _Reader.scalar,
    yaml.SequenceEndEvent: _Reader.close,
    yaml.SequenceStartEvent: _Reader.open,
}


def _plain(text: str) -> Any:
    """Return what a text without quotes states: a word of the core schema, a number, or itself."""
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if _NUMBER.fullmatch(text) else text


def _number(text: str) -> int | float | str:
    """Return the number a text states, or the text where the number would lose its form."""
    for convert in (int, float):
        try:
            value = convert(text)
        except ValueError:
            continue
        written = repr(value)
        # 1e+16 is written 1.0e+16 in YAML, where a number with a power of ten has a point.
        if text in (written, written if "." in written else written.replace("e", ".0e")):
            return value
    return text


def _syntax(error: Exception, text: str) -> tuple[str, str, int]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
    hint = "quote texts that hold ': ', ' #' or begin with a sign such as @ ` * & { ["
    if isinstance(error, yaml.reader.ReaderError):
        found = chr(int(error.character))
        line = text.count("\n", 0, text.find(found)) + 1 if found in text else 0
        return f"the character {found!r} is not allowed here", "remove it", line
    line = mark.line + 1 if mark else 0
    if "found character '\\t'" in problem or "tab character" in problem:
        return "a tab stands where YAML takes spaces", "indent with spaces", line
    lines = text.splitlines()
    for near in (line, line - 1, line + 1):
        if 0 < near <= len(lines) and _TAB.match(lines[near - 1]):
            return "a tab stands where YAML takes spaces", "indent with spaces", near
    return f"not YAML: {problem}", hint, line
