"""The things of a corpus in parts of a size that fits in memory, ready to be counted.

Things are canonical factors: a factor without a key is known in its own incident only, so it can
stand together with others no second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.corpus.columns import MISSING
from causal.corpus.counting import Part

if TYPE_CHECKING:
    from causal.corpus.columns import Array
    from causal.corpus.tables import Tables

__all__ = ["STRATA", "Parts"]

AT_ONCE = 1_000_000
"""Incidents counted at a time: some 300 MB of pairs; counting fewer means merging more."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A corpus, cut into parts.

    Args:
        names: The keys, sorted; a thing is its place among them.
        owners: The incident of each factor that has a key, ascending.
        codes: The thing that each of these is.
        strata: The stratum of each incident.
        groups: How many strata there are.
    """

    names: tuple[str, ...]
    owners: Array
    codes: Array
    strata: Array
    groups: int

    @classmethod
    def of(cls, tables: Tables, by: str | None) -> Parts:
        """Return the parts of a corpus, its incidents stratified.

        Raises:
            ValueError: `by` is no way to stratify.
        """
        import numpy

        if by not in STRATA:
            known = ", ".join(repr(name) for name in STRATA)
            raise ValueError(f"by is one of {known}, not {by!r}")
        codes, owners = tables.factors.array("key"), tables.factors.array("incident")
        keyed = codes != MISSING
        codes, owners = codes[keyed], owners[keyed]
        used = numpy.flatnonzero(numpy.bincount(codes, minlength=1)).tolist() if len(codes) else []
        order = sorted(used, key=tables.pool.names.__getitem__)
        rank = numpy.zeros(len(tables.pool.names) + 1, dtype="int32")
        rank[order] = numpy.arange(len(order))
        strata, groups = STRATA[by](tables)
        return cls(tuple(tables.pool.names[c] for c in order), owners, rank[codes], strata, groups)

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts, in order."""
        import numpy

        incidents = len(self.strata)
        cuts = range(0, max(incidents, 1), AT_ONCE)
        ends = numpy.searchsorted(self.owners, [*cuts, incidents]).tolist()
        for start, first, end in zip(cuts, ends[:-1], ends[1:], strict=True):
            count = min(AT_ONCE, incidents - start)
            words = self.owners[first:end].astype("uint64") - numpy.uint64(start)
            words <<= numpy.uint64(32)
            words |= self.codes[first:end].astype("uint64")
            yield distinct_part(
                words, self.strata[start : start + count], len(self.names), self.groups
            )


def distinct_part(words: Array, strata: Array, kinds: int, groups: int) -> Part:
    """Return a part from words of an incident and a thing each, which may come twice.

    Args:
        words: The incident, from 0, in the upper 32 bits, the thing in the lower.
        strata: The stratum of each incident.
        kinds: How many things there are.
        groups: How many strata there are.
    """
    import numpy

    words.sort()
    if len(words) > 1:
        new = numpy.empty(len(words), bool)
        new[0] = True
        numpy.not_equal(words[1:], words[:-1], out=new[1:])
        words = words if new.all() else words[new]
    sizes = numpy.bincount((words >> numpy.uint64(32)).astype("int64"), minlength=len(strata))
    return Part(sizes, words.astype("uint32"), strata, kinds, groups)


def _one(tables: Tables) -> tuple[Array, int]:
    import numpy

    return numpy.zeros(len(tables.incidents), dtype="int32"), 1


def _services(tables: Tables) -> tuple[Array, int]:
    """Return as stratum the services that an incident hit, taken together."""
    import numpy

    known: dict[frozenset[str], int] = {}
    sets = (frozenset(tables.incidents.names("services", n)) for n in range(len(tables.incidents)))
    codes = [known.setdefault(services, len(known)) for services in sets]
    return numpy.array(codes, dtype="int32"), max(1, len(known))


def _quarters(tables: Tables) -> tuple[Array, int]:
    """Return as stratum the quarter in which an incident began; unknown ones share one."""
    import numpy

    months = tables.incidents.array("began").astype("datetime64[M]")
    quarters = numpy.where(numpy.isnat(months), -(2**40), months.astype("int64") // 3)
    distinct, codes = numpy.unique(quarters, return_inverse=True)
    return codes.astype("int32"), max(1, len(distinct))


STRATA = {None: _one, "service": _services, "quarter": _quarters}
"""Ways to stratify, by name: each gives the stratum of each incident and how many there are."""
