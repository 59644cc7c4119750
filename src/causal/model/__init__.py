"""What an incident is: its model, its rules, and the builder for notebooks."""

from __future__ import annotations

from causal.model.action import Action, CausalLink, Verification
from causal.model.base import Place, SourceMap
from causal.model.causes import Gate, Link
from causal.model.factor import OUTCOME, Amplifier, Factor, Outcome
from causal.model.five_whys import FiveWhys, Why
from causal.model.incident import Incident
from causal.model.layers import DEFAULT_LAYERS, Layer
from causal.model.record import Lessons, Review, Source, TimelineEntry, Times

__all__ = [
    "DEFAULT_LAYERS",
    "OUTCOME",
    "Action",
    "Amplifier",
    "CausalLink",
    "Factor",
    "FiveWhys",
    "Gate",
    "Incident",
    "Layer",
    "Lessons",
    "Link",
    "Outcome",
    "Place",
    "Review",
    "Source",
    "SourceMap",
    "TimelineEntry",
    "Times",
    "Verification",
    "Why",
]
