"""Pairs of factors counted exactly, by causal and by its peers, all in one run.

Run: ``python benchmarks/corpus/pairs.py pairs [incidents]``. Each contender runs in a process of
its own, so that its peak memory is its own; the memory of a process that has only drawn the
corpus is taken off.
"""

from __future__ import annotations

import tempfile

import numpy as np
import planted
from measuring import KINDS, both, main, parts, peak, run, tell


def by_causal(drawn):
    from causal.corpus.patterns.engines import ENGINES

    counts = ENGINES["local"](parts(drawn), 2)
    return len(counts.keys), int(counts.together.sum())


def by_pandas(drawn):
    import pandas as pd

    rows = pd.DataFrame({"i": drawn.owners.astype("int32"), "f": drawn.factors.astype("int32")})
    both = rows.merge(rows, on="i")
    found = both[both["f_x"] < both["f_y"]].groupby(["f_x", "f_y"]).size()
    return len(found), int(found.sum())


def by_duckdb(drawn, memory="8GB"):
    import duckdb
    import pyarrow as pa

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit='{memory}'; SET temp_directory='{folder}'")
        rows = pa.table({"i": drawn.owners.astype("int32"), "f": drawn.factors.astype("int32")})
        connection.register("r", rows)
        query = (
            "SELECT a.f, b.f, count(*) n FROM r a JOIN r b ON a.i = b.i AND a.f < b.f GROUP BY 1, 2"
        )
        return connection.execute(f"SELECT count(*), sum(n)::BIGINT FROM ({query})").fetchone()


def by_scipy(drawn):
    from scipy.sparse import csr_matrix, triu

    ones = np.ones(len(drawn.owners), "int32")
    shape = (drawn.incidents, drawn.kinds)
    x = csr_matrix((ones, (drawn.owners, drawn.factors)), shape=shape)
    found = triu(x.T @ x, k=1)
    return found.nnz, int(found.sum())


def by_networkx(drawn):
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from(
        (("i", i), ("f", f))
        for i, f in zip(drawn.owners.tolist(), drawn.factors.tolist(), strict=True)
    )
    factors = [node for node in graph if node[0] == "f"]
    found = nx.bipartite.weighted_projected_graph(graph, factors)
    return found.number_of_edges(), sum(w for _, _, w in found.edges(data="weight"))


def nothing(drawn):
    return len(drawn.owners), 0


PAIRS = {
    "nothing": nothing,
    "causal": by_causal,
    "scipy": by_scipy,
    "duckdb": by_duckdb,
    "pandas": by_pandas,
    "networkx": by_networkx,
}


def one(name, incidents):
    drawn = planted.null(incidents, KINDS[incidents], seed=1)
    if name in ("causal", "scipy", "duckdb"):
        PAIRS[name](planted.null(1_000, 500, seed=1))
    times = 1 if name == "networkx" or (name == "pandas" and incidents > 100_000) else 3
    seconds, worked, found = both(lambda: PAIRS[name](drawn), times)
    found = [int(x) for x in found]
    tell(name=name, seconds=seconds, processor_s=worked, peak_mb=peak(), found=found)


def pairs(incidents=1_000_000):
    for name in PAIRS:
        if name != "networkx" or incidents <= 10_000:
            run("one", name, incidents)


def growth():
    """What causal takes as corpora grow; ten million are measured in `outofcore.py`."""
    for incidents in (10_000, 100_000, 1_000_000):
        for name in ("nothing", "causal"):
            run("one", name, incidents)


if __name__ == "__main__":
    main(pairs, one, growth)
