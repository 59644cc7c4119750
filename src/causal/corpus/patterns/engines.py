"""Who counts: this process, DuckDB out of core, or Dask on several machines; the counts are equal.

An engine takes the parts of a corpus and gives the merged counts of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.counting import Counts, Part, count_part, merged
from causal.corpus.tables.partitions import Parts
from causal.corpus.tables.streaming import Streamed
from causal.errors import MissingExtra
from causal.libraries import numpy, pyarrow

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

Engine = Callable[[Iterable[Part], int], Counts]

RETRIES = 5
AHEAD = 8
PER_WORKER = 4
"""Parts for each worker: few enough to be worth sending, enough to share the work evenly."""

ROWS_AT_ONCE = 512
"""Lots of 2,048 rows that are brought over from DuckDB together."""


def library(engine: str, module: str = "") -> Any:
    """Return the library of an engine.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        return import_module(module or engine)
    except ImportError:
        raise MissingExtra(
            f"the engine {engine!r} needs it: install 'causal-postmortem[scale]'"
        ) from None


def local(parts: Iterable[Part], order: int) -> Counts:
    """Return the counts, each part counted in this process in turn."""
    return merged(count_part(part, order) for part in parts)


def duckdb(parts: Iterable[Part], order: int, *, memory: str = "1GB") -> Counts:
    """Return the counts, sets counted by joins that spill to disk beyond a memory limit.

    Factors of a stored corpus are read by DuckDB itself, from their Parquet file.

    Raises:
        MissingExtra: duckdb is not installed.
    """
    import tempfile

    with (
        tempfile.TemporaryDirectory() as folder,
        library("duckdb").connect(f"{folder}/factors.duckdb") as connection,
    ):
        connection.execute(f"SET memory_limit='{memory}'; SET temp_directory='{folder}'")
        connection.execute("CREATE TABLE f (i UBIGINT, c UBIGINT)")
        stored = parts.stored if isinstance(parts, Parts | Streamed) else None
        if stored is not None:
            _read(connection, stored, parts)
        singles, kinds, start = [], 1, 0
        for part in parts:
            singles.append(count_part(part, order=0))
            if stored is None:
                _insert(connection, part, start)
            start, kinds = start + len(part.sizes), max(1, part.kinds)
        alone = merged(singles)
        return Counts(*_fetch(connection, order, kinds), alone.single, alone.falling)


def _read(connection: Any, file: Path, parts: Any) -> None:
    names = pyarrow.table({"name": pyarrow.array(parts.names, "string")})
    codes = pyarrow.array(range(len(parts.names)), "uint64")
    connection.register("names", names.append_column("c", codes))
    connection.execute(
        "INSERT INTO f SELECT DISTINCT incident, c FROM read_parquet(?) JOIN names ON key = name",
        [str(file)],
    )
    connection.unregister("names")


def _insert(connection: Any, part: Part, start: int) -> None:
    owners = numpy.repeat(numpy.arange(start, start + len(part.sizes)), part.sizes)
    rows = pyarrow.table({"i": owners.astype("uint64"), "c": part.codes.astype("uint64")})
    connection.register("rows", rows)
    connection.execute("INSERT INTO f SELECT i, c FROM rows")
    connection.unregister("rows")


def _fetch(connection: Any, order: int, kinds: int) -> tuple[Array, Array]:
    """Return each set and its count, brought over some at a time."""
    kind = "uint32" if kinds**order <= 2**32 else "uint64"
    keys, together = [numpy.zeros(0, kind)], [numpy.zeros(0, "uint32")]
    found = connection.execute(_join(order, kinds))
    while len(some := found.fetch_df_chunk(ROWS_AT_ONCE)):
        keys.append(some["k"].to_numpy().astype(kind))
        together.append(some["n"].to_numpy().astype("uint32"))
    return numpy.concatenate(keys), numpy.concatenate(together)


def _join(order: int, kinds: int) -> str:
    key, tables = "a.c", "f a"
    for one, other in (("a", "b"), ("b", "d"))[: order - 1]:
        key = f"({key}) * {kinds} + {other}.c"
        tables += f" JOIN f {other} ON {other}.i = {one}.i AND {other}.c > {one}.c"
    return f"SELECT {key} AS k, count(*) AS n FROM {tables} GROUP BY k ORDER BY k"


def dask(parts: Iterable[Part], order: int, *, client: Any = None) -> Counts:
    """Return the counts, parts counted by the workers of a Dask cluster.

    A corpus is cut into several parts for each worker. What a worker had in hand when it died is
    given to another.

    Args:
        parts: The parts.
        order: How many things make a set.
        client: The cluster's client; the current one, or one for this machine, when not given.

    Raises:
        MissingExtra: dask is not installed.
    """
    with dask_client(client) as workers:
        if isinstance(parts, Parts | Streamed):
            known = workers.scheduler_info(n_workers=-1)["workers"]
            parts = parts.cut(PER_WORKER * max(1, len(known)))
        return merged(_counted(parts, order, workers))


@contextmanager
def dask_client(client: Any = None) -> Iterator[Any]:
    """Let work in the context use a cluster's client: that given, the current one, or an own one.

    Raises:
        MissingExtra: dask is not installed.
    """
    cluster = library("dask", "distributed")
    if client is None:
        try:
            client = cluster.get_client()
        except ValueError:
            with cluster.Client(n_workers=2, threads_per_worker=1, dashboard_address=":0") as own:
                yield own
            return
    yield client


def _counted(parts: Iterable[Part], order: int, client: Any) -> Iterable[Counts]:
    """Yield the counts of the parts, in their order, a few parts under way at any time."""
    waiting: list[Any] = []
    for part in parts:
        waiting.append(client.submit(count_part, part, order, retries=RETRIES, pure=False))
        if len(waiting) >= AHEAD:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


ENGINES: dict[str, Engine] = {"local": local, "duckdb": duckdb, "dask": dask}
"""Engines by name."""
