"""What comes out of a review meeting: what changed in it, and the brief to send round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.analysis import diff
from causal.analysis.phrases import listed
from causal.analysis.result import counted
from causal.api import report
from causal.editing.answers import SECONDS
from causal.editing.drawable import drawable
from causal.graph.budget import Budget

if TYPE_CHECKING:
    from causal.editing.draft import Draft
    from causal.model import Incident


def changes_since(start: Draft, incident: Incident) -> list[str]:
    """Return what changed from a draft to an incident, as `causal.diff` says it.

    Where nothing was drawn before, everything is new, and how much there is says more than a list.
    """
    if not start.data["factors"]:
        made = (
            counted(len(incident.factors), "factor"),
            counted(len(list(incident.links())), "link"),
            counted(len(incident.actions), "action"),
        )
        return [f"Nothing was drawn before. Drawn here: {listed(made)}."]
    before = start.incident if start.is_valid else drawable(start)
    if before is None or before == incident:
        return []
    return diff(before, incident).sentences()


def brief(incident: Incident) -> str:
    """Return the brief of an incident as Markdown, on one page."""
    return report(incident, "markdown", one_page=True, budget=Budget(seconds=SECONDS))
