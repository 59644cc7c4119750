"""Slices of cheese in SVG: faces with real holes, walls inside them, the path through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causal.render.layout.plan import Hole, Plan, Point, Rect, Slice, Strand
from causal.render.theme import Theme, mix
from causal.render.writers.svg_parts import arrow_head, number, rounded, tooltip

__all__ = ["cheese_elements", "hole_path"]

_ROUND = 0.5523
_PATH_WIDTH = 4.0


def cheese_elements(plan: Plan, theme: Theme, hues: dict[str, int]) -> list[str]:
    """Return the slices from left to right, each strand of the path behind or before them."""
    out = [_trail(trail, theme) for trail in plan.trails]
    out += [
        "<g>" + "".join(_slice(piece, theme, hues[piece.band.id])) + "</g>" for piece in plan.slices
    ]
    return out


def _n(*values: float) -> str:
    return " ".join(number(value) for value in values)


def hole_path(x: float, y: float, rx: float, ry: float, slope: float) -> str:
    """Return the path data of an ellipse on a face whose level lines fall by `slope` a pixel."""

    def at(dx: float, dy: float) -> str:
        return _n(x + dx, y + dy - slope * dx)

    kx, ky = rx * _ROUND, ry * _ROUND
    return (
        f"M{at(-rx, 0)}C{at(-rx, -ky)} {at(-kx, -ry)} {at(0, -ry)}"
        f"S{at(rx, -ky)} {at(rx, 0)}S{at(kx, ry)} {at(0, ry)}S{at(-rx, ky)} {at(-rx, 0)}Z"
    )


def _slice(piece: Slice, theme: Theme, hue: int) -> Iterator[str]:
    r, rise = piece.rect, piece.rise
    slope = rise / r.w
    colour = theme.hue(hue)
    weak = piece.band.state == "aside"
    face, wall = mix(colour.tint, 0.42, "#ffffff"), mix(colour.tint, 0.8, "#333333")
    yield tooltip(piece.band.tooltip)
    for hole in piece.holes:
        yield f'<path d="{_hole(hole, slope)}" fill="{wall}"/>'
        back = hole_path(hole.x - piece.depth * 0.7, hole.y - 2.0, hole.rx, hole.ry, slope)
        yield f'<path class="bg" d="{back}" fill="{theme.ground[0]}"/>'
    several = ["several" in hole.box.marks for hole in piece.holes[: piece.main]]
    for strand, broken in zip(piece.behind, several, strict=False):
        yield _strand(strand, theme, broken=broken)
    yield _edges(piece, wall, weak)
    far = f"L{_n(r.right, r.y - rise)}V{_n(r.bottom - rise)}"
    outline = f"M{_n(r.x, r.y)}{far}L{_n(r.x, r.bottom)}Z"
    holes = "".join(_hole(hole, slope) for hole in piece.holes)
    dash = ' stroke-dasharray="5 4"' if weak else ""
    opacity = ' fill-opacity="0.35"' if weak else ""
    yield (
        f'<path class="f{hue}" d="{outline}{holes}" fill="{face}" fill-rule="evenodd" '
        f'stroke="{colour.stroke}" stroke-width="1.4"{dash}{opacity}/>'
    )
    for hole in piece.holes:
        yield from _rim(hole, slope, theme)
    for place, strand in enumerate(piece.front):
        broken = piece.stopped is None and several[place]
        yield _strand(strand, theme, good=piece.stopped is not None, broken=broken)
    if piece.stopped is not None:
        yield _stop(piece.stopped, theme)
    yield from _numbers(piece, theme)


def _hole(hole: Hole, slope: float) -> str:
    return hole_path(hole.x, hole.y, hole.rx, hole.ry, slope)


def _edges(piece: Slice, wall: str, weak: bool) -> str:
    """Return the thickness of a slice: its left and its upper edge."""
    r, d = piece.rect, piece.depth
    if weak:
        return ""
    up = d * 0.55
    left = f"M{_n(r.x, r.y)}l{_n(-d, -up)}v{_n(r.h)}l{_n(d, up)}Z"
    top = f"M{_n(r.x, r.y)}l{_n(-d, -up)}L{_n(r.right - d, r.y - piece.rise - up)}l{_n(d, up)}Z"
    return f'<path d="{left}{top}" fill="{wall}" stroke="{wall}" stroke-width="0.8"/>'


def _rim(hole: Hole, slope: float, theme: Theme) -> Iterator[str]:
    """Return the outline of a hole: whose it is, and whether an action closes it."""
    path = _hole(hole, slope)
    marks = hole.box.marks
    title = tooltip(hole.box.tooltip or hole.box.label)
    if hole.box.role == "known_gap":
        style = ("faint", theme.faint[0], 1.2, "")
    elif hole.box.role == "amplifier":
        style = ("worse", theme.worse[0], 2.0, ' stroke-dasharray="3 3"')
    else:
        doubt = ' stroke-dasharray="6 3"' if {"suspected", "disputed"} & set(marks) else ""
        style = ("hole", "#333333", 1.4, doubt)
    if "done" in marks or "planned" in marks:
        dash = "" if "done" in marks else ' stroke-dasharray="5 4"'
        ring = hole_path(hole.x, hole.y, hole.rx + 3.5, hole.ry + 3.5, slope)
        yield (
            f'<path class="go" d="{ring}" fill="none" stroke="{theme.good[0]}" '
            f'stroke-width="3.6"{dash}/>'
        )
    kind, colour, width, dash = style
    yield (
        f'<path class="{kind}" d="{path}" fill="none" stroke="{colour}" '
        f'stroke-width="{number(width)}"{dash}>{title}</path>'
    )


def _numbers(piece: Slice, theme: Theme) -> Iterator[str]:
    """Return the numbers of holes where a slice has several of this incident."""
    if piece.main < 2 or not piece.numbered:
        return
    slope = piece.rise / piece.rect.w
    for count, hole in enumerate(piece.holes[: piece.main], 1):
        dx = -hole.rx - 12.0
        yield (
            f'<text x="{number(hole.x + dx)}" y="{number(hole.y - slope * dx - 8.0)}" '
            'class="ink" font-size="11" font-weight="700" text-anchor="middle" '
            f'fill="{theme.ink[0]}">'
            f"{count}</text>"
        )


def _strand(strand: Strand, theme: Theme, *, good: bool = False, broken: bool = False) -> str:
    (x0, y0), (x1, y1) = strand
    bend = (x1 - x0) * 0.5
    path = f"M{_n(x0, y0)}C{_n(x0 + bend, y0)} {_n(x1 - bend, y1)} {_n(x1, y1)}"
    kind, colour = ("go", theme.good[0]) if good else ("path", theme.path[0])
    dash = ' stroke-dasharray="7 6"' if broken else ' stroke-linecap="round"'
    return (
        f'<path class="{kind}" d="{path}" fill="none" stroke="{colour}" '
        f'stroke-width="{number(_PATH_WIDTH)}"{dash}/>'
    )


def _stop(point: Point, theme: Theme) -> str:
    """Return the mark of a trajectory that a slice stopped."""
    x, y = point
    colour = theme.good[0]
    bar = Rect(x - 2.5, y - 15.0, 5.0, 30.0)
    return (
        f'<rect class="go-f" x="{number(bar.x)}" y="{number(bar.y)}" width="5" height="30" '
        f'rx="2.5" fill="{colour}"/>'
    )


def _trail(points: Sequence[Point], theme: Theme) -> str:
    """Return a stretch of the path outside the slices; the last one has a head."""
    is_last = len(points) == 2
    way = list(points)
    head = ""
    if is_last:
        head = f'<path class="path-f" d="{arrow_head(points, size=14)}" fill="{theme.path[0]}"/>'
        way[-1] = (way[-1][0] - 8.0, way[-1][1])
    return (
        f'<path class="path" d="{rounded(way, 16.0)}" fill="none" stroke="{theme.path[0]}" '
        f'stroke-width="{number(_PATH_WIDTH)}"/>{head}'
    )
