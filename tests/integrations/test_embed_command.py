from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from causal.cli import embed
from embed_samples import folder_with

PAIR = "<!-- causal: incident.yaml -->\n<!-- /causal -->\n"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    embed.configure(parser)
    return embed.run(parser.parse_args(words))


def test_it_names_what_it_wrote_and_a_second_run_has_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder_with(tmp_path, PAIR)
    assert run(str(path)) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'incident-graph.svg'}\n{path}\n"
    assert run(str(path), "--check") == 0
    assert capsys.readouterr().out == "1 drawing, all up to date\n"


def test_a_check_fails_on_what_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder_with(tmp_path, PAIR)
    assert run("--check", str(path)) == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"stale: {path}"
    assert path.read_text() == PAIR


def test_programs_read_it_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder_with(tmp_path, PAIR)
    assert run("--check", "--format", "json", str(path)) == 1
    changed = [str(tmp_path / "incident-graph.svg"), str(path)]
    assert json.loads(capsys.readouterr().out) == {
        str(path): {"drawings": 1, "changed": changed, "notes": []}
    }
