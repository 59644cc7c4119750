"""How many actions were open at each time, as far as files tell."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from causal.corpus.charts.style import axis, finished
from causal.errors import NothingToDraw

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from causal.corpus.corpus import Corpus
    from causal.render.theme import Theme

__all__ = ["burn_down_figure"]


def burn_down_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return how many lasting actions had been named, and how many were done on a stated day.

    Raises:
        NothingToDraw: No dated incident names an action that is meant to last.
    """
    import plotly.graph_objects as go

    dated = corpus.incidents.dropna(subset=["began"])
    began = dict(zip(dated["id"], dated["began"], strict=True))
    rows = [
        row
        for row in corpus.actions.fillna({"kind": ""}).to_dict("records")
        if row["kind"] != "repair" and row["status"] != "cancelled" and row["incident"] in began
    ]
    if not rows:
        raise NothingToDraw("no dated incident names an action that is meant to last")
    named = [(began[row["incident"]].tz_localize(None), 1, 0) for row in rows]
    done = [
        (max(row["completed"], began[row["incident"]].tz_localize(None)), 0, 1)
        for row in rows
        if row["status"] == "done" and row["completed"] == row["completed"]
    ]
    undated = sum(row["status"] == "done" for row in rows) - len(done)
    counts: dict[Any, tuple[int, int]] = {}
    for moment, more, less in sorted(named + done):
        before = counts.get(moment.normalize(), (0, 0))
        counts[moment.normalize()] = (before[0] + more, before[1] + less)
    days = [day.date().isoformat() for day in counts]
    total = list(accumulate(more for more, _ in counts.values()))
    closed = list(accumulate(less for _, less in counts.values()))
    room = (max(counts) - min(counts)) / 40
    span = [(min(counts) - room / 4).isoformat(), (max(counts) + room).isoformat()]
    traces = [
        go.Scatter(x=days, y=values, name=name, mode="lines", line={"shape": "hv", "width": width,
                   "color": colour, "dash": dash})
        for name, values, colour, width, dash in (
            ("named", total, theme.muted[0], 1.5, "dot"),
            ("done", closed, theme.good[0], 2.5, "solid"),
            ("not known to be done", [a - b for a, b in zip(total, closed, strict=True)],
             theme.bad[0], 2.5, "solid"),
        )
    ]  # fmt: skip
    caption = f"{len(rows)} actions meant to last, from when their incident began"
    caption += f"; {undated} are done on a day that is not stated and stay up." if undated else "."
    return finished(
        traces,
        "Actions still open",
        caption,
        theme,
        320,
        xaxis=axis(theme, range=span) if room else axis(theme),
        yaxis=axis(theme, rangemode="tozero", title={"text": "actions"}),
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
