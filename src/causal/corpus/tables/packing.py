"""Numbers kept in the narrowest form that gives every one of them back exactly.

A hundred thousand incidents are millions of small integers: layers, flags, positions. Kept as
they are counted with (four or eight bytes each) they would fill memory with zeros.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

__all__ = ["Kept", "Lazy", "Packed", "Runs"]


class Kept(Protocol):
    """Values of a column that are kept somehow and come back as an array."""

    def array(self) -> Array:
        """Return the values."""

    @property
    def nbytes(self) -> int:
        """The bytes held in memory."""


class Packed:
    """An array kept as offsets from its least value in steps of their greatest common divisor.

    Args:
        values: Integers, truth values or floats; NaN survives.
        missing: The integer that stands for a missing value, which may lie far from the others.
    """

    __slots__ = ("_codes", "_dtype", "_missing", "_origin", "_size", "_step")

    def __init__(self, values: Array, *, missing: int | None = None) -> None:
        import numpy

        self._dtype, self._size = values.dtype, len(values)
        self._missing: float | int | None = missing
        self._origin, self._step = 0, 1
        self._codes: Array | None = None
        if not len(values):
            return
        if values.dtype.kind == "b":
            if (some := bool(values.any())) and not values.all():
                self._codes = values.view("uint8") + numpy.uint8(1)
            else:
                self._origin = int(some)
            return
        if values.dtype.kind == "f":
            absent, whole = numpy.isnan(values), _whole(values)
            if whole is None:
                with numpy.errstate(over="ignore"):
                    short = values.astype("float32")
                same = numpy.array_equal(short.astype(values.dtype), values, equal_nan=True)
                self._codes, self._step = (short if same else values), 0
                return
            self._missing, values = numpy.nan, whole
        else:
            values = values.astype("int64", copy=False)
            absent = values == missing if missing is not None else numpy.zeros(1, bool)
        self._pack(values, absent)

    @classmethod
    def coded(cls, table: Array, places: Array, *, missing: int) -> Packed:
        """Return the packed values of a table at some places, for less than packing each of them.

        Args:
            table: Some integers, each of which occurs.
            places: Which of them each value is.
            missing: The integer that stands for a missing value.
        """
        import numpy

        known = table[table != missing]
        if not len(places) or not len(known) or int(known.max()) - int(known.min()) > 2**16:
            return cls(table[places], missing=missing)
        made = cls(table[:0], missing=missing)
        made._size, made._origin = len(places), int(known.min())
        if (table == made._origin).all():
            return made
        codes = table.astype("int64") - made._origin + 1
        codes[table == missing] = 0
        kind = numpy.min_scalar_type(int(known.max()) - made._origin + 1)
        made._codes = codes.astype(kind)[places]
        return made

    def _pack(self, values: Array, absent: Array) -> None:
        import numpy

        some_absent = bool(absent.any())
        stated = values[~absent] if some_absent else values
        if not len(stated):
            self._step = -1
            return
        self._origin = int(stated.min())
        span = int(stated.max()) - self._origin
        if span > 2**16:
            self._step = int(numpy.gcd.reduce(stated - self._origin))
        if span or some_absent:
            codes = (values - self._origin) // self._step + 1
            codes[absent if some_absent else slice(0)] = 0
            self._codes = codes.astype(numpy.min_scalar_type(span // self._step + 1))

    def array(self) -> Array:
        """Return the values as they were given."""
        import numpy

        if self._step == 0 and self._codes is not None:
            return self._codes.astype(self._dtype)
        if self._codes is None:
            value = self._missing if self._step == -1 else self._origin
            return numpy.full(self._size, value, dtype=self._dtype)
        kind = "float64" if self._dtype.kind == "f" else "int64"
        if self._dtype.itemsize < 8 and self._step == 1:
            kind = "int32"
        found = self._codes.astype(kind)
        found -= 1
        if self._step != 1:
            found *= self._step
        if self._origin:
            found += self._origin
        if self._missing is not None:
            found[self._codes == 0] = self._missing
        return found.astype(self._dtype, copy=False)

    @property
    def nbytes(self) -> int:
        """The bytes held in memory."""
        return 0 if self._codes is None else self._codes.nbytes


def _whole(values: Array) -> Array | None:
    """Return floats as integers where all that are known are whole, zero not negative."""
    import numpy

    known = numpy.where(numpy.isnan(values), 0.0, values)
    exact = (numpy.abs(known) < 2.0**53) & (numpy.floor(known) == known)
    if not exact.all() or (numpy.signbit(known) & (known == 0)).any():
        return None
    whole: Array = known.astype("int64")
    return whole


class Runs:
    """Ascending row numbers, kept as how often each occurs: the incident of each factor.

    Args:
        rows: Row numbers from 0, ascending.
        of: How many rows there are to number.
    """

    __slots__ = ("_counts",)

    def __init__(self, rows: Array, of: int) -> None:
        import numpy

        self._counts = Packed(numpy.bincount(rows, minlength=of))

    def array(self) -> Array:
        """Return the row numbers."""
        import numpy

        counts = self._counts.array()
        return numpy.repeat(numpy.arange(len(counts), dtype="int32"), counts)

    @property
    def nbytes(self) -> int:
        """The bytes held in memory."""
        return self._counts.nbytes


class Lazy:
    """Values that are read when they are first asked for.

    Args:
        load: Returns them.
    """

    __slots__ = ("_kept", "_load")

    def __init__(self, load: Callable[[], Kept]) -> None:
        self._load = load
        self._kept: Kept | None = None

    def array(self) -> Array:
        """Return the values, reading them the first time."""
        if self._kept is None:
            self._kept = self._load()
        return self._kept.array()

    @property
    def nbytes(self) -> int:
        """The bytes held in memory: none before they are read."""
        return 0 if self._kept is None else self._kept.nbytes
