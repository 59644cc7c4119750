"""The Plotly writer: a plan of boxes and lines as a figure; its legend hides what is in a band."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from causal.render.escape_plotly import text
from causal.render.layout.plan import PlacedBox, PlacedLink, PlacedText, Plan, Point, Rect
from causal.render.metrics import text_width, wrap
from causal.render.scene import Scene, effects_of
from causal.render.theme import FONTS, Theme, mix
from causal.render.writers.states import dash, is_lost, outline_state
from causal.render.writers.svg_parts import head_corners

if TYPE_CHECKING:
    from causal.render.writers.plotly_figure import PicturedFigure

_HOVER_WIDTH, _SIZE = 330.0, 12.0
_AROUND, _MIN_WIDTH = 16.0, 640.0
_LOOSE = "Without a layer"
_OPEN = {"suspected", "disputed"}
_OFF = {"planned", "cancelled"}


def write_plotly(
    scene: Scene, plan: Plan, theme: Theme, known: Mapping[str, Sequence[str]]
) -> PicturedFigure:
    """Return the figure of a plan without heading and legend, which Plotly has of its own.

    Args:
        scene: What is drawn.
        plan: Where it lies.
        theme: Its colours; those on light ground are used.
        known: More of what is known of a box, by its id, to show on hover.
    """
    import plotly.graph_objects as go

    from causal.render.writers.plotly_figure import PicturedFigure

    painter = _Painter(scene, plan, theme, known, _groups(scene))
    return PicturedFigure(
        [go.Scatter(trace) for trace in painter.traces()], go.Layout(_layout(scene, plan, theme))
    )


def _layout(scene: Scene, plan: Plan, theme: Theme) -> dict[str, Any]:
    hidden = {"visible": False, "fixedrange": False}
    width = max(plan.width, _MIN_WIDTH)
    title = wrap(scene.title, width, 17.0, bold=True, max_lines=3)
    caption = wrap(scene.caption, width, _SIZE, max_lines=3)
    heading = [f"<b>{text(line)}</b>" for line in title]
    heading += [f'<span style="font-size:12px">{text(line)}</span>' for line in caption]
    top = 46 + 20 * len(heading)
    keys = sum(text_width(band.label, _SIZE) + 60.0 for band in scene.bands)
    below = 70 + 22 * (keys // width) if scene.bands else 20.0
    font = {"family": FONTS, "size": _SIZE, "color": theme.ink[0]}
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
        "font": font,
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
            "font": font,
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


@dataclass(frozen=True, slots=True)
class _Painter:
    """Turns a plan into traces; those of one band share a group of the legend."""

    scene: Scene
    plan: Plan
    theme: Theme
    known: Mapping[str, Sequence[str]]
    group_of: Mapping[str, str]

    def traces(self) -> Iterator[dict[str, Any]]:
        """Yield areas first, then lines, boxes and words."""
        groups = {band.id: (band.label, self.theme.hue(band.hue)) for band in self.scene.bands}
        placed_bands = {placed.band.id: placed for placed in self.plan.bands}
        if groups:
            for group, (label, hue) in groups.items():
                yield self._key(group, label, hue.stroke)
                if group in placed_bands:
                    fill = mix(hue.tint, 0.12, self.theme.ground[0])
                    area = _polygon("event", placed_bands[group].rect)
                    yield self._area(group, area, fill, fill)
            yield self._key("", _LOOSE, self.theme.line[0])
        for group in (*groups, ""):
            yield from self._links(group)
            yield from self._joins(group)
            boxes = [p for p in self.plan.boxes if self.group_of[p.box.id] == group]
            for placed in boxes:
                yield self._box(placed, groups[group][1].stroke if group else None)
            words = [words for placed in boxes for words in placed.texts]
            words += [
                link.text
                for link in self.plan.links
                if link.text is not None and self.group_of[link.link.source] == group
            ]
            words += placed_bands[group].texts if group in placed_bands else ()
            yield self._words(group, words)
        yield self._words("headings", self.plan.texts)

    def _base(self, group: str) -> dict[str, Any]:
        return {"legendgroup": group or _LOOSE, "showlegend": False, "hoverinfo": "skip"}

    def _key(self, group: str, label: str, colour: str) -> dict[str, Any]:
        marker = {"color": colour, "symbol": "square", "size": 11}
        base = self._base(group) | {"showlegend": True, "name": text(label)}
        return base | {"x": [None], "y": [None], "mode": "markers", "marker": marker}

    def _area(
        self, group: str, way: Sequence[Point], fill: str, stroke: str, width: float = 1.0
    ) -> dict[str, Any]:
        line = {"color": stroke, "width": width}
        shape = {"mode": "lines", "fill": "toself", "fillcolor": fill, "line": line}
        return self._base(group) | _ways(way) | shape

    def _box(self, placed: PlacedBox, hue: str | None) -> dict[str, Any]:
        box, theme = placed.box, self.theme
        if hue is None and box.hue is not None:
            hue = theme.hue(box.hue).stroke
        fill, stroke, width = theme.card[0], hue or theme.line[0], 1.8
        state = outline_state(box)
        if is_lost(box):
            fill = stroke = theme.outcome[0]
        elif state is not None:
            stroke, width = getattr(theme, state[0])[0], state[1]
        elif box.role == "trigger":
            stroke = theme.trigger[0]
        if "missed" in box.marks:
            fill = theme.missed[0]
        group = self.group_of[box.id]
        area = self._area(group, _polygon(box.role, placed.rect), fill, stroke, width)
        if pattern := dash(box):
            area["line"]["dash"] = ",".join(f"{part}px" for part in pattern.split())
        return area | {"hoveron": "fills", "hoverinfo": "text", "text": self._hover(placed)}

    def _hover(self, placed: PlacedBox) -> str:
        box = placed.box
        said = [f"<b>{text(box.caption)}</b>"] if box.caption else []
        said += _wrapped(box.label)
        for fact in self.known.get(box.id, box.notes):
            first, *rest = _wrapped(fact) or [""]
            said += [f"- {first}", *rest]
        return "<br>".join(said)

    def _links(self, group: str) -> Iterator[dict[str, Any]]:
        theme = self.theme
        styles: dict[tuple[str, str], list[PlacedLink]] = {}
        for placed in self.plan.links:
            if self.group_of[placed.link.source] == group:
                worse, marks = placed.link.role == "worsens", set(placed.link.marks)
                colour = theme.worse[0] if worse else theme.line[0]
                dashes = "6px,4px" if _OPEN & marks else "4px,4px" if _OFF & marks else "solid"
                styles.setdefault((colour, "2px,4px" if worse else dashes), []).append(placed)
        for (colour, dashes), links in styles.items():
            line = {"color": colour, "width": 1.7, "dash": dashes}
            ways = _ways(*(placed.points for placed in links))
            yield self._base(group) | ways | {"mode": "lines", "line": line}
            heads = [_head(placed.points) for placed in links if placed.arrow]
            if heads:
                yield self._area(group, (), colour, colour) | _ways(*heads)
            tags = [_polygon("event", placed.tag) for placed in links if placed.tag is not None]
            if tags:
                yield self._area(group, (), theme.card[0], colour, 0.8) | _ways(*tags)

    def _joins(self, group: str) -> Iterator[dict[str, Any]]:
        card, colour = self.theme.card[0], self.theme.line[0]
        for placed in self.plan.joins:
            if self.group_of[placed.join.target] != group:
                continue
            if placed.stem:
                line = {"color": colour, "width": 1.7}
                yield self._base(group) | _ways(placed.stem) | {"mode": "lines", "line": line}
                yield self._area(group, _head(placed.stem), colour, colour)
            yield self._area(group, _polygon("join", placed.rect), card, colour, 1.5)
            yield self._words(group, [placed.text])

    def _words(self, group: str, texts: Sequence[PlacedText]) -> dict[str, Any]:
        x, y, shown, sizes, colours, places = [], [], [], [], [], []
        for words in texts:
            colour = "#ffffff" if words.tone == "light" else getattr(self.theme, words.tone)[0]
            for number, line in enumerate(words.lines):
                x.append(round(words.x, 1))
                y.append(round(words.y + number * words.leading - words.size * 0.35, 1))
                shown.append(f"<b>{text(line)}</b>" if words.bold else text(line))
                sizes.append(words.size)
                colours.append(colour)
                places.append("middle center" if words.anchor == "middle" else "middle right")
        font = {"size": sizes, "color": colours, "family": FONTS}
        texts_of = {"x": x, "y": y, "text": shown, "textposition": places, "textfont": font}
        return self._base(group) | texts_of | {"mode": "text"}


def _groups(scene: Scene) -> dict[str, str]:
    """Return the band of every box, and of the box that a join leads to; none is empty."""
    bands = {band.id for band in scene.bands}
    group_of = {box.id: box.band if box.band in bands and box.band else "" for box in scene.boxes}
    return group_of | {join: group_of[end] for join, end in effects_of(scene.joins).items()}


def _wrapped(words: str) -> list[str]:
    return [text(line) for line in wrap(words, _HOVER_WIDTH, _SIZE, max_lines=6)]


def _ways(*ways: Sequence[Point]) -> dict[str, list[float | None]]:
    """Return the coordinates of several ways, with a break between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for number, way in enumerate(ways):
        x += [*([None] if number else []), *(round(point[0], 1) for point in way)]
        y += [*([None] if number else []), *(round(point[1], 1) for point in way)]
    return {"x": x, "y": y}


def _head(way: Sequence[Point]) -> list[Point]:
    left, tip, right = head_corners(way, 9.0)
    return [left, tip, right, left]


_BITTEN = {"gap", "known_gap", "amplifier"}
_RADII = {"condition": 16.0, "outcome": 10.0, "event": 2.0, "join": 9.0}


def _polygon(role: str, r: Rect) -> list[Point]:
    """Return the closed outline of a role, so that shape tells what colour tells."""
    if role == "trigger":
        p = min(12.0, r.h / 4)
        upper = [(r.x, r.cy), (r.x + p, r.y), (r.right - p, r.y), (r.right, r.cy)]
        return [*upper, (r.right - p, r.bottom), (r.x + p, r.bottom), upper[0]]
    a = min(_RADII.get(role, 7.0), r.w / 2, r.h / 2)
    points = _arc(r.right - a, r.y + a, a, -0.5)
    if role in _BITTEN:
        points += reversed(_arc(r.right, r.cy, 8.0, 0.5, turn=1.0))
    points += _arc(r.right - a, r.bottom - a, a, 0.0)
    points += _arc(r.x + a, r.bottom - a, a, 0.5)
    points += _arc(r.x + a, r.y + a, a, 1.0)
    return [*points, points[0]]


def _arc(x: float, y: float, radius: float, start: float, *, turn: float = 0.5) -> list[Point]:
    """Return points along an arc; angles in half turns, clockwise from the right."""
    steps = 6 if turn <= 0.5 else 12
    angles = (pi * (start + turn * step / steps) for step in range(steps + 1))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]
