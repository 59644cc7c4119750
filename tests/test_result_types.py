"""Every answer is a table, plain data, sentences, a readable repr and a page of a notebook."""

from __future__ import annotations

import importlib.util
import inspect
import json
from pathlib import Path

import pandas
import pytest

import causal

ROOT = Path(__file__).resolve().parents[1]
POOL = causal.load(ROOT / "examples" / "connection-pool.yaml")
OTHER = causal.load(ROOT / "examples" / "crates-io-2023-07-20.yaml")
TEXT = "# Down\n\n## Causes\n\n- The disk was full\n- No alert on disks\n"
CORPUS = causal.Corpus([POOL, OTHER])


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """One of every type that a public question returns."""
    folder = tmp_path_factory.mktemp("results")
    document = folder / "down.md"
    document.write_text(TEXT)
    reading = causal.read(document)
    return [
        causal.explain(POOL),
        causal.explain(POOL, "planned"),
        causal.assess_actions(POOL),
        causal.assess_layers(POOL),
        causal.assess_links(POOL),
        causal.assess_uncertainty(reading.incident),
        causal.compare_five_whys(POOL),
        causal.read_five_whys(POOL, "1. The pool was exhausted\n2. It was sized for old traffic"),
        causal.cheapest_fix(POOL),
        causal.diff(POOL, POOL.without("A1")),
        causal.check(POOL),
        causal.check_text("The operator forgot to drain the node."),
        causal.ground(POOL, document),
        causal.convert(document, folder / "out"),
        reading,
        reading.report,
        CORPUS.best_fixes(),
        CORPUS.recurring_factors(),
        CORPUS.layer_profile(),
        CORPUS.similar("connection-pool"),
        *([CORPUS.themes()] if importlib.util.find_spec("graspologic_native") else []),
    ]


def test_each_is_a_table_data_sentences_and_a_page(answers):
    for answer in answers:
        name = type(answer).__name__
        assert isinstance(answer.to_frame(), pandas.DataFrame), name
        assert json.dumps(answer.to_dict(), default=str, allow_nan=True), name
        lines = answer.sentences()
        assert lines and all(isinstance(line, str) and line.strip() for line in lines), name
        assert " object at 0x" not in repr(answer) and len(repr(answer)) < 20_000, name
        assert str(answer).strip(), name
        page = answer._repr_html_()
        assert page.startswith("<") and "<script" not in page, name
        for told in (repr(answer), page, *lines):
            assert "frozenset(" not in told and "Place(file" not in told, name


def test_no_type_that_a_public_function_returns_is_left_out(answers):
    """The types by their annotations, but for what is a text, a list or an incident."""
    told = {type(answer).__name__ for answer in answers}
    plain = {
        *("Incident", "IncidentBuilder", "Corpus", "Drawing", "Figure", "Path", "Editor", "Budget"),
        *("str", "str | bytes", "Gate", "Any", "dict[str, Any]", "nx.DiGraph", "networkx.DiGraph"),
        *("list[FactorSuggestion]", "list[LayerSuggestion]", "JoinedCauses", "Schema", "Graph"),
    }
    for name in causal.__all__:
        function = getattr(causal, name)
        if inspect.isfunction(function):
            returned = inspect.signature(function).return_annotation
            assert returned.partition("[")[0] in told | plain or returned in plain, (
                f"{name} returns {returned}"
            )


SCENARIO = ("explain", "assess_actions", "assess_layers", "assess_uncertainty", "compare_five_whys")
WITHOUT = {"assess_links", "cheapest_fix", "diff", "read_five_whys"}


@pytest.mark.parametrize("name", SCENARIO)
def test_a_question_of_what_remains_takes_a_scenario_by_name_or_by_actions(name):
    ask = getattr(causal, name)
    assert list(inspect.signature(ask).parameters) == ["incident", "scenario", "budget"]
    assert ask(POOL, scenario=["A1"]).to_dict() == ask(POOL, ("A1",)).to_dict()
    assert str(ask(POOL, "done", budget=causal.Budget(seconds=30)))
    with pytest.raises(causal.UnknownName, match="no scenario 'plan' \\(did you mean 'planned'"):
        ask(POOL, "plan")
    with pytest.raises(causal.UnknownName, match="no action 'A9'"):
        ask(POOL, ["A9"])


def test_a_question_without_a_scenario_is_said_to_have_none():
    page = " ".join((ROOT / "docs" / "reference" / "judging.md").read_text().split())
    for name in WITHOUT:
        assert "scenario" not in inspect.signature(getattr(causal, name)).parameters
        assert f"`{name}`" in page.partition("Which questions take a scenario")[2]
