"""List every minimal cut set of the Aralia models that have at most some millions, in order.

    python benchmarks/engine/listing.py [most sets]

CPU seconds from the compiled network to the last set, beside SCRAM's whole process, which lists
its sets too.
"""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from time import process_time

from causal.graph.budget import Budget
from causal.graph.families import minimal_sets
from causal.io.fault_tree import to_network
from causal.io.openpsa_xml import parse_openpsa

sys.path.insert(0, str(Path(__file__).parents[1]))
from reference_data import aralia, known

DATA = aralia()


def main(most: int) -> None:
    print("| model | minimal cut sets | all sets listed s | first 1,000 s | SCRAM s |")
    print("|---|---:|---:|---:|---:|")
    for row in known():
        network, _ = to_network(parse_openpsa((DATA / f"{row['model']}.xml").read_text("utf-8")))
        start = process_time()
        family = minimal_sets(network, budget=Budget(seconds=120.0, memory_gib=4.0))
        count = family.count
        counted = process_time()
        for _, _ in zip(range(1000), family, strict=False):
            pass
        first = process_time() - counted
        listed = "-"
        if count <= most:
            begun = process_time()
            deque(family, maxlen=0)
            listed = f"{counted - start + process_time() - begun:.2f}"
        print(
            f"| {row['model']} | {count:,} | {listed} | {first:.3f} | {row['scram_seconds']} |",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
