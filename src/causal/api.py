"""Dispatch by type: what is drawn, figured or reported, an incident or a corpus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.model import Incident

if TYPE_CHECKING:
    from causal.corpus import Corpus
    from causal.render import Drawing

__all__ = ["draw", "report"]


def draw(incident: Incident, view: str = "graph", **options: Any) -> Drawing:
    """Return a drawing of an incident.

    Args:
        incident: The incident.
        view: ``graph``, ``swiss-cheese`` or ``five-whys``.
        options: ``orientation`` (``portrait`` or ``landscape``), ``engine`` (``own`` or ``dot``),
            ``id_prefix`` (to show the same drawing twice on one page).

    Raises:
        NothingToDraw: The incident lacks what the view shows.
        UnknownName: There is no such view.
    """
    from causal import render

    if not isinstance(incident, Incident):
        raise CausalError(f"draw takes an Incident, not {type(incident).__name__}; see causal.load")
    return render.draw(incident, view, **options)


def report(
    subject: Incident | Corpus,
    format: str = "markdown",
    *,
    pictures: Mapping[str, str] | None = None,
) -> str:
    """Return the postmortem document of an incident, or the survey page of a corpus.

    Args:
        subject: The incident or the corpus.
        format: ``markdown``.
        pictures: For each view (or chart) the path to show it from; without one it is left out.

    Raises:
        UnknownFormat: There is no such format.
    """
    from causal import reports

    if isinstance(subject, Incident):
        return reports.incident_report(subject, format, pictures=pictures)
    return reports.corpus_report(subject, format, pictures=pictures)
