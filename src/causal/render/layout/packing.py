"""Bands beside each other: which of them share a zone, and where it lies beside what happened.

References:
    A. Hashimoto, J. Stevens, *Wire Routing by Optimizing Channel Assignment within Large
    Apertures*, DAC 1971 (the left-edge rule).
"""

from __future__ import annotations

from itertools import combinations

from causal.render.layout.grid import Grid


def pack_bands(grid: Grid) -> None:
    """Set the zone of every node: bands that share no row share a column.

    Args:
        grid: Its rows are known; its zones are replaced, so its columns are not known yet.
    """
    spans: dict[int, tuple[int, int]] = {}
    for node in grid.nodes:
        if node.band is not None:
            low, high = spans.get(node.band, (node.row, node.row))
            spans[node.band] = min(low, node.row), max(high, node.row)
    groups: list[list[int]] = []
    for band in sorted(spans, key=lambda b: (spans[b], b)):
        for group in groups:
            if all(spans[other][1] < spans[band][0] for other in group):
                group.append(band)
                break
        else:
            groups.append([band])
    # The groups that were opened first are the fullest, and stand next to what happened.
    order = _close_together(grid, [*groups[1::2][::-1], [], *groups[::2]])
    zone_of: dict[int | None, int] = {
        band: zone for zone, group in enumerate(order) for band in group
    }
    grid.open_zone = zone_of[None] = order.index([])
    grid.columns = [0] * len(order)
    for node in grid.nodes:
        node.zone = zone_of[node.band]


def _places(groups: list[list[int]]) -> dict[int | None, int]:
    """Return the number of the group of every band, and for None that of what happened."""
    places: dict[int | None, int] = {None: groups.index([])}
    places.update((band, number) for number, group in enumerate(groups) for band in group)
    return places


def _close_together(grid: Grid, groups: list[list[int]]) -> list[list[int]]:
    """Return the groups so ordered that no exchange of two brings causes nearer to effects."""
    home: dict[int | None, int] = {
        band: number for number, group in enumerate(groups) for band in group
    }
    home[None] = groups.index([])
    size = len(groups)
    links = [[0] * size for _ in groups]
    for edge in grid.edges:
        if edge.target != grid.sink:
            a, b = (home[grid.nodes[end].band] for end in (edge.source, edge.target))
            links[a][b] += 1
            links[b][a] += 1
    place = list(range(size))  # of every group

    def pull(group: int, at: int, other: int) -> int:
        others = (k for k in range(size) if k not in {group, other})
        return sum(links[group][k] * abs(at - place[k]) for k in others)

    changed = True
    while changed:
        changed = False
        for a, b in combinations(range(size), 2):
            now = pull(a, place[a], b) + pull(b, place[b], a)
            if pull(a, place[b], b) + pull(b, place[a], a) < now:
                place[a], place[b] = place[b], place[a]
                changed = True
    return [groups[k] for k in sorted(range(size), key=place.__getitem__)]
