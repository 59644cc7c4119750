"""The structure function of each incident, read off the tables: no file is opened again.

The engine is that of `causal.graph`; here every factor has a variable of its own, its number in its
incident, which stands for its not having been removed. A factor with causes holds when it has not
been removed and its causes suffice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.graph.budget import tick
from causal.graph.network import Gate, Network, joined
from causal.graph.structure import Reading, threshold
from causal.libraries import numpy
from causal.model import OUTCOME, Link
from causal.model import Gate as Formula

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Pool
    from causal.corpus.tables.tables import Tables

__all__ = ["READINGS", "Drawn", "Reading", "networks"]

READINGS: tuple[Reading, Reading] = ("any", "all")
"""Both, the one in which the outcome survives longest first."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One incident.

    Args:
        row: Its row.
        first: The row of its first factor, whose variable is 0; the others follow, causes first.
        network: Its structure function, the outcome on top.
        nodes: The node of each factor.
        contributing: Whether the reading makes a difference to it.
    """

    row: int
    first: int
    network: Network
    nodes: tuple[int, ...]
    contributing: bool


def networks(
    tables: Tables, reading: Reading = "any", only: set[int] | None = None
) -> Iterator[Drawn]:
    """Yield the incidents whose outcome has causes, in the order of the corpus.

    Args:
        tables: The tables.
        reading: How to read causes that contributed without its being stated how.
        only: The rows of the incidents that are wanted; all of them when not given.
    """
    links, number = tables.links, range(len(tables.incidents) + 1)
    because = links.array("role") == tables.pool.code("because")
    ends = numpy.searchsorted(links.array("incident")[because], number).tolist()
    cause, effect = (links.array(name)[because].tolist() for name in ("cause", "effect"))
    cuts = numpy.searchsorted(tables.factors.array("incident"), number).tolist()
    ids, outcome = tables.factors.array("id").tolist(), tables.pool.code(OUTCOME)
    derived, outcomes = _stated(tables, "factors"), _stated(tables, "incidents")
    analysed = tables.incidents.array("analysed").tolist()
    for row in number[:-1] if only is None else sorted(only):
        if not analysed[row]:
            continue
        first, last = cuts[row], cuts[row + 1]
        causes: dict[int, list[int]] = {}
        for link in range(ends[row], ends[row + 1]):
            causes.setdefault(effect[link], []).append(cause[link])
        build = _Building(tables.pool, last - first, reading)
        for place in range(first, last):
            build.add(ids[place], causes.get(ids[place]), derived[place])
        top = build.joined(causes[outcome], outcomes[row])
        network = Network(last - first, tuple(build.gates), top)
        yield Drawn(row, first, network, tuple(build.node.values()), build.contributing)


def _stated(tables: Tables, name: str) -> list[tuple[int, str | None]]:
    table = tables.table(name)
    return list(zip(table.array("gate").tolist(), table.array("because").tolist(), strict=True))


class _Building:
    """Joins the causes of one incident, factor by factor, as gates of a network."""

    def __init__(self, pool: Pool, variables: int, reading: Reading) -> None:
        self.pool, self.variables, self.reading = pool, variables, reading
        self.any_of = pool.code("any")
        self.gates: list[Gate] = []
        self.node: dict[int, int] = {}
        self.contributing = False

    def add(self, id: int, causes: list[int] | None, stated: tuple[int, str | None]) -> None:
        """Add a factor; its causes are there already."""
        own = len(self.node)
        if causes is None:
            self.node[id] = own
        else:
            self.node[id] = self._gate(2, [own, self.joined(causes, stated)])

    def joined(self, causes: list[int], stated: tuple[int, str | None]) -> int:
        """Return the node of some causes, joined as a table states it."""
        tick()
        gate, text = stated
        if text:
            return self._formula(Formula.model_validate(json.loads(text)))
        return self._gate(1 if gate == self.any_of else len(causes), [self.node[c] for c in causes])

    def _formula(self, formula: Formula) -> int:
        """Return the node of nested causes."""
        self.contributing |= formula.op == "contributing"
        nodes = [
            self.node[self.pool.code(m.cause)] if isinstance(m, Link) else self._formula(m)
            for m in formula.of
        ]
        return self._gate(threshold(formula, self.reading), nodes)

    def _gate(self, k: int, nodes: list[int]) -> int:
        found = joined(k, nodes, self.gates, self.variables)
        if isinstance(found, bool):
            raise TypeError(f"a gate of nodes is no constant: {k} of {nodes!r}")
        return found
