from __future__ import annotations

import pytest

import causal
from causal import CausalError, NothingToExplain, UnknownName


def incident(because: str, factors: str = "") -> causal.Incident:
    names = factors or ", ".join(f"{n}: {{what: {n}}}" for n in "abc")
    return causal.loads(
        f"causal: 1\nid: x\ntitle: t\noutcome: {{what: o, because: {because}}}\n"
        f"factors: {{{names}}}\n"
    )


def test_two_of_three():
    why = causal.explain(incident("{at_least: 2, of: [a, b, c]}"))
    pairs = ({"a", "b"}, {"a", "c"}, {"b", "c"})
    assert why.cut_sets == why.prevention_sets == pairs
    assert why.but_for == frozenset()
    assert why.responsibility == {"a": 0.5, "b": 0.5, "c": 0.5}
    assert why.importance == {"a": 0.5, "b": 0.5, "c": 0.5}
    assert why.overdetermined == ("outcome",)
    assert "any two of these are sufficient" in str(why)


def test_an_absorbed_factor_is_responsible_for_nothing():
    why = causal.explain(incident("{any: [a, [a, b], c]}"))
    assert why.cut_sets == ({"a"}, {"c"})
    assert why.responsibility == {"a": 0.5, "b": 0.0, "c": 0.5}
    assert why.importance["b"] == 0.0


def test_both_are_necessary_though_neither_dominates():
    assert causal.explain(incident("[a, b, c]")).but_for == {"a", "b", "c"}


def test_listing_stops_at_max_sets_and_says_so():
    why = causal.explain(incident("{any: [a, b, c]}"), budget=causal.Budget(max_sets=2))
    assert why.cut_sets == ({"a"}, {"b"})
    assert (why.cut_set_count, why.complete) == (3, False)
    assert list(why.iter_cut_sets()) == [{"a"}, {"b"}, {"c"}]
    assert causal.explain(incident("{any: [a, b, c]}"), budget=causal.Budget(max_sets=3)).complete


def test_probability_needs_every_rate_and_agrees_with_the_formula():
    why = causal.explain(incident("[a, {any: [b, c]}]"))
    assert why.probability({"a": 0.5, "b": 0.5, "c": 0.5}) == pytest.approx(0.375)
    with pytest.raises(CausalError, match="'c' has no probability"):
        why.probability({"a": 0.5, "b": 0.5})
    with pytest.raises(CausalError, match=r"'c' has probability 1\.5"):
        why.probability({"a": 0.5, "b": 0.5, "c": 1.5})
    with pytest.raises(UnknownName, match="'d'"):
        why.probability({"d": 0.5})


def test_layers_spoken_of_have_a_state():
    text = (
        "causal: 1\nid: x\ntitle: t\noutcome: {what: o, because: [{any: [a, b]}, c]}\n"
        "factors: {a: {what: a, layer: ci}, b: {what: b, layer: ci}, c: {what: c, layer: review}}\n"
        "layers: {rollout: {state: held, stopped: x}, review: {state: degraded}}\n"
    )
    layers = causal.explain(causal.loads(text)).layers
    assert {n: (v.state, v.would_have_stopped) for n, v in layers.items()} == {
        "review": ("degraded", True),
        "ci": ("breached", True),
        "rollout": ("held", False),
    }
    assert layers["ci"].gaps == ("a", "b")


def test_an_outcome_without_causes_is_an_error_in_words():
    text = "causal: 1\nid: x\ntitle: t\noutcome: {what: o}\nfactors: {}\n"
    with pytest.raises(NothingToExplain, match="write them under outcome"):
        causal.explain(causal.loads(text))


def test_a_result_is_read_only_and_lazy():
    why = causal.explain(incident("[a, b, c]"))
    assert "_cuts" not in vars(why)
    assert why.cut_sets
    assert "_cuts" in vars(why)
    with pytest.raises(AttributeError, match="read-only"):
        why.cut_sets = ()


def test_the_table_has_a_row_per_factor():
    frame = causal.explain(incident("[a, b, c]")).to_frame()
    assert list(frame["factor"]) == ["a", "b", "c"]
    assert frame["but_for"].all()
