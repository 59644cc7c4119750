from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

import pytest

import causal
from causal.analysis.actions import assess_actions
from causal.analysis.cheapest import cheapest_fix
from causal.analysis.layer_report import assess_layers
from causal.analysis.links import assess_links
from causal.analysis.pages import all_answers, in_full
from causal.analysis.phrases import each_quoted, listed, number, of_paths
from causal.analysis.result import AS_DRAWN, WORDS, Result, words_of
from causal.analysis.uncertainty import assess_uncertainty
from causal.errors import NothingToCompare
from causal.model import Incident
from causal.render.views import view_scene
from causal.text.people import rests_on_a_person
from strategies_incident import incident_data
from verdict_samples import EXAMPLES, barrier, drawn, example, removes

FIVE = (
    "connection-pool",
    "admission-webhook",
    "gitops-vs-operator",
    "ingress-truncation",
    "crates-io-2023-07-20",
)
CORPUS = sorted(f"corpus/{path.stem}" for path in (EXAMPLES / "corpus").glob("*.yaml"))
QUOTED = re.compile("“[^”]*”")
BLAME = re.compile(
    r"\b(blam\w*|fault\w*|guilt\w*|culprit\w*|careless\w*|negligen\w*|mistake\w*|errors?|"
    r"sloppy|incompeten\w*|should have|could have|failed to|forgot\w*|neglect\w*|ignored|"
    r"root cause|human|person|people|someone|somebody|he|she|they)\b",
    re.IGNORECASE,
)


def answers(incident: Incident) -> Iterator[Result]:
    """Yield every answer there is about an incident, in the order of a page."""
    yield causal.explain(incident)
    yield assess_links(incident)
    yield assess_layers(incident)
    yield causal.assess_actions(incident)
    with suppress(NothingToCompare):
        yield causal.compare_five_whys(incident)
    yield cheapest_fix(incident)
    yield cheapest_fix(incident, depth=2)
    if causal.explain(incident).unconfirmed:
        yield assess_uncertainty(incident)


def page(incident: Incident) -> str:
    """Return all verdicts on an incident as one text."""
    return in_full(incident, all_answers(incident)) + "\n"


def all_sentences(incident: Incident) -> Iterator[str]:
    for answer in answers(incident):
        yield from words_of(answer)


@pytest.mark.parametrize("name", FIVE)
def test_every_verdict_on_an_example_reads_as_on_record(
    name: str, golden: Callable[[str, str], None]
):
    golden(f"{name}.txt", page(example(name)))


@pytest.mark.parametrize("name", [*FIVE, "connection-pool-worsened", *CORPUS])
def test_no_sentence_blames_anybody_outside_the_authors_own_words(name: str):
    for sentence in set(all_sentences(example(name))) - {AS_DRAWN}:
        own = QUOTED.sub("…", sentence)
        assert not BLAME.search(own), sentence
        assert not rests_on_a_person(own), sentence


def test_every_sentence_is_one_line_of_plain_text_that_ends():
    for seed in range(40):
        incident = Incident.model_validate(incident_data(Random(seed), max_actions=5))
        for sentence in all_sentences(incident):
            assert re.fullmatch(r"(act-\d+ |[A-Z“]).*[.?]", sentence), sentence
            assert not re.search(r"  |\.\.|\*|\\|\(\)|“”|, \.| ,|\bNone\b", sentence), sentence


def test_the_words_of_a_result_are_those_of_its_type():
    result = causal.explain(example("connection-pool"))
    assert result.sentences() == words_of(result) == [*WORDS[type(result)](result), AS_DRAWN]


def test_doubt_is_among_the_results_with_words():
    assert words_of(assess_uncertainty(example("crates-io-2023-07-20")))[-1] == AS_DRAWN


def test_a_result_that_nobody_put_into_words_is_an_error_that_names_those_that_are():
    class Other(Result):
        title = "Other"

        def to_dict(self):
            return {}

        def to_frame(self):
            return None

    with pytest.raises(TypeError, match=r"no words for a Other .*Assessment"):
        words_of(Other())


def test_what_did_not_fit_the_budget_is_said():
    square = [[f"a{row}x{column}" for column in range(9)] for row in range(9)]
    lines = [
        [{"any": list(line)} for line in lines] for lines in (square, zip(*square, strict=True))
    ]
    basics = {name: {"layer": "ci"} for row in square for name in row}
    incident = drawn({"any": lines}, {"A": removes("a0x0")}, **basics)
    limits = {"budget": causal.Budget(seconds=0.0)}
    for result in (
        causal.explain(incident, **limits),
        causal.assess_actions(incident, **limits),
        assess_layers(incident, **limits),
    ):
        assert "not worked out" in " ".join(result.sentences())


@pytest.mark.parametrize(
    ("because", "actions", "sentence"),
    [
        (["a"], {"A": removes("a")}, "A (“Do A”), not done yet, blocks the only failure path. "),
        (["a"], {"A": removes("a")}, "No other action blocks it."),
        ({"any": ["a", "b"]}, {"A": removes("a", "b")}, "blocks both failure paths."),
        ({"any": ["a", "b"]}, {"A": removes("a")}, "one of the two failure paths (“A was so”)."),
        (
            ["a"],
            {"B": barrier("a", "outcome")},
            "adds a barrier to the only failure path, which then takes the failure of",
        ),
        (
            ["a"],
            {"A": removes("a"), "B": barrier("a", "outcome")},
            "Of the others, only barriers stand on the only failure path.",
        ),
        (["a"], {"R": removes("a", kind="repair")}, "R (“Do R”) repairs this instance;"),
        (["a"], {"A": removes()}, "acts on nothing that leads to the outcome"),
        (["a"], {"A": removes("a"), "B": removes("a")}, "It is a second line in the same"),
        (["a"], {"A": removes("a")}, "If not done, one failure path remains, and the depth of"),
        (["a"], {"A": removes("a", cost=3)}, "to remain in this graph is 3: A (“Do A”)."),
        (["a"], {"A": removes("a")}, "No cost is stated for A (counted as 1)."),
    ],
)
def test_what_an_action_does_in_words(because, actions, sentence):
    named = {name: None for name in "ab" if f"'{name}'" in repr(because)}
    incident = drawn(because, actions, **named)
    said = [*assess_actions(incident).sentences(), *cheapest_fix(incident).sentences()]
    assert sentence in " ".join(said)


def test_longer_ways_that_remain_are_said():
    short_or_long = {"any": ["d", {"all": ["a", "b"]}]}
    incident = drawn(short_or_long, {"D": removes("d", hardens="ci")}, a=None, b=None, d=["a"])
    assert "Longer failure paths, which these had stood for, remain." in " ".join(
        assess_actions(incident).sentences()
    )


@pytest.mark.parametrize(
    ("because", "factors", "sentence"),
    [
        (["a"], {"a": None}, "In this graph one factor is sufficient: “A was so”."),
        (
            {"any": ["a", "b"]},
            {"a": None, "b": None},
            "No single basic factor is part of every failure path.",
        ),
        (
            ["a"],
            {"a": {"layer": "ci"}},
            "In this graph the layer CI is sufficient to prevent it.",
        ),
        (
            ["a"],
            {"a": None},
            "no single layer is sufficient to prevent it, as no factor is a gap in one. It takes",
        ),
        (
            ["t", {"any": ["a", "b"]}],
            {"t": {"kind": "trigger"}, "a": None, "b": None},
            "or, should something like that come again, the absence of “A was so” and “B was so”",
        ),
        (
            {"any": ["a", "b"]},
            {"a": None, "b": None},
            "It takes the absence of “A was so” and “B was so” together",
        ),
        (["a"], {"a": {"confidence": "disputed"}}, "taken here as drawn: “A was so”."),
    ],
)
def test_why_it_came_about_in_words(because, factors, sentence):
    assert sentence in " ".join(causal.explain(drawn(because, **factors)).sentences())


@pytest.mark.parametrize(
    ("factors", "actions", "sentence"),
    [
        (
            {"a": {"layer": "ci"}, "b": None},
            {},
            "By itself it is not sufficient: it blocks one of the two failure paths.",
        ),
        (
            {"a": {"layer": "ci", "because": ["c"]}, "b": ["c"], "c": None},
            {},
            "By itself it is not sufficient: it blocks no failure path.",
        ),
        ({"a": None, "b": None}, {"A": removes("a")}, "No layer is named for what A would harden."),
        (
            {"a": None, "b": None},
            {"A": removes("a", hardens="ci")},
            "CI has no gap in this graph. Hard",
        ),
    ],
)
def test_what_a_layer_did_in_words(factors, actions, sentence):
    incident = drawn({"any": ["a", "b"]}, actions, **factors)
    assert sentence in " ".join(assess_layers(incident).sentences())


def test_long_lists_say_how_many_more_there_are():
    incident = drawn([f"a{n}" for n in range(50)], **{f"a{n}": None for n in range(50)})
    assert each_quoted(incident, incident.factors).endswith("“A39 was so” and ten more")


def test_numbers_and_lists_read_as_people_write_them():
    assert [number(n) for n in (0, 1, 10, 11, 1200)] == ["no", "one", "ten", "11", "1,200"]
    assert listed([]) == ""
    assert listed("abc", "or") == "a, b or c"
    assert of_paths([1], 1) == "the only failure path"
    assert of_paths([1, 2, 3], 3) == "all three failure paths"


def test_of_causes_that_contributed_it_is_said_what_depends_on_how_they_combined():
    inner = {"contributing": ["b", {"all": ["c", "d"]}]}
    incident = drawn(
        ["m", {"contributing": ["a", "n"]}],
        {"A": removes("a"), "M": removes("b", "c")},
        m=None,
        n={"because": inner},
        a={"layer": "ci"},
        b={"layer": "review"},
        c=None,
        d=None,
    )
    said = causal.explain(incident).sentences()
    assert said[:2] == [
        "How the causes of “N was so” and “It failed” combined is not stated.",
        "In this graph there are, if any one of them was enough, three failure paths, the shortest "
        "“M was so” and “A was so”; if all were needed, one failure path: “M was so”, “A was so”, "
        "“B was so”, “C was so” and “D was so”.",
    ]
    assert "Necessary, the same however the causes combined: “M was so”." in said
    assert (
        "Whether these are layers sufficient to prevent it depends on how the causes combined: "
        "review and CI." in said
    )
    assert any(line.startswith("To narrow this most, find out whether ") for line in said)
    plan = " ".join(causal.assess_actions(incident).sentences())
    assert "Depth of defence: verified 0, done 0, planned 1 to 2." in plan
    assert "remain" in plan


def test_what_could_happen_is_not_told_as_what_did():
    """No time, no trigger, and chances: a tree of what could be."""
    basics = {name: {"probability": 0.1} for name in "ab"}
    tree = drawn({"any": ["a", "b"]}, {"A": removes("a", hardens="ci")}, **basics)
    told = [
        page(tree),
        "\n".join(causal.assess_actions(tree).sentences()),
        causal.report(tree, "markdown"),
        *(view_scene(tree, view, None).description for view in ("graph", "brief", "actions")),
    ]
    for text in told:
        assert not re.search("lined up|repeat|fail again|came about|What happened|it took", text)
    assert "What could line up" in told[0]
    assert "between this and the outcome" in told[0] + told[2]
    other = drawn({"any": ["a", "b"]}, **{**basics, "b": {"kind": "trigger"}})
    assert "What lined up" in page(other)


def test_where_a_path_remains_however_the_causes_combined_the_worst_is_called_so():
    """With both needed `a` must be there too; with one enough, the trigger alone is."""
    because = {"contributing": ["t", "a"]}
    incident = drawn(because, {"A": removes()}, t={"kind": "trigger"}, a=None)
    said = assess_actions(incident).sentences()
    remains = (
        "However the causes combined, a failure path remains in this graph when something like "
        "“T was so” comes again. At worst the triggers alone are enough."
    )
    assert remains in said
    narrowing = [line for line in causal.explain(incident).sentences() if "To narrow" in line]
    assert not any("one of the one" in line for line in narrowing)


def test_an_action_that_mitigates_what_lies_elsewhere_is_said_to_take_nothing_away():
    """Kind mitigate on what only made it worse, in rollout: it counts for nothing, and why."""
    text = (
        "causal: 1\nid: x\ntitle: t\n"
        "outcome: {what: Out, because: [deploy, gap], worsened_by: [slow, late]}\n"
        "factors:\n  deploy: {what: A deploy, kind: trigger}\n  gap: {what: No canary, layer: ci}\n"
        "  slow: {what: Limits changed under load, layer: rollout, confidence: suspected}\n"
        "  late: {what: No alert, layer: detection}\n"
        "actions:\n  A1: {what: Agree on limits, addresses: [slow], kind: mitigate}\n"
        "  A2: {what: Alert on it, addresses: [late], kind: detect}\n"
    )
    incident = causal.loads(text)
    (line,) = (s for s in causal.assess_actions(incident).sentences() if "mitigates what" in s)
    assert line == (
        "No planned action mitigates what made it worse: “Limits changed under load” (suspected; "
        "unquantified). A1 acts on it, but an action of kind mitigate removes only gaps in "
        "detection, response and recovery."
    )
    (found,) = causal.check(incident).by_rule("detect-claimed-to-remove")
    assert found.message.endswith("'slow', which only made it worse: it counts for nothing")
    assert found.hint == "kind: prevent, if it takes 'slow' away"
