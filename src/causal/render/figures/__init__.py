"""Plotly figures of one incident, to look into in a notebook; `FIGURES` names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from causal.errors import UnknownName
from causal.model import Incident
from causal.render.figures.actions import actions_figure
from causal.render.figures.graph import graph_figure
from causal.render.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["FIGURES", "figure"]

FIGURES: dict[str, Callable[[Incident, Theme], Figure]] = {
    "graph": graph_figure,
    "actions": actions_figure,
}


def figure(incident: Incident, view: str = "graph", *, theme: Theme = DEFAULT) -> Figure:
    """Return an interactive Plotly figure of an incident.

    Args:
        incident: What to show.
        view: ``graph`` (hover for details, the legend hides layers) or ``actions`` (what acts on
            which factor and hardens which layer).
        theme: The colours; those on light ground are used.

    Raises:
        UnknownName: There is no such figure.
        NothingToDraw: The incident lacks what the figure shows.
    """
    if view not in tuple(FIGURES):
        raise UnknownName("figure", view, FIGURES)
    return FIGURES[view](incident, theme)
