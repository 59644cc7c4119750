"""Points and rectangles of the page, in pixels, with y pointing down."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

Point = tuple[float, float]
"""A place on the page: x to the right, y down, in pixels."""


class Movable:
    """A part of a picture: a dataclass whose places have names that say so."""

    __slots__ = ()

    def moved(self, dx: float, dy: float) -> Self:
        """Return the part shifted, with all that lies in it."""
        found: dict[str, Any] = {}
        for each in fields(self):  # type: ignore[arg-type]
            name, value = each.name, getattr(self, each.name)
            if name in _POINT:
                found[name] = value and (value[0] + dx, value[1] + dy)
            elif name in _POINTS:
                found[name] = tuple((x + dx, y + dy) for x, y in value)
            elif isinstance(value, Movable):
                found[name] = value.moved(dx, dy)
            elif isinstance(value, tuple) and value and isinstance(value[0], Movable):
                found[name] = tuple(part.moved(dx, dy) for part in value)
            elif name in _COORDINATES:
                found[name] = value + (dx if name == "x" else dy)
        return replace(self, **found)  # type: ignore[type-var]


_COORDINATES, _POINT, _POINTS = {"x", "y"}, {"at", "stopped"}, {"points", "stem"}


@dataclass(frozen=True, slots=True)
class Rect(Movable):
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
