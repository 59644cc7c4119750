"""The things of a stored corpus in parts, read from its Parquet file as they are counted.

For corpora whose factors do not fit in memory: only one part, and what was counted so far, is
held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.counting import Part, distinct_part
from causal.libraries import numpy
from causal.libraries import parquet as pq

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

ROWS = 8_000_000
"""Rows read at a time: some 800,000 incidents."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """The factors of a stored corpus, by part; to an engine they are what `Parts` are.

    Args:
        stored: The file of its factors, sorted by incident.
        names: The keys, sorted; a thing is its place among them.
        strata: The stratum of each incident.
        groups: How many strata there are.
        rows: How many rows to read at a time.
    """

    stored: Path
    names: tuple[str, ...]
    strata: Array
    groups: int = 1
    rows: int = ROWS

    @classmethod
    def of(cls, file: Path, strata: Array, groups: int = 1, *, rows: int = ROWS) -> Streamed:
        """Return the factors in a file, for incidents in these strata."""
        names: set[str] = set()
        for (keys,) in _groups(file, ["key"], rows):
            names.update(name for name in keys.dictionary.to_pylist() if name)
        return cls(file, tuple(sorted(names)), strata, groups, rows)

    @property
    def owners(self) -> Array:
        """The incidents that have a key, once each, ascending."""
        found = numpy.zeros(len(self.strata), bool)
        for owners, _ in self._things():
            found[owners] = True
        return numpy.flatnonzero(found)

    def cut(self, least: int) -> Streamed:
        """Return the same in at least so many parts, or nearly."""
        rows = pq.ParquetFile(self.stored).metadata.num_rows
        return replace(self, rows=min(self.rows, max(1, rows // least)))

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts, in order; an incident is never cut in two."""
        held: list[tuple[Array, Array]] = []
        first = waiting = 0
        for owners, codes in self._things():
            waiting += len(owners)
            last = int(owners[-1])
            whole = int(numpy.searchsorted(owners, last))
            if waiting < self.rows or not whole:
                held.append((owners, codes))
                continue
            yield self._part([*held, (owners[:whole], codes[:whole])], first, last)
            held, first, waiting = [(owners[whole:], codes[whole:])], last, len(owners) - whole
        yield self._part(held, first, len(self.strata))

    def _part(self, things: list[tuple[Array, Array]], first: int, end: int) -> Part:
        none = numpy.zeros(0, "int32")
        owners, codes = map(numpy.concatenate, zip((none, none), *things, strict=True))
        strata = self.strata[first:end]
        return distinct_part(owners - first, codes, strata, len(self.names), self.groups)

    def _things(self) -> Iterator[tuple[Array, Array]]:
        """Yield the incident and the thing of each row that has a key, as many as are read."""
        place = {name: number for number, name in enumerate(self.names)}
        for owners, keys in _groups(self.stored, ["incident", "key"], self.rows):
            names = keys.dictionary.to_pylist()
            rank = numpy.array([place.get(name, -1) for name in names] + [-1], dtype="int32")
            codes = rank[keys.indices.fill_null(len(names)).to_numpy()]
            keyed = codes >= 0
            if keyed.any():
                yield owners.to_numpy()[keyed], codes[keyed]


def _groups(file: Path, columns: list[str], most: int) -> Iterator[list[Any]]:
    """Yield columns of a Parquet file, one of its groups of rows at a time, or less."""
    with pq.ParquetFile(file) as opened:
        # Batches would be read ahead, which takes several times the memory.
        for number in range(opened.metadata.num_row_groups):
            for batch in opened.read_row_group(number, columns).to_batches(most):
                yield [batch.column(column) for column in columns]
