"""What a survey tells of a corpus, each question asked once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from causal.corpus.tables.rekeyed import open_rows
from causal.graph.budget import Budget

if TYPE_CHECKING:
    from datetime import date

    from causal.corpus import Corpus
    from causal.corpus.fixes.best_fixes import BestFixes
    from causal.corpus.patterns.pattern import Pattern

__all__ = ["BUDGET", "Found"]

BUDGET = 5
"""How many fixes a survey proposes."""

_SECONDS, _EXACT = 20.0, 3_000
"""How long to look for the best fixes, and up to how many incidents; greedy beyond."""


class Found:
    """The answers of a corpus to the questions of a survey.

    Args:
        corpus: The incidents.
        today: The day that due dates are measured to; the date now in UTC when not given.
    """

    def __init__(self, corpus: Corpus, today: date | str | None) -> None:
        self.corpus, self.today = corpus, today
        self.incidents, self.faults = corpus.incidents, corpus.faults
        self.factors = corpus.recurring_factors()
        self.layers = corpus.layer_profile()
        self.followed = corpus.action_completion(today)
        self.durations = corpus.durations()

    @cached_property
    def example(self) -> dict[str, str]:
        """The sentence of each canonical factor in the latest incident that names it."""
        every = self.corpus.recurring_factors(1)
        return dict(zip(every["key"], every["example"], strict=True))

    @cached_property
    def proposed_layers(self) -> Pattern:
        """The layers that only words of documents suggest."""
        return self.corpus.proposed_layers()

    @property
    def bare(self) -> bool:
        """Whether a factor that could come back has no key in its file."""
        return len(open_rows(self.corpus.__dict__.get("tables_as_read", self.corpus.tables))) > 0

    @cached_property
    def while_open(self) -> Pattern:
        """What recurred while an action on it was open, within services."""
        return self.corpus.recurred_while_open(within="services")

    @cached_property
    def after_action(self) -> Pattern:
        """What recurred after an action on it was done, within services."""
        return self.corpus.recurred_after_action(within="services")

    @cached_property
    def layer_names(self) -> frozenset[str]:
        """The layers that any incident speaks of."""
        return frozenset(self.layers["layer"])

    @property
    def exact(self) -> bool:
        """Whether the best fixes are proven, and held against what nobody has confirmed."""
        return len(self.corpus) <= _EXACT

    @cached_property
    def plans(self) -> dict[str, BestFixes]:
        """The best fixes over factors and over layers."""
        limits = Budget(seconds=_SECONDS)
        return {
            over: self.corpus.best_fixes(BUDGET, over=over, exact=self.exact, budget=limits)
            for over in ("factors", "layers")
        }
