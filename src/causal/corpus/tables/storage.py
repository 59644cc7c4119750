"""A corpus as a folder of Parquet files: a file per table, its texts in another.

``corpus.json`` names the files with their sizes and hashes, so that a folder that was cut short
or changed is seen for what it is. Everything is read when it is first asked for; texts are read
again each time instead of being kept.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import KINDS, Column, Names, Pool
from causal.corpus.tables.packing import Kept, Lazy
from causal.corpus.tables.schema import TABLES
from causal.corpus.tables.tables import Table, Tables
from causal.errors import CausalError, MissingExtra

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

__all__ = [
    "MANIFEST",
    "DamagedCorpus",
    "is_stored",
    "need_pyarrow",
    "open_tables",
    "read_table",
    "write_tables",
]

Opened = dict[str, "_File"]
"""Files of a stored corpus by name, open for as long as its tables live."""

MANIFEST = "corpus.json"
FORMAT = 1
_DERIVED = frozenset({"canonical"})


class DamagedCorpus(CausalError):  # noqa: N818  # says what is so, like its siblings
    """A stored corpus that is not as it was written."""


def need_pyarrow() -> None:
    """Make sure that Parquet can be read and written.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401  # only to see whether it is there
    except ImportError:
        raise MissingExtra("Parquet needs pyarrow: install 'causal-postmortem[corpus]'") from None


def schema_digest() -> str:
    """Return what changes whenever a column of the tables does."""
    kinds = {table: [(c, kind) for c, (kind, _) in of.items()] for table, of in TABLES.items()}
    return hashlib.sha256(json.dumps(kinds).encode()).hexdigest()[:16]


def is_stored(folder: Path) -> bool:
    """Return whether a folder is a stored corpus."""
    return (folder / MANIFEST).is_file()


def write_tables(tables: Tables, folder: Path, *, more: dict[str, Any] | None = None) -> Path:
    """Write tables to a folder of their own, whole or not at all.

    Args:
        tables: The tables.
        folder: Where to; an earlier corpus there is replaced.
        more: Arrow tables to store with them, by file name.

    Raises:
        FileExistsError: There is something else at that place.
        MissingExtra: pyarrow is not installed.
        OSError: The folder cannot be written.
    """
    need_pyarrow()
    occupied = folder.exists() and not is_stored(folder)
    if occupied and not (folder.is_dir() and not any(folder.iterdir())):
        raise FileExistsError(f"{str(folder)!r} exists and is no stored corpus: name a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _fill(tables, fresh, more or {})
        fresh.chmod(0o755)
        _put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _put_in_place(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.replace(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    folder.replace(aside / "old")
    try:
        fresh.replace(folder)
    except OSError:
        (aside / "old").replace(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _fill(tables: Tables, folder: Path, more: dict[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from causal.corpus.tables.arrow import TEXT_KINDS, to_arrow

    blocks = dict(more)
    for name, columns in TABLES.items():
        table = tables.table(name)
        stored = {c: kind for c, (kind, _) in columns.items() if c not in _DERIVED}
        for file, texts in ((name, False), (f"{name}.texts", True)):
            chosen = [c for c, kind in stored.items() if (kind in TEXT_KINDS) is texts]
            arrays = {c: to_arrow(name, c, table.columns[c]) for c in chosen}
            blocks[f"{file}.parquet"] = pa.table(arrays)
    for file, block in blocks.items():
        pq.write_table(
            block,
            folder / file,
            compression="zstd",
            use_dictionary=_coded(block),
            row_group_size=2**23,
        )
    manifest = {
        "causal_corpus": FORMAT,
        "schema": schema_digest(),
        "rows": {name: len(tables.table(name)) for name in TABLES},
        "files": {file: _state(folder / file) for file in sorted(blocks)},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _coded(block: Any) -> list[str]:
    """Return the columns whose values repeat, the only ones that a dictionary makes smaller."""
    kinds = ("dictionary", "list", "double", "int64", "timestamp", "date")
    return [f.name if "list" not in str(f.type) else f"{f.name}.list.element"
            for f in block.schema if str(f.type).startswith(kinds)]  # fmt: skip


def _state(file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"size": file.stat().st_size, "sha256": digest}


def open_tables(folder: Path, *, verify: bool = True) -> Tables:
    """Return the tables in a folder, each column read when it is first asked for.

    Args:
        folder: The folder.
        verify: Whether to hold every file against its hash first.

    Raises:
        DamagedCorpus: Something is missing or not as it was written.
        MissingExtra: pyarrow is not installed.
    """
    need_pyarrow()
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        manifest = json.loads(text)
        known = manifest["causal_corpus"] == FORMAT and manifest["schema"] == schema_digest()
        rows = {name: int(manifest["rows"][name]) for name in TABLES}
        files = dict(manifest["files"])
        whole = {f"{name}{part}.parquet" for name in TABLES for part in ("", ".texts")} <= set(
            files
        )
        for file, state in files.items():
            size = (folder / file).stat().st_size
            whole &= size == state["size"] and (not verify or _state(folder / file) == state)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedCorpus(f"{folder}: no stored corpus, or a damaged one: {error!r}") from None
    if not known:
        raise DamagedCorpus(f"{folder}: stored by another version of causal; store it again")
    if not whole:
        raise DamagedCorpus(f"{folder}: files are missing or not as they were written")
    pool = Pool()
    opened = _opened(folder, files)
    tables = {name: _stored(opened, name, pool, rows) for name in TABLES}
    return Tables(tables, pool, partial(_unchanged, folder, text))


def _unchanged(folder: Path, manifest: str) -> Path | None:
    """Return a folder if it still holds what was opened: another corpus may have replaced it."""
    try:
        now = (folder / MANIFEST).read_text(encoding="utf-8")
    except OSError:
        return None
    return folder if now == manifest else None


def _opened(folder: Path, files: Iterable[str]) -> Opened:
    """Return the open files, so that a later replacement of the folder cannot mix with them."""
    return {file: _File(folder / file) for file in files if "/" not in file}


class _File:
    """A Parquet file that is open, what stands at its end read once."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self._map = pa.memory_map(str(path))

    @cached_property
    def _metadata(self) -> Any:
        import pyarrow.parquet as pq

        return pq.ParquetFile(self._map).metadata

    def read(self, column: str) -> Any:
        """Return a column as an Arrow array in chunks."""
        import pyarrow.parquet as pq

        opened = pq.ParquetFile(self._map, metadata=self._metadata)
        return opened.read(columns=[column]).column(0)


def _stored(opened: Opened, name: str, pool: Pool, rows: dict[str, int]) -> Table:
    columns = {column: _column(opened, name, column, pool, rows) for column in TABLES[name]}
    return Table(name, pool, columns, rows[name])


def _column(opened: Opened, table: str, name: str, pool: Pool, rows: dict[str, int]) -> Column:
    from causal.corpus.tables.arrow import TEXT_KINDS, from_arrow

    kind = TABLES[table][name][0]
    made: Callable[..., Column] = KINDS[kind]
    if name in _DERIVED:
        return made(pool)
    texts = kind in TEXT_KINDS
    file = opened[f"{table}{'.texts' if texts else ''}.parquet"]

    def read() -> tuple[Kept, Kept | None]:
        return from_arrow(kind, _read(file, name), pool, rows["incidents"])

    if texts:
        return made(pool, _OnDisk(file, name))
    if made is Names:
        return Names(pool, *_pair(read))
    return made(pool, Lazy(lambda: read()[0]))


def _pair(read: Any) -> tuple[Lazy, Lazy]:
    """Return codes and lengths of one column, read together when either is first asked for."""
    found: list[tuple[Kept, Kept]] = []

    def part(index: int) -> Kept:
        if not found:
            found.append(read())
        return found[0][index]

    return Lazy(lambda: part(0)), Lazy(lambda: part(1))


class _OnDisk:
    """Texts that stay on disk and are read each time."""

    nbytes = 0

    def __init__(self, file: _File, column: str) -> None:
        self._file, self._column = file, column

    def array(self) -> Array:
        """Return the texts as objects, None where none is stated."""
        from causal.corpus.tables.arrow import Texts

        return Texts(_read(self._file, self._column)).array()


def _read(file: _File, column: str) -> Any:
    """Return one column as a single Arrow array.

    Raises:
        DamagedCorpus: The file is gone or cannot be read.
    """
    import pyarrow as pa

    try:
        found = file.read(column)
    except (OSError, pa.ArrowException) as error:
        raise DamagedCorpus(f"column {column!r} cannot be read: {error}") from None
    found = found.unify_dictionaries()
    return found.combine_chunks() if found.num_chunks != 1 else found.chunk(0)


def read_table(file: Path) -> dict[str, list[Any]]:
    """Return a small Parquet file as lists, by column.

    Raises:
        DamagedCorpus: The file is gone or cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found: dict[str, list[Any]] = pq.read_table(file).to_pydict()
    except (OSError, pa.ArrowException) as error:
        raise DamagedCorpus(f"{file}: cannot be read: {error}") from None
    return found
