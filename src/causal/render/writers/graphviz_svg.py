"""The SVG of Graphviz, by its program or by the wheel, made fit for pages beside other drawings."""

from __future__ import annotations

import hashlib
import re

from causal.errors import MissingExtra
from causal.render import escape_xml
from causal.render.scene import Scene
from causal.render.theme import FONTS
from causal.render.writers.svg_parts import clean_prefix, number

__all__ = ["draw_dot"]

_MISSING = (
    "engine='dot' needs Graphviz: either its program `dot`, see https://graphviz.org/download/, or "
    "the wheel, pip install 'causal-postmortem[dot]'; engine='own' needs nothing"
)
_FONT = 'font-family="Arial"'
_ROOT = re.compile(r'<svg width="[^"]*"\s+height="[^"]*"\s+viewBox="([^"]*)"([^>]*)>')
_NAMES = re.compile(r"<title>[^<]*</title>\n?")
_COMMENTS = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_PIXELS = 4 / 3
"""Graphviz counts in points."""


def draw_dot(source: str, scene: Scene, *, id_prefix: str | None = None) -> str:
    """Return the SVG that Graphviz makes of a DOT graph, in fonts that every machine has.

    Args:
        source: The graph.
        scene: What it shows, for its title and description.
        id_prefix: What its ids start with; taken from the content when not given.

    Raises:
        MissingExtra: Neither the program ``dot`` nor the extra ``dot`` is installed.
    """
    drawn = _by_program(source)
    if drawn is None:
        drawn = _by_wheel(source)
    if drawn is None:
        raise MissingExtra(_MISSING)
    return _fit(drawn, scene, id_prefix)


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


def _fit(svg: str, scene: Scene, id_prefix: str | None) -> str:
    """Return the SVG with a title, ids of its own, and no names that only Graphviz needs."""
    svg = svg[svg.index("<svg") :].replace(_FONT, f'font-family="{FONTS}"')
    svg = _NAMES.sub("", _COMMENTS.sub("", svg))
    digest = hashlib.sha256((scene.title + svg).encode("utf-8", "replace")).hexdigest()
    prefix = clean_prefix(id_prefix) if id_prefix else f"c{digest[:10]}"
    svg = svg.replace(' id="', f' id="{prefix}-')

    def root(found: re.Match[str]) -> str:
        _, _, width, height = map(float, found[1].split())
        return (
            f'<svg id="{prefix}" viewBox="{found[1]}" width="{number(width * _PIXELS)}" '
            f'height="{number(height * _PIXELS)}" style="max-width:100%;height:auto" role="img" '
            f'aria-labelledby="{prefix}-t {prefix}-d"{found[2]}>\n'
            f'<title id="{prefix}-t">{escape_xml.text(scene.title)}</title>'
            f'<desc id="{prefix}-d">{escape_xml.text(scene.description)}</desc>'
        )

    return _ROOT.sub(root, svg, count=1)
