"""What the house promises of itself: short files and functions, no import upwards or in circles."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import networkx
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
FILES = sorted(SOURCE.rglob("*.py"))
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FLOORS = SETTINGS["tool"]["importlinter"]["contracts"][0]["layers"]
LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 60
named = pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))

MESSAGE_FILTER = "causal.text.terminal"
"""A message may not steer the terminal that shows it; this module needs nothing of ours."""


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function of a file with its length, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = first.end_lineno - first.lineno + 1 if words else 0
            yield node.name, node.end_lineno - node.lineno + 1 - docstring


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(module: str) -> int | None:
    """Return how high a module stands, None for the front door and the version."""
    for height, rooms in enumerate(reversed(FLOORS)):
        if any(f"{module}.".startswith(f"{room.strip()}.") for room in rooms.split("|")):
            return height
    return None


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_floors_are_known():
    assert floor("causal.errors") == 0
    assert floor("causal.cli.main") == len(FLOORS) - 1
    assert floor("causal") is None


@named
def test_a_file_fits_in_the_head(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_IN_A_FILE


@named
def test_a_function_fits_on_a_screen(path):
    assert {name: n for name, n in functions(path) if n > LINES_IN_A_FUNCTION} == {}


@named
def test_nothing_is_imported_from_a_higher_floor(path):
    own = floor(module_of(path))
    if own is None:
        pytest.skip("the front door opens onto every floor")
    above = [name for name in imports(path) if (floor(name) or 0) > own]
    assert above == ([MESSAGE_FILTER] if path.name == "errors.py" else [])


def test_no_module_imports_itself_by_way_of_others():
    """Imports inside functions count; those for a type checker alone never run."""
    graph = grimp.build_graph("causal", cache_dir=None, exclude_type_checking_imports=True)
    imported = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}
    circles = networkx.strongly_connected_components(networkx.DiGraph(imported))
    assert [sorted(circle) for circle in circles if len(circle) > 1] == []


@named
def test_a_module_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
