"""Solve every Aralia fault tree, each in a process of its own, and print a Markdown table.

    python benchmarks/engine/aralia.py [model ...]

Engine seconds are CPU time after the file is read; the whole process includes starting Python.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from time import process_time

from causal.graph.budget import Budget
from causal.graph.families import minimal_sets
from causal.graph.probability import probability
from causal.io.fault_tree import to_network
from causal.io.openpsa_xml import parse_openpsa

sys.path.insert(0, str(Path(__file__).parents[1]))
from reference_data import aralia, known

DATA = aralia()
HEAD = (
    "| model | minimal cut sets | as known | engine s | whole process s | SCRAM s | peak MB"
    " | P(top) | as known | P(top) s |\n"
    "|---|---:|---|---:|---:|---:|---:|---:|---|---:|"
)


def solve(model: str) -> dict[str, float]:
    """Return the figures of one model, measured in this process."""
    tree = parse_openpsa((DATA / f"{model}.xml").read_text(encoding="utf-8"))
    network, names = to_network(tree)
    budget = Budget(seconds=120.0, memory_gib=4.0)
    start = process_time()
    count = minimal_sets(network, budget=budget).count
    counted = process_time()
    process = counted
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    chance = probability(network, [tree.events[n] or 0.0 for n in names], budget=budget)
    return {
        "count": count,
        "engine": counted - start,
        "process": process,
        "peak": peak,
        "chance": chance,
        "chance_seconds": process_time() - counted,
    }


def row(facts: dict[str, str]) -> str:
    """Return the table row of one model, solved in a new process."""
    command = [sys.executable, __file__, "--one", facts["model"]]
    run = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    if run.returncode:
        return f"| {facts['model']} | {run.stderr.strip().splitlines()[-1]} |"
    got = json.loads(run.stdout)
    expected = float(facts["top_probability"])
    tolerance = 1e-7 if expected > 1e-4 else 1e-6 * expected
    return (
        f"| {facts['model']} | {got['count']:,}"
        f" | {'yes' if got['count'] == int(facts['minimal_cut_sets']) else 'NO'}"
        f" | {got['engine']:.3f} | {got['process']:.2f} | {float(facts['scram_seconds']):.2f}"
        f" | {got['peak']:.0f} | {got['chance']:.7g}"
        f" | {'yes' if abs(got['chance'] - expected) <= tolerance else 'NO'}"
        f" | {got['chance_seconds']:.3f} |"
    )


def main(arguments: Iterable[str]) -> None:
    wanted = set(arguments)
    print(HEAD)
    for facts in known():
        if not wanted or facts["model"] in wanted:
            print(row(facts), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(solve(sys.argv[2])))
    else:
        main(sys.argv[1:])
