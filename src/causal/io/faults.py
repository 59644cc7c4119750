"""Every fault of a document at once: validate, note, take out what is wrong, validate again.

Pydantic reports all errors of form but stops before the rules that look at the whole; taking the
faulty parts out lets those rules see the rest, so that one reading reports everything.
"""

from __future__ import annotations

import copy
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from causal.errors import Fault, did_you_mean
from causal.io.parsed_document import ParsedDocument
from causal.model import Incident
from causal.model.plausibility import plausibility_faults
from causal.model.rules import reference_faults

__all__ = ["validate"]

Path = tuple[str | int, ...]
_ROUNDS = 50
_KEYED = frozenset({"actions", "factors", "impact", "layers", "notes", "roles"})
_PLACEHOLDERS: dict[str, Any] = {
    "causal": 1,
    "id": "unnamed",
    "title": "untitled",
    "what": "unsaid",
    "outcome": {"what": "unsaid"},
    "factors": {},
    "factor": "unsaid",
    "cause": "unsaid",
    "at": "2000-01-01T00:00Z",
    "on": {"cause": "unsaid", "effect": "unsaid"},
    "chain": [],
}
_PLACEHOLDERS_IN: dict[tuple[str, str], Any] = {
    ("on", "effect"): "unsaid",
    ("verified", "on"): "2000-01-01",
}


def _placeholder(path: Path) -> Any:
    """Return what may stand in for a part that is required, None for any other part."""
    if len(path) == 2 and path[0] in _KEYED:  # an id that its author chose
        return None
    name, parent = str(path[-1]), str(path[-2]) if len(path) > 1 else ""
    return _PLACEHOLDERS_IN.get((parent, name), _PLACEHOLDERS.get(name))


def validate(
    marked: ParsedDocument, *, plausible: bool = True
) -> tuple[Incident | None, list[Fault]]:
    """Return the incident a document describes, or None, and every fault found in it.

    Args:
        marked: The parsed document.
        plausible: Also report what is implausible, as files of our own format must not be.
    """
    faults = list(marked.faults)
    if marked.data is None and faults:
        return None, faults
    if not isinstance(marked.data, Mapping):
        found = "nothing" if marked.data is None else type(marked.data).__name__
        hint = "a mapping that begins with causal: 1"
        return None, [
            *faults,
            Fault("", f"no incident here, but {found}", hint, marked.places.file),
        ]
    data, assumed = marked.data, _Assumed()
    incident = None
    for _ in range(_ROUNDS):
        try:
            incident = Incident.model_validate(data, context={"gather_faults": True})
            break
        except ValidationError as error:
            data = copy.deepcopy(data)
            fresh, data = _take_out(error.errors(include_url=False), data, marked, assumed)
            faults.extend(fresh)
    if incident is not None:
        incident = incident.with_places(marked.places)
        faults.extend(reference_faults(incident, assumed.factors))
        if plausible:
            linked = incident.factors if assumed.all_linked else assumed.mentioned
            faults.extend(plausibility_faults(incident, linked=linked))
    unique = {(f.where, f.problem): f for f in faults}
    ordered = sorted(unique.values(), key=lambda fault: (fault.line, fault.where))
    return (None if ordered else incident), ordered


class _Assumed:
    """What the rules take as given, because its own place in the file is at fault already.

    Attributes:
        factors: Ids to take as known, their definitions having been taken out.
        mentioned: Ids named in parts that were taken out, and so perhaps linked there.
        all_linked: The outcome itself was at fault, so nothing can be said to lead nowhere.
    """

    def __init__(self) -> None:
        self.factors: set[str] = {"unsaid"}
        self.mentioned: set[str] = set()
        self.all_linked = False

    def note(self, path: Path, taken: Any) -> None:
        """Remember that the part at `path` was taken out, and what it was."""
        if len(path) == 2 and path[0] == "factors":
            self.factors.add(str(path[1]))
        if path in (("outcome",), ()):
            self.all_linked = True
            self.factors.add("outcome")
        self.mentioned.update(_texts(taken))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield str(key)
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif value is not None:
        yield str(value)


def _take_out(
    errors: Sequence[ErrorDetails], data: Any, marked: ParsedDocument, assumed: _Assumed
) -> tuple[list[Fault], Any]:
    faults = []
    drop: dict[Path, Any] = {}
    for error in errors:
        path = _real_path(error["loc"], data)
        faults.append(_fault(error, path, marked))
        if error["type"] == "missing":
            name = str(error["loc"][-1])
            filler = _placeholder((*path, name))
            _put(data, path, name, "unsaid" if filler is None else filler)
        else:
            drop[path] = _placeholder(path) if path else None
            assumed.note(path, _at(data, path))
        if error["loc"] == ("outcome",) or error["loc"] == ("factors",):
            assumed.all_linked = True
    for path in sorted(drop, key=lambda p: tuple(str(part).rjust(9) for part in p), reverse=True):
        data = _without(data, path, drop[path])
    return faults, data


def _real_path(loc: tuple[int | str, ...], data: Any) -> Path:
    """Return the part of pydantic's location that exists in the document.

    Locations name union branches and the canonical form of a formula; the document has neither.
    """
    path: list[str | int] = []
    node = data
    for part in loc:
        if part == "because" and path == ["outcome"] and isinstance(node, str):
            path, node = [], data
        if isinstance(node, Mapping) and part == "of" and part not in node:
            part = next((p for p in ("all", "any") if p in node), part)  # noqa: PLW2901  # the file's own word
        inside = (isinstance(node, Mapping) and part in node) or (
            isinstance(node, list) and isinstance(part, int) and part < len(node)
        )
        if inside:
            path.append(part)
            node = node[part]
    return tuple(path)


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _put(data: Any, path: Path, name: str, value: Any) -> None:
    parent = _at(data, path)
    if isinstance(parent, dict):
        parent[name] = copy.deepcopy(value)


def _without(data: Any, path: Path, instead: Any) -> Any:
    if not path:
        return {}
    parent = _at(data, path[:-1])
    if instead is not None and isinstance(parent, dict):
        parent[path[-1]] = copy.deepcopy(instead)
    else:
        del parent[path[-1]]
    if not parent and len(path) > 1 and isinstance(path[-1], int):
        return _without(data, path[:-1], None)
    return data


def _fault(error: ErrorDetails, path: Path, marked: ParsedDocument) -> Fault:
    problem, hint = _words(error)
    shown = (*path, error["loc"][-1]) if error["type"] == "missing" else path
    place = marked.places.find(path)
    return Fault(
        where=".".join(str(part) for part in shown),
        problem=problem,
        hint=hint,
        file=marked.places.file,
        line=place.line if place else (1 if not path else 0),
        rule=error["type"],
    )


def _words(error: ErrorDetails) -> tuple[str, str]:
    """Return the problem and the remedy of one pydantic error in plain words."""
    name = str(error["loc"][-1]) if error["loc"] else ""
    value = error["input"]
    shown = repr(value) if len(repr(value)) <= 80 else repr(value)[:77] + "..."
    kind = error["type"]
    if kind == "missing":
        return f"{name!r} is missing", "it is required"
    if kind == "extra_forbidden":
        known = _known_keys(error["loc"][:-1])
        hint = did_you_mean(name, known) or f"known: {', '.join(known)}"
        if value is None:
            hint += "; or quote the text before it, if it holds a comma"
        return f"the key {name!r} is not known", hint
    if kind == "literal_error":
        expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
        near = did_you_mean(str(value), expected.replace(" or ", ", ").split(", "))
        return f"{shown} is not allowed", f"{near + ' ' if near else ''}one of {expected}"
    if kind.startswith(("formula", "why")):
        return error["msg"], ""
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, "), f"found {shown}"
    wanted = error["msg"].removeprefix("Input should be ")
    hint = _EXAMPLES.get(kind, "")
    return f"{shown} is not {wanted}" if wanted != error["msg"] else f"{shown}: {wanted}", hint


_EXAMPLES = {
    "date_from_datetime_parsing": "a date is written like 2025-04-01",
    "date_parsing": "a date is written like 2025-04-01",
    "datetime_from_date_parsing": "a time is written like 2025-03-14T14:02Z",
    "datetime_parsing": "a time is written like 2025-03-14T14:02Z",
    "dict_type": "a mapping of ids to what they are",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}


def _known_keys(loc: Sequence[int | str]) -> list[str]:
    """Return the keys that may stand at a location of an incident file, sorted."""
    models: list[Any] = [Incident]
    for part in loc:
        found = [m.model_fields[part].annotation for m in models if part in m.model_fields]
        if found:
            models = [model for annotation in found for model in _models_in(annotation)]
    return sorted({name for model in models for name in model.model_fields})


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models_in(part)]
