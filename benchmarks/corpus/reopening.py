"""Opening a stored corpus again, looking for changes, and the memory of an incident.

Run: ``python benchmarks/corpus/reopening.py reopening [incidents]``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import planted
from measuring import both, main, tell, timed


def reopening(incidents=100_000):
    import tracemalloc

    import networkx as nx
    import yaml

    from causal.corpus import Corpus, load_corpus
    from causal.corpus.tables.schema import TABLES
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
            for name, columns in TABLES.items():
                for column, (kind, _) in columns.items():
                    if kind not in ("prose", "ident", "canonical"):
                        found.tables.table(name).arrow(column)
            return found

        bare, bare_worked, _ = both(lambda: len(load_corpus(path)), 5)
        whole, whole_worked, again = both(reopen, 5)
        few = Corpus.from_frames(**planted.frames(planted.null(60, 5_000, seed=1, services=60)))
        texts = [dumps(few[name], format="yaml") for name in few]
        kept = again.tables.nbytes / incidents
        names = sum(sys.getsizeof(n) + 8 + 100 for n in again.tables.pool.names) / incidents

        def parse():
            for text in texts:
                Incident.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))

        parsed, parsed_worked, _ = both(parse, 5)
        parsed, parsed_worked = parsed / len(texts), parsed_worked / len(texts)
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
    tell(**{
        "incidents": incidents, "from_frames_s": made, "to_parquet_s": stored, "parquet_bytes_each": size / incidents,
        "reopen_s": bare, "reopen_all_columns_s": whole, "yaml_bytes": sum(map(len, texts)) / len(texts),
        "csafeloader_pydantic_us": parsed * 1e6, "ratio_reopen": parsed * incidents / bare,
        "ratio_all_columns": parsed * incidents / whole, "worked_ratio_reopen": parsed_worked * incidents / bare_worked,
        "worked_ratio_all_columns": parsed_worked * incidents / whole_worked, "bytes_each": kept, "names_bytes_each": names,
        "networkx_bytes_each": sum(b for _, b in graphs_kept) / len(graphs_kept),
        "600_files_first_s": first, "600_files_rescan_s": rescan,
    })  # fmt: skip


if __name__ == "__main__":
    main(reopening)
