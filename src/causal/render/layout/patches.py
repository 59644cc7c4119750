"""The patches of bands that lie beside each other: a rectangle round the boxes of each, named."""

from __future__ import annotations

from causal.render.layout.placement import RIM, Placement
from causal.render.layout.plan import PlacedBand, PlacedText
from causal.render.metrics import text_width, wrap

__all__ = ["name_room", "place_patches"]

_NAME, _SMALLEST, _NOTE = 11.0, 10.0, 11.0
_LEADING, _GAP, _BAR = 1.22, 5.0, 4.0

Words = tuple[tuple[str, ...], float, tuple[str, ...]]
"""The lines of a name, their size, and the lines of a note."""


def name_room(place: Placement, row: int) -> float:
    """Return how much of the flow the names of bands need above a row in which they start."""
    if not place.portrait:
        return 0.0
    firsts = _first_nodes(place)
    here = [band for band, node in firsts.items() if place.grid.nodes[node].row == row]
    return max((_tall(_words(place, band, firsts[band])) for band in here), default=0.0)


def place_patches(place: Placement) -> tuple[PlacedBand, ...]:
    """Return every band that has nodes, with its name above its first box."""
    grid, out = place.grid, []
    for number, first in sorted(_first_nodes(place).items()):
        band = place.scene.bands[number]
        words = _words(place, number, first)
        start, end = _reach(place, number)
        start -= RIM + (_tall(words) if place.portrait else 0.0)
        end += RIM
        zone = grid.nodes[first].zone
        column = grid.first_column(zone)
        last = column + grid.columns[zone] - 1
        low = place.column_start[column] - RIM - (0.0 if place.portrait else _tall(words) - _GAP)
        high = place.column_start[last] + place.column_size[last] + RIM
        rect = place.rect(start, low, end - start, high - low)
        lines, size, notes = words
        x, y = rect.x + _BAR + _GAP, rect.y + _GAP + size * 0.95
        texts = [PlacedText(lines, x, y, size, size * _LEADING, True)]
        if notes:
            y += (len(lines) - 1) * size * _LEADING + _NOTE * _LEADING
            texts.append(PlacedText(notes, x, y, _NOTE, _NOTE * _LEADING, tone="muted"))
        out.append(PlacedBand(band, rect, tuple(texts)))
    return tuple(out)


def _reach(place: Placement, band: int) -> tuple[float, float]:
    """Return where the nodes of a band start and end along the flow, with what belongs to them."""
    here = [n for n, node in enumerate(place.grid.nodes) if node.band == band]
    return (
        min(place.body(n)[0] - place.extents[n].before for n in here),
        max(place.body(n)[1] + place.extents[n].after for n in here),
    )


def _first_nodes(place: Placement) -> dict[int, int]:
    """Return the node of every band that stands in its first row."""
    firsts: dict[int, int] = {}
    nodes = place.grid.nodes
    for number, node in enumerate(nodes):
        if node.band is not None:
            other = firsts.get(node.band, number)
            if (node.row, node.column) <= (nodes[other].row, nodes[other].column):
                firsts[node.band] = number
    return firsts


def _words(place: Placement, band: int, first: int) -> Words:
    """Return the name and the note of a band, clear of a line that enters its first box."""
    wide = place.column_size[place.grid.nodes[first].column] + 2 * RIM - 2 * _GAP - _BAR
    if not place.portrait:
        wide = place.extents[first].body + RIM
    elif any(edge.target == first for edge in place.grid.edges):
        wide = wide / 2 - _GAP
    label, note = place.scene.bands[band].label, place.scene.bands[band].note
    longest = max((text_width(word, _NAME, bold=True) for word in label.split()), default=0.0)
    size = _NAME if longest <= wide else max(_NAME * wide / longest - 0.05, _SMALLEST)
    most = 3 if place.portrait else 1
    return (
        wrap(label, wide, size, bold=True, max_lines=most),
        size,
        wrap(note, wide, _NOTE, max_lines=2) if note and place.portrait else (),
    )


def _tall(words: Words) -> float:
    lines, size, notes = words
    return _LEADING * (len(lines) * size + len(notes) * _NOTE) + _GAP
