"""The same counts over many stored corpora: here, on the workers of a Dask cluster, or by DuckDB.

Each folder is what `Corpus.to_parquet` wrote, say one a month or one a team, and each incident is
in one of them. A count over all is the sum of the counts of each, so it is the same wherever they
are counted, and one folder at a time is in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.engines import dask_client
from causal.corpus.patterns.statistics import share
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.groups import distinct
from causal.corpus.tables.manifest import is_stored, stored_file
from causal.errors import CausalError, MissingExtra, UnknownName

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern

WHAT = {"factors": ("key",), "layers": ("layer",), "links": ("cause", "effect")}
"""What is counted, and the columns that name it."""

FAILED = ("breached", "absent", "bypassed", "degraded")
_COUNTS = {
    "incidents": "count",
    "total": "count",
    "share": "number",
    "share_low": "number",
    "share_high": "number",
}
_RETRIES = 5


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
    from causal.corpus.patterns.pattern import pattern

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
        count, total = _by_duckdb(paths, what)
    else:
        parts = (
            _by_dask(paths, what, client)
            if engine == "dask"
            else map(_count, paths, [what] * len(paths))
        )
        count, total = {}, 0
        for part, named in parts:
            total += named
            for name, number in part.items():
                count[name] = count.get(name, 0) + number
    columns, rows = WHAT[what], []
    for name, number in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        shares = dict(zip(("share", "share_low", "share_high"), share(number, total), strict=True))
        rows.append(
            {**dict(zip(columns, name, strict=True)), "incidents": number, "total": total, **shares}
        )
    where = f"{counted(len(paths), 'folder')}, {counted(total, 'incident')} that name {what}"
    words = f"{counted(len(rows), what.removesuffix('s'))} in {where}."
    kinds = dict.fromkeys(columns, "text") | _COUNTS
    note = "An incident that is in two folders is counted twice: keep each in one."
    return pattern(kinds, rows, words=words, warnings=[note], engine=engine)


Part = tuple[dict[tuple[str, ...], int], int]
"""The incidents of each name, and how many incidents name any."""


def _count(folder: Path, what: str) -> Part:
    """Return the counts of one folder."""
    import numpy

    from causal.corpus.patterns.recurring_links import recurring_links
    from causal.corpus.tables.storage import open_tables

    tables = open_tables(folder)
    if what == "links":
        frame = recurring_links(tables, 1, "factors")
        links = zip(frame["cause"], frame["effect"], frame["incidents"], strict=True)
        keyed = tables.factors.array("key") != MISSING
        whole = len(distinct(tables.factors.array("incident")[keyed]))
        return {(cause, effect): int(n) for cause, effect, n in links}, whole
    table, column = (tables.factors, "key") if what == "factors" else (tables.layers, "layer")
    codes, owners = table.array(column), table.array("incident")
    named = codes != MISSING
    whole = len(distinct(owners[named]))
    if what == "layers":
        named &= numpy.isin(table.array("state"), [tables.pool.code(state) for state in FAILED])
    kinds = len(tables.pool.names)
    pairs = distinct(owners[named].astype("int64") * kinds + codes[named])
    counts = numpy.bincount(pairs % kinds, minlength=kinds)
    return {(tables.pool.names[code],): int(counts[code]) for code in counts.nonzero()[0]}, whole


def _by_dask(paths: list[Path], what: str, client: Any) -> list[Part]:
    """Return the counts of each folder, counted by the workers of a cluster."""
    with dask_client(client) as workers:
        futures = workers.map(_count, paths, [what] * len(paths), retries=_RETRIES, pure=False)
        found: list[Part] = workers.gather(futures)
        return found


def _by_duckdb(paths: list[Path], what: str) -> tuple[dict[tuple[str, ...], int], int]:
    """Return the counts over all folders, read by DuckDB from their Parquet files."""
    if what == "links":
        raise CausalError("links lead through factors without a key: ask the engine local or dask")
    try:
        import duckdb
    except ImportError:
        raise MissingExtra(
            "the engine 'duckdb' needs it: install 'causal-postmortem[scale]'"
        ) from None
    table, column = ("factors", "key") if what == "factors" else ("layers", "layer")
    files = [str(stored_file(path, table)) for path in paths]
    rows = f"SELECT * FROM read_parquet(?, filename = true) WHERE {column} IS NOT NULL"
    shown = "" if what == "factors" else f"WHERE state IN {FAILED!r}"
    with duckdb.connect() as connection:
        whole = connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT filename, incident FROM ({rows}))", [files]
        ).fetchall()[0][0]
        found = connection.execute(
            f"SELECT {column}::VARCHAR, count(*) FROM (SELECT DISTINCT filename, incident, "
            f"{column} FROM ({rows}) {shown}) GROUP BY 1",
            [files],
        ).fetchall()
    return {(name,): int(number) for name, number in found}, int(whole)
