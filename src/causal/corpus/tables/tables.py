"""The tables of a corpus: Arrow inside, read as arrays by kernels and as frames by people."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import (
    MISSING,
    Pool,
    as_array,
    as_text,
    encoded,
    narrow,
    taken,
    whole,
)
from causal.corpus.tables.schema import STORED, TABLES
from causal.libraries import compute as pc
from causal.libraries import numpy, pandas
from causal.libraries import pyarrow as pa

if TYPE_CHECKING:
    from pathlib import Path

    from causal.corpus.tables.columns import Array

NOT_CODED = frozenset({"prose", "ident", "canonical"})

MANY = 8_000_000
"""Factors of a stored corpus from which on they are not held in memory."""


class Table:
    """One table; its columns and their order come from the schema.

    Args:
        name: The name of the table.
        pool: The names of the corpus.
        columns: Each column as an Arrow array, or what returns it when it is asked for.
        rows: How many rows it has, or what returns that.
    """

    def __init__(
        self, name: str, pool: Pool, columns: Mapping[str, Any], rows: int | Callable[[], int]
    ) -> None:
        self.name, self.pool = name, pool
        self._columns = dict(columns)
        self._rows = rows
        self._known: dict[str, Array] = {}
        self._tuples: dict[str, list[tuple[str, ...]]] = {}

    def __len__(self) -> int:
        if callable(self._rows):
            self._rows = self._rows()
        return self._rows

    def arrow(self, column: str) -> Any:
        """Return a column as one Arrow array."""
        found = self._columns[column]
        return found() if callable(found) else found

    def block(self) -> Any:
        """Return the whole table as an Arrow table, without what is derived."""
        return pa.table({column: self.arrow(column) for column in STORED[self.name]})

    def array(self, column: str) -> Array:
        """Return the values of a column; those of names are their codes in the pool."""
        kind = TABLES[self.name][column][0]
        if kind == "name":
            return self._codes(column, self.arrow(column))
        found: Array = as_array(kind, self.arrow(column))
        return found

    def several(self, column: str) -> tuple[Array, Array]:
        """Return the codes of a column of several names, end to end, and after 0 where rows end."""
        block = self.arrow(column)
        ends = numpy.zeros(len(block) + 1, dtype="int64")
        numpy.cumsum(pc.list_value_length(block).fill_null(0).to_numpy(), out=ends[1:])
        return self._codes(column, block.flatten()), ends

    def _codes(self, column: str, block: Any) -> Array:
        block = encoded(block)
        if column not in self._known:
            self._known[column] = self.pool.codes(block.dictionary.to_pylist())
        known = self._known[column]
        places = block.indices.cast(pa.int32())
        if places.null_count:
            places = places.fill_null(len(known) - 1)
        found: Array = known[places.to_numpy()]
        return found

    def names_of(self, column: str) -> list[str | None]:
        """Return the name in each row of a column, None where none is stated."""
        if TABLES[self.name][column][0] != "name":
            raise TypeError(f"{self.name}.{column} holds no names")
        block = encoded(self.arrow(column))
        names: list[str | None] = block.dictionary.to_pylist()
        return [None if place is None else names[place] for place in block.indices.to_pylist()]

    def names(self, column: str, row: int) -> tuple[str, ...]:
        """Return the names of one row in a column that holds several."""
        if TABLES[self.name][column][0] != "names":
            raise TypeError(f"{self.name}.{column} holds one value a row")
        if column not in self._tuples:
            rows = self.arrow(column).to_pylist()
            self._tuples[column] = [tuple(names or ()) for names in rows]
        return self._tuples[column][row]

    def series(self, column: str) -> Any:
        """Return a column as pandas shows it."""
        kind = TABLES[self.name][column][0]
        if kind == "name":
            block = encoded(self.arrow(column))
            return taken(block.dictionary.to_pylist(), block.indices.fill_null(MISSING).to_numpy())
        if kind == "names":
            rows = (self.names(column, row) for row in range(len(self)))
            return numpy.fromiter(rows, dtype=object, count=len(self))
        values = self.array(column)
        if kind == "maybe":
            return pandas.arrays.BooleanArray(values == 1, values == MISSING)
        if kind == "moment":
            return pandas.DatetimeIndex(values).tz_localize("UTC").array
        if kind == "day":
            return values.astype("datetime64[s]")
        return as_text(values.tolist()) if values.dtype == object else values.copy()

    @property
    def nbytes(self) -> int:
        """The bytes that its columns hold in memory, texts not counted."""
        kept = (c for c in self._columns if TABLES[self.name][c][0] not in NOT_CODED)
        found = (self._columns[c] for c in kept)
        return sum(
            getattr(c() if type(c) is not partial and not hasattr(c, "nbytes") else c, "nbytes", 0)
            for c in found
        )


class Tables:
    """All tables of a corpus and the pool of names they share.

    Args:
        tables: The tables by name, all of one pool.
        pool: Their names.
        documents: The canonical JSON of each incident, compressed or plain; null where there is
            none. None when there is none at all.
        stored: Returns the folder of Parquet files that holds them, None when it does not.
        notes: What must be known before believing a sum over these tables.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        pool: Pool,
        documents: Any = None,
        stored: Callable[[], Path | None] = lambda: None,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.pool, self.documents, self.stored, self.notes = pool, documents, stored, notes
        self.incidents, self.factors, self.links, self.actions, self.layers, self.faults = (
            tables[name] for name in TABLES
        )
        self.factors._columns["canonical"] = self._canonical  # derived from two tables

    @classmethod
    def of_blocks(
        cls, blocks: Mapping[str, Any], documents: Any = None, notes: tuple[str, ...] = ()
    ) -> Tables:
        """Return the tables that Arrow tables hold."""
        pool = Pool()
        made = {name: table_of(name, blocks[name], pool) for name in TABLES}
        return cls(made, pool, documents, notes=notes)

    def __reduce__(self) -> Any:
        blocks = {name: self.table(name).block() for name in TABLES}
        documents = self.documents() if callable(self.documents) else self.documents
        return Tables.of_blocks, (blocks, documents, self.notes)

    def table(self, name: str) -> Table:
        """Return a table by its name."""
        table: Table = getattr(self, name)
        return table

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the incidents, by row."""
        return tuple(self.incidents.arrow("id").to_pylist())

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What must be known before believing a count or a sum over these tables."""
        from causal.corpus.tables.look_alikes import look_alikes

        if len(self.factors) > MANY:  # their keys are not held in memory
            return self.notes
        keys = encoded(self.factors.arrow("key"))
        return (*self.notes, *look_alikes(keys.dictionary.drop_null().to_pylist()))

    def document(self, row: int) -> str | None:
        """Return the canonical JSON of the incident in a row, None where it was not kept."""
        if callable(self.documents):
            self.documents = self.documents()
        if self.documents is None:
            return None
        kept = self.documents[row].as_py()
        return zlib.decompress(kept).decode() if isinstance(kept, bytes) else kept

    @property
    def nbytes(self) -> int:
        """The bytes that the columns hold in memory, texts and documents not counted."""
        return sum(self.table(name).nbytes for name in TABLES)

    def frame(self, name: str, *columns: str) -> pandas.DataFrame:
        """Return a table as a new DataFrame, incidents shown by their ids.

        Args:
            name: The name of the table.
            columns: Those to have; all of them when none is named.
        """
        table, kinds = self.table(name), TABLES[name]
        return pandas.DataFrame(
            {
                column: taken(self.ids, table.array(column))
                if kinds[column][0] == "row"
                else table.series(column)
                for column in columns or kinds
            }
        )

    def _canonical(self) -> Any:
        """Return the canonical name of every factor, from its key, its id and its incident."""
        table = self.factors
        owners = self.incidents.arrow("id").take(table.arrow("incident")).cast(pa.large_string())
        own, key = (encoded(table.arrow(c)).cast(pa.large_string()) for c in ("id", "key"))
        return pc.coalesce(
            key, pc.binary_join_element_wise(owners, own, pa.scalar("#", pa.large_string()))
        )


def table_of(name: str, block: Any, pool: Pool) -> Table:
    """Return an Arrow table as a table of a corpus."""
    columns = {}
    for column, kind in STORED[name].items():
        found = block.column(column)
        columns[column] = encoded(found) if kind == "name" else whole(found)
        if kind == "row" and len(columns[column]):
            rows = columns[column].to_numpy()
            columns[column] = row_column(rows, int(rows[-1]) + 1)
    return Table(name, pool, slim(columns), block.num_rows)


def row_column(rows: Array, incidents: int) -> Any:
    """Return ascending rows of incidents as what counts them out: a byte or two an incident."""
    counts = numpy.bincount(rows, minlength=incidents)
    return _Counted(counts.astype(numpy.min_scalar_type(counts.max(initial=0))))


class _Counted:
    """Rows of incidents, kept as how often each occurs."""

    def __init__(self, counts: Array) -> None:
        self.counts, self.nbytes = counts, counts.nbytes

    def __call__(self) -> Any:
        return pa.array(numpy.arange(len(self.counts), dtype="int32").repeat(self.counts))


def slim(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns in less memory: names in narrow codes, nothing for what states nothing."""
    made = {}
    for column, block in columns.items():
        if callable(block):
            made[column] = block
        elif pa.types.is_dictionary(block.type):
            made[column] = narrow(block)
        elif len(block) and block.null_count == len(block) and not pa.types.is_nested(block.type):
            made[column] = partial(pa.nulls, len(block), block.type)
        else:
            made[column] = block
    return made
