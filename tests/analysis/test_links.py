from __future__ import annotations

import json
from typing import Any

import pytest

from causal.analysis.links import Branch, Spare, assess_links
from causal.model import Incident
from verdict_samples import drawn, example


def verdicts(incident: Incident) -> dict[tuple[str, str], tuple[bool, bool]]:
    tests = assess_links(incident).links
    return {(link.cause, link.effect): (link.necessary, link.prevents) for link in tests}


@pytest.mark.parametrize(
    ("because", "needed"),
    [
        (["a", "b", "c"], "abc"),
        ({"any": ["a", "b", "c"]}, ""),
        ({"at_least": 2, "of": ["a", "b", "c"]}, ""),
        ({"at_least": 3, "of": ["a", "b", "c"]}, "abc"),
        (["a", {"any": ["b", "c"]}], "a"),
        ({"any": [["a", "b"], ["a", "c"]]}, "a"),
        ({"any": ["a"]}, "a"),
    ],
)
def test_a_cause_is_necessary_when_the_formula_fails_without_it(because: Any, needed: str):
    named = {name: None for name in "abc" if name in json.dumps(because)}
    found = verdicts(drawn(because, **named))
    assert {cause for (cause, _), (necessary, _) in found.items() if necessary} == set(needed)


def test_a_branch_that_others_rest_on_is_spare_there_and_yet_prevents():
    incident = drawn({"any": ["a", "b"]}, a=None, b=["a"])
    assert verdicts(incident)["a", "outcome"] == (False, True)
    assert verdicts(incident)["b", "outcome"] == (False, False)
    assert (
        "In this graph either of these is sufficient for “It failed”: “A was so”; “B was so”. "
        "Yet without “A was so” it does not come about: the rest needs it too."
    ) in assess_links(incident).sentences()


def test_overdetermination_is_explained_and_is_no_error():
    tests = assess_links(drawn({"any": ["a", ["b", "c"]]}, a=None, b=None, c=None))
    (node,) = tests.nodes
    assert node.overdetermined
    assert node.more_than_needed == (Spare(1, (Branch(("a",)), Branch(("b", "c")))),)
    words = " ".join(tests.sentences())
    assert (
        "either of these is sufficient for “It failed”: “A was so”; “B was so” with “C was so”."
        in words
    )
    assert "Removing one alone does not prevent it there." in words
    assert "error" not in words


@pytest.mark.parametrize(
    ("branch", "words"),
    [
        (["b", "c"], "“B was so” with “C was so”"),
        ({"any": ["b", "c"]}, "“B was so” or “C was so”"),
        (["b", {"any": ["c", "a"]}], "enough of “B was so”, “C was so” and “A was so”"),
        ({"at_least": 2, "of": ["a", "b", "c"]}, "enough of “A was so”, “B was so” and “C was so”"),
    ],
)
def test_a_branch_of_several_causes_says_how_they_join(branch: Any, words: str):
    named = {name: None for name in "abcd" if f"'{name}'" in repr(["d", branch])}
    incident = drawn({"any": ["d", branch]}, **named)
    sentence = f"either of these is sufficient for “It failed”: “D was so”; {words}."
    assert sentence in " ".join(assess_links(incident).sentences())


def test_of_at_least_k_the_number_that_would_have_done_is_said():
    tests = assess_links(drawn({"at_least": 2, "of": ["a", "b", "c"]}, a=None, b=None, c=None))
    assert "any two of these are sufficient" in " ".join(tests.sentences())


def test_completeness_is_the_authors_to_state_for_factors_and_for_the_outcome():
    incident = drawn(["d"], a=None, d={"because": ["a"], "complete": True})
    tests = assess_links(incident)
    assert tests.not_stated_complete == ("outcome",)
    outcome = incident.outcome.model_copy(update={"complete": True})
    stated = assess_links(incident.replace(outcome=outcome))
    assert stated.not_stated_complete == ()
    words = stated.sentences()
    assert "Held sufficient by their author: the causes of “It failed” and “D was so”." in words


def test_a_link_drawn_twice_is_tested_once_and_is_as_sure_it_is_stated():
    doubted = {"cause": "a", "confidence": "suspected"}
    tests = assess_links(drawn({"any": [[doubted, "b"], [doubted, "c"]]}, a=None, b=None, c=None))
    (link,) = [link for link in tests.links if link.cause == "a"]
    assert (link.necessary, link.confidence) == (True, "suspected")
    assert "“A was so” (a suspected link)" in " ".join(tests.sentences())


def test_links_that_do_not_lead_to_the_outcome_are_tested_too():
    tests = assess_links(drawn(["a"], a={"worsened_by": ["slow"]}, slow=["b"], b=None))
    assert tests.into("slow")[0].necessary
    assert tests.into("b") == ()


def test_an_incident_without_links_has_nothing_to_test():
    empty = {"causal": 1, "id": "I", "title": "T", "outcome": {"what": "T"}, "factors": {}}
    tests = assess_links(Incident.model_validate(empty))
    assert tests.links == tests.nodes == ()
    assert tests.sentences()[0] == "No link is drawn yet, so there is nothing to test."
    assert tests.to_frame().empty


def test_the_answer_prints_and_goes_to_json_and_a_table():
    tests = assess_links(example("corpus/prow-2019-02-05"))
    assert tests.overdetermined == ("outcome",)
    assert "either of these is sufficient" in str(tests)
    assert len(json.loads(json.dumps(tests.to_dict()))["links"]) == len(tests.to_frame()) == 11
