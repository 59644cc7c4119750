"""Where each factor stands in the graph of its incident, over a whole corpus at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import as_text
from causal.corpus.tables.contracted import rows_of_factors
from causal.corpus.tables.graph_batch import WORD, Batch
from causal.corpus.tables.networks import Drawn, networks
from causal.graph.counterfactual import outcome_survives
from causal.libraries import numpy, pandas
from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables


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
    owners, links = tables.factors.array("incident"), tables.links
    sizes = numpy.bincount(owners, minlength=len(tables.incidents))
    because = links.array("role") == tables.pool.code("because")
    incident = links.array("incident")[because]
    start = (numpy.cumsum(sizes) - sizes)[incident]
    cause = rows_of_factors(tables, incident, links.array("cause")[because]) - start
    below = rows_of_factors(tables, incident, links.array("effect")[because])
    effect = numpy.where(below < 0, sizes[incident], below - start)
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


def graph_measures(tables: Tables) -> pandas.DataFrame:
    """Return one row per factor and one per outcome, by incident."""
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
    found = graphs(tables)
    values = _batched(found)
    nodes = found.sizes + 1
    first = numpy.cumsum(nodes) - nodes
    alone = set(numpy.flatnonzero(found.single).tolist())
    if alone:
        ends = numpy.searchsorted(found.incident, numpy.arange(len(nodes) + 1)).tolist()
        pairs = list(zip(found.cause.tolist(), found.effect.tolist(), strict=True))
        explained = {drawn.row: drawn for drawn in networks(tables, only=alone)}
        for row in sorted(alone):
            start, links = first[row], pairs[ends[row] : ends[row + 1]]
            own = _alone(int(found.sizes[row]), explained.get(row), links)
            for column, cells in zip(values, own, strict=True):
                column[start : start + len(cells)] = cells
    return found.sizes, values


def _batched(found: Graphs) -> list[Array]:
    """Return ancestors, depth, ways and but-for of every node that fits a word; 0 elsewhere."""
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


def _alone(size: int, drawn: Drawn | None, links: list[tuple[int, int]]) -> list[list[Any]]:
    """Return ancestors, depth, ways and but-for of the nodes of an incident, in whole numbers.

    Args:
        size: How many factors it has.
        drawn: Its structure function, where its outcome has causes.
        links: The position of the cause and of the effect of each link, the outcome last.
    """
    causes: list[list[int]] = [[] for _ in range(size + 1)]
    for cause, effect in links:
        causes[effect].append(cause)
    above, depth, ways = [0] * (size + 1), [0] * (size + 1), [1] * (size + 1)
    for node, own in enumerate(causes):
        if own:
            for cause in own:
                above[node] |= above[cause] | 1 << cause
            depth[node] = 1 + max(depth[cause] for cause in own)
            ways[node] = sum(ways[cause] for cause in own)
    needed = [False] * size
    if drawn is not None:
        survives = outcome_survives(drawn.network, [[place] for place in range(size)])
        needed = [not still for still in survives]
    return [[m.bit_count() for m in above], depth, [float(w) for w in ways], [*needed, False]]


def ones(words: Array) -> Array:
    """Return how many bits of each word are set."""
    if hasattr(numpy, "bitwise_count"):
        return numpy.bitwise_count(words)
    octets = numpy.array([number.bit_count() for number in range(256)], "uint8")
    counts: Array = octets[words.view("uint8")].reshape(-1, 8).sum(axis=1)
    return counts
