"""The charts of a survey: which bars tell what keeps coming back, what failed, what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from causal.analysis.result import counted
from causal.corpus.charts.svg_bars import Bar, BarChart, Group
from causal.errors import NothingToDraw

if TYPE_CHECKING:
    from datetime import date

    import pandas

    from causal.corpus.corpus import Corpus
    from causal.corpus.fixes.fix_report import BestFixes

__all__ = [
    "CHARTS",
    "completion_chart",
    "draw_charts",
    "fixes_chart",
    "layer_chart",
    "recurrence_chart",
]

_MOST = 15
_INTERVAL = "thin lines are 95% intervals (Wilson)"


def _records(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def recurrence_chart(corpus: Corpus, min_incidents: int = 2) -> BarChart:
    """Return the canonical factors of several incidents, with the share of incidents they are in.

    Raises:
        NothingToDraw: No canonical factor stood in that many incidents.
    """
    frame = corpus.recurring_factors(min_incidents)
    if frame.empty:
        raise NothingToDraw(f"no canonical factor stood in {min_incidents} or more incidents")
    shown = _records(frame.head(_MOST))
    of = shown[0]["total"]
    groups = tuple(
        Group(
            row["key"],
            row["example"] if isinstance(row["example"], str) else "",
            (
                Bar(
                    row["share"],
                    f"{row['incidents']} of {of}",
                    low=row["share_low"],
                    high=row["share_high"],
                ),
            ),
        )
        for row in shown
    )
    caption = f"Share of the {of} incidents that name canonical factors; {_INTERVAL}."
    if len(frame) > len(shown):
        caption += f" The {len(shown)} most frequent of {len(frame)}."
    words = frame.attrs["words"]
    return BarChart("The factors that came back", caption, groups, percent=True, words=words)


def layer_chart(corpus: Corpus) -> BarChart:
    """Return for each layer how often it failed and how often it alone would have stopped it.

    Raises:
        NothingToDraw: No incident names a layer that failed.
    """
    frame = corpus.layer_profile()
    rows = _records(frame[frame["failed"] > 0])
    if not rows:
        raise NothingToDraw("no incident names a layer that failed")
    groups = tuple(
        Group(row["layer"].replace("_", " "), "", tuple(_layer_bars(row))) for row in rows
    )
    return BarChart(
        "How often each layer failed",
        f"Share of incidents, layers in the order a failure meets them; {_INTERVAL}.",
        groups,
        series=("failed", "alone would have stopped the outcome"),
        hues=(1, 0),
        percent=True,
        words=frame.attrs["words"],
    )


def _layer_bars(row: dict[str, Any]) -> Iterator[Bar]:
    failed, of = row["failed"], row["total"]
    low, high = row["failed_low"], row["failed_high"]
    yield Bar(row["failed_share"], f"{failed} of {of}", low, high)
    stopped, of = row["would_have_stopped"], row["stopped_total"]
    low, high = row["stopped_low"], row["stopped_high"]
    if of:
        yield Bar(row["stopped_share"], f"{stopped} of {of}", low, high, series=1)


def completion_chart(corpus: Corpus, today: date | str | None = None) -> BarChart:
    """Return how many actions stand in each status.

    Raises:
        NothingToDraw: No incident names an action that is meant to last.
    """
    frame = corpus.action_completion(today)
    total = _records(frame[frame["overall"]])[0]
    if not total["actions"]:
        raise NothingToDraw("no incident names an action that is meant to last")
    groups = tuple(
        Group(label, "", (Bar(total[name], f"{total[name]:,}"),))
        for name, label in _STATUSES.items()
        if total[name] or name in ("done", "open")
    )
    missed, due = total["overdue"] or "none", total["with_due"]
    late = f" Of the {due} with a due date, {missed} had missed it on {frame.attrs['today']}."
    return BarChart(
        "The action items by status",
        f"{total['actions']:,} actions meant to last, repairs of the moment aside."
        + (late if due else ""),
        groups,
        words=frame.attrs["words"],
    )


_STATUSES = {
    "done": "done",
    "in_progress": "in progress",
    "open": "open",
    "unstated": "status not recorded",
    "cancelled": "cancelled",
}


def fixes_chart(answer: BestFixes) -> BarChart:
    """Return the best fixes: what each prevents alone, and with those above it.

    Raises:
        NothingToDraw: No fix would have prevented an incident.
        MissingExtra: SciPy is not installed.
    """
    rows = _records(answer.frame)
    if not rows:
        raise NothingToDraw("no fix of a canonical factor would have prevented an incident")
    groups = tuple(
        Group(
            row["fix"],
            f"named in {counted(row['stood_in'], 'incident')}",
            (
                Bar(row["together"], f"{row['together']:g} of {answer.total:g}"),
                Bar(row["alone"], f"{row['alone']:g}", series=1),
            ),
        )
        for row in rows
    )
    return BarChart(
        f"The best {counted(len(rows), 'fix', 'fixes')}",
        f"Incidents prevented, of {answer.total:g} that could be explained, by each incident's own "
        "graph.",
        groups,
        series=("with those above it", "were it the only one"),
        hues=(2, 0),
        words=answer.words,
    )


CHARTS: dict[str, Callable[[Corpus, date | str | None], BarChart]] = {
    "recurring-factors": lambda corpus, _: recurrence_chart(corpus),
    "layers": lambda corpus, _: layer_chart(corpus),
    "action-completion": completion_chart,
}
"""Every chart that a corpus alone gives, by the name of its file."""


def draw_charts(
    corpus: Corpus, today: date | str | None = None, fixes: BestFixes | None = None
) -> Mapping[str, BarChart]:
    """Return every chart that has something to show, by name.

    Args:
        corpus: The incidents.
        today: The day that due dates are measured to; the date now in UTC when not given.
        fixes: The best fixes, for a chart of them.
    """
    drawn: dict[str, BarChart] = {}
    for name, draw in CHARTS.items():
        with suppress(NothingToDraw):
            drawn[name] = draw(corpus, today)
    if fixes is not None:
        with suppress(NothingToDraw):
            drawn["best-fixes"] = fixes_chart(fixes)
    return MappingProxyType(drawn)
