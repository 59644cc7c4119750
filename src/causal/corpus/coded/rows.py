"""The rows of a table of coded incidents: of a CSV file with their lines, or of a DataFrame."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError, did_you_mean
from causal.io.safe_file import read_bytes
from causal.libraries import pandas

if TYPE_CHECKING:
    from causal.corpus.coded.column_map import ColumnMap

SIZE = 2**30
"""Bytes of a CSV file that are read."""

Row = tuple[int, Mapping[str, str]]
"""The line (of a frame: the number of the row, from 1) and the text under each column."""


def rows_of(table: pandas.DataFrame | str | os.PathLike[str], read: ColumnMap) -> Iterator[Row]:
    """Yield the rows, with the columns of the map only; a cell without anything is empty.

    Raises:
        CausalError: A column is not there, the file is not in this encoding, or a row has more
            cells than there are columns.
        OSError: The file cannot be read.
    """
    wanted = [name for names in read.columns.values() for name in names]
    if isinstance(table, str | os.PathLike):
        yield from _of_csv(Path(table), read.encoding, wanted)
        return
    if not hasattr(table, "columns"):
        raise CausalError(f"from_codes takes a DataFrame or the path of a CSV file, not {table!r}")
    _there(wanted, [str(name) for name in table.columns], "the table")
    place = {str(name): number for number, name in reversed([*enumerate(table.columns)])}
    columns = [_texts(table.iloc[:, place[name]]) for name in wanted]
    for number, cells in enumerate(zip(*columns, strict=True), 1):
        yield number, dict(zip(wanted, cells, strict=True))


def names_of(table: pandas.DataFrame | str | os.PathLike[str]) -> list[str]:
    """Return the names of the columns of a table; none where they cannot be read."""
    if not isinstance(table, str | os.PathLike):
        return [str(name) for name in getattr(table, "columns", ())]
    text = read_bytes(Path(table), SIZE).decode("utf-8-sig", errors="replace")
    return next(csv.reader(io.StringIO(text, newline="")), [])


def _of_csv(path: Path, encoding: str, wanted: list[str]) -> Iterator[Row]:
    try:
        text = read_bytes(path, SIZE).decode(encoding)
    except UnicodeDecodeError as error:
        hint = 'say which it is, such as encoding="latin-1"'
        raise CausalError(f"{path}: not {encoding}: {error.reason} ({hint})") from None
    except LookupError:
        raise CausalError(f"{path}: {encoding!r} is no encoding") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _there(wanted, list(reader.fieldnames or ()), str(path))
        line = reader.line_num + 1
        for row in reader:
            if None in row:
                problem = "has more cells than there are columns"
                raise CausalError(f"{path}:{reader.line_num}: the row {problem}")
            yield line, {name: (row[name] or "").strip() for name in wanted}
            line = reader.line_num + 1
    except csv.Error as error:
        raise CausalError(f"{path}:{reader.line_num}: no CSV: {error}") from None


def _there(wanted: list[str], there: list[str], where: str) -> None:
    missing = [name for name in wanted if name not in there]
    if missing:
        hints = (f"{name!r} ({did_you_mean(name, there) or 'no such column'})" for name in missing)
        shown = ", ".join(map(repr, there[:20])) + (", ..." if len(there) > 20 else "")
        raise CausalError(f"{where}: no column {', '.join(hints)}; there are {shown}")


def _texts(column: Any) -> list[str]:
    """Return the cells of a column of a frame as texts, moments in ISO 8601."""
    missing = column.isna().tolist()
    return [
        "" if gone else (cell.isoformat() if hasattr(cell, "isoformat") else str(cell).strip())
        for cell, gone in zip(column.tolist(), missing, strict=True)
    ]
