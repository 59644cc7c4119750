"""Counting a stored corpus part by part gives what counting all of it at once gives."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

import causal

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

KEYS = ["alert", "canary", "pool", "review", "runbook", None]


@pytest.fixture
def corpus():
    rows = [
        {"incident": f"I{n:03}", "id": f"f{m}", "key": KEYS[(n * 7 + m * m) % len(KEYS)]}
        for n in range(60)
        for m in range(n % 5 + 1)
    ]
    import pandas

    incidents = pandas.DataFrame({"id": [f"I{n:03}" for n in range(60)]})
    return causal.Corpus.from_frames(incidents=incidents, factors=pandas.DataFrame(rows))


def by_hand(corpus):
    pairs: Counter[tuple[str, str]] = Counter()
    keyed = corpus.factors.dropna(subset=["key"])
    for _, group in keyed.groupby("incident", observed=True):
        pairs.update(itertools.combinations(sorted(set(group["key"])), 2))
    return pairs


@pytest.mark.parametrize("rows", [3, 17, 10_000])
def test_parts_of_any_size_add_up_to_the_counts_by_hand(corpus, tmp_path, rows):
    from causal.corpus.counting import count_part, merged
    from causal.corpus.streaming import Streamed

    streamed = Streamed.of(corpus.to_parquet(tmp_path / "stored"), rows=rows)
    counts = merged(count_part(part) for part in streamed)
    names = streamed.names
    found = {
        (names[int(key) // len(names)], names[int(key) % len(names)]): int(n)
        for key, n in zip(counts.keys, counts.together, strict=True)
    }
    assert found == dict(by_hand(corpus))
