"""A YAML text with some of its data changed: comments, order and formatting are kept.

The changed document is written by a library that keeps comments; where that library would also
reformat lines nobody changed, only the lines that differ because of the change are taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

__all__ = ["carry_over", "edit_yaml", "write_yaml_like"]

_WIDTH = 4096
Path = tuple[str | int, ...]


def edit_yaml(text: str, changes: Mapping[Path, Any]) -> str:
    """Return a YAML text with the values at some paths set; a value of None removes its key.

    Args:
        text: The text, one document.
        changes: For each path of keys and list positions the plain value it gets.

    Raises:
        KeyError: A path leads through something that is not there.
    """
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):  # every line ends so
        return edit_yaml(text.replace("\r\n", "\n"), changes).replace("\n", "\r\n")
    yaml = _library(text)
    before = yaml.load(text)
    reformatted = _written(yaml, before)
    changed = yaml.load(text)
    for path, value in changes.items():
        _set(changed, path, value)
    return carry_over(text, reformatted, _written(yaml, changed))


def write_yaml_like(text: str, data: Mapping[str, Any]) -> str:
    """Return `data` as YAML; parts that an earlier text holds too keep its comments and form.

    Args:
        text: The text that `data` was read from, before changes; empty for a new document.
        data: What the result says.
    """
    if not text.strip():
        return _new(data)
    yaml = _library(text)
    reformatted = _written(yaml, yaml.load(text))
    changed = yaml.load(text)
    _bring_to(changed, data)
    return carry_over(text, reformatted, _written(yaml, changed))


def _new(data: Mapping[str, Any]) -> str:
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    made: str = yaml.dump(dict(data), Dumper=dumper, sort_keys=False, allow_unicode=True, width=100)
    return made


def _library(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.util import load_yaml_guess_indent

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    _, indent, offset = load_yaml_guess_indent(StringIO(text))
    if indent and offset is not None:
        yaml.indent(mapping=2, sequence=indent, offset=offset)
    return yaml


def _written(yaml: Any, data: Any) -> str:
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _set(data: Any, path: Path, value: Any) -> None:
    *way, last = path
    for part in way:
        data = data[part]
    if value is None:
        del data[last]
    else:
        data[last] = value


def _bring_to(node: Any, wanted: Any) -> None:
    """Change a mapping in place until it says what is wanted, leaving what already does."""
    for key in [key for key in node if key not in wanted]:
        del node[key]
    for key, value in wanted.items():
        if key in node and isinstance(value, Mapping) and isinstance(node[key], Mapping):
            _bring_to(node[key], value)
        elif key in node and isinstance(value, list) and isinstance(node[key], list):
            _bring_list_to(node[key], value)
        elif key not in node or (node[key] != value and [node[key]] != value):
            node[key] = value  # a single member may be written without a list


def _bring_list_to(node: Any, wanted: list[Any]) -> None:
    for position in range(len(node) - 1, -1, -1):
        if node[position] not in wanted:
            del node[position]
    if list(node) != wanted[: len(node)]:
        node[:] = wanted
    else:
        node.extend(wanted[len(node) :])


def carry_over(text: str, before: str, after: str) -> str:
    """Return `text` with the lines changed that differ between `before` and `after`.

    Args:
        text: A text as its authors formatted it.
        before: The same data, as the library formats it.
        after: Changed data, as the library formats it; what is returned where its changes cannot
            be carried over line by line.
    """
    if text == before:
        return after
    own, old, new = (t.splitlines(keepends=True) for t in (text, before, after))
    where = _aligned(old, own)
    out = list(own)
    for tag, a, b, c, d in reversed(_differences(old, new)):
        if tag == "equal":
            continue
        if a not in where or b not in where:
            return after
        fresh = [_indented_as(line, a, old, own, where) for line in new[c:d]]
        out[where[a] : where[b]] = fresh
    made = "".join(out)
    return made if _same(made, after) else after


def _differences(one: list[str], other: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _aligned(old: list[str], own: list[str]) -> dict[int, int]:
    """Return for each line of `old`, and for its end, the line of `own` that says the same."""
    where: dict[int, int] = {}
    bare = ["".join(line.split()) for line in old], ["".join(line.split()) for line in own]
    for tag, a, b, c, d in _differences(*bare):
        where[a] = c
        if tag == "equal" or b - a == d - c:
            where.update({a + i: c + i for i in range(b - a)})
        where[b] = d
    return where


def _indented_as(
    line: str, at: int, old: list[str], own: list[str], where: Mapping[int, int]
) -> str:
    """Return a fresh line with the indentation that its neighbours of the same depth have."""
    depth = len(line) - len(line.lstrip())
    for number in (*range(at - 1, -1, -1), *range(at, len(old))):
        if len(old[number]) - len(old[number].lstrip()) == depth and where.get(number) is not None:
            like = own[where[number]]
            return like[: len(like) - len(like.lstrip())] + line.lstrip()
    return line


def _same(one: str, other: str) -> bool:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return bool(yaml.load(one, Loader=loader) == yaml.load(other, Loader=loader))
    except yaml.YAMLError:
        return False
