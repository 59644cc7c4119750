"""When canonical factors struck, and which lasting actions were on them: sorted, for kernels.

Within services, a factor of two incidents is the same only where they share a service: each pair
of a canonical factor and a service is then followed by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.groups import ranges
from causal.errors import UnknownName

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Table, Tables

__all__ = ["DAY", "WITHIN", "Acted", "Strikes", "acted", "strikes"]

DAY = 86_400
"""Seconds."""

WITHIN = ("corpus", "services")
"""Where a factor counts as the same: anywhere, or in incidents that share a service."""


@dataclass(frozen=True, slots=True)
class Strikes:
    """Each group in each dated incident once, by group, then time, then incident.

    A group is a canonical factor, or a canonical factor in a service.

    Args:
        group: The number of the group.
        second: When the incident began, in seconds since `origin`.
        incident: The row of the incident.
        keys: The code of the canonical factor of each group.
        services: The code of the service of each group; `MISSING` over the whole corpus.
        origin: The first second of any incident, since 1970.
        end: The last one, since `origin`.
        undated: How many incidents have keys and no date.
        until: For each group, the second of the last incident of its service, or of any.
    """

    group: Array
    second: Array
    incident: Array
    keys: Array
    services: Array
    origin: int
    end: int
    undated: int
    until: Array

    def after(self, group: Array, second: Array) -> Array:
        """Return for each query the first strike of that group strictly after a moment.

        The position may be that of another group: see whether it is the same.
        """
        import numpy

        span = self.end + 2 * DAY
        placed = numpy.clip(second, -1, span - 1) + 1
        own = self.group * (span + 1) + self.second + 1
        wanted = group * (span + 1) + placed
        order = numpy.argsort(wanted)  # a search from one to the next stays near what it read last
        found = numpy.empty(len(wanted), dtype="int64")
        found[order] = numpy.searchsorted(own, wanted[order], side="right")
        return found

    def name(self, tables: Tables, group: int) -> str:
        """Return the canonical factor of a group."""
        return tables.pool.names[int(self.keys[group])]


def strikes(tables: Tables, within: str = "corpus") -> Strikes:
    """Return when each canonical factor struck.

    Raises:
        UnknownName: `within` is neither ``corpus`` nor ``services``.
    """
    import numpy

    if within not in WITHIN:
        raise UnknownName("place to look within", within, WITHIN)
    began = tables.incidents.array("began")
    known = ~numpy.isnat(began)
    seconds = began.astype("datetime64[s]").astype("int64")
    origin = int(seconds[known].min()) if known.any() else 0
    end = int(seconds[known].max()) - origin if known.any() else 0
    key, incident = tables.factors.array("key"), tables.factors.array("incident")
    stated = numpy.flatnonzero(key != MISSING)
    key, incident = key[stated].astype("int64"), incident[stated].astype("int64")
    undated = len(numpy.unique(incident[~known[incident]]))
    key, incident, service = _spread(tables, key, incident, within)
    (keys, services), group = _numbered(key, service, len(tables.pool.names) + 2)
    kept = known[incident]
    by_time = numpy.argsort(seconds, kind="stable")
    size = max(len(seconds), 1)
    turn = numpy.empty(len(seconds), dtype="int64")
    turn[by_time] = numpy.arange(len(seconds))
    words = group[kept] * size + turn[incident[kept]]
    if len(keys) * size < 2**32:
        words = words.astype("uint32")  # which sorts in half the time
    words.sort()
    words = words[numpy.append(True, words[1:] != words[:-1])] if len(words) else words
    group = (words // size).astype("int64")
    incident = by_time[words - group * size]
    until = _until(tables, seconds - origin, known, services, end)
    second = seconds[incident] - origin
    return Strikes(group, second, incident, keys, services, origin, end, undated, until)


def _numbered(key: Array, service: Array, width: int) -> tuple[tuple[Array, Array], Array]:
    """Return the distinct pairs of a key and a service, in order, and which of them each is."""
    import numpy

    if (service == MISSING).all():
        used = numpy.flatnonzero(numpy.bincount(key, minlength=width))
        number = numpy.zeros(width, dtype="int64")
        number[used] = numpy.arange(len(used))
        return (used, numpy.full(len(used), MISSING, dtype="int64")), number[key]
    distinct, group = numpy.unique(key * width + service + 1, return_inverse=True)
    return (distinct // width, distinct % width - 1), group


def _until(tables: Tables, seconds: Array, known: Array, services: Array, end: int) -> Array:
    """Return until when each group was watched: where its service has no more records, no more."""
    import numpy

    codes, ends = _several(tables.incidents, "services")
    row = numpy.repeat(numpy.arange(len(ends) - 1), numpy.diff(ends))
    last = numpy.full(len(tables.pool.names) + 1, -1, dtype="int64")
    numpy.maximum.at(last, codes[known[row]], seconds[row][known[row]])
    last[MISSING] = end
    return last[services]


def _spread(tables: Tables, key: Array, incident: Array, within: str) -> tuple[Array, Array, Array]:
    """Return each factor once per service of its incident; as it is over the whole corpus."""
    import numpy

    if within == "corpus":
        return key, incident, numpy.full(len(key), MISSING, dtype="int64")
    codes, ends = _several(tables.incidents, "services")
    count = numpy.diff(ends)[incident]
    factor = numpy.repeat(numpy.arange(len(key)), count)
    place = numpy.arange(len(factor)) - numpy.repeat(numpy.cumsum(count) - count, count)
    service = codes[ends[incident[factor]] + place]
    return key[factor], incident[factor], service


def _several(table: Table, column: str) -> tuple[Array, Array]:
    """Return the codes of a column that holds several names a row, and where each row ends."""
    codes, ends = table.several(column)
    return codes.astype("int64"), ends


def _first(one: Array, other: Array) -> Array:
    """Return where a pair differs from the one before it."""
    import numpy

    fresh = numpy.ones(len(one), dtype=bool)
    fresh[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    return fresh


@dataclass(frozen=True, slots=True)
class Acted:
    """Each lasting action, cancelled ones aside, with each group that it addresses.

    Args:
        action: The row of the action.
        group: The number of the group, as in `Strikes`.
        incident: The row of the incident both are of.
    """

    action: Array
    group: Array
    incident: Array


def acted(tables: Tables, when: Strikes, within: str = "corpus") -> Acted:
    """Return which lasting actions are on which groups, each pair once, by action."""
    import numpy

    wanted, ends = _several(tables.actions, "addresses")
    row = numpy.repeat(numpy.arange(len(ends) - 1), numpy.diff(ends))
    code = {name: tables.pool.code(name) for name in ("repair", "cancelled")}
    lasting = tables.actions.array("kind") != code["repair"]
    lasting &= tables.actions.array("status") != code["cancelled"]
    row, wanted = row[lasting[row]], wanted[lasting[row]]
    incident = tables.actions.array("incident")[row].astype("int64")
    width = len(tables.pool.names) + 2
    at, found = _found(tables, incident, wanted)
    row, incident = row[at], incident[at]
    key = tables.factors.array("key")[found].astype("int64")
    row, key, incident = (part[key != MISSING] for part in (row, key, incident))
    number = numpy.arange(len(row))
    spread = _spread(tables, key * max(len(row), 1) + number, incident, within)
    number = spread[0] % max(len(row), 1)
    row, key, incident, service = row[number], key[number], incident[number], spread[2]
    composed = when.keys * width + when.services + 1
    group = numpy.searchsorted(composed, key * width + service + 1)
    order = numpy.lexsort((group, row))
    row, group, incident = row[order], group[order], incident[order]
    fresh = _first(row, group)
    return Acted(row[fresh], group[fresh], incident[fresh])


def _found(tables: Tables, incident: Array, wanted: Array) -> tuple[Array, Array]:
    """Return which of these ids are factors of the incident beside them, and the row of each."""
    import numpy

    count = numpy.bincount(tables.factors.array("incident"), minlength=len(tables.incidents))
    start = numpy.cumsum(count) - count
    rows = ranges(start[incident], count[incident])
    query = numpy.repeat(numpy.arange(len(incident)), count[incident])
    same = numpy.flatnonzero(tables.factors.array("id")[rows] == wanted[query])
    return query[same], rows[same]
