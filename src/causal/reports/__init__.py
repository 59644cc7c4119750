"""Model to document: postmortems in Markdown, surveys in Markdown and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from causal.errors import UnknownFormat
from causal.reports.bundle import write_report
from causal.reports.markdown import incident_markdown
from causal.reports.pictures import Pictures

if TYPE_CHECKING:
    from datetime import date

    from causal.corpus import Corpus
    from causal.model import Incident

__all__ = ["corpus_report", "incident_report", "write_report"]

INCIDENT_FORMATS = ("markdown",)
CORPUS_FORMATS = ("markdown", "html")


def incident_report(
    incident: Incident, format: str = "markdown", *, pictures: Mapping[str, str] | None = None
) -> str:
    """Return the postmortem document of an incident.

    Args:
        incident: The incident.
        format: ``markdown``.
        pictures: For each view the path to show it from; a view without one is left out.

    Raises:
        UnknownFormat: There is no such format.
    """
    _check(format, INCIDENT_FORMATS)
    return incident_markdown(incident, Pictures(pictures or {}))


def corpus_report(
    corpus: Corpus,
    format: str = "markdown",
    *,
    pictures: Mapping[str, str] | None = None,
    today: date | str | None = None,
) -> str:
    """Return the survey page of a corpus.

    Args:
        corpus: The corpus.
        format: ``markdown``, or ``html`` for one page that holds its charts.
        pictures: For each chart the path to show it from in Markdown; a chart without one is left
            out.
        today: The day that due dates are measured to; the date now in UTC when not given.

    Raises:
        UnknownFormat: There is no such format.
    """
    from causal.reports.survey import survey_html, survey_markdown

    _check(format, CORPUS_FORMATS)
    if format == "html":
        return survey_html(corpus, today)
    return survey_markdown(corpus, pictures, today)


def _check(format: str, known: Sequence[str]) -> None:
    if format not in known:
        raise UnknownFormat(f"no report format {format!r} (known: {', '.join(known)})")
