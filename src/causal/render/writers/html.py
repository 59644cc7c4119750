"""The HTML writer: one page with the drawing, what is known of its parts, and switches to try.

The picture is the same SVG as everywhere; what lights up and what can be clicked lies in a second
SVG above it. The page loads nothing and runs nothing but its own script, held by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from causal.render.escape_json import script_data
from causal.render.escape_xml import attribute, safe_href, text
from causal.render.layout.plan import Hole, Plan, Point, Rect, Strand
from causal.render.logic import Logic
from causal.render.scene import Box, Link, Scene
from causal.render.theme import Theme, mix
from causal.render.writers.html_tags import gone_words, tag_elements
from causal.render.writers.svg_boxes import outline
from causal.render.writers.svg_cheese import hole_path
from causal.render.writers.svg_parts import arrow_head, number, rounded

_SCRIPTS = ("logic.js", "viewport.js", "copy.js", "picture.js", "page.js")
_BODY = """\
<main>
<h1>{title}</h1>
<div id="view">
<p class="buttons tools" role="group" aria-label="The picture">\
<button type="button" id="smaller" aria-label="Zoom out">&minus;</button>
<button type="button" id="larger" aria-label="Zoom in">+</button>
<button type="button" id="fit">Fit</button>
<button type="button" id="copy">Copy as PNG</button>
<button type="button" id="present" aria-pressed="false">Present</button>
<span id="said" role="status"></span></p>
<div id="frame" role="region" aria-label="Picture" tabindex="0">
<div id="stage">
<p class="unseen">{description}</p>
<div class="picture" inert>
{svg}</div>
{overlay}
</div>
</div>
<div id="mapbox" aria-hidden="true" hidden><svg id="map"></svg></div>
<div id="card" hidden></div>
</div>
<aside>
<section id="try" hidden>
<h2>Would it still come about?</h2>
<p id="verdict" role="status" aria-live="polite"></p>
<p class="meter"><label for="depth">Depth of defence</label>
<meter id="depth" min="0" max="4" value="0"></meter> <span id="depth-words"></span></p>
<p id="count"></p>
<ul id="ways"></ul>
<p id="undrawn" hidden>The picture does not draw this path: something of it was not so.</p>
</section>
<section class="switches">
<h2>What if</h2>
<p class="buttons" role="group" aria-label="Which actions are in place">\
<button type="button" id="reset" data-scenario="none">As it was</button>
<button type="button" data-scenario="verified">Verified</button>
<button type="button" data-scenario="done">Done</button>
<button type="button" data-scenario="planned">Planned</button>
<button type="button" id="cheapest">Cheapest way to prevent it</button></p>
<p id="cheapest-words" role="status"></p>
<fieldset id="layers"><legend>This layer had held</legend></fieldset>
<fieldset id="actions"><legend>This action is in place</legend></fieldset>
<fieldset id="unconfirmed"><legend>Not confirmed: this was so</legend></fieldset>
<fieldset><legend>The next time</legend><label class="switch">\
<input type="checkbox" id="hold" checked><span>Every trigger comes again\
<small>because the next change will come</small></span></label></fieldset>
<fieldset id="reading"><legend>How contributing causes combined</legend>\
<label class="switch"><input type="checkbox" id="all"><span>All of them were needed\
<small>else any one of them was enough</small></span></label></fieldset>
</section>
<section id="chosen" aria-label="Chosen"></section>
<p class="honest">The answers are about the graph as drawn, and nothing else.</p>
<p class="keys">1 as it was · 2 verified · 3 done · 4 planned · 5 cheapest · ← → failure paths · \
+ &minus; 0 zoom · Esc ends</p>
</aside>
</main>
"""


def write_html(scene: Scene, plan: Plan, svg: str, theme: Theme, logic: Logic | None) -> str:
    """Return a self-contained page.

    Args:
        scene: What is drawn.
        plan: Where it lies.
        svg: The drawing of the plan, which is one `as_it_was`.
        theme: Its colours.
        logic: What can be tried out; None for a page without switches.
    """
    script = "".join(map(_source, _SCRIPTS))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = list(_parts(plan))
    body = _BODY.format(
        title=text(scene.title),
        description=text(scene.description),
        svg=svg,
        overlay=_overlay(plan, parts),
    )
    if logic is None:
        body = body.replace('class="switches"', 'class="switches" hidden')
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{attribute(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(scene.title)}</title>\n<style>\n{colour_variables(theme)}{_source('page.css')}"
        f"</style>\n</head>\n<body>\n{body}"
        f'<script type="application/json" id="data">{script_data(page_data(scene, plan, logic))}'
        f"</script>\n<script>{script}</script>\n</body>\n</html>\n"
    )


@cache
def _source(name: str) -> str:
    return files("causal.render").joinpath("interactive", name).read_text(encoding="utf-8")


def colour_variables(theme: Theme, selector: str = ":root") -> str:
    """Return the colours as variables of the style sheet, light and dark as the system is."""
    light, dark = (f"{selector}{{{side}}}" for side in colour_sides(theme))
    scheme = f"{selector}{{color-scheme:light dark}}\n"
    return f"{scheme}{light}\n@media screen and (prefers-color-scheme:dark){{{dark}}}\n"


def colour_sides(theme: Theme) -> tuple[str, str]:
    """Return the colours as declarations of variables, the light ones and the dark ones."""
    sides = []
    for side in (0, 1):
        ground, ink = theme.ground[side], theme.ink[side]
        named = {
            "ground": ground,
            "ink": ink,
            "card": mix(theme.card[side], 0.6, mix(ink, 0.06, ground)),
            "edge": mix(ink, 0.22, ground),
            "edge-strong": mix(ink, 0.55, ground),
            "hover": mix(ink, 0.08, ground),
            "muted": theme.muted[side],
            "line": theme.line[side],
            "path": theme.path[side],
            "good": theme.good[side],
            "bad": theme.bad[side],
            "worse": theme.worse[side],
            "focus": theme.hue(0).dark if side else theme.hue(0).stroke,
        }
        sides.append(";".join(f"--{name}:{colour}" for name, colour in named.items()))
    return sides[0], sides[1]


def _parts(plan: Plan) -> Iterator[tuple[Box, str, Rect]]:
    """Yield every box and hole with its outline as path data and its rectangle."""
    for placed in plan.boxes:
        yield placed.box, outline(placed.box.role, placed.rect), placed.rect
    for piece in plan.slices:
        slope = piece.rise / piece.rect.w
        for hole in piece.holes:
            path = hole_path(hole.x, hole.y, hole.rx + 5.0, hole.ry + 5.0, slope)
            x, y = hole.x - hole.rx, hole.y - hole.ry
            yield hole.box, path, Rect(x, y, 2 * hole.rx, 2 * hole.ry)


def _overlay(plan: Plan, parts: list[tuple[Box, str, Rect]]) -> str:
    """Return the SVG above the picture: lit links, and an outline over every box."""
    size = f"{number(plan.width)} {number(plan.height)}"
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="group">']
    out += [
        _line(at, placed.points, _again(placed.link), arrow=placed.arrow)
        for at, placed in enumerate(plan.links)
    ]
    for at, placed_join in enumerate(plan.joins, len(plan.links)):
        if placed_join.stem:
            out.append(_line(at, placed_join.stem, ' data-again="line"', arrow=True))
    for placed_join in plan.joins:
        r = placed_join.rect
        where = f'x="{number(r.x)}" y="{number(r.y)}" width="{number(r.w)}" height="{number(r.h)}"'
        shape = f'{where} rx="{number(2.0 if placed_join.join.shape else r.h / 2)}"'
        out.append(
            f'<g data-join="{attribute(placed_join.join.id)}"><rect class="veil" {shape}/>'
            f'<rect class="ring" {shape}/></g>'
        )
    # A hole that is closed is plugged, and needs no words.
    tags = tag_elements(plan)
    tags += [""] * (len(parts) - len(tags))
    for at, (box, path, _) in enumerate(parts):
        hole = " data-hole" if at >= len(plan.boxes) else ""
        out.append(
            f'<g data-box="{at}"{hole} data-role="{box.role}" tabindex="0" role="button" '
            f'aria-pressed="false" aria-label="{attribute(_words(box))}">'
            f'<path class="veil" d="{path}"/><path class="ring" d="{path}"/>{tags[at]}</g>'
        )
    return "\n".join([*out, "</svg>"])


def _line(at: int, points: tuple[Point, ...], again: str, *, arrow: bool) -> str:
    """Return a line of the picture once more, with its head, to light it up or to fade it."""
    head = f'<path class="head" d="{arrow_head(points)}"/>' if arrow else ""
    return f'<g data-link="{at}"{again}><path d="{rounded(points)}"/>{head}</g>'


def _again(link: Link) -> str:
    """Return how a line is drawn again where others are cut; marked ones are not."""
    if link.role == "passes":
        return ' data-again="path"' if "gone" in link.marks else ""
    return ' data-again="line"' if link.role in {"cause", "join"} and not link.marks else ""


def _words(box: Box) -> str:
    return f"{box.caption.lower()}: {box.label}" if box.caption else box.label


def page_data(scene: Scene, plan: Plan, logic: Logic | None) -> dict[str, Any]:
    """Return what the script reads; links that may not be followed are left out."""
    tried = logic.as_data() if logic is not None else None
    for node in tried["nodes"] if tried is not None else ():
        node["facts"] = [[name, value, safe_href(href)] for name, value, href in node["facts"]]
    boxes = [
        {
            "id": box.id,
            "label": box.label,
            "kind": box.caption.lower(),
            "words": _words(box),
            "gone": f"{gone_words(box)} in this graph",
            "parts": list(box.stands_for or (box.id,)),
            "rect": [round(value) for value in (rect.x, rect.y, rect.w, rect.h)],
        }
        for box, _, rect in _parts(plan)
    ]
    links = [[placed.link.source, placed.link.target, placed.route] for placed in plan.links]
    links += [[placed.join.id, placed.join.target, ""] for placed in plan.joins]
    return {
        "size": [round(plan.width), round(plan.height)],
        "boxes": boxes,
        "links": links,
        "joins": {p.join.id: p.join.least for p in plan.joins if p.join.least is not None},
        "routes": list(_routes(scene)),
        "logic": tried,
    }


def _routes(scene: Scene) -> Iterator[dict[str, object]]:
    """Yield the failure paths that are drawn, with what each passes and what it took."""
    stands = {box.id: box.stands_for or (box.id,) for box in scene.boxes}
    for route in scene.routes:
        roots, starts = scene.roots.boxes, route.start.boxes
        order = [*roots, *starts, *route.through]
        yield {
            "id": route.id,
            "order": [[name, list(stands[name])] for name in order],
            "paths": [sorted(path) for path in route.paths],
            "shared": [part for name in route.through for part in stands[name]],
            "begins": {"start roots": len(roots), f"start {route.id}": len(roots + starts)},
        }


def as_it_was(plan: Plan) -> Plan:
    """Return the plan for a page, which itself shows what actions close: nothing closed yet."""
    if not plan.slices:
        return plan

    def live(strand: Strand) -> Strand:
        if not strand.route and not strand.after:
            return strand
        return replace(strand, kind="open" if strand.kind == "spent" else strand.kind, live=True)

    def opened(hole: Hole) -> Hole:
        marks = tuple(mark for mark in hole.box.marks if mark not in {"closed", "to_close"})
        return replace(hole, box=replace(hole.box, marks=marks))

    slices = tuple(
        replace(
            piece,
            holes=tuple(map(opened, piece.holes)),
            behind=tuple(map(live, piece.behind)),
            front=tuple(map(live, piece.front)),
        )
        for piece in plan.slices
    )
    return replace(plan, slices=slices, trails=tuple(map(live, plan.trails)))
