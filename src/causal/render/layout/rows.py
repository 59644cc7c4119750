"""Which row every node stands in: causes above effects, stacked bands one below the other.

References:
    K. Sugiyama, S. Tagawa, M. Toda, *Methods for Visual Understanding of Hierarchical System
    Structures*, IEEE Trans. SMC 11(2), 1981; E. G. Coffman, R. L. Graham, *Optimal Scheduling
    for Two-Processor Systems*, Acta Informatica 1, 1972 (rows of bounded width).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from causal.graph.budget import tick
from causal.render.layout.grid import Grid

Constraint = tuple[int, int, int]
"""Before, after, and by how many rows at least."""


def assign_rows(grid: Grid, room: Sequence[int]) -> None:
    """Set the row of every node, and turn edges that cannot flow down into upward ones.

    Args:
        grid: Its rows and edges are replaced.
        room: How many nodes of each zone a row may hold.
    """
    count = len(grid.nodes) + 2 * grid.bands
    constraints = _frame(grid)
    order = sorted(range(len(grid.edges)), key=lambda e: _reluctance(grid, e))
    wanted = [(grid.edges[e].source, grid.edges[e].target, 1) for e in order]
    if _rows(count, constraints + wanted) is None:
        wanted = []
        for e in order:
            edge = grid.edges[e]
            extra = (edge.source, edge.target, 1)
            if _rows(count, [*constraints, *wanted, extra]) is None:
                net = (edge.target, f"{edge.net[1]} up {edge.source}")
                grid.edges[e] = replace(edge, upward=True, net=net)
            else:
                wanted.append(extra)
    constraints += wanted
    lowest = _spread(grid, count, constraints, room)
    rows = _rows(count, constraints, lowest)
    assert rows is not None, "the constraints were checked above"
    for node, row in zip(grid.nodes, rows, strict=False):
        node.row = row
    _settle(grid, room)
    grid.rows = 1 + max((node.row for node in grid.nodes), default=-1)


def _reluctance(grid: Grid, number: int) -> tuple[int, int]:
    """Return how readily an edge gives way: side remarks first, then those against the bands."""
    edge = grid.edges[number]
    before, after = grid.nodes[edge.source].band, grid.nodes[edge.target].band
    against = before is not None and after is not None and before > after
    return (2 if edge.net[1] == "worsens" else int(against), number)


def _frame(grid: Grid) -> list[Constraint]:
    """Return the constraints that keep the sink last, and stacked bands apart and in order."""
    size = len(grid.nodes)
    last = [] if grid.sink is None else [(n, grid.sink, 1) for n in range(size) if n != grid.sink]
    if not grid.stacked:
        return last
    out = [c for c in last if grid.nodes[c[0]].band is None]
    for number, node in enumerate(grid.nodes):
        if node.band is not None:
            out.append((size + 2 * node.band, number, 0))
            out.append((number, size + 2 * node.band + 1, 0))
    out += [(size + 2 * b + 1, size + 2 * b + 2, 1) for b in range(grid.bands - 1)]
    if grid.sink is not None and grid.bands:
        out.append((size + 2 * grid.bands - 1, grid.sink, 1))
    return out


def _rows(
    count: int, constraints: Sequence[Constraint], lowest: dict[int, int] | None = None
) -> list[int] | None:
    """Return the earliest row of every node, None when the constraints form a cycle."""
    tick()
    after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    waiting = [0] * count
    for before, later, step in constraints:
        after[before].append((later, step))
        waiting[later] += 1
    rows = [0] * count
    for node, row in (lowest or {}).items():
        rows[node] = row
    ready = [node for node in range(count) if not waiting[node]]
    for node in ready:
        for later, step in after[node]:
            rows[later] = max(rows[later], rows[node] + step)
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return rows if len(ready) == count else None


def _spread(
    grid: Grid, count: int, constraints: list[Constraint], room: Sequence[int]
) -> dict[int, int]:
    """Return lower bounds on rows under which no row holds more nodes than it has room for."""
    urgency = _height(grid)
    lowest: dict[int, int] = {}
    placed = _by_row(grid, count, constraints, lowest)
    row = 0
    last = max(placed, default=-1)
    while row <= last:
        moved: dict[int, int] = {}
        for zone in range(len(room)):
            here = [n for n in placed.get(row, ()) if grid.nodes[n].zone == zone]
            here.sort(key=lambda n: (-urgency[n], n))
            moved |= dict.fromkeys(here[room[zone] :], row + 1)
        if moved:
            lowest |= moved
            placed = _by_row(grid, count, constraints, lowest)
            last = max(placed)
        row += 1
    return lowest


def _by_row(
    grid: Grid, count: int, constraints: list[Constraint], lowest: dict[int, int]
) -> dict[int, list[int]]:
    """Return the nodes of each row, in their order."""
    rows = _rows(count, constraints, lowest)
    assert rows is not None, "lower bounds add no cycle"
    placed: dict[int, list[int]] = {}
    for node in range(len(grid.nodes)):
        placed.setdefault(rows[node], []).append(node)
    return placed


def _height(grid: Grid) -> list[int]:
    """Return how many steps lead from every node to the end, along edges that flow down."""
    heights = [0] * len(grid.nodes)
    for _ in grid.nodes:
        tick()
        changed = False
        for edge in grid.edges:
            if not edge.upward and heights[edge.source] <= heights[edge.target]:
                heights[edge.source] = heights[edge.target] + 1
                changed = True
        if not changed:
            break
    return heights


def _settle(grid: Grid, room: Sequence[int]) -> None:
    """Move stacked bands as a whole, then what may move alone, down towards what they lead to."""
    if grid.stacked:
        for band in reversed(range(grid.bands)):
            _sink_together(grid, [n for n, v in enumerate(grid.nodes) if v.band == band], room)
    fed = {edge.target for edge in grid.edges}
    for number in sorted(range(len(grid.nodes)), key=lambda n: (-grid.nodes[n].row, n)):
        node = grid.nodes[number]
        alone = not grid.stacked or (node.band is None and number not in fed)
        if alone and number != grid.sink and not node.keeps_early:
            _sink_together(grid, [number], room)


def _sink_together(grid: Grid, group: list[int], room: Sequence[int]) -> None:
    """Move a group down by the same number of rows, as far as its effects and the room allow."""
    members = set(group)
    leaving = [e for e in grid.edges if e.source in members and e.target not in members]
    entering = [e for e in grid.edges if e.target in members and e.source not in members]
    if not leaving or any(e.upward for e in leaving + entering) or len(entering) > len(leaving):
        return
    limit = min(grid.nodes[e.target].row - 1 - grid.nodes[e.source].row for e in leaving)
    bands = [band for n in group if (band := grid.nodes[n].band) is not None]
    if bands and grid.stacked:
        below = [v.row for v in grid.nodes if v.band is not None and v.band > max(bands)]
        lowest = max(grid.nodes[n].row for n in group)
        limit = min([limit, *(row - 1 - lowest for row in below)])
    tick()
    held = Counter((v.zone, v.row) for n, v in enumerate(grid.nodes) if n not in members)
    moving = Counter((grid.nodes[n].zone, grid.nodes[n].row) for n in group)
    for step in range(limit, 0, -1):
        if all(number + held[z, row + step] <= room[z] for (z, row), number in moving.items()):
            for n in group:
                grid.nodes[n].row += step
            return
