"""Counting a stored corpus part by part gives what counting all of it at once gives."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy
import pandas
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
    from causal.corpus.tables.counting import count_part, merged
    from causal.corpus.tables.manifest import stored_file
    from causal.corpus.tables.streaming import Streamed

    file = stored_file(corpus.to_parquet(tmp_path / "stored"), "factors")
    streamed = Streamed.of(file, numpy.zeros(len(corpus), "int32"), rows=rows)
    counts = merged(count_part(part) for part in streamed)
    names = streamed.names
    found = {
        (names[int(key) // len(names)], names[int(key) % len(names)]): int(n)
        for key, n in zip(counts.keys, counts.together, strict=True)
    }
    assert found == dict(by_hand(corpus))


@pytest.mark.parametrize("by", [None, "service"])
@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_a_large_stored_corpus_is_read_as_it_is_counted(monkeypatch, tmp_path, by, engine):
    pytest.importorskip(engine if engine != "local" else "pyarrow")
    from causal.corpus.tables import partitions, streaming
    from corpus_null import corpus_from_rows, null_rows

    kept = corpus_from_rows(*null_rows("geometric", 400, 40, seed=1, services=3))
    again = causal.load_corpus(kept.to_parquet(tmp_path / "stored"))
    monkeypatch.setattr(partitions, "MANY", 100)
    monkeypatch.setattr(streaming.Streamed.of.__func__, "__kwdefaults__", {"rows": 700})
    found = again.co_occurrence(by=by, engine=engine)
    assert "key" not in again.tables.factors._known
    pandas.testing.assert_frame_equal(found, kept.co_occurrence(by=by))
    assert found.attrs["warnings"] == kept.co_occurrence(by=by).attrs["warnings"]


def test_a_folder_that_was_replaced_is_not_mixed_with_what_was_opened(
    corpus, monkeypatch, tmp_path
):
    from causal.corpus.tables import partitions

    monkeypatch.setattr(partitions, "MANY", 0)
    again = causal.load_corpus(corpus.to_parquet(tmp_path / "stored"))
    few = pandas.DataFrame({"id": ["X"]}), pandas.DataFrame({"incident": ["X"], "id": ["f"]})
    causal.Corpus.from_frames(incidents=few[0], factors=few[1]).to_parquet(tmp_path / "stored")
    pandas.testing.assert_frame_equal(again.co_occurrence(), corpus.co_occurrence())
