"""Documents out: postmortems, one page, review briefs, action items, and surveys of many.

Everything is built once as blocks (`causal.reports.document`) and written as Markdown, HTML or PDF.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from causal.errors import CausalError, UnknownFormat, UnknownName, did_you_mean
from causal.reports import write
from causal.reports.answers import Answers
from causal.reports.document import Block
from causal.reports.incident import appendix, postmortem
from causal.reports.meeting import review_meeting
from causal.reports.one_page import one_page
from causal.reports.template_ccadb import ccadb
from causal.reports.template_sre import google_sre
from causal.text.expect import expect_path

if TYPE_CHECKING:
    from datetime import date

    from causal.corpus import Corpus
    from causal.graph.budget import Budget
    from causal.model import Incident

__all__ = ["FORMATS", "SUFFIXES", "TEMPLATES", "corpus_report", "incident_report", "write_report"]

FORMATS = ("markdown", "html", "pdf", "csv", "json")
"""What an incident is reported as; ``csv`` and ``json`` hold its action items for a tracker."""

CORPUS_FORMATS = ("markdown", "html", "pdf")

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".csv": "csv",
    ".json": "json",
}
"""The format of a file by its suffix."""

TEMPLATES: dict[str, Callable[[Answers], Iterable[Block]]] = {
    "postmortem": postmortem,
    "google-sre": lambda answers: google_sre(answers.incident),
    "ccadb": lambda answers: ccadb(answers.incident),
    "ccadb-1": lambda answers: ccadb(answers.incident, 1),
    "ccadb-2": lambda answers: ccadb(answers.incident, 2),
    "review-meeting": review_meeting,
}
"""The documents by name."""


def incident_report(
    incident: Incident,
    format: str = "markdown",
    *,
    template: str | os.PathLike[str] | None = None,
    one_page: bool = False,
    corpus: Corpus | None = None,
    pictures: Mapping[str, str] | None = None,
    budget: Budget | None = None,
    fit: str | None = None,
) -> str | bytes:
    """Return a document of an incident; bytes for a PDF.

    Args:
        incident: The incident.
        format: One of `FORMATS`.
        template: A name of `TEMPLATES`, or the path of a Jinja2 template.
        one_page: Only what fits one page of A4 and 450 words.
        corpus: The incidents in which to look whether it was seen before.
        pictures: For each view the path that Markdown shows it from; a view without one is left
            out. HTML and PDF hold their pictures.
        budget: The limits of the answers in it together; what did not finish says so in its place.
        fit: Where the pictures in it are placed, as of `causal.draw`; A4 when None in a PDF.

    Raises:
        UnknownFormat: There is no such format.
        UnknownName: There is no such template.
    """
    _check(format, FORMATS)
    if corpus is not None and not hasattr(corpus, "recurring_factors"):
        raise CausalError(f"corpus is a Corpus, not {corpus!r}")
    if not isinstance(pictures, Mapping | None):
        raise CausalError(f"pictures is a mapping of views to paths, not {pictures!r}")
    if template is not None:
        expect_path(template, "template", "a name or the path of a file")
    answers = Answers(incident, corpus, budget)
    if format in ("csv", "json"):
        from causal.reports import action_items

        csv = format == "csv"
        make = action_items.action_items_csv if csv else action_items.action_items_json
        return make(incident)
    if template is not None and _is_file(template):
        from causal.reports.user_template import fill_template

        if format == "pdf" or one_page:
            raise CausalError(f"{os.fspath(template)!r} makes a text: not a PDF, nor one page")
        return fill_template(answers, template)
    blocks = _document(answers, template, one_page)
    if format == "html":
        return write.html(incident, blocks, fitted=one_page, fit=fit, budget=answers.left)
    if format == "pdf":
        return write.pdf(incident, blocks, fitted=one_page, fit=fit, budget=answers.left)
    return write.markdown(incident, blocks, pictures or {})


def write_report(
    incident: Incident,
    path: str | os.PathLike[str],
    *,
    template: str | os.PathLike[str] | None = None,
    one_page: bool = False,
    corpus: Corpus | None = None,
    budget: Budget | None = None,
    fit: str | None = None,
) -> list[Path]:
    """Write a document of an incident and return all paths, the document first.

    Markdown gets its pictures beside it, named after it. One page gets the rest as an appendix
    beside it.

    Args:
        incident: The incident.
        path: The file to write; its suffix tells the format.
        template: A name of `TEMPLATES`, or the path of a Jinja2 template.
        one_page: Only what fits one page of A4 and 450 words, the rest as an appendix.
        corpus: The incidents in which to look whether it was seen before.
        budget: The limits of the answers in it together.
        fit: Where its pictures are placed, as of `causal.draw`.

    Raises:
        UnknownFormat: The suffix names no format.
        OSError: The folder does not exist or cannot be written.
    """
    from causal.atomic import expect_target, write_atomic

    file = Path(path)
    own = template is not None and _is_file(template)
    format = SUFFIXES.get(file.suffix.lower())
    if format is None and not own:
        hint = did_you_mean(file.suffix, SUFFIXES)
        problem = f"a report is written as {', '.join(SUFFIXES)}, not as {file.name!r}"
        raise UnknownFormat(f"{problem} ({hint})" if hint else problem)
    expect_target(file)
    answers = Answers(incident, corpus, budget)
    if format == "markdown" and not own:
        blocks = _document(answers, template, one_page)
        written = write.write_markdown(incident, blocks, file, fit=fit, budget=answers.left)
    else:
        content = incident_report(
            incident, format or "markdown", template=template, one_page=one_page, corpus=corpus,
            budget=answers.left, fit=fit,
        )  # fmt: skip
        written = [write_atomic(file, content)]
    if one_page and format in ("markdown", "html", "pdf"):
        beside = file.with_name(f"{file.stem}-appendix{file.suffix}")
        rest = list(appendix(answers))
        if format == "markdown":
            written += write.write_markdown(incident, rest, beside, fit=fit, budget=answers.left)
        else:
            make = write.html if format == "html" else write.pdf
            written.append(write_atomic(beside, make(incident, rest, fit=fit, budget=answers.left)))
    return written


def corpus_report(
    corpus: Corpus,
    format: str = "markdown",
    *,
    pictures: Mapping[str, str] | None = None,
    today: date | str | None = None,
    budget: Budget | None = None,
) -> str | bytes:
    """Return the survey page of a corpus; bytes for a PDF.

    Args:
        corpus: The corpus.
        format: ``markdown``, or ``html`` or ``pdf`` with its charts in it.
        pictures: For each chart the path to show it from in Markdown; a chart without one is left
            out.
        today: The day that due dates are measured to; the date now in UTC when not given.
        budget: The limits of all answers in it together; none when None.

    Raises:
        UnknownFormat: There is no such format.
    """
    from causal.reports.survey import survey_html, survey_markdown, survey_pdf

    _check(format, CORPUS_FORMATS)
    if format == "html":
        return survey_html(corpus, today, budget=budget)
    if format == "pdf":
        return survey_pdf(corpus, today, budget=budget)
    return survey_markdown(corpus, pictures, today, budget=budget)


def _check(format: str, known: tuple[str, ...]) -> None:
    if format not in known:
        raise UnknownFormat(f"no report format {format!r} (known: {', '.join(known)})")


def _is_file(template: str | os.PathLike[str]) -> bool:
    """Return whether a template is a path: anything that has a suffix or a folder."""
    name = os.fspath(template)
    return not isinstance(template, str) or bool(Path(name).suffix) or os.sep in name


def _document(
    answers: Answers, template: str | os.PathLike[str] | None, short: bool
) -> Iterable[Block]:
    name = os.fspath(template or "postmortem")
    if name not in TEMPLATES:
        raise UnknownName("template", name, TEMPLATES)
    if not short:
        return TEMPLATES[name](answers)
    if name != "postmortem":
        raise CausalError(f"one page is a form of the postmortem, not of {name!r}")
    return one_page(answers)
