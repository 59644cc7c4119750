"""Write a survey as a folder of pages that a browser opens from the file system.

Each page is whole by itself: its style and its pictures are in it, and nothing is loaded from
elsewhere. The first page is written last, so that what it leads to is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from causal.atomic import expect_target, write_atomic
from causal.errors import CausalError, NotFinished, NothingToDraw
from causal.graph.budget import Budget, PartBudget
from causal.io.safe_file import within
from causal.reports import write
from causal.reports.answers import Answers
from causal.reports.document import Block, Caution, Heading, PageLink
from causal.reports.evidence import evidence_csv
from causal.reports.links import SourceMap
from causal.reports.site.factor_page import FactorPages
from causal.reports.site.incident_page import incident_page
from causal.reports.site.lists import factor_list, incident_list
from causal.reports.site.manifest import (
    MANIFEST,
    digest_of,
    manifest_text,
    read_manifest,
    stale_pages,
)
from causal.reports.site.names import pages
from causal.reports.survey import survey_blocks
from causal.reports.survey_found import Found
from causal.reports.write_html import html_page

if TYPE_CHECKING:
    from causal.corpus import Corpus

MENU = (
    PageLink("Survey", "index.html"),
    PageLink("Incidents", "incidents.html"),
    PageLink("Canonical factors", "factors.html"),
)
"""The pages that each page leads to."""

_LIMITS = PartBudget(seconds=5)
"""The limits of all answers about one incident, and of a picture; what they cut off is said."""

_DATED = 3
"""From how many dated incidents a factor is drawn over time."""


def write_site(
    corpus: Corpus,
    folder: str | os.PathLike[str],
    today: date | str | None = None,
    *,
    budget: Budget | None = None,
) -> Path:
    """Write the survey of a corpus as pages, and return the path of the first.

    The folder then holds ``index.html`` (the survey), ``incidents.html`` and ``factors.html`` (to
    search and to filter), a page for each in ``incidents/`` and ``factors/``, ``evidence.csv``
    (every incident behind every count) and ``pages.txt`` (what was written). The same corpus gives
    the same bytes. Pages that an earlier survey lists there, and that nobody changed, are removed
    where this one has none of that name.

    Args:
        corpus: The incidents.
        folder: Where to; it is made if it does not exist.
        today: The day that due dates are measured to; the date now in UTC when not given.
        budget: The limits of all answers in it together; none when None.

    Raises:
        CausalError: A folder in it leads out of it.
        OSError: The folder cannot be written.
    """
    expect_target(folder, folder=True)
    site, pages = _Site(corpus, Path(folder), today, budget), dict[str, str]()
    earlier = read_manifest(site.base)
    for path, content in site.files():
        if "/" in path:
            pages[path] = digest_of(content)
        written = write_atomic(within(site.base, path), content)
    write_atomic(within(site.base, MANIFEST), manifest_text(pages))
    for stale in stale_pages(site.base, earlier, pages):
        stale.unlink(missing_ok=True)
    return written


class _Site:
    def __init__(
        self, corpus: Corpus, base: Path, today: date | str | None, budget: Budget | None
    ) -> None:
        self.corpus, self.base = corpus, base
        self.found = Found(corpus, today, budget)
        self.today = date.fromisoformat(self.found.followed.attrs["today"])
        keys = self.found.every_factor["key"]
        self.stood = dict(zip(keys, self.found.every_factor["incident_ids"], strict=True))
        self.places = SourceMap(
            self.found.incidents,
            base,
            pages("incidents", self.found.incidents["id"]),
            pages("factors", keys),
        )

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the content of each file, the first page last."""
        below = self.places.below("../")
        for incident in self.corpus:
            try:
                with self.found.clock.work():
                    page = self._incident(incident, below)
            except NotFinished as error:
                said = Caution(f"Not finished: {error}.")
                page = html_page([Heading(1, incident), said], below, menu=MENU)
            yield self.places.pages[incident], page
        factors = FactorPages(self.found)
        for row in factors.every:
            drawn = self._over_time(row) if row["dated"] >= _DATED else {}
            page = html_page(factors.page(row), below, drawn, menu=MENU)
            yield self.places.factors[row["key"]], page
        for name, blocks in (("incidents", incident_list), ("factors", factor_list)):
            yield f"{name}.html", html_page(blocks(self.found), self.places, menu=MENU)
        survey = list(survey_blocks(self.found, self.places))
        yield "evidence.csv", evidence_csv(survey, self.places)
        shown = {name: chart.svg for name, chart in self.found.charts(survey).items()}
        yield "index.html", html_page(survey, self.places, shown, menu=MENU)

    def _incident(self, incident: str, below: SourceMap) -> str:
        try:
            answers = Answers(self.corpus[incident], self.corpus, _LIMITS, self.stood)
        except CausalError as error:
            blocks: list[Block] = [
                Heading(1, incident),
                Caution(f"Its tables do not tell an incident of its own: {error}"),
            ]
            return html_page(blocks, below, menu=MENU)
        blocks = list(incident_page(answers, self.today))
        return write.html(answers.incident, blocks, budget=_LIMITS, places=below, menu=MENU)

    def _over_time(self, row: dict[str, object]) -> dict[str, str]:
        from causal.corpus.charts.level_chart import level_chart

        with suppress(NothingToDraw):
            chart = level_chart(self.corpus, factor=str(row["key"]))
            return {"over-time": chart.svg}
        return {}
