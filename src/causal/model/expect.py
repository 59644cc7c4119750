"""What a function says that was given something else than an incident."""

from __future__ import annotations

import os
from typing import Any

from causal.errors import CausalError
from causal.model.incident import Incident
from causal.text.expect import kind_of_value


def expect_incident(value: Any, caller: str, also: str = "") -> Incident:
    """Return an incident as it is.

    Args:
        value: What the caller was given.
        caller: The name of the function, as people call it.
        also: What it takes besides, for the message.

    Raises:
        CausalError: It is something else; the sentence says what to call.
    """
    if isinstance(value, Incident):
        return value
    found = kind_of_value(value)
    also = f" or {also}" if also else ""
    raise CausalError(f"{caller} takes an Incident{also}, not {found}{_instead(value)}")


def _instead(value: Any) -> str:
    many = isinstance(value, list | tuple) and value and isinstance(value[0], Incident)
    said = {
        "; call causal.loads(text) first": isinstance(value, str) and _holds_text(value),
        "; call causal.Incident.from_data(...) first": isinstance(value, dict),
        "; it takes one at a time, and causal.Corpus(incidents) many": many,
        "; corpus[id] is one of its incidents": hasattr(value, "recurring_factors"),
        "; call its build() first": hasattr(value, "build"),
        "; give it its .incident": isinstance(getattr(value, "incident", None), Incident),
    }
    hint = next((hint for hint, fits in said.items() if fits), "")
    if not hint and isinstance(value, str | os.PathLike):
        return f"; call causal.load({os.fspath(value)!r}) first"
    return hint or '; make one with causal.load("x.yaml") or causal.new(...)'


def _holds_text(value: str) -> bool:
    return "\n" in value or not value.strip()
