"""Rows as CSV that a spreadsheet shows and never computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import lru_cache

from causal.terminal import safe

_FORMULA = tuple("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Return rows as CSV, every cell quoted; what could be a formula gets an apostrophe first.

    Example:
        >>> csv_text(["what"], [["=1+1"]])
        '"what"\n"\'=1+1"\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    # Cells come back row after row, and looking one up takes a tenth of making it harmless.
    shown = lru_cache(maxsize=100_000)(lambda cell: _harmless(safe(cell)))
    for row in rows:
        writer.writerow([shown("" if cell is None else cell) for cell in row])
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith("'") else cell
