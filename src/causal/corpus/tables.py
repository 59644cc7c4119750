"""The tables of a corpus: filled row by row, read as arrays by kernels and as frames by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.corpus.columns import KINDS, Column, Names, Pool, Row
from causal.corpus.schema import TABLES

if TYPE_CHECKING:
    import pandas

    from causal.corpus.columns import Array
    from causal.corpus.encode import Rows
    from causal.errors import Fault

__all__ = ["Table", "Tables"]


class Table:
    """One table; its columns and their order come from the schema."""

    def __init__(self, name: str, pool: Pool) -> None:
        self.name = name
        self.columns: dict[str, Column] = {
            column: KINDS[kind](pool) for column, (kind, _) in TABLES[name].items()
        }
        self._rows = 0

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
        return [kept.pool.name(code) for code in kept.data]

    def names(self, column: str, row: int) -> tuple[str, ...]:
        """Return the names of one row in a column that holds several."""
        found = self.columns[column]
        if not isinstance(found, Names):
            raise TypeError(f"{self.name}.{column} holds one value a row")
        return found[row]


class Tables:
    """All tables of a corpus and the pool of names they share."""

    def __init__(self) -> None:
        self.pool = Pool()
        self.incidents, self.factors, self.links, self.actions, self.layers, self.faults = (
            Table(name, self.pool) for name in TABLES
        )

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
        names = self.pool.names
        return tuple(names[code] for code in self.incidents.columns["id"].data)

    def frame(self, name: str) -> pandas.DataFrame:
        """Return a table as a new DataFrame, incidents shown by their ids."""
        import pandas

        from causal.corpus.columns import as_text

        ids = self.ids
        shown = {
            column: as_text([ids[row] for row in kept.data])
            if isinstance(kept, Row)
            else kept.series()
            for column, kept in self.table(name).columns.items()
        }
        return pandas.DataFrame(shown)
