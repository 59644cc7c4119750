"""What README and CONTRIBUTING promise is there: commands, files, links, the name to install."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import causal
from docs_blocks import ROOT

PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")) if "_build" not in page.parts
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    for target in LINK.findall(text_of(page)):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_name_to_install_is_the_right_one(page: Path) -> None:
    assert not re.search(r"install ['\"]?causal(?!-postmortem)\b", text_of(page))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"^(?:\| `)?make ([a-z-]+)", text_of(ROOT / name), re.MULTILINE))
    assert named
    assert named <= targets


def test_every_file_of_the_architecture_page_exists() -> None:
    page = text_of(ROOT / "docs" / "architecture.md")
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?)`", page)
    missing = [path for path in named if not (ROOT / "src" / "causal" / path).exists()]
    assert named
    assert not missing


def test_the_changelog_names_every_public_function() -> None:
    changelog = text_of(ROOT / "CHANGELOG.md")
    functions = [n for n in causal.__all__ if n.islower() and not n.startswith("_")]
    told = {"all_of", "any_of", "at_least"}  # part of the builder's entry
    assert [n for n in functions if n not in told and f"{n}`" not in changelog] == []


def test_the_notebook_example_of_readme_is_short() -> None:
    example = text_of(ROOT / "README.md").split("```python\n")[1].split("```")[0]
    assert len([line for line in example.splitlines() if line.strip()]) <= 15


def test_the_page_of_rules_is_made_from_the_rules():
    import importlib.util

    path = ROOT / "tools" / "figures.py"
    spec = importlib.util.spec_from_file_location("figures", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert page == module.rules_page(), "make figures"
