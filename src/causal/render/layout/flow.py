"""Where every row of a measured grid lies along the flow, and every channel between two."""

from __future__ import annotations

from causal.graph.budget import tick
from causal.render.layout.channels import Channel
from causal.render.layout.lanes import name_height
from causal.render.layout.nets import Net
from causal.render.layout.patches import name_room
from causal.render.layout.placement import RIM, Placement
from causal.render.layout.plan import PlacedText
from causal.render.layout.sizes import heading

LANE = 11.0


def place_rows(place: Placement, channels: list[Channel]) -> float:
    """Set where every row lies along the flow, and return the whole length."""
    flow = _space_above(place, channels[0])
    of_row: list[list[int]] = [[] for _ in range(place.grid.rows)]
    for number, node in enumerate(place.grid.nodes):
        of_row[node.row].append(number)
    for row in range(place.grid.rows):
        tick()
        here = [place.extents[number] for number in of_row[row]]
        lead = max((e.before + e.body / 2 for e in here), default=0.0)
        trail = max((e.body / 2 + e.after for e in here), default=0.0)
        if place.grid.stacked:
            bands = {
                n.band for n in map(place.grid.nodes.__getitem__, of_row[row]) if n.band is not None
            }
            name = max((name_height(place.scene.bands[b], place) / 2 for b in bands), default=0.0)
            lead, trail = max(lead, name), max(trail, name)
        place.row_start.append(flow)
        place.row_middle.append(flow + lead)
        place.row_end.append(flow + lead + trail)
        flow += lead + trail
        if row < place.grid.rows - 1:
            flow += place.gaps.after + LANE * channels[row + 1].tracks + _before(place, row + 1)
    last = channels[place.grid.rows]
    return flow + (place.gaps.after + LANE * last.tracks if last.tracks else 0.0)


def _before(place: Placement, row: int) -> float:
    """Return the room before a row: more where a band starts or ends."""
    if not place.grid.stacked:
        return place.gaps.inside + name_room(place, row)
    bands = [n.band for n in place.grid.nodes if n.band is not None and n.row in {row - 1, row}]
    inside = any(n.band in bands for n in place.grid.nodes if n.row == row) and len(set(bands)) == 1
    both = inside and all(
        any(n.row == r and n.band == bands[0] for n in place.grid.nodes) for r in (row - 1, row)
    )
    return place.gaps.before if bands and not both else place.gaps.inside


def _space_above(place: Placement, channel: Channel) -> float:
    if not place.grid.stacked:
        return LANE * channel.tracks + RIM + name_room(place, 0)
    first_is_banded = any(n.row == 0 and n.band is not None for n in place.grid.nodes)
    return (
        LANE * channel.tracks
        + (place.gaps.margin if first_is_banded else 0.0)
        + (12.0 if headings(place) else 0.0)
    )


def track_position(place: Placement, channels: list[Channel], channel: int, net: Net) -> float:
    """Return where along the flow a net runs across in a channel."""
    track = channels[channel + 1].track[net.key]
    if channel < 0:
        return LANE * track + 2.0
    return place.row_end[channel] + place.gaps.after + LANE * (track + 0.5)


def headings(place: Placement) -> tuple[PlacedText, ...]:
    """Return the words over the open and over the banded columns of a portrait."""
    grid = place.grid
    if not (place.portrait and grid.stacked and grid.bands and grid.columns[0]):
        return ()
    starts = (place.column_start[0], place.strip_start)
    return tuple(
        heading(words, x, 2.0)
        for words, x in zip(place.scene.headings, starts, strict=False)
        if words
    )
