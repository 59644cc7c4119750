"""Horizontal bars with intervals, as one self-contained SVG: the same bytes for the same bars."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from math import ceil, floor, log10
from typing import Any

from causal.render import escape_xml
from causal.render.metrics import shorten, text_width, wrap
from causal.render.theme import DEFAULT, FONTS, Theme
from causal.render.writers.svg_parts import number, style_sheet

__all__ = ["Bar", "BarChart", "Group"]

_WIDTH = 760.0
_MARGIN = 20.0
_BAR = 15.0
_GAP = 4.0
_BETWEEN = 11.0
_LABELS = 262.0
_DARK = "<style>@media screen and (prefers-color-scheme:dark){{#{0} .halo{{stroke:{1}}}}}</style>"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length, the ends of its interval, what is written after it, its series."""

    value: float
    text: str
    low: float | None = None
    high: float | None = None
    series: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that share a label, with a second, smaller line under it."""

    label: str
    note: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """A chart of horizontal bars; each form is made when it is first read.

    Args:
        title: What it shows.
        caption: How to read it.
        groups: The bars, from the top down.
        series: What each colour means; one series needs no legend.
        hues: The number in the theme of the colour of each series.
        percent: Whether lengths are shares from 0 to 1, else counts.
        words: What it says, for readers who cannot see it.
    """

    title: str
    caption: str
    groups: tuple[Group, ...]
    series: tuple[str, ...] = ("",)
    hues: tuple[int, ...] = (0,)
    percent: bool = False
    words: str = ""
    theme: Theme = field(default=DEFAULT, repr=False)

    @cached_property
    def svg(self) -> str:
        """The chart as one SVG document, dark on dark screens, light on paper."""
        body, height = _body(self)
        words = self.words or self.caption
        digest = hashlib.sha256(f"{self.title}{words}{body}".encode("utf-8", "replace"))
        prefix = f"c{digest.hexdigest()[:10]}"
        width, tall = number(_WIDTH), number(height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{prefix}" viewBox="0 0 {width} {tall}" '
            f'width="{width}" height="{tall}" style="max-width:100%;height:auto" role="img" '
            f'aria-labelledby="{prefix}-t {prefix}-d" font-family="{FONTS}">\n'
            f'<title id="{prefix}-t">{escape_xml.text(self.title)}</title>'
            f'<desc id="{prefix}-d">{escape_xml.text(words)}</desc>\n'
            f"{style_sheet(prefix, self.theme, self.hues)}"
            f"{_DARK.format(prefix, self.theme.ground[1])}\n"
            f'<rect class="bg" width="{width}" height="{tall}" fill="{self.theme.ground[0]}"/>\n'
            f"{body}\n</svg>\n"
        )

    def png(self, scale: float = 2.0) -> bytes:
        """Return the chart as PNG bytes.

        Args:
            scale: Pixels of the image for one of the chart.
        """
        from causal.render.writers.png import write_png

        return write_png(self.svg, scale=scale)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"image/svg+xml": self.svg, "image/png": self.png(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<BarChart {self.title!r}: {len(self.groups)} groups>"


def _body(chart: BarChart) -> tuple[str, float]:
    """Return the elements of a chart and its height."""
    theme = chart.theme
    out = [_text(_MARGIN, 32, chart.title, theme, size=17, bold=True)]
    y = 40.0
    for line in wrap(chart.caption, _WIDTH - 2 * _MARGIN, 12):
        y += 16
        out.append(_text(_MARGIN, y, line, theme, size=12, tone="muted"))
    if len(chart.series) > 1:
        y += 22
        out += _legend(chart, y)
        y += 8
    top = y + 14
    heights = [_height(group) for group in chart.groups]
    bottom = top + sum(heights) + _BETWEEN * max(0, len(heights) - 1) + 4
    scale = _Scale(chart)
    out += scale.grid(top - 4, bottom)
    starts = accumulate((height + _BETWEEN for height in heights), initial=top)
    for group, start, height in zip(chart.groups, starts, heights, strict=False):
        out += _labels(group, start, height, scale.labels, theme)
        out += _bars(group, start, height, scale, theme)
    return "\n".join(out), bottom + 34


def _height(group: Group) -> float:
    bars = len(group.bars) * (_BAR + _GAP) - _GAP
    return max(bars, 30.0 if group.note else 17.0)


class _Scale:
    """Where values lie on the page: a linear scale from 0, with room for the texts after it."""

    def __init__(self, chart: BarChart) -> None:
        self.chart = chart
        bars = [bar for group in chart.groups for bar in group.bars]
        most = max((max(bar.value, bar.high or 0.0) for bar in bars), default=0.0)
        self.step = _step(most, whole=not chart.percent)
        self.end = max(self.step, ceil(most / self.step - 1e-9) * self.step)
        names = [text_width(group.label, 13, bold=True) for group in chart.groups]
        notes = [text_width(group.note, 11) for group in chart.groups]
        self.labels = min(_LABELS, max(names + notes, default=0.0) + 1)
        self.left = _MARGIN + self.labels + 12
        room = max((text_width(bar.text, 12) for bar in bars), default=0.0)
        self.right = _WIDTH - _MARGIN - room - 14

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * value / self.end

    def grid(self, top: float, bottom: float) -> list[str]:
        theme, out = self.chart.theme, []
        for index in range(round(self.end / self.step) + 1):
            value = index * self.step
            label = f"{value * 100:g}%" if self.chart.percent else f"{value:,.0f}"
            x = number(self.x(value))
            out.append(
                f'<path class="faint" d="M{x} {number(top)}V{number(bottom)}" fill="none" '
                f'stroke="{theme.faint[0]}" stroke-width="0.7" stroke-opacity="0.55"/>'
            )
            out.append(
                _text(
                    self.x(value), bottom + 16, label, theme, size=11, tone="muted", anchor="middle"
                )
            )
        return out


def _step(most: float, *, whole: bool) -> float:
    """Return a round distance between ticks that gives two to six of them."""
    if most <= 0:
        return 1.0
    raw = most / 5
    power = 10.0 ** floor(log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= raw * 0.999)
    return float(max(1, ceil(step))) if whole else step


def _labels(group: Group, top: float, height: float, room: float, theme: Theme) -> list[str]:
    right = _MARGIN + room
    middle = top + height / 2
    label = shorten(group.label, room, 13, bold=True)
    if not group.note:
        return [_text(right, middle + 4.5, label, theme, size=13, anchor="end", bold=True)]
    note = shorten(group.note, room, 11)
    return [
        _text(right, middle - 2.5, label, theme, size=13, anchor="end", bold=True),
        _text(right, middle + 12, note, theme, size=11, tone="muted", anchor="end"),
    ]


def _bars(group: Group, top: float, height: float, scale: _Scale, theme: Theme) -> list[str]:
    out = []
    y = top + (height - (len(group.bars) * (_BAR + _GAP) - _GAP)) / 2
    for bar in group.bars:
        hue = scale.chart.hues[bar.series]
        colour = theme.hue(hue).stroke
        long = max(scale.x(bar.value) - scale.left, 0.0)
        name = scale.chart.series[bar.series] or group.label
        out.append(
            f"<g><title>{escape_xml.text(f'{group.label}: {bar.text} ({name})')}</title>"
            f'<rect class="h{hue}-f" x="{number(scale.left)}" y="{number(y)}" '
            f'width="{number(long)}" height="{number(_BAR)}" rx="2" fill="{colour}"/></g>'
        )
        if bar.low is not None and bar.high is not None:
            out.append(_whisker(scale.x(bar.low), scale.x(bar.high), y + _BAR / 2, theme))
        out.append(_text(_WIDTH - _MARGIN, y + _BAR - 3, bar.text, theme, anchor="end"))
        y += _BAR + _GAP
    return out


def _whisker(low: float, high: float, y: float, theme: Theme) -> str:
    """Return an interval: a line with ends, on a wider line of the ground so that it shows."""
    a, b, up, down = number(low), number(high), number(y - 4), number(y + 4)
    path = f"M{a} {up}V{down}M{a} {number(y)}H{b}M{b} {up}V{down}"
    return (
        f'<path class="halo" d="{path}" fill="none" stroke="{theme.ground[0]}" '
        f'stroke-width="3.6" stroke-opacity="0.85"/>'
        f'<path class="line" d="{path}" fill="none" stroke="{theme.ink[0]}" stroke-width="1.4"/>'
    )


def _legend(chart: BarChart, y: float) -> list[str]:
    x, out = _MARGIN, []
    for hue, name in zip(chart.hues, chart.series, strict=True):
        colour = chart.theme.hue(hue).stroke
        out.append(
            f'<rect class="h{hue}-f" x="{number(x)}" y="{number(y - 10)}" width="12" '
            f'height="12" rx="2" fill="{colour}"/>'
        )
        out.append(_text(x + 18, y, name, chart.theme))
        x += 18 + text_width(name, 12) + 22
    return out


def _text(
    x: float,
    y: float,
    text: str,
    theme: Theme,
    *,
    size: float = 12,
    tone: str = "ink",
    anchor: str = "start",
    bold: bool = False,
) -> str:
    fill = (theme.ink if tone == "ink" else theme.muted)[0]
    extra = f' text-anchor="{anchor}"' if anchor != "start" else ""
    extra += ' font-weight="700"' if bold else ""
    return (
        f'<text class="{tone}" x="{number(x)}" y="{number(y)}" fill="{fill}" '
        f'font-size="{number(size)}"{extra}>{escape_xml.text(text)}</text>'
    )
