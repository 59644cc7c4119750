"""Files of our own format, version 1, in YAML or JSON."""

from __future__ import annotations

import json

from causal.errors import InvalidIncident
from causal.io.json_text import parse_json
from causal.io.parsed_document import ParsedDocument, parse_yaml
from causal.io.reading import Reading
from causal.model import Incident
from causal.model.all_faults import all_faults


def _read(marked: ParsedDocument, format: str) -> Reading:
    incident, faults = all_faults(Incident, marked.data, marked.places, marked.faults)
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


def write_yaml(incident: Incident) -> str:
    """Return an incident as a YAML text of our format."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(
        incident.to_data(),
        Dumper=dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
    return text


def write_json(incident: Incident) -> str:
    """Return an incident as a JSON text of our format, indented by two."""
    return json.dumps(incident.to_data(), ensure_ascii=False, indent=2) + "\n"
