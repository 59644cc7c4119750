"""Samples for the legend: each shows one kind of shape or line in small."""

from __future__ import annotations

from typing import cast

from causal.render.layout.plan import Badge, Rect, Slice
from causal.render.scene import Band, Box, Mark, Role
from causal.render.theme import Theme
from causal.render.writers.svg_boxes import (
    corner_element,
    outline,
    outline_paint,
    shape_element,
)
from causal.render.writers.svg_cheese import slice_element
from causal.render.writers.svg_gates import gate_element
from causal.render.writers.svg_marks import SYMBOLS, badge_element
from causal.render.writers.svg_parts import (
    arrow_head,
    card_element,
    filled_element,
    number,
    paint,
    path_element,
    rounded,
)
from causal.render.writers.svg_plugs import PLUGS, plug_element

_DASHES = {
    "suspected": "4 3",
    "worsens": "2 4",
    "amplifier": "2 3",
    "spent": "4 4",
    "rest": "3 3",
    "gone": "4 3",
    "gone-line": "4 3",
    "planned": "4 3",
    "cancelled": "4 3",
    "broken": "2 3",
    "lost": "3 3",
    "absent": "4 3",
    "bypassed": "7 3",
    "degraded": "6 2 1.5 2",
    "not_reached": "1.5 3",
    "suspected-box": "4 3",
}
_LINES = {
    "cause": "line",
    "worsens": "worse",
    "suspected": "line",
    "chain": "hue 0",
    "path": "path",
    "spent": "faint",
    "rest": "path",
    "gone-line": "faint",
    "broken": "line",
}
_ROLES = {
    "missed": "event",
    "on_chain": "event",
    "new": "event",
    "lost": "event",
    "changed": "event",
    "done": "action",
    "planned": "action",
    "cancelled": "action",
    "removed": "event",
    "gone": "event",
    "remaining": "event",
    "held": "layer",
    "absent": "layer",
    "bypassed": "layer",
    "degraded": "layer",
    "not_reached": "layer",
    "suspected-box": "event",
}


def sample_element(sample: str, rect: Rect, theme: Theme) -> str:
    """Return the SVG of a sample: a role, ``all``, or a kind of line."""
    kind, _, name = sample.partition("-")
    if kind in _KINDS and (name or kind == "hole"):
        return _KINDS[kind](sample, rect, theme)
    if sample in PLUGS:
        return plug_element(sample, (rect.cx, rect.cy), (6.5, 7.5), theme)
    if sample in _LINES:
        return _line(sample, rect, theme)
    return _shape(sample, rect, theme)


def _badge(sample: str, rect: Rect, theme: Theme) -> str:
    kind = sample.removeprefix("badge-")
    size = 8.0 if kind in SYMBOLS else 6.0
    return badge_element(Badge(kind, (rect.cx, rect.cy), size), theme)


def _shape(sample: str, rect: Rect, theme: Theme) -> str:
    """Return the outline of a box in small."""
    if sample in {"join", "contributed"}:
        dots = ' stroke-dasharray="1 3" stroke-linecap="round"' * (sample == "contributed")
        pill = Rect(rect.x + 1, rect.y + 3, rect.w - 2, rect.h - 6)
        return card_element(paint("line", theme), pill, theme, 5.0, width=1.6, more=dots)
    role = _ROLES.get(sample, sample)
    mark = "" if sample == role else sample
    box = Box("", cast("Role", role), "", marks=cast("tuple[Mark, ...]", (mark,)))
    inner = Rect(rect.x + 1, rect.y + 1, rect.w - 2, rect.h - 2)
    path = outline(role, inner, small=True)
    painted = paint(outline_paint(box, None)[0], theme)
    dashes = _DASHES.get(sample, "")
    shape = shape_element(box, path, theme, painted, width=1.6, dashes=dashes)
    return shape + corner_element(box, inner, theme, 6.0)


def _line(sample: str, rect: Rect, theme: Theme) -> str:
    points = ((rect.x, rect.cy), (rect.right, rect.cy))
    worse, tone = sample == "worsens", _LINES[sample]
    painted, width = paint(tone, theme), 3.0 if tone == "path" else 1.7
    dash = f' stroke-dasharray="{_DASHES[sample]}"' if sample in _DASHES else ""
    head = arrow_head(points, is_open=worse, size=7)
    return path_element(painted, rounded(points), width, more=dash) + (
        path_element(painted, head, width) if worse else filled_element(painted, head)
    )


def _slice(sample: str, rect: Rect, theme: Theme) -> str:
    """Return a small slice in a state."""
    state = sample.removeprefix("slice-")
    small = Rect(rect.x + 5.0, rect.y + 3.0, 16.0, 12.0)
    stopped = (small.cx, small.cy - 1.0) if state == "held" else None
    return slice_element(
        Slice(Band("", "", 0, state=state), small, 5.0, 3.0, (), stopped=stopped), theme, 0
    )


def _hole(sample: str, rect: Rect, theme: Theme) -> str:
    """Return a sample of a hole: ``hole``, ``hole-known``, ``hole-done``, ..."""
    tone, dash = {
        "hole": ("line", ""),
        "hole-known": ("faint", ""),
        "hole-suspected": ("line", ' stroke-dasharray="5 3"'),
        "hole-contributed": ("line", ' stroke-dasharray="1.5 3"'),
        "hole-worse": ("worse", ' stroke-dasharray="2 3"'),
    }[sample]
    kind, colour = paint(tone, theme)
    size = 4.5 if sample == "hole-known" else 7.0
    return (
        f'<ellipse class="bg {kind}" cx="{number(rect.cx)}" cy="{number(rect.cy)}" '
        f'rx="{number(size * 0.8)}" ry="{number(size)}" fill="{theme.ground[0]}" '
        f'stroke="{colour}" stroke-width="1.5"{dash}/>'
    )


def _gate(sample: str, rect: Rect, theme: Theme) -> str:
    """Return a small gate of a fault tree."""
    small = Rect(rect.x + 2.0, rect.y - 1.0, 22.0, 17.0)
    return gate_element(sample.removeprefix("gate-"), small, theme)


_KINDS = {"gate": _gate, "badge": _badge, "slice": _slice, "hole": _hole}
"""How the samples are drawn whose names begin with these words."""
