"""Keys that a catalogue gives, and keys it only proposes."""

from __future__ import annotations

import pytest

import causal
from causal import Catalogue, Corpus
from causal.corpus.patterns.proposed import CLASSES, KEYS, RECURRENCE

POOL = "The connection pool was sized for older traffic"


def catalogue():
    made = Catalogue.from_statements(
        {
            "pool-stale": [POOL],
            "alert-noise": ["Alerts drown in the noise of the channel"],
            "old-name": ["The backup was never restored"],
        }
    )
    made.add("backup-untested", "Backups are not tested", maps={"house": ("recovery",)})
    made.merge("old-name", into="backup-untested")
    return made


@pytest.fixture
def folder(tmp_path):
    factors = [
        f"{{what: {POOL}, layer: capacity, key: pool-stale}}",
        f"{{what: '{POOL.lower()}!', layer: capacity}}",
        "{what: The connection pool was too small for the traffic, layer: capacity}",
        "{what: Backups sat untested, layer: recovery, key: old-name}",
        "{what: Zebras grazed}",
    ]
    for number, factor in enumerate(factors):
        (tmp_path / f"{number}.yaml").write_text(
            f"causal: 1\nid: I-{number}\ntitle: Down\noutcome: {{what: Down, because: [a]}}\n"
            f"factors: {{a: {factor}}}\n",
            encoding="utf-8",
        )
    return tmp_path


def test_confirmed_statements_and_merged_keys_count_and_proposals_do_not(folder):
    corpus = causal.load_corpus(folder, catalogue=catalogue())
    assert not len(corpus.faults)
    assert corpus.factors["key"].tolist()[:2] == ["pool-stale"] * 2
    assert corpus.factors["key"].tolist()[3] == "backup-untested"
    assert corpus.factors["canonical"].tolist()[1] == "pool-stale"
    recurring = corpus.recurring_factors()
    assert list(zip(recurring["key"], recurring["incidents"], strict=True)) == [("pool-stale", 2)]
    assert corpus["I-3"].factors["a"].key == "old-name"  # the incident stays as read


def test_what_is_proposed(folder):
    found = causal.load_corpus(folder, catalogue=catalogue()).proposed_keys()
    assert list(found.columns) == list(KEYS)
    assert found["incident"].tolist() == ["I-1", "I-2", "I-4"]
    assert found["identical"].tolist() == [True, False, False]
    assert found["proposed"].tolist()[:2] == ["pool-stale"] * 2
    assert found["proposed"].isna().tolist() == [False, False, True]
    assert found["nearest"].tolist()[1] == POOL
    assert "1 confirmed already, 1 with a proposal" in found.attrs["words"]


def test_what_proposals_would_add(folder):
    found = causal.load_corpus(folder, catalogue=catalogue()).proposed_recurrence()
    assert list(found.columns) == list(RECURRENCE)
    row = found.iloc[0]
    assert (row["key"], row["stated"], row["proposed"]) == ("pool-stale", 2, 1)
    assert row["stated_ids"] == ("I-0", "I-1")
    assert row["proposed_ids"] == ("I-2",)
    assert len(found) == 1


def test_classes_of_an_outside_taxonomy(folder):
    corpus = causal.load_corpus(folder, catalogue=catalogue())
    found = corpus.recurring_classes("house")
    assert list(found.columns) == list(CLASSES)
    assert found[["class", "incidents", "total"]].values.tolist() == [["recovery", 1, 3]]
    assert found.attrs["warnings"] == ("1 key of no class in house",)
    with pytest.raises(causal.UnknownName, match="house"):
        corpus.recurring_classes("hose")


def test_without_a_catalogue_it_says_how_to_get_one(folder):
    corpus = causal.load_corpus(folder)
    for ask in (corpus.proposed_keys, corpus.proposed_recurrence):
        with pytest.raises(causal.CausalError, match="causal suggest"):
            ask()
    with pytest.raises(causal.CausalError, match="not str"):
        causal.load_corpus(folder, catalogue="c.yaml")


def test_an_empty_corpus_and_one_of_a_store_have_the_same_columns(folder, tmp_path):
    whole = causal.load_corpus(folder)
    stored = whole.to_parquet(tmp_path / "stored")
    one, other = (causal.load_corpus(x, catalogue=catalogue()) for x in (folder, stored))
    assert one.proposed_keys().equals(other.proposed_keys())
    assert one.recurring_factors().equals(other.recurring_factors())
    empty = causal.load_corpus([], catalogue=catalogue())
    assert list(empty.proposed_keys().columns) == list(KEYS)
    assert not len(empty.proposed_recurrence())
    assert Corpus([]).catalogue is None
