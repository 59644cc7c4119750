"""Boxes in columns, links from column to column through the gutters between them.

References:
    A. Hashimoto, J. Stevens, *Wire Routing by Optimizing Channel Assignment within Large
    Apertures*, DAC 1971.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from causal.render.layout.channels import Channel, Run, lay_channel
from causal.render.layout.plan import PlacedLink, PlacedText, Plan, Point, Rect
from causal.render.layout.sizes import box_rows, heading, place_box, size_box
from causal.render.scene import Box, Link, Scene

_GAP, _TRACK, _MARGIN, _HEADING = 16.0, 11.0, 26.0, 26.0
_PORT, _APART = 12.0, 7.5
_SWEEPS = 8
_REST = "rest"


def lay_out_columns(scene: Scene, *, room: float) -> Plan:
    """Return the plan of boxes in columns, its top left corner at 0, 0.

    Args:
        scene: Its boxes say in their slot which column they take, from ``0``, or ``rest`` to
            stand in rows below all; its links run from a column to the next.
        room: The width of the page, in pixels.
    """
    columns = _ordered(scene)
    gutters = len(columns) - 1
    spare = max(6.0 * len(scene.links) + 2 * _MARGIN, 84.0)
    width = max((room - min(spare, 130.0) * gutters) / len(columns), 150.0)
    rects = _stack(scene, columns, width)
    tops = min((rect.y for rect in rects.values()), default=0.0)
    rects = {name: rect.moved(0.0, _HEADING - tops) for name, rect in rects.items()}
    links: list[PlacedLink] = []
    x = 0.0
    texts: list[PlacedText] = []
    placed: dict[str, Rect] = {}
    for number, column in enumerate(columns):
        texts.append(heading(scene.headings[number], x))
        placed |= {box.id: rects[box.id].moved(x - rects[box.id].x, 0.0) for box in column}
        x += width
        if number < gutters:
            sources = {box.id for box in column}
            here = [link for link in scene.links if link.source in sources]
            gutter = _Gutter(here, placed | {b.id: rects[b.id] for b in columns[number + 1]})
            links += gutter.links(x)
            x += gutter.width
    height = max((rect.bottom for rect in placed.values()), default=0.0)
    boxes = tuple(place_box(box, placed[box.id]) for column in columns for box in column)
    plan = Plan(x, height, texts=tuple(texts), boxes=boxes, links=tuple(links))
    rest = [box for box in scene.boxes if box.slot == _REST]
    return plan.above(_rows(rest, scene.headings[-1], width, x), 24.0) if rest else plan


def _rows(boxes: Sequence[Box], words: str, width: float, room: float) -> Plan:
    """Return boxes that are linked to nothing, in rows under a heading."""
    each = max(int((room + _GAP) // (width + _GAP)), 1)
    step = (room - width) / (each - 1) if each > 1 else 0.0
    placed, low = box_rows(boxes, width, each=each, step=step, y=_HEADING - 8.0, gap=_GAP)
    return Plan(room, low, texts=(heading(words, tone="bad"),), boxes=placed)


def _ordered(scene: Scene) -> list[list[Box]]:
    """Return the boxes of every column, ordered so that few links cross."""
    last = max(int(box.slot) for box in scene.boxes if box.slot != _REST)
    columns = [[b for b in scene.boxes if b.slot == str(slot)] for slot in range(last + 1)]
    near: dict[str, list[str]] = defaultdict(list)
    for link in scene.links:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    best, fewest = columns, _crossings(columns, scene.links)
    for sweep in range(_SWEEPS):
        order = range(1, len(columns)) if sweep % 2 == 0 else range(len(columns) - 2, -1, -1)
        columns = [list(column) for column in columns]
        for number in order:
            fixed = columns[number - 1 if sweep % 2 == 0 else number + 1]
            columns[number] = _by_middle(columns[number], fixed, near)
        crossings = _crossings(columns, scene.links)
        if crossings < fewest:
            best, fewest = columns, crossings
    return [_orphans_last(column, near) for column in best]


def _by_middle(column: list[Box], fixed: list[Box], near: dict[str, list[str]]) -> list[Box]:
    """Return a column in the order of the middles of what its boxes are linked to."""
    place = {box.id: number for number, box in enumerate(fixed)}
    middle: dict[str, float] = {}
    for number, box in enumerate(column):
        linked = [place[name] for name in near[box.id] if name in place]
        middle[box.id] = sum(linked) / len(linked) if linked else float(number)
    return sorted(column, key=lambda box: middle[box.id])


def _orphans_last(column: list[Box], near: dict[str, list[str]]) -> list[Box]:
    return sorted(column, key=lambda box: not near[box.id])


def _crossings(columns: Sequence[Sequence[Box]], links: Sequence[Link]) -> int:
    place = {box.id: (c, n) for c, column in enumerate(columns) for n, box in enumerate(column)}
    ends = [(place[link.source], place[link.target]) for link in links]
    return sum(
        a[0] == c[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0
        for i, (a, b) in enumerate(ends)
        for c, d in ends[i + 1 :]
    )


def _stack(scene: Scene, columns: list[list[Box]], width: float) -> dict[str, Rect]:
    """Return where every box lies in its column, close to what it is linked to."""
    leaving: dict[str, int] = defaultdict(int)
    near: dict[str, list[str]] = defaultdict(list)
    for link in scene.links:
        leaving[link.source] += 1
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    rects: dict[str, Rect] = {}
    tall = sorted(range(len(columns)), key=lambda c: -_height(columns[c], width, leaving))
    for number in [tall[0], *sorted(set(tall[1:]), key=lambda c: abs(c - tall[0]))]:
        sizes = [_tall(box, width, leaving) for box in columns[number]]
        wished = []
        for box, size in zip(columns[number], sizes, strict=True):
            found = [rects[name].cy for name in near[box.id] if name in rects]
            wished.append(sum(found) / len(found) - size / 2 if found else None)
        for box, y, size in zip(columns[number], settle(wished, sizes, _GAP), sizes, strict=True):
            rects[box.id] = Rect(0.0, y, width, size)
    return rects


def _tall(box: Box, width: float, leaving: dict[str, int]) -> float:
    return max(size_box(box, width), _PORT * leaving[box.id] + 14.0)


def _height(column: list[Box], width: float, leaving: dict[str, int]) -> float:
    return sum(_tall(box, width, leaving) + _GAP for box in column)


def settle(wished: Sequence[float | None], sizes: Sequence[float], gap: float) -> list[float]:
    """Return tops as close to those wished as order and gaps allow.

    Boxes that would overlap form a block, which moves to the mean of what its members wish; a
    box without a wish follows the one above.
    """
    blocks: list[tuple[float, float, int]] = []
    offsets: list[float] = []
    for wish, size in zip(wished, sizes, strict=True):
        step = size + gap
        end = blocks[-1][0] + blocks[-1][1] if blocks else 0.0
        block = (end if wish is None else wish, step, 1)
        while blocks and blocks[-1][0] + blocks[-1][1] > block[0] + 1e-9:
            top, tall, members = blocks.pop()
            both = members + block[2]
            start = (top * members + (block[0] - tall) * block[2]) / both
            block = (start, tall + block[1], both)
        blocks.append(block)
    number = 0
    for top, _, members in blocks:
        y = top
        for size in sizes[number : number + members]:
            offsets.append(y)
            y += size + gap
        number += members
    return offsets


class _Gutter:
    """The links between two columns: ports at both sides, tracks between them."""

    def __init__(self, links: Sequence[Link], rects: dict[str, Rect]) -> None:
        self._links = links
        self._rects = rects
        self._leave = self._leaving()
        self._arrive = self._arriving()
        self._channel = self._tracks()

    @property
    def width(self) -> float:
        """How wide the gutter is."""
        return max(2 * _MARGIN + _TRACK * max(self._channel.tracks - 1, 0), 64.0)

    def _leaving(self) -> dict[int, float]:
        """Return where each link leaves its source, in the order of its targets."""
        by_source: dict[str, list[int]] = defaultdict(list)
        for number, link in enumerate(self._links):
            by_source[link.source].append(number)
        out = {}
        for source, numbers in by_source.items():
            numbers.sort(key=lambda n: self._rects[self._links[n].target].cy)
            middle = self._rects[source].cy
            for place, number in enumerate(numbers):
                out[number] = middle + _PORT * (place - (len(numbers) - 1) / 2)
        return out

    def _arriving(self) -> dict[str, float]:
        """Return where links arrive: level with the only one, or clear of all others."""
        out: dict[str, float] = {}
        for target in dict.fromkeys(link.target for link in self._links):
            mine = [n for n, link in enumerate(self._links) if link.target == target]
            foreign = [self._leave[n] for n in self._leave if n not in mine]
            rect = self._rects[target]
            reach = int(rect.h / 2 - 8.0)
            wished = [self._leave[n] for n in mine if abs(self._leave[n] - rect.cy) <= reach]
            steps = [rect.cy + s * d for d in range(0, reach + 1, 2) for s in (1, -1)]
            choices = [*(wished if len(mine) == 1 else []), *steps]
            clear = [y for y in choices if all(abs(y - other) >= _APART for other in foreign)]
            out[target] = (clear or choices)[0]
        return out

    def _tracks(self) -> Channel:
        runs: dict[str, Run] = {}
        for place, target in enumerate(self._arrive):
            runs[target] = Run((place, target), [], [self._arrive[target]])
        for number, link in enumerate(self._links):
            runs[link.target].up.append(self._leave[number])
        return lay_channel([run for run in runs.values() if run.high - run.low > 0.5])

    def links(self, x: float) -> list[PlacedLink]:
        """Return the placed links of the gutter that starts at `x`."""
        used = _TRACK * max(self._channel.tracks - 1, 0)
        first = x + (self.width - used) / 2
        keys = {target: (place, target) for place, target in enumerate(self._arrive)}
        out = []
        for number, link in enumerate(self._links):
            start, end = self._leave[number], self._arrive[link.target]
            track = self._channel.track.get(keys[link.target])
            way: tuple[Point, ...] = ((x, start), (x + self.width, end))
            if track is not None:
                at = first + _TRACK * track
                way = ((x, start), (at, start), (at, end), (x + self.width, end))
            out.append(PlacedLink(link, way))
        return out
