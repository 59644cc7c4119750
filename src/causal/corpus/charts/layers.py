"""Figures by layer: which factors are holes in which, and which failed when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from causal.corpus.charts.style import ROW, axis, finished
from causal.corpus.patterns.statistics import share
from causal.corpus.tables.order import layer_rank
from causal.corpus.tables.periods import period_of, periods
from causal.errors import NothingToDraw
from causal.render.escape_plotly import text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from causal.corpus.corpus import Corpus
    from causal.render.theme import Theme

__all__ = ["breaches_figure", "heatmap_figure"]

_MOST = 20


def heatmap_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return in how many incidents each recurring factor is a hole in each layer.

    Raises:
        NothingToDraw: No canonical factor of several incidents has a layer.
    """
    import plotly.graph_objects as go

    factors = corpus.factors.dropna(subset=["key", "layer"])
    columns = (factors[name] for name in ("key", "layer", "incident"))
    cases = set(zip(*columns, strict=True))
    count = Counter((key, layer) for key, layer, _ in cases)
    total = Counter(key for key, _ in {(key, incident) for key, _, incident in cases})
    keys = sorted((k for k in total if total[k] > 1), key=lambda k: (-total[k], k))[:_MOST]
    if not keys:
        raise NothingToDraw("no canonical factor of two or more incidents is a hole in a layer")
    layers = sorted({layer for key, layer in count if key in keys}, key=layer_rank)
    cells = [[count[key, layer] for layer in layers] for key in keys]
    heat = go.Heatmap(
        z=cells,
        x=[text(layer.replace("_", " ")) for layer in layers],
        y=[text(key) for key in keys],
        colorscale=[[0, theme.ground[0]], [1, theme.hue(0).stroke]],
        text=[[str(value) if value else "" for value in row] for row in cells],
        texttemplate="%{text}",
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{y}<br>%{x}: %{z} incidents<extra></extra>",
    )
    return finished(
        [heat],
        "Which factors are holes in which layers",
        "Incidents in which a canonical factor is a hole in a layer; layers in the order a failure "
        "meets them.",
        theme,
        26 * len(keys) + 90,
        xaxis=axis(theme, tickangle=-35, showgrid=False),
        yaxis=axis(theme, autorange="reversed", showgrid=False),
    )


def breaches_figure(corpus: Corpus, theme: Theme) -> Figure:
    """Return in how many incidents of each year each layer had holes.

    Raises:
        NothingToDraw: No dated incident names a layer that failed.
    """
    import plotly.graph_objects as go

    dated_rows = corpus.incidents.dropna(subset=["began"])
    began = dict(zip(dated_rows["id"], dated_rows["began"].dt.date, strict=True))
    found = corpus.layers
    failed = found[found["state"].isin(["breached", "absent", "bypassed", "degraded"])]
    days = {i: began[i] for i in failed["incident"].unique() if i in began}
    if not days:
        raise NothingToDraw("no dated incident names a layer that failed")
    names = [period.name for period in periods(min(days.values()), max(days.values()), "year")]
    count: dict[tuple[str, str], int] = {}
    for incident, layer in zip(failed["incident"], failed["layer"], strict=True):
        if incident in days:
            cell = (layer, period_of(days[incident], "year").name)
            count[cell] = count.get(cell, 0) + 1
    layers = sorted({layer for layer, _ in count}, key=layer_rank)
    whole = [sum(f"{day:%Y}" == name for day in began.values()) for name in names]
    cells = [[count.get((layer, name), 0) for name in names] for layer in layers]
    sure = [
        [share(v, n).low if n else 0.0 for v, n in zip(row, whole, strict=True)] for row in cells
    ]
    heat = go.Heatmap(
        z=sure,
        x=[f"{name}<br>of {n}" for name, n in zip(names, whole, strict=True)],
        y=[text(layer.replace("_", " ")) for layer in layers],
        zmin=0,
        zmax=max(0.5, *(value for row in sure for value in row)),
        colorscale=[[0, theme.ground[0]], [1, theme.hue(5).stroke]],
        text=[[str(value) if value else "" for value in row] for row in cells],
        texttemplate="%{text}",
        colorbar={"title": {"text": "at least"}, "tickformat": ".0%", "thickness": 12},
        xgap=2,
        ygap=2,
        hovertemplate="%{y}, %{x}: %{text}, at least %{z:.0%}<extra></extra>",
    )
    return finished(
        [heat],
        "Which layers failed when",
        "Incidents in which a layer failed, by the year they began. The colour is the least that "
        "their share of that year's incidents may be (the low end of its 95% interval), so few "
        "incidents stay pale.",
        theme,
        ROW * len(layers) + 40,
        xaxis=axis(theme, showgrid=False, type="category"),
        yaxis=axis(theme, autorange="reversed", showgrid=False),
    )
