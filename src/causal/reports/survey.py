"""The survey of a corpus: what keeps coming back, what let it through, what to fix next.

Every figure links to the incidents it was counted from, and each of those to its postmortem.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from causal.analysis.result import counted
from causal.atomic import expect_target, write_atomic
from causal.errors import NotFinished
from causal.io.safe_file import within
from causal.reports.document import Block, Bullets, Caution, Code, Heading, Paragraph, Piece
from causal.reports.evidence import evidence_csv
from causal.reports.links import SourceMap
from causal.reports.survey_counts import (
    all_incidents,
    what_comes_back,
    what_was_done,
    what_was_read,
    which_layers,
)
from causal.reports.survey_fixes import fixes
from causal.reports.survey_found import Found
from causal.reports.survey_level import again_soon, level, together
from causal.reports.survey_patterns import how_long, links_again, recurred
from causal.reports.survey_proposed import by_taxonomy, layers_without_an_author, without_a_key
from causal.reports.survey_short import in_short
from causal.reports.write_html import html_page
from causal.reports.write_markdown import markdown_page

if TYPE_CHECKING:
    from datetime import date

    from causal.corpus import Corpus
    from causal.graph.budget import Budget

__all__ = ["survey_blocks", "survey_html", "survey_markdown", "survey_pdf", "write_survey"]


def write_survey(
    corpus: Corpus,
    folder: str | os.PathLike[str],
    today: date | str | None = None,
    *,
    budget: Budget | None = None,
) -> Path:
    """Write the survey of a corpus and its charts, and return the path of its Markdown page.

    The folder then holds ``survey.md``, ``survey.html`` (which needs nothing beside it),
    ``evidence.csv`` (every incident behind every count) and ``charts/``, each as SVG and as PNG.

    Args:
        corpus: The incidents.
        folder: Where to; it is made if it does not exist.
        today: The day that due dates are measured to; the date now in UTC when not given.
        budget: The limits of all answers in it together; none when None.

    Raises:
        CausalError: A link in it leads out of it.
        OSError: The folder cannot be written.
    """
    base = Path(folder)
    expect_target(base, folder=True)
    for name in ("charts/x.svg", "evidence.csv", "survey.html", "survey.md"):
        within(base, name)
    found = Found(corpus, today, budget)
    places = SourceMap(found.incidents, base)
    page = list(survey_blocks(found, places))
    drawn = found.charts(page)
    for name, chart in drawn.items():
        write_atomic(within(base, f"charts/{name}.png"), chart.png())
        write_atomic(within(base, f"charts/{name}.svg"), chart.svg)
    names = {name: f"charts/{name}.svg" for name in drawn}
    pictures = {name: chart.svg for name, chart in drawn.items()}
    write_atomic(base / "evidence.csv", evidence_csv(page, places))
    write_atomic(base / "survey.html", html_page(page, places, pictures))
    return write_atomic(base / "survey.md", markdown_page(page, places, _shown(names)))


def survey_markdown(
    corpus: Corpus,
    charts: Mapping[str, str] | None = None,
    today: date | str | None = None,
    *,
    base: Path | None = None,
    budget: Budget | None = None,
) -> str:
    """Return the survey of a corpus as a Markdown page.

    Args:
        corpus: The incidents.
        charts: The files of the charts, by name, as the page should link them.
        today: The day that due dates are measured to; the date now in UTC when not given.
        base: The folder the page will stand in, so that links to incident files hold from there.
        budget: The limits of all answers in it together; none when None.
    """
    found = Found(corpus, today, budget)
    places = SourceMap(found.incidents, base)
    return markdown_page(survey_blocks(found, places), places, _shown(charts or {}))


def survey_html(
    corpus: Corpus,
    today: date | str | None = None,
    *,
    base: Path | None = None,
    budget: Budget | None = None,
) -> str:
    """Return the survey of a corpus as one HTML page that holds its charts.

    Args:
        corpus: The incidents.
        today: The day that due dates are measured to; the date now in UTC when not given.
        base: The folder the page will stand in, so that links to incident files hold from there.
        budget: The limits of all answers in it together; none when None.
    """
    found = Found(corpus, today, budget)
    places = SourceMap(found.incidents, base)
    page = list(survey_blocks(found, places))
    pictures = {name: chart.svg for name, chart in found.charts(page).items()}
    return html_page(page, places, pictures)


def survey_pdf(
    corpus: Corpus,
    today: date | str | None = None,
    *,
    base: Path | None = None,
    budget: Budget | None = None,
) -> bytes:
    """Return the survey of a corpus as a PDF that holds its charts.

    Args:
        corpus: The incidents.
        today: The day that due dates are measured to; the date now in UTC when not given.
        base: The folder the page will stand in.
        budget: The limits of all answers in it together; none when None.
    """
    from causal.render.writers.pdf import write_pdf
    from causal.render.writers.pieces import Pieces
    from causal.reports.write_pdf import pdf_page

    found = Found(corpus, today, budget)
    places = SourceMap(found.incidents, base)
    page = list(survey_blocks(found, places))
    pictures = {
        name: (
            write_pdf(chart.pieces, Pieces.svg, title=_ALT[name], description=_ALT[name]),
            _ALT[name],
        )
        for name, chart in found.charts(page).items()
    }
    return pdf_page(page, places, pictures)


def _shown(charts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return for each chart its file and what it shows, for readers who cannot see it."""
    return {name: (file, _ALT[name]) for name, file in charts.items() if name in _ALT}


def survey_blocks(found: Found, places: SourceMap) -> Iterator[Block]:
    """Yield the page."""
    count = counted(len(found.corpus), "incident")
    yield Heading(1, f"What keeps coming back: a survey of {count}")
    yield Paragraph(_about(found, places))
    yield Heading(2, "In short")
    yield from _finished(found, in_short)
    sections: list[tuple[str, Callable[[Found], Iterable[Block]]]] = [
        ("What to fix next", fixes),
        ("What keeps coming back", what_comes_back),
        ("What came again within six months", again_soon),
        *((title, lambda _, section=section: section) for title, section in by_taxonomy(found)),
        ("Which layers let failures through", which_layers),
        ("Layers that only words suggest", layers_without_an_author),
        ("Action completion", what_was_done),
        ("Recurrence before and after an action", recurred),
        ("Links that come back", links_again),
        ("What stands together", together),
        ("How many, over time", level),
        ("How long it took", how_long),
        ("Factors without a key", without_a_key),
    ]
    left_out = set() if len(found.proposed_layers) else {layers_without_an_author}
    left_out |= set() if found.bare else {without_a_key}
    for title, section in sections:
        if section not in left_out:
            yield Heading(2, title)
            yield from _finished(found, section)
    yield Heading(2, "What this cannot say")
    yield Bullets([[line] for line in _LIMITS])
    yield Heading(2, "What was read")
    yield from what_was_read(found, places)
    yield Heading(2, "The incidents")
    yield from all_incidents(found, places)


def _finished(found: Found, section: Callable[[Found], Iterable[Block]]) -> Iterator[Block]:
    """Yield a section, or that the time did not do for it."""
    try:
        with found.clock.work():
            found.clock.check()
            blocks = list(section(found))
    except NotFinished as error:
        blocks = [Caution(f"Not finished: {error}.")]
    yield from blocks


def _about(found: Found, places: SourceMap) -> list[Piece]:
    """Return what the survey covers, and where its evidence is."""
    began = found.incidents["began"].dropna()
    services = {name for names in found.incidents["services"] for name in names}
    words = f"{counted(len(found.corpus), 'incident')}"
    if len(began):
        words += f", {began.min():%Y-%m-%d} to {began.max():%Y-%m-%d}"
    if services:
        words += f", in {counted(len(services), 'service')}"
    where = "its page" if places.pages else "its postmortem: where it was published, else its file"
    words += f". Each count names the incidents behind it, and each incident leads to {where}."
    if places.base is None:
        return [words]
    return [words, " All of them, row by row: ", Code("evidence.csv"), "."]


_ALT = {
    "best-fixes": "Bars: how many incidents the best fixes prevent, each alone and together",
    "recurring-factors": "Bars: the share of incidents each recurring factor stood in",
    "layers": "Bars: the share of incidents each layer failed in, and would have stopped alone",
    "action-completion": "Bars: how many actions stand in each status",
    "level": "Lines: incidents per 30 days in each period, and the levels between changes",
    "hardening": "Dots: how many times as often factors occur after an action on them, by layer",
    "together": "Lines: the factors that stand together more often than by chance",
    "again": "Bars: on how many services each factor came again within six months",
    "durations": "Dots: how long each incident took to detect, to mitigate and to resolve",
}

_LIMITS = (
    "Only incidents that somebody wrote up are here; near misses and unreported ones are not.",
    "Two incidents share a factor only where their authors gave it the same key.",
    "Incidents of several services, teams or organisations are counted together: a factor that "
    "came back may have done so in another place each time.",
    "What no author drew was not analysed: a layer that alone would have stopped an outcome "
    "would have done so in the graph as drawn.",
    "Counts of layers that failed say nothing of how often the same layers worked unseen.",
    "Shares are given with 95% Wilson intervals, as if these incidents were a random sample of "
    "those to come; they are not. Intervals are per row: of many rows, some mislead.",
    "Minutes, statuses, owners and dates count only where a file states them; each figure says "
    "how many do.",
    "Files tell how things stood when they were written. An action not recorded as done may be "
    "done by now.",
    "Best fixes were chosen with these incidents in view; they will prevent a smaller share of "
    "the next ones.",
    "That a factor recurred while an action was open does not say that the action would have "
    "helped; that it did not recur after one does not say that it did.",
    "Figures are about conditions and defences. They measure no person and no team.",
)
