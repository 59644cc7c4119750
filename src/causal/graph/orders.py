"""Orders in which a module's leaves may become the levels of its diagram.

No order is best for all networks, and the sizes differ a hundredfold: the solver tries several.

References:
    M. Bouissou, *An ordering heuristic for building binary decision diagrams from fault trees*,
    RAMS 1996. F. A. Aloul, I. L. Markov and K. A. Sakallah, *FORCE: a fast and easy-to-implement
    variable-ordering heuristic*, GLSVLSI 2003. S. Minato, N. Ishiura and S. Yajima, *Shared
    binary decision diagram with attributed edges*, DAC 1990 (weights shared out from the top).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from causal.graph.network import Gate

Inputs = dict[int, tuple[int, ...]]
"""What each gate of a module reads, inputs before readers; all else is a leaf."""

_FORCE_ROUNDS = 40


def orders(module: dict[int, Gate]) -> Iterator[list[int]]:
    """Yield promising orders of a module's leaves, no two the same, each when it is asked for.

    Args:
        module: Its gates, inputs before readers, the module itself last; all else is a leaf.
    """
    seen: set[tuple[int, ...]] = set()
    for order in _candidates({number: gate.inputs for number, gate in module.items()}):
        if tuple(order) not in seen:
            seen.add(tuple(order))
            yield order


def _candidates(gates: Inputs) -> Iterator[list[int]]:
    size = _sizes(gates)
    small = _depth_first(gates, lambda i: (size[i],))
    yield small
    if len(gates) == 1:
        return
    yield _force(gates, small)
    written = _depth_first(gates, lambda _: ())
    yield written
    weight = _weights(gates)
    yield _depth_first(gates, lambda i: (-weight[i],))
    yield _force(gates, written)
    uses = _uses(gates)
    yield _depth_first(gates, lambda i: (-uses[i], size[i]))


def _sizes(gates: Inputs) -> dict[int, int]:
    """Return for each node the number of nodes of the tree below it, repeats counted."""
    size: dict[int, int] = {}
    for number, inputs in gates.items():
        size[number] = 1 + sum(size.setdefault(i, 1) for i in inputs)
    return size


def _weights(gates: Inputs) -> dict[int, float]:
    """Return how much of a unit, shared out evenly from the top, reaches each node."""
    weight = dict.fromkeys((*gates, *(i for inputs in gates.values() for i in inputs)), 0.0)
    top = next(reversed(gates))
    weight[top] = 1.0
    for number in reversed(gates):
        for i in gates[number]:
            weight[i] += weight[number] / len(gates[number])
    return weight


def _uses(gates: Inputs) -> dict[int, int]:
    """Return how many gates read each node."""
    uses: dict[int, int] = {}
    for inputs in gates.values():
        for i in inputs:
            uses[i] = uses.get(i, 0) + 1
    return uses


def _depth_first(gates: Inputs, key: Callable[[int], tuple[float, ...]]) -> list[int]:
    """Return the leaves as a depth-first walk meets them, inputs with the smallest key first."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    stack = [next(reversed(gates))]
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        if at in gates:
            # Reversed twice, so that equal keys are visited in the order written.
            stack.extend(sorted(gates[at], key=key)[::-1])
        else:
            found[at] = None
    return list(found)


def _force(gates: Inputs, start: Iterable[int]) -> list[int]:
    """Return the leaves where their gates pull them, from the `start` that is given.

    Gates and leaves are placed on a line and move, round after round, to the mean of the centres
    of the gates they belong to; the round in which gates span the least is kept.
    """
    place: dict[int, float] = {leaf: float(at) for at, leaf in enumerate(start)}
    for number, inputs in gates.items():
        place[number] = sum(place[i] for i in inputs) / len(inputs)
    nets = [(number, *inputs) for number, inputs in gates.items()]
    best: list[int] = []
    least = float("inf")
    for _ in range(_FORCE_ROUNDS):
        pull = dict.fromkeys(place, 0.0)
        count = dict.fromkeys(place, 0)
        for net in nets:
            centre = sum(place[i] for i in net) / len(net)
            for i in net:
                pull[i] += centre
                count[i] += 1
        line = sorted(place, key=lambda i: pull[i] / count[i])
        place = {node: float(at) for at, node in enumerate(line)}
        span = sum(max(place[i] for i in net) - min(place[i] for i in net) for net in nets)
        if span < least:
            least, best = span, [node for node in line if node not in gates]
    return best
