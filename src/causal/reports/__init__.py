"""Model to document: postmortems and surveys in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from causal.errors import UnknownFormat
from causal.reports.bundle import write_report
from causal.reports.markdown import incident_markdown
from causal.reports.pictures import Pictures

if TYPE_CHECKING:
    from causal.corpus import Corpus
    from causal.model import Incident

__all__ = ["corpus_report", "incident_report", "write_report"]

FORMATS = ("markdown",)


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
    _check(format)
    return incident_markdown(incident, Pictures(pictures or {}))


def corpus_report(
    corpus: Corpus, format: str = "markdown", *, pictures: Mapping[str, str] | None = None
) -> str:
    """Return the survey page of a corpus.

    Args:
        corpus: The corpus.
        format: ``markdown``.
        pictures: For each chart the path to show it from; a chart without one is left out.

    Raises:
        UnknownFormat: There is no such format.
    """
    from causal.reports.survey import survey_markdown

    _check(format)
    return survey_markdown(corpus, pictures)


def _check(format: str) -> None:
    if format not in FORMATS:
        raise UnknownFormat(f"no report format {format!r} (known: {', '.join(FORMATS)})")
