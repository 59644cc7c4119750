"""Many files to one corpus: each is read, turned into rows and let go; faults never end the run."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from causal.corpus.corpus import Corpus
from causal.corpus.read.one_file import lost_file, read_file
from causal.corpus.read.parallel import in_order, rarely_collected
from causal.corpus.read.reopen import FromFiles, FromTables
from causal.corpus.read.sources import Source, find_files, shown
from causal.corpus.tables.storage import is_stored, open_tables
from causal.corpus.tables.tables import Tables
from causal.errors import Fault

if TYPE_CHECKING:
    import pandas

__all__ = ["Progress", "load_corpus"]

Progress = Callable[[int, int], None]


def load_corpus(
    source: Source | Mapping[str, pandas.DataFrame],
    *,
    cache: str | os.PathLike[str] | bool | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Corpus:
    """Return the corpus of all incidents in a folder, a glob, a file or many paths.

    Every file is read on its own, in sorted order, and turned into rows; the model of an incident
    is not kept. What cannot be read becomes rows of `.faults`, one per fault, and the rest is
    read on; in worker processes, that holds even for a file that kills them. When an id occurs
    twice, the first file has it and the second is a fault. In a ``.jsonl`` file each line is an
    incident, and a bad line is one fault. A folder that `Corpus.to_parquet` wrote is opened as it
    is, its columns read when they are first asked for.

    Args:
        source: A folder (read with all folders below it), a glob such as ``"posts/**/*.yaml"``, a
            file, an iterable of these, or DataFrames by name, as `Corpus.from_frames` takes them.
        cache: A folder of Parquet files that remembers what was read: the next time, only files
            whose content changed are read. True puts it into ``.causal-cache`` in the folder that
            is read. A damaged cache is built again.
        workers: How many processes read files, where there are more than 64; the corpus is the
            same for any number. More than one needs ``if __name__ == "__main__":`` around the
            script that calls it.
        progress: Called now and then with how many files are done, of how many.

    Raises:
        FileNotFoundError: A single path that is no glob does not exist.
        InvalidIncident: DataFrames do not fit together.
        MissingExtra: A cache or a stored corpus needs pyarrow, which is not installed.
        ValueError: There is no single folder for ``cache=True``, or `workers` is less than 1.
    """
    if isinstance(source, Mapping):
        return Corpus.from_frames(**source)
    paths = find_files(source)
    if cache is not None and cache is not False:
        from causal.corpus.read.cache import load_cached

        return load_cached(paths, _cache_folder(source, cache), workers, progress)
    if len(paths) == 1 and is_stored(paths[0]):
        tables = open_tables(paths[0])
        return Corpus(tables, FromTables(tables))
    if any(is_stored(path) for path in paths):
        from causal.corpus.read.merge import load_mixed

        return load_mixed(paths, workers, progress)
    return _load_files(paths, workers, progress)


def _cache_folder(source: Source, cache: str | os.PathLike[str] | bool) -> Path:
    if not isinstance(cache, bool):
        return Path(cache)
    if isinstance(source, str | os.PathLike) and Path(source).is_dir():
        return Path(source) / ".causal-cache"
    raise ValueError(
        f"cache=True needs one folder to read, not {source!r}: name the cache's folder"
    )


def _load_files(paths: Sequence[Path], workers: int, progress: Progress | None) -> Corpus:
    tables, owner = Tables(), array("q")
    held: dict[str, int] = {}
    with rarely_collected() as tick:
        for number, found in enumerate(in_order(read_file, paths, workers, lost=lost_file)):
            faults = list(found.faults)
            for entry in found.entries:
                first = held.get(entry.id)
                if first is None:
                    held[entry.id] = number
                    tables.add(entry.rows)
                    owner.append(number)
                else:
                    faults.append(twice(entry.id, found.path, entry.line, paths[first]))
            for fault in faults:
                tables.add_fault(fault)
            tell(progress, number + 1, len(paths))
            tick()
    return Corpus(tables, FromFiles(paths, owner, tables))


def twice(incident: str, path: Path, line: int, first: Path) -> Fault:
    """Return the fault of an incident whose id another has already."""
    return Fault(
        where="id",
        problem=f"the id {incident!r} is that of the incident in {shown(first)}, which is kept",
        hint="give each incident an id of its own",
        file=shown(path),
        line=line,
        rule="duplicate-incident",
    )


def tell(progress: Progress | None, done: int, of: int) -> None:
    """Tell how far it has come, about a hundred times in all."""
    if progress is not None and (done == of or done % max(1, of // 100) == 0):
        progress(done, of)
