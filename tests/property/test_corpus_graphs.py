"""Measures of all graphs at once are those of each graph by itself."""

from __future__ import annotations

from random import Random

import networkx
import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.corpus import Corpus
from causal.corpus.tables import graph_measures as module
from causal.model import OUTCOME, Incident
from corpus_samples import comes_about, random_incident

seeds = st.integers(0, 2**32 - 1)


def drawn(seed: int) -> list[Incident]:
    random = Random(seed)
    return [Incident.model_validate(random_incident(random, f"I{n}")) for n in range(8)]


def corpus_from(incidents: list[Incident]) -> Corpus:
    return Corpus(incidents)


def assert_right(incident: Incident, rows) -> None:
    graph = networkx.DiGraph()
    graph.add_nodes_from([*incident.factors, OUTCOME])
    graph.add_edges_from((link.cause, effect) for link, effect in incident.links())
    order = list(networkx.topological_sort(graph))
    depth: dict[str, int] = {}
    ways: dict[str, int] = {}
    for node in order:
        causes = list(graph.predecessors(node))
        depth[node] = 1 + max((depth[c] for c in causes), default=-1)
        ways[node] = sum(ways[c] for c in causes) if causes else 1
    assert set(rows.index) == set(graph)
    for node in graph:
        row = rows.loc[node]
        assert row["ancestors"] == len(networkx.ancestors(graph, node))
        assert (row["depth"], row["ways"]) == (depth[node], ways[node])
        needed = node != OUTCOME and not comes_about(incident, {node})
        assert row["but_for"] == needed


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_measures_are_those_of_each_graph(seed):
    incidents = drawn(seed)
    frame = corpus_from(incidents).graph_measures()
    for incident in incidents:
        assert_right(incident, frame[frame["incident"] == incident.id].set_index("factor"))


def chain(length: int, alternatives: bool) -> Incident:
    factors = {f"f{n}": {"what": "x"} for n in range(length)}
    for n in range(2, length):
        above = [f"f{n - 1}", f"f{n - 2}"]
        factors[f"f{n}"]["because"] = {"any": above} if alternatives and n % 3 else above
    outcome = {"what": "y", "because": [f"f{length - 1}"]}
    data = {"causal": 1, "id": f"C{length}", "title": "t", "outcome": outcome, "factors": factors}
    return Incident.from_data(data)


def test_graphs_around_and_beyond_the_size_of_a_word():
    incidents = [chain(length, alternatives=True) for length in (3, 62, 63, 64, 65, 66, 130)]
    frame = corpus_from(incidents).graph_measures()
    for incident in incidents:
        rows = frame[frame["incident"] == incident.id].set_index("factor")
        for factor in incident.factors:
            assert rows.loc[factor, "but_for"] == (not comes_about_memo(incident, factor))
        assert rows.loc[OUTCOME, "ancestors"] == len(incident.factors)
        assert rows.loc[OUTCOME, "depth"] == len(incident.factors) - 1


def comes_about_memo(incident: Incident, without: str) -> bool:
    truth: dict[str, bool] = {}
    for name, causes in incident.leading_to_outcome.items():
        gate = incident.because(name)
        held = [truth[cause] for cause in causes]
        joined = any(held) if gate is not None and gate.op == "any" else all(held)
        truth[name] = name != without and (joined if gate is not None else True)
    return truth[OUTCOME]


def test_bits_are_counted_alike_with_and_without_help(monkeypatch):
    words = numpy.random.default_rng(0).integers(0, 2**63, 500).astype("uint64")
    expected = [int(word).bit_count() for word in words]
    assert module.ones(words).tolist() == expected
    monkeypatch.delattr(numpy, "bitwise_count", raising=False)
    assert module.ones(words).tolist() == expected


def test_incident_without_factors_or_causes_has_only_its_outcome():
    bare = Incident.from_data(
        {"causal": 1, "id": "E", "title": "t", "outcome": {"what": "y"}, "factors": {}}
    )
    frame = corpus_from([bare]).graph_measures()
    assert frame["factor"].tolist() == [OUTCOME]
    assert frame[["ancestors", "depth"]].values.tolist() == [[0, 0]]
    assert corpus_from([]).graph_measures().empty
