"""Graph measures of every factor of a corpus at once, against networkx one graph at a time.

Run: ``python benchmarks/corpus/graphs.py graphs [incidents]``. A tenth of the factors need any one
of their causes, the others all; every measure of the graphs that both worked out must be equal.
"""

from __future__ import annotations

import numpy as np
import planted
from measuring import both, main, tell


def graphs(incidents=100_000):
    import networkx as nx

    from causal.corpus.tables.graph_batch import Batch

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

    either = random.random(int(sizes.sum()) + incidents) < 0.1  # any one of its causes is enough

    def ours():
        batch = Batch(sizes, owner, cause, effect)
        return batch, batch.ancestors(), batch.depth(), batch.ways(), batch.needs(either)

    seconds, worked, (batch, above, depth, ways, needs) = both(ours, 5)
    few = 1_000
    ends = np.searchsorted(owner, np.arange(few + 1)).tolist()
    firsts = (np.cumsum(sizes + 1) - sizes - 1).tolist()
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
        for number, graph in enumerate(made):
            gates = either[firsts[number] :]
            order, longest, count = list(nx.topological_sort(graph)), {}, {}
            for node in order:
                before = list(graph.pred[node])
                longest[node] = 1 + max((longest[b] for b in before), default=-1)
                count[node] = sum(count[b] for b in before) if before else 1
            up = {node: len(nx.ancestors(graph, node)) for node in graph}
            top = len(graph) - 1
            needed = []
            for node in order:  # but-for: is the outcome still true without it
                true = {}
                for other in order:
                    before = [true[b] for b in graph.pred[other]]
                    held = (any if gates[other] else all)(before) if before else True
                    true[other] = other != node and held
                if not true[top] and node != top:
                    needed.append(node)
            found.append((up, longest, count, needed))
        return found

    plain, plainly, found = both(theirs)
    for i, (up, longest, count, needed) in enumerate(found):
        first = int(batch.first[i])
        for node in range(len(made[i])):
            assert up[node] == int(above[first + node]).bit_count()
            assert bool(int(needs[batch.outcome[i]]) >> node & 1) == (node in needed)
            assert (longest[node], count[node]) == (depth[first + node], ways[first + node])
    tell(
        incidents=incidents,
        seconds=seconds,
        processor_s=worked,
        networkx_s=plain * incidents / few,
        networkx_processor_s=plainly * incidents / few,
        scaled_from=few,
    )


if __name__ == "__main__":
    main(graphs)
