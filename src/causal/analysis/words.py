"""The verdicts in sentences that anybody can read: short, plain text, in the factors' own words.

Sentences speak of factors, layers and actions in the graph, never of what a person should have
done, and claim no more than the graph says. A new result is put into words by an entry here.
"""

from __future__ import annotations

from causal.analysis import words_actions, words_five_whys, words_layers, words_why
from causal.analysis.actions import Assessment
from causal.analysis.changes import Changes
from causal.analysis.cheapest import CheapestFix
from causal.analysis.explain import Explanation
from causal.analysis.five_whys import Comparison
from causal.analysis.layer_report import LayerReport
from causal.analysis.links import LinkTests
from causal.analysis.read_five_whys import MatchedChain
from causal.analysis.result import WORDS
from causal.analysis.uncertainty import Uncertainty
from causal.analysis.words_changes import changes
from causal.analysis.words_one_action import by_action
from causal.analysis.words_uncertainty import uncertainty


def actions(plan: Assessment) -> list[str]:
    """Return what the actions of a scenario leave, and what each of them does."""
    if not plan.incident.actions:
        return ["No action is stated.", *words_actions.assessment(plan)]
    if not plan.actions:
        return ["No action counts here.", *words_actions.assessment(plan)]
    return words_actions.assessment(plan) + by_action(plan)


WORDS.update(
    {
        Explanation: words_why.explanation,
        LinkTests: words_why.link_tests,
        Assessment: actions,
        CheapestFix: words_actions.cheapest,
        LayerReport: words_layers.layers,
        Comparison: words_five_whys.five_whys,
        MatchedChain: words_five_whys.matched,
        Uncertainty: uncertainty,
        Changes: changes,
    }
)
