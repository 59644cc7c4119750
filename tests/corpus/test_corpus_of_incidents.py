"""A corpus of incidents that a program holds, as in a notebook: three are enough."""

from __future__ import annotations

import pickle
from random import Random

import pandas
import pytest

import causal
from causal.corpus import Corpus, load_corpus
from causal.errors import CausalError, InvalidIncident
from causal.model import Incident
from corpus_samples import corpus_of, random_incident, sample


def made(count=3):
    return [Incident.from_data(random_incident(Random(n), f"I{n}")) for n in range(count)]


def test_three_incidents_make_a_corpus():
    incidents = made()
    corpus = Corpus(incidents)
    assert [corpus[id] for id in corpus] == incidents
    assert list(Corpus(i for i in incidents)) == ["I0", "I1", "I2"]
    assert len(corpus.recurring_factors(1)) > 0
    assert "Corpus of 3 incidents" in repr(corpus) and len(Corpus([])) == 0


def test_it_is_the_corpus_of_their_files(tmp_path):
    read = corpus_of(tmp_path, *(random_incident(Random(n), f"I{n}") for n in range(12)))
    held = Corpus([read[id] for id in read])
    for name in ("incidents", "factors", "links", "actions", "layers", "faults"):
        one, other = getattr(held, name), getattr(read, name)
        if name == "incidents":
            one, other = one.drop(columns="file"), other.drop(columns="file")
        pandas.testing.assert_frame_equal(one, other)


def test_everything_stated_comes_back_from_a_stored_corpus(tmp_path):
    data = sample("A", summary="What nobody had seen.", lessons={"went_well": ["Paging"]})
    incident = Incident.from_data(data)
    stored = load_corpus(Corpus([incident]).to_parquet(tmp_path / "stored"))
    assert stored["A"] == incident
    assert causal.loads(causal.dumps(stored["A"])) == incident


def test_corpora_pickle(tmp_path):
    held = Corpus(made())
    stored = load_corpus(held.to_parquet(tmp_path / "stored"))
    tables = Corpus.from_frames(incidents=held.incidents, factors=held.factors, links=held.links)
    for corpus in (held, stored, tables):
        again = pickle.loads(pickle.dumps(corpus))
        for name in ("incidents", "factors", "links", "actions", "layers", "faults"):
            pandas.testing.assert_frame_equal(getattr(again, name), getattr(corpus, name))
        assert again["I1"] == corpus["I1"]


def test_what_is_no_list_of_incidents_is_refused_in_one_sentence():
    one = made(1)[0]
    for given, words in (
        (one, "put it in a list"),
        ("posts/", "load_corpus reads files"),
        (7, "load_corpus reads files"),
        ([one, "x"], "causal.load reads one"),
    ):
        with pytest.raises(CausalError, match=words):
            Corpus(given)
    with pytest.raises(InvalidIncident, match="stands there twice"):
        Corpus([one, one])
