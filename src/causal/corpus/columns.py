"""Columns: values coded as integers in compact arrays inside, documented pandas dtypes outside.

A column takes one Python value per row. `array` gives what kernels count with, `series` what
people read. Names (ids, keys, layers, services) are coded against one `Pool` for the whole
corpus, so that equal names are equal integers in every table.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from math import nan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from pandas.api.extensions import ExtensionArray

    Array = numpy.ndarray[Any, numpy.dtype[Any]]

__all__ = ["KINDS", "MISSING", "Column", "Pool"]

MISSING = -1
"""The code of a name that is not stated."""

_NOT_A_TIME = -(2**63)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()


class Pool:
    """Every name that occurs in a corpus, once, with its code."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, name: str | None) -> int:
        """Return the code of a name, giving it the next one when it is new."""
        if name is None:
            return MISSING
        code = self._codes.setdefault(name, len(self.names))
        if code == len(self.names):
            self.names.append(name)
        return code

    def name(self, code: int) -> str | None:
        """Return the name with this code, None for `MISSING`."""
        return None if code == MISSING else self.names[code]


class Column:
    """One column of a table; subclasses say how its values are kept and shown."""

    typecode = "i"
    dtype = "int32"

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.data: array[Any] = array(self.typecode)

    def append(self, value: Any) -> None:
        """Add the value of the next row; None is not stated."""
        self.data.append(value)

    def array(self) -> Array:
        """Return the coded values, one per row."""
        import numpy

        return numpy.array(self.data, dtype=self.dtype)

    def series(self) -> Array | ExtensionArray:
        """Return the values as pandas shows them."""
        return self.array()


class Name(Column):
    """A name from the pool; shown as `string`."""

    def append(self, value: str | None) -> None:
        """Add a name, or None."""
        self.data.append(self.pool.code(value))

    def series(self) -> ExtensionArray:
        """Return the names, `pandas.NA` where none is stated."""
        return as_text([self.pool.name(code) for code in self.data])


class Row(Column):
    """The row of an incident in the table of incidents; `Tables.frame` shows its id."""


class Prose(Column):
    """A text that hardly ever repeats, kept as it is; shown as `string`."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool)
        self.texts: list[str | None] = []

    def append(self, value: str | None) -> None:
        """Add a text, or None."""
        self.texts.append(value)

    def array(self) -> Array:
        """Return the texts as objects."""
        import numpy

        out = numpy.empty(len(self.texts), dtype=object)
        out[:] = self.texts
        return out

    def series(self) -> ExtensionArray:
        """Return the texts, `pandas.NA` where none is stated."""
        return as_text(self.texts)


class Names(Column):
    """Several names a row, kept end to end; shown as tuples."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool)
        self.ends = array("q", [0])

    def append(self, value: Iterable[str]) -> None:
        """Add the names of one row."""
        self.data.extend(self.pool.code(name) for name in value)
        self.ends.append(len(self.data))

    def __getitem__(self, row: int) -> tuple[str, ...]:
        codes = self.data[self.ends[row] : self.ends[row + 1]]
        return tuple(self.pool.names[code] for code in codes)

    def series(self) -> Array:
        """Return one tuple a row, empty where none is stated."""
        import numpy

        out = numpy.empty(len(self.ends) - 1, dtype=object)
        for row in range(len(out)):
            out[row] = self[row]
        return out


class Number(Column):
    """A measured number; shown as `float64`, NaN where not stated."""

    typecode, dtype = "d", "float64"

    def append(self, value: float | None) -> None:
        """Add a number, or None."""
        self.data.append(nan if value is None else value)


class Count(Column):
    """A count, always known; shown as `int64`."""

    typecode, dtype = "q", "int64"


class Flag(Column):
    """Yes or no, always known; shown as `bool`."""

    typecode, dtype = "b", "bool"


class Maybe(Column):
    """Yes, no or not known (coded -1); shown as `boolean`."""

    typecode, dtype = "b", "int8"

    def append(self, value: bool | None) -> None:
        """Add a truth value, or None."""
        self.data.append(MISSING if value is None else value)

    def series(self) -> ExtensionArray:
        """Return truth values, `pandas.NA` where not known."""
        import pandas

        codes = self.array()
        return pandas.arrays.BooleanArray(codes == 1, codes == MISSING)


class Moment(Column):
    """A moment in time, kept in microseconds; shown as `datetime64[us, UTC]`."""

    typecode, dtype = "q", "int64"

    def append(self, value: datetime | None) -> None:
        """Add a moment with a zone; one without a zone cannot be placed and counts as unknown."""
        placed = value is not None and value.tzinfo is not None
        self.data.append(
            (value - _EPOCH) // timedelta(microseconds=1) if placed and value else _NOT_A_TIME
        )

    def array(self) -> Array:
        """Return the moments in UTC, NaT where not known."""
        return super().array().view("datetime64[us]")

    def series(self) -> ExtensionArray:
        """Return the moments in UTC, NaT where not known."""
        import pandas

        shown: ExtensionArray = pandas.DatetimeIndex(self.array()).tz_localize("UTC").array
        return shown


class Day(Column):
    """A date; shown as `datetime64[s]` at midnight."""

    typecode, dtype = "q", "int64"

    def append(self, value: date | None) -> None:
        """Add a date, or None."""
        self.data.append(_NOT_A_TIME if value is None else value.toordinal() - _FIRST_DAY)

    def array(self) -> Array:
        """Return the dates, NaT where not stated."""
        return super().array().view("datetime64[D]")

    def series(self) -> Array:
        """Return the dates at midnight, NaT where not stated."""
        return self.array().astype("datetime64[s]")


KINDS: dict[str, Callable[[Pool], Column]] = {
    "row": Row,
    "name": Name,
    "names": Names,
    "prose": Prose,
    "number": Number,
    "count": Count,
    "flag": Flag,
    "maybe": Maybe,
    "moment": Moment,
    "day": Day,
}
"""Every kind of column, by the word the schema uses."""


def as_text(values: Sequence[str | None]) -> ExtensionArray:
    """Return texts as a pandas `string` array, the same dtype under every pandas."""
    import pandas

    return pandas.array(list(values), dtype=pandas.StringDtype("python"))
