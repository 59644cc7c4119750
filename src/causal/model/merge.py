"""Two accounts of one incident as one: what both state must agree, the rest is put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from causal.errors import Fault, InvalidIncident
from causal.model.expect import expect_incident
from causal.model.incident import Incident

Path = tuple[str, ...]
_TOGETHER = frozenset(
    {"addresses", "attendees", "authors", "contributing", "evidence", "got_lucky", "known_gaps"}
    | {"services", "surprised", "timeline", "went_well", "went_wrong", "worsened_by"}
)
"""Lists of which the order means little and of which either account may hold a part."""


def merge(a: Incident, b: Incident, **decided: Any) -> Incident:
    """Return the incident that two accounts of it make together.

    A factor, action or layer with the same id in both is the same one. What only one account states
    is taken; what both state alike stays; lists of causes that it took together are joined, and so
    are evidence, services, lessons and the timeline. What they state differently is a fault each.

    Args:
        a: One account.
        b: The other.
        decided: Top-level fields, such as ``title``, where the accounts differ and this is right.

    Raises:
        InvalidIncident: The accounts differ, or together are no incident; every fault is told.

    Example:
        >>> import causal
        >>> draft = causal.new("INC-1", "Checkout failed")
        >>> _ = draft.outcome.because(draft.trigger("A deploy", id="deploy"))
        >>> other = causal.new("INC-1", "Checkout failed")
        >>> _ = other.outcome.because(other.gap("No canary", id="canary", layer="rollout"))
        >>> merged = causal.merge(draft.build(), other.build())
        >>> [link.cause for link, _ in merged.links()]
        ['deploy', 'canary']
    """
    first = expect_incident(a, "merge").replace(**decided)
    second = expect_incident(b, "merge").replace(**decided)
    merger = _Merger()
    data = merger.both(first.to_data(), second.to_data(), ())
    if "timeline" in data:
        data["timeline"] = _by_time(data["timeline"])
    if merger.faults:
        raise InvalidIncident(merger.faults, source=f"{first.id} and {second.id}")
    return Incident.from_data(data)


class _Merger:
    """Puts two pieces of plain data together and gathers where they differ."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def both(self, a: Any, b: Any, path: Path) -> Any:
        if a == b:
            return a
        name = path[-1] if path else ""
        if isinstance(a, list) and isinstance(b, list) and _may_join(path):
            return list(self._joined(a, b, path))
        same_op = not {"any", "at_least", "all"} & {*a, *b} if _are_mappings(a, b) else False
        if _are_mappings(a, b) and (name != "because" or (same_op and a.keys() == b.keys())):
            keys = dict.fromkeys([*a, *b])
            return {
                key: self.both(a[key], b[key], (*path, key))
                if key in a and key in b
                else a.get(key, b.get(key))
                for key in keys
            }
        hint = f"decide with merge(a, b, {path[0]}=...)" if len(path) == 1 else "make them agree"
        problem = f"one account says {_short(a)}, the other {_short(b)}"
        self.faults.append(Fault(".".join(path), problem, hint, rule="merge"))
        return a

    def _joined(self, a: list[Any], b: list[Any], path: Path) -> Iterator[Any]:
        """Yield the members of both lists; a link or amplifier stated twice must be the same."""
        mine = {_name(part): part for part in a}
        yield from (
            self.both(part, other, (*path, _name(part)))
            if (other := _find(b, _name(part))) is not None
            else part
            for part in a
        )
        yield from (part for part in b if _name(part) not in mine)


def _may_join(path: Path) -> bool:
    name = path[-1]
    return name in _TOGETHER or (name == "because" and path[0] in ("outcome", "factors"))


def _are_mappings(a: Any, b: Any) -> bool:
    return isinstance(a, dict) and isinstance(b, dict)


def _name(part: Any) -> str:
    """Return what a member of a list is known by: the cause or factor, else all it says."""
    if isinstance(part, dict) and ("cause" in part or ("factor" in part and "what" not in part)):
        return str(part.get("cause") or part["factor"])
    return part if isinstance(part, str) else repr(part)


def _find(parts: list[Any], name: str) -> Any:
    return next((part for part in parts if _name(part) == name), None)


def _by_time(entries: list[Any]) -> list[Any]:
    """Return entries in order of time; one without a moment stays after the one before it."""
    from datetime import UTC, datetime

    placed: list[tuple[datetime, Any]] = []
    before = datetime.min.replace(tzinfo=UTC)
    for entry in entries:
        before = datetime.fromisoformat(entry["at"]) if "at" in entry else before
        placed.append((before, entry))
    return [entry for _, entry in sorted(placed, key=lambda pair: pair[0])]


def _short(value: Any) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:57]}...")
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
