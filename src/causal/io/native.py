"""Files of our own format, version 1, in YAML or JSON."""

from __future__ import annotations

import json
from typing import Any

from causal.errors import InvalidIncident
from causal.io.faults import validate
from causal.io.parsed_document import ParsedDocument, parse_json, parse_yaml
from causal.io.reading import Reading
from causal.model import Incident

__all__ = ["as_data", "read_json", "read_yaml", "write_json", "write_yaml"]


def _read(marked: ParsedDocument, format: str) -> Reading:
    incident, faults = validate(marked)
    if incident is None:
        raise InvalidIncident(faults, source=marked.places.file or f"{format} text")
    return Reading(incident, format)


def read_yaml(text: str, file: str = "") -> Reading:
    """Return the incident a YAML text of our format describes.

    Raises:
        InvalidIncident: It describes none; every fault is reported with its line.
    """
    return _read(parse_yaml(text, file), "yaml")


def read_json(text: str, file: str = "") -> Reading:
    """Return the incident a JSON text of our format describes.

    Raises:
        InvalidIncident: It describes none; every fault is reported with its line.
    """
    return _read(parse_json(text, file), "json")


def as_data(incident: Incident) -> dict[str, Any]:
    """Return an incident as the plain data of a file, without what is left at its default."""
    data = incident.model_dump(mode="json", exclude_defaults=True)
    data = {"causal": incident.causal, **data}
    data.setdefault("factors", {})
    for name, action in incident.actions.items():
        if "status" in action.model_fields_set:  # that it is open was said, not assumed
            data["actions"][name]["status"] = action.status
    return data


def write_yaml(incident: Incident) -> str:
    """Return an incident as a YAML text of our format."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(
        as_data(incident),
        Dumper=dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
    return text


def write_json(incident: Incident) -> str:
    """Return an incident as a JSON text of our format, indented by two."""
    return json.dumps(as_data(incident), ensure_ascii=False, indent=2) + "\n"
