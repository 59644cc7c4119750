"""Where everything in a picture lies, in pixels, with y pointing down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Literal, Protocol, Self, TypeVar

from causal.render.layout.geometry import Movable, Point, Rect
from causal.render.scene import Band, Box, Join, LegendEntry, Link

__all__ = [
    "Anchor",
    "Badge",
    "Draft",
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
    "Run",
    "Slice",
    "Strand",
    "StrandKind",
    "Stroke",
    "Tone",
    "Worded",
]

Anchor = Literal["start", "middle", "end"]
Tone = Literal["ink", "muted", "light", "good", "bad", "worse", "path"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line that one font writes, the bundled one where `family` is empty."""

    words: str
    x: float
    anchor: Anchor = "start"
    family: str = ""


@dataclass(frozen=True, slots=True)
class PlacedText(Movable):
    """Lines of text; `x` is where `anchor` says, `y` the baseline of the first line.

    `tilt` turns a line about that point, in degrees. `runs` says for each line what is written
    instead, once the fonts are chosen.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    leading: float
    bold: bool = False
    tone: Tone = "ink"
    anchor: Anchor = "start"
    struck: bool = False
    tilt: float = 0.0
    runs: tuple[tuple[Run, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedBox(Movable):
    """A box with its rectangle and the texts inside it."""

    box: Box
    rect: Rect
    texts: tuple[PlacedText, ...]


@dataclass(frozen=True, slots=True)
class PlacedBand(Movable):
    """A band with its rectangle and its name."""

    band: Band
    rect: Rect
    texts: tuple[PlacedText, ...]


@dataclass(frozen=True, slots=True)
class PlacedJoin(Movable):
    """A join with its rectangle and, when it sits on its target, the stem between the two."""

    join: Join
    rect: Rect
    text: PlacedText
    stem: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedLink(Movable):
    """A link as a polyline from source to target; `arrow` tells whether it ends in a head.

    Where it is a piece of one failure path, `route` is the id of that.
    """

    link: Link
    points: tuple[Point, ...]
    arrow: bool = True
    tag: Rect | None = None
    text: PlacedText | None = None
    route: str = ""


@dataclass(frozen=True, slots=True)
class PlacedLegend:
    """One legend entry: the rectangle of its sample and its text."""

    entry: LegendEntry
    rect: Rect
    text: PlacedText


@dataclass(frozen=True, slots=True)
class Hole(Movable):
    """A hole in a slice: its centre, half its width and height, and its number in the words."""

    box: Box
    x: float
    y: float
    rx: float
    ry: float
    number: str = ""


StrandKind = Literal["open", "spent", "rest", "held"]


@dataclass(frozen=True, slots=True)
class Strand(Movable):
    """A piece of a failure path; its kind says whether it runs on, ran once, or was stopped.

    Args:
        points: Where it runs.
        kind: How it ended.
        arrow: Whether it ends in a head.
        route: The id of its route; empty where several share it.
        after: The box it comes out of; empty where the route begins.
        live: Whether a script shows what becomes of it.
    """

    points: tuple[Point, ...]
    kind: StrandKind = "open"
    arrow: bool = False
    route: str = ""
    after: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True)
class Slice(Movable):
    """A slice of cheese in perspective.

    Args:
        rect: Its left edge, width, and height; the top left corner lies at ``rect.y``.
        rise: How much higher the right edge is.
        depth: How thick it is.
        holes: Its holes.
        behind: Strands that run behind it into its holes.
        front: Strands that come out of its holes in front of it.
        stopped: Where a strand ends on it, for a slice that held.
        hatched: It is a barrier: the path is narrower there, and not closed.
    """

    band: Band
    rect: Rect
    rise: float
    depth: float
    holes: tuple[Hole, ...]
    behind: tuple[Strand, ...] = ()
    front: tuple[Strand, ...] = ()
    stopped: Point | None = None
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Stroke(Movable):
    """A bare line: an axis, a leader, a rule; `tone` names its colour, `dash` its pattern."""

    points: tuple[Point, ...]
    tone: str = "line"
    width: float = 1.5
    dash: str = ""
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Badge(Movable):
    """A small mark at a point, told apart by its shape; `hue` picks a colour of the palette."""

    kind: str
    at: Point
    size: float = 6.0
    hue: int | None = None


@dataclass(frozen=True, slots=True)
class Plan(Movable):
    """A whole picture, placed; where it is moved its legend and its size stay."""

    width: float
    height: float
    texts: tuple[PlacedText, ...] = ()
    bands: tuple[PlacedBand, ...] = ()
    boxes: tuple[PlacedBox, ...] = ()
    joins: tuple[PlacedJoin, ...] = ()
    links: tuple[PlacedLink, ...] = ()
    slices: tuple[Slice, ...] = ()
    trails: tuple[Strand, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    badges: tuple[Badge, ...] = ()
    legend: tuple[PlacedLegend, ...] = ()

    def every_text(self) -> Iterator[PlacedText]:
        """Yield all words, in the order in which they are drawn."""
        yield from self.texts
        yield from (text for band in self.bands for text in band.texts)
        yield from (join.text for join in self.joins)
        yield from (link.text for link in self.links if link.text is not None)
        yield from (text for box in self.boxes for text in box.texts)
        yield from (entry.text for entry in self.legend)

    def with_texts(self, change: Callable[[PlacedText], PlacedText]) -> Plan:
        """Return the plan with all words changed."""
        return replace(
            self,
            texts=tuple(map(change, self.texts)),
            bands=tuple(replace(one, texts=tuple(map(change, one.texts))) for one in self.bands),
            joins=tuple(replace(one, text=change(one.text)) for one in self.joins),
            links=tuple(replace(k, text=k.text and change(k.text)) for k in self.links),
            boxes=tuple(replace(one, texts=tuple(map(change, one.texts))) for one in self.boxes),
            legend=tuple(replace(one, text=change(one.text)) for one in self.legend),
        )

    def beside(self, other: Plan, gap: float) -> Plan:
        """Return both plans as one, `other` to the right, top edges level."""
        width = self.width + gap + other.width
        return self.with_parts(other.moved(self.width + gap, 0.0), width, self.height)

    def above(self, other: Plan, gap: float) -> Plan:
        """Return both plans as one, `other` below, left edges level."""
        height = self.height + gap + other.height
        return self.with_parts(other.moved(0.0, self.height + gap), other.width, height)

    def with_parts(self, shifted: Plan, width: float, height: float) -> Plan:
        """Return the plan with the parts of another, at least as large as asked."""
        both = {name: getattr(self, name) + getattr(shifted, name) for name in _PARTS}
        tall = max(self.height, height, shifted.height)
        return replace(self, width=max(self.width, width), height=tall, legend=(), **both)


_PARTS = tuple(each.name for each in fields(Plan) if each.name not in {"width", "height", "legend"})


class Worded(Protocol):
    """A picture whose words are data: a plan, or another that is placed."""

    @property
    def width(self) -> float:
        """The width of the page."""

    @property
    def height(self) -> float:
        """Its height."""

    def every_text(self) -> Iterator[PlacedText]:
        """Yield all words, where they stand on the page."""

    def with_texts(self, change: Callable[[PlacedText], PlacedText]) -> Self:
        """Return the picture with all words changed."""


P = TypeVar("P", bound=Worded)


@dataclass(slots=True)
class Draft:
    """The parts of a plan that are placed so far."""

    texts: list[PlacedText] = field(default_factory=list)
    boxes: list[PlacedBox] = field(default_factory=list)
    joins: list[PlacedJoin] = field(default_factory=list)
    links: list[PlacedLink] = field(default_factory=list)
    slices: list[Slice] = field(default_factory=list)
    trails: list[Strand] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)

    def plan(self, width: float, height: float) -> Plan:
        """Return the plan of this size with these parts."""
        parts = {each.name: tuple(getattr(self, each.name)) for each in fields(Draft)}
        return Plan(width, height, **parts)
