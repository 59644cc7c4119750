"""Measuring a routed grid: how large every row, column, alley and channel becomes.

The work is done along two abstract axes, *flow* (the way causes run) and *cross*; portrait lets
flow run down the page, landscape to the right.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from causal.render.layout.grid import Grid
from causal.render.layout.nets import Net
from causal.render.layout.plan import Point, Rect
from causal.render.layout.sizes import NOTE, PILL, pill_width, size_box
from causal.render.metrics import text_width
from causal.render.scene import Box, Join, Scene

_STRIP = {True: 100.0, False: 40.0}
_WIDEST_STRIP, STRIP_MARGIN, NAME = 132.0, 24.0, 12.0
_ALLEY = 24.0
_PITCHES = (13.0, 11.0, 9.0, 7.0)
_EDGE, RIM, ALLEY_NAME = 10.0, 9.0, 18.0
_NARROWEST, _NARROW, LENGTH = 108.0, 118.0, 176.0
STEM, TAG = 15.0, 24.0


@dataclass(frozen=True, slots=True)
class Gaps:
    """The room round boxes, and how wide one is at most.

    Args:
        after: Below a row.
        before: Above a row.
        inside: Above a row of the same lane.
        margin: From a box to the edge of its lane.
        pad: From the words of a box to its edge.
        wide: The width of a box at most.
    """

    after: float = 13.0
    before: float = 29.0
    inside: float = 20.0
    margin: float = 12.0
    pad: float = 9.0
    wide: float = 236.0


_DENSE = Gaps(8.0, 16.0, 13.0, 6.0, 6.0, 262.0)


@dataclass(slots=True)
class Extent:
    """The room a node takes: in its body along and across the flow, and before and after it."""

    body: float
    cross: float
    before: float = 0.0
    after: float = 0.0


@dataclass(slots=True)
class Placement:
    """Everything measured on the way, from which the plan is read off."""

    scene: Scene
    grid: Grid
    portrait: bool
    nets: list[Net]
    alleys: list[int]
    boxes: dict[str, Box]
    pills: dict[int, Join]
    tags: dict[int, str]
    extents: list[Extent] = field(default_factory=list)
    column_start: list[float] = field(default_factory=list)
    column_size: list[float] = field(default_factory=list)
    alley_start: list[float] = field(default_factory=list)
    alley_size: list[float] = field(default_factory=list)
    row_start: list[float] = field(default_factory=list)
    row_middle: list[float] = field(default_factory=list)
    row_end: list[float] = field(default_factory=list)
    pitch: float = _PITCHES[0]
    strip_start: float = 0.0
    cross_end: float = 0.0

    @property
    def gaps(self) -> Gaps:
        """The room between rows: less in a picture that is a part of a page."""
        return _DENSE if self.scene.terse and self.portrait else Gaps()

    @property
    def names(self) -> float:
        """The room that the end of an alley keeps for names: where bands beside it have theirs."""
        return 0.0 if self.portrait or self.grid.stacked else ALLEY_NAME

    def center(self, node: int) -> float:
        """Return where the middle of a node lies across the flow."""
        column = self.grid.nodes[node].column
        return self.column_start[column] + self.column_size[column] / 2

    def start(self, node: int) -> float:
        """Return where the body of a node starts across the flow."""
        return 0.0 if node == self.grid.sink else self.center(node) - self.extents[node].cross / 2

    def body(self, node: int) -> tuple[float, float]:
        """Return where the body of a node starts and ends along the flow."""
        middle = self.row_middle[self.grid.nodes[node].row]
        half = self.extents[node].body / 2
        return middle - half, middle + half

    def trunk(self, net: Net) -> float | None:
        """Return where the trunk of a net lies across the flow."""
        if net.trunk is None:
            return None
        kind, number = net.trunk
        if kind == "column":
            return self.column_start[number] + self.column_size[number] / 2
        used = self.pitch * (self.alleys[number] - 1)
        start = self.alley_start[number] + (self.alley_size[number] - self.names - used) / 2
        return start + self.pitch * net.track

    def rect(self, flow: float, cross: float, along: float, across: float) -> Rect:
        """Return a rectangle of the page from its start and size on both axes."""
        if self.portrait:
            return Rect(cross, flow, across, along)
        return Rect(flow, cross, along, across)

    def point(self, flow: float, cross: float) -> Point:
        """Return a point of the page."""
        return (cross, flow) if self.portrait else (flow, cross)


def measure(
    scene: Scene,
    grid: Grid,
    nets: list[Net],
    alleys: list[int],
    *,
    portrait: bool,
    room: float,
    length: float = LENGTH,
) -> Placement:
    """Return the placement with everything known but the lengths along the flow.

    Args:
        scene: What is drawn.
        grid: Its nodes, with rows and columns.
        nets: Its links, routed.
        alleys: How many tracks every alley needs.
        portrait: Whether causes run down the page.
        room: The width of the page for the whole drawing, in pixels.
        length: How wide boxes are in landscape, in pixels.
    """
    box_ids = {box.id: box for box in scene.boxes}
    index = {node.id: number for number, node in enumerate(grid.nodes)}
    pills = {index[j.target]: j for j in scene.joins if j.target in box_ids}
    tags = {
        number: scene.links[edge.link].label
        for number, edge in enumerate(grid.edges)
        if scene.links[edge.link].label
    }
    place = Placement(scene, grid, portrait, nets, alleys, box_ids, pills, tags)
    count = max(sum(grid.columns), 1)
    strip = _strip(scene, portrait) if grid.bands and grid.stacked else 0.0
    free = 0.0
    for place.pitch in _PITCHES if portrait else _PITCHES[:1]:
        place.alley_size = [_alley_size(place, a) for a in range(len(alleys))]
        free = (room - strip - sum(place.alley_size)) / count
        if free >= _NARROW:
            break
    width = min(max(free, _NARROWEST), place.gaps.wide) if portrait else length
    place.extents = [_extent(place, number, width) for number in range(len(grid.nodes))]
    _place_columns(place, width, strip)
    return place


def _strip(scene: Scene, portrait: bool) -> float:
    """Return the room for the names of bands: in portrait, as wide as their longest word."""
    if not portrait:
        return _STRIP[portrait]
    words = [word for band in scene.bands for word in band.label.split()]
    longest = max((text_width(word, NAME, bold=True) for word in words), default=0.0)
    return min(max(longest + STRIP_MARGIN + 1.0, _STRIP[portrait]), _WIDEST_STRIP)


def _alley_size(place: Placement, alley: int) -> float:
    tracks, last = place.alleys[alley], len(place.alleys) - 1
    rim = 0.0 if place.grid.stacked else 2 * RIM - _EDGE
    needed = place.pitch * (tracks - 1) + 26.0 + rim if tracks else 0.0
    if alley in {0, last}:
        banded = place.grid.bands and (alley == last or not place.grid.stacked)
        return max(needed, _EDGE if banded else 0.0) + place.names * (alley < last)
    return max(needed, _ALLEY) + place.names


def _extent(place: Placement, number: int, width: float) -> Extent:
    """Return the room that a node takes when boxes are `width` wide."""
    node = place.grid.nodes[number]
    if node.is_join:
        join = next(j for j in place.scene.joins if j.id == node.id)
        long = pill_width(join.label)
        extent = Extent(PILL, long) if place.portrait else Extent(long, PILL)
    else:
        box = place.boxes[node.id]
        high = size_box(box, width, place.gaps.pad)
        extent = Extent(high, width) if place.portrait else Extent(width, high)
    if not place.portrait:
        leaving = sum(edge.source == number for edge in place.grid.edges)
        extent.cross = max(extent.cross, 14.0 * leaving + 16.0)
    if number in place.pills:
        label = place.pills[number].label
        extent.before = (PILL if place.portrait else pill_width(label)) + STEM
    labels = [place.tags[e] for e in place.tags if place.grid.edges[e].source == number]
    if labels:
        wide = max(text_width(label, NOTE) for label in labels) + 14.0
        extent.after = TAG if place.portrait else wide + 6.0
    return extent


def _place_columns(place: Placement, width: float, strip: float) -> None:
    """Set where alleys, columns and the strip of band names start across the flow."""
    grid, cross = place.grid, 0.0
    for column in range(sum(grid.columns) + 1):
        place.alley_start.append(cross)
        cross += place.alley_size[column]
        if grid.stacked and column == grid.columns[0]:
            place.strip_start = cross
            cross += strip
        if column < sum(grid.columns):
            if not place.portrait:
                width = _deepest(place, column)
            place.column_start.append(cross)
            place.column_size.append(width)
            cross += width
    place.cross_end = cross
    if grid.sink is not None:
        _stretch_sink(place, grid.sink)


def _deepest(place: Placement, column: int) -> float:
    pairs = zip(place.extents, place.grid.nodes, strict=True)
    return max((extent.cross for extent, node in pairs if node.column == column), default=40.0)


def _stretch_sink(place: Placement, sink: int) -> None:
    """Let the last box close the picture from side to side."""
    extent = place.extents[sink]
    place.cross_end = max(place.cross_end, extent.cross)
    extent.cross = place.cross_end
    if place.portrait:
        extent.body = size_box(place.boxes[place.grid.nodes[sink].id], extent.cross, place.gaps.pad)
