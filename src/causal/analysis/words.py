"""The verdicts in sentences that anybody can read: short, plain text, in the factors' own words.

Sentences speak of factors, layers and actions in the graph, never of what a person should have
done, and claim no more than the graph says. A new result is put into words by an entry of `WORDS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from causal.analysis import words_actions, words_five_whys, words_layers, words_why
from causal.analysis.actions import Assessment
from causal.analysis.changes import Changes
from causal.analysis.cheapest import CheapestFix
from causal.analysis.explain import Explanation
from causal.analysis.five_whys import Comparison
from causal.analysis.layer_report import LayerReport
from causal.analysis.links import LinkTests
from causal.analysis.read_five_whys import MatchedChain
from causal.analysis.result import AS_DRAWN
from causal.analysis.uncertainty import Uncertainty
from causal.analysis.words_changes import changes
from causal.analysis.words_one_action import by_action
from causal.analysis.words_uncertainty import uncertainty
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.result import Result

__all__ = ["WORDS", "words_of"]


def actions(plan: Assessment) -> list[str]:
    """Return what the actions of a scenario leave, and what each of them does."""
    if not plan.incident.actions:
        return ["No action is stated.", *words_actions.assessment(plan)]
    if not plan.actions:
        return ["No action counts here.", *words_actions.assessment(plan)]
    return words_actions.assessment(plan) + by_action(plan)


WORDS: dict[type[Result], Callable[[Any], list[str]]] = {
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
"""What puts each type of result into words."""


def words_of(result: Result) -> list[str]:
    """Return every verdict of a result as sentences of plain text, last that it is as drawn.

    What did not fit its budget is said to be so, never left out.

    Raises:
        TypeError: Nothing puts this type of result into words.
    """
    for kind in type(result).__mro__:
        if kind in WORDS:
            try:
                return [*WORDS[kind](result), AS_DRAWN]
            except NotFinished as error:
                return [f"This is not worked out: {error}.", AS_DRAWN]
    known = ", ".join(sorted(kind.__name__ for kind in WORDS))
    raise TypeError(f"no words for a {type(result).__name__} (known: {known})")
