"""What a survey tells of a corpus, each question asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from causal.corpus.charts import bar_charts
from causal.corpus.charts.forest_chart import forest_chart
from causal.corpus.charts.level_chart import level_chart, level_period
from causal.corpus.charts.pattern_charts import durations_chart, network_chart
from causal.corpus.coded.levels import short_names
from causal.corpus.patterns.co_occurrence import CALLED
from causal.corpus.tables.rekeyed import open_rows
from causal.errors import NotFinished, NothingToDraw
from causal.graph.budget import Budget, PartBudget
from causal.reports.document import Block, Picture

if TYPE_CHECKING:
    from datetime import date

    from causal.corpus import Corpus
    from causal.corpus.charts.chart import Chart
    from causal.corpus.fixes.best_fixes import BestFixes
    from causal.corpus.patterns.pattern import Pattern

__all__ = ["BUDGET", "Found"]

BUDGET = 5
"""How many fixes a survey proposes."""

NO_LIMIT = Budget(seconds=None, memory_gib=None)

_SECONDS, _EXACT = 20.0, 3_000
"""How long to look for the best fixes, and up to how many incidents; greedy beyond."""


class Found:
    """The answers of a corpus to the questions of a survey.

    Args:
        corpus: The incidents.
        today: The day that due dates are measured to; the date now in UTC when not given.
        budget: The limits of all answers together; none when None.
    """

    def __init__(
        self, corpus: Corpus, today: date | str | None, budget: Budget | None = None
    ) -> None:
        self.corpus, self.today = corpus, today
        self.clock = (budget or NO_LIMIT).clock()
        self.incidents, self.faults = corpus.incidents, corpus.faults
        self.factors = corpus.recurring_factors()
        self.layers = corpus.layer_profile()
        self.followed = corpus.action_completion(today)
        self.durations = corpus.durations()

    @cached_property
    def every_factor(self) -> Pattern:
        """Every canonical factor, also those of one incident."""
        return self.corpus.recurring_factors(1)

    @cached_property
    def example(self) -> dict[str, str]:
        """The sentence of each canonical factor in the latest incident that names it."""
        every = self.every_factor
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
    def level(self) -> Pattern:
        """How many incidents there are in each period, and where the rate changed."""
        return self.corpus.trends(level_period(self.corpus))

    @cached_property
    def again(self) -> Pattern:
        """What came again on one service within six months."""
        return self.corpus.recurring_incidents("6 months", same=("services",))

    def charts(self, page: Iterable[Block]) -> dict[str, Chart]:
        """Return the charts of a page that have something to show, by the name of its picture."""
        shown = {block.name for block in page if isinstance(block, Picture)}
        makers: dict[str, Callable[[], Chart]] = {
            "recurring-factors": lambda: bar_charts.recurrence_chart(self.corpus),
            "best-fixes": lambda: bar_charts.fixes_chart(self.plans["factors"]),
            "layers": lambda: bar_charts.layer_chart(self.corpus),
            "level": lambda: level_chart(self.corpus),
            "action-completion": lambda: bar_charts.completion_chart(self.corpus, self.today),
            "again": lambda: bar_charts.again_chart(self.again),
            "durations": lambda: durations_chart(self.corpus),
            "hardening": lambda: forest_chart(self.corpus, self.hardening),
            "together": lambda: network_chart(self.corpus, self.together),
        }
        drawn = {}
        for name in (name for name in makers if name in shown):
            make = makers[name]
            with suppress(NothingToDraw, NotFinished), self.clock.work():
                drawn[name] = make()
        return drawn

    @cached_property
    def short(self) -> dict[str, tuple[str, str]]:
        """How each canonical factor is called where there is little room."""
        return short_names(list(self.every_factor["key"]))

    @cached_property
    def together(self) -> Pattern:
        """What stands together more often than chance explains, within each service if named."""
        named = any(len(names) for names in self.incidents["services"])
        return self.corpus.co_occurrence(by="service" if named else None, max_q=CALLED)

    @cached_property
    def hardening(self) -> Pattern:
        """Whether factors come less often once acted on, within services, by layer."""
        return self.corpus.does_hardening_work("layer", within="services")

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
        limits = PartBudget(seconds=_SECONDS)
        return {
            over: self.corpus.best_fixes(BUDGET, over=over, exact=self.exact, budget=limits)
            for over in ("factors", "layers")
        }
