"""A chart as a Plotly figure, to look into in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan, log10
from typing import TYPE_CHECKING, Any

from causal.corpus.charts.description import (
    Axis,
    Bars,
    Cells,
    Columns,
    Description,
    Dots,
    Line,
    colour,
)
from causal.render.escape_plotly import text
from causal.render.metrics import wrap
from causal.render.theme import FONTS, layer_hue, mix

if TYPE_CHECKING:
    from causal.render.writers.plotly_figure import PicturedFigure

WIDTH = 820
_ROW = 34


def write_plotly(chart: Description, *, dark: bool) -> PicturedFigure:
    """Return the figure of a chart, on light ground or on dark."""
    import plotly.graph_objects as go

    from causal.render.writers.plotly_figure import PicturedFigure

    theme = chart.theme
    ground, ink = theme.ground[dark], theme.ink[dark]
    told = wrap(chart.caption, WIDTH - 60, 12)
    head = f"<b>{text(chart.title)}</b><br><span style='font-size:12px'>{_stacked(told)}</span>"
    top = 62 + 17 * len(told)
    height = chart.height or _ROW * len(chart.y.categories) + 40
    legend = {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"}
    layout = go.Layout(
        template="none",
        title={"text": head, "x": 0, "xref": "container", "xanchor": "left", "y": 1,
               "yref": "container", "yanchor": "top", "font": {"size": 17},
               "pad": {"l": 20, "t": 18}},
        font={"family": FONTS, "size": 12, "color": ink},
        paper_bgcolor=ground,
        plot_bgcolor=ground,
        barmode="group",
        width=WIDTH,
        height=height + top + 80,
        margin={"l": 20, "r": 30, "t": top, "b": 70},
        hoverlabel={"font": {"family": FONTS}},
        showlegend=bool(chart.named),
        legend=legend,
        xaxis=_axis(chart, chart.x, dark),
        yaxis=_axis(chart, chart.y, dark, upright=True),
    )  # fmt: skip
    shown = {id(mark) for mark in chart.named}
    traces = []
    for mark in chart.marks:
        trace = _TRACES[type(mark)](chart, mark, dark)
        if not isinstance(mark, Cells | Columns):
            trace.update(showlegend=id(mark) in shown, name=text(mark.name))
        traces.append(trace)
    return PicturedFigure(traces, layout)


def _axis(chart: Description, axis: Axis, dark: bool, *, upright: bool = False) -> dict[str, Any]:
    theme = chart.theme
    found: dict[str, Any] = {
        "gridcolor": mix(theme.faint[dark], 0.5, theme.ground[dark]),
        "gridwidth": 0.5,
        "griddash": "dot",
        "zeroline": False,
        "automargin": True,
        "tickfont": {"size": 12},
        "linecolor": theme.faint[dark],
        "visible": axis.shown,
    }
    if axis.categories:
        places = list(range(len(axis.categories)))
        labels = [text(name) for name in axis.categories]
        for place, layer in enumerate(axis.layers):
            hue = theme.hue(layer_hue(layer))
            tone = hue.dark if dark else hue.stroke
            labels[place] += f' <span style="color:{tone}">\N{BLACK SQUARE}</span>'
        ends = [len(places) - 0.5, axis.low - 0.5] if upright else [-0.5, len(places) - 0.5]
        found |= {"tickvals": places, "ticktext": labels, "range": ends, "showgrid": False}
        if not upright and sum(map(len, axis.categories)) > 90:
            found["tickangle"] = -35
    elif axis.high is not None:
        ends = [axis.low, axis.high]
        found["range"] = [log10(end) for end in ends] if axis.log else ends
    else:
        found["rangemode"] = "tozero"
    if axis.ticks:
        found |= {"tickvals": [v for v, _ in axis.ticks], "ticktext": [t for _, t in axis.ticks]}
    if axis.percent:
        found["tickformat"] = ".0%"
    if axis.title:
        found["title"] = {"text": text(axis.title)}
    return found | ({"type": "log"} if axis.log else {})


def _interval(mark: Bars | Dots, values: Any, tone: str) -> dict[str, Any] | None:
    known = [
        not isnan(low) and not isnan(high) for low, high in zip(mark.low, mark.high, strict=True)
    ]
    if not any(known):
        return None
    more = [h - v if k else 0 for h, v, k in zip(mark.high, values, known, strict=True)]
    less = [v - w if k else 0 for w, v, k in zip(mark.low, values, known, strict=True)]
    style = {"type": "data", "symmetric": False, "color": tone, "thickness": 1.4, "width": 4}
    return {**style, "array": more, "arrayminus": less}


def _bars(chart: Description, mark: Bars, dark: bool) -> Any:
    import plotly.graph_objects as go

    return go.Bar(
        x=list(mark.values),
        y=list(range(len(mark.values))),
        orientation="h",
        marker={"color": colour(chart.theme, mark.tone, dark=dark)},
        error_x=_interval(mark, mark.values, chart.theme.ink[dark]),
        hovertext=[_lines(t) for t in (mark.hover or mark.texts)],
        hoverinfo="text",
    )


def _columns(chart: Description, mark: Columns, dark: bool) -> Any:
    import plotly.graph_objects as go

    return go.Bar(
        x=list(range(len(mark.values))),
        y=[-value * mark.unit for value in mark.values],
        base=mark.base,
        marker={"color": colour(chart.theme, mark.tone, dark=dark)},
        text=[f"{value:g}" for value in mark.values],
        textposition="outside",
        hovertext=[_lines(t) for t in mark.hover],
        hoverinfo="text",
    )


def _cells(chart: Description, mark: Cells, dark: bool) -> Any:
    import plotly.graph_objects as go

    scale = [[0, chart.theme.ground[dark]], [1, colour(chart.theme, mark.tone, dark=dark)]]
    return go.Heatmap(
        z=[list(row) for row in mark.values],
        zmin=0,
        zmax=mark.most,
        colorscale=scale,
        text=[list(row) for row in mark.texts],
        texttemplate="%{text}",
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{text}<extra></extra>",
    )


def _line(chart: Description, mark: Line, dark: bool) -> Any:
    import plotly.graph_objects as go

    tone = colour(chart.theme, mark.tone, dark=dark)
    return go.Scatter(
        x=list(mark.x),
        y=list(mark.y),
        mode="lines",
        line={"color": tone, "width": mark.width, "dash": "dot" if mark.dashed else "solid",
              "shape": "hv" if mark.steps else "linear"},
        hovertext=_lines(mark.hover),
        hoverinfo="text" if mark.hover else "y",
    )  # fmt: skip


def _dots(chart: Description, mark: Dots, dark: bool) -> Any:
    import plotly.graph_objects as go

    tone = colour(chart.theme, mark.tone, dark=dark)
    middle = (max(mark.x, default=0) + min(mark.x, default=0)) / 2
    return go.Scatter(
        x=list(mark.x),
        y=list(mark.y),
        mode="markers+text" if mark.labels else "markers",
        marker={"color": tone, "size": mark.size, "opacity": 0.45 if mark.faded else 1,
                "symbol": "diamond" if mark.diamond else "circle"},
        error_x=_interval(mark, mark.x, tone),
        text=[text(label) for label in mark.labels],
        textposition=["middle right" if x >= middle else "middle left" for x in mark.x],
        hovertext=[_lines(t) for t in mark.hover],
        hoverinfo="text" if mark.hover else "skip",
    )  # fmt: skip


def _lines(value: str) -> str:
    return _stacked(value.split("\n"))


def _stacked(values: Iterable[str]) -> str:
    return "<br>".join(map(text, values))


_TRACES: dict[type, Any] = {
    Bars: _bars,
    Columns: _columns,
    Cells: _cells,
    Line: _line,
    Dots: _dots,
}
