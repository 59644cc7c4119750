"""A cache of what was read: the raw tables, and for each file its size, time, hash and share.

A file is taken from the cache when its size and time are as they were, or when its content has
the same hash. A time too near to that of the reading proves nothing (the file may have changed
again within the same tick of the clock), so such a file is hashed. What does not fit is never
trusted: a damaged cache, or one of another version, is built again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.corpus import Corpus
from causal.corpus.read.merge import Piece, as_rows, assemble, faults_of, read_fresh
from causal.corpus.read.reopen import FromFiles
from causal.corpus.read.sources import shown
from causal.corpus.tables.joining import join
from causal.corpus.tables.storage import (
    DamagedCorpus,
    is_stored,
    need_pyarrow,
    open_tables,
    read_table,
    write_tables,
)
from causal.errors import Fault

if TYPE_CHECKING:
    from causal.corpus.read.load import Progress
    from causal.corpus.tables.tables import Tables

__all__ = ["load_cached"]

FILES, LINES = "files.parquet", "lines.parquet"
SURE_AFTER = 2_000_000_000
"""Nanoseconds after which no clock of a file system ticks without showing a change."""


@dataclass(frozen=True, slots=True)
class State:
    """A file as it was when it was read; `size` -1 where there was none to read."""

    size: int
    mtime: int
    sha256: bytes
    sure: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """A cache that was opened: its tables, and by path the state and the piece of each file."""

    tables: Tables
    states: dict[str, State]
    pieces: dict[str, Piece]
    distinct: bool


def load_cached(
    paths: Sequence[Path], folder: Path, workers: int, progress: Progress | None
) -> Corpus:
    """Return the corpus of files, those that did not change taken from the cache in a folder.

    Raises:
        FileExistsError: There is something else at the place of the cache.
        MissingExtra: pyarrow is not installed.
    """
    need_pyarrow()
    old = _remembered(folder)
    states = {shown(path): _state(path, old) for path in paths}
    stale = [path for path in paths if old is None or not _same(states, old, path)]
    if old is not None and not stale and list(states) == list(old.states):
        if states != old.states:
            _write(old.tables, folder, states, list(old.pieces.values()), old.distinct)
        return _unchanged(paths, old)
    fresh, read = read_fresh(stale, 1, workers, progress)
    new = dict(zip(map(shown, stale), read, strict=True))
    pieces = [new[name] if name in new else old.pieces[name] for name in states if new or old]  # type: ignore[union-attr]  # without a cache every file is new
    parts = [old.tables if old else fresh, fresh]
    raw, renumbered = _raw(parts, pieces)
    corpus = assemble(paths, [raw], renumbered)
    distinct = len(corpus) == len(raw.incidents)
    _write(raw, folder, states, renumbered, distinct)
    kept = _remembered(folder)
    return _unchanged(paths, kept) if kept else corpus


def _unchanged(paths: Sequence[Path], old: Remembered) -> Corpus:
    import numpy

    pieces = list(old.pieces.values())
    if not old.distinct:
        return assemble(paths, [old.tables], pieces)
    counts = [len(piece.lines) for piece in pieces]
    owner = numpy.repeat(numpy.arange(len(paths), dtype="int32"), counts)
    return Corpus(old.tables, FromFiles(paths, owner, old.tables))


def _raw(parts: Sequence[Tables], pieces: Sequence[Piece]) -> tuple[Tables, list[Piece]]:
    """Return the incidents of all pieces, in their order, as one part, and the pieces of that."""
    offset = len(parts[0].incidents)
    rows = [
        row + offset * piece.part
        for piece in pieces
        for row in range(piece.start, piece.start + len(piece.lines))
    ]
    ends = accumulate((len(piece.lines) for piece in pieces), initial=0)
    renumbered = [
        Piece(0, start, piece.lines, piece.faults)
        for start, piece in zip(ends, pieces, strict=False)
    ]
    faults = join_faults(renumbered)
    return join(parts, as_rows(rows), faults), renumbered


def join_faults(pieces: Sequence[Piece]) -> Any:
    """Return the faults of pieces as a table."""
    from causal.corpus.tables.columns import Pool
    from causal.corpus.tables.tables import Table

    table = Table("faults", Pool())
    for piece in pieces:
        for f in piece.faults:
            table.add(f.file or None, f.line, f.where, f.problem, f.hint, f.rule)
    return table


def _state(path: Path, old: Remembered | None) -> State:
    """Return the state of a file, its content read only where size and time prove nothing."""
    now = time.time_ns()
    try:
        stat = path.stat()
        known = old.states.get(shown(path)) if old else None
        if known and known.sure and (known.size, known.mtime) == (stat.st_size, stat.st_mtime_ns):
            return known
        if not path.is_file():
            return State(-1, 0, b"", sure=False)
        digest = hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return State(-1, 0, b"", sure=False)
    sure = 0 < stat.st_mtime_ns < now - SURE_AFTER
    return State(stat.st_size, stat.st_mtime_ns, digest, sure)


def _same(states: dict[str, State], old: Remembered, path: Path) -> bool:
    name = shown(path)
    known, found = old.states.get(name), states[name]
    return known is not None and found.size >= 0 and known.sha256 == found.sha256


def _write(
    raw: Tables,
    folder: Path,
    states: dict[str, State],
    pieces: Sequence[Piece],
    distinct: bool,
) -> None:
    import pyarrow as pa

    rows = list(states.values())
    columns = {
        "path": pa.array(list(states), pa.large_string()),
        "size": pa.array([s.size for s in rows], pa.int64()),
        "mtime_ns": pa.array([s.mtime for s in rows], pa.int64()),
        "sha256": pa.array([s.sha256 for s in rows], pa.binary()),
        "sure": pa.array([s.sure for s in rows], pa.bool_()),
        "incidents": pa.array([len(p.lines) for p in pieces], pa.int64()),
        "faults": pa.array([len(p.faults) for p in pieces], pa.int64()),
    }
    lines = {
        "line": pa.array([line for piece in pieces for line in piece.lines], pa.int64()),
        "distinct": pa.array([distinct] * len(raw.incidents), pa.bool_()),
    }
    write_tables(raw, folder, more={FILES: pa.table(columns), LINES: pa.table(lines)})


def _remembered(folder: Path) -> Remembered | None:
    """Return what a cache remembers; None where there is none, or none to be trusted."""
    if not is_stored(folder):
        return None
    try:
        tables = open_tables(folder)
        files, lines = read_table(folder / FILES), read_table(folder / LINES)
    except DamagedCorpus:
        return None
    faults = faults_of(tables)
    states: dict[str, State] = {}
    pieces: dict[str, Piece] = {}
    start = seen = 0
    for path, size, mtime, sha256, sure, incidents, wrong in zip(*files.values(), strict=True):
        states[path] = State(size, mtime, sha256, sure)
        own: list[Fault] = faults[seen : seen + wrong]
        pieces[path] = Piece(0, start, lines["line"][start : start + incidents], own)
        start, seen = start + incidents, seen + wrong
    return Remembered(tables, states, pieces, all(lines["distinct"]))
