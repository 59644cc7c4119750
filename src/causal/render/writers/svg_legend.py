"""Samples for the legend: each shows one kind of shape or line in small."""

from __future__ import annotations

from causal.render.layout.plan import Badge, Rect, Slice
from causal.render.scene import Band
from causal.render.theme import Theme
from causal.render.writers.svg_boxes import outline
from causal.render.writers.svg_cheese import slice_element
from causal.render.writers.svg_gates import gate_element
from causal.render.writers.svg_marks import SYMBOLS, badge_element
from causal.render.writers.svg_parts import arrow_head, number, rounded
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
    "chain": "h0",
    "path": "path",
    "spent": "faint",
    "rest": "path",
    "gone-line": "faint",
    "broken": "line",
}
_ROLES = {
    "missed": "gap",
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
        return (
            f'<rect class="card line" x="{number(pill.x)}" y="{number(pill.y)}" '
            f'width="{number(pill.w)}" height="{number(pill.h)}" rx="5" '
            f'fill="{theme.card[0]}" stroke="{theme.line[0]}" stroke-width="1.6"{dots}/>'
        )
    colours = {
        "trigger": ("start", theme.trigger[0]),
        "missed": ("stop", theme.bad[0]),
        "on_chain": ("h0", theme.hue(0).stroke),
        "new": ("h0", theme.hue(0).stroke),
        "lost": ("faint", theme.faint[0]),
        "changed": ("stop", theme.bad[0]),
        "done": ("go", theme.good[0]),
        "planned": ("go", theme.good[0]),
        "held": ("go", theme.good[0]),
        "absent": ("faint", theme.faint[0]),
        "not_reached": ("faint", theme.faint[0]),
        "removed": ("faint", theme.faint[0]),
        "gone": ("faint", theme.faint[0]),
        "cancelled": ("faint", theme.faint[0]),
        "remaining": ("path", theme.path[0]),
    }
    kind, colour = colours.get(sample, ("line", theme.line[0]))
    role = _ROLES.get(sample, sample)
    box = Rect(rect.x + 1, rect.y + 1, rect.w - 2, rect.h - 2)
    path = _small(role, box)
    if role == "outcome":
        return f'<path class="end" d="{path}" fill="{theme.outcome[0]}"/>'
    dash = f' stroke-dasharray="{_DASHES[sample]}"' if sample in _DASHES else ""
    missed, chain = ("missed", theme.missed[0]), ("chain", theme.chain[0])
    grounds = {"missed": missed, "changed": missed, "on_chain": chain, "new": chain}
    ground, fill = grounds.get(sample, ("card", theme.card[0]))
    return (
        f'<path class="{ground} {kind}" d="{path}" fill="{fill}" stroke="{colour}" '
        f'stroke-width="1.6"{dash}/>'
    )


def _small(role: str, r: Rect) -> str:
    """Return the outline of a role at the size of a sample."""
    if role not in {"gap", "amplifier", "known_gap", "condition"}:
        return outline(role, r)
    bite = 4.0 if role != "condition" else 0.0
    a = 3.0 if bite else 7.0
    n = number
    edge = (
        f"V{n(r.cy - bite)}A{n(bite)} {n(bite)} 0 0 0 {n(r.right)} {n(r.cy + bite)}" if bite else ""
    )
    return (
        f"M{n(r.x + a)} {n(r.y)}H{n(r.right - a)}Q{n(r.right)} {n(r.y)} {n(r.right)} {n(r.y + a)}"
        f"{edge}V{n(r.bottom - a)}Q{n(r.right)} {n(r.bottom)} {n(r.right - a)} {n(r.bottom)}"
        f"H{n(r.x + a)}Q{n(r.x)} {n(r.bottom)} {n(r.x)} {n(r.bottom - a)}"
        f"V{n(r.y + a)}Q{n(r.x)} {n(r.y)} {n(r.x + a)} {n(r.y)}Z"
    )


def _line(sample: str, rect: Rect, theme: Theme) -> str:
    points = ((rect.x, rect.cy), (rect.right, rect.cy))
    worse = sample == "worsens"
    kind = _LINES[sample]
    colour = theme.hue(0).stroke if kind == "h0" else getattr(theme, kind)[0]
    bold = kind == "path"
    dash = f' stroke-dasharray="{_DASHES[sample]}"' if sample in _DASHES else ""
    stroke = f'fill="none" stroke="{colour}" stroke-width="{3 if bold else 1.7}"'
    head = stroke if worse else f'fill="{colour}"'
    return (
        f'<path class="{kind}" d="{rounded(points)}" {stroke}{dash}/>'
        f'<path class="{kind if worse else kind + "-f"}" '
        f'd="{arrow_head(points, is_open=worse, size=7)}" {head}/>'
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
    ring = {
        "hole": ("line", theme.line[0], ""),
        "hole-known": ("faint", theme.faint[0], ""),
        "hole-suspected": ("line", theme.line[0], ' stroke-dasharray="5 3"'),
        "hole-contributed": ("line", theme.line[0], ' stroke-dasharray="1.5 3"'),
        "hole-worse": ("worse", theme.worse[0], ' stroke-dasharray="2 3"'),
    }[sample]
    size = 4.5 if sample == "hole-known" else 7.0
    width = 2.6 if ring[0] == "go" else 1.5
    return (
        f'<ellipse class="bg {ring[0]}" cx="{number(rect.cx)}" cy="{number(rect.cy)}" '
        f'rx="{number(size * 0.8)}" ry="{number(size)}" fill="{theme.ground[0]}" '
        f'stroke="{ring[1]}" stroke-width="{width}"{ring[2]}/>'
    )


def _gate(sample: str, rect: Rect, theme: Theme) -> str:
    """Return a small gate of a fault tree."""
    small = Rect(rect.x + 2.0, rect.y - 1.0, 22.0, 17.0)
    return gate_element(sample.removeprefix("gate-"), small, theme)


_KINDS = {"gate": _gate, "badge": _badge, "slice": _slice, "hole": _hole}
"""How the samples are drawn whose names begin with these words."""
