"""Whether factors recurred after an action, against a join in DuckDB with its tables in memory.

Run: ``python benchmarks/corpus/recurrence.py recurrence [incidents]``.
"""

from __future__ import annotations

import time
from random import Random
from typing import Any

from measuring import both, main, tell

from causal.corpus import Corpus
from causal.corpus.patterns.occurrences import DAY, acted_on, occurrences
from causal.corpus.patterns.recurred_after_action import _wait
from causal.corpus.tables.tables import Tables


def generate(incidents: int, keys: int = 2000, seed: int = 1) -> Corpus:
    """Return a corpus of about 10 keyed factors and 2 actions an incident, by frames."""
    import pandas

    rng = Random(seed)
    weights = [1 / (rank + 5) for rank in range(keys)]
    picked = iter(rng.choices(range(keys), weights, k=incidents * 10))
    factors: list[tuple[Any, ...]] = []
    links: list[tuple[Any, ...]] = []
    actions: list[tuple[Any, ...]] = []
    day = pandas.Timestamp("2015-01-01", tz="UTC")
    began = [day + pandas.Timedelta(minutes=rng.randrange(10 * 525600)) for _ in range(incidents)]
    for n in range(incidents):
        own = sorted({next(picked) for _ in range(10)})
        factors += [(f"I{n}", f"f{k}", f"k{k}") for k in own]
        links += [(f"I{n}", f"f{k}", "outcome") for k in own]
        for a in range(2):
            done = rng.random() < 0.6
            closed = began[n].tz_localize(None).normalize() + pandas.Timedelta(
                days=rng.randrange(200)
            )
            actions.append((f"I{n}", f"A{a}", (f"f{rng.choice(own)}",), "done" if done else "open",
                            closed if done else pandas.NaT))  # fmt: skip
    return Corpus.from_frames(
        incidents=pandas.DataFrame({"id": [f"I{n}" for n in range(incidents)], "started": began}),
        factors=pandas.DataFrame(factors, columns=["incident", "id", "key"]),
        links=pandas.DataFrame(links, columns=["incident", "cause", "effect"]),
        actions=pandas.DataFrame(
            actions, columns=["incident", "id", "addresses", "status", "completed"]
        ),
    )


def kernel(tables: Tables) -> tuple[int, float]:
    """Return how many done actions saw the factor again, and the seconds it took to tell."""
    import numpy

    start = time.perf_counter()
    when = occurrences(tables)
    pairs = acted_on(tables, when)
    action, group = pairs["action"].to_numpy(), pairs["group"].to_numpy()
    completed = tables.actions.array("completed")[action].astype("datetime64[s]")
    done = tables.actions.array("status")[action] == tables.pool.code("done")
    ready = completed.astype("int64") + DAY
    kept = done & ~numpy.isnat(completed) & (ready <= when.second.max())
    _, again, _ = _wait(when, group[kept], ready[kept])
    return int(again.sum()), time.perf_counter() - start


_JOIN = """
with cases as (
    select f.key, f.incident, i.began from f join i on f.incident = i.id
), done as (
    select distinct a.incident, a.id, f.key, a.completed from a
    join f on a.incident = f.incident and a.factor = f.id where a.status = 'done'
)
select count(*) from (
    select d.incident, d.id, d.key, min(c.began) as next from done d
    join cases c on c.key = d.key and c.began >= d.completed + interval 1 day
    group by 1, 2, 3
)
"""


def joined(corpus: Corpus) -> tuple[int, float]:
    """Return the same count by a join in DuckDB, its tables loaded beforehand."""
    import duckdb

    base = duckdb.connect()
    base.execute("set timezone = 'UTC'")
    i = corpus.incidents[["id", "began"]].copy()  # DuckDB reads it by name
    i["began"] = i["began"].dt.tz_localize(None)
    f = corpus.factors[["incident", "id", "key"]]  # noqa: F841  # DuckDB reads it by name
    a = corpus.actions[["incident", "id", "addresses", "status", "completed"]].copy()
    a["factor"] = a["addresses"].str[0]
    a = a.drop(columns="addresses")
    for name in ("i", "f", "a"):
        base.execute(f"create table {name}_ as select * from {name}")
    query = _JOIN.replace(" i on", " i_ i on").replace("from f join", "from f_ f join")
    query = query.replace("from a\n", "from a_ a\n").replace("join f on a", "join f_ f on a")
    start = time.perf_counter()
    (found,) = base.execute(query).fetchone() or (0,)
    return int(found), time.perf_counter() - start


def recurrence(incidents: int = 100_000) -> None:
    """Print the time of each, and of the whole answer."""
    corpus = generate(incidents)
    seconds, worked, (count, _) = both(lambda: kernel(corpus.tables), 5)
    begun = time.process_time()
    same, slow = joined(corpus)
    slowly = time.process_time() - begun  # with the loading of its tables
    start = time.perf_counter()
    corpus.recurred_after_action()
    whole = time.perf_counter() - start
    tell(
        incidents=incidents,
        seconds=seconds,
        processor_s=worked,
        duckdb_s=slow,
        duckdb_processor_s=slowly,
        found=[count, same],
        answer_s=whole,
    )


if __name__ == "__main__":
    main(recurrence)
