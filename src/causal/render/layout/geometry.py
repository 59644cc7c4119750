"""Points and rectangles of the page, in pixels, with y pointing down."""

from __future__ import annotations

from dataclasses import dataclass, replace

Point = tuple[float, float]
"""A place on the page: x to the right, y down, in pixels."""


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


def moved_points(points: tuple[Point, ...], dx: float, dy: float) -> tuple[Point, ...]:
    """Return the points shifted."""
    return tuple((x + dx, y + dy) for x, y in points)
