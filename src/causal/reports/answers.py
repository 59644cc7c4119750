"""The questions that a document asks of an incident: each asked once, all within one budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from causal.errors import NothingToCompare, NothingToExplain
from causal.graph.budget import Budget, budget_of

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.explain import Explanation
    from causal.analysis.five_whys import Comparison
    from causal.corpus import Corpus
    from causal.model import Incident


@dataclass
class Answers:
    """An incident and what is known of it, as documents need it.

    Args:
        incident: The incident.
        corpus: The incidents in which to look whether it was seen before.
        budget: The limits of all answers together.
        known: The incidents of the corpus that name each canonical factor, where that is at hand.
    """

    incident: Incident
    corpus: Corpus | None = None
    budget: Budget | None = None
    known: Mapping[str, Sequence[str]] | None = None
    _plans: dict[str, Assessment] = field(default_factory=dict, repr=False)

    @cached_property
    def left(self) -> Budget:
        """The budget that all answers share."""
        return budget_of(self.budget).shared()

    @cached_property
    def stood(self) -> Mapping[str, Sequence[str]]:
        """The incidents of the corpus that name each canonical factor; empty without a corpus."""
        if self.known is not None or self.corpus is None:
            return self.known or {}
        rows = self.corpus.factors.dropna(subset=["key"])
        counts = rows.groupby("key", observed=True)["incident"].unique()
        return {str(key): list(ids) for key, ids in counts.items()}

    @cached_property
    def explanation(self) -> Explanation | None:
        """Why it happened; None while no causes are drawn."""
        from causal.analysis import explain

        try:
            return explain(self.incident, budget=self.left)
        except NothingToExplain:
            return None

    def plan(self, scenario: str = "planned") -> Assessment:
        """Return what the actions of a scenario leave open."""
        from causal.analysis import assess_actions

        if scenario not in self._plans:
            self._plans[scenario] = assess_actions(self.incident, scenario, budget=self.left)
        return self._plans[scenario]

    @cached_property
    def five_whys(self) -> Comparison | None:
        """The five whys against the graph; None where there is none to compare."""
        from causal.analysis import compare_five_whys

        try:
            return compare_five_whys(self.incident, budget=self.left)
        except (NothingToCompare, NothingToExplain):
            return None
