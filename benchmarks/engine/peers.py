"""Minimal cut sets beside the Python package `cutsets` (MOCUS), model by model, in one run.

    pip install cutsets && python benchmarks/engine/peers.py [seconds]

Only trees of *and* and *or* gates are asked of it, because it knows no others; each call runs in
a process of its own and is ended after so many seconds.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from causal.graph.families import minimal_sets
from causal.graph.formula import Formula
from causal.io.fault_tree import FaultTree, to_network
from causal.io.openpsa_xml import parse_openpsa

sys.path.insert(0, str(Path(__file__).parents[1]))
from reference_data import aralia, known

DATA = aralia()


def as_gates(tree: FaultTree) -> list[tuple[str, str, list[str]]] | None:
    """Return the tree as their list of gates, None when it has others than *and* and *or*."""
    gates = []
    for name in [tree.top, *(gate for gate in tree.gates if gate != tree.top)]:
        formula = tree.gates[name]
        if not isinstance(formula, Formula) or formula.k not in (1, len(formula.of)):
            return None
        if not all(isinstance(member, str) for member in formula.of):
            return None
        kind = "And" if formula.k == len(formula.of) else "Or"
        members = ["TOP" if m == tree.top else m for m in formula.of]
        gates.append(("TOP" if name == tree.top else name, kind, members))
    return gates


def theirs(model: str) -> None:
    import cutsets

    gates = as_gates(parse_openpsa((DATA / f"{model}.xml").read_text("utf-8")))
    start = time.process_time()
    found = cutsets.mocus(gates)
    print(len(found), time.process_time() - start)


def main(seconds: float) -> None:
    print("| model | minimal cut sets | ours s | cutsets s | ratio |\n|---|---:|---:|---:|---:|")
    for model in [row["model"] for row in known()]:
        tree = parse_openpsa((DATA / f"{model}.xml").read_text("utf-8"))
        if as_gates(tree) is None:
            continue
        start = time.process_time()
        count = minimal_sets(to_network(tree)[0]).count
        own = time.process_time() - start
        command = [sys.executable, __file__, "--one", model]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=seconds, check=True
            )
            found, spent = done.stdout.split()
            same = "" if int(found) == count else f" (finds {int(found):,})"
            cells = f"{float(spent):.2f}{same} | {float(spent) / own:,.0f}"
        except subprocess.TimeoutExpired:
            cells = f"over {seconds:g} | over {seconds / own:,.0f}"
        except subprocess.CalledProcessError as error:
            cells = f"failed: {error.stderr.strip().splitlines()[-1][:60]} | -"
        print(f"| {model} | {count:,} | {own:.3f} | {cells} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        theirs(sys.argv[2])
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
