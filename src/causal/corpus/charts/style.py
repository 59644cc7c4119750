"""The look that all figures of a corpus share: that of its SVG charts."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from causal.render.escape_plotly import lines, text
from causal.render.metrics import wrap
from causal.render.theme import FONTS, Hue, Theme, mix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plotly.graph_objects import Figure

__all__ = ["ROW", "WIDTH", "axis", "darkened", "finished"]

WIDTH = 820
"""The width of a figure, in pixels."""

ROW = 34
"""The height of a row of bars, in pixels."""


def darkened(theme: Theme) -> Theme:
    """Return a theme whose colours on light ground are those on dark ground."""
    pairs = {
        each.name: (getattr(theme, each.name)[1],) * 2
        for each in fields(theme)
        if each.name != "hues"
    }
    hues = tuple(Hue(hue.tint, hue.dark, hue.dark) for hue in theme.hues)
    return replace(theme, hues=hues, **pairs)


def axis(theme: Theme, **options: Any) -> dict[str, Any]:
    """Return an axis with faint lines and plain ticks."""
    return {
        "gridcolor": mix(theme.faint[0], 0.5, theme.ground[0]),
        "gridwidth": 0.5,
        "griddash": "dot",
        "zeroline": False,
        "automargin": True,
        "tickfont": {"size": 12},
        "linecolor": theme.faint[0],
        **options,
    }


def finished(
    traces: Sequence[Any], title: str, caption: str, theme: Theme, height: int, **layout: Any
) -> Figure:
    """Return the figure of some traces, with its title, what it says, and the shared look."""
    import plotly.graph_objects as go

    told = wrap(caption, WIDTH - 60, 12)
    head = f"<b>{text(title)}</b><br><span style='font-size:12px'>{lines(*told)}</span>"
    top = 62 + 17 * len(told)
    return go.Figure(
        list(traces),
        go.Layout(
            template="none",
            title={"text": head, "x": 0, "xref": "container", "xanchor": "left", "y": 1,
                   "yref": "container", "yanchor": "top", "font": {"size": 17},
                   "pad": {"l": 20, "t": 18}},
            font={"family": FONTS, "size": 12, "color": theme.ink[0]},
            paper_bgcolor=theme.ground[0],
            plot_bgcolor=theme.ground[0],
            colorway=[hue.stroke for hue in theme.hues],
            width=WIDTH,
            height=height + top + 60,
            margin={"l": 20, "r": 30, "t": top, "b": 50},
            hoverlabel={"font": {"family": FONTS}},
            **layout,
        ),
    )  # fmt: skip
