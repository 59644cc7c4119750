"""Incidents that a program holds to tables, and an incident of tables again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from causal.corpus.read.one_file import entry_of
from causal.corpus.tables.building import Builder
from causal.errors import CausalError, Fault, InvalidIncident
from causal.model import Incident

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables


def tables_of(incidents: Iterable[Incident]) -> Tables:
    """Return the tables of incidents.

    Raises:
        CausalError: There is something else among them.
        InvalidIncident: Two incidents have the same id.
    """
    builder, held = Builder(), set[str]()
    if isinstance(incidents, Incident | str) or not isinstance(incidents, Iterable):
        shown = "one incident" if isinstance(incidents, Incident) else repr(incidents)
        hint = (
            "load_corpus reads files" if not isinstance(incidents, Incident) else "put it in a list"
        )
        raise CausalError(f"Corpus takes a list of incidents, not {shown}: {hint}")
    for incident in incidents:
        if not isinstance(incident, Incident):
            problem = f"Corpus takes incidents, not {type(incident).__name__} {incident!r:.60}"
            raise CausalError(f"{problem}: causal.load reads one from a file, load_corpus many")
        if incident.id in held:
            hint = "give each incident an id of its own"
            fault = Fault(
                "id", f"{incident.id!r} stands there twice", hint, rule="duplicate-incident"
            )
            raise InvalidIncident([fault], source="incidents")
        held.add(incident.id)
        place = incident.place("id")
        entry = entry_of(incident, place.file if place else "")
        builder.add(entry.rows, entry.document)
    return builder.tables()


def incident_of(tables: Tables, row: int) -> Incident:
    """Return the incident in a row of tables, from its document, else from its rows.

    Raises:
        CausalError: There is no document and the rows tell no incident, or it is damaged.
    """
    text = tables.document(row)
    if text is None:
        from causal.corpus.tables.incident_of_rows import incident_of_rows

        return incident_of_rows(tables, row)
    try:
        found = Incident.from_data(json.loads(text))
    except (InvalidIncident, ValueError) as error:
        raise CausalError(f"the document of {tables.ids[row]!r} is damaged: {error}") from None
    if found.id != tables.ids[row]:
        raise CausalError(f"the document of {tables.ids[row]!r} holds {found.id!r}")
    return found
