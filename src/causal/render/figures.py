"""Plotly figures of one incident, to look into in a notebook; `FIGURES` names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.errors import UnknownName
from causal.model import Incident
from causal.render.drawing import Drawing
from causal.render.incident_logic import incident_logic
from causal.render.layout import LAYOUTS, PAGE_WIDTH
from causal.render.theme import DEFAULT, Theme
from causal.render.views import view_scene
from causal.render.writers.plotly import write_plotly

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["FIGURES", "figure"]

FIGURES = ("graph", "actions")


def figure(incident: Incident, view: str = "graph", *, theme: Theme = DEFAULT) -> Figure:
    """Return an interactive Plotly figure of an incident, its parts where the drawing has them.

    Args:
        incident: What to show.
        view: ``graph`` (the legend hides layers) or ``actions`` (what acts on which factor and
            hardens which layer); hover for details.
        theme: The colours; those on light ground are used.

    Raises:
        UnknownName: There is no such figure.
        NothingToDraw: The incident lacks what the figure shows.
    """
    if view not in FIGURES:
        raise UnknownName("figure", view, FIGURES)
    scene = view_scene(incident, view, None)
    plan = LAYOUTS[scene.kind](scene, portrait=True, width=PAGE_WIDTH)
    known = {
        node.id: [f"{fact.name}: {fact.value}" for fact in node.facts]
        for node in incident_logic(incident).nodes
    }
    drawing = Drawing(scene, view=view, theme=theme)
    return write_plotly(scene, plan, theme, known).pictured(drawing.pictures)
