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
    if isinstance(value, str) and ("\n" in value or not value.strip()):
        return "; call causal.loads(text) first"
    if isinstance(value, str | os.PathLike):
        return f"; call causal.load({os.fspath(value)!r}) first"
    if isinstance(value, dict):
        return "; call causal.Incident.from_data(...) first"
    if hasattr(value, "build"):
        return "; call its build() first"
    if isinstance(getattr(value, "incident", None), Incident):
        return "; give it its .incident"
    return '; make one with causal.load("x.yaml") or causal.new(...)'
