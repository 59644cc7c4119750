"""The things of a stored corpus in parts, read from its Parquet file as they are counted.

For corpora whose factors do not fit in memory: only one part, and what was counted so far, is
held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.counting import Part
from causal.corpus.partitions import distinct_part

if TYPE_CHECKING:
    from causal.corpus.columns import Array

__all__ = ["Streamed"]

ROWS = 4_000_000
"""Rows read at a time: some 400,000 incidents."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """The factors of a stored corpus, by part.

    Args:
        file: The Parquet file of its factors, sorted by incident.
        names: The keys, sorted; a thing is its place among them.
        incidents: How many incidents there are.
        rows: How many rows to read at a time.
    """

    file: Path
    names: tuple[str, ...]
    incidents: int
    rows: int = ROWS

    @classmethod
    def of(cls, folder: Path, *, rows: int = ROWS) -> Streamed:
        """Return the factors of the stored corpus in a folder."""
        import pyarrow.parquet as pq

        file = folder / "factors.parquet"
        names: set[str] = set()
        for batch in pq.ParquetFile(file).iter_batches(rows, columns=["key"]):
            names.update(name for name in batch.column(0).dictionary.to_pylist() if name)
        incidents = pq.ParquetFile(folder / "incidents.parquet").metadata.num_rows
        return cls(file, tuple(sorted(names)), incidents, rows)

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts, in order; an incident is never cut in two."""
        import numpy
        import pyarrow.parquet as pq

        place = {name: number for number, name in enumerate(self.names)}
        rest = numpy.zeros(0, "uint64")
        first = 0
        columns = ["incident", "key"]
        for batch in pq.ParquetFile(self.file).iter_batches(self.rows, columns=columns):
            words = numpy.concatenate([rest, _words(batch, place)])
            if not len(words):
                continue
            last = int(words[-1] >> numpy.uint64(32))
            whole = int(numpy.searchsorted(words, numpy.uint64(last << 32)))
            if whole:
                yield self._part(words[:whole], first, last)
                first = last
            rest = words[whole:]
        yield self._part(rest, first, self.incidents)

    def _part(self, words: Array, first: int, end: int) -> Part:
        import numpy

        strata = numpy.zeros(end - first, dtype="int32")
        return distinct_part(words - numpy.uint64(first << 32), strata, len(self.names), 1)


def _words(batch: Any, place: dict[str, int]) -> Array:
    """Return the incident and the thing of each row that has a key, as a word, sorted."""
    import numpy

    keys = batch.column(1)
    names = keys.dictionary.to_pylist()
    rank = numpy.array([place.get(name, -1) for name in names] + [-1], dtype="int64")
    codes = rank[keys.indices.fill_null(len(names)).to_numpy()]
    owners = batch.column(0).to_numpy().astype("uint64")
    keyed = codes >= 0
    words: Array = (owners[keyed] << numpy.uint64(32)) | codes[keyed].astype("uint64")
    words.sort()
    return words
