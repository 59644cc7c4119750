"""The pages that show evidence show all of it: verdicts on record, published cases, figures."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import causal
from causal.errors import UnknownFormat
from docs_blocks import ROOT

DOCS = ROOT / "docs"
GOLDEN = ROOT / "tests" / "analysis" / "golden"
INCLUDED = re.compile(r"^`{3,}\{(?:on-record|include|gallery|figure)\} (\S+)$", re.MULTILINE)
PAGES = sorted(page for page in DOCS.glob("**/*.md") if "_build" not in page.parts)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_includes_is_there(page: Path) -> None:
    for target in INCLUDED.findall(text_of(page)):
        assert (page.parent / target).is_file(), target


def test_every_verdict_on_record_is_shown() -> None:
    shown = {Path(name).name for name in INCLUDED.findall(text_of(DOCS / "verdicts.md"))}
    assert shown == {path.name for path in GOLDEN.glob("*.txt")}


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.txt")))
def test_every_incident_shown_names_its_file_and_its_source(name: str) -> None:
    page = text_of(DOCS / "verdicts.md")
    source = causal.load(ROOT / "examples" / f"{name}.yaml").source
    assert f"`examples/{name}.yaml`" in page
    assert source is not None
    assert source.url is None or source.url in page


def published() -> list[tuple[str, str]]:
    """The cases in order: whose they are, and of which year."""
    tree = ast.parse(text_of(ROOT / "tests" / "analysis" / "test_published_cases.py"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    said = [ast.get_docstring(test) or "" for test in tests if test.name.startswith("test_")]
    found = [
        (re.search(r"[A-Z]\w{3,}", text), re.search(r"\b(?:19|20)\d\d\b", text)) for text in said
    ]
    return [(author[0], year[0]) for author, year in found if author and year]


def test_every_published_case_has_its_row() -> None:
    page = text_of(DOCS / "reference" / "published-cases.md")
    rows = re.findall(r"^\| (?!case|-)(.+)$", page, re.MULTILINE)
    assert len(published()) > 5
    for row, (author, year) in zip(rows, published(), strict=True):
        assert author in row
        assert year in row


def test_the_figures_of_the_engine_are_those_on_record() -> None:
    page = DOCS / "reference" / "engine-figures.md"
    included = [(page.parent / name).resolve() for name in INCLUDED.findall(text_of(page))]
    assert included == [ROOT / "benchmarks" / "engine" / "RESULTS.md"]


def test_every_format_of_a_drawing_is_described(tmp_path: Path) -> None:
    drawing = causal.draw(causal.load(ROOT / "examples" / "connection-pool.yaml"))
    with pytest.raises(UnknownFormat) as refused:
        drawing.save(tmp_path / "drawing.none")
    known = set(re.findall(r"\.(\w+)(?=,)", str(refused.value)))
    described = re.findall(r"^\| `\.(\w+)` \|", text_of(DOCS / "howto" / "draw.md"), re.MULTILINE)
    assert known == set(described)
