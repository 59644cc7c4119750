"""The nearest incidents found at once are those found one by one."""

from __future__ import annotations

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.corpus import Corpus
from causal.corpus.patterns import likeness as module
from causal.corpus.patterns.likeness import Likeness

FACTORS = st.sets(st.integers(0, 14), max_size=6)


def likeness(incidents):
    rows = [(f"I{n}", f"f{c}", f"k{c}", "testing" if c % 3 else "ci")
            for n, own in enumerate(incidents) for c in sorted(own)]  # fmt: skip
    columns = ["incident", "id", "key", "layer"]
    ids = pandas.DataFrame({"id": [f"I{n}" for n in range(len(incidents))]})
    factors = pandas.DataFrame(rows, columns=columns, dtype=object)
    return Likeness(Corpus.from_frames(incidents=ids, factors=factors).tables)


def one_by_one(known, row, most):
    values = known.of(row)
    found = ((other, value) for other, value in enumerate(values.tolist()) if value > 0)
    return sorted(found, key=lambda pair: (-round(pair[1], 12), pair[0]))[:most]


@given(st.lists(FACTORS, min_size=1, max_size=14), st.integers(1, 5), st.sampled_from([1, 2**22]))
def test_nearest_of_all_are_those_of_each(incidents, most, at_once):
    known = likeness(incidents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", at_once)
        nearest = list(known.nearest(most))
    assert [row for row, _ in nearest] == list(range(len(incidents)))
    for row, found in nearest:
        wanted = one_by_one(known, row, most)
        assert [other for other, _ in found] == [other for other, _ in wanted]
        assert [v for _, v in found] == pytest.approx([v for _, v in wanted])
