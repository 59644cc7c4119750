"""Who counts: this process, DuckDB out of core, or Dask on several machines; the counts are equal.

An engine takes the parts of a corpus and gives the merged counts of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from causal.corpus.counting import Counts, Part, count_part, merged
from causal.errors import MissingExtra

__all__ = ["ENGINES", "Engine"]

Engine = Callable[[Iterable[Part], int], Counts]

RETRIES = 5
AHEAD = 8


def local(parts: Iterable[Part], order: int) -> Counts:
    """Return the counts, each part counted in this process in turn."""
    return merged(count_part(part, order) for part in parts)


def duckdb(parts: Iterable[Part], order: int, *, memory: str = "1GB") -> Counts:
    """Return the counts, sets counted by joins that spill to disk beyond a memory limit.

    Raises:
        MissingExtra: duckdb is not installed.
    """
    try:
        import duckdb as engine
    except ImportError:
        raise MissingExtra(
            "the engine 'duckdb' needs it: install 'causal-postmortem[corpus]'"
        ) from None
    import tempfile

    with tempfile.TemporaryDirectory() as folder, engine.connect() as connection:
        connection.execute(f"SET memory_limit='{memory}'; SET temp_directory='{folder}'")
        connection.execute("CREATE TABLE f (i UBIGINT, c UBIGINT)")
        singles, kinds, start = [], 1, 0
        for part in parts:
            singles.append(count_part(part, order=0))
            _insert(connection, part, start)
            start, kinds = start + len(part.sizes), max(1, part.kinds)
        found: dict[str, Any] = connection.execute(_join(order, kinds)).fetchnumpy()
    alone = merged(singles)
    kind = "uint32" if kinds**order <= 2**32 else "uint64"
    return Counts(found["k"].astype(kind), found["n"].astype("uint32"), alone.single, alone.falling)


def _insert(connection: Any, part: Part, start: int) -> None:
    import numpy
    import pyarrow

    owners = numpy.repeat(numpy.arange(start, start + len(part.sizes)), part.sizes)
    rows = pyarrow.table({"i": owners.astype("uint64"), "c": part.codes.astype("uint64")})
    connection.register("rows", rows)
    connection.execute("INSERT INTO f SELECT i, c FROM rows")
    connection.unregister("rows")


def _join(order: int, kinds: int) -> str:
    key, tables = "a.c", "f a"
    for one, other in (("a", "b"), ("b", "d"))[: order - 1]:
        key = f"({key}) * {kinds} + {other}.c"
        tables += f" JOIN f {other} ON {other}.i = {one}.i AND {other}.c > {one}.c"
    return f"SELECT {key} AS k, count(*) AS n FROM {tables} GROUP BY k ORDER BY k"


def dask(parts: Iterable[Part], order: int, *, client: Any = None) -> Counts:
    """Return the counts, parts counted by the workers of a Dask cluster.

    What a worker had in hand when it died is given to another.

    Args:
        parts: The parts.
        order: How many things make a set.
        client: The cluster's client; the current one, or one for this machine, when not given.

    Raises:
        MissingExtra: dask is not installed.
    """
    try:
        import distributed
    except ImportError:
        raise MissingExtra(
            "the engine 'dask' needs it: install 'causal-postmortem[dask]'"
        ) from None
    cluster: Any = distributed
    if client is None:
        try:
            client = cluster.get_client()
        except ValueError:
            with cluster.Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as own:
                return dask(parts, order, client=own)
    return merged(_counted(parts, order, client))


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
