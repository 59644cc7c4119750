"""The SVG of Graphviz, by its program or by the wheel, made fit for pages beside other drawings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import cast
from xml.etree import ElementTree

from causal.errors import CausalError, MissingExtra
from causal.render import escape_xml
from causal.render.layout.plan import Anchor, PlacedText, Tone
from causal.render.scene import Scene
from causal.render.theme import FONTS, Theme
from causal.render.writers.pieces import Pieces
from causal.render.writers.svg_parts import clean_prefix, number

_MISSING = (
    "engine='dot' needs Graphviz: either its program `dot`, see https://graphviz.org/download/, or "
    "the wheel, pip install 'causal-postmortem[dot]'; engine='own' needs nothing"
)
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_ELEMENTS = frozenset({"a", "ellipse", "g", "path", "polygon", "polyline"})
_ATTRIBUTES = frozenset(
    {
        *("class", "cx", "cy", "d", "id", "points", "rx", "ry", "target", "transform"),
        *("fill", "fill-opacity", "stroke", "stroke-dasharray", "stroke-opacity", "stroke-width"),
        "xlink:title",
    }
)
_MOVED = re.compile(r"translate\(([-0-9.]+)[ ,]+([-0-9.]+)\)")
_PIXELS = 4 / 3
"""Graphviz counts in points."""


def draw_dot(source: str, scene: Scene, theme: Theme, *, id_prefix: str | None = None) -> Pieces:
    """Return the SVG that Graphviz makes of a DOT graph, in fonts that every machine has.

    Args:
        source: The graph.
        scene: What it shows, for its title and description.
        theme: The colours of its words.
        id_prefix: What its ids start with; taken from the content when not given.

    Raises:
        MissingExtra: Neither the program ``dot`` nor the extra ``dot`` is installed.
    """
    drawn = _by_program(source)
    if drawn is None:
        drawn = _by_wheel(source)
    if drawn is None:
        raise MissingExtra(_MISSING)
    return _fit(drawn, scene, theme, id_prefix)


def _by_program(source: str) -> str | None:
    import graphviz

    try:
        return str(graphviz.Source(source).pipe(format="svg", encoding="utf-8"))
    except graphviz.ExecutableNotFound:
        return None


def _by_wheel(source: str) -> str | None:
    try:
        import pygraphviz
    except ModuleNotFoundError:
        return None
    graph = pygraphviz.AGraph(string=source)
    try:
        return str(graph.draw(format="svg", prog="dot").decode("utf-8"))
    finally:
        graph.close()


def _fit(svg: str, scene: Scene, theme: Theme, id_prefix: str | None) -> Pieces:
    """Return the SVG with a title and ids of its own, and of the rest only what a drawing needs."""
    svg = svg[svg.index("<svg") :]
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise CausalError(f"Graphviz returned a drawing that is no XML: {error}") from None
    digest = hashlib.sha256((scene.title + svg).encode("utf-8", "replace")).hexdigest()
    prefix = clean_prefix(id_prefix) if id_prefix else f"c{digest[:10]}"
    view = root.get("viewBox", "0 0 0 0")
    _, _, width, height = map(float, view.split())
    head = (
        f'<svg id="{prefix}" viewBox="{escape_xml.attribute(view)}" '
        f'width="{number(width * _PIXELS)}" height="{number(height * _PIXELS)}" '
        f'style="max-width:100%;height:auto" role="img" aria-labelledby="{prefix}-t {prefix}-d" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'font-family="{FONTS}">\n<title id="{prefix}-t">{escape_xml.text(scene.title)}</title>'
        f'<desc id="{prefix}-d">{escape_xml.text(scene.description)}</desc>'
    )
    body = (piece for part in root for piece in _kept(part, prefix))
    moved = _MOVED.search(next(iter(root), root).get("transform", ""))
    origin = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
    return Pieces((head, *body, "</svg>"), width, height, theme, origin)


def _kept(element: ElementTree.Element, prefix: str) -> Iterator[str | PlacedText]:
    """Yield an element with what may stand in it; old versions of Graphviz escape too little."""
    name = element.tag.removeprefix(_SVG)
    if name == "text":
        yield _words(element)
    elif name in _ELEMENTS:
        fields = [_field(key, value, prefix) for key, value in element.attrib.items()]
        yield f"<{name}{''.join(fields)}>"
        for part in element:
            yield from _kept(part, prefix)
        yield f"</{name}>"


def _words(element: ElementTree.Element) -> PlacedText:
    """Return a line of words."""
    x, y, size = (float(element.get(name, 0)) for name in ("x", "y", "font-size"))
    tone: Tone = "light" if element.get("fill") == "white" else "ink"
    anchor = cast("Anchor", element.get("text-anchor", "start"))
    bold = element.get("font-weight") == "bold"
    return PlacedText(((element.text or "").strip(),), x, y, size, size, bold, tone, anchor)


def _field(key: str, value: str, prefix: str) -> str:
    """Return an attribute of an element, or nothing where it is none that a drawing needs."""
    name = key.replace(_XLINK, "xlink:")
    if name == "xlink:href":
        address = escape_xml.safe_href(value)
        return f' xlink:href="{escape_xml.attribute(address)}"' if address else ""
    if name not in _ATTRIBUTES or ("(" in value and name != "transform"):
        return ""
    if name == "id":
        value = f"{prefix}-{value}"
    return f' {name}="{escape_xml.attribute(value)}"'
