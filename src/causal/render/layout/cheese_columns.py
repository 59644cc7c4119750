"""The columns of a Swiss cheese: which there are, how wide they stand, in how many rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from causal.render.layout.sizes import OUTCOME
from causal.render.layout.slices import NAME
from causal.render.layout.strand_grid import Column
from causal.render.metrics import text_width
from causal.render.scene import Band, Box, Scene

GAP, TURN, INDENT = 26.0, 22.0, 46.0
_CLOSER = 14.0
"""How much closer columns may stand where the row is then not broken."""
BESIDE = frozenset({"worse", "aside"})
"""The states of layers that stand below the rest: no path had to do with them."""


@dataclass(frozen=True, slots=True)
class Style:
    """How large the parts are.

    Args:
        near: How close the columns may stand.
        far: How far apart they stand at most.
        side: How wide what stands at both ends is.
        width: How wide a slice is.
        lane: How far apart the paths run.
        alone: How high a slice is where there is one path.
        most: The most columns in a row.
        name: The size of the names of layers, in which no word is broken.
        lines: The most lines of each thing said below a slice; 0 for nothing there.
        listed: Whether it is said in a list below all slices instead.
    """

    near: float = 110.0
    far: float = 176.0
    side: float = 164.0
    width: float = 84.0
    lane: float = 92.0
    alone: float = 150.0
    most: int = 11
    name: float = NAME
    lines: int = 7
    listed: bool = False


PAGE = Style()
LOW = Style(near=86.0, far=168.0, side=142.0, width=60.0, lane=60.0, alone=116.0, most=11, lines=4)
"""For a page that is wide and not high, such as a slide."""
NARROW = Style(
    near=60.0,
    far=150.0,
    side=112.0,
    width=46.0,
    lane=74.0,
    alone=100.0,
    most=9,
    name=11.0,
    lines=0,
    listed=True,
)
"""For a narrow page: slices close together, and what is said of them in a list below."""


def columns_of(scene: Scene, band: Band, passed: Sequence[Column]) -> list[Column]:
    """Return the columns of a layer: those that a path passes, then what only others pass."""
    mine = [column for column in passed if column.band == band.id]
    drawn = {name for route in scene.routes for name in route.through}
    left = [
        box
        for box in scene.in_band(band.id)
        if box.id not in drawn and box.role not in {"known_gap", "amplifier"}
    ]
    holes = tuple(box.id for box in left if box.role != "action")
    barriers = [box.id for box in left if box.role == "action"]
    more = [Column(band.id, {}, holes)] if holes else []
    more += [Column(band.id, {}, (name,)) for name in barriers]
    if mine or more or band.state in BESIDE:
        return [*mine, *more]
    return [Column(band.id, {})]


def longest_word(boxes: dict[str, Box]) -> float:
    """Return how wide the box of the outcome is that breaks none of its words."""
    words = [word for box in boxes.values() if box.role == "outcome" for word in box.label.split()]
    return max((text_width(word, OUTCOME, bold=True) for word in words), default=0.0) + 30.0


def widest_name(columns: Sequence[Column], bands: Sequence[Band], style: Style) -> float:
    """Return how wide the longest word is in the names of layers that have one column."""
    counts = Counter(column.band for column in columns)
    words = [word for band in bands if counts[band.id] == 1 for word in band.label.split()]
    return max((text_width(word, style.name, bold=True) for word in words), default=0.0)


def fit_columns(
    columns: list[Column], room: float, lead: float, style: Style, least: float
) -> tuple[list[list[Column]], float]:
    """Return the columns in rows as long as fit, and how far apart they stand, at least so far."""
    count = max(len(columns), 1)
    for rows in range(1, count + 1):
        each = ceil(count / rows)
        end = GAP + style.side
        first = lead + (end if rows == 1 else TURN)
        last = INDENT + end if rows > 1 else 0.0
        pitch = min((room - max(first, last)) / each, style.far)
        near = max(style.near - _CLOSER, least) if rows == 1 else style.near
        if pitch >= near and each <= style.most:
            break
    else:
        rows, pitch = count, style.near
    return _split(columns, rows), pitch


def _split(columns: list[Column], rows: int) -> list[list[Column]]:
    """Return the columns in rows of about the same length, the longer ones first."""
    size, extra = divmod(len(columns), rows)
    out, start = [], 0
    for number in range(rows):
        end = start + size + (number < extra)
        out.append(columns[start:end])
        start = end
    return out


def level_of(column: Column) -> tuple[str, bool]:
    """Return the layer of a column, and whether a path passes it: what one name is said of."""
    return column.band, bool(column.passed)
