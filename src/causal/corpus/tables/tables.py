"""The tables of a corpus: filled row by row, read as arrays by kernels and as frames by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import KINDS, Column, Ident, Name, Names, Pool, Row
from causal.corpus.tables.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas

    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.encode import Rows
    from causal.errors import Fault

__all__ = ["Table", "Tables"]


class Table:
    """One table; its columns and their order come from the schema.

    Args:
        name: The name of the table.
        pool: The names of the corpus.
        columns: The columns, when they are all there already.
        rows: How many rows those have.
    """

    def __init__(
        self, name: str, pool: Pool, columns: Mapping[str, Column] | None = None, rows: int = 0
    ) -> None:
        self.name = name
        self.columns: dict[str, Column] = {
            column: columns[column] if columns else KINDS[kind](pool)
            for column, (kind, _) in TABLES[name].items()
        }
        self._rows = rows

    def add(self, *values: Any) -> None:
        """Add a row, its values in the order of the schema."""
        for column, value in zip(self.columns.values(), values, strict=True):
            column.append(value)
        self._rows += 1

    def __len__(self) -> int:
        return self._rows

    def array(self, column: str) -> Array:
        """Return the coded values of a column."""
        return self.columns[column].array()

    def names_of(self, column: str) -> list[str | None]:
        """Return the name in each row of a column, None where none is stated."""
        kept = self.columns[column]
        if not isinstance(kept, Name):
            raise TypeError(f"{self.name}.{column} holds no names")
        return kept.names()

    def names(self, column: str, row: int) -> tuple[str, ...]:
        """Return the names of one row in a column that holds several."""
        found = self.columns[column]
        if not isinstance(found, Names):
            raise TypeError(f"{self.name}.{column} holds one value a row")
        return found[row]


class Tables:
    """All tables of a corpus and the pool of names they share.

    Args:
        tables: The tables by name, when they are all there already.
        pool: Their names.
        stored: Returns the folder of Parquet files that holds them, None when it does not.
    """

    def __init__(
        self,
        tables: Mapping[str, Table] | None = None,
        pool: Pool | None = None,
        stored: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self.pool = pool or Pool()
        self.stored = stored
        made = tables or {name: Table(name, self.pool) for name in TABLES}
        self.incidents, self.factors, self.links, self.actions, self.layers, self.faults = (
            made[name] for name in TABLES
        )
        self.factors.columns["canonical"].kept = _CanonicalNames(self)

    def table(self, name: str) -> Table:
        """Return a table by its name."""
        table: Table = getattr(self, name)
        return table

    def add(self, rows: Rows) -> None:
        """Add one incident, as `encode` gives it."""
        number = len(self.incidents)
        for name, found in rows.items():
            table = self.table(name)
            own = () if table is self.incidents else (number,)
            for row in found:
                table.add(*own, *row)

    def add_fault(self, fault: Fault) -> None:
        """Add one thing that could not be read."""
        f = fault
        self.faults.add(f.file or None, f.line, f.where, f.problem, f.hint, f.rule)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the incidents, by row."""
        column = self.incidents.columns["id"]
        if isinstance(column, Ident) and column.kept is None:
            return tuple(text for text in column.texts if text is not None)
        return tuple(column.array().tolist())

    @property
    def nbytes(self) -> int:
        """The bytes that the coded columns hold in memory, names and texts not counted."""
        held = [self.table(name).columns.values() for name in TABLES]
        return sum(column.nbytes for columns in held for column in columns)

    def frame(self, name: str) -> pandas.DataFrame:
        """Return a table as a new DataFrame, incidents shown by their ids."""
        import pandas

        from causal.corpus.tables.columns import as_text

        ids = self.ids if name != "incidents" else ()
        shown = {
            column: as_text([ids[row] for row in kept.array().tolist()])
            if isinstance(kept, Row)
            else kept.series()
            for column, kept in self.table(name).columns.items()
        }
        return pandas.DataFrame(shown)


class _CanonicalNames:
    """The canonical name of every factor, from its key, its id and its incident."""

    nbytes = 0

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def array(self) -> Array:
        """Return the names as objects."""
        import numpy

        tables, table = self._tables, self._tables.factors
        ids, owners = tables.ids, table.array("incident").tolist()
        parts = zip(owners, table.names_of("id"), table.names_of("key"), strict=True)
        names = (key or f"{ids[owner]}#{name}" for owner, name, key in parts)
        return numpy.fromiter(names, dtype=object, count=len(owners))
