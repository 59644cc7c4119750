"""Whatever a public function is given, it answers or says in one sentence what would be right."""

from __future__ import annotations

import contextlib
import inspect
from pathlib import Path

import pandas
import pytest

import causal

ROOT = Path(__file__).resolve().parents[1]
INCIDENT = causal.load(ROOT / "examples" / "connection-pool.yaml")
CORPUS = causal.Corpus([INCIDENT])
MADE_BY_QUESTIONS = {
    *("Assessment", "Changes", "CheapestFix", "Comparison", "Drawing", "Explanation", "Fault"),
    *("BestFixes", "IncidentBuilder", "LayerReport", "LinkTests", "MatchedChain", "Reading"),
    "Uncertainty",
}
"""Types that nobody calls: a question returns them."""
MODELS = {"Action", "Factor", "Gate", "Incident", "Layer", "Link", "TimelineEntry"}
"""Types that take their fields by name."""
WRONG = [
    *(
        None,
        "x",
        "",
        b"x",
        3,
        1.5,
        True,
        object(),
        Path("no/such"),
        {"a": 1},
        {},
        ["x"],
        [None],
        [],
    ),
    *(causal.Incident, INCIDENT, [INCIDENT, "x"], CORPUS, print),
]


def callables(of: object, names: list[str]) -> list[str]:
    return [name for name in names if callable(getattr(of, name))]


FUNCTIONS = [
    name
    for name in callables(causal, causal.__all__)
    if name not in MADE_BY_QUESTIONS | MODELS | {"incident_schema"}
    and not (
        inspect.isclass(kind := getattr(causal, name)) and issubclass(kind, BaseException | Warning)
    )
]
QUESTIONS = callables(
    CORPUS,
    [n for n in dir(causal.Corpus) if n[0] != "_" and n != "from_frames"],  # all by name
)
BUILDING = [name for name in dir(causal.IncidentBuilder) if name[0] != "_"]
EDITS = ["edit", "replace", "what", "with_action", "with_factor", "with_link", "without"]


def tried(call, first: tuple) -> None:
    """Call with every wrong value in each place, and let pass an answer or what it says."""
    parameters = list(inspect.signature(call).parameters.values())
    needed = [p for p in parameters if p.default is p.empty and p.kind in (0, 1)]
    options = [p.name for p in parameters if p.default is not p.empty and p.kind in (1, 3)]
    count = len(needed) or any(p.kind == p.VAR_POSITIONAL for p in parameters)
    ways = [(lambda wrong: call(*[wrong] * count))] if count else []
    if count > 1:
        ways.append(lambda wrong: call(INCIDENT, *[wrong] * (count - 1)))
    ways += [lambda wrong, o=name: call(*first[: len(needed)], **{o: wrong}) for name in options]
    for way in ways:
        for wrong in WRONG:
            try:
                way(wrong)
            except (causal.CausalError, OSError) as error:
                assert str(error).strip()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_takes(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tried(getattr(causal, name), (INCIDENT, "text"))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_to_a_corpus_says_what_it_takes(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tried(getattr(CORPUS, name), ("connection-pool", "connection-pool"))


@pytest.mark.parametrize("name", EDITS)
def test_a_change_says_what_it_takes(name):
    tried(getattr(INCIDENT, name), ("A1", "A2"))


def wrong_calls(method, stated: dict):
    """Yield keyword arguments of which one at a time, or all that are needed, are wrong."""
    parameters = inspect.signature(method).parameters.values()
    named = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    needed = {p.name: stated.get(p.name) for p in named if p.default is p.empty}
    for wrong in WRONG:
        yield dict.fromkeys(needed, wrong)
        yield from ({**needed, p.name: wrong} for p in named)


STATED = {
    "what": "A sentence of its own", "id": "A1", "layer": "review", "addresses": "canary-too-short",
    "between": ("site-down", "outcome"), "factor": "canary-too-short",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in BUILDING if name != "outcome"])
def test_a_builder_says_what_it_takes(name):
    for options in wrong_calls(getattr(causal.new("I", "T"), name), STATED):
        draft = INCIDENT.edit()
        with contextlib.suppress(causal.CausalError):
            getattr(draft, name)(**options)
            draft.build()
    for wrong in WRONG:
        draft = INCIDENT.edit()
        with contextlib.suppress(causal.CausalError):
            if name in ("remove", "five_whys"):
                getattr(draft, name)(wrong)
            draft[wrong]


@pytest.mark.parametrize("name", ["because", "worsened_by"])
def test_a_factor_says_what_it_takes(name):
    for wrong in WRONG:
        draft = causal.new("I", "T")
        cause = draft.trigger("A deploy")
        method = getattr(draft.outcome, name)
        options = [p for p in inspect.signature(method).parameters if p not in ("causes", "factor")]
        calls = [((wrong,), {}), *(((cause,), {option: wrong}) for option in options)]
        for arguments, given in calls:
            with contextlib.suppress(causal.CausalError):
                method(*arguments, **given)
        with contextlib.suppress(causal.CausalError):
            method(causal.any_of(cause, wrong))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_takes_instead_of_a_table(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table = pandas.DataFrame({"a": [1]})
    parameters = inspect.signature(getattr(causal, name)).parameters.values()
    needed = sum(p.default is p.empty and p.kind in (0, 1) for p in parameters)
    with contextlib.suppress(causal.CausalError, OSError):
        getattr(causal, name)(*[table] * needed)


def test_a_list_of_something_else_is_no_corpus():
    with pytest.raises(causal.CausalError, match="Corpus takes incidents, not str 'x'"):
        causal.Corpus(["x"])


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_part_of_an_incident_says_which_field_is_wrong(name):
    part = getattr(causal, name)
    for field in part.model_fields:
        for wrong in WRONG:
            with contextlib.suppress(causal.CausalError):
                part(**{field: wrong})
    with pytest.raises(causal.CausalError, match=r"fault|is missing|no_such"):
        part(no_such=1)


SAID = {
    "several at once": (lambda: causal.Corpus(INCIDENT, INCIDENT), r"Corpus\(\[a, b, c\]\)"),
    "a place": (lambda: CORPUS[0], r"takes the id of an incident, not an int"),
    "a file as folder": (lambda: causal.convert("x.md", "x.yaml"), r"causal\.dump\(causal\.read"),
    "the other way round": (lambda: causal.dump("x.yaml", INCIDENT), r"dump\(incident, path\)"),
    "a path as text": (lambda: causal.loads("x.yaml"), r"causal\.load\('x\.yaml'\)"),
    "a text as path": (lambda: causal.load("causal: 1\nid: x"), r"causal\.loads\(text\)"),
    "paths": (lambda: causal.load(["a.yaml", "b.yaml"]), "load_corpus"),
    "bytes": (lambda: causal.loads(b"causal: 1"), r"\.decode\(\)"),
    "a corpus": (lambda: causal.explain(CORPUS), r"corpus\[id\]"),
    "incidents": (lambda: causal.draw([INCIDENT]), "one at a time"),
    "the first letters": (lambda: causal.draw(INCIDENT, "swiss"), "did you mean 'swiss-cheese'"),
    "by place": (lambda: causal.Factor("x"), r"Factor\(what='x'\)"),
    "stated twice": (lambda: INCIDENT.with_link("site-down", "outcome"), "1 fault\n.*stands twice"),
}


@pytest.mark.parametrize("case", SAID)
def test_what_people_try_first_is_told_what_to_write_instead(case):
    call, words = SAID[case]
    with pytest.raises(causal.CausalError, match=words):
        call()


@pytest.mark.parametrize(
    ("held", "wrong", "said"),
    [
        (INCIDENT.factors, "canary-to-short", "no factor 'canary-to-short' (did you mean 'canary"),
        (INCIDENT.actions, "a1", "no action 'a1' (did you mean 'A1'?)"),
        (INCIDENT.layers, "reviw", "no key 'reviw'"),
        (causal.assess_actions(INCIDENT).by_action, "A9", "no key 'A9' (known: 'A1'"),
        (causal.assess_actions(INCIDENT).actions, "A9", "no action 'A9' (known: 'A1'"),
        (causal.assess_layers(INCIDENT).by_layer, "reviw", "(did you mean 'review'?)"),
        (causal.explain(INCIDENT).necessity, "canary", "(did you mean 'canary-too-short'?)"),
        (
            causal.assess_uncertainty(INCIDENT).but_for,
            "canary",
            "(did you mean 'canary-too-short'?",
        ),
        (causal.compare_five_whys(INCIDENT).ends, "pool", "(did you mean 'pool-sized"),
    ],
)
def test_what_is_kept_by_id_names_the_near_one(held, wrong, said):
    with pytest.raises(causal.UnknownName) as problem:
        held[wrong]
    assert said in str(problem.value)
    with pytest.raises(KeyError):  # as of any mapping
        held[wrong]
    assert wrong not in held and held.get(wrong) is None


def test_what_is_kept_by_size_or_by_set_is_an_ordinary_mapping():
    with pytest.raises(KeyError, match=r"^9$"):
        causal.explain(INCIDENT).cut_set_counts_by_size[9]
