"""A grid of failure paths: each is a row, what it passes stands in columns in the order of layers.

Two parts of a layer share a column unless one path needs both. Rows are put in the order in which
parts that several paths share lie beside each other, so that they can be drawn as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its band, and for each row that passes it the box that is passed there.

    Args:
        band: The band.
        passed: The box that each row passes.
        loose: Boxes that no row passes, as only paths that are not drawn one by one do.
    """

    band: str
    passed: Mapping[int, str]
    loose: tuple[str, ...] = ()

    @property
    def boxes(self) -> list[str]:
        """The boxes in it, from the top."""
        return [*dict.fromkeys(self.passed[row] for row in sorted(self.passed)), *self.loose]


@dataclass(frozen=True, slots=True)
class Grid:
    """The order of the rows, as indices of the paths given, and the columns."""

    order: tuple[int, ...]
    columns: tuple[Column, ...]


def make_grid(
    paths: Sequence[Sequence[str]], band_of: Mapping[str, str], bands: Sequence[str]
) -> Grid:
    """Return the grid of some paths.

    Args:
        paths: What each passes, in order.
        band_of: The band of each box.
        bands: The bands, in order.
    """
    order = min(permutations(range(len(paths))), key=lambda rows: (_pieces(paths, rows), rows))
    ordered = [paths[index] for index in order]
    columns = [column for band in bands for column in _columns(ordered, band, band_of)]
    return Grid(order, tuple(columns))


def _pieces(paths: Sequence[Sequence[str]], rows: Sequence[int]) -> int:
    """Return in how many pieces the boxes would have to be drawn."""
    count = 0
    before: set[str] = set()
    for row in rows:
        here = set(paths[row])
        count += len(here - before)
        before = here
    return count


def _columns(paths: Sequence[Sequence[str]], band: str, band_of: Mapping[str, str]) -> list[Column]:
    rows: dict[str, list[int]] = {}
    for row, path in enumerate(paths):
        for box in path:
            if band_of[box] == band:
                rows.setdefault(box, []).append(row)
    slots: list[dict[int, str]] = []
    kinds: list[str] = []
    for box, passed in rows.items():
        kind = box.split(" ", 1)[0]
        slot = next(
            (
                s
                for s, k in zip(slots, kinds, strict=True)
                if k == kind and not set(s) & set(passed)
            ),
            None,
        )
        if slot is None:
            slot = {}
            slots.append(slot)
            kinds.append(kind)
        slot.update(dict.fromkeys(passed, box))
    return [Column(band, slot) for slot in slots]


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of neighbouring rows."""
    out: list[tuple[int, int]] = []
    for row in sorted(rows):
        if out and out[-1][1] == row - 1:
            out[-1] = (out[-1][0], row)
        else:
            out.append((row, row))
    return out
