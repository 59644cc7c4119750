"""The reference leaves nothing out: no key, no layer, no command, no option, no public name."""

from __future__ import annotations

import argparse
import importlib.util
import inspect
import json
import re
from typing import Any

import pytest

import causal
from causal import errors
from causal.cli.main import COMMANDS
from causal.corpus.charts.figures import FIGURES as CORPUS_FIGURES
from causal.corpus.tables.frame_checks import GIVEN, REQUIRED
from causal.corpus.tables.schema import TABLES
from causal.io.registry import SUFFIXES
from causal.model import DEFAULT_LAYERS, plausibility, rules
from causal.render.figures import FIGURES
from causal.render.views import VIEWS
from docs_blocks import ROOT

REFERENCE = ROOT / "docs" / "reference"
SECTION_OF = {
    "CausalLink": "Causal link",
    "FiveWhys": "Five whys",
    "TimelineEntry": "Timeline entry",
}
FORMULAS = {"Gate", "Member"}


def read(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"no section {title!r}"
    return found[1]


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def keys_of(definition: dict[str, Any]) -> set[str]:
    forms = definition.get("anyOf", [definition])
    return {key for form in forms for key in form.get("properties", {})}


def definitions() -> dict[str, set[str]]:
    schema = causal.incident_schema()
    found = {n: keys_of(d) for n, d in schema["$defs"].items() if n not in FORMULAS}
    return {"Incident": set(schema["properties"]), **found}


@pytest.mark.parametrize("name", sorted(definitions()))
def test_every_key_of_the_format_is_described_and_no_other(name: str) -> None:
    described = first_cells(section(read("file-format.md"), SECTION_OF.get(name, name)))
    assert set(described) == definitions()[name]
    assert len(described) == len(set(described))


def test_every_key_of_a_formula_is_described() -> None:
    text = section(read("file-format.md"), "Formulas")
    for key in keys_of(causal.incident_schema()["$defs"]["Gate"]):
        assert f"{key}:" in text


def test_every_suffix_is_described() -> None:
    text = section(read("file-format.md"), "Other formats")
    assert set(re.findall(r"`(\.\w+)`", text)) == set(SUFFIXES)


def test_the_layers_are_those_of_the_model_in_their_order() -> None:
    table = re.findall(r"^\| `(\w+)` \| (.+) \|$", read("layers.md"), re.MULTILINE)
    assert table[: len(DEFAULT_LAYERS)] == list(DEFAULT_LAYERS.items())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_described(name: str) -> None:
    text = section(read("command-line.md"), name)
    parser = argparse.ArgumentParser()
    COMMANDS[name].configure(parser)
    options = [max(a.option_strings, key=len) for a in parser._actions if a.option_strings]
    for option in options:
        assert option == "--help" or option in text


def test_no_command_is_described_that_does_not_exist() -> None:
    described = re.findall(r"^## ([\w-]+)$", read("command-line.md"), re.MULTILINE)
    assert set(described) == set(COMMANDS)


@pytest.mark.parametrize("name", causal.__all__)
def test_every_public_name_is_in_the_reference(name: str) -> None:
    assert re.search(rf"^\.\. auto\w+:: {name}$|`causal\.{name}`", read("api.md"), re.MULTILINE)


def test_every_error_is_described() -> None:
    described = set(first_cells(read("errors.md").split("## All faults")[0]))
    public = {n for n in errors.__all__ if n not in ("Fault", "did_you_mean")}
    assert described == public


def test_every_rule_is_described() -> None:
    described = first_cells(section(read("errors.md"), "Rules"))
    assert described == [*rules.RULES, *plausibility.RULES]


def test_every_view_is_described() -> None:
    text = (ROOT / "docs" / "howto" / "draw.md").read_text(encoding="utf-8")
    assert set(first_cells(section(text, "The views"))) == set(VIEWS)


def test_every_figure_is_described() -> None:
    survey = (ROOT / "docs" / "howto" / "survey.md").read_text(encoding="utf-8")
    assert first_cells(section(survey, "Figures to look into")) == list(CORPUS_FIGURES)
    draw = (ROOT / "docs" / "howto" / "draw.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in section(draw, "Look into it in a notebook") for name in FIGURES)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_table_is_described_and_whether_it_may_be_given(name: str) -> None:
    rows = [
        [cell.strip() for cell in line.strip("| \n").split(" | ")]
        for line in section(read("tables.md"), name).splitlines()
        if line.startswith("| `")
    ]
    given = GIVEN.get(name)
    for (column, (_, meaning)), cells in zip(TABLES[name].items(), rows, strict=True):
        assert [cells[0], cells[2]] == [f"`{column}`", meaning]
        if given is not None:
            required = column in REQUIRED[name]
            assert cells[3] == (
                "**required**" if required else "may" if column in given else "derived"
            )


def test_columns_of_every_answer_are_described() -> None:
    catalogue = causal.Catalogue.starter()
    catalogue.add("of-the-house", "One of the house", maps={"house": ("one",)})
    corpus = causal.load_corpus(ROOT / "examples" / "corpus", catalogue=catalogue)
    fixes = corpus.best_fixes(2)
    found: dict[str, list[str]] = {}
    for line in section(read("tables.md"), "Answers").splitlines():
        if line.startswith("| `"):
            asked, columns = line.strip("| ").split(" | ")
            found[asked] = re.findall("`(.*?)`", columns)
    for asked, columns in found.items():
        name, *part = re.findall("`(.*?)`", asked)
        if part:
            frame = getattr(fixes, part[0].removeprefix("."))
        elif name == "similar":
            frame = corpus.similar(next(iter(corpus)))
        elif name == "compare_rates":
            frame = corpus.compare_rates("2020", "2021")
        elif name == "recurring_classes":
            frame = corpus.recurring_classes("house")
        elif "triples" in name:
            frame = corpus.co_occurrence(triples=True)
        elif name == "themes" and importlib.util.find_spec("graspologic_native") is None:
            continue  # needs the extra `themes`
        else:
            frame = getattr(corpus, name)()
        assert list(frame.columns) == columns, asked
    asked = {name for q in found for name in re.findall(r"`(\w+)", q)}
    assert asked == set(QUESTIONS) - {"at_level", "to_parquet"}


QUESTIONS = sorted(
    name
    for name, _ in inspect.getmembers(causal.Corpus, inspect.isfunction)
    if not name.startswith("_")
)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_to_a_corpus_is_on_a_page(name: str) -> None:
    pages = [page.read_text(encoding="utf-8") for page in ROOT.glob("docs/*/*.md")]
    assert any(f"`{name}`" in text or f"`corpus.{name}(" in text for text in pages)


def test_the_published_schema_is_that_of_the_model() -> None:
    shipped = ROOT / "docs" / "_static" / "incident.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == causal.incident_schema()
