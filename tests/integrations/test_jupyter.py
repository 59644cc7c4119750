from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

import causal
from embed_samples import INCIDENT

pytest.importorskip("IPython", reason="IPython is not installed")


NOTEBOOKS = Path(__file__).resolve().parents[2] / "docs" / "notebooks"


@pytest.fixture
def shell():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.extension_manager.load_extension("causal.integrations.jupyter")
    return shell


def test_a_cell_shows_the_drawing_and_keeps_the_incident(shell) -> None:
    drawing = shell.run_cell_magic("causal", "outage view=swiss-cheese", INCIDENT)
    assert shell.user_ns["outage"] == causal.loads(INCIDENT)
    assert drawing.svg == causal.draw(causal.loads(INCIDENT), "swiss-cheese").svg


def test_without_a_name_it_only_draws(shell) -> None:
    before = set(shell.user_ns)
    assert shell.run_cell_magic("causal", "", INCIDENT).view == "graph"
    assert set(shell.user_ns) == before


@pytest.mark.parametrize(
    ("line", "cell", "problem"),
    [
        ("", INCIDENT + "wrong: 1\n", "line 8: wrong: the key 'wrong' is not known"),
        ("view=grph", INCIDENT, "did you mean 'graph'"),
        ("veiw=graph", INCIDENT, "did you mean 'view'"),
        ("a-b", INCIDENT, "'a-b' is no name for a variable"),
        ("x view=five-whys", INCIDENT, "five whys"),
    ],
)
def test_faults_are_listed_and_nothing_is_kept(
    shell, line: str, cell: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell_magic("causal", line, cell) is None
    assert problem in capsys.readouterr().err
    assert "x" not in shell.user_ns


def test_a_notebook_that_is_not_trusted_has_a_picture_of_the_same_size() -> None:
    """Jupyter shows no SVG there, nor HTML; without a PNG it would show nothing but words."""
    drawing = causal.draw(causal.loads(INCIDENT))
    shown = drawing._repr_mimebundle_()
    assert set(shown) == {"image/svg+xml", "image/png", "text/plain"}
    wide, tall = struct.unpack(">II", shown["image/png"][16:24])
    assert abs(wide - drawing.plan.width) <= 1
    assert abs(tall - drawing.plan.height) <= 1


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_drawing_of_a_notebook_in_the_repository_has_its_png(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output["data"] for c in cells for output in c.get("outputs", []) if "data" in output]
    drawn = [data for data in outputs if "<Drawing" in "".join(data["text/plain"])]
    assert drawn
    assert all(set(data) == {"image/png", "text/plain"} for data in drawn)
