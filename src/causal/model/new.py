"""The way into the builder: a new incident, told factor by factor."""

from __future__ import annotations

from typing import Any

from causal.model.builder import IncidentBuilder
from causal.model.incident import Incident


def new(id: str, title: str, **fields: Any) -> IncidentBuilder[Incident]:
    """Return a builder of a new incident, to be told factor by factor.

    Args:
        id: The incident's id.
        title: What was lost, in one sentence.
        fields: Any further field of an incident, such as ``severity``, ``times`` or ``impact``.

    Example:
        >>> import causal
        >>> draft = causal.new("INC-1", "Checkout failed for 47 minutes")
        >>> deploy = draft.trigger("A deploy introduced an N+1 query pattern")
        >>> canary = draft.gap("The canary was too short to see it", layer="rollout")
        >>> draft.outcome.because(deploy, canary)
        <outcome: Checkout failed for 47 minutes>
        >>> draft.build()
        <Incident INC-1: Checkout failed for 47 minutes (2 factors, 0 actions)>
    """
    return IncidentBuilder(Incident, id, title, **fields)
