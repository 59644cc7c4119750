"""The command serves, says its address, and ends quietly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

pytest.importorskip("uvicorn")

from causal.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_it_prints_the_address_and_ends_quietly(tmp_path):
    path = tmp_path / "outage.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-m", "causal.cli.main", "edit", str(path), "--no-browser"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = run.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urlopen(address) as answer:
            assert answer.status == 200
        with pytest.raises(HTTPError, match="403"):
            urlopen(address.partition("?")[0])
        assert run.stdout.readline() == "for this machine alone; end with Ctrl+C\n"
        run.send_signal(signal.SIGINT)
        _, complained = run.communicate(timeout=20)
    finally:
        run.kill()
    assert (run.returncode, complained) == (0, "")


@pytest.mark.parametrize(
    ("words", "problem"),
    [(["missing.txt"], "is named like incident.yaml"), (["a.yaml", "--port", "99999"], "no port")],
)
def test_what_cannot_be_served_is_said_in_one_line(words, problem, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    try:
        code = main(["edit", *words])
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    assert problem in capsys.readouterr().err
