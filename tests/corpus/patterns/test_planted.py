"""What the generator of the benchmarks plants is what a corpus answers."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy
import pytest

from causal.corpus import Corpus

BENCHMARKS = Path(__file__).parents[3] / "benchmarks" / "corpus"


@pytest.fixture(scope="module")
def planted():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield importlib.import_module("planted_patterns")
    finally:
        sys.path.remove(str(BENCHMARKS))


def keys(names):
    return tuple(f"factor-{name:05d}" for name in names)


def corpus_of(planted, drawn):
    tables = planted.frames(drawn)
    return Corpus.from_frames(incidents=tables["incidents"], factors=tables["factors"])


@pytest.mark.parametrize("law", ["fixed", "geometric", "heavy"])
def test_nothing_is_found_where_nothing_was_planted(planted, law):
    corpus = corpus_of(planted, planted.planted.null(4_000, 400, law, seed=5))
    assert not len(corpus.co_occurrence(max_q=0.01))


def test_planted_pairs_are_found(planted):
    drawn = planted.planted.planted(10_000, 2_000, "heavy", seed=4)
    found = corpus_of(planted, drawn).co_occurrence(max_q=0.01)
    assert set(zip(found["a"], found["b"], strict=True)) == set(map(keys, drawn.planted))


def test_planted_triples_are_found(planted):
    drawn, chosen = planted.triples(4_000, 150, "fixed", seed=1)
    found = corpus_of(planted, drawn).co_occurrence(triples=True, max_q=1e-6)
    assert set(found[["a", "b", "c"]].itertuples(index=False, name=None)) == set(map(keys, chosen))


def test_planted_links_come_back_in_all_incidents_that_hold_both(planted):
    tables, pairs = planted.links(2_000, 300, seed=2)
    found = Corpus.from_frames(**tables).recurring_links(20).set_index(["cause", "effect"])
    for pair in map(keys, pairs):
        assert found.loc[pair, "direct"] == found.loc[pair, "total"]
        assert found.loc[pair, "total"] >= 60
    assert set(map(keys, pairs)) <= set(found.index)


def test_fixes_that_work_and_those_that_do_not_are_told_apart(planted):
    tables, working, failing = planted.fixes(2_000, 200, seed=3)
    found = Corpus.from_frames(**tables).recurred_after_action().set_index("key")["recurred"]
    assert {key for key in found.index if not found[key]} == working
    assert {key for key in found.index if found[key]} == failing


def test_planted_themes_are_found(planted):
    pytest.importorskip("graspologic_native")
    drawn, theme = planted.themes(600, count=6, seed=4)
    found = corpus_of(planted, drawn).themes(resamples=0)
    group = numpy.full(600, -1)
    for number, ids in enumerate(found["incident_ids"]):
        group[[int(name[4:]) for name in ids]] = number
    assert planted.agreement(theme, group) > 0.8


def test_planted_duplicates_are_found(planted):
    drawn, pairs = planted.duplicates(1_500, 400, seed=6, copies=60)
    found = corpus_of(planted, drawn).near_duplicates(0.5)
    met = {(int(a[4:]), int(b[4:])) for a, b in zip(found["a"], found["b"], strict=True)}
    assert set(pairs) <= met


def test_agreement_is_one_for_the_same_groups_and_none_for_unrelated_ones(planted):
    assert planted.agreement([0, 0, 1, 2], [5, 5, 3, 1]) == pytest.approx(1)
    assert planted.agreement([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0)
    assert planted.agreement([0, 0, 1, 1], [7, 7, 7, 7]) == 0
