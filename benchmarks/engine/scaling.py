"""Solve generated incidents of 10 to 1000 factors, against plain networkx and itertools.

    python benchmarks/engine/scaling.py

The plain way is what one would write without this library: a networkx graph, and every subset
of its basic factors tried, smallest first, unless it includes a set already found.
"""

from __future__ import annotations

import random
import resource
from collections.abc import Callable
from itertools import combinations
from time import perf_counter

import networkx

from causal.errors import NotFinished
from causal.graph.budget import Budget
from causal.graph.families import minimal_sets
from causal.graph.network import Gate, Network
from causal.graph.probability import birnbaum

SIZES = (10, 20, 30, 40, 60, 100, 200, 500, 1000)
PLAIN_AT_MOST = 18
SHARED = 0.15


def incident(factors: int, seed: int) -> Network:
    """Return a graph of `factors` factors, two in five derived, some read by several effects."""
    draw = random.Random(seed)
    derived = max(1, factors * 2 // 5)
    basic = factors - derived
    gates: list[Gate] = []
    loose = list(range(basic))
    draw.shuffle(loose)
    for number in range(derived):
        left = derived - number
        take = min(len(loose), max(2, (len(loose) - 1) // left + 1))
        inputs = [loose.pop(0) for _ in range(take)]
        if draw.random() < SHARED:
            inputs.append(draw.choice([v for v in range(basic + number) if v not in inputs]))
        k = draw.choice((len(inputs), len(inputs), 1, max(1, len(inputs) - 1)))
        gates.append(Gate(k, tuple(inputs)))
        loose.append(basic + number)
    return Network(basic, tuple(gates), basic + derived - 1)


def plain(network: Network) -> int:
    """Return the number of minimal sets, by trying subsets on a networkx graph."""
    graph = networkx.DiGraph()
    for number, gate in enumerate(network.gates, network.variables):
        graph.add_node(number, k=gate.k)
        graph.add_edges_from((i, number) for i in gate.inputs)
    order = list(networkx.topological_sort(graph))
    found: list[frozenset[int]] = []
    for size in range(network.variables + 1):
        for chosen in map(frozenset, combinations(range(network.variables), size)):
            if any(smaller <= chosen for smaller in found):
                continue
            true = set(chosen)
            for node in order:
                k = graph.nodes[node].get("k")
                if k is not None and sum(i in true for i in graph.predecessors(node)) >= k:
                    true.add(node)
            if network.top in true:
                found.append(chosen)
    return len(found)


def everything(network: Network) -> int:
    """Return the number of minimal sets, having read all that a family answers."""
    family = minimal_sets(network, budget=Budget(seconds=30))
    _ = family.counts_by_size, family.smallest_sizes, family.counts_containing
    _ = family.in_every, family.support
    return family.count


def timed(solve: Callable[[Network], object], network: Network) -> tuple[str, object]:
    """Return the best of three times in milliseconds, and the result, as table cells."""
    times = []
    for _ in range(3):
        start = perf_counter()
        try:
            result = solve(network)
        except NotFinished:
            return f"over {(perf_counter() - start) * 1000:.0f}", "not finished"
        times.append(perf_counter() - start)
    shown = f"{result:.4g}" if isinstance(result, int) else ""
    return f"{min(times) * 1000:.3f}", shown


def main() -> None:
    print(
        "| factors | cut sets | ms | prevention sets | ms | importance ms | plain ms | peak MB so far |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for factors in SIZES:
        network = incident(factors, factors)
        cut_ms, cuts = timed(everything, network)
        path_ms, paths = timed(lambda n: everything(n.dual()), network)
        importance_ms, _ = timed(birnbaum, network)
        plainly = "-"
        if network.variables <= PLAIN_AT_MOST:
            plainly, count = timed(plain, network)
            assert count == cuts
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        cells = (factors, cuts, cut_ms, paths, path_ms, importance_ms, plainly, peak)
        print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
