"""The JSON Schema of an incident file, generated from the model, for editors.

Where a file may say a thing in a shorter way than the model stores it (a formula as a list, a
text without a list around it), the schema states the forms of the file.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Schema = {"type": ["string", "number"]}
_MEMBERS: Schema = {"type": "array", "items": {"$ref": "#/$defs/Member"}, "minItems": 1}


def incident_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) that incident files of version 1 satisfy."""
    from causal.model.incident import Incident

    schema = Incident.model_json_schema()
    definitions = schema["$defs"]
    for name in ("Link", "Amplifier", "Why"):
        definitions[name] = {"anyOf": [_TEXT, definitions[name]]}
    definitions["Gate"] = _formula()
    definitions["Member"] = {"anyOf": [{"$ref": "#/$defs/Gate"}, {"$ref": "#/$defs/Link"}]}
    definitions["Why"]["anyOf"][1]["properties"]["because"]["items"] = {
        "anyOf": [
            {"$ref": "#/$defs/Why"},
            {"type": "array", "items": {"$ref": "#/$defs/Why"}},
        ]
    }
    _relax(schema)
    outcome = schema["properties"]["outcome"]
    schema["properties"]["outcome"] = {"anyOf": [_TEXT, outcome]}
    for sibling in ("because", "worsened_by"):
        schema["properties"][sibling] = definitions["Outcome"]["properties"][sibling]
    schema["required"] = ["causal", "id", "title", "outcome", "factors"]
    return {"$schema": SCHEMA_ID, "title": "Incident (causal 1)", **schema}


def _formula() -> Schema:
    def form(**properties: Schema) -> Schema:
        required = [name for name in properties if name != "at_least_without"]
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    count: Schema = {"type": "integer", "minimum": 1}
    without: Schema = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
    return {
        "description": "all of (a list, or all:), any of, at least k of, or contributing",
        "anyOf": [
            _TEXT,
            _MEMBERS,
            form(all=_MEMBERS),
            form(any=_MEMBERS),
            form(contributing={**_MEMBERS, "minItems": 2}),
            form(at_least=count, of=_MEMBERS, at_least_without=without),
        ],
    }


def _relax(node: Any) -> None:
    """Accept, in place, a single value for a list of texts and a number for a text."""
    if isinstance(node, list):
        for part in node:
            _relax(part)
        return
    if not isinstance(node, dict):
        return
    for part in list(node.values()):
        _relax(part)
    node.pop("default", None) if node.get("type") in ("array", "object") else None
    if node.get("type") == "string" and "format" not in node and "enum" not in node:
        node["type"] = ["string", "number"]
    elif node.get("type") == "array" and node.get("items") in ({"type": "string"}, _TEXT):
        title = node.pop("title", None)
        node["anyOf"] = [dict(node), _TEXT, {"type": "null"}]
        for key in ("type", "items"):
            node.pop(key)
        if title:
            node["title"] = title
    elif node.get("format") == "date-time":
        node.pop("format")  # a zone may come from `timezone:`, and seconds may be left out
