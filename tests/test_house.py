"""What the house promises of itself: short files and functions, no import upwards or in circles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
TEXTS = {str(p.relative_to(SOURCE)): p.read_text("utf-8") for p in sorted(SOURCE.rglob("*.py"))}
TREES = {name: ast.parse(text) for name, text in TEXTS.items()}
LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 60


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each function of a file with its length, docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = first.end_lineno - first.lineno + 1 if words else 0
            yield node.name, node.end_lineno - node.lineno + 1 - docstring


def test_a_file_fits_in_the_head():
    lines = {name: len(text.splitlines()) for name, text in TEXTS.items()}
    assert {name: n for name, n in lines.items() if n > LINES_IN_A_FILE} == {}


def test_a_function_fits_on_a_screen():
    lengths = [(name, *found) for name, tree in TREES.items() for found in functions(tree)]
    assert [found for found in lengths if found[2] > LINES_IN_A_FUNCTION] == []


def test_nothing_is_imported_upwards_or_in_circles():
    """The contracts stand in `pyproject.toml`; imports inside functions and for types count."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_a_module_says_what_it_is():
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []
