"""One question per file: what an incident's graph says, exactly, about the graph as drawn."""

from __future__ import annotations

from causal.analysis.action_verdicts import judge_actions
from causal.analysis.actions import assess_actions
from causal.analysis.chain_text import match_five_whys
from causal.analysis.changes import diff
from causal.analysis.cheapest import cheapest_fix
from causal.analysis.doubt import assess_doubt
from causal.analysis.explain import explain
from causal.analysis.five_whys import compare_five_whys
from causal.analysis.layer_report import report_layers
from causal.analysis.links import check_links

__all__ = [
    "assess_actions",
    "assess_doubt",
    "cheapest_fix",
    "check_links",
    "compare_five_whys",
    "diff",
    "explain",
    "judge_actions",
    "match_five_whys",
    "report_layers",
]
