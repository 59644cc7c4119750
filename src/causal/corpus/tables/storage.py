"""A corpus as a folder of Parquet files: a file per table, its texts and its documents in others.

``causal-corpus.json`` names the files of one writing with their sizes and hashes. A new corpus is
written beside the old one, under names of its own, and takes its place when that one file is
replaced: a whole corpus is always there. Then what the earlier file listed is removed, nothing
else. Columns are read when they are first asked for; texts are read again each time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from causal.corpus.tables.columns import Pool, encoded, narrow, whole
from causal.corpus.tables.manifest import (
    MANIFEST,
    DamagedCorpus,
    Manifest,
    read_manifest,
    stored_file,
)
from causal.corpus.tables.schema import STORED, TEXTS
from causal.corpus.tables.stored_checks import check_stored
from causal.corpus.tables.tables import Table, Tables
from causal.libraries import parquet as pq
from causal.libraries import pyarrow as pa

LEFT_OVER = re.compile(r"[a-z]+(\.texts)?-[0-9a-f]{12}\.parquet|\.[0-9a-f]{16}\.tmp")
"""Names that only a writing gives: those of another writing than the current one are left over.

The second is the draft of a manifest, as `causal.atomic` names it.
"""


def write_tables(
    tables: Tables, folder: Path, *, more: Mapping[str, Any] | None = None, checked: bool = True
) -> Path:
    """Write tables to a folder of their own, whole or not at all.

    Args:
        tables: The tables.
        folder: Where to; an earlier corpus there is replaced, other files are left as they are.
        more: Arrow tables to store with them, by name.
        checked: Whether each id occurs once; a cache keeps what has to be checked again.

    Raises:
        FileExistsError: There is something else at that place.
        OSError: The folder cannot be written.
    """
    import secrets

    from causal.atomic import write_atomic

    _occupied(folder)
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    writing = secrets.token_hex(6)
    with _alone(folder):
        try:
            files = dict(_written(tables, folder, writing, more or {}))
            rows = {name: len(tables.table(name)) for name in STORED}
            manifest = Manifest.of(folder, rows, files, tables.notes, checked)
            earlier = read_manifest(folder, tolerant=True)
            write_atomic(folder / MANIFEST, manifest.text())
        except BaseException:
            _sweep(folder, lambda name: writing in name)
            if made:
                with suppress(OSError):
                    folder.rmdir()
            raise
        _sweep(folder, lambda name: writing not in name)
        if earlier is not None:
            for file in earlier.old_files(folder):
                file.unlink(missing_ok=True)
    return folder


def _occupied(folder: Path) -> None:
    """Make sure that nothing stands at a place but a stored corpus, or what a dead one left."""
    if not folder.exists() or read_manifest(folder, tolerant=True) is not None:
        return
    if folder.is_dir() and all(LEFT_OVER.fullmatch(file.name) for file in folder.iterdir()):
        return
    raise FileExistsError(f"{str(folder)!r} exists and is no stored corpus: name a new folder")


def _sweep(folder: Path, wanted: Callable[[str], bool]) -> None:
    for file in list(folder.iterdir()):
        if LEFT_OVER.fullmatch(file.name) and wanted(file.name) and not file.is_dir():
            file.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes to a folder, where the system can tell."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _written(
    tables: Tables, folder: Path, writing: str, more: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Write every file and yield its name and what it is called in the folder."""
    blocks = dict(more)
    for name, kinds in STORED.items():
        block = tables.table(name).block()
        for part, texts in ((name, False), (f"{name}.texts", True)):
            chosen = [c for c, kind in kinds.items() if (kind in TEXTS) is texts]
            blocks[part] = block.select(chosen)
    some = tables.documents is not None
    kept = [tables.document(row) if some else None for row in range(len(tables.incidents))]
    blocks["documents"] = pa.table({"incident": pa.array(kept, pa.large_string())})
    for name, block in blocks.items():
        file = f"{name}-{writing}.parquet"
        pq.write_table(
            block, folder / file, compression="zstd", use_dictionary=_coded(block),
            row_group_size=2**23,
        )  # fmt: skip
        yield name, file


def _coded(block: Any) -> list[str]:
    """Return the columns whose values repeat, the only ones that a dictionary makes smaller."""
    kinds = ("dictionary", "list", "double", "int64", "timestamp", "date")
    return [f.name if "list" not in str(f.type) else f"{f.name}.list.element"
            for f in block.schema if str(f.type).startswith(kinds)]  # fmt: skip


def open_tables(folder: Path) -> Tables:
    """Return the tables in a folder, each column read when it is first asked for.

    Every file is held against its hash, and its rows against the rules.

    Raises:
        DamagedCorpus: Something is missing, not as it was written, or not as it could be written.
    """
    for last in (False, False, True):  # another writing may take the place of the one being opened
        manifest = read_manifest(folder)
        assert manifest is not None
        try:
            manifest.verify(folder)
            opened = {name: _File(folder / file) for name, file in manifest.names.items()}
            tables = _tables(folder, manifest, opened)
            check_stored(tables, opened, manifest.checked)
        except DamagedCorpus:
            again = read_manifest(folder, tolerant=True)
            if last or again is None or again.text() == manifest.text():
                raise
            continue
        return tables
    raise AssertionError


def _tables(folder: Path, manifest: Manifest, opened: Mapping[str, _File]) -> Tables:
    pool, tables = Pool(), {}
    for name, kinds in STORED.items():
        columns = {
            column: _reading(opened[f"{name}.texts" if kind in TEXTS else name], column, kind)
            for column, kind in kinds.items()
        }
        tables[name] = Table(name, pool, columns, manifest.rows[name])
    documents = partial(opened["documents"].read, "incident")
    text = manifest.text()

    def unchanged() -> Path | None:
        now = read_manifest(folder, tolerant=True)
        return folder if now is not None and now.text() == text else None

    return Tables(tables, pool, documents, unchanged, manifest.notes)


def _reading(file: _File, column: str, kind: str) -> Callable[[], Any]:
    def read() -> Any:
        found = file.read(column)
        return narrow(encoded(found)) if kind == "name" else found

    return read if kind in TEXTS else cache(read)


class _File:
    """A Parquet file that is open, so that a later writing cannot mix with it."""

    def __init__(self, path: Path) -> None:
        try:
            self._map = pa.memory_map(str(path))
            self.metadata = pq.ParquetFile(self._map).metadata
            self.schema = pq.ParquetFile(self._map, metadata=self.metadata).schema_arrow
        except (OSError, pa.ArrowException, ValueError) as error:
            raise DamagedCorpus(f"{path}: cannot be read: {error}") from None
        self.path = path

    def read(self, column: str) -> Any:
        """Return a column as one Arrow array.

        Raises:
            DamagedCorpus: The file cannot be read.
        """
        try:
            opened = pq.ParquetFile(self._map, metadata=self.metadata)
            return whole(opened.read(columns=[column]).column(0))
        except (OSError, pa.ArrowException, ValueError, KeyError, IndexError) as error:
            raise DamagedCorpus(f"{self.path}: column {column!r} cannot be read: {error}") from None


def read_table(folder: Path, name: str) -> dict[str, list[Any]]:
    """Return a small table that was stored with a corpus as lists, by column.

    Raises:
        DamagedCorpus: The file is gone or cannot be read.
    """
    file = _File(stored_file(folder, name))
    return {column: file.read(column).to_pylist() for column in file.schema.names}
