"""Readers of the JSON that incident trackers export; one file each, chosen by the keys in it.

Each module has `understands(data)` and `read(draft, data)`. `FORMATS` is asked in its order.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from causal.errors import CausalError
from causal.io.documents.draft import Draft, refuse
from causal.io.documents.json_text import parsed
from causal.io.reading import Reading

__all__ = ["FORMATS", "read_tracker", "recognised"]

FORMATS = {
    "attack-flow": "attack_flow",
    "incident.io": "incident_io",
    "firehydrant": "firehydrant",
    "rootly": "rootly",
    "dispatch": "dispatch",
    "pagerduty": "pagerduty",
    "grafana": "grafana",
    "jira": "jira",
    "github": "github",
    "slack": "slack",
}
"""Format to the module that reads it."""


def _module(format: str) -> ModuleType:
    return import_module(f"causal.io.documents.trackers.{FORMATS[format]}")


def recognised(data: Any) -> str | None:
    """Return the format whose export data is, or None."""
    return next((name for name in FORMATS if _module(name).understands(data)), None)


def read_tracker(text: str, file: str = "", *, format: str, timezone: str | None = None) -> Reading:
    """Return the incident a tracker's export tells.

    Args:
        text: The JSON.
        file: Its name, for places.
        format: Which tracker's.
        timezone: The zone of times that state none.

    Raises:
        InvalidIncident: It is no such export.
    """
    data = parsed(text, file)
    draft = Draft(format, file)
    if timezone:
        draft.data["timezone"] = timezone
    try:
        _module(format).read(draft, data)
    except CausalError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        problem = f"no {format} export: {type(error).__name__}: {error}"
        raise refuse(problem, "the JSON as the API or the export gives it", file, 1) from None
    return draft.reading()
