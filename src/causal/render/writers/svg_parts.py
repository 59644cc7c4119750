"""Pieces of SVG: text, paths with rounded corners, arrow heads, classes with their colours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from causal.render import escape_xml
from causal.render.layout.plan import PlacedText, Point, Rect, Run
from causal.render.theme import Theme, mix

_TONES = {"light": "", "worse": "worse-f", "path": "path-f"}


_NUDGE = 1e-6
"""More than sums of floats differ between versions of Python, less than anyone can see."""


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, without a trailing zero."""
    text = f"{value + _NUDGE:.1f}"  # a tie falls the same way whatever the last bit says
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    """Return coordinates with blanks between them."""
    return " ".join(map(number, values))


_CLASSES = {"good": "go", "bad": "stop", "trigger": "start", "outcome": "end"}
"""The classes of the style sheet that are not called as the field of the theme."""


def paint(tone: str, theme: Theme) -> tuple[str, str]:
    """Return the class and the colour of a field of the theme, or of ``hue 3`` of its palette."""
    if tone.startswith("hue "):
        hue = int(tone.removeprefix("hue ")) % len(theme.hues)
        return f"h{hue}", theme.hue(hue).stroke
    return _CLASSES.get(tone, tone), getattr(theme, tone)[0]


def path_element(
    painted: tuple[str, str], data: str, width: float, *, more: str = "", inner: str = ""
) -> str:
    """Return the SVG of a line.

    Args:
        painted: Its class and its colour.
        data: Where it runs.
        width: How wide it is, in pixels.
        more: Further attributes, each after a blank.
        inner: What stands in the element.
    """
    kind, colour = painted
    end = f">{inner}</path>" if inner else "/>"
    return (
        f'<path class="{kind}" d="{data}" fill="none" stroke="{colour}" '
        f'stroke-width="{number(width)}"{more}{end}'
    )


def filled_element(painted: tuple[str, str], data: str) -> str:
    """Return the SVG of an area in the colour of a line."""
    return f'<path class="{painted[0]}-f" d="{data}" fill="{painted[1]}"/>'


def card_element(
    painted: tuple[str, str], r: Rect, theme: Theme, radius: float, *, width: float, more: str = ""
) -> str:
    """Return the SVG of a rectangle that words stand on, with an outline of this paint."""
    kind, colour = painted
    return (
        f'<rect class="card {kind}" x="{number(r.x)}" y="{number(r.y)}" width="{number(r.w)}" '
        f'height="{number(r.h)}" rx="{number(radius)}" fill="{theme.card[0]}" '
        f'stroke="{colour}" stroke-width="{number(width)}"{more}/>'
    )


def clean_prefix(prefix: str) -> str:
    """Return a prefix as ids may start with."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in prefix)
    return kept if kept[:1].isalpha() else f"c{kept}"


def tooltip(text: str) -> str:
    """Return a title element, shown on hover and read aloud, or nothing."""
    return f"<title>{escape_xml.text(text)}</title>" if text else ""


def text_colour(text: PlacedText, theme: Theme) -> str:
    """Return the colour of words on a light page."""
    return "#ffffff" if text.tone == "light" else str(getattr(theme, text.tone)[0])


def text_element(text: PlacedText, theme: Theme) -> str:
    """Return the SVG of lines of text, one element a line so that every viewer places them."""
    kind = _TONES.get(text.tone, text.tone)
    look = f'fill="{text_colour(text, theme)}" font-size="{number(text.size)}"'
    if kind:
        look = f'class="{kind}" {look}'
    if text.bold:
        look += ' font-weight="700"'
    if text.struck:
        look += ' text-decoration="line-through"'
    if text.runs:
        look += ' xml:space="preserve"'
    return "".join(_line(text, place, look) for place in range(len(text.lines)))


def _line(text: PlacedText, place: int, look: str) -> str:
    """Return a line in the fonts that were chosen for it, or in that of the drawing."""
    y = number(text.y + place * text.leading)
    if text.tilt:
        look += f' transform="rotate({number(text.tilt)} {number(text.x)} {y})"'
    own = (Run(text.lines[place], text.x, text.anchor),)
    out = ""
    for run in text.runs[place] if text.runs else own:
        more = f' text-anchor="{run.anchor}"' if run.anchor != "start" else ""
        more += f" font-family=\"'{run.family}'\"" if run.family else ""
        out += f'<text x="{number(run.x)}" y="{y}" {look}{more}>{escape_xml.text(run.words)}</text>'
    return out


def polyline(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points without repeats and without corners that are straight."""
    out: list[Point] = []
    for point in points:
        if out and abs(out[-1][0] - point[0]) + abs(out[-1][1] - point[1]) < 0.05:
            continue
        while len(out) > 1 and _straight(out[-2], out[-1], point):
            out.pop()
        out.append(point)
    return tuple(out)


def _straight(a: Point, b: Point, c: Point) -> bool:
    return abs((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) < 0.01


_RADIUS = 8.0
_SAVED = 0.3768
"""What a rounded corner saves of its two sides, for each pixel of one: 2 less the length of a
quadratic curve between two unit sides at a right angle."""


def rounded(points: Sequence[Point], radius: float = _RADIUS) -> str:
    """Return path data along the points, with corners rounded where there is room."""
    way = polyline(points)
    parts = [f"M{number(way[0][0])} {number(way[0][1])}"]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        reach = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _towards(corner, before, reach), _towards(corner, after, reach)
        parts.append(
            f"L{number(start[0])} {number(start[1])}"
            f"Q{number(corner[0])} {number(corner[1])} {number(end[0])} {number(end[1])}"
        )
    parts.append(f"L{number(way[-1][0])} {number(way[-1][1])}")
    return "".join(parts)


def dashes(points: Sequence[Point], pattern: tuple[int, int]) -> str:
    """Return the attributes of a dashed line along the points.

    The pattern is counted from the end, so that lines that share their way there fall in step; out
    of step they would fill each other's gaps.
    """
    way = polyline(points)
    long = sum(_length(a, b) for a, b in pairwise(way))
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        reach = min(_RADIUS, _length(before, corner) / 2, _length(corner, after) / 2)
        long -= _SAVED * reach
    tenths = -round((long + _NUDGE) * 10) % (10 * sum(pattern))
    offset = number(tenths / 10)
    return f' stroke-dasharray="{pattern[0]} {pattern[1]}" stroke-dashoffset="{offset}"'


def _length(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _towards(start: Point, end: Point, distance: float) -> Point:
    share = distance / (_length(start, end) or 1.0)
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def head_corners(points: Sequence[Point], size: float) -> tuple[Point, Point, Point]:
    """Return the left corner, the tip and the right corner of an arrow head at the last point."""
    way = polyline(points)
    tip = way[-1]
    base = _towards(tip, way[-2], size)
    dx, dy = (tip[0] - base[0]) * 0.5, (tip[1] - base[1]) * 0.5
    return (base[0] - dy, base[1] + dx), tip, (base[0] + dy, base[1] - dx)


def arrow_head(points: Sequence[Point], *, size: float = 8.5, is_open: bool = False) -> str:
    """Return path data of an arrow head at the last point; an open one has only its two sides."""
    corners = [f"{number(x)} {number(y)}" for x, y in head_corners(points, size)]
    return f"M{corners[0]}L{corners[1]}L{corners[2]}" + ("" if is_open else "Z")


def both(pair: tuple[str, str]) -> str:
    """Return the colour that is the first of a pair on a light page, the second on a dark one."""
    return f"light-dark({pair[0]},{pair[1]})"


def style_sheet(prefix: str, theme: Theme, hues: Sequence[int]) -> str:
    """Return rules that make the drawing readable on a dark screen; paper stays light.

    A drawing inside a page is dark where the page says so by ``color-scheme``; one on its own
    follows the system. Where ``light-dark()`` is unknown the colours of the attributes stay.
    Every rule is bound to the id of the drawing, so that it reaches nothing else on a page.
    """
    rules = []
    for name, pair in (
        ("bg", theme.ground),
        ("card", theme.card),
        ("ink", theme.ink),
        ("muted", theme.muted),
        ("good", theme.good),
        ("bad", theme.bad),
        ("end", theme.outcome),
        ("missed", theme.missed),
        ("chain", theme.chain),
    ):
        rules.append(f"#{prefix} .{name}{{fill:{both(pair)}}}")
    for name, pair in (
        ("line", theme.line),
        ("worse", theme.worse),
        ("faint", theme.faint),
        ("go", theme.good),
        ("stop", theme.bad),
        ("start", theme.trigger),
        ("path", theme.path),
        ("hole", ("#333333", theme.muted[1])),
        ("ground", theme.ground),
    ):
        rules.append(f"#{prefix} .{name}{{stroke:{both(pair)}}}")
        rules.append(f"#{prefix} .{name}-f{{fill:{both(pair)}}}")
    for hue in sorted(set(hues)):
        colour = theme.hue(hue)
        face = both((mix(colour.tint, 0.42, "#ffffff"), mix(colour.dark, 0.38, theme.ground[1])))
        rules.append(f"#{prefix} .f{hue}{{fill:{face}}}")
        line = both((colour.stroke, colour.dark))
        rules.append(f"#{prefix} .h{hue}{{stroke:{line}}}#{prefix} .h{hue}-f{{fill:{line}}}")
    alone = f"#{prefix}:root{{color-scheme:light dark}}"
    return f"<style>@media screen{{{alone}{''.join(rules)}}}</style>"
