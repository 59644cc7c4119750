"""The probability of the top event and how much each variable matters to it, exactly.

References:
    Z. W. Birnbaum, *On the importance of different components in a multicomponent system*, in
    Multivariate Analysis II, 1969.
"""

from __future__ import annotations

from collections.abc import Sequence

from causal.graph.budget import Budget
from causal.graph.composition import Composition
from causal.graph.network import Network
from causal.graph.solve import functions

__all__ = ["birnbaum", "probability"]


def probability(
    network: Network | bool, p: Sequence[float], *, budget: Budget | None = None
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
    whole = functions(network, (budget or Budget()).start())
    _, names = _chances(whole, list(p))
    return names[whole.parts[-1].name]


def birnbaum(
    network: Network | bool,
    p: Sequence[float] | None = None,
    *,
    budget: Budget | None = None,
) -> tuple[float, ...]:
    """Return for each variable how much more likely the network is with it than without it.

    Args:
        network: The function; a constant has no variables.
        p: The probability of each variable; by default 1/2 for all, counted exactly: the share
            of the cases of the other variables in which this one decides.
        budget: Limits of the computation, by default `Budget()`.

    Raises:
        NotFinished: The diagrams did not fit the budget.
    """
    if isinstance(network, bool):
        return ()
    whole = functions(network, (budget or Budget()).start())
    nodes, names = _chances(whole, [0.5] * network.variables if p is None else list(p))
    weight = [0.0] * whole.names
    weight[whole.parts[-1].name] = 1.0
    for part, chance in zip(reversed(whole.parts), reversed(nodes), strict=True):
        reach = [0.0] * len(chance)
        reach[part.root] = weight[part.name]
        for at in range(len(chance) - 1, 1, -1):
            leaf, low, high = part.leaves[part.level[at]], part.low[at], part.high[at]
            weight[leaf] += reach[at] * (chance[high] - chance[low])
            reach[low] += reach[at] * (1 - names[leaf])
            reach[high] += reach[at] * names[leaf]
    return tuple(weight[: network.variables])


def _chances(whole: Composition, p: Sequence[float]) -> tuple[list[list[float]], list[float]]:
    """Return the probability of every part's nodes and of every name."""
    names = [*p, *[0.0] * (whole.names - whole.variables)]
    nodes = []
    for part in whole.parts:
        chance = [0.0, 1.0]
        for at in range(2, len(part.level)):
            with_leaf = names[part.leaves[part.level[at]]]
            chance.append(
                with_leaf * chance[part.high[at]] + (1 - with_leaf) * chance[part.low[at]]
            )
        names[part.name] = chance[part.root]
        nodes.append(chance)
    return nodes, names
