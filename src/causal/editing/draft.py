"""A draft: an incident while it is being drawn, which may not hold together yet.

It is plain data in the form of a file. Whether it is an incident, and what keeps it from being
one, is said by the one door through which files come in too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from causal.errors import Fault, InvalidIncident
from causal.model import Incident
from causal.model.all_faults import nests_deeply, well_formed
from causal.model.base import SourceMap
from causal.model.factor import OUTCOME


@dataclass(frozen=True)
class Draft:
    """An incident being drawn.

    Args:
        data: What a file of it would say.
        proposals: Links that the words of a document suggest, each with how it was answered under
            ``state``: ``open``, ``confirmed`` or ``rejected``.
    """

    data: dict[str, Any]
    proposals: tuple[dict[str, Any], ...] = field(default=())

    @cached_property
    def _checked(self) -> tuple[Incident | None, list[Fault]]:
        return well_formed(Incident, self.data, SourceMap())

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What keeps it from being an incident, each with the remedy; empty where nothing does."""
        return tuple(self._checked[1])

    @property
    def is_valid(self) -> bool:
        """Whether it is an incident as it stands."""
        return not self._checked[1]

    @property
    def incident(self) -> Incident:
        """The incident.

        Raises:
            InvalidIncident: It is none yet; every fault is told, with what would be right.
        """
        incident, faults = self._checked
        if faults or incident is None:
            raise InvalidIncident(faults, source="draft")
        return incident

    @property
    def well_formed(self) -> Incident | None:
        """What can be read of it, to be shown; its references may lead nowhere."""
        return self._checked[0]

    @cached_property
    def faults_by_box(self) -> dict[str, list[Fault]]:
        """The faults by the id of the factor or action they belong to.

        ``outcome`` holds those of the outcome, the empty text those of the incident as a whole.
        """
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            found.setdefault(self._box(fault.where), []).append(fault)
        return found

    def _box(self, where: str) -> str:
        part, _, rest = where.partition(".")
        if part == OUTCOME:
            return OUTCOME
        if part not in ("factors", "actions"):
            return ""
        ids = [name for name in self.data.get(part) or {} if f"{rest}.".startswith(f"{name}.")]
        return max(ids, key=len, default="")


def is_plain(data: Any) -> bool:
    """Return whether data could stand in a file: whole characters, figures, few levels."""
    try:
        json.dumps(data, ensure_ascii=False, allow_nan=False, default=str).encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        return False
    return not nests_deeply(data)


def shaped(data: Any) -> dict[str, Any]:
    """Return the data of a file in the one shape that edits work on; it says the same.

    The outcome is a mapping that holds its causes, every list is a list.

    Raises:
        InvalidIncident: It has no such shape, as a factor is a list, or half a character, say.
    """
    if not isinstance(data, Mapping) or not is_plain(data):
        raise InvalidIncident(well_formed(Incident, data, SourceMap())[1], source="draft")
    out = {key: value for key, value in data.items() if value is not None}
    outcome = out.get(OUTCOME)
    if not isinstance(outcome, Mapping):
        outcome = {"what": outcome} if outcome is not None else {}
        outcome |= {key: out.pop(key) for key in ("because", "worsened_by") if key in out}
    out[OUTCOME] = _node(dict(outcome))
    for part, shape in (("factors", _node), ("actions", _action)):
        held = out.get(part, {})
        bad = not isinstance(held, Mapping) or [
            name for name, each in held.items() if not isinstance(each, Mapping | None)
        ]
        if bad:
            raise InvalidIncident(well_formed(Incident, data, SourceMap())[1], source="draft")
        if part == "factors" or held:
            out[part] = {str(name): shape(dict(each or {})) for name, each in held.items()}
    if "five_whys" in out:
        out["five_whys"] = _whys(out["five_whys"], data)
    if "timeline" in out:
        entries = out["timeline"]
        if not isinstance(entries, list) or not all(isinstance(e, Mapping) for e in entries):
            raise InvalidIncident(well_formed(Incident, data, SourceMap())[1], source="draft")
        out["timeline"] = [dict(entry) for entry in entries]
    return out


def _whys(whys: Any, data: Any) -> dict[str, Any]:
    if not isinstance(whys, Mapping) or not isinstance(whys.get("chain", []), list):
        raise InvalidIncident(well_formed(Incident, data, SourceMap())[1], source="draft")
    out = {"chain": [], **whys}
    if isinstance(out.get("action"), Mapping):
        out["action"] = _action(dict(out["action"]))
    return out


def _node(node: dict[str, Any]) -> dict[str, Any]:
    because = node.get("because")
    if isinstance(because, str) or (isinstance(because, Mapping) and "cause" in because):
        node["because"] = [because]
    return _listed(node, "worsened_by", "evidence")


def _action(action: dict[str, Any]) -> dict[str, Any]:
    return _listed(action, "addresses")


def _listed(part: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in names:
        if name in part and not isinstance(part[name], list):
            part[name] = [] if part[name] is None else [part[name]]
    return part
