from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal import suggest_layers
from causal.model.layers import DEFAULT_LAYERS
from causal.text.lexicon import concepts_in, lexicon


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("No alarm was set on the length of the backlog", "detection"),
        ("The pull request was merged without anybody reading it", "review"),
        ("Restoring the snapshot took nine hours", "recovery"),
        ("A third replica would have taken over", "resilience"),
        ("The wildcard cert expired", "lifecycle"),
        ("There was no runbook and nobody on call", "response"),
        ("Pin the base image to a digest", "ci"),
        ("Reject values outside of the schema", "config_validation"),
        ("Take delete rights away from the deploy role", "access"),
        ("Raise the connection limit and add nodes", "capacity"),
    ],
)
def test_the_layer_is_the_first_suggestion(text, layer):
    assert suggest_layers(text)[0].layer == layer


def test_evidence_are_words_and_the_nearest_known_statement():
    found = suggest_layers("No alert was sent")[0]
    assert found.words == ("alert",)
    assert found.nearest


@pytest.mark.parametrize("text", ["", "   ", "Zzyzx", "Xyloph qwv"])
def test_what_says_nothing_of_a_layer_is_unknown(text):
    assert [found.layer for found in suggest_layers(text)] == ["unknown"]


@given(st.text(max_size=120), st.integers(1, 20))
def test_layers_are_known_ones_each_at_most_once(text, k):
    layers = [found.layer for found in suggest_layers(text, k)]
    assert 1 <= len(layers) <= k
    assert len(set(layers)) == len(layers)
    assert set(layers) <= {*DEFAULT_LAYERS, "unknown"}


def test_every_concept_of_the_lexicon_speaks_for_known_layers_only():
    for concept in lexicon().concepts.values():
        assert set(concept.layers) <= set(DEFAULT_LAYERS), concept.name


def test_phrases_and_prefixes_are_found_whatever_the_case():
    found = concepts_in("The Circuit Breakers were OFF; nobody noticed")
    assert found["overload"] == {"circuit breakers"}
    assert "unnoticed" in found


def test_what_a_tracker_writes_around_a_sentence_says_nothing():
    bare = suggest_layers("Add a circuit breaker to the payment calls")
    marked = suggest_layers(
        "Action Item: Add a circuit breaker to the payment calls [Priority: High] "
        "https://example.org/test"
    )
    assert [found.layer for found in marked] == [found.layer for found in bare]
    assert marked[0].layer == "resilience"
