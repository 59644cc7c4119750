"""The layers of defence, in the order a failure meets them."""

from __future__ import annotations

from typing import Literal

from causal.model.base import Model, Text, Texts

DEFAULT_LAYERS: dict[str, str] = {
    "ownership": "owners, knowledge, documentation, completion of actions",
    "lifecycle": "expiry, patching, decommissioning",
    "review": "people look at a change",
    "testing": "tests and environments that resemble production",
    "ci": "automated gates, pinning, drift",
    "config_validation": "schemas, sanity checks, safe defaults",
    "access": "least privilege, guards against the wrong environment",
    "rollout": "canary, staging, flags, batch size, rollback",
    "capacity": "sizing, quotas, limits, pools",
    "resilience": "isolation, redundancy, failover, backoff",
    "detection": "metrics, alerts, health checks, logs",
    "response": "runbooks, on-call, escalation, roles, drills",
    "recovery": "backups, restore",
}
"""The layers known without being declared, each with what it consists of. Latent ones first."""

LayerState = Literal["breached", "held", "absent", "bypassed", "degraded", "not_reached"]


class Layer(Model):
    """What an incident says about one layer.

    Args:
        state: What the layer did; derived from its gaps when not stated.
        stopped: For a layer that held: what it stopped.
        known_gaps: Gaps known to be there that played no part in this incident.
        title: The name to show instead of the key.
        description: What the layer consists of, for layers of one's own.
    """

    state: LayerState | None = None
    stopped: Text | None = None
    known_gaps: Texts = ()
    title: Text | None = None
    description: Text | None = None
