"""Every fault of an incident at once: validate, note, take out what is wrong, validate again.

Pydantic reports all errors of form but stops before the rules that look at the whole; taking the
faulty parts out lets those rules see the rest, so that one reading reports everything.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from causal.errors import TOLD, Fault
from causal.model.base import SourceMap
from causal.model.form_errors import words
from causal.model.incident_fields import IncidentFields
from causal.model.plausibility import plausibility_faults
from causal.model.rules import reference_faults

Path = tuple[str | int, ...]
Kind = TypeVar("Kind", bound=IncidentFields)
GATHERING = object()
"""The context in which an incident leaves the rules that look at the whole to its caller."""
DEEPEST = 200
"""Levels of lists and mappings that an incident may have."""
TOO_DEEP = Fault("", "the incident is nested too deeply", f"at most {DEEPEST} levels", rule="deep")
UNTOLD = "untold"
"""The rule of a fault beyond those that are told, which only counts."""
_ROUNDS = 50
_NESTING = (dict, list, tuple)
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


def nests_deeply(data: Any) -> bool:
    """Return whether plain data has more levels than an incident may have."""
    level: dict[int, Any] = {id(data): data} if isinstance(data, _NESTING) else {}
    for _ in range(DEEPEST):
        level = {
            id(part): part
            for around in level.values()
            for part in (around.values() if isinstance(around, dict) else around)
            if isinstance(part, _NESTING)
        }
        if not level:
            return False
    return bool(level)


def all_faults(
    kind: type[Kind], data: Any, places: SourceMap, found: Iterable[Fault] = ()
) -> tuple[Kind | None, list[Fault]]:
    """Return the incident that data describes, or None, and every fault found in it.

    Args:
        kind: `Incident`.
        data: The keys of a file; the parts may be models already.
        places: The line of every fact; empty where it was not read from text.
        found: Faults found already.
    """
    incident, faults = well_formed(kind, data, places, found)
    return (None if faults else incident), faults


def well_formed(
    kind: type[Kind], data: Any, places: SourceMap, found: Iterable[Fault] = ()
) -> tuple[Kind | None, list[Fault]]:
    """Return what is well formed in data, and every fault, as `all_faults` does.

    What is returned is an incident only where there is no fault: its references may lead nowhere
    and its causes may form a cycle. It is for showing a draft, never for an answer.
    """
    faults = list(found)
    if data is None and faults:
        return None, faults
    if not isinstance(data, Mapping):
        what = "nothing" if data is None else type(data).__name__
        hint = "a mapping that begins with causal: 1"
        if isinstance(data, str):
            what = "a text"
            hint += "; a postmortem in prose is read as format markdown"
        return None, [*faults, Fault("", f"no incident here, but {what}", hint, places.file)]
    assumed = _Assumed()
    incident = None
    for _ in range(_ROUNDS):
        try:
            incident = kind.model_validate(data, context=GATHERING)
            break
        except ValidationError as error:
            errors = error.errors(include_url=False)
            data = copy.deepcopy(_plain(data))
            fresh, data = _take_out(errors, data, kind, places, assumed)
            faults.extend(fresh)
        if len(faults) > TOLD:
            break
    if incident is not None:
        incident = incident.with_places(places)
        faults.extend(reference_faults(incident, assumed.factors))
        linked = incident.factors if assumed.all_linked else assumed.mentioned
        faults.extend(plausibility_faults(incident, linked=linked))
    return incident, in_order(faults)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return each fault once, in the order of the document."""
    unique = {(fault.where, fault.problem): fault for fault in faults}
    return sorted(unique.values(), key=lambda f: (f.rule == UNTOLD, f.line, f.where))


def _plain(value: Any) -> Any:
    """Return data in which no part is a model any more, so that faulty parts can be taken out."""
    if isinstance(value, BaseModel):
        return {key: _plain(part) for key, part in value.__dict__.items()}
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


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
        if path in (("outcome",), (), ("because",), ("outcome", "because")):
            self.factors.add("outcome")  # whose causes are not known
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
    errors: Sequence[ErrorDetails],
    data: Any,
    kind: type[IncidentFields],
    places: SourceMap,
    assumed: _Assumed,
) -> tuple[list[Fault], Any]:
    faults = []
    drop: dict[Path, Any] = {}
    located = [(_real_path(error["loc"], data), error) for error in errors]
    located.sort(key=lambda pair: _line(pair[0], places))
    for number, (path, error) in enumerate(located):
        # Beyond those that are told, faults are only counted, and words take time.
        said = words(error, kind) if number <= TOLD else (f"fault {number}", "")
        fault = _fault(error, path, said, places)
        faults.append(fault if number <= TOLD else replace(fault, rule=UNTOLD))
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


def _line(path: Path, places: SourceMap) -> int:
    place = places.find(path)
    return place.line if place else (1 if not path and places else 0)


def _fault(error: ErrorDetails, path: Path, said: tuple[str, str], places: SourceMap) -> Fault:
    shown = (*path, error["loc"][-1]) if error["type"] == "missing" else path
    where = ".".join(str(part) for part in shown)
    return Fault(where, *said, places.file, _line(path, places), error["type"])
