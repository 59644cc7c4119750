"""Many files to one corpus: each is read, turned into rows and let go; faults never end the run."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.corpus import Corpus, over
from causal.corpus.read.pieces import Piece, Progress, assembled, read_fresh, stored_piece
from causal.corpus.read.sources import Source, Sources
from causal.corpus.tables.manifest import is_stored
from causal.corpus.tables.storage import open_tables
from causal.errors import CausalError, UnknownName
from causal.io.read_settings import read_settings

if TYPE_CHECKING:
    import pandas

    from causal.catalogue import Catalogue


def load_corpus(
    source: Source | Mapping[str, pandas.DataFrame],
    *,
    cache: str | os.PathLike[str] | bool | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    catalogue: Catalogue | None = None,
    timezone: str | None = None,
    headings: Mapping[str, str] | None = None,
) -> Corpus:
    """Return the corpus of all incidents in a folder, a glob, a file or many paths.

    Every file is read on its own, in sorted order, and turned into rows; of the incident itself
    its canonical JSON is kept. What cannot be read becomes rows of `.faults`, one per fault, and
    the rest is read on; in worker processes, that holds even for a file that kills them. Files of
    other kinds are noted there and never faults. When an id occurs twice, the first file has it
    and the second is a fault. In a ``.jsonl`` file (or a ``.jsonl.gz``) each line is an incident,
    and a bad line is one fault; a ``.json`` file may hold a list. A folder that
    `Corpus.to_parquet` wrote is opened as it is, its columns read when they are first asked for.

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
        catalogue: Canonical factors: keys that were merged count as what they are now, sentences
            that are confirmed statements get their key, and `Corpus.proposed_keys` proposes keys
            for the other factors without one. Incidents themselves stay as read.
        timezone: For documents of other tools: the zone of times that state none, such as
            ``"Europe/Oslo"``; else as ``[read]`` in the nearest ``causal.toml`` states it.
        headings: For Markdown and HTML: headings of your own to the fields they mean, such as
            ``{"What broke": "factors"}``; they add to those of ``causal.toml``.

    Raises:
        CausalError: An argument is of another kind, a zone or a field is not known, ``cache=True``
            has no single folder, or the source is one stored corpus, damaged or of another version.
        FileExistsError: There is something else at the place of the cache.
        FileNotFoundError: A single path that is no glob does not exist.
        InvalidIncident: DataFrames do not fit together.
    """
    if isinstance(source, Mapping):
        return over(Corpus.from_frames(**_frames(source)).tables, catalogue)
    if isinstance(source, str | os.PathLike) and is_stored(Path(source)):
        return over(open_tables(Path(source)), catalogue)
    if not isinstance(workers, int) or workers < 1:
        raise CausalError(f"workers is 1 or more, not {workers!r}")
    found = Sources(source)
    options = read_settings(source, timezone, headings)
    folder = _cache_folder(source, cache, options) if cache else None
    pieces = _read(found.paths, folder, workers, progress, options)
    return over(assembled(found.paths, pieces, found.faults), catalogue)


def _read(
    paths: Sequence[Path],
    cache: Path | None,
    workers: int,
    progress: Progress | None,
    options: Mapping[str, Any],
) -> list[Piece]:
    """Return what each path holds: one piece for a file, one for a folder that is stored."""
    files = [path for path in paths if not is_stored(path)]
    if cache is None:
        fresh = read_fresh(files, workers, progress, options)
    else:
        from causal.corpus.read.cache import read_cached

        fresh = read_cached(files, cache, workers, progress, options)
    pieces = dict(zip(files, fresh, strict=True))
    return [pieces[path] if path in pieces else stored_piece(path) for path in paths]


def _frames(given: Mapping[str, pandas.DataFrame]) -> Mapping[str, pandas.DataFrame]:
    names = ("incidents", "factors", "links", "actions")
    for name in given:
        if name not in names:
            raise UnknownName("table of a corpus", str(name), names)
    missing = [name for name in names[:2] if name not in given]
    if missing:
        raise CausalError(f"a corpus of tables needs {' and '.join(missing)}")
    return given


def _cache_folder(
    source: Source, cache: str | os.PathLike[str] | bool, options: Mapping[str, Any]
) -> Path:
    """Return where the cache is: what was read in another way is kept apart."""
    if not isinstance(cache, bool):
        folder = Path(cache)
    elif isinstance(source, str | os.PathLike) and Path(source).is_dir():
        folder = Path(source) / ".causal-cache"
    else:
        raise CausalError(
            f"cache=True needs one folder to read, not {source!r}: name the cache's folder"
        )
    if not options:
        return folder
    digest = hashlib.sha256(json.dumps(options, sort_keys=True, default=dict).encode()).hexdigest()
    return folder.with_name(f"{folder.name}-{digest[:8]}")
