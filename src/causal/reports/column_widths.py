"""How wide the columns of a table are on paper, so that it takes few lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from causal.render.metrics import text_width
from causal.reports.document import Code, Span, Strong, plain

__all__ = ["column_widths"]

_SIZE, _CODE, _FRAME = 8.2, 0.92, 4.0
"""The size of the words in a table in points; a name is smaller, and has a frame."""
_PADDING, _STEP = 7.5, 6.0
_ROWS, _LONGEST = 60, 80.0
"""How many rows are looked at, and the width in points from which on a word may break."""

Cost = tuple[int, int]
"""The lines of all rows, and those of all cells."""


def column_widths(head: Sequence[str], rows: Sequence[Sequence[Span]], room: float) -> list[float]:
    """Return the width of each column in points, by how much it says.

    Room that a column does not need goes where it saves most lines, as long as it saves one.

    Args:
        head: The titles of the columns.
        rows: The cells of each row.
        room: The width of the whole table, in points.
    """
    titles = [[Strong(title)] for title in head]
    cells = [
        [_words(cell) for cell in column] for column in zip(titles, *rows[:_ROWS], strict=True)
    ]
    longest = [max((word for cell in column for word in cell), default=0.0) for column in cells]
    least = [min(max(word, _SIZE), _LONGEST) + _PADDING for word in longest]
    spare = room - sum(least)
    if spare <= 0:
        return [width * room / sum(least) for width in least]

    @cache
    def lines(column: int, width: float) -> tuple[int, ...]:
        return tuple(_lines(cell, width - _PADDING) for cell in cells[column])

    def cost(widths: Sequence[float]) -> Cost:
        rows = list(zip(*(lines(n, width) for n, width in enumerate(widths)), strict=True))
        return sum(map(max, rows)), sum(map(sum, rows))

    widths = _begun(least, cells, room)
    while True:
        spare = _pooled(widths, least, cost)
        now = cost(widths)
        trials = [_with(widths, column, spare) for column in range(len(widths))]
        best = min(trials, key=cost)
        if cost(best) == now:
            return [width + spare * width / sum(widths) for width in widths]
        widths = best


def _begun(least: list[float], cells: list[list[list[float]]], room: float) -> list[float]:
    """Return the widths to begin with: the longest words, and the rest by what a cell says."""
    needs = [sum(sum(cell) for cell in column) / len(column) for column in cells]
    left, whole = room - sum(least), sum(needs) or 1.0
    return [low + left * need / whole for low, need in zip(least, needs, strict=True)]


def _pooled(widths: list[float], least: list[float], cost: Callable[[list[float]], Cost]) -> float:
    """Take from each column what costs no line; return how much that is."""
    now, pooled = cost(widths), 0.0
    for column, low in enumerate(least):
        while widths[column] - _STEP >= low:
            trial = _with(widths, column, -_STEP)
            if cost(trial) > now:
                break
            widths[column] = trial[column]
            pooled += _STEP
    return pooled


def _with(widths: list[float], column: int, more: float) -> list[float]:
    return [width + more * (n == column) for n, width in enumerate(widths)]


def _words(span: Span) -> list[float]:
    """Return the width of each word."""
    found = []
    for piece in span:
        bold, named = isinstance(piece, Strong), isinstance(piece, Code)
        size, frame = (_CODE * _SIZE, _FRAME) if named else (_SIZE, 0.0)
        found += [text_width(word, size, bold=bold) + frame for word in plain([piece]).split()]
    return found


def _lines(words: Sequence[float], room: float) -> int:
    """Return how many lines words take; one that is too wide breaks."""
    count, used, space = 1, 0.0, text_width(" ", _SIZE)
    for width in words:
        count += int(width // max(room, 1.0))
        if used and used + space + width > room:
            count, used = count + 1, width
        else:
            used += space * bool(used) + width
    return count
