"""Which canonical factors stand together more often than chance would put them.

Incidents differ in size, and large ones hold many pairs whatever their factors: a test that takes
all incidents alike finds thousands of pairs where there are none. Here a pair is expected
K_a K_b sum s(s-1) / S^2 times, K the incidents of each factor, s the size of each incident and S
their sum: what comes of throwing each factor into the incidents in proportion to their size; times
the mean of S/(S - K_a) and S/(S - K_b), since no factor stands in an incident twice. So over all
pairs as many are expected as there are. Every pair that could be seen is a hypothesis, not only
those that were; a code and a more general one of its own are no pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from math import comb
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.coded.levels import in_line
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.engines import ENGINES
from causal.corpus.patterns.statistics import excess, few, q_values
from causal.corpus.tables.columns import as_text
from causal.corpus.tables.partitions import Parts
from causal.errors import CausalError
from causal.graph.budget import Budget, budget_of
from causal.libraries import numpy, pandas
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.patterns.engines import Engine
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.counting import Counts

COLUMNS = columns("text: a b c; count: incidents; number: expected lift p q")

CALLED = 0.01
"""The false discovery rate below which words speak of a pattern."""

NAMES = ("a", "b", "c")

_BYTES, _PER_SECOND = 180, {2: 20_000_000, 3: 5_000_000}
"""What a set takes while it is counted, and how many pairs and triples are counted in a second."""

_SCORED_PER_SECOND = 1_500_000
"""How many different sets are scored in a second."""

_AT_ONCE = 1_000_000
"""Triples whose pairs are looked up at a time."""


def co_occurrence(
    corpus: Asked,
    *,
    by: str | None = None,
    triples: bool = False,
    min_incidents: int = 2,
    max_q: float = 1.0,
    engine: str = "local",
    budget: Budget | None = None,
) -> Pattern:
    """Return the canonical factors that stood together, the least likely by chance first.

    Columns: ``a, b`` (keys; also ``c`` of triples), ``incidents`` (that hold both),
    ``expected`` (if factors stood independently, given the sizes of incidents), ``lift``
    (incidents over expected), ``p`` (chance of at least so many, Poisson), ``q`` (false
    discovery rate, Benjamini-Hochberg over all possible pairs). A triple is held against
    what its pairs lead to expect. ``attrs`` holds ``words``, ``warnings`` and ``hypotheses``.

    Args:
        corpus: The incidents.
        by: ``"service"`` or ``"quarter"``: expect factors together as often as within each
            of these, where that would fake a pattern.
        triples: Whether to look at three at a time.
        min_incidents: In how many incidents they must stand together to be shown.
        max_q: Up to which q to show them.
        engine: ``"local"``, ``"duckdb"`` (out of core) or ``"dask"`` (the current client's
            cluster); the counts are the same.
        budget: The limits of the answer, by default `Budget()`; incidents that do not fit,
            the largest first, are left out, and a warning says so.

    Raises:
        CausalError: An option is none of those there are.
        MissingExtra: The engine is not installed.
    """
    if engine not in tuple(ENGINES):
        raise CausalError(f"engine is one of {', '.join(ENGINES)}, not {engine!r}")
    expect_number(min_incidents, "min_incidents", 1)
    expect_number(max_q, "max_q", 0.0)
    order = 3 if triples else 2
    parts, left_out = _within(Parts.of(corpus.tables, by), order, budget_of(budget))
    count = ENGINES[engine]
    pairs = Pairs.of(parts, count) if triples else None
    scored = Scored(count(parts, order), parts.names, order, pairs)
    frame = _frame(parts, scored, scored.select(min_incidents, max_q))
    return pattern(
        {name: kind for name, kind in COLUMNS.items() if name in frame},
        frame,
        words=_words(parts, scored, frame, by),
        warnings=[*_warnings(parts, scored, left_out), *corpus.tables.warnings],
        hypotheses=scored.hypotheses,
        by=by,
    )


def _within(parts: Parts, order: int, budget: Budget) -> tuple[Parts, int]:
    """Return the parts without the incidents whose sets are too many, and how many those are.

    A single incident of thousands of factors holds more sets than a corpus of thousands of
    others. A large stored corpus is counted as it is read, and left as it is.
    """
    if not isinstance(parts, Parts) or not len(parts.owners):
        return parts, 0
    sizes = numpy.bincount(parts.owners, minlength=len(parts.strata)).astype("float64")
    sets = sizes * (sizes - 1) / 2 * (1 if order == 2 else (sizes - 2) / 3)
    room = numpy.inf if budget.memory_gib is None else budget.memory_gib * 2**30 / _BYTES
    time = numpy.inf if budget.seconds is None else budget.seconds
    ranked = numpy.argsort(sets, kind="stable")
    held = numpy.cumsum(sets[ranked])
    different = numpy.minimum(held, comb(len(parts.names), order))
    takes = held / _PER_SECOND[order] + different / _SCORED_PER_SECOND
    fits = numpy.empty(len(sets), bool)
    fits[ranked] = (sets[ranked] <= room) & (takes <= time)
    kept = fits[parts.owners]
    if kept.all():
        return parts, 0
    codes, owners = parts.codes[kept], parts.owners[kept]
    return replace(parts, codes=codes, owners=owners, stored=None), int((~fits).sum())


class Scored:
    """Every set that was seen: its things, how often it was expected, and how likely that is."""

    def __init__(
        self, counts: Counts, names: Sequence[str], order: int, pairs: Pairs | None = None
    ) -> None:
        kinds = len(names)
        keys = counts.keys.astype("uint64")  # ascending
        places: list[Array] = []
        for _ in range(order):
            places.insert(0, (keys % numpy.uint64(max(kinds, 1))).astype("int64"))
            keys //= numpy.uint64(max(kinds, 1))
        told_twice = in_line(names)
        together = counts.together.astype("int64")
        if told_twice:
            kept = _apart(places, told_twice, kinds)
            places, together = [p[kept] for p in places], together[kept]
        self.places, self.count = places, together
        # Of triples, those that hold such a pair still count as hypotheses, which errs to caution.
        self.hypotheses = comb(kinds, order) - (len(told_twice) if order == 2 else 0)
        self.expected = expected(counts, places)
        if pairs is not None:
            self.expected = numpy.maximum(self.expected, pairs.lead_to(counts, places))
        self.p = excess(self.count, self.expected)
        self.q = q_values(self.p, self.hypotheses)

    def select(self, min_incidents: int, max_q: float) -> Array:
        """Return the rows to show, the least likely first, then by lift and by name."""
        rows = numpy.flatnonzero((self.count >= min_incidents) & (self.q <= max_q))
        chosen: Array = rows[ascending(self.p[rows])]  # rows are in the order of names
        p, lift = self.p[chosen], self.count[chosen] / self.expected[chosen]
        same = p[1:] == p[:-1]
        run = numpy.append(0, numpy.cumsum(~same))
        mixed = numpy.zeros(len(run) + 1, bool)
        mixed[run[1:][same & (lift[1:] != lift[:-1])]] = True
        tied = numpy.flatnonzero(mixed[run])  # few: equally likely, of another lift
        names = (place[chosen[tied]] for place in self.places[::-1])
        chosen[tied] = chosen[tied][numpy.lexsort((*names, -lift[tied], p[tied]))]
        return chosen


def ascending(values: Array) -> Array:
    """Return the order of values, equal ones as they stand: two thirds of a stable sort's time."""
    order = numpy.argsort(values)
    ordered = values[order]
    runs = numpy.zeros(len(order), "uint64")
    numpy.cumsum(ordered[1:] != ordered[:-1], out=runs[1:])
    runs <<= numpy.uint64(32)
    runs |= order.astype("uint64")
    runs.sort()
    runs &= numpy.uint64(2**32 - 1)
    return runs.astype("int64")


def _apart(places: list[Array], told_twice: list[tuple[int, int]], kinds: int) -> Array:
    """Return which sets hold no code beside a more general one of its own."""
    kept = numpy.ones(len(places[0]), bool)
    wrong = numpy.array([min(pair) * kinds + max(pair) for pair in told_twice])
    for a, b in combinations(places, 2):
        keys = numpy.minimum(a, b) * kinds + numpy.maximum(a, b)
        kept &= ~numpy.isin(keys, wrong)
    return kept


def expected(counts: Counts, places: list[Array]) -> Array:
    """Return how often sets are expected if factors stand independently, given incident sizes.

    Args:
        counts: The counts.
        places: The things of each set, an array for each member.
    """
    found = numpy.zeros(len(places[0]))
    order = len(places)
    for single, falling in zip(counts.single, counts.falling, strict=True):
        if falling[order - 1] > 0:
            rate = single.astype("float64") / falling[0]
            product = (falling[order - 1] * rate)[places[0]]
            for place in places[1:]:
                product *= rate[place]
            product *= _distinct(rate, places)
            found += product
    return found


def _distinct(rate: Array, places: list[Array]) -> Array:
    """Return how much oftener sets come since no thing stands in an incident twice.

    After one is drawn, the next comes of what is left. It matters where a few things are in many
    incidents, as the first levels of codes are: without it, every pair of them would stand out.
    """
    if len(places) == 2:  # worked out once a thing
        half = 0.5 / numpy.maximum(1 - rate, 1e-9)
        both: Array = half[places[0]]
        both += half[places[1]]
        return both
    found = numpy.zeros(len(places[0]))
    orders = list(permutations([rate[place] for place in places]))
    for order in orders:
        left, share = numpy.ones(len(found)), numpy.ones(len(found))
        for before in order[:-1]:
            left -= before
            share /= numpy.maximum(left, 1e-9)
        found += share / len(orders)
    return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """In how many incidents of each stratum each pair stood, pair by pair.

    Args:
        kinds: How many things there are.
        keys: The distinct pairs, as one integer in base `kinds`, ascending.
        starts: Where the rows of each begin; one more, where the last end.
        strata: The stratum of each row.
        together: In how many of its incidents the pair stood.
    """

    kinds: int
    keys: Array
    starts: Array
    strata: Array
    together: Array

    @classmethod
    def of(cls, parts: Parts, engine: Engine) -> Pairs:
        """Return the pairs of a corpus: a thing of another stratum is counted as another thing."""
        kinds, groups = len(parts.names), parts.groups
        codes = parts.codes.astype("int64") * groups + parts.strata[parts.owners]
        alike = numpy.zeros_like(parts.strata)
        split = replace(parts, names=("",) * (kinds * groups), codes=codes, strata=alike, groups=1)
        counts = engine(split, 2)
        first, second = numpy.divmod(counts.keys.astype("uint64"), max(kinds * groups, 1))
        keys = first // groups * kinds + second // groups
        order = numpy.argsort(keys, kind="stable")
        distinct, starts = numpy.unique(keys[order], return_index=True)
        rows = (first % groups)[order].astype("int64")
        return cls(kinds, distinct, numpy.append(starts, len(keys)), rows, counts.together[order])

    def lead_to(self, counts: Counts, places: list[Array]) -> Array:
        """Return how often triples are expected from the likeliest of their pairs and the third.

        In each stratum by itself: there the third falls in with the pair by its rate among others.
        """
        s, pairs, triples = counts.falling.T
        rate = numpy.divide(triples, pairs * s, out=numpy.zeros(len(s)), where=triples > 0)
        found = numpy.zeros(len(places[0]))
        for (a, b), c in zip(combinations((0, 1, 2), 2), (2, 1, 0), strict=True):
            keys = (places[a] * self.kinds + places[b]).astype(self.keys.dtype)
            at = numpy.searchsorted(self.keys, keys)
            for begin in range(0, len(at), _AT_ONCE):
                own = at[begin : begin + _AT_ONCE]
                first, lengths = self.starts[own], numpy.diff(self.starts)[own]
                heads = numpy.cumsum(lengths) - lengths
                rows = numpy.arange(int(lengths.sum())) + numpy.repeat(first - heads, lengths)
                third = numpy.repeat(places[c][begin : begin + _AT_ONCE], lengths)
                strata = self.strata[rows]
                each = self.together[rows] * counts.single[strata, third] * rate[strata]
                shown = slice(begin, begin + _AT_ONCE)
                found[shown] = numpy.maximum(found[shown], numpy.add.reduceat(each, heads))
        return found


def _frame(parts: Parts, scored: Scored, rows: Array) -> pandas.DataFrame:
    names = as_text(parts.names)  # taken as they are kept, not made anew
    places = zip(NAMES, scored.places, strict=False)
    shown: dict[str, Any] = {
        name: names.take(place[rows]) if len(rows) else [] for name, place in places
    }
    shown["incidents"] = scored.count[rows]
    for column in ("expected", "p", "q"):
        shown[column] = getattr(scored, column)[rows]
    shown["lift"] = shown["incidents"] / shown["expected"]
    return pandas.DataFrame(shown, copy=False)


def _words(parts: Parts, scored: Scored, frame: Any, by: str | None) -> str:
    noun = "pair" if len(scored.places) == 2 else "triple"
    if not scored.hypotheses:
        return f"There are not enough canonical factors to make a {noun}."
    called = int((scored.q < CALLED).sum())
    within = f", within each {by}" if by else ""
    beyond = "chance" if noun == "pair" else "their pairs"
    words = (
        f"{called} of the {counted(scored.hypotheses, f'possible {noun}')} of "
        f"{counted(len(parts.names), 'canonical factor')} stood together more often than {beyond} "
        f"explains{within} (false discovery rate under {CALLED:.0%})."
    )
    if called and len(frame):
        first = frame.iloc[0]
        members = " and ".join(first[name] for name in NAMES[: len(scored.places)])
        words += (
            f" Least likely by chance: {members}, in {first['incidents']} incidents where "
            f"{first['expected']:.1f} were expected."
        )
    return words


def _warnings(parts: Parts, scored: Scored, left_out: int) -> list[str]:
    found = []
    if left_out:
        found.append(
            f"Not finished, and left out: {counted(left_out, 'incident')} with more sets of "
            "factors than the budget lets count; allow more with Budget(seconds=..., "
            "memory_gib=...)."
        )
    incidents = int(numpy.count_nonzero(numpy.bincount(parts.owners)))
    found += few(incidents, "incident with canonical factors", "incidents with canonical factors")
    if scored.hypotheses and len(scored.count):
        least = needed(1.0, scored.hypotheses, CALLED)
        found.append(
            f"With {counted(scored.hypotheses, 'hypothesis', 'hypotheses')}, factors expected "
            f"together once must be seen together {least} times to be called; weaker ties go "
            "unseen, which does not show that they are not there."
        )
    return found


def needed(expected: float, hypotheses: int, q: float) -> int:
    """Return how often one set must be seen to be called by itself among so many."""
    counts = numpy.arange(1, 10_000)
    enough = excess(counts, numpy.full(len(counts), expected)) * hypotheses < q
    return int(counts[enough][0]) if enough.any() else 10_000
