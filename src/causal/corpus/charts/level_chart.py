"""A chart of how many incidents there are over time, and where their rate changed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from causal.corpus.charts.chart import Chart
from causal.corpus.charts.description import Axis, Line
from causal.corpus.charts.pattern_charts import dates
from causal.errors import NothingToDraw

if TYPE_CHECKING:
    from causal.corpus.corpus import Corpus

_ENOUGH = 3.0
"""Incidents a quarter from which quarters are shown; years below."""

_SHORT = 300
"""Days on record below which months are shown."""


_DAYS = {"month": 30, "quarter": 91, "year": 365}


def level_period(corpus: Corpus) -> str:
    """Return the periods in which a corpus is best shown: ``month``, ``quarter`` or ``year``.

    Example:
        >>> from causal import Corpus
        >>> level_period(Corpus([]))
        'month'
    """
    began = corpus.incidents["began"].dropna()
    days = (began.max() - began.min()).days + 1 if len(began) else 1
    if days < _SHORT:
        return "month"
    return "quarter" if len(began) / (days / 91.3) >= _ENOUGH else "year"


def level_chart(corpus: Corpus, *, factor: str | None = None) -> Chart:
    """Return the incidents per 30 days in each period, and the levels between which it changed.

    Args:
        corpus: The incidents.
        factor: Count only incidents with this canonical factor.

    Raises:
        NothingToDraw: Fewer than two periods have dated incidents.
    """
    kind = level_period(corpus)
    frame = corpus.trends(kind, factor=factor)
    rows = frame.to_dict("records")
    # Of the first and the last period only a part may be on record, and its rate says little then.
    cut_off = [n for n in (0, len(rows) - 1) if rows and rows[n]["days"] < _DAYS[kind] / 2]
    cut_off = cut_off if len(rows) - len(cut_off) > 1 else []
    rows = [row for n, row in enumerate(rows) if n not in cut_off]
    if len(rows) < 2:
        raise NothingToDraw("all dated incidents lie in one period")
    starts = [row["start"].date().toordinal() for row in rows]
    edges = [*starts, starts[-1] + rows[-1]["days"]]
    rates = [row["per_30_days"] for row in rows]
    cut = [n for n, row in enumerate(rows) if row["change"]] if frame.attrs["changes"] else []
    parts = [0, *cut, len(rows)]
    level = []
    for first, last in pairwise(parts):
        days = sum(row["days"] for row in rows[first:last])
        level += [sum(row["incidents"] for row in rows[first:last]) / days * 30] * (last - first)
    what = f"Incidents with {factor}" if factor else "Incidents"
    changed = "levels between which it changed" if cut else "mean: no change stands out from chance"
    left = f" A {kind} of which less than half is on record is left out." if cut_off else ""
    return Chart(
        f"{what}, by {kind}",
        f"Per 30 days on record.{left}",
        (
            Line(edges, [*rates, rates[-1]], "muted", f"each {kind}", 1.5, steps=True),
            Line(edges, [*level, level[-1]], 0, changed, 3, steps=True),
        ),
        Axis(low=edges[0], high=edges[-1], ticks=dates(edges[0], edges[-1])),
        Axis(title="incidents per 30 days"),
        words=frame.attrs["words"],
        height=220,
    )
