"""Random monotone networks for property tests, and brute-force answers about them."""

from __future__ import annotations

from hypothesis import strategies as st

from causal.graph.network import Gate, Network


@st.composite
def networks(draw: st.DrawFn, max_variables: int = 10, max_gates: int = 8) -> Network:
    """Networks of threshold gates that share inputs, over 1 to `max_variables` variables."""
    variables = draw(st.integers(1, max_variables))
    gates: list[Gate] = []
    for _ in range(draw(st.integers(1, max_gates))):
        nodes = range(variables + len(gates))
        inputs = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=5, unique=True))
        gates.append(Gate(draw(st.integers(1, len(inputs))), tuple(inputs)))
    top = draw(st.integers(0, variables + len(gates) - 1))
    return Network(variables, tuple(gates), top)


def true_masks(network: Network) -> list[int]:
    """Return every set of variables that makes the network true."""
    return [mask for mask in range(1 << network.variables) if network.evaluate(mask)]


def minimal_masks(network: Network) -> list[int]:
    """Return the minimal such sets, by size, then by sorted members."""
    true = set(true_masks(network))
    minimal = [
        mask
        for mask in true
        if all(not mask >> v & 1 or mask ^ 1 << v not in true for v in range(network.variables))
    ]
    return sorted(minimal, key=lambda mask: (mask.bit_count(), members(mask)))


def members(mask: int) -> list[int]:
    """Return the variables in the mask, lowest first."""
    return [v for v in range(mask.bit_length()) if mask >> v & 1]
