"""Whether the facts of an incident stand in its sources: compared word by word, by no model."""

from __future__ import annotations

from causal.io.grounding.ground import ground
from causal.io.grounding.result import Claim, Grounding

__all__ = ["Claim", "Grounding", "ground"]
