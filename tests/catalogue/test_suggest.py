from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal import Catalogue, CausalError, suggest_factors

STARTER = Catalogue.starter()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The pager channel is so noisy that nobody reads it", "alert-noise"),
        ("An SSL certificate ran out over night", "certificate-expired"),
        (
            "A laptop was pointed at the live cluster when the cleanup ran",
            "wrong-environment",
        ),
        ("All max_connections of the database were in use", "pool-or-connections-exhausted"),
        ("We could not undo the release", "rollback-hard"),
        ("Snapshots of the store had not been taken since March", "no-working-backup"),
    ],
)
def test_the_right_factor_is_among_the_first_five(text, key):
    assert key in [found.key for found in suggest_factors(text, STARTER)]


def test_evidence_names_the_nearest_statement_and_what_is_shared():
    found = suggest_factors("Too many alerts, people ignore them all", STARTER)[0]
    assert found.key == "alert-noise"
    assert found.nearest == "Too many alerts, so people ignore them"
    assert {"alert", "people"} <= set(found.words)
    assert "alert" in found.concepts


@pytest.mark.parametrize("factor", sorted(STARTER.factors))
def test_a_confirmed_statement_finds_its_own_factor_first(factor):
    for statement in STARTER.factors[factor].statements:
        first = suggest_factors(statement.upper() + "!", STARTER)[0]
        assert (first.key, first.identical) == (factor, True)


@given(st.text(max_size=200), st.integers(-1, 200))
def test_any_text_gets_at_most_k_distinct_factors_in_the_same_order_every_time(text, k):
    found = suggest_factors(text, STARTER, k)
    keys = [suggestion.key for suggestion in found]
    assert len(keys) == len(set(keys)) == min(max(k, 0), len(STARTER))
    assert found == suggest_factors(text, STARTER, k)


def test_an_empty_catalogue_suggests_nothing():
    assert suggest_factors("Nobody was paged", Catalogue()) == []


def test_what_is_no_catalogue_is_refused():
    with pytest.raises(CausalError, match=r"Catalogue\.load"):
        suggest_factors("x", {"a": ["b"]})
