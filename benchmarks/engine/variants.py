"""Networks made from known ones, to try the engine on structures it was not tuned for."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from causal.graph.network import Gate, Network, joined

__all__ = ["VARIANTS", "combined", "disguised", "dual", "merged", "reassociated"]


def disguised(network: Network, draw: random.Random) -> Network:
    """Return the network with variables, gates and inputs in another order."""
    offset = network.variables
    became = list(range(offset))
    draw.shuffle(became)
    waiting = {number: set(gate.inputs) for number, gate in enumerate(network.gates, offset)}
    done = set(range(offset))
    place = dict(enumerate(became))
    gates: list[Gate] = []
    while waiting:
        ready = [number for number, inputs in waiting.items() if inputs <= done]
        number = draw.choice(ready)
        del waiting[number]
        done.add(number)
        k, inputs = network.gates[number - offset]
        place[number] = offset + len(gates)
        gates.append(Gate(k, tuple(place[i] for i in draw.sample(inputs, len(inputs)))))
    return Network(offset, tuple(gates), place[network.top])


def reassociated(network: Network, draw: random.Random) -> Network:
    """Return the network with each wide *and* or *or* a random binary tree."""
    offset = network.variables
    gates: list[Gate] = []
    place = list(range(offset))
    for k, inputs in network.gates:
        nodes = [place[i] for i in inputs]
        if k in (1, len(nodes)):
            while len(nodes) > 2:
                pair = [nodes.pop(draw.randrange(len(nodes))) for _ in range(2)]
                gates.append(Gate(1 if k == 1 else 2, tuple(pair)))
                nodes.append(offset + len(gates) - 1)
        gates.append(Gate(min(k, len(nodes)), tuple(nodes)))
        place.append(offset + len(gates) - 1)
    return Network(offset, tuple(gates), place[network.top])


def merged(network: Network, draw: random.Random, share: float = 0.05) -> Network:
    """Return the network with a share of its variables replaced by others."""
    offset = network.variables
    became: list[int | bool] = list(range(offset))
    for gone in draw.sample(range(offset), int(share * offset)):
        became[gone] = draw.choice([v for v in range(offset) if became[v] == v and v != gone])
    for v in range(offset):
        while became[became[v]] != became[v]:
            became[v] = became[became[v]]
    gates: list[Gate] = []
    for k, inputs in network.gates:
        became.append(joined(k, [became[i] for i in inputs], gates, offset))
    return Network(offset, tuple(gates), int(became[network.top]))


def dual(network: Network, draw: random.Random) -> Network:
    """Return the dual in disguise: its minimal sets are the prevention sets."""
    return disguised(network.dual(), draw)


def combined(k: int, networks: Sequence[Network], shared: float, draw: random.Random) -> Network:
    """Return at least `k` of the networks, a share of the variables of each read by the first too.

    Args:
        k: How many must be true.
        networks: The first lends variables to the others.
        shared: The share of the others' variables that are replaced by some of the first.
        draw: Says which.
    """
    first = networks[0]
    variables = sum(n.variables for n in networks)
    gates: list[Gate] = []
    tops = []
    start = 0
    for network in networks:
        place = [start + v for v in range(network.variables)]
        if start:
            count = min(int(shared * network.variables), first.variables)
            lent = draw.sample(range(first.variables), count)
            for v, other in zip(draw.sample(range(network.variables), count), lent, strict=True):
                place[v] = other
        for gate_k, inputs in network.gates:
            gates.append(Gate(gate_k, tuple(place[i] for i in inputs)))
            place.append(variables + len(gates) - 1)
        tops.append(place[network.top])
        start += network.variables
    gates.append(Gate(k, tuple(tops)))
    return Network(variables, tuple(gates), variables + len(gates) - 1)


VARIANTS: dict[str, Callable[[Network, random.Random], Network]] = {
    "disguised": disguised,
    "reassociated": lambda n, d: disguised(reassociated(n, d), d),
    "merged": merged,
    "dual": dual,
}
