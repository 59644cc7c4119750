"""The DOT writer: a scene in the language of Graphviz, bands as clusters.

Nodes are called ``n0``, ``n1``, ...: no name of an incident reaches the syntax outside a quoted
label, a tooltip or a checked link.
"""

from __future__ import annotations

from collections.abc import Iterator

from causal.render import escape_xml
from causal.render.escape_dot import LONGEST, label, quoted
from causal.render.metrics import wrap
from causal.render.scene import Box, Link, Scene
from causal.render.theme import Theme
from causal.render.writers.states import dash, is_lost, outline_state

_SHAPES = {
    "trigger": "hexagon",
    "condition": "box",
    "event": "box",
    "gap": "box",
    "known_gap": "box",
    "amplifier": "box",
    "outcome": "box",
    "why": "note",
    "note": "note",
}
_WIDTH, _SIZE = 170.0, 12.0
_DASHED = frozenset({"suspected", "disputed", "gone", "lost", "planned", "cancelled"})
_FONT = "Arial"
_JOIN = 'shape=box, style="rounded,filled", height=0.2, fontsize=10, tooltip=" "'


def write_dot(scene: Scene, theme: Theme, *, orientation: str = "portrait") -> str:
    """Return the scene as a DOT graph; needs no program."""
    return "\n".join(_lines(scene, theme, orientation)) + "\n"


def _lines(scene: Scene, theme: Theme, orientation: str) -> Iterator[str]:
    names = {box.id: f"n{i}" for i, box in enumerate((*scene.boxes, *scene.panel))}
    names |= {join.id: f"j{i}" for i, join in enumerate(scene.joins)}
    hues = {band.id: band.hue for band in scene.bands}
    yield "digraph causal {"
    down = "BT" if scene.kind == "fault-tree" else "TB"
    yield f"  graph [rankdir={down if orientation == 'portrait' else 'LR'}, newrank=true,"
    yield f"    label={label(scene.title)}, labelloc=t, fontname={_FONT}, fontsize=16,"
    yield f"    tooltip={label(scene.description)}, nodesep=0.25, ranksep=0.45]"
    yield f"  node [fontname={_FONT}, fontsize={_SIZE:g}, fillcolor=white, margin=0.12]"
    yield f"  edge [fontname={_FONT}, fontsize=10, color={quoted(theme.line[0])}]"
    bands = {band.id for band in scene.bands}
    for box in (*(box for box in scene.boxes if box.band not in bands), *scene.panel):
        yield f"  {names[box.id]} {_box(box, theme, None)}"
    for number, band in enumerate(scene.bands):
        colour = theme.hue(band.hue)
        yield f"  subgraph cluster_{number} {{"
        title = f"{band.label} ({band.note})" if band.note else band.label
        yield f"    graph [label={label(title)}, labeljust=l, fontsize=12, style=rounded,"
        yield f"      color={quoted(colour.stroke)}, bgcolor={quoted(colour.tint + '1c')},"
        yield f"      tooltip={label(band.tooltip or band.label)}]"
        for box in scene.in_band(band.id):
            yield f"    {names[box.id]} {_box(box, theme, hues[band.id])}"
        yield "  }"
    for join in scene.joins:
        yield f"  {names[join.id]} [label={label(join.label)}, {_JOIN}]"
    for link in (*scene.links, *scene.panel_links):
        yield f"  {names[link.source]} -> {names[link.target]} {_link(link, theme)}"
    yield "}"


def _box(box: Box, theme: Theme, hue: int | None) -> str:
    lines = [*((box.caption,) if box.caption else ())]
    lines += wrap(box.label, _WIDTH, _SIZE, max_lines=8)
    for note in box.notes:
        lines += wrap(note, _WIDTH, _SIZE, max_lines=2)
    colour = theme.hue(hue).stroke if hue is not None else theme.line[0]
    styles = ["filled"]
    if box.role in {"condition", "outcome"}:
        styles.append("rounded")
    if "amplifies" in box.marks or box.role == "known_gap":
        styles.append("dotted")
    elif dash(box):
        styles.append("dashed")
    state = outline_state(box)
    fields = [
        f"label={label(tuple(lines))}",
        f"shape={_SHAPES.get(box.role, 'box')}",
        f"style={quoted(','.join(styles))}",
        f"tooltip={label(box.tooltip or box.label)}",
    ]
    if is_lost(box):
        fields += [f"fillcolor={quoted(theme.outcome[0])}", "fontcolor=white"]
    elif state is not None:
        fields += [f"color={quoted(getattr(theme, state[0])[0])}", f"penwidth={state[1]:g}"]
    elif {"on_chain", "new"} & set(box.marks):
        fields += [f"color={quoted(theme.hue(0).stroke)}", "penwidth=2"]
    else:
        fields.append(f"color={quoted(colour)}")
    href = escape_xml.safe_href(box.href)
    if href is not None and len(href) < LONGEST / 5:  # a part of an address leads elsewhere
        fields.append(f"URL={label(href)}")
    return f"[{', '.join(fields)}]"


def _link(link: Link, theme: Theme) -> str:
    fields = []
    if link.label:
        fields.append(f"label={label(link.label)}")
    if link.tooltip:
        fields.append(f"tooltip={label(link.tooltip)}")
    if link.role == "worsens":
        fields += ["style=dotted", "arrowhead=vee", f"color={quoted(theme.worse[0])}"]
    elif "contributed" in link.marks:
        fields.append("style=dotted")
    elif _DASHED & set(link.marks):
        fields.append("style=dashed")
        if "gone" in link.marks:
            fields.append(f"color={quoted(theme.faint[0])}")
    if "remaining" in link.marks:
        fields += ["penwidth=2.4", f"color={quoted(theme.path[0])}"]
    if link.role == "join":
        fields.append("weight=4")
    if {"on_chain", "new"} & set(link.marks):
        fields += ["penwidth=2.4", f"color={quoted(theme.hue(0).stroke)}"]
    return f"[{', '.join(fields)}]"
