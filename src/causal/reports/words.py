"""The sentences of the verdicts, as Markdown: those of `causal.analysis.words`, escaped once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from causal.analysis import words_actions, words_five_whys, words_why
from causal.analysis.phrases import listed
from causal.reports.escape_md import text

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.explain import Explanation
    from causal.analysis.five_whys import Comparison
    from causal.model import Incident

__all__ = [
    "around",
    "defence",
    "five_whys",
    "layer_names",
    "lined_up",
    "listed",
    "remains",
    "stoppers",
]


def layer_names(incident: Incident, layers: Iterable[str]) -> list[str]:
    """Return layers as people read them."""
    return [text(incident.layer_title(layer)) for layer in layers]


def lined_up(result: Explanation) -> str:
    """Return what introduces the (shortest) way it came about; ends in a colon.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    return text(words_why.lined_up(result))


def around(result: Explanation) -> list[str]:
    """Return what is in every way, what made it worse and what is in doubt, as far as there is."""
    parts = (
        words_why.in_every_way(result),
        words_why.made_worse(result.incident),
        words_why.in_doubt(result),
    )
    return [text(part) for part in parts if part]


def stoppers(result: Explanation) -> str:
    """Return what would have stopped it, with a layer that alone would have in bold."""
    sentence = text(words_why.stoppers(result))
    if len(result.stopping_layers) != 1:
        return sentence
    (name,) = layer_names(result.incident, result.stopping_layers)
    return sentence.replace(f"the layer {name}", f"the layer **{name}**", 1)


def remains(plan: Assessment) -> list[str]:
    """Return what still gets through under a scenario, a sentence and a line for each way."""
    ways = words_actions.remaining_ways(plan)
    return [text(words_actions.remains(plan)), *(f"- {text(way)}" for way in ways)]


def defence(plan: Assessment) -> str:
    """Return the depth of defence in one or two sentences."""
    return text(words_actions.defence(plan))


def five_whys(versus: Comparison) -> list[str]:
    """Return what the five whys reached and what it missed, in a few sentences."""
    return [text(sentence) for sentence in words_five_whys.counts(versus)]
