"""Columns: values coded as integers in compact arrays inside, documented pandas dtypes outside.

A column takes one Python value per row. `array` gives what kernels count with, `series` what
people read. Names (ids, keys, layers, services) are coded against one `Pool` for the whole
corpus, so that equal names are equal integers in every table.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from pandas.api.extensions import ExtensionArray

    from causal.corpus.tables.packing import Kept

    Array = numpy.ndarray[Any, numpy.dtype[Any]]

__all__ = ["KINDS", "MISSING", "Column", "Names", "Pool", "Prose", "as_text"]

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
    """One column of a table; subclasses say how its values are kept and shown.

    It either grows row by row or was given whole, and then gets no more rows.

    Args:
        pool: The names of the corpus.
        kept: The coded values, when they are all there already.
    """

    typecode = "i"
    dtype = "int32"
    missing: int | None = None

    def __init__(self, pool: Pool, kept: Kept | None = None) -> None:
        self.pool = pool
        self.kept = kept
        self.data: array[Any] = array(self.typecode)

    def append(self, value: Any) -> None:
        """Add the value of the next row; None is not stated."""
        self.data.append(value)

    def codes(self) -> Array:
        """Return the coded values, one per row, as they are stored."""
        import numpy

        if self.kept is not None:
            return self.kept.array()
        return numpy.array(self.data, dtype=self.dtype)

    def array(self) -> Array:
        """Return the coded values, one per row."""
        return self.codes()

    @property
    def nbytes(self) -> int:
        """The bytes its values hold in memory, names and texts not counted."""
        if self.kept is not None:
            return self.kept.nbytes
        return len(self.data) * self.data.itemsize

    def series(self) -> Array | ExtensionArray:
        """Return the values as pandas shows them."""
        return self.array()


class Name(Column):
    """A name from the pool; shown as `string`."""

    missing = MISSING

    def append(self, value: str | None) -> None:
        """Add a name, or None."""
        self.data.append(self.pool.code(value))

    def series(self) -> ExtensionArray:
        """Return the names, `pandas.NA` where none is stated."""
        return as_text(self.names())

    def names(self) -> list[str | None]:
        """Return the names, None where none is stated."""
        codes = self.array().tolist()
        known: list[str | None] = [*self.pool.names, None]
        return [known[code] for code in codes]


class Row(Column):
    """The row of an incident in the table of incidents; `Tables.frame` shows its id."""


class Prose(Column):
    """A text that hardly ever repeats, kept as it is or left on disk; shown as `string`."""

    def __init__(self, pool: Pool, kept: Kept | None = None) -> None:
        super().__init__(pool, kept)
        self.texts: list[str | None] = []

    def append(self, value: str | None) -> None:
        """Add a text, or None."""
        self.texts.append(value)

    def codes(self) -> Array:
        """Return the texts as objects."""
        import numpy

        if self.kept is not None:
            return self.kept.array()
        out = numpy.empty(len(self.texts), dtype=object)
        out[:] = self.texts
        return out

    def series(self) -> ExtensionArray:
        """Return the texts, `pandas.NA` where none is stated."""
        return as_text(self.array().tolist())


class Ident(Prose):
    """What tells one incident from all others: always stated, never twice."""


class Canonical(Prose):
    """The key of a factor, else its id scoped to its incident: derived, never kept."""

    def append(self, value: str | None) -> None:
        """Take no note of the value: it follows from the others."""


class Names(Column):
    """Several names a row, kept end to end; shown as tuples.

    Args:
        pool: The names of the corpus.
        kept: The codes of all rows, end to end, when they are all there already.
        lengths: How many names each row has; given with `kept`.
    """

    def __init__(self, pool: Pool, kept: Kept | None = None, lengths: Kept | None = None) -> None:
        super().__init__(pool, kept)
        self.lengths = lengths
        self._ends = array("q", [0])

    def append(self, value: Iterable[str]) -> None:
        """Add the names of one row."""
        self.data.extend(self.pool.code(name) for name in value)
        self._ends.append(len(self.data))

    def ends(self) -> Array:
        """Return where the names of each row end among `codes`, after a first 0."""
        import numpy

        if self.lengths is None:
            return numpy.array(self._ends)
        # The codes come first: reading them is what tells the lengths of a column on disk.
        found = numpy.zeros(len(self.lengths.array()) + 1, dtype="int64")
        numpy.cumsum(self.lengths.array(), out=found[1:])
        return found

    @cached_property
    def _tuples(self) -> list[tuple[str, ...]]:
        names, ends = self.pool.names, self.ends().tolist()
        found = [names[code] for code in self.codes().tolist()]
        return [tuple(found[a:b]) for a, b in pairwise(ends)]

    def __getitem__(self, row: int) -> tuple[str, ...]:
        if self.kept is not None:
            return self._tuples[row]
        codes = self.data[self._ends[row] : self._ends[row + 1]]
        return tuple(self.pool.names[code] for code in codes)

    def series(self) -> Array:
        """Return one tuple a row, empty where none is stated."""
        import numpy

        rows = len(self._ends) - 1 if self.kept is None else len(self._tuples)
        return numpy.fromiter((self[row] for row in range(rows)), dtype=object, count=rows)

    @property
    def nbytes(self) -> int:
        """The bytes its values hold in memory, names not counted."""
        return super().nbytes + (self.lengths.nbytes if self.lengths else 8 * len(self._ends))


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

    typecode, dtype, missing = "b", "int8", MISSING

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

    typecode, dtype, missing = "q", "int64", _NOT_A_TIME

    def append(self, value: datetime | None) -> None:
        """Add a moment with a zone; one without a zone cannot be placed and counts as unknown."""
        placed = value is not None and value.tzinfo is not None
        self.data.append(
            (value - _EPOCH) // timedelta(microseconds=1) if placed and value else _NOT_A_TIME
        )

    def array(self) -> Array:
        """Return the moments in UTC, NaT where not known."""
        return self.codes().view("datetime64[us]")

    def series(self) -> ExtensionArray:
        """Return the moments in UTC, NaT where not known."""
        import pandas

        shown: ExtensionArray = pandas.DatetimeIndex(self.array()).tz_localize("UTC").array
        return shown


class Day(Column):
    """A date; shown as `datetime64[s]` at midnight."""

    typecode, dtype, missing = "q", "int64", _NOT_A_TIME

    def append(self, value: date | None) -> None:
        """Add a date, or None."""
        self.data.append(_NOT_A_TIME if value is None else value.toordinal() - _FIRST_DAY)

    def array(self) -> Array:
        """Return the dates, NaT where not stated."""
        return self.codes().view("datetime64[D]")

    def series(self) -> Array:
        """Return the dates at midnight, NaT where not stated."""
        return self.array().astype("datetime64[s]")


KINDS: dict[str, type[Column]] = {
    "row": Row,
    "name": Name,
    "ident": Ident,
    "canonical": Canonical,
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
