"""Pairs counted in small tables are those counted by hand, whatever their shape."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.corpus.patterns import counting, pair_counts
from causal.corpus.patterns.counting import Counts, Part, count_part, merged

INCIDENTS = st.lists(st.sets(st.integers(0, 30), max_size=12), max_size=25)


def part_of(incidents, kinds):
    sizes = numpy.array([len(things) for things in incidents], "int64")
    codes = numpy.array([c for things in incidents for c in sorted(things)], "uint32")
    return Part(sizes, codes, numpy.zeros(len(incidents), "int32"), kinds, 1)


def by_hand(incidents, kinds):
    found = Counter(
        a * kinds + b for things in incidents for a, b in combinations(sorted(things), 2)
    )
    return dict(sorted(found.items()))


def as_dict(keys, together):
    assert (numpy.diff(keys.astype("int64")) > 0).all()
    return dict(zip(keys.tolist(), together.tolist(), strict=True))


@given(INCIDENTS, st.sampled_from([1, 2, 3]), st.sampled_from([40, 200, 2**19]))
def test_any_threads_and_any_blocks_give_the_counts_by_hand(incidents, threads, cells):
    part = part_of(incidents, 31)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_counts, "CELLS", cells)
        patch.setattr(pair_counts, "ENOUGH", 1)
        found = pair_counts.pair_counts(part.sizes, part.codes, 31, threads)
    assert as_dict(*found) == by_hand(incidents, 31)


@pytest.mark.parametrize("largest", [3, 300, 900])
def test_large_incidents_and_many_blocks_are_counted_too(monkeypatch, largest):
    monkeypatch.setattr(pair_counts, "CELLS", 2_000)
    random = numpy.random.default_rng(0)
    incidents = [set(random.integers(0, 1_000, size).tolist()) for size in (largest, 40, 2, 1, 0)]
    part = part_of(incidents, 1_000)
    found = pair_counts.pair_counts(part.sizes, part.codes, 1_000)
    assert as_dict(*found) == by_hand(incidents, 1_000)


@given(INCIDENTS, st.booleans())
def test_a_full_and_an_empty_table_count_the_same(incidents, full):
    kinds = 31 if full else 5_000
    assert as_dict(*counting._sets(part_of(incidents, kinds), 2, 1)) == by_hand(incidents, kinds)


@given(
    st.lists(INCIDENTS, min_size=1, max_size=6),
    st.sampled_from([7, 64, 2**19]),
    st.sampled_from([0, 4, 90]),
)
def test_parts_merge_to_the_whole_in_tables_and_by_sorting(lots, cells, full):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "CELLS", cells)
        patch.setattr(counting, "FULL", full)
        whole = merged(count_part(part_of(incidents, 31)) for incidents in lots)
        patch.setattr(counting, "FULL", 0)
        patch.setattr(counting, "worthwhile", lambda cells, filled: False)
        again = merged(count_part(part_of(incidents, 31)) for incidents in lots)
    everything = [things for incidents in lots for things in incidents]
    assert as_dict(whole.keys, whole.together) == by_hand(everything, 31)
    assert_same(whole, again)


def assert_same(one: Counts, other: Counts):
    for name in ("keys", "together", "single", "falling"):
        numpy.testing.assert_array_equal(getattr(one, name), getattr(other, name))
