"""Dispatch by type: what is drawn, figured or reported, an incident or a corpus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.model import Incident

if TYPE_CHECKING:
    from datetime import date

    from plotly.graph_objects import Figure

    from causal.analysis.changes import Changes
    from causal.corpus import Corpus
    from causal.render import Drawing

__all__ = ["draw", "figure", "report"]


def draw(incident: Incident | Changes, view: str = "graph", **options: Any) -> Drawing:
    """Return a drawing of an incident, or of what changed between two versions of one.

    Args:
        incident: The incident; or the answer of `diff`, whose drawing has one view.
        view: ``graph``, ``swiss-cheese``, ``five-whys``, ``actions``, ``timeline``,
            ``before-after``, ``bowtie`` or ``brief``.
        options: ``orientation`` (``portrait`` or ``landscape``), ``engine`` (``own`` or ``dot``),
            ``theme``, ``id_prefix`` (to show the same drawing twice on one page), and for
            ``before-after`` the ``scenario`` of actions.

    Raises:
        NothingToDraw: The incident lacks what the view shows.
        UnknownName: There is no such view.
    """
    from causal import render
    from causal.analysis.changes import Changes

    if isinstance(incident, Changes):
        return render.draw_changes(incident, **options)
    if not isinstance(incident, Incident):
        raise CausalError(f"draw takes an Incident, not {type(incident).__name__}; see causal.load")
    return render.draw(incident, view, **options)


def figure(subject: Incident | Corpus, view: str | None = None, **options: Any) -> Figure:
    """Return an interactive Plotly figure of an incident or a corpus.

    Args:
        subject: The incident or the corpus.
        view: For an incident ``graph`` (the default) or ``actions``; for a corpus ``recurrence``
            (the default) or another of its figures.
        options: ``theme``, the colours; of a corpus also ``dark``, for dark ground.

    Raises:
        NothingToDraw: The subject lacks what the figure shows.
        UnknownName: There is no such figure.
    """
    if isinstance(subject, Incident):
        from causal.render import figures

        return figures.figure(subject, view or "graph", **options)
    from causal.corpus.charts.figures import figure as of_corpus

    return of_corpus(subject, view or "recurrence", **options)


def report(
    subject: Incident | Corpus,
    format: str = "markdown",
    *,
    pictures: Mapping[str, str] | None = None,
    today: date | str | None = None,
) -> str:
    """Return the postmortem document of an incident, or the survey page of a corpus.

    Args:
        subject: The incident or the corpus.
        format: ``markdown``; of a corpus also ``html``, one page that holds its charts.
        pictures: For each view (or chart) the path to show it from in Markdown; without one it is
            left out.
        today: The day that the due dates of a corpus are measured to; the date now in UTC when not
            given.

    Raises:
        UnknownFormat: There is no such format.
    """
    from causal import reports

    if isinstance(subject, Incident):
        return reports.incident_report(subject, format, pictures=pictures)
    return reports.corpus_report(subject, format, pictures=pictures, today=today)
