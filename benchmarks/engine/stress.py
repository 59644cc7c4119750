"""Solve disguised, altered and combined Aralia models, each in a process of its own.

    python benchmarks/engine/stress.py [part of a name ...]

A disguised or reassociated model has the known count, which is checked. The others have none that
is known: only time, peak memory and whether they finish are told.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from time import process_time

from variants import VARIANTS, combined

from causal.graph.budget import Budget
from causal.graph.families import minimal_sets
from causal.graph.network import Network
from causal.io.fault_tree import to_network
from causal.io.openpsa_xml import parse_openpsa

sys.path.insert(0, str(Path(__file__).parents[1]))
from reference_data import aralia, known

DATA = aralia()
SEEDS = (1, 2)
TOPS = {"any": 1, "all": 2}
HARD = ("baobab1", "edf9203", "edfpa14p", "edfpa15b", "edfpa15p", "elf9601", "das9208", "jbd9601")


def counts() -> dict[str, int]:
    """Return the known count of minimal sets of each model."""
    return {row["model"]: int(row["minimal_cut_sets"]) for row in known()}


def read(model: str) -> Network:
    """Return the structure function of a model."""
    return to_network(parse_openpsa((DATA / f"{model}.xml").read_text(encoding="utf-8")))[0]


def names() -> Iterator[str]:
    """Yield the name of every case: models, how they are altered, a seed."""
    for seed in SEEDS:
        for variant in VARIANTS:
            yield from (f"{model}:{variant}:{seed}" for model in counts())
    for one, two in combinations(HARD, 2):
        yield from (f"{one}+{two}:{top}:1" for top in TOPS)


def case(name: str) -> Network:
    """Return the network a name stands for."""
    models, variant, seed = name.split(":")
    draw = random.Random(int(seed))
    networks = [read(model) for model in models.split("+")]
    if variant in TOPS:
        return combined(TOPS[variant], networks, 0.1, draw)
    return VARIANTS[variant](networks[0], draw)


def solve(name: str) -> dict[str, object]:
    """Return the figures of one case, measured in this process."""
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    network = case(name)
    start = process_time()
    try:
        count = minimal_sets(network, budget=Budget(120.0, 4.0)).count
    except Exception as error:  # whatever went wrong is the finding
        count = f"{type(error).__name__}: {error}"[:60]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"count": count, "seconds": process_time() - start, "peak": peak}


def main(wanted: list[str]) -> None:
    known_counts = counts()
    print("| case | minimal sets | as known | engine s | peak MB |\n|---|---:|---|---:|---:|")
    for name in names():
        if wanted and not any(part in name for part in wanted):
            continue
        command = [sys.executable, __file__, "--one", name]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
        got = json.loads(run.stdout)
        model, variant, _ = name.split(":")
        same = "-"
        if variant in ("disguised", "reassociated"):
            same = "yes" if got["count"] == known_counts[model] else "NO"
        count = f"{got['count']:,}" if isinstance(got["count"], int) else got["count"]
        print(f"| {name} | {count} | {same} | {got['seconds']:.2f} | {got['peak']} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(solve(sys.argv[2])))
    else:
        main(sys.argv[1:])
