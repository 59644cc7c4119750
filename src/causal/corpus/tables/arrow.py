"""Columns as Arrow arrays and back: what the Parquet files of a corpus hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import MISSING, Column, Names
from causal.corpus.tables.packing import Kept, Packed, Runs
from causal.corpus.tables.schema import TABLES

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array, Pool

__all__ = ["TEXT_KINDS", "from_arrow", "to_arrow"]

TEXT_KINDS = frozenset({"prose"})
"""Kinds of columns that go into the file of texts, which is read only when one is asked for."""

_NOT_A_TIME = -(2**63)


class Texts:
    """Texts kept in one block of memory instead of an object each."""

    def __init__(self, block: Any) -> None:
        self._block = block

    def array(self) -> Array:
        """Return the texts as objects, None where none is stated."""
        import numpy

        out = numpy.empty(len(self._block), dtype=object)
        out[:] = self._block.to_pylist()
        return out

    @property
    def nbytes(self) -> int:
        """The bytes held in memory."""
        return int(self._block.nbytes)


def to_arrow(table: str, name: str, column: Column) -> Any:  # noqa: PLR0911  # a line per kind
    """Return a column of a table as an Arrow array that any program can read."""
    import numpy
    import pyarrow as pa

    kind = TABLES[table][name][0]
    values = column.codes()
    if kind in ("prose", "ident"):
        return pa.array(values, type=pa.large_string())
    if kind == "name":
        return _dictionary(column.pool, values)
    if isinstance(column, Names):
        names = _dictionary(column.pool, values)
        return pa.ListArray.from_arrays(pa.array(column.ends(), pa.int32()), names)
    if kind in ("moment", "day"):
        whole = pa.array(values, mask=values == _NOT_A_TIME)
        if kind == "moment":
            return whole.cast(pa.timestamp("us", "UTC"))
        return whole.cast(pa.int32()).cast(pa.date32())
    if kind == "maybe":
        return pa.array(values == 1, mask=values == MISSING)
    return pa.array(values, mask=numpy.isnan(values) if kind == "number" else None)


def _dictionary(pool: Pool, codes: Array) -> Any:
    """Return names as a dictionary array whose dictionary holds only those that occur, in order."""
    import numpy
    import pyarrow as pa

    used = numpy.flatnonzero(numpy.bincount(codes[codes >= 0], minlength=1))
    used = used[used < len(pool.names)]
    place = numpy.full(len(pool.names) + 1, MISSING, dtype="int32")
    place[used] = numpy.arange(len(used))
    found = place[codes]
    names = pa.array([pool.names[code] for code in used.tolist()], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=found == MISSING), names)


def from_arrow(  # noqa: PLR0911  # a line per kind
    kind: str, block: Any, pool: Pool, incidents: int
) -> tuple[Kept, Kept | None]:
    """Return a column of this kind from an Arrow array: its values, and of several their lengths.

    Args:
        kind: The kind of column, as the schema says.
        block: The Arrow array.
        pool: The names of the corpus, added to.
        incidents: How many incidents there are.
    """
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    if kind in ("prose", "ident"):
        return Texts(block), None
    if kind == "name":
        return _codes(block, pool), None
    if kind == "names":
        lengths = pc.list_value_length(block).fill_null(0).to_numpy()
        return _codes(block.flatten(), pool), Packed(lengths)
    if kind == "row":
        return Runs(block.to_numpy(), incidents), None
    if kind in ("moment", "day"):
        if kind == "day":
            block = block.cast(pa.date32()).cast(pa.int32())
        whole = block.cast(pa.int64()).fill_null(_NOT_A_TIME).to_numpy()
        return Packed(whole, missing=_NOT_A_TIME), None
    if kind == "maybe":
        places = block.cast(pa.uint8()).fill_null(2).to_numpy()
        table = numpy.array([0, 1, MISSING], dtype="int8")[: 3 if block.null_count else 2]
        return Packed.coded(table, places, missing=MISSING), None
    return Packed(block.to_numpy(zero_copy_only=False)), None


def _codes(block: Any, pool: Pool) -> Packed:
    import numpy
    import pyarrow as pa

    if not pa.types.is_dictionary(block.type):
        block = block.dictionary_encode()
    names: list[str | None] = block.dictionary.to_pylist()
    places = block.indices
    if places.null_count:
        places = places.fill_null(len(names))
        names.append(None)
    codes = numpy.array([pool.code(name) for name in names], dtype="int32")
    return Packed.coded(codes, places.to_numpy(), missing=MISSING)
