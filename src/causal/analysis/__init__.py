"""One question per file: what an incident's graph says, exactly, about the graph as drawn."""

from __future__ import annotations

from causal.analysis.actions import assess_actions
from causal.analysis.chain_text import match_five_whys
from causal.analysis.changes import diff
from causal.analysis.cheapest import cheapest_fix
from causal.analysis.explain import explain
from causal.analysis.five_whys import compare_five_whys

__all__ = [
    "assess_actions",
    "cheapest_fix",
    "compare_five_whys",
    "diff",
    "explain",
    "match_five_whys",
]
