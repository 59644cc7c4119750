"""The grid of a layered layout: which nodes there are, and what stands before what.

Rows follow the flow of causes; columns lie across it, in zones. Stacked bands (the layers) lie one
below the other in one zone, to the right of the boxes of no band (what happened). Otherwise every
band first has a zone of its own; which bands share one is settled once their rows are known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from causal.render.scene import Scene, effects_of

OPEN, BANDED = 0, 1


@dataclass(slots=True)
class Node:
    """A box or a free-standing join: its zone, its band, and once known its row and column."""

    id: str
    zone: int
    band: int | None = None
    is_join: bool = False
    keeps_early: bool = False
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between nodes; `net` names the bundle that shares its way to the target."""

    source: int
    target: int
    link: int
    net: tuple[int, str]
    upward: bool = False


@dataclass(slots=True)
class Grid:
    """Nodes and edges, with the band count and the node that everything leads to.

    Args:
        nodes: What stands on the grid.
        edges: What leads to what.
        bands: How many bands there are.
        sink: The node that everything leads to.
        columns: How many columns each zone has, from the left.
        rows: How many rows there are.
        stacked: Whether bands lie one below the other, in their order.
        open_zone: The zone of the boxes of no band.
    """

    nodes: list[Node]
    edges: list[Edge]
    bands: int
    sink: int | None
    columns: list[int] = field(default_factory=lambda: [0, 0])
    rows: int = 0
    stacked: bool = True
    open_zone: int = 0

    def first_column(self, zone: int) -> int:
        """Return the first column of a zone."""
        return sum(self.columns[:zone])


def make_grid(scene: Scene, *, stacked: bool = True) -> Grid:
    """Return the nodes and edges of a scene; joins that sit on their box are part of it."""
    bands = {band.id: number for number, band in enumerate(scene.bands)}
    box_ids = {box.id for box in scene.boxes}
    nodes: list[Node] = []
    index: dict[str, int] = {}
    sink = None
    spine = any(box.band is None and box.role != "outcome" for box in scene.boxes)
    for box in scene.boxes:
        index[box.id] = len(nodes)
        band = bands[box.band] if box.band is not None else None
        zone = BANDED if box.band is not None or not spine else OPEN
        if not stacked:
            zone = OPEN if band is None else BANDED + band
        early = box.role == "trigger" and band is None
        nodes.append(Node(box.id, zone, band, keeps_early=early))
        if box.role == "outcome":
            sink = index[box.id]
    for join in scene.joins:
        if join.target in box_ids:
            index[join.id] = index[join.target]
    ends = effects_of(scene.joins)
    for join in scene.joins:
        if join.id not in index:
            target = nodes[index[ends[join.id]]]
            index[join.id] = len(nodes)
            nodes.append(Node(join.id, target.zone, target.band, is_join=True))
    edges = []
    for number, link in enumerate(scene.links):
        source, target_index = index[link.source], index[link.target]
        if source != target_index:
            role = "worsens" if link.role == "worsens" else "cause"
            edges.append(Edge(source, target_index, number, (target_index, role)))
    return Grid(nodes, edges, len(scene.bands), sink, stacked=stacked)
