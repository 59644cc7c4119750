"""Tables put together: incident by incident from rows, or from the rows of other tables."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import arrow_type, as_arrow
from causal.corpus.tables.groups import ranges
from causal.corpus.tables.schema import STORED, TABLES
from causal.corpus.tables.tables import Tables
from causal.libraries import compute as pc
from causal.libraries import numpy
from causal.libraries import pyarrow as pa

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.encode import Rows
    from causal.errors import Fault

AT_ONCE = 2_000
"""Incidents held as Python values before they become Arrow arrays."""


class Builder:
    """Rows of incidents, gathered into the tables of a corpus."""

    def __init__(self) -> None:
        self.incidents = 0
        self._rows: Rows = {name: [] for name in STORED}
        self._documents: list[bytes | None] = []
        self._blocks: dict[str, list[Any]] = {name: [] for name in STORED}
        self._kept: list[Any] = []

    def add(self, rows: Rows, document: bytes | None = None) -> None:
        """Add one incident, as `encode` gives it, and its canonical JSON, compressed."""
        for name, found in rows.items():
            if name == "incidents":
                self._rows[name] += found
            else:
                self._rows[name] += [(self.incidents, *row) for row in found]
        self._documents.append(document)
        self.incidents += 1
        if self.incidents % AT_ONCE == 0:
            self._flush()

    def _flush(self) -> None:
        for name, rows in self._rows.items():
            self._blocks[name].append(block_of(name, rows))
        self._kept.append(pa.array(self._documents, pa.large_binary()))
        self._rows, self._documents = {name: [] for name in STORED}, []

    def tables(self) -> Tables:
        """Return the tables of all that was added."""
        self._flush()
        blocks = {name: pa.concat_tables(found) for name, found in self._blocks.items()}
        return Tables.of_blocks(blocks, pa.concat_arrays(self._kept))


def packed(document: str) -> bytes:
    """Return a document in the form in which tables keep it."""
    return zlib.compress(document.encode(), 1)


def block_of(name: str, rows: Sequence[Sequence[Any]]) -> Any:
    """Return rows of a table, values in the order of the schema, as an Arrow table."""
    kinds = TABLES[name]
    columns = zip(*rows, strict=True) if rows else ([()] * len(kinds))
    made = {
        column: as_arrow(kind, list(values))
        for (column, (kind, _)), values in zip(kinds.items(), columns, strict=True)
        if kind != "canonical"
    }
    schema = pa.schema([(column, arrow_type(kind)) for column, kind in STORED[name].items()])
    return pa.table(made).cast(schema)


def _fault_row(f: Fault) -> tuple[Any, ...]:
    return (f.file or None, f.line, f.where, f.problem, f.hint, f.rule)


def fault_block(faults: Sequence[Fault]) -> Any:
    """Return faults as an Arrow table."""
    return block_of("faults", [_fault_row(fault) for fault in faults])


def chosen_from(parts: Sequence[Tables], chosen: Array, faults: Sequence[Fault]) -> Tables:
    """Return the tables of incidents chosen from several corpora.

    Args:
        parts: The corpora.
        chosen: Rows of incidents, numbered on from one part to the next, in the order wanted.
        faults: The faults it shall have.
    """
    parts = [part for part in parts if len(part.incidents)] or [Builder().tables()]
    counts = numpy.cumsum([0, *(len(part.incidents) for part in parts)])
    whole = len(chosen) == counts[-1] and bool((chosen == numpy.arange(len(chosen))).all())
    blocks = {"faults": fault_block(faults)}
    for name, kinds in STORED.items():
        if name == "faults":
            continue
        found = [_numbered(p.table(name).block(), first) for p, first in zip(parts, counts)]  # noqa: B905  # one count more
        schema = pa.schema([(column, arrow_type(kind)) for column, kind in kinds.items()])
        block = pa.concat_tables([b.select(schema.names).cast(schema) for b in found])
        blocks[name] = block if whole else _rows(name, block, chosen, int(counts[-1]))
    documents = pa.concat_arrays([_documents(part) for part in parts])
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    kept = documents if whole else documents.take(pa.array(chosen))
    return Tables.of_blocks(blocks, kept, tuple(notes))


def _numbered(block: Any, first: int) -> Any:
    if not first or "incident" not in block.column_names:
        return block
    place = block.column_names.index("incident")
    return block.set_column(place, "incident", pc.add(block.column("incident"), int(first)))


def _rows(name: str, block: Any, chosen: Array, of: int) -> Any:
    """Return the rows of chosen incidents, these numbered anew."""
    block = block.unify_dictionaries().combine_chunks()
    if name == "incidents":
        return block.take(pa.array(chosen))
    counts = numpy.bincount(block.column("incident").to_numpy(), minlength=of)
    starts = numpy.cumsum(counts) - counts
    taken = block.take(pa.array(ranges(starts[chosen], counts[chosen])))
    owners = numpy.repeat(numpy.arange(len(chosen), dtype="int32"), counts[chosen])
    return taken.set_column(0, "incident", pa.array(owners))


def _documents(part: Tables) -> Any:
    kept = part.documents() if callable(part.documents) else part.documents
    if kept is None:
        return pa.nulls(len(part.incidents), pa.large_binary())
    if pa.types.is_large_binary(kept.type):
        return kept
    return pa.array([None if d is None else packed(d) for d in kept.to_pylist()], pa.large_binary())
