"""Trades of places that let fewer lines cross: nodes of a row, and bands beside each other.

References:
    E. Gansner et al., *A Technique for Drawing Directed Graphs*, IEEE TSE 19(3), 1993 (transpose).
"""

from __future__ import annotations

from itertools import combinations, pairwise

from causal.render.layout.router import Router


def trade_places(router: Router) -> bool:
    """Let nodes of a row trade places, also with empty ones; return whether any did."""
    changed, grid = False, router.grid
    rows: dict[tuple[int, int], list[int]] = {}
    for number, node in enumerate(grid.nodes):
        rows.setdefault((node.row, node.zone), []).append(number)
    for (_, zone), here in sorted(rows.items()):
        start = grid.first_column(zone)
        columns = range(start, start + grid.columns[zone])
        if here == [grid.sink]:
            columns = range(sum(grid.columns))
        for a, b in combinations(columns, 2):
            moves = {
                n: b if grid.nodes[n].column == a else a
                for n in here
                if grid.nodes[n].column in {a, b}
            }
            changed |= bool(moves) and router.attempt(moves)
    return changed


def trade_bands(router: Router) -> bool:
    """Let bands move to other zones, and whole zones trade places; return whether any did."""
    return _move_bands(router) | _trade_zones(router)


def _move_bands(router: Router) -> bool:
    changed, grid = False, router.grid
    members: dict[int, list[int]] = {}
    for number, node in enumerate(grid.nodes):
        if node.band is not None:
            members.setdefault(node.band, []).append(number)
    rows = {band: [grid.nodes[n].row for n in here] for band, here in members.items()}
    for band, here in sorted(members.items()):
        for zone in range(len(grid.columns)):
            own = grid.nodes[here[0]].zone
            if zone in {own, grid.open_zone} or grid.columns[zone] < grid.columns[own]:
                continue
            others = [o for o, there in members.items() if grid.nodes[there[0]].zone == zone]
            if any(_meet(rows[band], rows[other]) for other in others):
                continue
            shift = grid.first_column(zone) - grid.first_column(own)
            if router.attempt({n: grid.nodes[n].column + shift for n in here}):
                changed = True
                for n in here:
                    grid.nodes[n].zone = zone
    return changed


def _meet(one: list[int], other: list[int]) -> bool:
    """Whether two bands with these rows would overlap in one zone."""
    return min(one) <= max(other) and min(other) <= max(one)


def _trade_zones(router: Router) -> bool:
    changed, grid = False, router.grid
    for a, b in pairwise(range(len(grid.columns))):
        if grid.columns[a] != grid.columns[b]:
            continue
        shift = {a: grid.columns[a], b: -grid.columns[a]}
        moves = {
            n: node.column + shift[node.zone]
            for n, node in enumerate(grid.nodes)
            if node.zone in shift and n != grid.sink
        }
        if router.attempt(moves):
            changed = True
            for n in moves:
                grid.nodes[n].zone = a + b - grid.nodes[n].zone
            if grid.open_zone in shift:
                grid.open_zone = a + b - grid.open_zone
    return changed
