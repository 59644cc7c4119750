"""Incidents from several places in one corpus: files read now, a cache, stored corpora.

Each place gives tables in which an id may still occur twice; a `Piece` says which of their rows a
path stands for. Put together in the order of the paths, the first to name an id has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.read.one_file import lost_file, read_file
from causal.corpus.read.parallel import in_order, rarely_collected
from causal.corpus.read.sources import shown
from causal.corpus.tables.building import Builder, chosen_from
from causal.corpus.tables.manifest import DamagedCorpus
from causal.corpus.tables.storage import open_tables
from causal.errors import Fault
from causal.libraries import numpy

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

Progress = Callable[[int, int], None]
"""Is told how many files are read, and of how many."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a path gave.

    Args:
        tables: The tables that hold it.
        start: The first of its rows in them.
        lines: The line of each incident; 0 where it has none.
        faults: What could not be read.
    """

    tables: Tables
    start: int
    lines: Sequence[int]
    faults: Sequence[Fault]


def read_fresh(
    files: Sequence[Path],
    workers: int,
    progress: Progress | None,
    options: Mapping[str, Any] | None = None,
) -> list[Piece]:
    """Return the piece that each of some files is; all are in the same tables."""
    builder, spans = Builder(), []
    read = partial(read_file, options=options) if options else read_file
    with rarely_collected() as tick:
        for number, found in enumerate(in_order(read, files, workers, lost=lost_file)):
            lines = [entry.line for entry in found.entries]
            spans.append((builder.incidents, lines, found.faults))
            for entry in found.entries:
                builder.add(entry.rows, entry.document)
            _tell(progress, number + 1, len(files))
            tick()
    tables = builder.tables()
    return [Piece(tables, *span) for span in spans]


def stored_piece(folder: Path) -> Piece:
    """Return the piece that a stored corpus is; one that is not as it should be is a fault."""
    try:
        tables = open_tables(folder)
    except DamagedCorpus as error:
        hint = "store it again with to_parquet, or leave it out"
        fault = Fault("", str(error), hint, shown(folder), rule="damaged-corpus")
        return Piece(Builder().tables(), 0, [], [fault])
    return Piece(tables, 0, [0] * len(tables.incidents), faults_of(tables))


def assembled(paths: Sequence[Path], pieces: Sequence[Piece], faults: Sequence[Fault]) -> Tables:
    """Return the tables of pieces in their order, ids that occur again left out as faults.

    Args:
        paths: The path of each piece.
        pieces: The pieces.
        faults: What is at fault besides.
    """
    parts = list(dict.fromkeys(piece.tables for piece in pieces))
    sizes = numpy.cumsum([0, *(len(part.incidents) for part in parts)]).tolist()
    offset = dict(zip(parts, sizes, strict=False))
    held: dict[str, int] = {}
    chosen: list[int] = []
    told: list[Fault] = []
    for number, piece in enumerate(pieces):
        told += piece.faults
        ids = piece.tables.ids
        for row, line in enumerate(piece.lines, piece.start):
            first = held.get(ids[row])
            if first is None:
                held[ids[row]] = number
                chosen.append(offset[piece.tables] + row)
            else:
                told.append(_twice(ids[row], paths[number], line, paths[first]))
    told += faults
    return chosen_from(parts, numpy.array(chosen, dtype="int64"), told)


def _twice(incident: str, path: Path, line: int, first: Path) -> Fault:
    """Return the fault of an incident whose id another has already."""
    return Fault(
        where="id",
        problem=f"the id {incident!r} is that of the incident in {shown(first)}, which is kept",
        hint="give each incident an id of its own",
        file=shown(path),
        line=line,
        rule="duplicate-incident",
    )


def _tell(progress: Progress | None, done: int, of: int) -> None:
    """Tell how far it has come, about a hundred times in all."""
    if progress is not None and (done == of or done % max(1, of // 100) == 0):
        progress(done, of)


def faults_of(tables: Tables) -> list[Fault]:
    """Return the faults in tables as they were when they were added."""
    names = ("where", "problem", "hint", "file", "line", "rule")
    columns = (tables.faults.arrow(name).to_pylist() for name in names)
    return [
        Fault(where or "", problem or "", hint or "", file or "", line or 0, rule or "value")
        for where, problem, hint, file, line, rule in zip(*columns, strict=True)
    ]
