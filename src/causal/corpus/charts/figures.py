"""The charts of a corpus by name, as a survey shows them and as Plotly figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from causal.corpus.charts import bar_charts, pattern_charts
from causal.corpus.charts.forest_chart import forest_chart
from causal.corpus.charts.level_chart import level_chart
from causal.errors import UnknownName
from causal.render.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from causal.corpus.charts.chart import Chart
    from causal.corpus.corpus import Corpus


FIGURES: dict[str, Callable[[Corpus], Chart]] = {
    "recurrence": bar_charts.recurrence_chart,
    "layers": bar_charts.layer_chart,
    "factors-by-layer": pattern_charts.factors_by_layer_chart,
    "layers-over-time": pattern_charts.layers_over_time_chart,
    "best-fixes": lambda corpus: bar_charts.fixes_chart(corpus.best_fixes(10)),
    "action-completion": bar_charts.completion_chart,
    "together": pattern_charts.together_chart,
    "network": pattern_charts.network_chart,
    "burn-down": pattern_charts.burn_down_chart,
    "durations": pattern_charts.durations_chart,
    "level": level_chart,
    "hardening": forest_chart,
}
"""Each chart, described once; `Chart.svg` and `Chart.figure` are its two forms."""


def figure(
    corpus: Corpus, view: str = "recurrence", *, theme: Theme = DEFAULT, dark: bool = False
) -> Figure:
    """Return an interactive Plotly figure of a corpus.

    Args:
        corpus: The incidents.
        view: ``recurrence`` (bars with intervals), ``layers`` (how often each failed),
            ``factors-by-layer`` (a heatmap), ``layers-over-time`` (which failed in which year),
            ``best-fixes`` (what each prevents), ``action-completion`` (actions by status),
            ``together`` (an UpSet of shared factors), ``network`` (only pairs beyond chance),
            ``burn-down`` (open actions), ``durations`` (time to detect, mitigate, resolve),
            ``level`` (incidents over time, and where their rate changed) or ``hardening`` (a
            forest plot of occurrences after an action against those before).
        theme: The colours.
        dark: Whether it is shown on dark ground.

    Raises:
        UnknownName: There is no such figure.
        NothingToDraw: The corpus lacks what the figure shows.
        MissingExtra: The figure needs an optional library that is not installed.
    """
    if view not in FIGURES:
        raise UnknownName("figure", view, FIGURES)
    return FIGURES[view](corpus).themed(theme).figure(dark=dark)
