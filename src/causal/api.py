"""Dispatch by type: what is drawn, figured or reported, an incident or a corpus."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal, overload

from causal.errors import CausalError
from causal.model import Incident
from causal.model.expect import expect_incident

if TYPE_CHECKING:
    from datetime import date

    from plotly.graph_objects import Figure

    from causal.analysis.changes import Changes
    from causal.corpus import Corpus
    from causal.graph.budget import Budget
    from causal.render import Drawing
    from causal.render.theme import Theme

__all__ = ["draw", "figure", "report"]


View = Literal[
    "graph",
    "swiss-cheese",
    "five-whys",
    "actions",
    "timeline",
    "before-after",
    "bowtie",
    "brief",
    "fault-tree",
    "sparkline",
]
"""The drawings of an incident."""

Fit = Literal["a4", "letter", "slide", "column"]
"""The places a drawing is laid out for."""

FigureView = Literal[
    "graph", "actions",
    "recurrence", "layers", "factors-by-layer", "layers-over-time", "best-fixes",
    "action-completion", "together", "network", "burn-down", "durations", "hardening",
    "level",
]  # fmt: skip
"""The figures: the first two of an incident, the others of a corpus."""

Template = Literal["postmortem", "google-sre", "ccadb", "ccadb-1", "ccadb-2", "review-meeting"]
"""The documents of an incident."""


def draw(
    incident: Incident | Changes,
    view: View = "graph",
    *,
    orientation: Literal["portrait", "landscape"] | None = None,
    fit: Fit | None = None,
    engine: Literal["own", "dot"] = "own",
    theme: Theme | None = None,
    id_prefix: str | None = None,
    scenario: Literal["planned", "done", "verified"] | Collection[str] | None = None,
    budget: Budget | None = None,
) -> Drawing:
    """Return a drawing of an incident, or of what changed between two versions of one.

    Args:
        incident: The incident; or the answer of `diff`, whose drawing has one view.
        view: ``graph``, ``swiss-cheese``, ``five-whys``, ``actions``, ``timeline``,
            ``before-after``, ``bowtie``, ``brief``, ``fault-tree`` or ``sparkline``.
        orientation: ``portrait`` or ``landscape``; with `fit` None chooses the better one.
        fit: Where it is placed: ``a4``, ``letter``, ``slide`` or ``column`` (700 pixels). Its
            words are then large enough to read, on as many `Drawing.pages` as that takes.
        engine: Who lays it out: ``own``, or Graphviz as ``dot``.
        theme: The colours.
        id_prefix: What the ids in the SVG start with, to show one drawing twice on a page.
        scenario: Which actions count as in place, by name or by their ids.
        budget: The limits of the picture, by default `Budget()`.

    Raises:
        NothingToDraw: The incident lacks what the view shows.
        NotFinished: It does not fit the budget; told when its parts are placed.
        UnknownName: There is no such view.
    """
    from causal import render
    from causal.analysis.changes import Changes

    colours = _colours(theme)
    if isinstance(incident, Changes):
        if view != "graph" or engine != "own" or scenario is not None:
            raise CausalError("what changed has one view, without an engine or a scenario")
        return render.draw_changes(
            incident, orientation=orientation, fit=fit, theme=colours, id_prefix=id_prefix,
            budget=budget,
        )  # fmt: skip
    expect_incident(incident, "draw")
    return render.draw(
        incident, view, orientation=orientation, fit=fit, engine=engine, theme=colours,
        id_prefix=id_prefix, scenario=scenario, budget=budget,
    )  # fmt: skip


def figure(
    subject: Incident | Corpus,
    view: FigureView | None = None,
    *,
    theme: Theme | None = None,
    dark: bool = False,
) -> Figure:
    """Return an interactive Plotly figure of an incident or a corpus.

    Args:
        subject: The incident or the corpus.
        view: For an incident ``graph`` (the default) or ``actions``; for a corpus ``recurrence``
            (the default) or another of its figures.
        theme: The colours.
        dark: Whether it is shown on dark ground.

    Raises:
        NothingToDraw: The subject lacks what the figure shows.
        UnknownName: There is no such figure.
    """
    from causal.corpus import Corpus

    colours = _colours(theme)
    if isinstance(subject, Incident):
        from causal.render import figures

        colours = colours.on_dark() if dark else colours
        return figures.figure(subject, view or "graph", theme=colours)
    if not isinstance(subject, Corpus):
        expect_incident(subject, "figure", "a Corpus")
    from causal.corpus.charts.figures import figure as of_corpus

    return of_corpus(subject, view or "recurrence", theme=colours, dark=dark)


def _colours(theme: Theme | None) -> Theme:
    from causal.render.theme import DEFAULT
    from causal.render.theme import Theme as Colours

    if not isinstance(theme, Colours | None):
        raise CausalError(f"theme is a causal.render.theme.Theme, not {theme!r}")
    return theme or DEFAULT


@overload
def report(
    subject: Incident | Corpus,
    format: Literal["markdown", "html", "csv", "json"] = "markdown",
    *,
    template: Template | os.PathLike[str] | str | None = None,
    one_page: bool = False,
    corpus: Corpus | None = None,
    pictures: Mapping[str, str] | None = None,
    today: date | str | None = None,
    budget: Budget | None = None,
    fit: Fit | None = None,
) -> str: ...
@overload
def report(
    subject: Incident | Corpus,
    format: Literal["pdf"],
    *,
    template: Template | os.PathLike[str] | str | None = None,
    one_page: bool = False,
    corpus: Corpus | None = None,
    pictures: Mapping[str, str] | None = None,
    today: date | str | None = None,
    budget: Budget | None = None,
    fit: Fit | None = None,
) -> bytes: ...
def report(
    subject: Incident | Corpus,
    format: Literal["markdown", "html", "pdf", "csv", "json"] = "markdown",
    *,
    template: Template | os.PathLike[str] | str | None = None,
    one_page: bool = False,
    corpus: Corpus | None = None,
    pictures: Mapping[str, str] | None = None,
    today: date | str | None = None,
    budget: Budget | None = None,
    fit: Fit | None = None,
) -> str | bytes:
    """Return a document of an incident, or the survey page of a corpus; bytes for a PDF.

    Args:
        subject: The incident or the corpus.
        format: ``markdown``, ``html`` or ``pdf``; of an incident also ``csv`` and ``json``, its
            action items for a tracker. HTML and PDF hold their pictures.
        template: Of an incident ``postmortem`` (the default), ``google-sre``, ``ccadb`` (version
            3; ``ccadb-1`` and ``ccadb-2`` the earlier ones),
            ``review-meeting``, or the path of a Jinja2 template.
        one_page: Of an incident only what fits one page of A4 and 450 words.
        corpus: The incidents in which to look whether this one was seen before.
        pictures: For each view (or chart) the path to show it from in Markdown; without one it is
            left out.
        today: The day that the due dates of a corpus are measured to; the date now in UTC when not
            given.
        budget: The limits of the answers in the document of an incident, all together.
        fit: Where the pictures in the document of an incident are placed, as of `draw`.

    Raises:
        UnknownFormat: There is no such format.
        UnknownName: There is no such template.
    """
    from causal import reports
    from causal.corpus import Corpus

    if isinstance(subject, Incident):
        if today is not None:
            raise CausalError("today is for the survey of a corpus, not for one incident")
        return reports.incident_report(
            subject, format, template=template, one_page=one_page, corpus=corpus,
            pictures=pictures, budget=budget, fit=fit,
        )  # fmt: skip
    if not isinstance(subject, Corpus):
        expect_incident(subject, "report", "a Corpus")
    if template is not None or one_page or corpus is not None or fit is not None:
        raise CausalError(
            "template, one_page, corpus and fit are for one incident, not for a corpus"
        )
    return reports.corpus_report(subject, format, pictures=pictures, today=today, budget=budget)
