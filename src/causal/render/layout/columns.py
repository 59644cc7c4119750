"""Which column every node first stands in: rows are filled from the left, in order.

Nodes trade places later, when it is known what their links would cross.
"""

from __future__ import annotations

from collections import Counter

from causal.render.layout.grid import Grid


def assign_columns(grid: Grid) -> None:
    """Set the column of every node and the number of columns of both zones."""
    filled = Counter((node.row, node.zone) for node in grid.nodes)
    for zone in range(len(grid.columns)):
        grid.columns[zone] = max((n for (_, z), n in filled.items() if z == zone), default=0)
    seen: Counter[tuple[int, int]] = Counter()
    for node in grid.nodes:
        node.column = seen[node.row, node.zone] + grid.first_column(node.zone)
        seen[node.row, node.zone] += 1
