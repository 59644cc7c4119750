"""The width a drawing is pasted at: the plan whose words are largest there, and how large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from causal.render.folding import folded
from causal.render.layout import lay_out
from causal.render.layout.pages import cuts
from causal.render.layout.plan import Plan
from causal.render.scene import Scene

__all__ = [
    "FITS",
    "Fit",
    "fitted",
    "page_count",
    "page_height",
    "slide_points",
    "smallest",
    "text_points",
]

_NATURAL = 0.75
"""Points of paper for one pixel of a drawing: 96 pixels an inch."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A place on a page, in points.

    Args:
        name: What it is called in a sentence.
        width: From margin to margin.
        height: The same; None where the page has no end.
        least: The smallest words that can be read there.
        rooms: The widths to try, in pixels of the drawing.
        grows: Whether a small drawing is set larger than it is.
    """

    name: str
    width: float
    height: float | None
    least: float
    rooms: tuple[float, ...]
    grows: bool = False


_NARROW = (640.0, 600.0, 560.0, 520.0)
FITS: dict[str, Fit] = {
    "a4": Fit("A4", 482.0, 728.0, 7.5, (700.0, *_NARROW)),
    "letter": Fit("Letter", 499.0, 679.0, 7.5, (720.0, 660.0, *_NARROW)),
    "slide": Fit(
        "a slide of 13.3 by 7.5 inches", 900.0, 480.0, 10.0, (984.0, 880.0, 820.0, 1200.0), True
    ),
    "column": Fit("a column of 700 pixels", 525.0, None, 7.5, (700.0, *_NARROW)),
}
"""Paper with margins of 20 mm, a slide with a line for its title, a column of a wiki page."""


def smallest(plan: Plan) -> float:
    """Return the size of the smallest words of a plan, in pixels."""
    return min((text.size for text in plan.every_text() if any(text.lines)), default=10.0)


def _scale(plan: Plan, fit: Fit) -> float:
    """Return the points of the page for one pixel of the plan.

    A plan that is too tall for one page at a size that can be read takes the size at which its
    words are just large enough, and goes on on further pages.
    """
    wide = fit.width / plan.width
    if not fit.grows:
        wide = min(wide, _NATURAL)
    if fit.height is None:
        return wide
    whole = min(wide, fit.height / plan.height)
    enough = fit.least / smallest(plan)
    return whole if whole >= enough else min(wide, enough)


def text_points(plan: Plan, fit: Fit) -> float:
    """Return the size of the smallest words of a plan where it is placed, in points."""
    return smallest(plan) * _scale(plan, fit)


def slide_points(plan: Plan) -> float:
    """Return the size of the smallest words of a plan that is a slide by itself, in points."""
    return smallest(plan) * _NATURAL


def page_height(plan: Plan, fit: Fit) -> float | None:
    """Return how much of a plan one page takes, in pixels of the plan; None where all."""
    return None if fit.height is None else fit.height / _scale(plan, fit)


def page_count(plan: Plan, fit: Fit) -> int:
    """Return how many pages a plan takes."""
    tall = page_height(plan, fit)
    return 1 if tall is None else len(cuts(plan, tall)) - 1


def fitted(scene: Scene, fit: Fit, orientation: str | None) -> tuple[Scene, str, float | None]:
    """Return the scene, orientation and width whose words can be read on the fewest pages.

    Runs of events are folded where that takes fewer pages, or larger words.

    Where no plan has words that are large enough, that with the largest; the scene says so.

    Args:
        scene: What is drawn.
        fit: Where it is placed.
        orientation: That to keep to; None for the better one.
    """
    if scene.kind == "slide" and fit.grows:
        return scene, "landscape", None
    short = folded(scene)
    forms = (scene,) if short is scene else (scene, short)
    found = []
    for turn in (orientation,) if orientation else ("portrait", "landscape"):
        for number, form in enumerate(forms):
            for room, plan in _plans(form, turn, fit):
                size = round(min(text_points(plan, fit), fit.least), 1)
                pages = page_count(plan, fit)
                found.append(((-size, pages, number, plan.height), form, turn, room, plan))
                if size >= fit.least and pages == 1 and number == 0:
                    break
    _, scene, turn, room, plan = min(found, key=lambda each: each[0])
    points = round(text_points(plan, fit), 2)
    if points >= fit.least - 0.05:
        return scene, turn, room
    words = f"The smallest words are {points:.1f} points on {fit.name}"
    caption = ". ".join(part for part in (scene.caption, words) if part)
    said = replace(scene, caption=caption, description=f"{scene.description} {words}.")
    return said, turn, room


def _plans(scene: Scene, turn: str, fit: Fit) -> Iterator[tuple[float, Plan]]:
    """Yield plans for ever less room, until one needs more than it has: so would the rest."""
    for room in sorted(fit.rooms, reverse=True):
        plan = lay_out(scene, orientation=turn, width=room)
        yield room, plan
        # Only lanes get no narrower: slices break into rows, a chain of answers moves above them.
        if plan.width > room + 1.0 and scene.kind in {"layered", "pair"} and not scene.panel:
            return
