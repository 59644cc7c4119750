"""Pairs counted from Parquet, out of core: causal against DuckDB held to 2 GB, and its engines.

Run: ``python benchmarks/corpus/outofcore.py outofcore [incidents]`` or ``... engines``.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import planted
from measuring import KINDS, both, main, peak, run, tell

QUERY = """
SELECT count(*), sum(n)::BIGINT FROM (
    SELECT a.f, b.f, count(*) n FROM {rows} a JOIN {rows} b ON a.i = b.i AND a.f < b.f GROUP BY 1, 2
)
"""


def write_stream(folder, incidents):
    """Write the two Parquet files that counting reads, block by block."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = pa.array([planted.key(f) for f in range(KINDS[incidents])])
    kind = pa.dictionary(pa.int32(), pa.string())
    schema = pa.schema({"incident": pa.int32(), "key": kind})
    with pq.ParquetWriter(Path(folder) / "factors.parquet", schema, use_dictionary=["key"]) as out:
        for number, start in enumerate(range(0, incidents, 1_000_000)):
            drawn = planted.null(min(1_000_000, incidents), KINDS[incidents], seed=number)
            keys = pa.DictionaryArray.from_arrays(pa.array(drawn.factors.astype("int32")), names)
            out.write_table(
                pa.table({"incident": (drawn.owners + start).astype("int32"), "key": keys}, schema)
            )
    pq.write_table(pa.table({"id": pa.nulls(incidents)}), Path(folder) / "incidents.parquet")


def streamed(folder):
    import pyarrow.parquet as pq

    from causal.corpus.tables.streaming import Streamed

    incidents = pq.ParquetFile(Path(folder) / "incidents.parquet").metadata.num_rows
    return Streamed.of(Path(folder) / "factors.parquet", np.zeros(incidents, "int32"))


def by_causal(folder):
    from causal.corpus.patterns.engines import ENGINES

    counts = ENGINES["local"](streamed(folder), 2)
    return len(counts.keys), counts.together.sum()


def by_engine_duckdb(folder):
    from causal.corpus.patterns.engines import ENGINES

    counts = ENGINES["duckdb"](streamed(folder), 2)
    return len(counts.keys), counts.together.sum()


def by_engine_dask(folder):
    import distributed

    from causal.corpus.patterns.engines import dask

    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        start = time.perf_counter()
        counts = dask(streamed(folder), 2, client=client)
        tell(name="dask without its start", seconds=time.perf_counter() - start)
    return len(counts.keys), counts.together.sum()


def by_duckdb(folder):
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit='2GB'; SET temp_directory='{folder}/spill'")
        table = f"read_parquet('{folder}/factors.parquet')"
        connection.execute(f"CREATE TYPE k AS ENUM (SELECT DISTINCT key FROM {table} ORDER BY 1)")
        rows = f"(SELECT incident i, key::k f FROM {table})"
        return connection.execute(QUERY.format(rows=rows)).fetchone()


STREAMS = {
    "causal": by_causal,
    "duckdb": by_duckdb,
    "engine duckdb": by_engine_duckdb,
    "engine dask": by_engine_dask,
}


def stream(name, folder):
    seconds, worked, found = both(lambda: STREAMS[name](Path(folder)))
    found = [int(x) for x in found]
    tell(name=name, seconds=seconds, processor_s=worked, peak_mb=peak(), found=found)


def outofcore(incidents=10_000_000):
    with tempfile.TemporaryDirectory() as folder:
        write_stream(folder, incidents)
        for name in ("causal", "duckdb"):
            run("stream", name, folder, seconds=420)


def engines(incidents=1_000_000):
    with tempfile.TemporaryDirectory() as folder:
        write_stream(folder, incidents)
        for name in STREAMS:
            run("stream", name, folder)


if __name__ == "__main__":
    main(outofcore, engines, stream)
