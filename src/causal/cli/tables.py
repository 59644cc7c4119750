"""Tables of Markdown as columns that fit the width of a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest

_GAP, _LEAST = 2, 6


def fitted_tables(text: str, width: int) -> str:
    """Return text with each table of Markdown in it set in columns of together `width` at most."""
    out: list[str] = []
    table: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|") and line.rstrip().endswith("|"):
            table.append(_cells(line))
            continue
        if table:
            out += _columns(table, width)
            table = []
        out.append(line)
    return "\n".join(out[:-1])


def _cells(line: str) -> list[str]:
    bars = line.strip()[1:-1].replace("\\|", "\0").split("|")
    return [cell.strip().replace("\0", "|").replace("<br>", " ") for cell in bars]


def _columns(rows: list[list[str]], width: int) -> Iterator[str]:
    """Yield the lines of a table; a cell too long for its column goes on below."""
    rows = [row for row in rows if any(cell.strip("-: ") for cell in row)]
    if not rows:
        return
    many = max(map(len, rows))
    rows = [[*row, *[""] * (many - len(row))] for row in rows]
    wished = [max(len(row[at]) for row in rows) for at in range(many)]
    given = _shares(wished, width - _GAP * (many - 1))
    for number, row in enumerate(rows):
        cells = [textwrap.wrap(cell, wide) for cell, wide in zip(row, given, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            padded = (part.ljust(wide) for part, wide in zip(parts, given, strict=True))
            yield (" " * _GAP).join(padded).rstrip()
        if number == 0:
            yield (" " * _GAP).join("-" * wide for wide in given)


def _shares(wished: list[int], room: int) -> list[int]:
    """Return the widths of columns: all that is wished for by the narrow ones, the rest shared."""
    given = [0] * len(wished)
    left, open_columns = room, sorted(range(len(wished)), key=lambda at: wished[at])
    while open_columns:
        share = max(left // len(open_columns), _LEAST)
        at = open_columns.pop(0)
        given[at] = max(1, min(wished[at], share))
        left -= given[at]
    return given
