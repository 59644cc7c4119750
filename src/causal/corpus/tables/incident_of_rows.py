"""An incident of tables that came without documents: what their rows tell of it, and no more."""

from __future__ import annotations

import json
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.schema import TABLES, TIMES
from causal.errors import CausalError, InvalidIncident
from causal.libraries import numpy
from causal.libraries import pyarrow as pa
from causal.model import OUTCOME, Incident
from causal.model.layers import DEFAULT_LAYERS

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Table, Tables

LAYERED = (("layers", "layer"), ("factors", "layer"), ("actions", "hardens"))
LEFT_OUT = frozenset({("factors", "leads-nowhere"), ("times", "time-order")})


def incident_of_rows(tables: Tables, row: int) -> Incident:
    """Return the incident in a row of the tables.

    What no incident holds is left out: factors that lead nowhere, and times out of order.

    Raises:
        CausalError: The rows do not tell a whole incident: there is no outcome, say.
    """
    rows = {
        name: _rows(tables.table(name), row) for name in ("factors", "links", "actions", "layers")
    }
    (own,) = _cells(tables.incidents, [row])
    data = _data(own, rows)
    try:
        try:
            return Incident.from_data(data)
        except InvalidIncident as error:
            return Incident.from_data(_repaired(data, error))
    except InvalidIncident as error:
        raise CausalError(f"the tables do not tell all of {own['id']!r}: {error}") from None


def _repaired(data: dict[str, Any], error: InvalidIncident) -> dict[str, Any]:
    """Return the data of an incident without what an error names as implausible."""
    for fault in error.faults:
        part, _, name = fault.where.partition(".")
        if (part, fault.rule) in LEFT_OUT:
            data.get(part, {}).pop(name, None)
    for action in data.get("actions", {}).values():
        kept = [name for name in action.get("addresses", ()) if name in data["factors"]]
        action["addresses"] = kept
    return data


def _data(own: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    causes = _Causes(rows["links"])
    times = {name: own[name] for name in TIMES if own[name] is not None}
    source = {name: own[f"source_{name}"] for name in ("title", "url", "licence")}
    outcome = {"what": own["outcome"] or own["title"] or own["id"]} | causes.of(OUTCOME, own)
    return _stated(
        {
            "causal": 1,
            "id": own["id"],
            "title": own["title"] or own["id"],
            "severity": own["severity"],
            "services": own["services"] or [],
            "times": times,
            "outcome": outcome,
            "factors": {cells["id"]: _factor(cells, causes) for cells in rows["factors"]},
            "actions": {cells["id"]: _action(cells) for cells in rows["actions"]},
            "layers": _layers(rows),
            "source": _stated(source),
        }
    )


def _layers(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return what is said of layers; those of one's own are declared by being there."""
    named = [cells[name] for table, name in LAYERED for cells in rows[table]]
    found: dict[str, Any] = {
        name: {} for name in named if name is not None and name not in DEFAULT_LAYERS
    }
    for cells in rows["layers"]:
        if cells["state_stated"] or cells["stopped"]:
            told = {"state": cells["state"], "stopped": cells["stopped"]}
            found[cells["layer"]] = _stated(told)
    return found


def _factor(cells: dict[str, Any], causes: _Causes) -> dict[str, Any]:
    named = {name: cells[name] for name in ("key", "layer", "confidence")}
    if named["confidence"] == "confirmed":
        del named["confidence"]
    implied = "condition" if cells["basic"] else "event"
    kind = None if cells["kind"] == implied else cells["kind"]
    accepted = "accepted" if cells["accepted"] else None
    told = _stated(named | {"kind": kind, "accepted": accepted})
    return {"what": cells["what"] or cells["id"]} | told | causes.of(cells["id"], cells)


def _action(cells: dict[str, Any]) -> dict[str, Any]:
    names = ("kind", "hardens", "owner", "priority", "due", "completed", "ticket", "done_when")
    told = {name: cells[name] for name in (*names, "cost")}
    told |= {"addresses": cells["addresses"] or []}
    if cells["status_stated"]:
        told["status"] = cells["status"]
    if cells["verified"] is not None:
        told["verified"] = {"on": cells["verified"]}
    return {"what": cells["what"] or cells["id"]} | _stated(told)


class _Causes:
    """The links of one incident, by effect."""

    def __init__(self, links: list[dict[str, Any]]) -> None:
        self._links = links

    def of(self, effect: str, cells: dict[str, Any]) -> dict[str, Any]:
        """Return `because` and `worsened_by` of a factor or the outcome, where there are any."""
        own = [link for link in self._links if link["effect"] == effect]
        members = [_member(link) for link in own if link["role"] == "because"]
        worse = [
            _stated({"factor": link["cause"], "of": link["of"], "minutes": link["minutes"]})
            for link in own
            if link["role"] == "worsened_by"
        ]
        formula: Any = json.loads(cells["because"]) if cells["because"] else None
        if formula is None and members:
            formula = {"any": members} if cells["gate"] == "any" else members
        return _stated({"because": formula, "worsened_by": worse})


def _member(link: dict[str, Any]) -> Any:
    if link["confidence"] in (None, "confirmed"):
        return link["cause"]
    return {"cause": link["cause"], "confidence": link["confidence"]}


def _stated(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, {}, [])}


def _rows(table: Table, incident: int) -> list[dict[str, Any]]:
    owners = table.array("incident")
    first, end = numpy.searchsorted(owners, [incident, incident + 1])
    return _cells(table, list(range(first, end)))


def _cells(table: Table, rows: list[int]) -> list[dict[str, Any]]:
    places = pa.array(rows, pa.int64())
    columns = {
        name: [_plain(value) for value in table.arrow(name).take(places).to_pylist()]
        for name, (kind, _) in TABLES[table.name].items()
        if kind != "canonical"
    }
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def _plain(value: Any) -> Any:
    """Return a value as it stands in a file, None where it is not stated."""
    if isinstance(value, float) and isnan(value):
        return None
    return value.isoformat() if isinstance(value, date) else value
