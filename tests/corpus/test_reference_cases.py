"""Small files that once ended a survey or were passed over without a word, from reference data."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import pytest

from causal.cli.main import main
from causal.corpus import load_corpus
from causal.errors import CausalError

DATA = os.environ.get("CAUSAL_REFERENCE_DATA", "")
pytestmark = pytest.mark.skipif(not DATA, reason="CAUSAL_REFERENCE_DATA is not set")
PUBLIC, HOSTILE = Path(DATA) / "public-cases", Path(DATA) / "hostile-cases"


@pytest.mark.parametrize(
    ("folder", "incidents", "kinds"),
    [
        ("e2-folder", 1, {".xml": 1, ".yml": 1}),
        ("e3-folder", 3, {}),
        ("f11-folder", 0, {".csv": 1}),
    ],
)
def test_folders_with_files_of_other_kinds(folder, incidents, kinds, capsys):
    corpus = load_corpus(PUBLIC / folder)
    assert (len(corpus), corpus.passed_over) == (incidents, kinds)
    assert main(["survey", str(PUBLIC / folder)]) == (0 if incidents else 1)
    if not incidents:
        assert "passed over: 1 .csv" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["FAULT-07-stored-hang", "FAULT-07-stored-traceback"])
def test_stored_corpora_of_strangers_are_fault_rows(name, tmp_path):
    with pytest.raises(CausalError):
        load_corpus(HOSTILE / name)
    faults = load_corpus([HOSTILE / name]).faults
    assert faults["rule"].tolist() == ["damaged-corpus"]


@pytest.mark.parametrize("name", ["f1-epoch", "f6-naive-utc", "f9-duplicate-columns"])
def test_tables_that_files_would_not_hold_are_refused(name, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(PUBLIC), *sys.path])
    with pytest.raises(CausalError, match="frames: "):
        runpy.run_path(str(PUBLIC / f"{name}.py"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("e4-negative-minutes", "'minutes_lost': 60.0"),
        ("f2-mixed-iso", "3 incidents"),
        ("f4-empty-key", "[] "),
        ("f7-float-ids", "2 incidents"),
    ],
)
def test_tables_that_say_what_they_mean_are_read(name, said, monkeypatch, capsys):
    monkeypatch.setattr(sys, "path", [str(PUBLIC), *sys.path])
    runpy.run_path(str(PUBLIC / f"{name}.py"))
    out = capsys.readouterr().out
    assert said in out
    assert "'None'" not in out and "'nan'" not in out
