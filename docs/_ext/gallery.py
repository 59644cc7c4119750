"""Every view of an incident, drawn while the site is built: the directive ``gallery``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

import causal
from causal.errors import NothingToDraw, NothingToExplain
from causal.integrations.sphinx import drawing
from causal.render.views import VIEWS

if TYPE_CHECKING:
    from causal.model import Incident

__all__ = ["Gallery", "setup"]

SHOWS = {
    "graph": "every factor in the lane of its layer, and what led to what",
    "swiss-cheese": "the layers as slices, and each failure path through the holes it needed",
    "five-whys": "the chain of answers beside the graph, and what it missed",
    "actions": "which action closes which factor and hardens which layer",
    "timeline": "the course of it, to scale, with the factors at their moments",
    "before-after": "what still leads to the outcome once the actions are done",
    "bowtie": "a row for each threat with its barriers, then what raised each cost",
    "fault-tree": "the outcome on top, a gate below each event, basic events at the ends",
    "sparkline": "one line for a chat: a mark for each layer, and the depth of defence",
    "brief": "one slide: what set it off, what would have prevented it, the first actions",
}


class Gallery(SphinxDirective):
    """Every view of the incident in a file, each with a heading and an alternative text."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the views one below the other; one without data says what it lacks."""
        relative, absolute = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        incident = causal.load(absolute)
        return [node for view in VIEWS for node in self._shown(incident, view)]

    def _shown(self, incident: Incident, view: str) -> list[nodes.Node]:
        shows = SHOWS[view]
        head = nodes.paragraph("", "", nodes.literal("", view), nodes.Text(f": {shows}."))
        head["classes"].append("gallery-view")
        prefix = f"gallery-{self.env.new_serialno('gallery')}"
        try:
            made = causal.draw(incident, view, id_prefix=prefix)
            alt = f"{view} of {incident.id}: {shows}"
            return [head, drawing(drawing=made, svg=made.svg, alt=alt)]
        except (NothingToDraw, NothingToExplain) as missing:
            return [head, nodes.paragraph("", f"Nothing to draw: {missing}.")]


def setup(app: Any) -> dict[str, bool]:
    """Register the directive ``gallery``."""
    app.setup_extension("causal.integrations.sphinx")
    app.add_directive("gallery", Gallery)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
