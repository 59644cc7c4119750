"""The Mermaid writer: a scene as a flowchart, bands as subgraphs; a time axis as a timeline.

Nodes are called ``n0``, ``n1``, ...: no name of an incident reaches the syntax outside a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from causal.errors import CausalError
from causal.render.escape_mermaid import label, title, words
from causal.render.metrics import clusters, cut_off
from causal.render.scene import Box, Link, Scene
from causal.render.theme import Theme, mix
from causal.render.writers.condensed import condensed
from causal.render.writers.mermaid_timeline import timeline_lines, timeline_settings
from causal.render.writers.states import dash, is_lost, outline_state

MAX_CHARACTERS, MAX_LINKS = 50_000, 500
"""What Mermaid takes with its default settings; it draws nothing at all of more."""

_LENGTHS = (300, 120, 60)
_SHAPES = {
    "trigger": ("{{", "}}"),
    "condition": ("(", ")"),
    "gap": (">", "]"),
    "known_gap": (">", "]"),
    "amplifier": (">", "]"),
    "outcome": ("[[", "]]"),
    "why": ("[/", "/]"),
    "note": ("[/", "/]"),
}
_ACROSS = {"columns", "sparkline"}
_UNCONFIRMED = {"suspected", "disputed"}
_OFF = frozenset({"gone", "lost", "planned", "cancelled", "contributed"})


def write_mermaid(scene: Scene, theme: Theme, *, orientation: str = "portrait") -> str:
    """Return the scene as a flowchart or timeline that Mermaid takes with its default settings.

    Where the full texts are too long they are shortened; where that does not suffice, the layers
    are drawn with counts instead of their factors, and a note in the drawing says so.

    Raises:
        CausalError: Even so it is larger than Mermaid takes.
    """
    for candidate in (scene, condensed(scene)):
        for length in _LENGTHS:
            lines = _lines(candidate, theme, orientation, length)
            source = "\n".join(lines) + "\n"
            if _is_accepted(source, candidate):
                return source
    raise CausalError(
        f"Mermaid draws at most {MAX_LINKS} links and {MAX_CHARACTERS:,} characters, and even the "
        f"layers of {scene.title!r} are more than that; save the drawing as .svg instead"
    )


def _is_accepted(source: str, scene: Scene) -> bool:
    links = len(scene.links) + len(scene.panel_links)
    return links <= MAX_LINKS and len(source.encode("utf-16-le")) // 2 <= MAX_CHARACTERS


def _lines(scene: Scene, theme: Theme, orientation: str, length: int) -> Iterator[str]:
    names = {box.id: f"n{i}" for i, box in enumerate((*scene.boxes, *scene.panel))}
    names |= {join.id: f"j{i}" for i, join in enumerate(scene.joins)}
    yield from ("---", f"title: {title(_cut(scene.title, length))}")
    if scene.kind == "timeline":
        yield from timeline_settings(scene, theme)
    yield "---"
    if scene.kind == "timeline":
        yield from timeline_lines(scene, partial(_cut, length=length))
        return
    # Beside a chain of answers, a graph that runs to the right is too wide to read.
    across = (orientation == "landscape" and not scene.panel) or scene.kind in _ACROSS
    down = "BT" if scene.kind == "fault-tree" else "TB"
    yield f"flowchart {'LR' if across else down}"
    yield f"  accDescr: {words(_cut(scene.description, 2 * length))}"
    bands = {band.id for band in scene.bands}
    for box in scene.boxes:
        if box.band not in bands:
            yield f"  {names[box.id]}{_node(box, length)}"
    for number, band in enumerate(scene.bands):
        heading = (band.label, band.note) if band.note else (band.label,)
        yield f"  subgraph s{number}[{label(*(_cut(text, length) for text in heading))}]"
        for box in scene.in_band(band.id):
            yield f"    {names[box.id]}{_node(box, length)}"
        yield "  end"
    if scene.panel:
        # Without a direction of its own it would run across, as no line leads out of it.
        yield f"  subgraph p[{label(scene.headings[2])}]"
        yield "    direction TB"
        for box in scene.panel:
            yield f"    {names[box.id]}{_node(box, length)}"
        yield "  end"
    for join in scene.joins:
        yield f"  {names[join.id]}([{label(join.label)}])"
    links = (*scene.links, *scene.panel_links)
    for link in links:
        yield f"  {names[link.source]} {_arrow(link)} {names[link.target]}"
    yield from _styles(scene, theme, names, links)


def _cut(text: str, length: int) -> str:
    """Return `text`, or its start with an ellipsis, of at most `length` characters as read."""
    if len(text) <= length:
        return text
    kept = ""
    for cluster in clusters(text[: 2 * length]):
        if len(kept) + len(cluster) >= length:
            break
        kept += cluster
    return cut_off(kept.rstrip())


def _node(box: Box, length: int) -> str:
    start, end = _SHAPES.get(box.role, ("[", "]"))
    lines = [box.caption] if box.caption else []
    lines += [_cut(text, length) for text in (box.label, *box.notes)]
    return f"{start}{label(*lines)}{end}"


def _arrow(link: Link) -> str:
    arrow = "-->"
    if {"on_chain", "new", "changed"} & set(link.marks):
        arrow = "==>"
    elif link.role == "worsens" or (_UNCONFIRMED | _OFF) & set(link.marks):
        arrow = "-.->"
    return f"{arrow}|{label(link.label)}|" if link.label else arrow


def _styles(
    scene: Scene, theme: Theme, names: dict[str, str], links: tuple[Link, ...]
) -> Iterator[str]:
    """Yield the colours: of kinds as classes, of bands and of links one by one."""
    classes: dict[str, list[str]] = {}
    hues = {band.id: band.hue for band in scene.bands}
    for box in (*scene.boxes, *scene.panel):
        style = _paint(box, theme, hues.get(box.band or "", box.hue))
        classes.setdefault(style, []).append(names[box.id])
    for join in scene.joins:
        style = _rule(theme.card[0], theme.line[0], theme.ink[0])
        classes.setdefault(style, []).append(names[join.id])
    for number, (style, members) in enumerate(classes.items()):
        yield f"  classDef k{number} {style}"
        yield f"  class {','.join(members)} k{number}"
    for number, band in enumerate(scene.bands):
        hue = theme.hue(band.hue)
        yield f"  style s{number} {_rule(mix(hue.tint, 0.11, '#ffffff'), hue.stroke, theme.ink[0])}"
    if scene.panel:
        yield f"  style p {_rule(theme.ground[0], theme.faint[0], theme.ink[0])}"
    worse = [str(i) for i, link in enumerate(links) if link.role == "worsens"]
    if worse:
        yield f"  linkStyle {','.join(worse)} stroke:{theme.worse[0]}"


def _rule(fill: str, stroke: str, ink: str) -> str:
    return f"fill:{fill},stroke:{stroke},color:{ink}"


def _paint(box: Box, theme: Theme, hue: int | None) -> str:
    if is_lost(box):
        return _rule(theme.outcome[0], theme.outcome[0], "#ffffff")
    fill, width = theme.card[0], 1.5
    stroke = theme.line[0] if hue is None else theme.hue(hue).stroke
    state = outline_state(box)
    if state is not None:
        stroke, width = getattr(theme, state[0])[0], state[1]
    elif {"on_chain", "new"} & set(box.marks) or box.role == "why":
        fill, stroke, width = theme.chain[0], theme.hue(0).stroke, 2.4
    elif box.role == "trigger":
        stroke, width = theme.trigger[0], 2.0
    if "missed" in box.marks:
        fill = theme.missed[0]
    style = f"{_rule(fill, stroke, theme.ink[0])},stroke-width:{width:g}px"
    pattern = dash(box) or ("2 3" if box.role == "known_gap" else "")
    return f"{style},stroke-dasharray:{pattern}" if pattern else style
