"""Links and small shapes that come back, held to walking every path of every incident."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise, permutations
from random import Random

import pytest

from causal.corpus import Corpus
from causal.errors import CausalError, UnknownName
from corpus_samples import corpus_of, random_incident, sample


def linked(id: str, names: dict[str, str | None], links: dict[str, list[str]], **changes) -> dict:
    factors = {
        name: {"what": name}
        | ({"key": key} if key else {})
        | ({"because": links[name]} if name in links else {})
        for name, key in names.items()
    }
    return sample(id, factors=factors, outcome={"what": "W", "because": links["outcome"]}) | changes


CHAIN = ({"a": "A", "m": None, "b": "B"}, {"m": ["a"], "b": ["m"], "outcome": ["b"]})
DIRECT = ({"a": "A", "b": "B"}, {"b": ["a"], "outcome": ["b"]})


def test_links_lead_through_factors_without_a_key(tmp_path):
    apart = linked("N", {"a": "A", "b": "B"}, {"outcome": ["a", "b"]})
    corpus = corpus_of(tmp_path, linked("C", *CHAIN), linked("D", *DIRECT), apart)
    (row,) = corpus.recurring_links().to_dict("records")
    assert (row["cause"], row["effect"], row["incidents"], row["direct"]) == ("A", "B", 2, 1)
    assert (row["total"], row["incident_ids"]) == (3, ("C", "D"))
    assert row["share_low"] < 2 / 3 < row["share_high"]


def oracle(corpus) -> Counter:
    """Count links by trying every path between factors with a key."""
    found: Counter = Counter()
    for name in corpus:
        incident = corpus[name]
        below: dict[str, set[str]] = {factor: set() for factor in incident.factors}
        for link, effect in incident.links():
            below[link.cause].add(effect)
        for amplifier, effect in incident.amplifiers():
            below[amplifier.factor].add(effect)

        def ends(factor: str, below=below, incident=incident) -> set[str]:
            out: set[str] = set()
            for effect in below[factor] - {"outcome"}:
                key = incident.factors[effect].key
                out |= {key} if key else ends(effect)
            return out

        found.update(
            {
                (factor.key, end)
                for one, factor in incident.factors.items()
                if factor.key
                for end in ends(one)
                if end != factor.key
            }
        )
    return found


@pytest.mark.parametrize("seed", range(5))
def test_links_are_those_of_every_path(tmp_path, seed):
    rng = Random(seed)
    corpus = corpus_of(tmp_path, *(random_incident(rng, f"I{n}") for n in range(20)))
    frame = corpus.recurring_links(1)
    counted = {(r["cause"], r["effect"]): r["incidents"] for r in frame.to_dict("records")}
    assert counted == dict(oracle(corpus))
    assert (frame["incidents"] <= frame["total"]).all()
    shapes = corpus.recurring_motifs(1)
    chains = shapes[shapes["shape"] == "chain"]
    single = {pair for pair, count in counted.items() if count}
    for members in chains["members"]:
        assert set(pairwise(members)) <= single


def shapes_by_hand(corpus) -> Counter:
    """Count shapes by looking at every set of names of every incident."""
    found: Counter = Counter()
    for name in corpus:
        incident = corpus[name]
        only = Corpus.from_frames(
            **{
                table: frame[frame["id" if table == "incidents" else "incident"] == name]
                for table, frame in (
                    ("incidents", corpus.incidents),
                    ("factors", corpus.factors),
                    ("links", corpus.links),
                )
            }
        )
        links = set(oracle(only))
        names = sorted({end for pair in links for end in pair})
        seen = {("joined", pair) for pair in joined_by_hand(incident)}
        for a, b, c in permutations(names, 3):
            seen |= {("chain", (a, b, c))} if {(a, b), (b, c)} <= links else set()
            seen |= {("shared cause", (a, b, c))} if b < c and {(a, b), (a, c)} <= links else set()
            seen |= {("shared effect", (a, b, c))} if a < b and {(a, c), (b, c)} <= links else set()
        found.update(seen)
    return found


def joined_by_hand(incident) -> set[tuple[str, str]]:
    causes: dict[str, set[str]] = {}
    linked = [(link.cause, effect) for link, effect in incident.links()]
    linked += [(amplifier.factor, effect) for amplifier, effect in incident.amplifiers()]
    for cause, effect in linked:
        if key := incident.factors[cause].key:
            causes.setdefault(effect, set()).add(key)
    return {pair for keys in causes.values() for pair in combinations(sorted(keys), 2)}


@pytest.mark.parametrize("seed", range(3))
def test_shapes_are_those_seen_by_looking_at_every_set_of_names(tmp_path, seed):
    rng = Random(seed)
    corpus = corpus_of(tmp_path, *(random_incident(rng, f"I{n}") for n in range(12)))
    frame = corpus.recurring_motifs(1)
    counted = {(r["shape"], r["members"]): r["incidents"] for r in frame.to_dict("records")}
    assert counted == dict(shapes_by_hand(corpus))


def test_shapes_of_one_graph(tmp_path):
    names = {"a": "A", "b": "B", "c": "C", "d": "D"}
    links = {"b": ["a"], "c": ["b"], "d": ["a", "b"], "outcome": ["c", "d"]}
    frame = corpus_of(tmp_path, linked("1", names, links), linked("2", names, links))
    found = {(r["shape"], r["members"]) for r in frame.recurring_motifs().to_dict("records")}
    assert found == {
        ("joined", ("A", "B")),
        ("joined", ("C", "D")),
        ("chain", ("A", "B", "C")),
        ("chain", ("A", "B", "D")),
        ("shared cause", ("A", "B", "D")),
        ("shared cause", ("B", "C", "D")),
        ("shared effect", ("A", "B", "D")),
    }
    for members in permutations("ABC", 3):
        assert (("chain", members) in found) == (members == ("A", "B", "C"))


def test_layers_can_be_linked_too(tmp_path):
    one = linked("1", *DIRECT)
    one["factors"]["a"]["layer"], one["factors"]["b"]["layer"] = "review", "rollout"
    two = one | {"id": "2"}
    (row,) = corpus_of(tmp_path, one, two).recurring_links(over="layers").to_dict("records")
    assert (row["cause"], row["effect"]) == ("review", "rollout")


def test_empty_and_refusals(tmp_path):
    corpus = corpus_of(tmp_path)
    assert corpus.recurring_links().empty
    assert corpus.recurring_motifs().empty
    assert "No link" in corpus.recurring_links().attrs["words"]
    with pytest.raises(UnknownName, match="teams"):
        corpus.recurring_links(over="teams")
    with pytest.raises(CausalError, match="1 or more, not 0"):
        corpus.recurring_motifs(0)
