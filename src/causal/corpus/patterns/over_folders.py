"""The same counts over many stored corpora: here, on the workers of a Dask cluster, or by DuckDB.

Each folder is what `Corpus.to_parquet` wrote, say one a month or one a team, and each incident is
in one of them. A count over all is the sum of the counts of each, so it is the same wherever they
are counted, and one folder at a time is in memory.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.coded.levels import in_line
from causal.corpus.patterns.asked import columns, pattern
from causal.corpus.patterns.engines import RETRIES, dask_client, library
from causal.corpus.patterns.statistics import share
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.contracted import contracted
from causal.corpus.tables.manifest import is_stored, stored_file
from causal.corpus.tables.schema import FAILED
from causal.corpus.tables.storage import open_tables
from causal.errors import CausalError, UnknownName
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern

WHAT = {"factors": ("key",), "layers": ("layer",), "links": ("cause", "effect")}
"""What is counted, and the columns that name it."""

_COUNTS = columns("count: incidents total; number: share share_low share_high")


def count_folders(
    folders: Iterable[str | os.PathLike[str]],
    what: str = "factors",
    *,
    engine: str = "local",
    client: Any = None,
) -> Pattern:
    """Return in how many incidents of all folders each factor, layer or link stands.

    Columns: ``key`` (or ``layer`` that failed, or ``cause, effect``), ``incidents, total``
    (incidents that name any), ``share, share_low, share_high`` (Wilson 95 %); the most frequent
    first. ``attrs`` holds ``words`` and ``warnings``.

    Args:
        folders: Stored corpora; no incident may be in two of them.
        what: ``factors`` (canonical ones), ``layers`` or ``links``.
        engine: ``local`` (one folder at a time in this process), ``dask`` (each by a worker, which
            must see the folder under the same path), or ``duckdb`` (out of core; not for links,
            which lead through factors without a key).
        client: The Dask client; the current one, or one for this machine, when not given.

    Raises:
        CausalError: A folder is no stored corpus, there is none, or DuckDB is asked for links.
        MissingExtra: The engine is not installed.
        UnknownName: There is no such engine, or no such thing to count.
    """
    if what not in WHAT:
        raise UnknownName("thing to count", what, WHAT)
    if engine not in ("local", "dask", "duckdb"):
        raise UnknownName("engine", engine, ("local", "dask", "duckdb"))
    paths = [Path(folder) for folder in folders]
    wrong = [path for path in paths if not is_stored(path)]
    if wrong or not paths:
        shown = ", ".join(map(repr, map(str, wrong))) or "no folder"
        raise CausalError(f"{shown}: give folders that Corpus.to_parquet wrote")
    if engine == "duckdb":
        parts = [_by_duckdb(paths, what)]
    elif engine == "dask":
        with dask_client(client) as workers:
            asked = workers.map(_count, paths, [what] * len(paths), retries=RETRIES, pure=False)
            parts = workers.gather(asked)
    else:
        parts = [_count(path, what) for path in paths]
    count, total, named = Counter[tuple[str, ...]](), 0, WHAT[what]
    for part, whole in parts:
        count.update(part)
        total += whole
    kinds = dict.fromkeys(named, "text") | _COUNTS
    rows = [
        dict(zip(kinds, (*name, number, total, *share(number, total)), strict=True))
        for name, number in sorted(count.items(), key=lambda item: (-item[1], item[0]))
    ]
    where = f"{counted(len(paths), 'folder')}, {counted(total, 'incident')} that name {what}"
    words = f"{counted(len(rows), what.removesuffix('s'))} in {where}."
    note = "An incident that is in two folders is counted twice: keep each in one."
    return pattern(kinds, rows, words=words, warnings=[note], engine=engine)


Part = tuple[dict[tuple[str, ...], int], int]
"""The incidents of each name, and how many incidents name any."""


def _count(folder: Path, what: str) -> Part:
    """Return the counts of one folder."""
    tables = open_tables(folder)
    table, column = (tables.layers, "layer") if what == "layers" else (tables.factors, "key")
    frame = pandas.DataFrame({n: table.array(n) for n in ("incident", column)})
    named = frame[frame[column] != MISSING]
    whole = named["incident"].nunique()
    if what == "links":
        found = contracted(tables, "factors")
        ends = found.links[["cause", "effect"]].to_numpy().tolist()
        links = Counter((found.names[a], found.names[b]) for a, b in ends)
        return {link: n for link, n in links.items() if not in_line(link)}, whole
    if what == "layers":
        failed = [tables.pool.code(state) for state in FAILED]
        named = named[numpy.isin(table.array("state")[named.index], failed)]
    counts = Counter(named.drop_duplicates()[column].tolist())
    return {(tables.pool.names[code],): number for code, number in counts.items()}, whole


def _by_duckdb(paths: list[Path], what: str) -> Part:
    """Return the counts over all folders, read by DuckDB from their Parquet files."""
    if what == "links":
        raise CausalError("links lead through factors without a key: ask the engine local or dask")
    table, column = ("factors", "key") if what == "factors" else ("layers", "layer")
    files = [str(stored_file(path, table)) for path in paths]
    rows = f"SELECT * FROM read_parquet(?, filename = true) WHERE {column} IS NOT NULL"
    shown = "" if what == "factors" else f"WHERE state IN {FAILED!r}"
    with library("duckdb").connect() as connection:
        whole = connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT filename, incident FROM ({rows}))", [files]
        ).fetchall()[0][0]
        found = connection.execute(
            f"SELECT {column}::VARCHAR, count(*) FROM (SELECT DISTINCT filename, incident, "
            f"{column} FROM ({rows}) {shown}) GROUP BY 1",
            [files],
        ).fetchall()
    return {(name,): int(number) for name, number in found}, int(whole)
