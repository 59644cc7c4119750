"""Layered swim lanes: causes before effects, a band for every layer, links in channels between.

Bands are *stacked* one below the other, in the order a failure meets them, or laid *beside* each
other, each round its own boxes wherever its row is. Stacked bands read like a list and suit a small
incident; a larger one would send most lines down the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass

from causal.render.layout.channels import lay_tracks
from causal.render.layout.columns import assign_columns
from causal.render.layout.flow import LANE, headings, place_rows
from causal.render.layout.grid import Grid, make_grid
from causal.render.layout.lanes import place_bands
from causal.render.layout.packing import pack_bands
from causal.render.layout.parts import boxes, joins, links
from causal.render.layout.patches import place_patches
from causal.render.layout.placement import LENGTH, measure
from causal.render.layout.plan import Plan
from causal.render.layout.ports import assign_ports
from causal.render.layout.routes import route
from causal.render.layout.rows import assign_rows
from causal.render.scene import Scene

_SHORTEST = 122.0
_FEW, _MANY, _PER_CROSSING = 15, 26, 40.0


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A plan, its number of rows, and about how often its lines cross."""

    plan: Plan
    rows: int
    crossed: float

    def cost(self, room: float) -> float:
        """Return its crossings, and what it is too wide, told in crossings."""
        return self.crossed + max(self.plan.width - room, 0.0) / _PER_CROSSING


def lay_out_layers(
    scene: Scene, *, portrait: bool, room: float, stacked: bool | None = None
) -> Plan:
    """Return the plan of the boxes, bands and links of a scene, its top left corner at 0, 0.

    Args:
        scene: What is drawn.
        portrait: Whether causes run down the page; otherwise they run to the right.
        room: The width of the page, in pixels; kept to wherever words allow.
        stacked: Whether bands lie one below the other; None for whatever crosses less.
    """
    if stacked is None and not scene.ordered and len(scene.bands) > 1:
        return _better(scene, portrait=portrait, room=room).plan
    return _fitted(scene, portrait=portrait, room=room, stacked=stacked is not False).plan


def _better(scene: Scene, *, portrait: bool, room: float) -> _Attempt:
    """Return the attempt whose lines cross less: for few boxes stacked bands, if it is even."""
    if len(scene.boxes) > _FEW:
        beside = _fitted(scene, portrait=portrait, room=room, stacked=False)
        if beside.plan.width <= room or len(scene.boxes) > _MANY:
            return beside
        stacked = _fitted(scene, portrait=portrait, room=room, stacked=True)
        return min(beside, stacked, key=lambda attempt: attempt.cost(room))
    stacked = _fitted(scene, portrait=portrait, room=room, stacked=True)
    if not stacked.cost(room):
        return stacked
    beside = _fitted(scene, portrait=portrait, room=room, stacked=False)
    return min(stacked, beside, key=lambda attempt: attempt.cost(room))


def _fitted(scene: Scene, *, portrait: bool, room: float, stacked: bool) -> _Attempt:
    """Return an attempt; in landscape with narrower boxes if it would be too wide."""
    first = _lay_out(scene, portrait=portrait, room=room, length=LENGTH, stacked=stacked)
    if portrait or first.plan.width <= room:
        return first
    length = max(LENGTH - (first.plan.width - room) / max(first.rows, 1), _SHORTEST)
    return _lay_out(scene, portrait=portrait, room=room, length=length, stacked=stacked)


def _lay_out(
    scene: Scene, *, portrait: bool, room: float, length: float, stacked: bool
) -> _Attempt:
    """Return one attempt; boxes of a landscape are `length` wide."""
    grid = make_grid(scene, stacked=stacked)
    assign_rows(grid, _capacity(grid, portrait))
    if not stacked:
        pack_bands(grid)
    assign_columns(grid)
    routes = route(grid)
    nets, alleys = routes.nets, routes.alleys
    place = measure(scene, grid, nets, alleys, portrait=portrait, room=room, length=length)
    ports = assign_ports(place)
    channels = lay_tracks(place, ports)
    flow = place_rows(place, channels)
    breadth = place.cross_end
    width, height = (breadth, flow) if portrait else (flow, breadth)
    plan = Plan(
        width,
        height,
        texts=headings(place),
        bands=(place_bands(place, channels, lane=LANE) if stacked else place_patches(place)),
        boxes=tuple(boxes(place)),
        joins=tuple(joins(place)),
        links=tuple(links(place, ports, channels)),
    )
    return _Attempt(plan, grid.rows, routes.crossed)


def _capacity(grid: Grid, portrait: bool) -> tuple[int, ...]:
    """Return how many nodes of each zone a row may hold."""
    if not grid.stacked:
        return (2, *[1] * grid.bands)
    if not portrait:
        return (3, 5)
    loose = sum(node.zone == 0 for node in grid.nodes)
    if not loose or not grid.bands:
        return (4, 4)
    chain = _longest_open_chain(grid)
    return (1, 3) if loose <= 1.6 * chain else (2, 2)


def _longest_open_chain(grid: Grid) -> int:
    lengths = [int(node.zone == 0) for node in grid.nodes]
    for _ in grid.nodes:
        before = list(lengths)
        for edge in grid.edges:
            own = int(grid.nodes[edge.target].zone == 0)
            lengths[edge.target] = max(lengths[edge.target], lengths[edge.source] + own)
        if lengths == before or max(lengths) > len(lengths):
            break
    return max(lengths, default=1)
