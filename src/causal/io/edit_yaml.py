"""A YAML text with some of its data changed: comments, order and formatting are kept.

The changed document is written by a library that keeps comments; where that library would also
reformat lines nobody changed, only the lines that differ because of the change are taken over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from io import StringIO
from typing import Any

from causal.errors import CausalError
from causal.io.parsed_document import parse_yaml

_WIDTH = 4096
_SHORT = 90
_FORMULA = frozenset({"all", "any", "at_least", "cause", "contributing"})
_OPENS = re.compile(r":\s*(?:[&!]\S+\s*)?(?:#.*)?$")
"""What ends a line whose value stands below it."""
Path = tuple[str | int, ...]


def edit_yaml(text: str, changes: Mapping[Path, Any]) -> str:
    """Return a YAML text with the values at some paths set; a value of None removes its key.

    Args:
        text: The text, one document.
        changes: For each path of keys and list positions the plain value it gets.

    Raises:
        CausalError: The library that keeps comments cannot read the text.
        KeyError: A path leads through something that is not there.
    """

    def change(data: Any) -> None:
        for path, value in changes.items():
            _set(data, path, value)

    return _edited(text, change)


def write_yaml_like(text: str, data: Mapping[str, Any]) -> str:
    """Return `data` as YAML; parts that an earlier text holds too keep its comments and form.

    Args:
        text: The text that `data` was read from, before changes; empty for a new document.
        data: What the result says.
    """
    if not text.strip():
        return _new(data)
    return _edited(text, lambda changed: _bring_to(changed, data))


def rewrite_yaml(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return a YAML text that said one thing and now says another, changed only where they differ.

    Args:
        text: The text, one document.
        before: What it says; a part of it may be written there in a shorter form.
        after: What it is to say.
    """
    return _edited(text, lambda changed: _rewrite(changed, before, after))


def _edited(text: str, change: Callable[[Any], object]) -> str:
    """Return a text of which the data was changed in place, other lines as they are."""
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):  # every line ends so
        return _edited(text.replace("\r\n", "\n"), change).replace("\n", "\r\n")
    yaml = _library(text)
    reformatted = _written(yaml, _loaded(yaml, text))
    changed = _loaded(yaml, text)
    change(changed)
    return carry_over(text, reformatted, _written(yaml, changed))


def _rewrite(node: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Change a mapping of the library in place from what it says to what it is to say."""
    before = _rename_keys(node, before, after)
    for key, old in before.items():
        if key not in after and key in node:
            del node[key]
        elif key in after and old != after[key] and key in node:
            _replace(node, key, old, after[key])
    for key, new in after.items():
        if key not in node and before.get(key) != new:
            node[key] = _in_flow(new)


def _replace(node: Any, key: Any, old: Any, new: Any) -> None:
    here = node[key]
    if isinstance(here, Mapping) and isinstance(old, Mapping) and isinstance(new, Mapping):
        _rewrite(here, old, new)
    elif isinstance(here, list) and isinstance(old, list) and isinstance(new, list):
        if len(here) == len(old):
            _rewrite_list(here, old, new)
        else:
            node[key] = _in_flow(new)
    elif not isinstance(here, list | Mapping) and isinstance(new, list) and _is_word(new):
        node[key] = new[0]  # as it was written: one alone, without a list
    else:
        node[key] = _in_flow(new)


def _is_word(members: list[Any]) -> bool:
    return len(members) == 1 and isinstance(members[0], str)


def _rewrite_list(node: Any, old: list[Any], new: list[Any]) -> None:
    """Change a list in place: members that stay keep their place, comments and form."""
    for tag, a, b, c, d in reversed(_differences(_keys_of(old), _keys_of(new))):
        if tag == "equal":
            continue
        if tag == "replace" and b - a == d - c:
            for i in range(b - a):
                _replace(node, a + i, old[a + i], new[c + i])
            continue
        del node[a:b]
        for at, member in enumerate(new[c:d]):
            node.insert(a + at, _in_flow(member))


def _keys_of(members: list[Any]) -> list[str]:
    return [repr(member) for member in members]


def _rename_keys(
    node: Any, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Give keys in place another name where one went and one came at the same position."""
    if len(before) != len(after):
        return before
    said = dict(before)
    for old, new in zip(list(before), list(after), strict=True):
        if old == new or old in after or new in before or old not in node:
            continue
        position = list(node).index(old)
        comment = node.ca.items.pop(old, None)
        node.insert(position, new, node.pop(old))
        if comment is not None:
            node.ca.items[new] = comment
        said[new] = said.pop(old)
    return said


def _in_flow(value: Any) -> Any:
    """Return a value for the library, a short list of words or a link in one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        made = CommentedMap({key: _in_flow(part) for key, part in value.items()})
        if _FORMULA & value.keys() and len(str(value)) < _SHORT:
            made.fa.set_flow_style()
        return made
    if not isinstance(value, list):
        return value
    members = CommentedSeq([_in_flow(part) for part in value])
    if all(not isinstance(part, Mapping | list) for part in value) and len(str(value)) < _SHORT:
        members.fa.set_flow_style()
    return members


def _new(data: Mapping[str, Any]) -> str:
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    made: str = yaml.dump(dict(data), Dumper=dumper, sort_keys=False, allow_unicode=True, width=100)
    return made


def _library(text: str) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.Constructor = _constructor()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    mapping, offset = _indents(text)
    yaml.indent(mapping=mapping, sequence=offset + 2, offset=offset)
    return yaml


@cache
def _constructor() -> Any:
    """Return what makes values of words; those that are none, as 2025-02-30, stay words."""
    from ruamel.yaml.constructor import RoundTripConstructor
    from ruamel.yaml.error import YAMLError

    class AsWritten(RoundTripConstructor):
        pass

    for kind in ("bool", "float", "int", "timestamp"):
        tag = f"tag:yaml.org,2002:{kind}"

        def made(self: Any, node: Any, make: Any = AsWritten.yaml_constructors[tag]) -> Any:
            try:
                return make(self, node)
            except (YAMLError, ValueError, LookupError):
                return self.construct_scalar(node)

        AsWritten.add_constructor(tag, made)
    return AsWritten


def _loaded(yaml: Any, text: str) -> Any:
    """Return the document of the library, which refuses some texts that may be read.

    Raises:
        CausalError: It is such a text, with one key twice, say.
    """
    from ruamel.yaml.error import YAMLError

    try:
        return yaml.load(text)
    except (YAMLError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        told = getattr(error, "problem", None) or error
        said = " ".join(str(told).split())[:200]
        raise CausalError(f"the text cannot be changed with its comments kept: {said}") from None


def _indents(text: str) -> tuple[int, int]:
    """Return by how much a text indents the keys in a mapping, and the dashes of a list."""
    mapping, offset = 0, -1
    above, opens = 0, False
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        depth = len(line) - len(line.lstrip())
        if bare.startswith("- "):
            offset = depth - above if opens and offset < 0 else offset
        elif opens and depth > above:
            mapping = mapping or depth - above
        above, opens = depth, _OPENS.search(bare) is not None
        if mapping and offset >= 0:
            break
    return mapping or 2, max(offset, 0)


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
    except (yaml.YAMLError, ValueError, AttributeError, LookupError):  # as for 2025-02-30
        read, again = parse_yaml(one), parse_yaml(other)
        return not read.faults and not again.faults and bool(read.data == again.data)
