"""Likeness, near duplicates and themes: held to comparing everything with everything."""

from __future__ import annotations

import sys
from itertools import combinations
from math import log, sqrt
from random import Random

import pytest

from causal.errors import CausalError, MissingExtra, UnknownName
from causal.graph.budget import Budget
from causal.model import Incident
from corpus_samples import corpus_of, random_incident, sample


def parts_of(corpus) -> dict[str, set]:
    links = corpus.recurring_links(1).to_dict("records")
    factors = corpus.factors
    found: dict[str, set] = {name: set() for name in corpus}
    for row in factors.to_dict("records"):
        for kind in ("key", "layer"):
            if isinstance(row[kind], str):
                found[row["incident"]].add((kind, row[kind]))
    for row in links:
        for incident in row["incident_ids"]:
            found[incident].add(("link", row["cause"], row["effect"]))
    return found


def likeness(parts: dict[str, set], a: str, b: str) -> float:
    def weight(part) -> float:
        return log(len(parts) / sum(part in own for own in parts.values()))

    def length(one: str) -> float:
        return sqrt(sum(weight(p) ** 2 for p in parts[one]))

    dot = sum(weight(p) ** 2 for p in parts[a] & parts[b])
    return dot / (length(a) * length(b)) if dot else 0.0


@pytest.mark.parametrize("seed", range(3))
def test_likeness_is_the_cosine_of_what_is_shared(tmp_path, seed):
    rng = Random(seed)
    corpus = corpus_of(tmp_path, *(random_incident(rng, f"I{n}") for n in range(25)))
    parts = parts_of(corpus)
    for name in list(corpus)[:6]:
        frame = corpus.similar(name, k=99)
        found = dict(zip(frame["incident"], frame["likeness"], strict=True))
        expected = {o: v for o in corpus if o != name and (v := likeness(parts, name, o)) > 0}
        assert found == pytest.approx(expected)
        assert frame["likeness"].is_monotonic_decreasing
        for row in frame.to_dict("records"):
            shared = parts[name] & parts[row["incident"]]
            assert set(row["factors"]) == {p[1] for p in shared if p[0] == "key"}
            assert set(row["layers"]) == {p[1] for p in shared if p[0] == "layer"}
            assert len(row["links"]) == sum(p[0] == "link" for p in shared)


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8, 0.95, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_no_near_duplicate_is_missed(tmp_path, seed, threshold):
    rng = Random(seed)
    data = [random_incident(rng, f"I{n}") for n in range(25)]
    data += [data[n] | {"id": f"copy-{n}"} for n in (3, 8)]
    corpus = corpus_of(tmp_path, *data)
    parts = parts_of(corpus)
    frame = corpus.near_duplicates(threshold)
    found = {frozenset(pair) for pair in zip(frame["a"], frame["b"], strict=True)}
    pairs = combinations(corpus, 2)
    expected = {frozenset(p) for p in pairs if likeness(parts, *p) >= threshold - 1e-9}
    assert found == expected
    assert frozenset(("I3", "copy-3")) in found


def test_an_incident_and_its_id_are_the_same_question(tmp_path):
    corpus = corpus_of(
        tmp_path,
        sample("A"),
        sample("B"),
        sample("C", factors={"pool": {"what": "P"}, "deploy": {"what": "D"}}),
    )
    by_id, by_model = corpus.similar("A"), corpus.similar(corpus["A"])
    assert by_id.equals(by_model)
    assert by_id["incident"].tolist() == ["B"]
    assert "by pool-stale" in by_id.attrs["words"]
    lonely = corpus.similar("C")
    assert lonely.empty
    assert any("names no canonical factor" in w for w in lonely.attrs["warnings"])


def test_refusals(tmp_path):
    corpus = corpus_of(tmp_path, sample("A"))
    with pytest.raises(UnknownName, match="'B'"):
        corpus.similar("B")
    with pytest.raises(CausalError, match="k is 1 or more"):
        corpus.similar("A", 0)
    with pytest.raises(CausalError, match="threshold"):
        corpus.near_duplicates(0)
    with pytest.raises(CausalError, match="resolution"):
        corpus.themes(resolution=0)
    with pytest.raises(CausalError, match="resamples"):
        corpus.themes(resamples=-1)


def test_what_is_not_finished_in_time_is_said(tmp_path):
    pytest.importorskip("graspologic_native")
    corpus = corpus_of(tmp_path, *(sample(name) for name in "ABCD"))
    none = Budget(seconds=0)
    assert corpus.near_duplicates(0.5, budget=none).attrs["warnings"][0].startswith("Not finished")
    assert corpus.themes(budget=none).attrs["warnings"][0].startswith("Not finished: 0 of 20")


def test_an_incident_that_is_not_in_the_corpus_is_compared_as_one_that_is(tmp_path):
    rng = Random(4)
    data = [random_incident(rng, f"I{n}") for n in range(20)]
    corpus = corpus_of(tmp_path, *data)
    copy = Incident.from_data(data[3] | {"id": "elsewhere"})
    frame = corpus.similar(copy, k=3)
    assert frame["incident"].iloc[0] == "I3"
    assert frame["likeness"].iloc[0] == pytest.approx(1)
    inside = corpus.similar("I3", k=2)
    assert frame["incident"].tolist()[1:] == inside["incident"].tolist()
    assert frame["likeness"].tolist()[1:] == pytest.approx(inside["likeness"].tolist())


def test_missing_extra_names_how_to_get_it(tmp_path, monkeypatch):
    corpus = corpus_of(tmp_path, sample("A"), sample("B"))
    monkeypatch.setitem(sys.modules, "graspologic_native", None)
    with pytest.raises(MissingExtra, match=r"causal-postmortem\[scale\]"):
        corpus.themes()


def planted(rng: Random, id: str, theme: int) -> dict:
    keys = [f"t{theme}-{n}" for n in rng.sample(range(6), 4)] + [f"noise-{rng.randint(0, 40)}"]
    factors = {key: {"what": key, "key": key} for key in keys}
    return sample(id, factors=factors, outcome={"what": "W", "because": keys})


def test_planted_themes_are_found_named_and_stable(tmp_path):
    pytest.importorskip("graspologic_native")
    rng = Random(1)
    data = [planted(rng, f"{n % 3}-{n}", n % 3) for n in range(60)]
    frame = corpus_of(tmp_path, *data).themes()
    assert frame["incidents"].tolist() == [20, 20, 20]
    for row in frame.to_dict("records"):
        assert len({name[0] for name in row["incident_ids"]}) == 1
        assert row["theme"].startswith(f"t{row['incident_ids'][0][0]}-")
        assert row["stability"] > 0.9


def test_themes_are_the_same_every_time_and_none_of_nothing(tmp_path):
    pytest.importorskip("graspologic_native")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    rng = Random(2)
    corpus = corpus_of(tmp_path / "a", *(random_incident(rng, f"I{n}") for n in range(25)))
    assert corpus.themes(seed=3).equals(corpus.themes(seed=3))
    nothing = corpus_of(tmp_path / "b").themes()
    assert nothing.empty
    assert nothing.dtypes.to_dict() == corpus.themes(resamples=0).dtypes.to_dict()
