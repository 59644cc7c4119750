"""What a chart shows, before anyone decides whether it becomes SVG or a Plotly figure.

Marks lie in the coordinates of two axes. The categories of an axis are its whole numbers from 0,
on a vertical axis from the top down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from causal.render.theme import DEFAULT, Theme, mix

Tone = int | Literal["ink", "muted", "faint", "line", "good", "bad", "off"]
"""A colour: the number of a hue of the theme, or one of its named colours; off is hardly seen."""


def colour(theme: Theme, tone: Tone, *, dark: bool = False) -> str:
    """Return a colour of a theme, on light ground or on dark."""
    if isinstance(tone, int):
        return theme.hue(tone).dark if dark else theme.hue(tone).stroke
    if tone == "off":
        return mix(theme.faint[dark], 0.25, theme.ground[dark])
    pair: tuple[str, str] = getattr(theme, tone)
    return pair[dark]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Args:
        categories: What stands at 0, 1 and so on; none on an axis of values.
        notes: A smaller second line for each category.
        layers: The layer that each category is, for its colour and mark, where they are layers.
        low: Where an axis of values begins.
        high: Where it ends; as its marks need it when not given.
        ticks: The values that are marked, each with its label; round ones when not given.
        percent: Whether values are shares from 0 to 1.
        log: Whether it is logarithmic.
        title: What the values are.
        shown: Whether it has ticks and labels.
    """

    categories: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    low: float = 0.0
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()
    percent: bool = False
    log: bool = False
    title: str = ""
    shown: bool = True


def layer_axis(layers: Iterable[str]) -> Axis:
    """Return an axis with a category for each layer."""
    names = tuple(layers)
    return Axis(tuple(name.replace("_", " ") for name in names), layers=names)


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, one for each category: their length, what stands after them, intervals."""

    values: Sequence[float]
    texts: Sequence[str]
    tone: Tone = 0
    name: str = ""
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    hover: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars on a base, `unit` of the vertical axis high for each that is counted."""

    values: Sequence[float]
    base: float
    unit: float
    tone: Tone = 0
    hover: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of cells, the fuller coloured the higher its value; rows from the top down."""

    values: Sequence[Sequence[float]]
    texts: Sequence[Sequence[str]]
    most: float
    tone: Tone = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    x: Sequence[float]
    y: Sequence[float]
    tone: Tone = "line"
    name: str = ""
    width: float = 2.0
    dashed: bool = False
    steps: bool = False
    hover: str = ""


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots, each with a label or what is said of it, and perhaps intervals along the first axis."""

    x: Sequence[float]
    y: Sequence[float]
    tone: Tone = 0
    name: str = ""
    size: float = 9.0
    faded: bool = False
    diamond: bool = False
    labels: Sequence[str] = ()
    hover: Sequence[str] = ()
    low: Sequence[float] = ()
    high: Sequence[float] = ()


Mark = Bars | Columns | Cells | Line | Dots


@dataclass(frozen=True)
class Description:
    """What a chart shows.

    Args:
        title: What it shows.
        caption: How to read it.
        marks: What is drawn, from the back to the front.
        x: The horizontal axis.
        y: The vertical axis.
        words: What it says, for readers who cannot see it; the caption when not given.
        height: The height of the plot in pixels; as its categories need it when not given.
        theme: The colours.
    """

    title: str
    caption: str
    marks: tuple[Mark, ...]
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=Axis)
    words: str = ""
    height: float | None = None
    theme: Theme = field(default=DEFAULT, repr=False)

    @property
    def said(self) -> str:
        """What it says in words."""
        return self.words or self.caption

    @property
    def named(self) -> list[Bars | Line | Dots]:
        """The marks of the legend; one name alone needs none."""
        found = [m for m in self.marks if not isinstance(m, Columns | Cells) and m.name]
        names = dict.fromkeys(m.name for m in found)
        return [next(m for m in found if m.name == n) for n in names] if len(names) > 1 else []
