"""Figures made of bars: what keeps coming back, best fixes, time to detect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.corpus.charts.style import ROW, axis, finished
from causal.errors import NothingToDraw
from causal.render.escape_plotly import lines, text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from causal.corpus.corpus import Corpus
    from causal.render.theme import Theme

__all__ = ["durations_figure", "fixes_figure", "recurrence_figure"]

_MOST = 15
_BUDGET = 10


def recurrence_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return the share of incidents each recurring factor stood in, with its interval.

    Raises:
        NothingToDraw: No canonical factor stood in two incidents.
    """
    import plotly.graph_objects as go

    frame = corpus.recurring_factors()
    if frame.empty:
        raise NothingToDraw("no canonical factor stood in two or more incidents")
    rows = frame.head(_MOST).to_dict("records")
    share = [row["share"] for row in rows]
    bars = go.Bar(
        x=share,
        y=[text(row["key"]) for row in rows],
        orientation="h",
        marker={"color": theme.hue(0).stroke},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [row["share_high"] - row["share"] for row in rows],
            "arrayminus": [row["share"] - row["share_low"] for row in rows],
            "color": theme.ink[0],
            "thickness": 1.4,
            "width": 4,
        },
        hovertext=[
            lines(
                *([row["example"]] if isinstance(row["example"], str) else []),
                f"{row['incidents']} of {row['total']} incidents",
                ", ".join(row["incident_ids"]),
            )
            for row in rows
        ],
        hoverinfo="text",
    )  # fmt: skip
    caption = (
        f"Share of the {rows[0]['total']} incidents that name canonical factors; thin lines are "
    )
    caption += "95% intervals (Wilson)."
    return finished(
        [bars],
        "What keeps coming back",
        caption,
        theme,
        ROW * len(rows),
        xaxis=axis(theme, tickformat=".0%", rangemode="tozero"),
        yaxis=axis(theme, autorange="reversed", showgrid=False),
    )


def fixes_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return what each of the best fixes adds, and how much they prevent together.

    Raises:
        NothingToDraw: No fix would have prevented anything.
    """
    import plotly.graph_objects as go

    answer = corpus.best_fixes(_BUDGET)
    rows = answer.frame.to_dict("records")
    if not rows:
        raise NothingToDraw("no fix of a canonical factor would have prevented an incident")
    names = [text(row["fix"]) for row in rows]
    hover = [
        lines(row["fix"], f"alone {row['alone']:g}, adds {row['adds']:g}",
              ", ".join(row["incident_ids"]))
        for row in rows
    ]  # fmt: skip
    adds = go.Bar(
        x=names,
        y=[row["adds"] for row in rows],
        name="adds",
        marker={"color": theme.hue(0).stroke},
        text=[f"{row['adds']:g}" for row in rows],
        textposition="outside",
        hovertext=hover,
        hoverinfo="text",
    )
    together = go.Scatter(
        x=names,
        y=[row["together"] for row in rows],
        name="together",
        mode="lines+markers",
        line={"color": theme.hue(5).stroke, "width": 2},
        hoverinfo="y",
    )
    return finished(
        [adds, together],
        "What to fix next",
        answer.words,
        theme,
        340,
        xaxis=axis(theme, tickangle=-35, showgrid=False),
        yaxis=axis(theme, rangemode="tozero", title={"text": "incidents prevented"}),
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )


def durations_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return every time to detect, to mitigate and to resolve, with the median's interval.

    Raises:
        NothingToDraw: No incident tells how long it took.
    """
    import plotly.graph_objects as go

    frame = corpus.durations()
    rows = [row for row in frame.to_dict("records") if row["known"]]
    if not rows:
        raise NothingToDraw("no incident tells how long it took")
    incidents, traces = corpus.incidents, []
    for number, row in enumerate(rows):
        known = incidents[incidents[f"minutes_to_{row['measure']}"] >= 0]
        minutes = known[f"minutes_to_{row['measure']}"].tolist()
        label = f"to {row['measure']}<br>({row['known']} of {row['total']})"
        traces.append(
            go.Scatter(
                x=[max(value, 0.5) for value in minutes],
                y=[label] * len(minutes),
                mode="markers",
                marker={"color": theme.hue(0).stroke, "size": 9, "opacity": 0.45},
                hovertext=[
                    lines(name, f"{value:,.0f} minutes")
                    for name, value in zip(known["id"], minutes, strict=True)
                ],
                hoverinfo="text",
                name="one incident",
                showlegend=not number,
            )
        )
        low, high = row["median_low"], row["median_high"]
        span = {"array": [high - row["median"]], "arrayminus": [row["median"] - low]}
        traces.append(
            go.Scatter(
                x=[max(row["median"], 0.5)],
                y=[label],
                mode="markers",
                marker={"color": theme.hue(5).stroke, "size": 14, "symbol": "diamond"},
                error_x={"type": "data", "symmetric": False, "thickness": 2, "width": 8, **span}
                if low >= 0
                else None,
                hovertext=[f"median {row['median']:,.0f} minutes"],
                hoverinfo="text",
                name="median, 95% interval",
                showlegend=not number,
            )
        )
    return finished(
        traces,
        "How long it took",
        f"Minutes from the start, on a logarithmic scale. {frame.attrs['words']}",
        theme,
        95 * len(rows),
        xaxis=axis(theme, type="log", tickvals=[0.5, 1, 10, 60, 600, 1440, 10080],
                   ticktext=["0", "1 min", "10 min", "1 h", "10 h", "1 day", "1 week"]),
        yaxis=axis(theme, autorange="reversed", showgrid=False),
        legend={"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
    )  # fmt: skip
