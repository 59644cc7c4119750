"""Modules: gates whose variables occur nowhere else, so that each can be solved on its own.

References:
    Y. Dutuit and A. Rauzy, *A linear-time algorithm to find modules of fault trees*, IEEE
    Transactions on Reliability 45, 1996.
"""

from __future__ import annotations

from causal.graph.network import Network


def modules(network: Network) -> tuple[int, ...]:
    """Return the gates that are modules, each after those below it; the top gate comes last."""
    if network.top < network.variables:
        return ()
    first, leave, last = _visits(network)
    offset = network.variables
    unseen = 1 << 62
    lowest = [unseen] * (offset + len(network.gates))
    highest = [-1] * (offset + len(network.gates))
    found = []
    for number, gate in enumerate(network.gates, offset):
        if first[number] < 0:
            continue
        low, high = unseen, -1
        for i in gate.inputs:
            low = min(low, lowest[i], first[i])
            high = max(high, highest[i], last[i])
        lowest[number], highest[number] = low, high
        if low > first[number] and high < leave[number]:
            found.append(number)
    return tuple(found)


def _visits(network: Network) -> tuple[list[int], list[int], list[int]]:
    """Return when a depth-first walk first meets, leaves and last meets each node (-1: never)."""
    offset = network.variables
    count = offset + len(network.gates)
    first, leave, last = [-1] * count, [-1] * count, [-1] * count
    clock = 0
    stack = [network.top]
    while stack:
        at = stack.pop()
        clock += 1
        if at < 0:
            leave[~at] = clock
            continue
        last[at] = clock
        if first[at] >= 0:
            continue
        first[at] = clock
        if at >= offset:
            stack.append(~at)
            stack.extend(reversed(network.gates[at - offset].inputs))
    return first, leave, last
