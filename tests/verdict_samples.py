"""Small incidents said in a line, and the examples, for tests of verdicts and their words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import causal
from causal.model import Incident

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def example(name: str) -> Incident:
    return causal.load(EXAMPLES / f"{name}.yaml")


def drawn(because: Any, /, actions: dict[str, Any] | None = None, **factors: Any) -> Incident:
    """Return an incident; a factor is its causes, its fields, or None for a basic one."""
    nodes = {name.replace("_", "-"): _factor(name, given) for name, given in factors.items()}
    tasks = {name: {"what": f"Do {name}", **given} for name, given in (actions or {}).items()}
    return Incident.model_validate(
        {
            "causal": 1,
            "id": "INC-1",
            "title": "It failed",
            "outcome": {"what": "It failed", "because": because},
            "factors": nodes,
            "actions": tasks,
        }
    )


def _factor(name: str, given: Any) -> dict[str, Any]:
    what = {"what": f"{name.replace('_', ' ').capitalize()} was so"}
    if given is None:
        return what
    if isinstance(given, dict) and not {"any", "all", "at_least"} & given.keys():
        return what | given
    return what | {"because": given}


def removes(*addresses: str, **fields: Any) -> dict[str, Any]:
    return {"addresses": list(addresses), **fields}


def barrier(cause: str, effect: str, **fields: Any) -> dict[str, Any]:
    return {"effect": "adds_barrier", "on": {"cause": cause, "effect": effect}, **fields}
