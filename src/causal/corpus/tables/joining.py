"""Tables put together from the rows of others, incident by incident, in a given order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import KINDS, MISSING, Column, Name, Names, Pool, Prose
from causal.corpus.tables.packing import Packed, Runs
from causal.corpus.tables.schema import TABLES
from causal.corpus.tables.tables import Table, Tables

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

__all__ = ["Plain", "join"]

OF_INCIDENTS = tuple(name for name in TABLES if name != "faults")


class Plain:
    """An array kept as it is."""

    def __init__(self, values: Array) -> None:
        self._values = values

    def array(self) -> Array:
        """Return the values."""
        return self._values

    @property
    def nbytes(self) -> int:
        """The bytes held in memory."""
        return int(self._values.nbytes)


def join(parts: Sequence[Tables], chosen: Array, faults: Table) -> Tables:
    """Return one corpus of incidents chosen from several.

    Args:
        parts: The corpora.
        chosen: Rows of incidents, numbered on from one part to the next, in the order wanted.
        faults: The faults it shall have.
    """
    pool = Pool()
    codes = [_recoding(part.pool, pool, part) for part in parts]
    made: dict[str, Table] = {}
    for name in OF_INCIDENTS:
        tables = [part.table(name) for part in parts]
        rows, owners = _gather(parts, name, chosen)
        columns: dict[str, Column] = {}
        for column, (kind, _) in TABLES[name].items():
            found = [table.columns[column] for table in tables]
            if kind == "row":
                columns[column] = KINDS[kind](pool, Runs(owners, len(chosen)))
            else:
                columns[column] = _join_column(kind, found, rows, codes, pool)
        made[name] = Table(name, pool, columns, len(rows))
    return Tables(made | {"faults": faults}, pool)


def _recoding(old: Pool, new: Pool, part: Tables) -> Array:
    """Return the new code of every old one, once all columns of a part have been read."""
    import numpy

    for name in OF_INCIDENTS:
        for column in part.table(name).columns.values():
            if isinstance(column, Name | Names):
                column.codes()
    return numpy.array([new.code(name) for name in old.names] + [MISSING], dtype="int32")


def _gather(parts: Sequence[Tables], name: str, chosen: Array) -> tuple[Array, Array]:
    """Return the rows of a table, numbered on over all parts, and the new row of their incident."""
    import numpy

    if name == "incidents":
        return chosen, chosen
    counts = numpy.concatenate(
        [numpy.bincount(p.table(name).array("incident"), minlength=len(p.incidents)) for p in parts]
    )
    starts = numpy.cumsum(counts) - counts
    return ranges(starts[chosen], counts[chosen]), numpy.repeat(
        numpy.arange(len(chosen)), counts[chosen]
    )


def ranges(starts: Array, counts: Array) -> Array:
    """Return the numbers from each start on, as many as its count, one range after the other."""
    import numpy

    shift = numpy.repeat(starts - (numpy.cumsum(counts) - counts), counts)
    found: Array = shift + numpy.arange(len(shift))
    return found


def _join_column(
    kind: str, found: Sequence[Any], rows: Array, codes: Sequence[Array], pool: Pool
) -> Column:
    import numpy

    made: Callable[..., Column] = KINDS[kind]
    if kind == "canonical":
        return made(pool)
    if isinstance(found[0], Names):
        values = numpy.concatenate([c[col.codes()] for c, col in zip(codes, found, strict=True)])
        counts = numpy.concatenate([numpy.diff(column.ends()) for column in found])
        starts = numpy.cumsum(counts) - counts
        taken = values[ranges(starts[rows], counts[rows])]
        return Names(pool, Packed(taken), Packed(counts[rows]))
    if isinstance(found[0], Prose):
        return made(pool, Plain(numpy.concatenate([column.codes() for column in found])[rows]))
    values = numpy.concatenate(
        [
            c[column.codes()] if isinstance(column, Name) else column.codes()
            for c, column in zip(codes, found, strict=True)
        ]
    )
    return made(pool, Packed(values[rows], missing=KINDS[kind].missing))
