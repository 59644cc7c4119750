"""The graph of each incident between canonical factors only, whatever stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.groups import row_finder
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

COLUMN = {"factors": "key", "layers": "layer"}
"""What factors are called by, for each kind of thing that links may be counted between."""


@dataclass(frozen=True, slots=True)
class Contracted:
    """The links of all incidents between names, each known by its place among the sorted names.

    Args:
        names: The names, sorted.
        stands: In which incidents (rows) which names (columns) stand; ones and zeros.
        links: ``incident, cause, effect, direct``: each link once an incident, and whether some
            case of it is direct.
        joined: ``incident, effect, name``: the names that are direct causes of one factor, or of
            the outcome.
    """

    names: list[str]
    stands: csr_array
    links: pandas.DataFrame
    joined: pandas.DataFrame


def rows_of_factors(tables: Tables, incident: Array, code: Array) -> Array:
    """Return the row of each factor given by its incident and the code of its id; -1 for no factor.

    Args:
        tables: The tables.
        incident: The rows of incidents.
        code: The code of an id in each.
    """
    factors = tables.factors
    return row_finder(factors.array("incident"), factors.array("id"))(incident, code)


def contracted(tables: Tables, over: str) -> Contracted:
    """Return the links between names.

    A link leads from one named factor to the next named one downstream, through any factors
    without a name, along *because* and *worsened by*; links from a name to itself are left out.
    """
    from scipy.sparse import csr_array

    code, owner = tables.factors.array(COLUMN[over]), tables.factors.array("incident")
    used = numpy.unique(code[code != MISSING]).tolist()
    used.sort(key=tables.pool.names.__getitem__)
    rank = numpy.full(len(tables.pool.names) + 1, -1)
    rank[used] = numpy.arange(len(used))
    name, size = numpy.where(code == MISSING, -1, rank[code]), len(code)
    incident = tables.links.array("incident")
    effect = tables.links.array("effect")
    above = rows_of_factors(tables, incident, tables.links.array("cause"))
    below = rows_of_factors(tables, incident, effect)
    inner = below >= 0

    def table(where: Array) -> csr_array:
        shape = (size, size)
        ones = numpy.ones(int(where.sum()), "int32")
        return _ones(csr_array((ones, (above[where], below[where])), shape=shape))

    named = name[below] >= 0
    direct = table(inner & named)
    found, through = direct, table(inner & ~named)
    while through.nnz:  # each turn doubles how many factors without a name are passed
        found = _ones(found + through @ found)
        through = _ones(through @ through)
    rows, columns = found.nonzero()
    plain = direct.nonzero()
    own = numpy.isin(rows * size + columns, plain[0] * size + plain[1])
    links = pandas.DataFrame(
        {"incident": owner[rows], "cause": name[rows], "effect": name[columns], "direct": own}
    )
    kept = links[(links["cause"] >= 0) & (links["cause"] != links["effect"])]
    joined = pandas.DataFrame({"incident": incident, "effect": effect, "name": name[above]})
    shape = (len(tables.incidents), len(used))
    ones = numpy.ones(int((name >= 0).sum()), "int32")
    stands = csr_array((ones, (owner[name >= 0], name[name >= 0])), shape=shape)
    return Contracted(
        [tables.pool.names[code] for code in used],
        _ones(stands),
        kept.groupby(["incident", "cause", "effect"])[["direct"]].max().reset_index(),
        joined[joined["name"] >= 0].drop_duplicates(),
    )


def _ones(table: csr_array) -> csr_array:
    """Return a table with a one wherever there is anything."""
    table.sum_duplicates()
    table.data[:] = 1
    return table
