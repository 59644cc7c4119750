"""Where everything in a picture lies, in pixels, with y pointing down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from causal.render.scene import Band, Box, Join, LegendEntry, Link

__all__ = [
    "Hole",
    "PlacedBand",
    "PlacedBox",
    "PlacedJoin",
    "PlacedLegend",
    "PlacedLink",
    "PlacedText",
    "Plan",
    "Point",
    "Rect",
    "Slice",
    "Strand",
    "Tone",
]

Point = tuple[float, float]
Tone = Literal["ink", "muted", "light", "good", "bad", "worse"]


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle: its top left corner and its size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the bottom edge."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """The x of the centre."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """The y of the centre."""
        return self.y + self.h / 2

    def moved(self, dx: float, dy: float) -> Rect:
        """Return the rectangle shifted."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def contains(self, other: Rect, slack: float = 0.01) -> bool:
        """Whether `other` lies inside."""
        return (
            self.x - slack <= other.x
            and self.y - slack <= other.y
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


def _moved(points: tuple[Point, ...], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple((x + dx, y + dy) for x, y in points)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Lines of text; `x` is where `anchor` says, `y` the baseline of the first line."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    leading: float
    bold: bool = False
    tone: Tone = "ink"
    anchor: Literal["start", "middle", "end"] = "start"

    def moved(self, dx: float, dy: float) -> PlacedText:
        """Return the text shifted."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its rectangle and the texts inside it."""

    box: Box
    rect: Rect
    texts: tuple[PlacedText, ...]

    def moved(self, dx: float, dy: float) -> PlacedBox:
        """Return the box shifted."""
        texts = tuple(text.moved(dx, dy) for text in self.texts)
        return replace(self, rect=self.rect.moved(dx, dy), texts=texts)


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """A band with its rectangle and its name."""

    band: Band
    rect: Rect
    texts: tuple[PlacedText, ...]

    def moved(self, dx: float, dy: float) -> PlacedBand:
        """Return the band shifted."""
        texts = tuple(text.moved(dx, dy) for text in self.texts)
        return replace(self, rect=self.rect.moved(dx, dy), texts=texts)


@dataclass(frozen=True, slots=True)
class PlacedJoin:
    """A join with its rectangle and, when it sits on its target, the stem between the two."""

    join: Join
    rect: Rect
    text: PlacedText
    stem: tuple[Point, ...] = ()

    def moved(self, dx: float, dy: float) -> PlacedJoin:
        """Return the join shifted."""
        return replace(
            self,
            rect=self.rect.moved(dx, dy),
            text=self.text.moved(dx, dy),
            stem=_moved(self.stem, dx, dy),
        )


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link as a polyline from source to target; `arrow` tells whether it ends in a head."""

    link: Link
    points: tuple[Point, ...]
    arrow: bool = True
    tag: Rect | None = None
    text: PlacedText | None = None

    def moved(self, dx: float, dy: float) -> PlacedLink:
        """Return the link shifted."""
        return replace(
            self,
            points=_moved(self.points, dx, dy),
            tag=self.tag.moved(dx, dy) if self.tag else None,
            text=self.text.moved(dx, dy) if self.text else None,
        )


@dataclass(frozen=True, slots=True)
class PlacedLegend:
    """One legend entry: the rectangle of its sample and its text."""

    entry: LegendEntry
    rect: Rect
    text: PlacedText


@dataclass(frozen=True, slots=True)
class Hole:
    """A hole in a slice: its centre and half its width and height."""

    box: Box
    x: float
    y: float
    rx: float
    ry: float

    def moved(self, dx: float, dy: float) -> Hole:
        """Return the hole shifted."""
        return replace(self, x=self.x + dx, y=self.y + dy)


Strand = tuple[Point, Point]
"""A piece of a trajectory, level at both ends."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice of cheese in perspective.

    Args:
        rect: Its left edge, width, and height; the top left corner lies at ``rect.y``.
        rise: How much higher the right edge is.
        depth: How thick it is.
        main: How many of the holes, from the first, are those of this incident.
        behind: Strands that run behind it into its holes.
        front: Strands that come out of its holes in front of it.
        stopped: Where a trajectory ends on it, for a slice that held.
    """

    band: Band
    rect: Rect
    rise: float
    depth: float
    holes: tuple[Hole, ...]
    main: int = 0
    behind: tuple[Strand, ...] = ()
    front: tuple[Strand, ...] = ()
    stopped: Point | None = None

    def moved(self, dx: float, dy: float) -> Slice:
        """Return the slice shifted."""
        return replace(
            self,
            rect=self.rect.moved(dx, dy),
            holes=tuple(hole.moved(dx, dy) for hole in self.holes),
            behind=tuple((a, b) for a, b in (_moved(s, dx, dy) for s in self.behind)),
            front=tuple((a, b) for a, b in (_moved(s, dx, dy) for s in self.front)),
            stopped=_moved((self.stopped,), dx, dy)[0] if self.stopped else None,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole picture, placed."""

    width: float
    height: float
    texts: tuple[PlacedText, ...] = ()
    bands: tuple[PlacedBand, ...] = ()
    boxes: tuple[PlacedBox, ...] = ()
    joins: tuple[PlacedJoin, ...] = ()
    links: tuple[PlacedLink, ...] = ()
    slices: tuple[Slice, ...] = ()
    trails: tuple[tuple[Point, ...], ...] = ()
    legend: tuple[PlacedLegend, ...] = ()

    def moved(self, dx: float, dy: float) -> Plan:
        """Return the plan with everything but its legend shifted; its size stays."""
        return replace(
            self,
            texts=tuple(part.moved(dx, dy) for part in self.texts),
            bands=tuple(part.moved(dx, dy) for part in self.bands),
            boxes=tuple(part.moved(dx, dy) for part in self.boxes),
            joins=tuple(part.moved(dx, dy) for part in self.joins),
            links=tuple(part.moved(dx, dy) for part in self.links),
            slices=tuple(part.moved(dx, dy) for part in self.slices),
            trails=tuple(_moved(trail, dx, dy) for trail in self.trails),
        )

    def beside(self, other: Plan, gap: float) -> Plan:
        """Return both plans as one, `other` to the right, top edges level."""
        shifted = other.moved(self.width + gap, 0.0)
        return Plan(
            self.width + gap + other.width,
            max(self.height, other.height),
            texts=self.texts + shifted.texts,
            bands=self.bands + shifted.bands,
            boxes=self.boxes + shifted.boxes,
            joins=self.joins + shifted.joins,
            links=self.links + shifted.links,
            slices=self.slices + shifted.slices,
            trails=self.trails + shifted.trails,
        )
