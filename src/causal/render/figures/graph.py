"""The causal graph as a Plotly figure: hover for details, the legend hides layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.model import Incident
from causal.render.escape_plotly import lines, text
from causal.render.figures.shapes import head, polygon
from causal.render.incident_logic import incident_logic
from causal.render.layout import LAYOUTS, PAGE_WIDTH
from causal.render.layout.plan import PlacedBox, PlacedLink, PlacedText, Plan, Point
from causal.render.metrics import text_width, wrap
from causal.render.scene import Box, Scene
from causal.render.theme import FONTS, Theme, mix
from causal.render.views.graph import graph_scene

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HOVER_WIDTH, _SIZE = 330.0, 12.0
_AROUND, _MIN_WIDTH = 16.0, 640.0
_LOOSE = "Without a layer"
_OPEN = {"suspected", "disputed"}


def graph_figure(incident: Incident, theme: Theme) -> Figure:
    """Return the causal graph with the positions of the drawing.

    Raises:
        NothingToDraw: The incident has no factors.
    """
    import plotly.graph_objects as go

    scene = graph_scene(incident)
    plan = LAYOUTS[scene.kind](scene, portrait=True, width=PAGE_WIDTH)
    facts = {node.id: node.facts for node in incident_logic(incident).nodes}
    hover = {box.id: _hover(box, facts.get(box.id, ())) for box in scene.boxes}
    traces = list(_Painter(scene, plan, theme, hover).traces())
    layout = _layout(scene, plan, theme)
    return go.Figure([go.Scatter(trace) for trace in traces], go.Layout(layout))


def _hover(box: Box, facts: Sequence[Any]) -> str:
    parts = [f"<b>{text(box.caption)}</b>", *_wrapped(box.label)]
    for fact in facts:
        first, *rest = _wrapped(f"{fact.name}: {fact.value}") or [""]
        parts += [f"- {first}", *rest]
    return "<br>".join(parts)


def _wrapped(words: str) -> list[str]:
    return [text(line) for line in wrap(words, _HOVER_WIDTH, _SIZE, max_lines=6)]


def _layout(scene: Scene, plan: Plan, theme: Theme) -> dict[str, Any]:
    hidden = {"visible": False, "fixedrange": False}
    heading = [f"<b>{line}</b>" for line in _title(scene.title, plan.width)]
    if scene.caption:
        heading.append(f'<span style="font-size:12px">{text(scene.caption)}</span>')
    top = 46 + 20 * len(heading)
    width = max(plan.width, _MIN_WIDTH)
    below = 70 + 22 * (sum(text_width(band.label, _SIZE) + 60.0 for band in scene.bands) // width)
    return {
        "title": {
            "text": "<br>".join(heading),
            "x": 0,
            "xref": "paper",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 34},
            "font": {"size": 17, "color": theme.ink[0]},
        },
        "template": "none",
        "font": {"family": FONTS, "size": _SIZE, "color": theme.ink[0]},
        "paper_bgcolor": theme.ground[0],
        "plot_bgcolor": theme.ground[0],
        "width": round(width + 2 * _AROUND + 40),
        "height": round(plan.height + 2 * _AROUND + top + below),
        "margin": {"l": 20, "r": 20, "t": top, "b": below},
        "xaxis": hidden | {"range": [-_AROUND, width + _AROUND]},
        "yaxis": hidden | {"range": [plan.height + _AROUND, -_AROUND]},
        "dragmode": "pan",
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": theme.card[0],
            "bordercolor": theme.line[0],
            "align": "left",
            "font": {"family": FONTS, "size": _SIZE, "color": theme.ink[0]},
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yanchor": "top",
            "title": {"text": "Click to hide: "},
            "groupclick": "togglegroup",
        },
    }


def _title(title: str, width: float) -> list[str]:
    return [text(line) for line in wrap(title, width, 17.0, bold=True, max_lines=3)]


@dataclass(frozen=True, slots=True)
class _Painter:
    """Turns a placed scene into traces; those of one layer share a group of the legend."""

    scene: Scene
    plan: Plan
    theme: Theme
    hover: dict[str, str]

    def traces(self) -> Iterator[dict[str, Any]]:
        """Yield areas first, then lines, boxes and words."""
        labels = {band.id: band.label for band in self.scene.bands}
        hues = {band.id: self.theme.hue(band.hue) for band in self.scene.bands}
        bands = {placed.band.id: placed for placed in self.plan.bands}
        for group in (*labels, ""):
            colour = hues[group].stroke if group else self.theme.line[0]
            name = text(labels.get(group, _LOOSE))
            yield self._key(group, name, colour)
            if group in bands:
                r = bands[group].rect
                fill = mix(hues[group].tint, 0.12, self.theme.ground[0])
                yield self._area(group, polygon("event", r), fill, fill)
        for group in (*labels, ""):
            yield from self._links(group)
            yield from self._joins(group)
            for placed in self.plan.boxes:
                if (placed.box.band or "") == group:
                    yield self._box(placed, hues[group].stroke if group else None)
            texts = list(self._texts(group))
            if group in bands:
                texts += bands[group].texts
            yield self._words(group, texts)
        yield self._words("headings", self.plan.texts)

    def _base(self, group: str) -> dict[str, Any]:
        return {"legendgroup": group or _LOOSE, "showlegend": False, "hoverinfo": "skip"}

    def _key(self, group: str, name: str, colour: str) -> dict[str, Any]:
        marker = {"color": colour, "symbol": "square", "size": 11}
        base = self._base(group) | {"showlegend": True, "name": name}
        return base | {"x": [None], "y": [None], "mode": "markers", "marker": marker}

    def _area(
        self, group: str, points: list[Point], fill: str, stroke: str, width: float = 1.0
    ) -> dict[str, Any]:
        line = {"color": stroke, "width": width}
        shape = {"mode": "lines", "fill": "toself", "fillcolor": fill, "line": line}
        return self._base(group) | _way(points) | shape

    def _box(self, placed: PlacedBox, hue: str | None) -> dict[str, Any]:
        box, theme = placed.box, self.theme
        fill, stroke, width = theme.card[0], hue or theme.line[0], 1.8
        if box.role == "outcome":
            fill = stroke = theme.outcome[0]
        elif box.role == "trigger":
            stroke = theme.trigger[0]
        area = self._area(box.band or "", polygon(box.role, placed.rect), fill, stroke, width)
        if _OPEN & set(box.marks):
            area["line"]["dash"] = "6px,4px"
        elif "amplifies" in box.marks:
            area["line"]["dash"] = "2px,3px"
        return area | {"hoveron": "fills", "hoverinfo": "text", "text": self.hover[box.id]}

    def _group_of(self, end: str) -> str:
        """Return the group of a box, or of the box that a join leads to."""
        targets = {join.id: join.target for join in self.scene.joins}
        while end in targets:
            end = targets[end]
        return next(box.band or "" for box in self.scene.boxes if box.id == end)

    def _links(self, group: str) -> Iterator[dict[str, Any]]:
        theme = self.theme
        mine = [p for p in self.plan.links if self._group_of(p.link.source) == group]
        styles: dict[tuple[str, str], list[PlacedLink]] = {}
        for placed in mine:
            worse = placed.link.role == "worsens"
            dash = "2px,4px" if worse else "6px,4px" if _OPEN & set(placed.link.marks) else "solid"
            colour = theme.worse[0] if worse else theme.line[0]
            styles.setdefault((colour, dash), []).append(placed)
        for (colour, dash), links in styles.items():
            ways = [list(placed.points) for placed in links]
            line = {"color": colour, "width": 1.7, "dash": dash}
            yield self._base(group) | _way(*ways) | {"mode": "lines", "line": line}
            heads = [head(placed.points) for placed in links if placed.arrow]
            if heads:
                area = self._area(group, [], colour, colour)
                yield area | _way(*heads)
            tags = [polygon("event", placed.tag) for placed in links if placed.tag is not None]
            if tags:
                yield self._area(group, [], theme.card[0], colour, 0.8) | _way(*tags)

    def _joins(self, group: str) -> Iterator[dict[str, Any]]:
        theme = self.theme
        for placed in self.plan.joins:
            if self._group_of(placed.join.target) != group:
                continue
            if placed.stem:
                line = {"color": theme.line[0], "width": 1.7}
                yield self._base(group) | _way(list(placed.stem)) | {"mode": "lines", "line": line}
                yield self._area(group, head(placed.stem), theme.line[0], theme.line[0])
            pill = polygon("join", placed.rect)
            yield self._area(group, pill, theme.card[0], theme.line[0], 1.5)
            yield self._words(group, [placed.text])

    def _texts(self, group: str) -> Iterator[PlacedText]:
        for placed in self.plan.boxes:
            if (placed.box.band or "") == group:
                yield from placed.texts
        for link in self.plan.links:
            if link.text is not None and self._group_of(link.link.source) == group:
                yield link.text

    def _words(self, group: str, texts: Sequence[PlacedText]) -> dict[str, Any]:
        x, y, shown, sizes, colours, places = [], [], [], [], [], []
        for words in texts:
            colour = "#ffffff" if words.tone == "light" else getattr(self.theme, words.tone)[0]
            for number, line in enumerate(words.lines):
                x.append(round(words.x, 1))
                y.append(round(words.y + number * words.leading - words.size * 0.35, 1))
                shown.append(f"<b>{lines(line)}</b>" if words.bold else lines(line))
                sizes.append(words.size)
                colours.append(colour)
                places.append("middle center" if words.anchor == "middle" else "middle right")
        font = {"size": sizes, "color": colours, "family": FONTS}
        texts_of = {"x": x, "y": y, "text": shown, "textposition": places, "textfont": font}
        return self._base(group) | texts_of | {"mode": "text"}


def _way(*ways: Sequence[Point]) -> dict[str, list[float | None]]:
    """Return the coordinates of several ways, with a break between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for number, way in enumerate(ways):
        if number:
            x.append(None)
            y.append(None)
        x += [round(point[0], 1) for point in way]
        y += [round(point[1], 1) for point in way]
    return {"x": x, "y": y}
