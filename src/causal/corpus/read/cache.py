"""A cache of what was read: tables and documents, and for each file its size, time and hash.

A file is taken from the cache when its size and time are as they were, or when its content has
the same hash. A time too near to that of the reading proves nothing (the file may have changed
again within the same tick of the clock), so such a file is hashed. What does not fit is never
trusted: a damaged cache, or one of another version, is built again.
"""

from __future__ import annotations

import stat as mode
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.read.one_file import MANY_INCIDENTS
from causal.corpus.read.pieces import Piece, faults_of, read_fresh
from causal.corpus.read.sources import LINES, shown, suffix_of
from causal.corpus.tables.building import chosen_from
from causal.corpus.tables.manifest import DamagedCorpus, is_stored
from causal.corpus.tables.storage import open_tables, read_table, write_tables
from causal.errors import CausalError
from causal.io.safe_file import sha256_of
from causal.libraries import numpy
from causal.libraries import pyarrow as pa

if TYPE_CHECKING:
    from causal.corpus.read.pieces import Progress
    from causal.errors import Fault

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
    """A cache that was opened: by path the state and the piece of each file."""

    states: dict[str, State]
    pieces: dict[str, Piece]


def read_cached(
    paths: Sequence[Path],
    folder: Path,
    workers: int,
    progress: Progress | None,
    options: Mapping[str, Any] | None = None,
) -> list[Piece]:
    """Return the piece that each file is, those that did not change taken from a cache.

    Raises:
        FileExistsError: There is something else at the place of the cache.
    """
    old = _remembered(folder)
    states = {shown(path): _state(path, old) for path in paths}
    stale = [path for path in paths if not _same(states, old, path)]
    fresh = dict(zip(map(shown, stale), read_fresh(stale, workers, progress, options), strict=True))
    pieces = [fresh.get(name) or old.pieces[name] for name in states]
    if stale or states != old.states or list(states) != list(old.states):
        _write(folder, states, pieces)
    return pieces


def _state(path: Path, old: Remembered) -> State:
    """Return the state of a file, its content read only where size and time prove nothing."""
    now = time.time_ns()
    try:
        stat = path.stat()
        known = old.states.get(shown(path))
        if known and known.sure and (known.size, known.mtime) == (stat.st_size, stat.st_mtime_ns):
            return known
        if not mode.S_ISREG(stat.st_mode):
            return State(-1, 0, b"", sure=False)
        if stat.st_size > MANY_INCIDENTS and suffix_of(path) not in LINES:
            return State(-1, 0, b"", sure=False)  # no reader takes it either
        digest = sha256_of(path)[1].digest()
    except (OSError, CausalError):
        return State(-1, 0, b"", sure=False)
    sure = 0 < stat.st_mtime_ns < now - SURE_AFTER
    return State(stat.st_size, stat.st_mtime_ns, digest, sure)


def _same(states: dict[str, State], old: Remembered, path: Path) -> bool:
    name = shown(path)
    known, found = old.states.get(name), states[name]
    return known is not None and found.size >= 0 and known.sha256 == found.sha256


def _write(folder: Path, states: dict[str, State], pieces: Sequence[Piece]) -> None:
    parts = list(dict.fromkeys(piece.tables for piece in pieces))
    sizes = accumulate((len(part.incidents) for part in parts), initial=0)
    offset = dict(zip(parts, sizes, strict=False))
    rows = [
        offset[piece.tables] + row
        for piece in pieces
        for row in range(piece.start, piece.start + len(piece.lines))
    ]
    faults: list[Fault] = [fault for piece in pieces for fault in piece.faults]
    raw = chosen_from(parts, numpy.array(rows, dtype="int64"), faults)
    kept = list(states.values())
    files = {
        "path": pa.array(list(states), pa.large_string()),
        "size": pa.array([s.size for s in kept], pa.int64()),
        "mtime": pa.array([s.mtime for s in kept], pa.int64()),
        "sha256": pa.array([s.sha256 for s in kept], pa.binary()),
        "sure": pa.array([s.sure for s in kept], pa.bool_()),
        "incidents": pa.array([len(p.lines) for p in pieces], pa.int64()),
        "faults": pa.array([len(p.faults) for p in pieces], pa.int64()),
    }
    lines = pa.array([line for piece in pieces for line in piece.lines], pa.int64())
    more = {"files": pa.table(files), "lines": pa.table({"line": lines})}
    write_tables(raw, folder, more=more, checked=False)


def _remembered(folder: Path) -> Remembered:
    """Return what a cache remembers; nothing where there is none, or none to be trusted."""
    states: dict[str, State] = {}
    pieces: dict[str, Piece] = {}
    if not is_stored(folder):
        return Remembered(states, pieces)
    try:
        tables = open_tables(folder)
        files, lines = read_table(folder, "files"), read_table(folder, "lines")["line"]
        faults, start, seen = faults_of(tables), 0, 0
        for path, size, mtime, sha256, sure, incidents, wrong in zip(*files.values(), strict=True):
            states[path] = State(size, mtime, sha256, sure)
            own = faults[seen : seen + wrong]
            pieces[path] = Piece(tables, start, lines[start : start + incidents], own)
            start, seen = start + incidents, seen + wrong
        whole = start == len(lines) == len(tables.incidents) and seen == len(faults)
    except (DamagedCorpus, KeyError, TypeError, ValueError):
        whole = False
    return Remembered(states, pieces) if whole else Remembered({}, {})
