"""Measure one thing against its peers in one run: ``run.py pairs 1000000``.

Each contender runs in a process of its own, so that its peak memory is its own; the memory of a
process that has only drawn the corpus is taken off.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import planted

KINDS = {1_000: 500, 10_000: 2_000, 100_000: 5_000, 1_000_000: 10_000, 10_000_000: 10_000}


def timed(function, times=1):
    best, found = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        found = function()
        best = min(best, time.perf_counter() - start)
    return best, found


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


# ---- pairs ---------------------------------------------------------------------------------


def parts(drawn):
    from causal.corpus.partitions import Parts

    names = tuple(map(planted.key, range(drawn.kinds)))
    strata = np.zeros(drawn.incidents, "int32")
    return Parts(names, drawn.owners.astype("int32"), drawn.factors.astype("int32"), strata, 1)


def by_causal(drawn):
    from causal.corpus.engines import ENGINES

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
    seconds, found = timed(
        lambda: PAIRS[name](drawn), 3 if incidents < 100_000 and name != "networkx" else 1
    )
    print(
        json.dumps(
            {
                "name": name,
                "seconds": round(seconds, 4),
                "peak_mb": peak(),
                "found": [int(x) for x in found],
            }
        )
    )


def pairs(incidents):
    chosen = [n for n in PAIRS if n != "networkx" or incidents <= 10_000]
    for name in chosen:
        run("one", name, str(incidents))


def run(*arguments):
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    print(done.stdout.strip() or done.stderr.strip().splitlines()[-1:], flush=True)


# ---- out of core ---------------------------------------------------------------------------


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


def stream(name, folder):
    start = time.perf_counter()
    if name == "causal":
        from causal.corpus.counting import count_part, merged
        from causal.corpus.streaming import Streamed

        counts = merged(count_part(part) for part in Streamed.of(Path(folder)))
        found = [len(counts.keys), int(counts.together.sum())]
    else:
        import duckdb

        with duckdb.connect() as connection:
            connection.execute(f"SET memory_limit='2GB'; SET temp_directory='{folder}/spill'")
            table = f"read_parquet('{folder}/factors.parquet')"
            connection.execute(
                "CREATE TYPE k AS ENUM (SELECT DISTINCT key FROM " + table + " ORDER BY 1)"
            )
            rows = f"(SELECT incident i, key::k f FROM {table})"
            query = f"SELECT a.f, b.f, count(*) n FROM {rows} a JOIN {rows} b ON a.i = b.i AND a.f < b.f GROUP BY 1, 2"
            found = connection.execute(f"SELECT count(*), sum(n)::BIGINT FROM ({query})").fetchone()
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "name": name,
                "seconds": round(seconds, 2),
                "peak_mb": peak(),
                "found": [int(x) for x in found],
            }
        )
    )


def outofcore(incidents):
    with tempfile.TemporaryDirectory() as folder:
        write_stream(folder, incidents)
        for name in ("causal", "duckdb"):
            run("stream", name, folder)


# ---- statistics ----------------------------------------------------------------------------


def statistics():
    from scipy import stats

    from causal.corpus.significance import excess, q_values

    random = np.random.default_rng(0)
    mean = 10 ** random.uniform(-2, 2, 1_000_000)
    count = np.maximum(1, random.poisson(mean))

    def all_of_it():
        p = excess(count, mean)
        return p, count / mean, q_values(p, 10_000 * 9_999 // 2)

    seconds, (p, _, _) = timed(all_of_it, 3)
    kernel, _ = timed(lambda: excess(count, mean), 3)
    poisson, other = timed(lambda: stats.poisson.sf(count - 1, mean))
    few = 20_000
    hyper, _ = timed(
        lambda: stats.hypergeom.sf(count[:few], 100_000, np.full(few, 900), np.full(few, 800))
    )
    lone, _ = timed(
        lambda: [
            stats.poisson.sf(int(c) - 1, m) for c, m in zip(count[:2000], mean[:2000], strict=True)
        ]
    )
    error = float(np.max(np.abs(p - other) / np.maximum(other, 1e-300)))
    print(json.dumps({
        "p_lift_q_1M_s": seconds, "kernel_s": kernel, "scipy.stats.poisson.sf_1M_s": poisson,
        "hypergeom.sf_1M_s": hyper * 1e6 / few, "poisson.sf_one_by_one_1M_s": lone * 500, "worst_relative_error": error,
    }))  # fmt: skip


# ---- discoveries ---------------------------------------------------------------------------


def discoveries(incidents=10_000):
    from causal.corpus.co_occurrence import Scored
    from causal.corpus.engines import ENGINES

    def called(drawn, by_service=False):
        own = parts(drawn)
        if by_service:
            from dataclasses import replace

            own = replace(
                own, strata=drawn.service.astype("int32"), groups=int(drawn.service.max()) + 1
            )
        scored = Scored(ENGINES["local"](own, 2), drawn.kinds, 2)
        hit = scored.q < 0.01
        return set(zip(scored.places[0][hit].tolist(), scored.places[1][hit].tolist(), strict=True))

    for law in planted.LAWS:
        found = [
            len(called(planted.null(n, k, law, seed=s)))
            for n, k, s in ((10_000, 2_000, 1), (100_000, 2_000, 2))
        ]
        tied = planted.null(20_000, 500, law, seed=3, services=20)
        print(
            json.dumps(
                {
                    "null": law,
                    "called_10k_100k": found,
                    "confounded": len(called(tied)),
                    "stratified": len(called(tied, True)),
                }
            )
        )
    for lift in (1.5, 2.0, 2.5, 3.0, 4.0):
        row = {"lift": lift}
        for expected in (5, 10, 20, 40):
            drawn = planted.planted(incidents, 2_000, "heavy", seed=4, expected=expected, lift=lift)
            row[f"expected_{expected}"] = f"{len(called(drawn) & set(drawn.planted))}/15"
        print(json.dumps(row))


# ---- graphs --------------------------------------------------------------------------------


def graphs(incidents=100_000):
    import networkx as nx

    from causal.corpus.graph_batch import Batch

    drawn = planted.null(incidents, 5_000, seed=1)
    random = np.random.default_rng(0)
    sizes = np.bincount(drawn.owners, minlength=incidents)
    position = np.arange(len(drawn.owners)) - (np.cumsum(sizes) - sizes)[drawn.owners]
    rows = np.concatenate([np.flatnonzero(position > 0)] * 2)
    effect = position[rows]
    cause = effect - np.minimum(effect, random.geometric(0.3, len(rows)))
    full = np.flatnonzero(sizes)
    owner = np.concatenate([drawn.owners[rows], full])
    word = np.concatenate([(effect << 8) | cause, (sizes[full] << 8) | (sizes[full] - 1)])
    links = np.unique((owner << 16) | word)
    owner, effect, cause = links >> 16, (links >> 8) & 255, links & 255

    def ours():
        batch = Batch(sizes, owner, cause, effect)
        either = np.zeros(batch.size, bool)
        return batch, batch.ancestors(), batch.depth(), batch.ways(), batch.needs(either)

    seconds, (batch, above, depth, ways, _) = timed(ours, 3)
    few = 1_000
    ends = np.searchsorted(owner, np.arange(few + 1)).tolist()
    made = []
    for i in range(few):
        graph = nx.DiGraph()
        graph.add_nodes_from(range(int(sizes[i]) + 1))
        graph.add_edges_from(
            zip(
                cause[ends[i] : ends[i + 1]].tolist(),
                effect[ends[i] : ends[i + 1]].tolist(),
                strict=True,
            )
        )
        made.append(graph)

    def theirs():
        found = []
        for graph in made:
            order, longest, count = list(nx.topological_sort(graph)), {}, {}
            for node in order:
                before = list(graph.pred[node])
                longest[node] = 1 + max((longest[b] for b in before), default=-1)
                count[node] = sum(count[b] for b in before) if before else 1
            up = {node: len(nx.ancestors(graph, node)) for node in graph}
            top = len(graph) - 1
            sources = [node for node in graph if not graph.pred[node]]
            for node in order:  # but-for: is every source-free node still true without it
                true = {}
                for other in order:
                    true[other] = other != node and all(true[b] for b in graph.pred[other])
                true[top]
            found.append((up, longest, count, sources))
        return found

    plain, found = timed(theirs)
    for i, (up, longest, count, _) in enumerate(found):
        first = int(batch.first[i])
        for node in range(len(made[i])):
            assert up[node] == int(above[first + node]).bit_count()
            assert (longest[node], count[node]) == (depth[first + node], ways[first + node])
    plain *= incidents / few
    print(
        json.dumps(
            {
                "incidents": incidents,
                "batched_s": seconds,
                "networkx_s_scaled_from_1000": plain,
                "ratio": plain / seconds,
            }
        )
    )


# ---- reopening and memory ------------------------------------------------------------------


def reopening(incidents=100_000):
    import tracemalloc

    import networkx as nx
    import yaml

    from causal.corpus import Corpus, load_corpus
    from causal.corpus.schema import TABLES
    from causal.io.registry import dumps
    from causal.model import Incident

    made, corpus = timed(
        lambda: Corpus.from_frames(
            **planted.frames(planted.null(incidents, 5_000, seed=1, services=60))
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        stored, path = timed(lambda: corpus.to_parquet(Path(folder) / "c"))
        size = sum(file.stat().st_size for file in path.iterdir() if "texts" not in file.name)

        def reopen():
            found = load_corpus(path)
            for name in TABLES:
                for column in found.tables.table(name).columns.values():
                    if column.kept is not None and type(column).__name__ not in (
                        "Prose",
                        "Canonical",
                    ):
                        column.kept.array()
            return found

        bare, _ = timed(lambda: len(load_corpus(path)), 3)
        whole, again = timed(reopen, 3)
        few = Corpus.from_frames(**planted.frames(planted.null(60, 5_000, seed=1, services=60)))
        texts = [dumps(few[name], format="yaml") for name in few]
        kept = again.tables.nbytes / incidents
        names = sum(sys.getsizeof(n) + 8 + 100 for n in again.tables.pool.names) / incidents

        def parse():
            for text in texts:
                Incident.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))

        parsed, _ = timed(parse, 3)
        parsed /= len(texts)
        tracemalloc.start()
        graphs_kept = []
        for i in range(60):
            one = few[f"INC-{i:07d}"]
            before = tracemalloc.get_traced_memory()[0]
            graph = nx.DiGraph(id=one.id)
            graph.add_nodes_from(
                (n, {"what": f.what, "key": f.key, "layer": f.layer})
                for n, f in one.factors.items()
            )
            graph.add_edges_from(
                (link.cause, effect, {"confidence": link.confidence})
                for link, effect in one.links()
            )
            graphs_kept.append((graph, tracemalloc.get_traced_memory()[0] - before))
        tracemalloc.stop()
        files = Path(folder) / "posts"
        files.mkdir()
        for i, text in enumerate(texts * 10):
            (files / f"{i:04d}.yaml").write_text(text.replace("id: INC-", f"id: X{i}-", 1))
        first, _ = timed(lambda: load_corpus(files, cache=Path(folder) / "cache"))
        time.sleep(2.1)
        load_corpus(files, cache=Path(folder) / "cache")
        rescan, _ = timed(lambda: load_corpus(files, cache=Path(folder) / "cache"), 3)
    print(json.dumps({
        "incidents": incidents, "from_frames_s": made, "to_parquet_s": stored, "parquet_bytes_each": size / incidents,
        "reopen_s": bare, "reopen_all_columns_s": whole, "yaml_bytes": sum(map(len, texts)) / len(texts),
        "csafeloader_pydantic_us": parsed * 1e6, "ratio_reopen": parsed * incidents / bare,
        "ratio_all_columns": parsed * incidents / whole, "bytes_each": kept, "names_bytes_each": names,
        "networkx_bytes_each": sum(b for _, b in graphs_kept) / len(graphs_kept),
        "600_files_first_s": first, "600_files_rescan_s": rescan,
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    known = {
        f.__name__: f
        for f in (pairs, one, outofcore, stream, statistics, discoveries, graphs, reopening)
    }
    name, *rest = sys.argv[1:]
    known[name](*(int(word) if word.isdigit() else word for word in rest))
