"""One table of exit codes holds for every command, and a target is looked at before the work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import causal
from causal.cli.main import COMMANDS, main
from causal.cli.targets import FILES, FOLDERS

POOL = str(Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml")

OF_FOLDER = {
    "actions": ["actions", "SOURCE"],
    "check": ["check", "SOURCE"],
    "convert": ["convert", "SOURCE", "--out", "made"],
    "recurring": ["recurring", "SOURCE"],
    "report": ["report", POOL, "--corpus", "SOURCE", "-o", "x.csv"],
    "similar": ["similar", POOL, "SOURCE"],
    "suggest": ["suggest", "SOURCE"],
    "survey": ["survey", "SOURCE"],
}
OF_FILE = {
    "check": ["check", "SOURCE"],
    "compare": ["compare", "SOURCE"],
    "convert": ["convert", "SOURCE", "x.json"],
    "diff": ["diff", POOL, "SOURCE"],
    "draw": ["draw", "SOURCE", "-o", "x.svg"],
    "edit": ["edit", "SOURCE", "--no-browser"],
    "embed": ["embed", "SOURCE", "--for", "github"],
    "explain": ["explain", "SOURCE"],
    "ground": ["ground", "SOURCE", "--source", POOL],
    "report": ["report", "SOURCE"],
    "similar": ["similar", "SOURCE", "."],
    "verdicts": ["verdicts", "SOURCE"],
}
NOTHING_READ = {"completion", "new", "triage"}
BAD = "causal: 1\nid: x\n"


def run(words, source):
    try:
        return main([source if word == "SOURCE" else word for word in words])
    except SystemExit as error:
        return error.code


def test_the_tables_name_every_command():
    assert set(OF_FOLDER) | set(OF_FILE) | NOTHING_READ == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(OF_FOLDER))
def test_of_a_folder_files_at_fault_and_nothing_read_are_1(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("empty", "foreign", "bad", "mixed"):
        Path(name).mkdir()
    Path("foreign/package.json").write_text('{"name": "x"}')
    Path("bad/bad.yaml").write_text(BAD)
    Path("mixed/bad.yaml").write_text(BAD)
    shutil.copy(POOL, "mixed/good.yaml")
    said = {}
    for name in ("empty", "foreign", "bad", "mixed"):
        assert run(OF_FOLDER[command], name) == 1, name
        out, err = capsys.readouterr()
        said[name] = out + err
    assert "empty: no incident was read" in said["empty"]
    assert "foreign: no incident was read" in said["foreign"]
    assert "'factors' is missing" in said["bad"] and "'factors' is missing" in said["mixed"]
    assert run(OF_FOLDER[command], "missing") == 2


@pytest.mark.parametrize("command", sorted(OF_FILE))
def test_of_a_file_that_is_named_what_is_missing_or_at_fault_is_2(
    command, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    # An incident that somebody has begun is what `edit` goes on with.
    Path("bad.yaml").write_text("causal: [" if command == "edit" else BAD)
    # Faults of a file are what `check` is asked for, so there they are findings.
    assert run(OF_FILE[command], "bad.yaml") == (1 if command == "check" else 2)
    if command != "edit":  # a new name is a new incident
        assert run(OF_FILE[command], "missing.yaml") == 2
    assert "Traceback" not in capsys.readouterr().err


TARGETS = [
    ["check", POOL, "--write-baseline", "TARGET"],
    ["convert", POOL, "TARGET"],
    ["diff", POOL, POOL, "-o", "TARGET"],
    ["draw", POOL, "-o", "TARGET"],
    ["new", "TARGET"],
    ["report", POOL, "-o", "TARGET"],
    ["suggest", "SOURCE", "--catalogue", "TARGET"],
    ["suggest", "SOURCE", "--to", "TARGET"],
    ["convert", "SOURCE", "--out", "TARGET"],
    ["survey", "SOURCE", "-o", "TARGET"],
]


def test_the_targets_of_every_command_are_tried():
    assert {words[0] for words in TARGETS} == set(FILES) | set(FOLDERS)


@pytest.mark.parametrize("words", TARGETS, ids=lambda words: " ".join(words[::2]))
def test_a_target_that_cannot_be_written_is_told_before_the_work(
    words, tmp_path, monkeypatch, capsys
):
    def work(*_, **__):
        raise AssertionError("it was worked on")

    for name in ("load", "read", "load_corpus", "convert"):
        monkeypatch.setattr(causal, name, work)
    monkeypatch.chdir(tmp_path)
    Path("taken.svg").mkdir()
    Path("file").write_text("x")
    folder = "--out" in words or words[0] == "survey"
    for target in ("file", "file/x.svg") if folder else ("nowhere/x.svg", "taken.svg"):
        assert run([target if word == "TARGET" else word for word in words], ".") == 2
        err = capsys.readouterr().err
        assert err.startswith(f"causal: {target}: ") and "worked" not in err, err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken.svg"]
