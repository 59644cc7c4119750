"""How a notebook shows an incident: the package says it, so that the model knows no drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_shown: list[Callable[[Any], Mapping[str, Any]]] = []


def show_by(mime_bundle: Callable[[Any], Mapping[str, Any]]) -> None:
    """Let `mime_bundle` return, for an incident, what a notebook shows by media type."""
    _shown[:] = [mime_bundle]


def shown(incident: Any) -> Mapping[str, Any]:
    """Return what a notebook shows of an incident, by media type."""
    return _shown[0](incident) if _shown else {}
