"""What a user waits for: tables or files in, the sorted answer out, against pandas, polars, DuckDB.

Run: ``python benchmarks/corpus/user_level.py tables [incidents] [times]`` for tables in memory with
text ids, to the pairs of factors with lift and q, sorted; ``... folder [incidents]`` for a folder
of YAML files, cold and reopened; ``... survey [incidents] [times]`` for ``causal survey`` over one. Each contender runs in a process of its own, one after another,
and gives the same number of pairs; the memory is its peak with the tables it was given.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import planted
from measuring import KINDS, both, main, peak, run, tell, timed


def given(incidents, kinds):
    """The tables that everybody starts from: ids, keys and links as texts."""
    drawn = planted.null(incidents, kinds, seed=1)
    return {name: table for name, table in planted.frames(drawn).items() if name != "actions"}


def scored(pairs, sizes, counts):
    """The answer all contenders owe: expected, lift, p, q, sorted, for pairs seen twice or more.

    Args:
        pairs: A DataFrame with a, b and n.
        sizes: How many different factors each incident has.
        counts: In how many incidents each factor stands, by name.
    """
    from scipy.special import gammainc

    rate = (sizes * (sizes - 1.0)).sum() / sizes.sum() ** 2
    expected = pairs["a"].map(counts).to_numpy("float64") * pairs["b"].map(counts).to_numpy() * rate
    together = pairs["n"].to_numpy()
    p = gammainc(together, expected)
    order = np.argsort(p, kind="stable")
    hypotheses = len(counts) * (len(counts) - 1) / 2
    q = np.empty(len(p))
    ranked = p[order] * hypotheses / np.arange(1, len(p) + 1)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1)
    shown = pairs.assign(expected=expected, lift=together / expected, p=p, q=q)
    shown = shown[shown["n"] >= 2]
    return shown.sort_values(["p", "a", "b"])


def by_causal(tables):
    from causal.corpus import Corpus

    start = time.perf_counter()
    corpus = Corpus.from_frames(**tables)
    loaded = time.perf_counter() - start
    found = corpus.co_occurrence()
    return len(found), {"from_frames_s": loaded}


def by_pandas(tables):
    rows = tables["factors"][["incident", "key"]].drop_duplicates()
    joined = rows.merge(rows, on="incident")
    joined = joined[joined["key_x"] < joined["key_y"]]
    pairs = joined.groupby(["key_x", "key_y"]).size().reset_index(name="n")
    pairs.columns = ["a", "b", "n"]
    sizes = rows.groupby("incident").size().to_numpy()
    return len(scored(pairs, sizes, rows["key"].value_counts())), {}


def by_polars(tables):
    import polars as pl

    rows = pl.from_pandas(tables["factors"][["incident", "key"]]).unique().lazy()
    joined = rows.join(rows, on="incident", suffix="_2").filter(pl.col("key") < pl.col("key_2"))
    pairs = joined.group_by(pl.col("key").alias("a"), pl.col("key_2").alias("b")).len("n")
    sizes = rows.group_by("incident").len().collect()["len"].to_numpy().astype("int64")
    counts = rows.group_by("key").len().collect().to_pandas().set_index("key")["len"]
    return len(scored(pairs.collect().to_pandas(), sizes, counts)), {}


def by_duckdb(tables):
    import duckdb

    factors = tables["factors"][["incident", "key"]]
    with duckdb.connect() as connection:
        connection.register("factors", factors)
        connection.execute("CREATE TEMP TABLE r AS SELECT DISTINCT incident i, key k FROM factors")
        pairs = connection.execute(
            "SELECT a.k AS a, b.k AS b, count(*) AS n FROM r a JOIN r b ON a.i = b.i AND a.k < b.k "
            "GROUP BY 1, 2"
        ).df()
        sizes = connection.execute("SELECT count(*) AS n FROM r GROUP BY i").df()["n"].to_numpy()
        counts = connection.execute("SELECT k, count(*) AS n FROM r GROUP BY k").df()
    return len(scored(pairs, sizes, counts.set_index("k")["n"])), {}


CONTENDERS = {"causal": by_causal, "duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}


def one(name, incidents, times=1):
    tables = given(incidents, KINDS[incidents])
    held = peak()
    CONTENDERS[name](given(1_000, 500))  # libraries are imported by now
    seconds, worked, (found, more) = both(lambda: CONTENDERS[name](tables), times)
    tell(name=name, incidents=incidents, factors=len(tables["factors"]), seconds=seconds, processor_s=worked, **more,
         found=found, tables_mb=held, peak_mb=peak(), load=os.getloadavg()[0])  # fmt: skip


def tables(incidents=100_000, times=1):
    for name in CONTENDERS:
        if name == "causal" or incidents <= 100_000:
            run("one", name, incidents, times)


def million(incidents=1_000_000):
    """As many incidents as a laptop holds: only ids and keys, as texts that Arrow holds."""
    run("one_million", incidents)


def one_million(incidents):
    import pandas as pd
    import pyarrow as pa

    from causal.corpus import Corpus

    drawn = planted.null(incidents, KINDS[incidents], seed=1)
    ids = pa.array([f"INC-{i:07d}" for i in range(incidents)])
    names = pa.array([f"f{p}" for p in range(200)])
    keys = pa.array([planted.key(f) for f in range(drawn.kinds)])
    first = np.cumsum(np.bincount(drawn.owners, minlength=incidents))
    place = np.arange(len(drawn.owners)) - np.append(0, first)[drawn.owners]
    columns = {"incident": ids.take(pa.array(drawn.owners)), "id": names.take(pa.array(place)),
               "key": keys.take(pa.array(drawn.factors))}  # fmt: skip
    shown = {
        name: pd.Series(pd.array(block, dtype="string[pyarrow]")) for name, block in columns.items()
    }
    incident, factors = pd.DataFrame({"id": ids.to_pandas()}), pd.DataFrame(shown)
    del drawn, columns, shown, place, first
    held = peak()
    frames = {"incidents": incident, "factors": factors}
    seconds, loaded_worked, corpus = both(lambda: Corpus.from_frames(**frames))
    counted, worked, found = both(corpus.co_occurrence)
    tell(name="causal", incidents=incidents, factors=len(factors), from_frames_s=seconds,
         from_frames_processor_s=loaded_worked, co_occurrence_s=counted,
         co_occurrence_processor_s=worked, found=len(found), tables_mb=held, peak_mb=peak(),
         load=os.getloadavg()[0])  # fmt: skip


def written(posts, incidents=1_000):
    """Write a folder of YAML files, each an incident whose factors all lead to its outcome."""
    from causal.corpus import Corpus
    from causal.io.native import write_yaml

    drawn = planted.null(incidents, KINDS[incidents], seed=1, services=20)
    corpus = Corpus.from_frames(**planted.frames(drawn))
    posts = Path(posts)
    posts.mkdir(parents=True)
    for name in corpus:
        (posts / f"{name}.yaml").write_text(write_yaml(corpus[name]), encoding="utf-8")


def survey(incidents=1_000, times=3):
    """``causal survey`` over a folder of YAML files, as a whole command, read without a cache."""
    best = {}
    with tempfile.TemporaryDirectory() as place:
        posts = Path(place) / "posts"
        written(posts, incidents)
        command = [sys.executable, "-m", "causal.cli.main", "survey", str(posts), "-o"]
        for number in range(times):
            start = time.perf_counter()
            child = subprocess.Popen([*command, f"{place}/{number}"], stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(child.pid, 0)
            run = {"seconds": time.perf_counter() - start, "failed": status,
                   "processor_s": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss // 1024}  # fmt: skip
            best = min(best or run, run, key=lambda one: one["processor_s"])
    tell(name="survey", incidents=incidents, **best, load=os.getloadavg()[0])


def folder(incidents=1_000):
    """A folder of YAML files: cold, in two processes, with a cache, stored and reopened."""
    with tempfile.TemporaryDirectory() as place:
        posts = Path(place) / "posts"
        written(posts, incidents)
        run("timed_folder", posts)


def timed_folder(posts):
    from causal.corpus import load_corpus

    posts = Path(posts)
    load_corpus(next(posts.iterdir()))
    start = time.process_time()
    cold, corpus = timed(lambda: load_corpus(posts))
    worked = time.process_time() - start
    held = peak()
    two, _ = timed(lambda: load_corpus(posts, workers=2))
    first, _ = timed(lambda: load_corpus(posts, cache=posts.parent / "cache"))
    time.sleep(2.1)
    load_corpus(posts, cache=posts.parent / "cache")
    again, _ = timed(lambda: load_corpus(posts, cache=posts.parent / "cache"), 3)
    stored, _ = timed(lambda: corpus.to_parquet(posts.parent / "stored"))
    reopened, kept = timed(lambda: load_corpus(posts.parent / "stored"), 3)
    asked, _ = timed(lambda: [kept[name] for name in list(kept)[:100]])
    tell(name="folder", incidents=len(corpus), cold_s=cold, cold_processor_s=worked, two_workers_s=two,
         with_cache_s=first, cached_s=again, to_parquet_s=stored, reopened_s=reopened,
         incident_again_ms=asked * 10, columns_bytes_each=corpus.tables.nbytes / len(corpus),
         peak_mb=held, load=os.getloadavg()[0])  # fmt: skip


if __name__ == "__main__":
    main(tables, one, folder, survey, million, one_million, written, timed_folder)
