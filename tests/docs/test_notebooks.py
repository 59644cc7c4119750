"""The notebooks are committed as the code runs them, and so is what the pages show."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from docs_blocks import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
STATIC = ROOT / "docs" / "_static"


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) == 7


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_was_run_in_order_and_without_error(notebook: Path) -> None:
    cells = cells_of(notebook)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output["output_type"] for cell in cells for output in cell["outputs"]}
    assert "error" not in kinds
    assert "execute_result" in kinds


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_drawings_are_shown(notebook: Path) -> None:
    outputs = [output for cell in cells_of(notebook) for output in cell["outputs"]]
    assert any("image/png" in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_name_no_folder_of_a_machine(notebook: Path) -> None:
    text = notebook.read_text(encoding="utf-8")
    for folder in ("/home/", "/Users/", "/root/", "/tmp/", str(ROOT)):
        assert folder not in text


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_lead_to_files(notebook: Path) -> None:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    words = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    for target in re.findall(r"\]\(([^)#]+)", words):
        assert target.startswith("https://") or (notebook.parent / target).exists(), target


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_can_be_read_in_five_minutes(notebook: Path) -> None:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    words = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert len(words.split()) < 1000


@pytest.mark.slow
def test_running_the_notebooks_again_changes_nothing() -> None:
    pytest.importorskip("nbclient")
    script = [sys.executable, "tools/run_notebooks.py", "--check", "docs/notebooks"]
    ran = subprocess.run(script, check=False, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(tool("figures").figures()))
def test_what_the_pages_show_is_what_the_code_gives(name: str) -> None:
    shown = (STATIC / name).read_text(encoding="utf-8")
    assert shown == tool("figures").figures()[name], "run tools/figures.py"
