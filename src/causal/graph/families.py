"""The minimal cut sets of a network, by whichever way of holding them is fastest.

References:
    A. Rauzy, *Mathematical foundations of minimal cutsets*, IEEE Transactions on Reliability 50,
    2001.
"""

from __future__ import annotations

from dataclasses import replace

from causal.graph.bitsets import listed, ordered
from causal.graph.budget import Budget, Clock, started
from causal.graph.composed import ComposedFamily
from causal.graph.family import Family, ListedFamily
from causal.graph.network import Network
from causal.graph.solve import minimal_families

__all__ = ["Family", "minimal_sets"]

_LISTED_AT_MOST = 400
"""Sets a list may hold; beyond, its quadratic absorption costs more than building a diagram."""


def minimal_sets(network: Network | bool, *, budget: Budget | Clock | None = None) -> Family:
    """Return the minimal sets of variables that together make the network true.

    Those of ``network.dual()`` are the minimal sets whose absence makes it false. A constant,
    as `Network.restrict` may return, has no set (false) or only the empty one (true).

    Raises:
        NotFinished: The diagrams did not fit the budget, by default `Budget()`.
    """
    if isinstance(network, bool):
        return ListedFamily(0, [0] if network else [])
    masks = listed(network, _LISTED_AT_MOST)
    if masks is not None:
        return ListedFamily(network.variables, ordered(masks, network.variables))
    whole = minimal_families(network, started(budget))
    # What is counted and listed later runs on the clock of the answer, if there is one.
    return ComposedFamily(replace(whole, clock=budget) if isinstance(budget, Clock) else whole)
