"""Swiss cheese: a row for each failure path, slices in the order of the layers.

A slice stands only in the rows of the paths that it had to let through; where neighbouring paths
share it, it is one slice. Layers that no path needed have a row of their own below, each in its
place. Where the page is too narrow the columns go on below, like lines of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from causal.render.layout.cheese_aside import append_aside, append_list
from causal.render.layout.cheese_columns import (
    BESIDE,
    GAP,
    INDENT,
    LOW,
    NARROW,
    PAGE,
    TURN,
    Style,
    columns_of,
    fit_columns,
    level_of,
    longest_word,
    widest_name,
)
from causal.render.layout.cheese_rows import PathRows, append_row, kind_of
from causal.render.layout.path_starts import Ends, place_starts
from causal.render.layout.plan import (
    Badge,
    Draft,
    Hole,
    PlacedText,
    Plan,
    Rect,
    Slice,
    Strand,
    Stroke,
)
from causal.render.layout.sizes import place_box, size_box
from causal.render.layout.slices import (
    LEADING,
    RISE,
    column_words,
    set_words,
    small_holes,
)
from causal.render.layout.strand_grid import Column, make_grid, runs
from causal.render.metrics import text_width, wrap
from causal.render.scene import Band, Box, Scene

_APART = 5.0
"""Between the names of layers beside each other."""

__all__ = ["LOW", "NARROW", "PAGE", "Style", "lay_out_cheese"]


def lay_out_cheese(scene: Scene, *, room: float, style: Style = PAGE) -> Plan:
    """Return the plan of a Swiss cheese, its top left corner at 0, 0.

    Args:
        scene: Slices as bands, holes as boxes in them, failure paths as routes.
        room: The width of the page, in pixels; longer rows are broken.
        style: How large the parts are.
    """
    boxes = {box.id: box for box in scene.boxes}
    band_of = {box.id: box.band or "" for box in scene.boxes}
    order = [band.id for band in scene.bands]
    grid = make_grid([route.through for route in scene.routes], band_of, order)
    routes = [scene.routes[index] for index in grid.order]
    used = {column.band for column in grid.columns}
    columns = [c for band in scene.bands for c in columns_of(scene, band, grid.columns)]
    joined = scene.roots.join or any(route.start.join for route in routes)
    if joined or (scene.roots.boxes and any(route.start.boxes for route in routes)):
        style = replace(style, side=min(style.side, 142.0))
    least = widest_name(columns, scene.bands, style) + _APART + 0.1
    begin, style = style.side, replace(
        style, side=max(style.side, min(longest_word(boxes), PAGE.side)),
        near=max(style.near, least),
    )  # fmt: skip
    # Where little stands below the slices, wide boxes at the start make it less high.
    for side in (begin,) if style.lines else (PAGE.side, 142.0, max(begin, style.side), begin):
        starts = place_starts(scene, routes, boxes, side=side, lane=style.lane, alone=style.alone)
        blocks, pitch = fit_columns(columns, room, starts.width, style, least)
        if len(blocks) == 1:
            break
    half = style.lane / 2 - 2.0 if len(routes) > 1 else style.alone / 2
    kinds = [kind_of(route, scene) for route in routes]
    after = ["", *scene.roots.boxes][-1]
    begun = [[after, *route.start.boxes][-1] for route in routes]
    rows = PathRows(routes, list(starts.ys), half, kinds, begun)
    style = replace(style, width=style.width - max(style.near - pitch, 0.0))
    plan = Plan(0.0, 0.0)
    said: set[str] = set()
    for number, block in enumerate(blocks):
        last = number == len(blocks) - 1
        part = _Block(scene, style, rows, boxes, pitch, said).place(
            block, starts if not number else None, last=last
        )
        plan = append_row(plan, part, rows)
    if style.listed:
        plan = append_list(scene, plan, columns, room)
    beside = [b for b in scene.bands if b.id not in used and b.state in BESIDE]
    loose = [box for box in scene.boxes if box.slot == "aside"]
    return append_aside(scene, plan, beside, loose, room)


@dataclass(slots=True)
class _Block:
    """One row of columns with the paths through them."""

    scene: Scene
    style: Style
    rows: PathRows
    boxes: dict[str, Box]
    pitch: float
    said: set[str]
    out: Draft = field(default_factory=Draft)

    def place(self, columns: list[Column], starts: Ends | None, *, last: bool) -> Plan:
        """Return the plan of the row."""
        names = max(
            (len(self._name(c, columns)) for c in columns if c.passed),
            default=0,
        )
        names += self._are_over(columns)
        head = names * self.style.name * LEADING + 30.0 + RISE
        ys = self.rows.ys
        top = min([y - self.rows.half for y in ys[:1]], default=0.0)
        down = head - top if starts is None else max(head - top, 0.0)
        lead = starts.width if starts else INDENT
        cells = [y + down for y in ys]
        floor = (cells[-1] + self.rows.half if cells else head) + RISE / 2
        low = floor + 22.0
        below = [c for c in columns if not c.passed]
        if below:
            low = floor + self.style.lane + 60.0
        xs = [lead + self.pitch * (n + 0.5) for n in range(len(columns))]
        if starts is None:
            self.out.trails += self.rows.ahead(cells, lead - 14.0, lead)
        self._paths(columns, xs, cells, lead)
        aside_y = floor + self.style.lane / 2 + 38.0
        bottom = low
        for column, x in zip(columns, xs, strict=True):
            if not column.passed:
                self._not_passed(column, x, aside_y)
            bottom = max(bottom, self._words(column, x, floor + 22.0 if column.passed else low))
        top = cells[0] - self.rows.half if cells else head
        self._names(columns, xs, top, aside_y - self.style.lane / 2 + 8.0)
        width = lead + self.pitch * len(columns)
        if starts:
            self.out.boxes += [box.moved(0.0, down) for box in starts.boxes]
            self.out.joins += [join.moved(0.0, down) for join in starts.joins]
            self.out.trails[:0] = [trail.moved(0.0, down) for trail in starts.trails]
            bottom = max(bottom, starts.height + down)
        if last:
            outcome = next(box for box in self.boxes.values() if box.role == "outcome")
            middle = (cells[0] + cells[-1]) / 2 if cells else head
            tall = max(size_box(outcome, self.style.side), self.rows.tall - 40.0, 96.0)
            rect = Rect(width + GAP, middle - tall / 2, self.style.side, tall)
            self.out.boxes.append(place_box(outcome, rect))
            self.out.trails += self.rows.ahead(cells, width, rect.x, arrow=True)
            width = rect.right
            bottom = max(bottom, rect.bottom)
        else:
            self.out.trails += self.rows.ahead(cells, width, width + TURN - 8.0)
            width += TURN + 10.0 * len(cells)
        return self.out.plan(width, bottom)

    def _band(self, column: Column) -> Band:
        return next(band for band in self.scene.bands if band.id == column.band)

    def _name(self, column: Column, columns: list[Column]) -> tuple[str, ...]:
        name = self._band(column).label
        return wrap(name, self._room(column, columns), self.style.name, bold=True, max_lines=3)

    def _room(self, column: Column, columns: list[Column]) -> float:
        return self.pitch * sum(level_of(other) == level_of(column) for other in columns) - _APART

    def _are_over(self, columns: list[Column]) -> bool:
        """Return whether badges stand above the names, as one has no room beside its name."""
        return any(
            text_width(line, self.style.name, bold=True) + 40.0 > self._room(column, columns)
            for column in columns
            if column.passed and "alone" in self._band(column).marks
            for line in self._name(column, columns)
        )

    def _together(self, columns: Sequence[Column]) -> str:
        """Return how many holes of a layer one path needed, where it is more than one."""
        most = 0
        for row in {row for column in columns for row in column.passed}:
            here = [self.boxes[column.passed[row]] for column in columns if row in column.passed]
            holes = [box for box in here if box.role != "action"]
            if any("contributed" in box.marks for box in holes):
                return ""
            most = max(most, len(holes))
        return "" if most < 2 else "both needed" if most == 2 else f"all {most} needed"

    def _names(self, columns: list[Column], xs: list[float], top: float, aside: float) -> None:
        """Place the name of each layer above its columns, with a bracket over several."""
        for level in dict.fromkeys(map(level_of, columns)):
            mine = [(x, c) for x, c in zip(xs, columns, strict=True) if level_of(c) == level]
            x = (mine[0][0] + mine[-1][0]) / 2
            name = self._name(mine[0][1], columns)
            over = top if mine[0][1].passed else aside
            size = self.style.name
            step = size * LEADING
            y = over - RISE / 2 - 14.0 - (len(name) - 1) * step
            if len(mine) > 1:
                y -= 16.0
                low = y + (len(name) - 1) * step + 7.0
                a, b = mine[0][0] - 40.0, mine[-1][0] + 40.0
                way = ((a, low + 6.0), (a, low), (b, low), (b, low + 6.0))
                self.out.strokes.append(Stroke(way, "faint", 1.2))
                together = self._together([column for _, column in mine])
                if together:
                    self.out.texts.append(
                        PlacedText(
                            (together,), x, low + 13.0, 11.0, 14.0, tone="muted", anchor="middle"
                        )
                    )
            self.out.texts.append(PlacedText(name, x, y, size, step, bold=True, anchor="middle"))
            if "alone" in self._band(mine[0][1]).marks:
                wide = max(text_width(line, size, bold=True) for line in name)
                at = (x - wide / 2 - 11.0, y - 4.5)
                if self._are_over(columns):
                    at = (x, y - size - 6.0)
                self.out.badges.append(Badge("alone", at, 6.5))

    def _paths(
        self, columns: list[Column], xs: list[float], cells: list[float], lead: float
    ) -> None:
        """Place the slices that let paths through, and the paths."""
        cursor = [lead] * len(cells)
        for column, x in zip(columns, xs, strict=True):
            right = x + self.pitch / 2
            for first, final in runs(tuple(column.passed)):
                behind, front = [], []
                for row in range(first, final + 1):
                    y = cells[row]
                    name = column.passed[row]
                    stops = self.rows.routes[row].stops
                    behind.append(self.rows.strand(row, (cursor[row], y), (x, y)))
                    self.rows.after[row] = name
                    if name in stops:
                        self.rows.kinds[row] = "spent"
                    front.append(self.rows.strand(row, (x, y), (right, y)))
                    cursor[row] = right
                piece = self._slice(column, x, cells, (first, final))
                self.out.slices.append(replace(piece, behind=tuple(behind), front=tuple(front)))
        end = lead + self.pitch * len(columns)
        for row, (x, y) in enumerate(zip(cursor, cells, strict=True)):
            if x < end:
                self.out.trails.append(self.rows.strand(row, (x, y), (end, y)))

    def _slice(self, column: Column, x: float, cells: list[float], rows: tuple[int, int]) -> Slice:
        """Return one slice over neighbouring paths, with a hole for each thing they needed."""
        band = self._band(column)
        top, end = cells[rows[0]] - self.rows.half, cells[rows[1]] + self.rows.half
        rect = Rect(x - self.style.width / 2, top + RISE / 2, self.style.width, end - top)
        numbered = len(column.boxes) > 1
        holes = []
        hatched = False
        for number, name in enumerate(column.boxes, 1):
            box = self.boxes[name]
            hatched = hatched or box.role == "action"
            mine = [r for r in range(rows[0], rows[1] + 1) if column.passed.get(r) == name]
            for first, final in runs(mine):
                y = (cells[first] + cells[final]) / 2
                tall = min(23.0, self.rows.half - 9.0) + (cells[final] - cells[first]) / 2
                rx = 16.5
                if box.role == "action":
                    tall, rx = tall - 11.0, 9.0
                label = str(number) if numbered else ""
                holes.append(Hole(box, x, y, rx, tall, label))
        extra = []
        if band.id not in self.said | {piece.band.id for piece in self.out.slices}:
            roles = {"known_gap", "amplifier"}
            extra = small_holes([b for b in self.scene.in_band(band.id) if b.role in roles], rect)
        return Slice(band, rect, RISE, 9.0, (*holes, *extra), hatched=hatched)

    def _not_passed(self, column: Column, x: float, y: float) -> None:
        """Place a layer that no path needed, below them."""
        band = self._band(column)
        half = self.style.lane / 2 - 8.0
        wide = self.style.width - 8.0
        rect = Rect(x - wide / 2, y - half + RISE / 2, wide, 2 * half)
        roles = {"known_gap", "amplifier"}
        boxes = [self.boxes[name] for name in column.loose]
        hatched = any(box.role == "action" for box in boxes)
        step = (rect.h - RISE + 14.0) / max(len(boxes), 1)
        top = y + RISE / 2 - (rect.h - RISE) / 2 - 22.0 + step / 2
        size = (9.0, 12.0) if hatched else (12.0, min(step / 2 - 1.5, 16.0))
        numbered = len(boxes) > 1
        holes = [
            Hole(box, x, top + n * step, *size, str(n + 1) if numbered else "")
            for n, box in enumerate(boxes)
        ]
        if band.id not in self.said:
            holes += small_holes([b for b in self.scene.in_band(band.id) if b.role in roles], rect)
        piece = Slice(band, rect, RISE, 9.0, tuple(holes), hatched=hatched)
        if band.state == "held":
            way = ((x - self.pitch / 2 + 8.0, y), (x - 6.0, y))
            piece = replace(piece, front=(Strand(way, "held"),), stopped=(x - 6.0, y))
        self.out.slices.append(piece)

    def _words(self, column: Column, x: float, low: float) -> float:
        """Place what is said below a column; return where it ends."""
        band = self._band(column)
        first = band.id not in self.said
        self.said.add(band.id)
        holes = [self.boxes[name] for name in column.boxes]
        if not self.style.lines:
            return low - 22.0
        said = column_words(self.scene, band, holes, first=first)
        room = self.pitch - 14.0
        texts, end = set_words(said, (x, low), room, middle=True, most=self.style.lines)
        self.out.texts += texts
        return end
