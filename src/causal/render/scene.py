"""What a picture shows, before anything is placed: boxes, bands, joins and links.

A view turns an incident into a `Scene`; a layout gives every part of it a place; a writer puts it
into a language. Nothing below the views knows what an incident is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Band",
    "Box",
    "Join",
    "LegendEntry",
    "Link",
    "LinkRole",
    "Mark",
    "Moment",
    "Role",
    "Route",
    "Scene",
    "Start",
    "effects_of",
]

Role = Literal[
    "trigger",
    "condition",
    "event",
    "gap",
    "known_gap",
    "amplifier",
    "outcome",
    "why",
    "note",
    "action",
    "layer",
    "moment",
    "phase",
    "figure",
]
LinkRole = Literal[
    "cause", "worsens", "join", "because", "addresses", "acts", "hardens", "at", "passes"
]
Mark = Literal[
    "suspected",
    "disputed",
    "accepted",
    "on_chain",
    "missed",
    "done",
    "planned",
    "cancelled",
    "amplifies",
    "removed",
    "gone",
    "remaining",
    "held",
    "closed",
    "to_close",
    "hardened",
    "to_harden",
    "mitigates",
    "to_mitigate",
    "several",
    "contributed",
    "alone",
    "new",
    "lost",
    "changed",
    "absent",
    "bypassed",
    "degraded",
    "not_reached",
]


@dataclass(frozen=True, slots=True)
class Box:
    """Something with words in it.

    Args:
        id: Unique among the boxes and joins of a scene.
        role: What it is; decides the shape.
        label: The words inside.
        caption: A few words above the label that say what it is.
        tooltip: The full text, shown on hover and read aloud.
        href: Where a click leads; writers let only http, https and mailto through.
        band: The band it lies in.
        marks: What else is true of it, for emphasis and dashes.
        notes: Short lines below the label.
        slot: Which place it takes in a layout whose places have names.
        hue: Its own colour of the palette, for boxes that lie in no band.
        stands_for: The factors and actions it shows, where its id is not that of one.
    """

    id: str
    role: Role
    label: str
    caption: str = ""
    tooltip: str = ""
    href: str | None = None
    band: str | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    slot: str = ""
    hue: int | None = None
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A lane or slice that holds boxes; `hue` picks its colour, `state` says what it did."""

    id: str
    label: str
    hue: int = 0
    note: str = ""
    state: str = "breached"
    tooltip: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Where several links meet before they reach `target`, with the word that says how.

    `shape` names the symbol of a gate, in a fault tree. `least` is how many of them it takes, 0
    where that is not stated, None where it does not say so of factors.
    """

    id: str
    label: str
    target: str
    marks: tuple[Mark, ...] = ()
    shape: str = ""
    least: int | None = None


def effects_of(joins: Iterable[Join]) -> dict[str, str]:
    """Return for each join the box that it finally leads to."""
    targets = {join.id: join.target for join in joins}
    found = {}
    for name, end in targets.items():
        target = end
        while target in targets:
            target = targets[target]
        found[name] = target
    return found


@dataclass(frozen=True, slots=True)
class Link:
    """A line from one box or join to another; the arrow is at `target`."""

    source: str
    target: str
    role: LinkRole = "cause"
    label: str = ""
    marks: tuple[Mark, ...] = ()
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """What a route starts from: boxes, and the word that says how many of them it took."""

    boxes: tuple[str, ...] = ()
    join: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A failure path through the boxes of its own, all of which it needed.

    Args:
        id: Unique among the routes of a scene.
        start: What it starts from, besides what every route starts from.
        through: The boxes it passes, in the order of their layers.
        stops: The boxes that stop it, where actions close what it passes.
        rest: It stands for several paths that are not drawn one by one.
        label: What is said of it.
        paths: What each path took that it stands for; empty where they were not listed.
    """

    id: str
    start: Start
    through: tuple[str, ...]
    stops: frozenset[str] = frozenset()
    rest: bool = False
    label: str = ""
    paths: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the legend: the part of the picture it explains, and the explanation."""

    sample: str
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When a box on a time axis begins and ends, in seconds; `kind` says what stands there."""

    box: str
    start: float
    end: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a picture shows.

    Args:
        kind: Which layout places it.
        title: The heading.
        description: What a reader who cannot see the picture is told.
        panel: Boxes that stand beside the rest as a ladder, in reading order.
        caption: One sentence below the heading.
        headings: Words above the parts, in reading order.
        parts: Scenes shown beside each other; their boxes and links are those of this scene.
        moments: For a time axis, when every box that has a time begins and ends, in seconds.
        message: One sentence that must not be overlooked, such as what was left out.
        ordered: Whether its bands have to stand one below the other, in their order.
        routes: The failure paths, for views that draw them one by one.
        roots: What every route starts from.
        terse: It has no heading and fewer words, since the page around it says them.
    """

    kind: Literal[
        "layered",
        "listing",
        "cheese",
        "columns",
        "timeline",
        "bowtie",
        "pair",
        "slide",
        "fault-tree",
        "sparkline",
    ]
    title: str
    description: str
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...] = ()
    joins: tuple[Join, ...] = ()
    links: tuple[Link, ...] = ()
    panel: tuple[Box, ...] = ()
    panel_links: tuple[Link, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    caption: str = ""
    headings: tuple[str, ...] = ("", "", "")
    parts: tuple[Scene, ...] = ()
    moments: tuple[Moment, ...] = ()
    message: str = ""
    ordered: bool = False
    routes: tuple[Route, ...] = ()
    roots: Start = Start()
    terse: bool = False

    def in_band(self, band: str | None) -> Iterator[Box]:
        """Yield the boxes of a band, or those of no band."""
        return (box for box in self.boxes if box.band == band)
