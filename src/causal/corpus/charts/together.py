"""Figures of what stands together: an UpSet of shared factors, a network of what is no chance."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from causal.corpus.charts.style import axis, finished
from causal.errors import NothingToDraw
from causal.render.escape_plotly import lines, text
from causal.render.theme import mix

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Figure, Scatter

    from causal.corpus.corpus import Corpus
    from causal.render.theme import Theme

__all__ = ["network_figure", "upset_figure"]

_ROWS, _COLUMNS = 8, 20
_LEVEL = 0.05


def upset_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return which of the most frequent factors stand together, and in how many incidents.

    Raises:
        NothingToDraw: No canonical factor stood in two incidents.

    References:
        A. Lex et al., *UpSet: visualization of intersecting sets*, IEEE TVCG 20, 2014.
    """
    top = corpus.recurring_factors().head(_ROWS)
    if top.empty:
        raise NothingToDraw("no canonical factor stood in two or more incidents")
    keys = top["key"].tolist()
    held: dict[str, set[str]] = {}
    for key, ids in zip(keys, top["incident_ids"], strict=True):
        for incident in ids:
            held.setdefault(incident, set()).add(key)
    groups: dict[tuple[str, ...], list[str]] = {}
    for incident, own in sorted(held.items()):
        groups.setdefault(tuple(k for k in keys if k in own), []).append(incident)
    shown = sorted(groups, key=lambda g: (-len(groups[g]), -len(g), g))[:_COLUMNS]
    traces = [_sizes(groups, shown, theme), *_dots(keys, shown, theme)]
    labels = [f"{text(k)} ({n})" for k, n in zip(keys, top["incidents"], strict=True)]
    return finished(
        traces,
        "Which factors stand together",
        f"Incidents by exactly which of the {len(keys)} most frequent canonical factors they "
        "name; that some stand together often does not say that it is more than chance.",
        theme,
        150 + 30 * len(keys),
        showlegend=False,
        xaxis=axis(theme, visible=False, anchor="y"),
        yaxis=axis(theme, autorange="reversed", tickvals=list(range(len(keys))), ticktext=labels,
                   domain=[0, 0.55], showgrid=False),
        yaxis2=axis(theme, domain=[0.62, 1], rangemode="tozero", title={"text": "incidents"}),
    )  # fmt: skip


def _sizes(
    groups: dict[tuple[str, ...], list[str]], shown: list[tuple[str, ...]], theme: Theme
) -> Bar:
    """Return a bar for each combination: how many incidents name just these."""
    import plotly.graph_objects as go

    return go.Bar(
        x=list(range(len(shown))),
        y=[len(groups[g]) for g in shown],
        marker={"color": theme.hue(0).stroke},
        text=[str(len(groups[g])) for g in shown],
        textposition="outside",
        hovertext=[lines(" + ".join(g), *groups[g]) for g in shown],
        hoverinfo="text",
        yaxis="y2",
    )


def _dots(keys: list[str], shown: list[tuple[str, ...]], theme: Theme) -> tuple[Scatter, Scatter]:
    """Return what each combination is made of: lines that join its dots, and all dots."""
    import plotly.graph_objects as go

    dots = [(x, y) for x in range(len(shown)) for y in range(len(keys))]
    off = mix(theme.faint[0], 0.25, theme.ground[0])
    marks = go.Scatter(
        x=[x for x, _ in dots],
        y=[y for _, y in dots],
        mode="markers",
        marker={
            "size": 11,
            "color": [theme.ink[0] if keys[y] in shown[x] else off for x, y in dots],
        },
        hoverinfo="skip",
    )
    joins_x: list[int | None] = []
    joins_y: list[int | None] = []
    for x, group in enumerate(shown):
        at = [keys.index(key) for key in group]
        joins_x += [x, x, None]
        joins_y += [min(at), max(at), None]
    line = {"color": theme.ink[0], "width": 2}
    joins = go.Scatter(x=joins_x, y=joins_y, mode="lines", line=line, hoverinfo="skip")
    return joins, marks


def network_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return the factors that stand together more often than chance, and nothing else.

    Raises:
        NothingToDraw: No pair stands out from chance.
    """
    import plotly.graph_objects as go

    pairs = corpus.co_occurrence(max_q=_LEVEL)
    rows = pairs[pairs["q"] < _LEVEL].head(60).to_dict("records")
    if not rows:
        raise NothingToDraw(f"no pair of factors stands together beyond chance at q < {_LEVEL:g}")
    names = _around([(row["a"], row["b"]) for row in rows])
    place = {
        name: (cos(2 * pi * n / len(names)), sin(2 * pi * n / len(names)))
        for n, name in enumerate(names)
    }
    traces = [
        go.Scatter(
            x=[place[row["a"]][0], place[row["b"]][0]],
            y=[place[row["a"]][1], place[row["b"]][1]],
            mode="lines",
            line={"color": theme.line[0], "width": min(1 + row["lift"] / 2, 8)},
            hovertext=lines(
                f"{row['a']} and {row['b']}",
                f"{row['incidents']} incidents, {row['expected']:.1f} expected, q {row['q']:.2g}",
            ),
            hoverinfo="text",
        )
        for row in rows
    ]
    traces.append(
        go.Scatter(
            x=[place[name][0] for name in names],
            y=[place[name][1] for name in names],
            mode="markers+text",
            marker={"size": 14, "color": theme.hue(0).stroke},
            text=[text(name) for name in names],
            textposition=["middle right" if place[n][0] >= 0 else "middle left" for n in names],
            hoverinfo="text",
        )
    )
    return finished(
        traces,
        "What stands together more often than chance",
        f"Pairs at q < {_LEVEL:g} of all possible pairs; thicker lines are larger lifts.",
        theme,
        520,
        showlegend=False,
        xaxis=axis(theme, visible=False, range=[-2.3, 2.3]),
        yaxis=axis(theme, visible=False, range=[-1.2, 1.2]),
    )


def _around(pairs: list[tuple[str, str]]) -> list[str]:
    """Return the names in an order in which those that hang together stand side by side."""
    near: dict[str, set[str]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    order: dict[str, None] = {}
    for start in sorted(near, key=lambda name: (len(near[name]), name)):
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name not in order:
                order[name] = None
                waiting += sorted(near[name] - order.keys(), reverse=True)
    return list(order)
