"""Where each factor stands in the graph of its incident, over a whole corpus at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.corpus.patterns.graph_batch import WORD, Batch
from causal.corpus.patterns.graph_single import measure
from causal.corpus.tables.columns import as_text
from causal.model import OUTCOME

if TYPE_CHECKING:
    import pandas

    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Table, Tables

__all__ = ["Graphs", "graph_measures", "graphs", "measured"]


@dataclass(frozen=True, slots=True)
class Graphs:
    """The because-links of a corpus by position, and how causes are joined.

    Args:
        sizes: How many factors each incident has.
        incident: For each link, its incident.
        cause: For each link, the position of its cause.
        effect: For each link, the position of its effect; the number of factors for the outcome.
        alternative: For each node (factors, then the outcome, by incident), whether any one of
            its causes is enough.
        single: For each incident, whether it has to be worked out by itself.
    """

    sizes: Array
    incident: Array
    cause: Array
    effect: Array
    alternative: Array
    single: Array


def graphs(tables: Tables) -> Graphs:
    """Return the graphs of all incidents."""
    import numpy

    owners, links = tables.factors.array("incident"), tables.links
    sizes = numpy.bincount(owners, minlength=len(tables.incidents))
    because = links.array("role") == tables.pool.code("because")
    incident = links.array("incident")[because]
    find = _Positions(tables, sizes)
    cause = find(incident, links.array("cause")[because])
    effect = find(incident, links.array("effect")[because])
    first = numpy.cumsum(sizes + 1) - sizes - 1
    gates = numpy.full(int(sizes.sum()) + len(sizes), -1, dtype="int32")
    outcomes = first + sizes
    place = numpy.ones(len(gates), bool)
    place[outcomes] = False
    gates[place] = tables.factors.array("gate")
    gates[outcomes] = tables.incidents.array("gate")
    single = sizes > WORD
    nested = gates == tables.pool.code("nested")
    single |= numpy.logical_or.reduceat(nested, first) if len(first) else False
    return Graphs(sizes, incident, cause, effect, gates == tables.pool.code("any"), single)


class _Positions:
    """Finds the position of a factor in its incident by its id."""

    def __init__(self, tables: Tables, sizes: Array) -> None:
        import numpy

        self.outcome = tables.pool.code(OUTCOME)
        self.sizes = sizes
        owners, codes = tables.factors.array("incident"), tables.factors.array("id")
        keys = (owners.astype("int64") << 32) | codes
        self.order = numpy.argsort(keys, kind="stable")
        self.keys = keys[self.order]
        self.first = numpy.cumsum(sizes) - sizes

    def __call__(self, incident: Array, codes: Array) -> Array:
        """Return positions; the number of factors for the outcome."""
        import numpy

        positions = self.sizes[incident].astype("int64")
        named = codes != self.outcome
        keys = (incident[named].astype("int64") << 32) | codes[named]
        rows = self.order[numpy.searchsorted(self.keys, keys)]
        positions[named] = rows - self.first[incident[named]]
        return positions


def graph_measures(tables: Tables) -> pandas.DataFrame:
    """Return one row per factor and one per outcome, by incident."""
    import numpy
    import pandas

    sizes, (ancestors, depth, ways, needed) = measured(tables)
    nodes = sizes + 1
    ids, outcomes = tables.ids, numpy.cumsum(nodes) - 1
    names = numpy.full(int(nodes.sum()), OUTCOME, dtype=object)
    factors = numpy.ones(len(names), bool)
    factors[outcomes] = False
    names[factors] = tables.factors.names_of("id")
    owners = numpy.repeat(numpy.arange(len(ids)), nodes).tolist()
    return pandas.DataFrame(
        {
            "incident": as_text([ids[owner] for owner in owners]),
            "factor": as_text(names.tolist()),
            "ancestors": ancestors.astype("int64"),
            "depth": depth.astype("int64"),
            "ways": ways,
            "but_for": needed,
        }
    )


def measured(tables: Tables) -> tuple[Array, list[Array]]:
    """Return how many factors each incident has, and of every factor and outcome the measures.

    They are how many factors it comes from, its depth, the ways to it, and whether the outcome
    needed it.
    """
    import numpy

    found = graphs(tables)
    values = _batched(found)
    nodes = found.sizes + 1
    first = numpy.cumsum(nodes) - nodes
    if found.single.any():
        alone = _Alone(tables)
        for row in numpy.flatnonzero(found.single).tolist():
            for column, own in zip(values, alone(row), strict=True):
                column[first[row] : first[row] + len(own)] = own
    return found.sizes, values


def _batched(found: Graphs) -> list[Array]:
    """Return ancestors, depth, ways and but-for of every node that fits a word; 0 elsewhere."""
    import numpy

    fits = ~found.single
    links = fits[found.incident]
    nodes = found.sizes + 1
    number = numpy.cumsum(fits) - 1
    batch = Batch(
        found.sizes[fits],
        number[found.incident[links]],
        found.cause[links],
        found.effect[links],
    )
    inside = numpy.repeat(fits, nodes)
    needs = batch.needs(found.alternative[inside])[batch.outcome]
    # An outcome without causes needs nothing: nobody has said what it came from.
    own = [
        ones(batch.ancestors()),
        batch.depth(),
        batch.ways(),
        batch.per_factor(needs),
    ]
    columns = []
    for values, dtype in zip(own, ("int64", "int64", "float64", "bool"), strict=True):
        column = numpy.zeros(len(inside), dtype)
        column[inside] = values
        columns.append(column)
    return columns


class _Alone:
    """Works out incidents one by one, from their formulas."""

    def __init__(self, tables: Tables) -> None:
        self._owners = tables.factors.array("incident")
        self._of_links = tables.links.array("incident")
        self._ids = tables.factors.names_of("id")
        names = ("cause", "effect", "role")
        self._links = list(zip(*map(tables.links.names_of, names), strict=True))
        self._factors = _gates(tables.factors)
        self._outcomes = _gates(tables.incidents)

    def __call__(self, row: int) -> list[list[Any]]:
        """Return ancestors, depth, ways and but-for of the nodes of an incident."""
        import numpy

        first, end = numpy.searchsorted(self._owners, [row, row + 1]).tolist()
        names = [str(name) for name in self._ids[first:end]]
        begin, stop = numpy.searchsorted(self._of_links, [row, row + 1]).tolist()
        formulas: dict[str, Any] = {}
        for cause, effect, role in self._links[begin:stop]:
            if role == "because":
                formulas.setdefault(str(effect), []).append(cause)
        _join(formulas, zip(names, self._factors[first:end], strict=True))
        _join(formulas, [(OUTCOME, self._outcomes[row])])
        measures = measure(names, formulas, OUTCOME)
        needs = measures[-1].needs
        return [
            [m.ancestors.bit_count() for m in measures],
            [m.depth for m in measures],
            [float(m.ways) for m in measures],
            [bool(needs >> place & 1) for place in range(len(names))] + [False],
        ]


def _gates(table: Table) -> list[tuple[str | None, str | None]]:
    return list(zip(table.names_of("gate"), table.array("because").tolist(), strict=True))


def _join(
    formulas: dict[str, Any], gates: Iterable[tuple[str, tuple[str | None, str | None]]]
) -> None:
    """Put the gates that a table states around the causes of its nodes."""
    for name, (gate, text) in gates:
        if text:
            formulas[name] = json.loads(text)
        elif gate == "any" and name in formulas:
            formulas[name] = {"any": formulas[name]}


def ones(words: Array) -> Array:
    """Return how many bits of each word are set."""
    import numpy

    if hasattr(numpy, "bitwise_count"):
        return numpy.bitwise_count(words)
    octets = numpy.array([number.bit_count() for number in range(256)], "uint8")
    counts: Array = octets[words.view("uint8")].reshape(-1, 8).sum(axis=1)
    return counts
