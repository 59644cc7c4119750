"""The things of a corpus in parts of a size that fits in memory, ready to be counted.

Things are canonical factors: a factor without a key is known in its own incident only, so it can
stand together with others no second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.counting import Part, distinct_part
from causal.corpus.tables.manifest import stored_file
from causal.corpus.tables.streaming import Streamed
from causal.corpus.tables.tables import MANY
from causal.errors import CausalError
from causal.libraries import numpy

if TYPE_CHECKING:
    from pathlib import Path

    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

AT_ONCE = 1_000_000
"""Incidents counted at a time: some 300 MB; counting fewer means merging more."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A corpus, cut into parts.

    Args:
        names: The keys, sorted; a thing is its place among them.
        owners: The incident of each factor that has a key, ascending.
        codes: The thing that each of these is.
        strata: The stratum of each incident.
        groups: How many strata there are.
        stored: The Parquet file of its factors, when it is stored.
        at_once: How many incidents make a part.
    """

    names: tuple[str, ...]
    owners: Array
    codes: Array
    strata: Array
    groups: int
    stored: Path | None = None
    at_once: int = AT_ONCE

    @classmethod
    def of(cls, tables: Tables, by: str | None) -> Parts:
        """Return the parts of a corpus, its incidents stratified.

        Those of a large stored corpus are read from their file as they are counted.

        Raises:
            CausalError: `by` is no way to stratify.
        """
        if by not in tuple(STRATA):
            known = ", ".join(repr(name) for name in STRATA)
            raise CausalError(f"by is one of {known}, not {by!r}")
        strata, groups = STRATA[by](tables)
        stored = tables.stored()
        file = None if stored is None else stored_file(stored, "factors")
        if file is not None and len(tables.factors) > MANY:
            return Streamed.of(file, strata, groups)  # type: ignore[return-value]  # it is asked the same
        codes, owners = tables.factors.array("key"), tables.factors.array("incident")
        keyed = codes != MISSING
        codes, owners = codes[keyed], owners[keyed]
        used = numpy.flatnonzero(numpy.bincount(codes, minlength=1)).tolist() if len(codes) else []
        order = sorted(used, key=tables.pool.names.__getitem__)
        rank = numpy.zeros(len(tables.pool.names) + 1, dtype="int32")
        rank[order] = numpy.arange(len(order))
        names = tuple(tables.pool.names[c] for c in order)
        return cls(names, owners, rank[codes], strata, groups, file)

    def cut(self, least: int) -> Parts:
        """Return the same in at least so many parts, as far as there are incidents for them."""
        most = max(1, len(self.strata) // least)
        return replace(self, at_once=min(self.at_once, most))

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts, in order."""
        incidents = len(self.strata)
        cuts = range(0, max(incidents, 1), self.at_once)
        ends = numpy.searchsorted(self.owners, [*cuts, incidents]).tolist()
        for start, first, end in zip(cuts, ends[:-1], ends[1:], strict=True):
            count = min(self.at_once, incidents - start)
            yield distinct_part(
                self.owners[first:end] - start,
                self.codes[first:end],
                self.strata[start : start + count],
                len(self.names),
                self.groups,
            )


def _one(tables: Tables) -> tuple[Array, int]:
    return numpy.zeros(len(tables.incidents), dtype="int32"), 1


def _services(tables: Tables) -> tuple[Array, int]:
    """Return as stratum the services that an incident hit, taken together."""
    known: dict[frozenset[str], int] = {}
    sets = (frozenset(tables.incidents.names("services", n)) for n in range(len(tables.incidents)))
    codes = [known.setdefault(services, len(known)) for services in sets]
    return numpy.array(codes, dtype="int32"), max(1, len(known))


def _quarters(tables: Tables) -> tuple[Array, int]:
    """Return as stratum the quarter in which an incident began; unknown ones share one."""
    months = tables.incidents.array("began").astype("datetime64[M]")
    quarters = numpy.where(numpy.isnat(months), -(2**40), months.astype("int64") // 3)
    distinct, codes = numpy.unique(quarters, return_inverse=True)
    return codes.astype("int32"), max(1, len(distinct))


STRATA = {None: _one, "service": _services, "quarter": _quarters}
"""Ways to stratify, by name: each gives the stratum of each incident and how many there are."""
