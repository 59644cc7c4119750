"""Counts over stored folders: the same as over all incidents in memory, whoever counts."""

from __future__ import annotations

from random import Random

import pytest

from causal.corpus import Corpus, load_corpus
from causal.corpus.patterns.over_folders import FAILED, WHAT, count_folders
from causal.errors import CausalError, UnknownName
from corpus_samples import corpus_of, random_incident


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Return a corpus, and the folders that hold its incidents, each in one."""
    base, rng = tmp_path_factory.mktemp("folders"), Random(4)
    whole = corpus_of(base, *(random_incident(rng, f"I{n}") for n in range(60)))
    ids = list(whole)
    folders = []
    for number in range(3):
        part = Corpus([whole[i] for i in ids[number::3]])
        folders.append(part.to_parquet(base / f"part{number}"))
    return whole, folders


def in_memory(corpus: Corpus, what: str) -> dict:
    if what == "factors":
        return told(corpus.recurring_factors(1), what)
    if what == "links":
        return told(corpus.recurring_links(1), what)
    frame = corpus.layer_profile()
    return told(frame[frame["failed"] > 0].assign(incidents=frame["failed"]), what)


def told(frame, what: str) -> dict:
    return frame.set_index(list(WHAT[what]))["incidents"].to_dict()


@pytest.mark.parametrize("what", WHAT)
def test_counts_are_those_of_all_incidents_in_memory(stored, what):
    whole, folders = stored
    frame = count_folders(folders, what)
    assert told(frame, what) == in_memory(whole, what)
    assert frame["incidents"].is_monotonic_decreasing


@pytest.mark.parametrize("what", ["factors", "layers"])
def test_duckdb_counts_the_same(stored, what):
    pytest.importorskip("duckdb")
    _, folders = stored
    one, other = (count_folders(folders, what, engine=engine) for engine in ("local", "duckdb"))
    assert one.equals(other)
    assert len(one)


@pytest.mark.slow
@pytest.mark.parametrize("what", WHAT)
def test_dask_counts_the_same(stored, what):
    distributed = pytest.importorskip("distributed")
    _, folders = stored
    with distributed.Client(processes=False, dashboard_address=":0") as client:
        found = count_folders(folders, what, engine="dask", client=client)
    assert found.equals(count_folders(folders, what))


def test_totals_are_the_incidents_that_name_any(stored):
    whole, folders = stored
    assert count_folders(folders)["total"].iloc[0] == whole.recurring_factors(1)["total"].iloc[0]
    assert (
        count_folders(folders, "layers")["total"].iloc[0] == whole.layer_profile()["total"].iloc[0]
    )
    assert set(whole.layers["state"].dropna()) & set(FAILED)
    assert len(load_corpus(folders[0])) == 20


def test_refusals(stored, tmp_path):
    _, folders = stored
    with pytest.raises(CausalError, match="to_parquet wrote"):
        count_folders([tmp_path])
    with pytest.raises(CausalError, match="no folder"):
        count_folders([])
    with pytest.raises(UnknownName, match="thing to count"):
        count_folders(folders, "teams")
    with pytest.raises(UnknownName, match="engine"):
        count_folders(folders, engine="spark")
    with pytest.raises(CausalError, match="ask the engine local or dask"):
        count_folders(folders, "links", engine="duckdb")
