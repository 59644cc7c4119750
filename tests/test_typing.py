"""A misspelt option is found by a type checker, before anything runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from causal import api, reports
from causal.corpus.charts.figures import FIGURES as OF_CORPUS
from causal.render.figures import FIGURES
from causal.render.views import VIEWS

ROOT = Path(__file__).resolve().parents[1]


def test_the_types_name_what_there_is():
    assert set(get_args(api.View)) == set(VIEWS)
    assert set(get_args(api.FigureView)) == {*FIGURES, *OF_CORPUS}
    assert set(get_args(api.Template)) == set(reports.TEMPLATES)


@pytest.mark.slow
def test_a_misspelt_option_fails():
    pytest.importorskip("mypy", reason="types are checked where mypy is installed")
    command = [sys.executable, "-m", "mypy", "--strict", "tests/typing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
