"""Plotly figures of a corpus, to look into in a notebook; `FIGURES` names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from causal.corpus.charts.bars import durations_figure, fixes_figure, recurrence_figure
from causal.corpus.charts.burn_down import burn_down_figure
from causal.corpus.charts.layers import breaches_figure, heatmap_figure
from causal.corpus.charts.style import darkened
from causal.corpus.charts.together import network_figure, upset_figure
from causal.errors import UnknownName
from causal.render.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from causal.corpus.corpus import Corpus

__all__ = ["FIGURES", "figure"]

FIGURES: dict[str, Callable[[Corpus, Theme], Figure]] = {
    "recurrence": recurrence_figure,
    "factors-by-layer": heatmap_figure,
    "layers-over-time": breaches_figure,
    "best-fixes": fixes_figure,
    "together": upset_figure,
    "network": network_figure,
    "burn-down": burn_down_figure,
    "durations": durations_figure,
}


def figure(
    corpus: Corpus, view: str = "recurrence", *, theme: Theme = DEFAULT, dark: bool = False
) -> Figure:
    """Return an interactive Plotly figure of a corpus.

    Args:
        corpus: The incidents.
        view: ``recurrence`` (bars with intervals), ``factors-by-layer`` (a heatmap),
            ``layers-over-time`` (which failed in which year), ``best-fixes`` (what each adds),
            ``together`` (an UpSet of shared factors), ``network`` (only pairs beyond chance),
            ``burn-down`` (open actions) or ``durations`` (time to detect, mitigate, resolve).
        theme: The colours.
        dark: Whether it is shown on dark ground.

    Raises:
        UnknownName: There is no such figure.
        NothingToDraw: The corpus lacks what the figure shows.
        MissingExtra: The figure needs an optional library that is not installed.
    """
    if view not in FIGURES:
        raise UnknownName("figure", view, FIGURES)
    return FIGURES[view](corpus, darkened(theme) if dark else theme)
