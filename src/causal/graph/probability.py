"""The probability of the top event and how much each variable matters to it, exactly.

References:
    Z. W. Birnbaum, *On the importance of different components in a multicomponent system*, in
    Multivariate Analysis II, 1969.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import mul
from typing import TypeVar

from causal.graph.budget import Budget, Clock, started
from causal.graph.composition import Composition
from causal.graph.counterfactual import threshold
from causal.graph.network import Network
from causal.graph.solve import functions

_TABLE_AT_MOST = 12
"""Variables of whose cases a table is quicker than a diagram."""

Number = TypeVar("Number", int, float)
"""A chance as a float, or as an integer in units of 2 ** -n: exact, as n tosses of a coin are."""

Times = Callable[[Number, Number], Number]


def probability(
    network: Network | bool, p: Sequence[float], *, budget: Budget | Clock | None = None
) -> float:
    """Return the probability that the network is true when its variables are independent.

    Args:
        network: The function; a constant is impossible or certain.
        p: The probability of each variable, 0 to 1.
        budget: Limits of the computation, by default `Budget()`.

    Raises:
        NotFinished: The diagrams did not fit the budget.
    """
    if isinstance(network, bool):
        return float(network)
    whole = functions(network, started(budget))
    _, names = _chances(whole, [float(chance) for chance in p], 1.0, mul)
    return names[whole.parts[-1].name]


def birnbaum(
    network: Network | bool,
    p: Sequence[float] | None = None,
    *,
    budget: Budget | Clock | None = None,
) -> tuple[float, ...]:
    """Return for each variable how much more likely the network is with it than without it.

    Args:
        network: The function; a constant has no variables.
        p: The probability of each variable; by default 1/2 for all, counted in integers: the
            share of the cases of the other variables in which this one decides.
        budget: Limits of the computation, by default `Budget()`.

    Raises:
        NotFinished: The diagrams did not fit the budget.
    """
    if isinstance(network, bool):
        return ()
    if p is None and network.variables <= _TABLE_AT_MOST:
        return _by_truth_table(network)
    whole = functions(network, started(budget))
    if p is not None:
        return tuple(_importances(whole, [float(chance) for chance in p], 1.0, mul))
    bits = network.variables
    one = 1 << bits
    counted = _importances(whole, [one >> 1] * bits, one, lambda a, b: a * b >> bits)
    return tuple(count / one for count in counted)


def _importances(
    whole: Composition, p: list[Number], one: Number, times: Times[Number]
) -> list[Number]:
    """Return for each variable the change in the whole's chance from its being false to true.

    One pass up the diagrams finds the chance of every node, one pass down how it is reached.
    """
    nodes, names = _chances(whole, p, one, times)
    weight = [one - one] * whole.names
    weight[whole.parts[-1].name] = one
    for part, chance in zip(reversed(whole.parts), reversed(nodes), strict=True):
        reach = [one - one] * len(chance)
        reach[part.root] = weight[part.name]
        for at in range(len(chance) - 1, 1, -1):
            leaf, low, high = part.leaves[part.level[at]], part.low[at], part.high[at]
            by_leaf = times(reach[at], names[leaf])
            weight[leaf] += times(reach[at], chance[high] - chance[low])
            reach[low] += reach[at] - by_leaf
            reach[high] += by_leaf
    return weight[: whole.variables]


def _by_truth_table(network: Network) -> tuple[float, ...]:
    """Return the structural importance of few variables, every case of theirs being one bit."""
    cases = 1 << network.variables
    every = (1 << cases) - 1
    values = [
        every // ((1 << (2 << v)) - 1) * (((1 << (1 << v)) - 1) << (1 << v))
        for v in range(network.variables)
    ]
    for gate in network.gates:
        values.append(threshold(gate, values, every))
    top = values[network.top]
    true = top.bit_count()
    return tuple(
        (2 * (top & values[v]).bit_count() - true) / (cases // 2) for v in range(network.variables)
    )


def _chances(
    whole: Composition, p: list[Number], one: Number, times: Times[Number]
) -> tuple[list[list[Number]], list[Number]]:
    """Return the chance of every part's nodes and of every name."""
    zero: Number = one - one
    names: list[Number] = p + [zero] * (whole.names - whole.variables)
    nodes: list[list[Number]] = []
    for part in whole.parts:
        chance: list[Number] = [zero, one]
        for at in range(2, len(part.level)):
            with_leaf = names[part.leaves[part.level[at]]]
            high, low = chance[part.high[at]], chance[part.low[at]]
            chance.append(times(with_leaf, high) + times(one - with_leaf, low))
        names[part.name] = chance[part.root]
        nodes.append(chance)
    return nodes, names
