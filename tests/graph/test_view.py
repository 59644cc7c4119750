from __future__ import annotations

import contextlib

import networkx
import pytest

import causal
from causal import CausalError, InvalidIncident

TEXT = """
causal: 1
id: x
title: t
outcome:
  what: o
  because: {any: [a, [b, {cause: c, confidence: suspected, evidence: [log]}]]}
  worsened_by: [{factor: w, of: detect, minutes: 5}]
factors:
  a: {what: A, kind: trigger}
  b: {what: B, layer: ci, because: {at_least: 1, of: [c, a]}}
  c: {what: C}
  w: {what: W}
"""


@pytest.fixture
def graph():
    return causal.to_networkx(causal.loads(TEXT))


def test_edges_run_from_cause_to_effect_with_documented_attributes(graph):
    assert sorted(graph.edges) == [
        ("a", "b"),
        ("a", "outcome"),
        ("b", "outcome"),
        ("c", "b"),
        ("c", "outcome"),
        ("w", "outcome"),
    ]
    doubted = {"role": "because", "confidence": "suspected", "evidence": '["log"]'}
    assert graph.edges["c", "outcome"] == doubted
    assert graph.edges["w", "outcome"] == {"role": "worsened_by", "of": "detect", "minutes": 5}
    assert graph.nodes["a"]["kind"] == "trigger"
    assert graph.nodes["c"]["kind"] == "condition"
    assert graph.nodes["outcome"]["kind"] == "outcome"
    assert graph.nodes["b"]["layer"] == "ci"


def test_a_plain_graph_is_all_of():
    plain = networkx.DiGraph([("deploy", "live"), ("gap", "live"), ("live", "outcome")])
    incident = causal.from_networkx(plain)
    assert causal.explain(incident).cut_sets == ({"deploy", "gap"},)
    assert incident.what("gap") == "gap"


def test_changed_edges_count(graph):
    graph.remove_edge("c", "outcome")
    graph.add_edge("w", "b")
    incident = causal.from_networkx(graph)
    assert {link.cause for link in incident.outcome.because.links()} == {"a", "b"}
    assert {link.cause for link in incident.factors["b"].because.links()} == {"a", "c", "w"}


def test_changed_attributes_of_an_edge_count_and_the_formula_keeps_its_shape(graph):
    graph.edges["a", "outcome"]["confidence"] = "disputed"
    graph.edges["w", "outcome"]["minutes"] = 9
    incident = causal.from_networkx(graph)
    before = causal.loads(TEXT)
    assert incident.outcome.because.op == "any"
    doubts = {link.cause: link.confidence for link in incident.outcome.because.links()}
    assert doubts == {"a": "disputed", "b": "confirmed", "c": "suspected"}
    assert incident.outcome.worsened_by[0].minutes == 9
    assert causal.explain(incident).cut_sets == causal.explain(before).cut_sets


def test_a_relabelled_copy_still_tells_the_whole_story(graph):
    copied = networkx.DiGraph(graph)
    assert causal.from_networkx(copied) == causal.loads(TEXT)


def test_a_graph_without_an_outcome_is_refused():
    with pytest.raises(CausalError, match="no node 'outcome'"):
        causal.from_networkx(networkx.DiGraph([("a", "b")]))


def test_a_graph_with_a_cycle_is_refused():
    plain = networkx.DiGraph([("a", "b"), ("b", "a"), ("a", "outcome")])
    with pytest.raises(InvalidIncident, match="cycle"):
        causal.from_networkx(plain)


def test_an_unknown_attribute_is_refused_by_name(graph):
    graph.nodes["a"]["colour"] = "red"
    with pytest.raises(InvalidIncident, match=r"factors\.a\.colour"):
        causal.from_networkx(graph)


def test_a_formula_that_cannot_be_is_refused(graph):
    graph.nodes["b"]["because"] = {"xor": ["a", "c"]}
    with pytest.raises(InvalidIncident, match=r"factors\.b"):
        causal.from_networkx(graph)


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (networkx.write_graphml, networkx.read_graphml),
        (networkx.write_gml, networkx.read_gml),
        (networkx.write_gexf, None),
    ],
)
def test_the_writers_of_networkx_take_the_graph(graph, tmp_path, write, read):
    path = tmp_path / "graph"
    write(graph, path)
    if read is not None:
        assert causal.from_networkx(read(path)) == causal.loads(TEXT)


ODD = [
    None, 5, True, float("nan"), "", "x", "[1", "[]",
    '["a"]', [], {}, [None], {"a": None}, object(),
    {1, 2}, b"x", {"any": 5}, {"at_least": "x", "of": 3}, (1, 2), 10**400, [[[]]],
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_nothing_but_our_own_errors_comes_of_any_attribute(odd):
    def attempt(graph):
        with contextlib.suppress(causal.CausalError):
            causal.from_networkx(graph)

    for key in ("what", "kind", "kind_stated", "because", "worsened_by", "evidence", "layer", 5):
        for node in ("outcome", "a", "b"):
            graph = causal.to_networkx(causal.loads(TEXT))
            graph.nodes[node][key] = odd
            attempt(graph)
    for key in ("role", "confidence", "evidence", "of", "minutes", 7):
        for edge in [*causal.to_networkx(causal.loads(TEXT)).edges]:
            graph = causal.to_networkx(causal.loads(TEXT))
            graph.edges[edge][key] = odd
            attempt(graph)
    for head in (odd, {"title": odd, "impact": odd, 5: odd}):
        graph = causal.to_networkx(causal.loads(TEXT))
        graph.graph["incident"] = head
        attempt(graph)
    attempt(odd)


def test_only_a_directed_graph_is_taken_and_parallel_edges_are_said():
    with pytest.raises(causal.CausalError, match=r"takes a networkx\.DiGraph.*not a Graph"):
        causal.from_networkx(networkx.Graph([("a", "outcome")]))
    with pytest.raises(InvalidIncident, match="'a' stands twice"):
        causal.from_networkx(networkx.MultiDiGraph([("a", "outcome"), ("a", "outcome")]))
    with pytest.raises(InvalidIncident, match="two nodes have this name"):
        causal.from_networkx(networkx.DiGraph([(1, "outcome"), ("1", "outcome")]))
