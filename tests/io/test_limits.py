"""Documents that would cost more than they are worth: refused, or answered in bounded time."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import time

import pytest

import causal
from causal import CausalError, InvalidFormula, InvalidIncident, UnknownName
from causal.errors import SUGGESTED, TOLD, did_you_mean
from causal.model import Gate

HEAD = "causal: 1\nid: x\ntitle: t\noutcome: {what: o, because: [a]}\nfactors:\n  a: {what: A}\n"


def faults(text: str, format: str = "yaml") -> tuple[causal.Fault, ...]:
    with pytest.raises(InvalidIncident) as caught:
        causal.loads(text, format=format)
    return caught.value.faults


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_of_many_mistyped_causes_some_are_told_and_the_rest_counted(format):
    count = 3000
    factors = {f"node-{n}": {"what": "W", "because": [f"nod-{n + 1}"]} for n in range(count)}
    data = {"causal": 1, "id": "x", "title": "t", "outcome": {"what": "o", "because": ["node-0"]}}
    text = json.dumps({**data, "factors": factors})
    started = time.perf_counter()
    found = faults(text, format)
    assert time.perf_counter() - started < 20
    assert len(found) == TOLD + 1
    assert found[-1].problem == f"and {2 * count - 1 - TOLD} more"
    assert sum("did you mean" in fault.hint for fault in found) <= SUGGESTED


def test_of_many_faults_of_form_some_are_told_and_the_rest_counted():
    lines = "".join(f"  f{n}: {{what: W, layr: ci, because: [a]}}\n" for n in range(2000))
    found = faults(HEAD + lines)
    assert (len(found), found[-1].problem) == (TOLD + 1, "and 1950 more")
    assert [fault.line for fault in found[:3]] == [7, 8, 9]
    assert "did you mean 'layer'" in found[0].hint


def test_a_suggestion_is_bounded():
    started = time.perf_counter()
    known = [f"{'abc' * 30}{n}" for n in range(100_000)]
    assert did_you_mean("abc" * 29, known)
    assert did_you_mean("x" * 10_000, ["x" * 10_001]) == ""
    assert time.perf_counter() - started < 10


LAUGHS = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("l0: &l0 [a]\n" + LAUGHS, "yaml"),
        (HEAD + "services: [" + "a, " * 200_001 + "]", "yaml"),
        (HEAD + "services: " + "[" * 201 + "]" * 201, "yaml"),
        (HEAD + "services:\n" + "".join(f"{' ' * n}-\n" for n in range(300)), "yaml"),
        ('{"services": [' + "1," * 200_001 + "1]}", "json"),
        ('{"services": ' + "[" * 300 + "]" * 300 + "}", "json"),
        ('{"services": ' + "[" * 100_000 + "]" * 100_000 + "}", "json"),
        ("<opsa-mef>" + '<a b="c"/>' * 100_001 + "</opsa-mef>", "openpsa"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_built(text, format):
    assert "too large" in faults(text, format)[0].problem


def test_many_commas_inside_a_text_are_no_values():
    text = json.dumps({"summary": 'a, [b] {c}\\",' * 50_000})
    assert not any("too large" in fault.problem for fault in faults(text, "json"))


def test_deep_formulas_are_refused_whatever_the_way_in():
    gate = Gate.all_of("a")
    formula = causal.all_of("a")
    with pytest.raises(InvalidFormula, match="nested more than 50 deep"):
        for _ in range(60):
            gate = Gate.any_of(gate, "b")
    with pytest.raises(InvalidFormula, match="nested more than 50 deep"):
        for _ in range(60):
            formula = causal.any_of(formula, "b")
    data = ["a"]
    for _ in range(5000):
        data = [data]
    head = {"causal": 1, "id": "x", "title": "t", "factors": {"a": {"what": "A"}}}
    with pytest.raises(InvalidIncident, match="nested too deeply"):
        causal.Incident.from_data({**head, "outcome": {"what": "o", "because": data}})
    text = HEAD.replace("[a]", "[" * 90 + "a" + "]" * 90)
    assert "nested more than 50 deep" in faults(text)[0].problem


ERRORS = [
    InvalidIncident([causal.Fault("a", "b", line=3)], source="x"),
    UnknownName("factor", "a", ["b"]),
    causal.NotFinished("too long"),
    CausalError("plain"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert vars(again) == vars(error)


def load_bad(_: int) -> None:
    causal.loads("causal: 1")


def test_faults_arrive_from_a_pool():
    pool = multiprocessing.get_context("spawn").Pool(1)
    with pool, pytest.raises(InvalidIncident) as caught:
        pool.map_async(load_bad, [1]).get(120)
    assert all(isinstance(fault, causal.Fault) for fault in caught.value.faults)


def test_ids_that_look_the_same_are_told_apart():
    text = HEAD.replace("[a]", "[a, dépot, p o, Cat]") + (
        "  dépot: {what: D}\n  de\u0301pot: {what: E}\n  p o: {what: P}\n  'p  o': {what: Q}\n"
        "  Cat: {what: C}\n  cat: {what: K}\n  \u0441at: {what: L}\n"
    )
    alike = [fault for fault in faults(text) if fault.rule == "looks-alike"]
    assert [fault.where for fault in alike] == [
        "factors.de\u0301pot", "factors.p  o", "factors.cat", "factors.\u0441at",
    ]  # fmt: skip
    assert "one accent is written in two ways" in alike[0].hint
    assert "white space" in alike[1].hint
    assert "in case" in alike[2].hint
    assert r"\u0441at" in alike[3].hint
