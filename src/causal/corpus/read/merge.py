"""Incidents from several places in one corpus: files read now, a cache, stored corpora.

Each place gives raw tables, in which an id may still occur twice; a `Piece` says which of their
rows a path stands for. Put together in the order of the paths, the first to name an id has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from causal.corpus.corpus import Corpus
from causal.corpus.read.load import Progress, tell, twice
from causal.corpus.read.one_file import lost_file, read_file
from causal.corpus.read.parallel import in_order, rarely_collected
from causal.corpus.read.reopen import FromFiles
from causal.corpus.tables.columns import Pool
from causal.corpus.tables.joining import join
from causal.corpus.tables.storage import is_stored, open_tables
from causal.corpus.tables.tables import Table, Tables
from causal.errors import Fault

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

__all__ = ["Piece", "assemble", "faults_of", "load_mixed", "read_fresh"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What a path gave.

    Args:
        part: The number of the raw tables that hold it.
        start: The first of its rows in them.
        lines: The line of each incident; 0 where it has none.
        faults: What could not be read.
    """

    part: int
    start: int
    lines: Sequence[int]
    faults: Sequence[Fault]


def load_mixed(paths: Sequence[Path], workers: int, progress: Progress | None) -> Corpus:
    """Return the corpus of files and stored corpora together."""
    files = [path for path in paths if not is_stored(path)]
    fresh, read = read_fresh(files, 0, workers, progress)
    parts, pieces = [fresh], dict(zip(files, read, strict=True))
    for path in paths:
        if path not in pieces:
            tables = open_tables(path)
            pieces[path] = Piece(len(parts), 0, [0] * len(tables.incidents), faults_of(tables))
            parts.append(tables)
    return assemble(paths, parts, [pieces[path] for path in paths])


def read_fresh(
    files: Sequence[Path], part: int, workers: int, progress: Progress | None
) -> tuple[Tables, list[Piece]]:
    """Return the raw tables of files, and the piece that each of them is."""
    tables, pieces = Tables(), []
    with rarely_collected() as tick:
        for number, found in enumerate(in_order(read_file, files, workers, lost=lost_file)):
            lines = [entry.line for entry in found.entries]
            pieces.append(Piece(part, len(tables.incidents), lines, found.faults))
            for entry in found.entries:
                tables.add(entry.rows)
            tell(progress, number + 1, len(files))
            tick()
    return tables, pieces


def assemble(paths: Sequence[Path], parts: Sequence[Tables], pieces: Sequence[Piece]) -> Corpus:
    """Return the corpus of pieces in their order, ids that occur again left out as faults."""
    import numpy

    ids = [part.ids for part in parts]
    offsets = numpy.cumsum([0, *map(len, ids)])
    faults, held = Table("faults", Pool()), dict[str, int]()
    chosen: list[int] = []
    owner: list[int] = []
    for number, piece in enumerate(pieces):
        found = list(piece.faults)
        for row, line in enumerate(piece.lines, piece.start):
            incident = ids[piece.part][row]
            first = held.setdefault(incident, len(chosen))
            if first == len(chosen):
                chosen.append(int(offsets[piece.part]) + row)
                owner.append(number)
            else:
                found.append(twice(incident, paths[number], line, paths[owner[first]]))
        for f in found:
            faults.add(f.file or None, f.line, f.where, f.problem, f.hint, f.rule)
    tables = join(parts, as_rows(chosen), faults)
    return Corpus(tables, FromFiles(paths, numpy.array(owner, dtype="int32"), tables))


def as_rows(rows: Sequence[int]) -> Array:
    """Return row numbers as an array, also when there are none."""
    import numpy

    return numpy.array(rows, dtype="int64")


def faults_of(tables: Tables) -> list[Fault]:
    """Return the faults in tables as they were when they were added."""
    table = tables.faults
    columns = [table.array(name).tolist() for name in ("file", "line", "where", "problem", "hint")]
    rules = table.names_of("rule")
    return [
        Fault(where or "", problem, hint or "", file or "", line, rule or "value")
        for file, line, where, problem, hint, rule in zip(*columns, rules, strict=True)
    ]
