"""One question per file: what an incident's graph says, exactly, about the graph as drawn."""

from __future__ import annotations

from causal.analysis import words  # noqa: F401 - puts the results into words
from causal.analysis.actions import assess_actions
from causal.analysis.changes import diff
from causal.analysis.cheapest import cheapest_fix
from causal.analysis.explain import explain
from causal.analysis.five_whys import compare_five_whys
from causal.analysis.layer_report import assess_layers
from causal.analysis.links import assess_links
from causal.analysis.read_five_whys import read_five_whys
from causal.analysis.uncertainty import assess_uncertainty

__all__ = [
    "assess_actions",
    "assess_layers",
    "assess_links",
    "assess_uncertainty",
    "cheapest_fix",
    "compare_five_whys",
    "diff",
    "explain",
    "read_five_whys",
]
