"""Slices of cheese in SVG: faces with real holes, walls inside them, the paths through."""

from __future__ import annotations

from collections.abc import Iterator

from causal.render.escape_xml import attribute
from causal.render.layout.plan import Hole, Plan, Point, Rect, Slice, Strand
from causal.render.theme import Theme, layer_mark, mix
from causal.render.writers.svg_edges import edge_element
from causal.render.writers.svg_parts import (
    arrow_head,
    filled_element,
    number,
    numbers,
    paint,
    path_element,
    rounded,
    tooltip,
)
from causal.render.writers.svg_plugs import hatching, plug_element, plugs_of

_ROUND = 0.5523
STRANDS = {
    "open": ("path", 4.0, ""),
    "rest": ("path", 6.0, "3 4"),
    "spent": ("faint", 2.0, "5 5"),
    "held": ("good", 4.0, ""),
}
"""For each kind of strand the field of the theme, its width and its dashes."""


def cheese_elements(plan: Plan, theme: Theme, hues: dict[str, int]) -> list[str]:
    """Return the slices from left to right, each strand of a path behind or before them."""
    trails = sorted(plan.trails, key=lambda trail: trail.kind != "spent")
    out = [_strand(trail, theme) for trail in trails]
    out += [slice_element(piece, theme, hues[piece.band.id]) for piece in plan.slices]
    return out


def slice_element(piece: Slice, theme: Theme, hue: int) -> str:
    """Return one slice with the strands behind and before it."""
    return "<g>" + "".join(_slice(piece, theme, hue)) + "</g>"


def hole_path(x: float, y: float, rx: float, ry: float, slope: float) -> str:
    """Return the path data of an ellipse on a face whose level lines fall by `slope` a pixel."""

    def at(dx: float, dy: float) -> str:
        return numbers(x + dx, y + dy - slope * dx)

    kx, ky = rx * _ROUND, ry * _ROUND
    return (
        f"M{at(-rx, 0)}C{at(-rx, -ky)} {at(-kx, -ry)} {at(0, -ry)}"
        f"S{at(rx, -ky)} {at(rx, 0)}S{at(kx, ry)} {at(0, ry)}S{at(-rx, ky)} {at(-rx, 0)}Z"
    )


def _style(state: str) -> tuple[float, str]:
    """Return how solid the face of a slice in this state is, and the dashes of its outline."""
    return {
        "absent": (0.0, "6 5"),
        "aside": (0.35, "5 4"),
        "bypassed": (0.45, ""),
        "degraded": (1.0, "10 3 2 3"),
        "not_reached": (0.18, "1.5 4"),
    }.get(state, (1.0, ""))


def _slice(piece: Slice, theme: Theme, hue: int) -> Iterator[str]:
    r, rise = piece.rect, piece.rise
    slope = rise / r.w
    colour = theme.hue(hue)
    opacity, dash = _style(piece.band.state)
    if piece.hatched:
        opacity = 0.3
    face, wall = mix(colour.tint, 0.42, "#ffffff"), mix(colour.tint, 0.8, "#333333")
    yield tooltip(piece.band.tooltip)
    solid = opacity == 1.0
    for hole in piece.holes if solid else ():
        yield f'<path d="{_hole(hole, slope)}" fill="{wall}"/>'
        back = hole_path(hole.x - piece.depth * 0.7, hole.y - 2.0, hole.rx, hole.ry, slope)
        yield f'<path class="bg" d="{back}" fill="{theme.ground[0]}"/>'
    yield from (_strand(strand, theme) for strand in piece.behind)
    if solid:
        yield _edges(piece, wall)
    far = f"L{numbers(r.right, r.y - rise)}V{numbers(r.bottom - rise)}"
    outline = f"M{numbers(r.x, r.y)}{far}L{numbers(r.x, r.bottom)}Z"
    holes = "".join(_hole(hole, slope) for hole in piece.holes)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    shade = "" if solid else f' fill-opacity="{number(opacity)}"'
    yield (
        f'<path class="f{hue}" d="{outline}{holes}" fill="{face}" fill-rule="evenodd" '
        f'stroke="{colour.stroke}" stroke-width="1.4"{dashes}{shade}/>'
    )
    yield from _state(piece, theme, hue)
    if layer_mark(piece.band.hue) != "solid" and not piece.hatched:
        edge = Rect(r.x + 4.0, r.y - slope * 4.0 + 3.0, 5.0, r.h - 6.0)
        yield edge_element(edge, piece.band.hue, theme, slope=slope)
    for hole in piece.holes:
        yield from _rim(hole, slope, theme)
    yield from (_strand(strand, theme) for strand in piece.front)
    if piece.stopped is not None:
        yield _stop(piece.stopped, theme)
    yield from _numbers(piece, theme)


def _state(piece: Slice, theme: Theme, hue: int) -> Iterator[str]:
    """Return what tells the state of a slice besides its outline."""
    r, colour = piece.rect, theme.hue(hue)
    if piece.hatched:
        lines = hatching(r, piece.rise, 7.0)
        holed = [h for h in piece.holes if h.box.role == "action"]
        yield path_element(paint("good", theme), lines, 1.0)
        for hole in holed:
            path = hole_path(hole.x, hole.y, hole.rx + 2.0, hole.ry + 2.0, piece.rise / r.w)
            yield f'<path class="bg" d="{path}" fill="{theme.ground[0]}"/>'
    elif piece.band.state == "degraded":
        # Bites out of the lower edge: part of it is no longer there.
        step = r.w / 4
        bites = "".join(
            f"M{numbers(r.x + step * n + 2, r.bottom - piece.rise * (n + 0.05) / 4 + 1)}"
            f"q{numbers(step / 2 - 2, -17 - piece.rise / 8)} {numbers(step - 4, -piece.rise / 4)}Z"
            for n in range(4)
        )
        yield (
            f'<path class="bg h{hue}" d="{bites}" fill="{theme.ground[0]}" '
            f'stroke="{colour.stroke}" stroke-width="1.2"/>'
        )
    elif piece.band.state == "bypassed":
        # An arrow round its lower edge: what should have met it went past.
        y = r.bottom - piece.rise / 2 + 12.0
        painted = paint("line", theme)
        way = f"M{numbers(r.x - 6, y - 10)}Q{numbers(r.cx, y + 12)} {numbers(r.right + 2, y - 16)}"
        yield path_element(painted, way, 2.0)
        yield filled_element(painted, arrow_head(((r.cx, y), (r.right + 6, y - 18)), size=8))


def _hole(hole: Hole, slope: float) -> str:
    return hole_path(hole.x, hole.y, hole.rx, hole.ry, slope)


def _edges(piece: Slice, wall: str) -> str:
    """Return the thickness of a slice: its left and its upper edge."""
    r, d = piece.rect, piece.depth
    up, n = d * 0.55, numbers
    left = f"M{n(r.x, r.y)}l{n(-d, -up)}v{n(r.h)}l{n(d, up)}Z"
    top = f"M{n(r.x, r.y)}l{n(-d, -up)}L{n(r.right - d, r.y - piece.rise - up)}l{n(d, up)}Z"
    return f'<path d="{left}{top}" fill="{wall}" stroke="{wall}" stroke-width="0.8"/>'


def _rim(hole: Hole, slope: float, theme: Theme) -> Iterator[str]:
    """Return the outline of a hole, and the plug of the action on it."""
    path = _hole(hole, slope)
    marks = hole.box.marks
    title = tooltip(hole.box.tooltip or hole.box.label)
    plugs = plugs_of(marks) if hole.box.role != "action" else []
    for inside, plug in enumerate(reversed(plugs)):
        share = 0.62 if inside else 1.0  # what is planned as well is a ring round what is done
        size = ((hole.rx - 1.5) * share, (hole.ry - 3.0) * share)
        yield plug_element(plug, (hole.x, hole.y), size, theme)
    painted, width, dash = ("hole", "#333333"), 1.4, ""
    if hole.box.role == "known_gap":
        painted, width = paint("faint", theme), 1.2
    elif hole.box.role == "amplifier":
        painted, width, dash = paint("worse", theme), 2.0, ' stroke-dasharray="3 3"'
    elif hole.box.role == "action":
        painted, width = paint("good", theme), 2.0
        dash = ' stroke-dasharray="4 3"' * ("to_harden" in marks)
    elif "contributed" in marks:
        width, dash = 2.4, ' stroke-dasharray="1.5 3.5" stroke-linecap="round"'
    elif {"suspected", "disputed"} & set(marks):
        width, dash = 2.4, ' stroke-dasharray="6 3"'
    yield path_element(painted, path, width, more=dash, inner=title)


def _numbers(piece: Slice, theme: Theme) -> Iterator[str]:
    """Return the numbers that holes have in the words below."""
    slope = piece.rise / piece.rect.w
    for hole in piece.holes:
        if hole.number:
            dx = -hole.rx - 11.0
            yield (
                f'<text x="{number(hole.x + dx)}" y="{number(hole.y - slope * dx - 8.0)}" '
                'class="ink" font-size="11" font-weight="700" text-anchor="middle" '
                f'fill="{theme.ink[0]}">{hole.number}</text>'
            )


def _strand(strand: Strand, theme: Theme) -> str:
    tone, width, dash = STRANDS[strand.kind]
    painted = paint(tone, theme)
    way = list(strand.points)
    head = ""
    if strand.arrow and strand.kind != "spent":
        head = filled_element(painted, arrow_head(way, size=14))
        way[-1] = (way[-1][0] - 8.0, way[-1][1])
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    drawn = path_element(painted, rounded(way, 12.0), width, more=dashes) + head
    if not strand.live:
        return drawn
    names = f'data-route="{attribute(strand.route)}" data-after="{attribute(strand.after)}"'
    return f'<g class="strand" {names}>{drawn}</g>'


def _stop(point: Point, theme: Theme) -> str:
    """Return the mark of a strand that a slice stopped."""
    x, y = point
    return (
        f'<rect class="go-f" x="{number(x - 2.5)}" y="{number(y - 15.0)}" width="5" height="30" '
        f'rx="2.5" fill="{theme.good[0]}"/>'
    )
