"""A chart as one self-contained SVG: the same bytes for the same chart."""

from __future__ import annotations

import hashlib
from math import ceil, floor, isnan, log10
from typing import Any

from causal.corpus.charts.description import (
    Axis,
    Bars,
    Cells,
    Columns,
    Description,
    Dots,
    Line,
    Tone,
)
from causal.corpus.charts.description import colour as colour_of
from causal.render import escape_xml
from causal.render.layout.plan import Anchor, PlacedText, Rect
from causal.render.layout.plan import Tone as TextTone
from causal.render.metrics import shorten, text_width, wrap
from causal.render.theme import FONTS, HUES, layer_hue
from causal.render.writers.pieces import Pieces
from causal.render.writers.svg_edges import edge_element
from causal.render.writers.svg_parts import both, number, style_sheet

_WIDTH, _MARGIN = 760.0, 20.0
_BAR, _GAP, _BETWEEN, _LABELS = 15.0, 4.0, 11.0, 262.0
_EXTRA = (
    "<style>@media screen{{#{0} .halo{{stroke:{1}}}"
    "#{0} .ink-s{{stroke:{2}}}#{0} .muted-s{{stroke:{3}}}#{0} .off-f{{fill:{4}}}}}</style>"
)


def write_svg(chart: Description) -> Pieces:
    """Return the SVG of a chart, dark on dark screens, light on paper."""
    out, height = _Page(chart).draw()
    theme = chart.theme
    body = "".join(str(one) for one in out)
    digest = hashlib.sha256(f"{chart.title}{chart.said}{body}".encode("utf-8", "replace"))
    prefix = f"c{digest.hexdigest()[:10]}"
    width, tall = number(_WIDTH), number(height)
    off = (colour_of(theme, "off", dark=False), colour_of(theme, "off", dark=True))
    pairs = (theme.ground, theme.ink, theme.muted, off)
    extra = _EXTRA.format(prefix, *(both(pair) for pair in pairs))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{prefix}" viewBox="0 0 {width} {tall}" '
        f'width="{width}" height="{tall}" style="max-width:100%;height:auto" role="img" '
        f'aria-labelledby="{prefix}-t {prefix}-d" font-family="{FONTS}">\n'
        f'<title id="{prefix}-t">{escape_xml.text(chart.title)}</title>'
        f'<desc id="{prefix}-d">{escape_xml.text(chart.said)}</desc>\n'
        f"{style_sheet(prefix, theme, range(HUES))}{extra}\n"
        f'<rect class="bg" width="{width}" height="{tall}" fill="{theme.ground[0]}"/>'
    )
    return Pieces((head, *out, "</svg>"), _WIDTH, height, theme)


class _Page:
    """Places a chart: heading, legend, labels on the left, the plot, texts on the right."""

    def __init__(self, chart: Description) -> None:
        self.chart, self.out = chart, list[str | PlacedText]()
        self.bars = [mark for mark in chart.marks if isinstance(mark, Bars)]
        texts = [t for mark in self.bars for t in mark.texts]
        self.room = max((text_width(t, 12) for t in texts), default=0.0)
        ticks = [text for _, text in self._ticks(chart.y)] if chart.y.shown else []
        names = [text_width(t, 13, bold=True) for t in chart.y.categories] or [
            text_width(t, 11) for t in ticks
        ]
        notes = [text_width(note, 11) for note in chart.y.notes]
        self.labels = min(_LABELS, max([*names, *notes], default=0.0) + 1) if chart.y.shown else 0
        self.left = (
            _MARGIN + self.labels + (12 if self.labels else 0) + (8 if chart.y.layers else 0)
        )
        self.right = _WIDTH - _MARGIN - self.room - (14 if self.room else 6)
        self.row = self._row()
        self.ends = (self._ends(chart.x), self._ends(chart.y))
        wide = (self.right - self.left) / max(1, len(chart.x.categories)) - 6
        longest = max((text_width(name, 11) for name in chart.x.categories), default=0.0)
        self.below = 16.0 if chart.x.layers else 0.0
        self.tilt = longest * 0.58 if longest > wide else 0.0

    def _row(self) -> float:
        """Return the height of a category of the vertical axis, with what lies between two."""
        bars = len(self.bars) * (_BAR + _GAP) - _GAP
        return max(bars, 30.0 if any(self.chart.y.notes) else 17.0) + _BETWEEN

    def _most(self, axis: Axis) -> float:
        upright = axis is self.chart.y
        found = [0.0]
        for mark in self.chart.marks:
            if isinstance(mark, Bars) and not upright:
                found += [v for v in (*mark.values, *mark.high) if not isnan(v)]
            elif isinstance(mark, Line | Dots):
                found += mark.y if upright else mark.x
        return max(found)

    def _ticks(self, axis: Axis) -> list[tuple[float, str]]:
        if axis.ticks or axis.categories or not axis.shown:
            return list(axis.ticks)
        most = self._most(axis)
        step = _step(most, whole=not axis.percent)
        last = max(1, ceil(most / step - 1e-9))
        return [
            (n * step, f"{n * step * 100:g}%" if axis.percent else f"{n * step:,.0f}")
            for n in range(last + 1)
        ]

    def _ends(self, axis: Axis) -> tuple[float, float]:
        if axis.categories:
            return axis.low - 0.5, len(axis.categories) - 0.5
        ticks = self._ticks(axis)
        return axis.low, axis.high if axis.high is not None else ticks[-1][0] if ticks else 1.0

    def draw(self) -> tuple[list[str | PlacedText], float]:
        """Return the elements, words as data, and the height of the page."""
        chart = self.chart
        self.text(_MARGIN, 32, chart.title, size=17, bold=True)
        y = 40.0
        for line in wrap(chart.caption, _WIDTH - 2 * _MARGIN, 12):
            y += 16
            self.text(_MARGIN, y, line, tone="muted")
        if chart.named:
            y += 22
            self._legend(y)
            y += 8
        self.top = y + 14
        if chart.y.title:
            self.top += 14
            self.text(_MARGIN, self.top - 10, chart.y.title, size=11, tone="muted")
        low, high = self.ends[1]
        rows = self.row * (high - low) if chart.y.categories else 300.0
        self.bottom = self.top + (rows if chart.height is None else chart.height)
        self._axes()
        self._edges()
        for mark in chart.marks:
            _DRAW[type(mark)](self, mark)
        return self.out, self.bottom + self.tilt + self.below + (34 if chart.x.shown else 12)

    def x(self, value: float) -> float:
        low, high = self.ends[0]
        if self.chart.x.log:
            low, high, value = log10(low), log10(high), log10(value)
        return self.left + (self.right - self.left) * (value - low) / (high - low)

    def y(self, value: float) -> float:
        low, high = self.ends[1]
        part = (value - low) / (high - low)
        up = part if self.chart.y.categories else 1 - part
        return self.top + (self.bottom - self.top) * up

    def _axes(self) -> None:
        x, y = self.chart.x, self.chart.y
        for value, label in self._ticks(x):
            at = self.x(value)
            self._grid(f"M{number(at)} {number(self.top - 4)}V{number(self.bottom)}")
            self.text(at, self.bottom + 16, label, size=11, tone="muted", anchor="middle")
        for place, name in enumerate(x.categories if x.shown else ()):
            if self.tilt:
                self.text(
                    self.x(place) + 5,
                    self.bottom + self.below + 14,
                    name,
                    size=11,
                    tone="muted",
                    anchor="end",
                    tilted=True,
                )
            else:
                spot = self.x(place), self.bottom + self.below + 16
                self.text(*spot, name, size=11, tone="muted", anchor="middle")
        for value, label in self._ticks(y):
            at = self.y(value)
            self._grid(f"M{number(self.left)} {number(at)}H{number(self.right)}")
            self.text(self.left - 8, at + 4, label, size=11, tone="muted", anchor="end")
        for place, name in enumerate(y.categories if y.shown else ()):
            right, middle = _MARGIN + self.labels, self.y(place)
            note = shorten(y.notes[place], self.labels, 11) if place < len(y.notes) else ""
            label = shorten(name, self.labels, 13, bold=True)
            lift = 7 if note else 0
            self.text(right, middle + 4.5 - lift, label, size=13, anchor="end", bold=True)
            if note:
                self.text(right, middle + 12, note, size=11, tone="muted", anchor="end")

    def _edges(self) -> None:
        """Mark each category that is a layer with its colour and mark, as every picture does."""
        x, y, theme = self.chart.x, self.chart.y, self.chart.theme
        for place, layer in enumerate(y.layers):
            tall = self.row - _BETWEEN + 2
            edge = Rect(self.left - 12, self.y(place) - tall / 2, 6.0, tall)
            self.out.append(edge_element(edge, layer_hue(layer), theme))
        for place, layer in enumerate(x.layers):
            edge = Rect(self.x(place) - 3, self.bottom + 1, 6.0, 15.0)
            self.out.append(edge_element(edge, layer_hue(layer), theme))

    def _grid(self, path: str) -> None:
        faint = self.chart.theme.faint[0]
        self.out.append(
            f'<path class="faint" d="{path}" fill="none" stroke="{faint}" stroke-width="0.7" '
            'stroke-opacity="0.55"/>'
        )

    def _legend(self, y: float) -> None:
        x = _MARGIN
        for mark in self.chart.named:
            self.out.append(
                f'<rect {self.fill(mark.tone)} x="{number(x)}" y="{number(y - 10)}" width="12" '
                'height="12" rx="2"/>'
            )
            self.text(x + 18, y, mark.name)
            x += 18 + text_width(mark.name, 12) + 22

    def fill(self, tone: Tone) -> str:
        """Return the attributes that fill a shape."""
        kind = f"h{tone % HUES}-f" if isinstance(tone, int) else _FILL.get(tone, f"{tone}-f")
        return f'class="{kind}" fill="{colour_of(self.chart.theme, tone)}"'

    def stroke(self, tone: Tone) -> str:
        """Return the attributes that draw a line."""
        kind = f"h{tone % HUES}" if isinstance(tone, int) else _STROKE.get(tone, tone)
        return f'class="{kind}" fill="none" stroke="{colour_of(self.chart.theme, tone)}"'

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        tone: TextTone = "ink",
        anchor: Anchor = "start",
        bold: bool = False,
        tilted: bool = False,
    ) -> None:
        """Add a line of text."""
        turn = -35.0 if tilted else 0.0
        line = PlacedText((text,), x, y, size, size, bold, tone, anchor, tilt=turn)
        self.out.append(line)

    def whisker(self, low: float, high: float, y: float, tone: Tone = "ink") -> None:
        """Add an interval: a line with ends, on a wider line of the ground so that it shows."""
        a, b, up, down = number(low), number(high), number(y - 4), number(y + 4)
        path = f"M{a} {up}V{down}M{a} {number(y)}H{b}M{b} {up}V{down}"
        ground = self.chart.theme.ground[0]
        self.out.append(
            f'<path class="halo" d="{path}" fill="none" stroke="{ground}" stroke-width="3.6" '
            f'stroke-opacity="0.85"/><path {self.stroke(tone)} d="{path}" stroke-width="1.4"/>'
        )

    def titled(self, element: str, text: str) -> None:
        """Add an element that says something when it is pointed at."""
        title = f"<title>{escape_xml.text(text)}</title>"
        self.out.append(f"<g>{title}{element}</g>" if text else element)


_FILL = {"ink": "ink", "muted": "muted", "good": "good", "bad": "bad"}
_STROKE = {"ink": "ink-s", "muted": "muted-s", "good": "go", "bad": "stop"}


def _step(most: float, *, whole: bool) -> float:
    """Return a round distance between ticks that gives two to six of them."""
    if most <= 0:
        return 1.0
    raw = most / 5
    power = 10.0 ** floor(log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= raw * 0.999)
    return float(max(1, ceil(step))) if whole else step


def _bars(page: _Page, mark: Bars) -> None:
    place = page.bars.index(mark)
    tall = len(page.bars) * (_BAR + _GAP) - _GAP
    for row, (value, text) in enumerate(zip(mark.values, mark.texts, strict=True)):
        y = page.y(row) - tall / 2 + place * (_BAR + _GAP)
        long = max(page.x(value) - page.left, 0.0) if not isnan(value) else 0.0
        name = mark.name or page.chart.y.categories[row]
        page.titled(
            f'<rect {page.fill(mark.tone)} x="{number(page.left)}" y="{number(y)}" '
            f'width="{number(long)}" height="{number(_BAR)}" rx="2"/>',
            f"{page.chart.y.categories[row]}: {text} ({name})",
        )
        if mark.low and not isnan(mark.low[row]):
            page.whisker(page.x(mark.low[row]), page.x(mark.high[row]), y + _BAR / 2)
        page.text(_WIDTH - _MARGIN, y + _BAR - 3, text, anchor="end")


def _columns(page: _Page, mark: Columns) -> None:
    wide = min(26.0, (page.x(1) - page.x(0)) * 0.7)
    for place, value in enumerate(mark.values):
        top, bottom = page.y(mark.base - value * mark.unit), page.y(mark.base)
        said = mark.hover[place] if mark.hover else ""
        page.titled(
            f'<rect {page.fill(mark.tone)} x="{number(page.x(place) - wide / 2)}" '
            f'y="{number(top)}" width="{number(wide)}" height="{number(bottom - top)}" rx="2"/>',
            said,
        )
        page.text(page.x(place), top - 5, f"{value:g}", size=11, anchor="middle")


def _cells(page: _Page, mark: Cells) -> None:
    wide, tall = page.x(1) - page.x(0) - 2, page.y(1) - page.y(0) - 2
    for row, values in enumerate(mark.values):
        for column, value in enumerate(values):
            x, y = page.x(column), page.y(row)
            share = min(1.0, value / mark.most) if mark.most else 0.0
            page.out.append(
                f'<rect {page.fill(mark.tone)} fill-opacity="{0.04 + 0.62 * share:.3f}" '
                f'x="{number(x - wide / 2)}" y="{number(y - tall / 2)}" width="{number(wide)}" '
                f'height="{number(tall)}"/>'
            )
            page.text(x, y + 4, mark.texts[row][column], anchor="middle")


def _line(page: _Page, mark: Line) -> None:
    spots = [(number(page.x(x)), number(page.y(y))) for x, y in zip(mark.x, mark.y, strict=True)]
    joint = [f"H{x}V{y}" if mark.steps else f"L{x} {y}" for x, y in spots[1:]]
    path = "".join([f"M{spots[0][0]} {spots[0][1]}", *joint]) if spots else ""
    dash = ' stroke-dasharray="2 4"' if mark.dashed else ""
    page.titled(
        f'<path {page.stroke(mark.tone)} d="{path}" stroke-width="{number(mark.width)}"{dash}/>',
        mark.hover.replace("\n", ", "),
    )


def _dots(page: _Page, mark: Dots) -> None:
    middle = (page.left + page.right) / 2
    for place, (a, b) in enumerate(zip(mark.x, mark.y, strict=True)):
        x, y, r = page.x(a), page.y(b), mark.size / 2
        if mark.low and not isnan(mark.low[place]):
            page.whisker(page.x(mark.low[place]), page.x(mark.high[place]), y, mark.tone)
        faded = ' fill-opacity="0.45"' if mark.faded else ""
        sides = f"M{number(x)} {number(y - r)}L{number(x + r)} {number(y)}L{number(x)} "
        shape = (
            f"<path {page.fill(mark.tone)} "
            f'd="{sides}{number(y + r)}L{number(x - r)} {number(y)}Z"/>'
            if mark.diamond
            else f'<rect {page.fill(mark.tone)}{faded} x="{number(x - r)}" y="{number(y - r)}" '
            f'width="{number(2 * r)}" height="{number(2 * r)}" rx="{number(r)}"/>'
        )
        page.titled(shape, mark.hover[place].replace("\n", ", ") if mark.hover else "")
        if mark.labels:
            after = x >= middle
            side = r + 5 if after else -r - 5
            page.text(x + side, y + 4, mark.labels[place], anchor="start" if after else "end")


_DRAW: dict[type, Any] = {
    Bars: _bars,
    Columns: _columns,
    Cells: _cells,
    Line: _line,
    Dots: _dots,
}
