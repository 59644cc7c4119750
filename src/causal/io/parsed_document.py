"""YAML and JSON as plain data that remembers the line of every fact.

The YAML read here is the core schema of YAML 1.2: only `true`, `false`, `null` and plain numbers
are special, so that ``NO`` stays a text and ``22:30`` is no number. Duplicate keys are faults,
unknown tags are faults, aliases may not expand without bound.

References:
    YAML 1.2.2, section 10.3 (core schema), https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from causal.errors import Fault
from causal.model.base import Place, SourceMap

__all__ = ["ParsedDocument", "parse_json", "parse_yaml"]

Path = tuple[str | int, ...]
_LIMIT = 200_000
_DEPTH = 200
_SAFE_TO_COMPOSE = 1000
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_NUMBER = re.compile(r"[-+]?[0-9.][0-9.eE+-]*")
_JSON_ONLY = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"\\\\|(\\u[dD][89abAB]..\\u[dD][c-fC-F]..)")
_YAML = "tag:yaml.org,2002:"
_PLAIN = {_YAML + kind for kind in ("bool", "float", "int", "merge", "null", "timestamp", "value")}


class _TooLargeError(Exception):
    """The document holds more, or is nested deeper, than an incident can."""

    def __init__(self, line: int) -> None:
        self.line = line


class ParsedDocument:
    """Parsed data, the line of every fact in it, and the faults met on the way."""

    def __init__(self, file: str) -> None:
        self.data: Any = None
        self.places = SourceMap()
        self.places.file = file
        self.faults: list[Fault] = []
        self._visited = 0

    def fault(self, path: Path, problem: str, hint: str, line: int, rule: str = "syntax") -> None:
        """Note one thing wrong with the text."""
        where = ".".join(str(part) for part in path)
        self.faults.append(Fault(where, problem, hint, self.places.file, line, rule))

    def build(self, node: yaml.Node, path: Path) -> Any:
        """Return the plain data of a YAML node, noting the line of each part."""
        self.places.setdefault(path, node.start_mark.line + 1)
        self._count(node, path)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if node.tag not in (_YAML + "seq", _YAML + "map"):
            line = node.start_mark.line + 1
            self.fault(path, f"the tag {node.tag!r} is not known", "leave the tag out", line)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._mapping(node, path) if isinstance(node, yaml.MappingNode) else None

    def _count(self, node: yaml.Node, path: Path) -> None:
        self._visited += 1
        if self._visited > _LIMIT or len(path) > _DEPTH:
            raise _TooLargeError(node.start_mark.line + 1)

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        text: str = node.value
        if node.tag == _YAML + "str":  # quoted, a block, or plain words
            return text
        if node.tag not in _PLAIN:
            line = node.start_mark.line + 1
            self.fault(path, f"the tag {node.tag!r} is not known", "leave the tag out", line)
            return text
        if node.style not in (None, ""):  # a tag such as !!int on a quoted text
            return text
        if text in _WORDS:
            return _WORDS[text]
        return _number(text) if _NUMBER.fullmatch(text) else text

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        self._count(node, path)  # here too, because merging visits a mapping again and again
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault(path, "a key is a text", "quote it", line)
                continue
            key: str = key_node.value
            if key_node.tag == _YAML + "merge":
                merged |= self._merge(value_node, path)
                continue
            if key in lines:
                problem = f"{key!r} stands twice, first on line {lines[key]}"
                self.fault((*path, key), problem, "name each once", line, "duplicate")
                continue
            lines[key] = line
            self.places[(*path, key)] = line
            data[key] = self.build(value_node, (*path, key))
        return {**merged, **data} if merged else data

    def _merge(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        merged: dict[str, Any] = {}
        for part in reversed(parts):
            if isinstance(part, yaml.MappingNode):
                merged |= self._mapping(part, path)
            else:
                line = node.start_mark.line + 1
                self.fault((*path, "<<"), "only mappings can be merged", "<<: *name", line)
        return merged


def _number(text: str) -> int | float | str:
    """Return the number a plain scalar states, or the text where the number would lose its form."""
    for convert in (int, float):
        try:
            value = convert(text)
        except ValueError:
            continue
        if repr(value) == text:
            return value
    return text


def parse_yaml(text: str, file: str = "") -> ParsedDocument:
    """Return the data of a YAML text with its lines; faults are gathered, never raised."""
    marked = ParsedDocument(file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if _might_nest_deeply(text):
            _check_nesting(text, loader)
        stream = loader(text)
        try:
            node = stream.get_single_node()
        finally:
            stream.dispose()
    except _TooLargeError as error:
        marked.fault((), *_TOO_LARGE, error.line)
        return marked
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        marked.fault((), *_syntax(error, text))
        return marked
    if node is not None:
        try:
            marked.data = marked.build(node, ())
        except _TooLargeError as error:
            marked.fault((), *_TOO_LARGE, error.line)
        except RecursionError:
            marked.fault((), *_TOO_LARGE, 1)
    return marked


_TOO_LARGE = ("the document is too large", f"at most {_LIMIT} values, {_DEPTH} deep")


def _might_nest_deeply(text: str) -> bool:
    brackets = text.count("[") + text.count("{")
    columns = max(map(len, text.splitlines()), default=0)  # each opens two levels at most
    return brackets + 2 * columns > _SAFE_TO_COMPOSE


def _check_nesting(text: str, loader: Any) -> None:
    """Raise `_TooLargeError` where the C parser, which recurses, would overrun its stack."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH:
            mark = event.start_mark
            raise _TooLargeError(mark.line + 1 if mark else 0)


def _syntax(error: Exception, text: str) -> tuple[str, str, int]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
    hint = "quote texts that hold ': ', ' #' or begin with a sign such as @ ` * & { ["
    if "found character '\\t'" in problem or "tab character" in problem:
        hint = "indent with spaces"
    if isinstance(error, yaml.reader.ReaderError):
        found = chr(int(error.character))
        line = text.count("\n", 0, text.find(found)) + 1 if found in text else 0
        return f"the character {found!r} is not allowed here", "remove it", line
    return f"not YAML: {problem}", hint, mark.line + 1 if mark else 0


def parse_json(text: str, file: str = "") -> ParsedDocument:
    """Return the data of a JSON text with its lines; faults are gathered, never raised."""
    marked = ParsedDocument(file)
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(items)
        if len(data) < len(items):
            keys = [key for key, _ in items]
            duplicates.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return data

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is no JSON value")

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)
    except json.JSONDecodeError as error:
        marked.fault((), f"not JSON: {error.msg}", f"column {error.colno}", error.lineno)
        return marked
    except RecursionError:
        marked.fault((), *_TOO_LARGE, 0)
        return marked
    except ValueError as error:
        marked.fault((), f"not JSON: {error}", "", 0)
        return marked
    if _too_deep(data):
        marked.fault((), *_TOO_LARGE, 0)
        return marked
    if not duplicates:
        marked.places = _PlacesInJson(text, file)
        marked.data = data
        return marked
    lines = parse_yaml(_json_as_yaml(text), file)
    if any(fault.rule == "duplicate" for fault in lines.faults):
        marked.faults = [fault for fault in lines.faults if fault.rule == "duplicate"]
    else:
        for key in duplicates:
            marked.fault((key,), f"{key!r} stands twice", "name each once", 0, "duplicate")
    marked.places = lines.places
    marked.data = data
    return marked


class _PlacesInJson(SourceMap):
    """The places of a JSON text, found when somebody first asks: finding them costs the most."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__()
        self._text: str | None = text
        self.file = file

    def find(self, path: tuple[str | int, ...]) -> Place | None:
        """Return the place of `path` or of the nearest part of the document around it."""
        if self._text is not None:
            text, self._text = self._text, None
            self.update(parse_yaml(_json_as_yaml(text), self.file).places)
        return super().find(path)


def _json_as_yaml(text: str) -> str:
    """Return a JSON text so written, line by line, that YAML reads the same from it."""
    text = text.replace("\t", " ")  # JSON has tabs only between its tokens
    text = _JSON_ONLY.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return _SURROGATES.sub(
        lambda found: json.loads(f'"{found[0]}"') if found[1] else found[0], text
    )


def _too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(_DEPTH + 1):
        inside = [part for part in level if isinstance(part, dict | list)]
        if not inside:
            return False
        level = [p for part in inside for p in (part.values() if isinstance(part, dict) else part)]
    return bool(level)
