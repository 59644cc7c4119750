"""Every command keeps to a time and a memory, and shows how it is used."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from causal.cli import main as module
from causal.cli.examples import EXAMPLES, FIRST
from causal.cli.limits import bounded
from causal.cli.main import COMMANDS, main
from causal.cli.output import fitted
from causal.errors import NotFinished

POOL = str(Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml")


def parse(line):
    program, *words = shlex.split(line)
    assert program == "causal"
    return module.command_parser().parse_args(words)


@pytest.mark.parametrize("command", sorted(EXAMPLES))
def test_every_command_shows_examples_that_are_right(command):
    for line in EXAMPLES[command]:
        assert parse(line).command == command
        assert len(line) < 76


def test_the_help_shows_what_to_try_first(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    for about, line in FIRST:
        assert about in out and line in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("command", sorted(EXAMPLES))
def test_every_command_takes_a_time_and_a_memory(command):
    arguments = parse(f"{EXAMPLES[command][0]} --seconds 5 --memory 0.5")
    assert (arguments.seconds, arguments.memory) == (5, 0.5)
    usual = parse(EXAMPLES[command][0])
    wanted = (None, None) if command in module.WITHOUT_END else (60, 1)
    assert (usual.seconds, usual.memory) == wanted


def test_what_outlasts_its_time_is_stopped_with_one_line(capsys, monkeypatch):
    monkeypatch.setattr(COMMANDS["draw"], "run", lambda _: time.sleep(30))
    begun = time.monotonic()
    assert main(["draw", POOL, "--seconds", "0.2"]) == 2
    assert time.monotonic() - begun < 5
    err = capsys.readouterr().err
    assert err == "causal: not finished within 0.2 seconds; allow more with --seconds\n"
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_each_part_that_begins_afterwards_is_stopped_too():
    with bounded(0.1, None):
        for _ in range(2):
            with pytest.raises(NotFinished):
                time.sleep(9)


def test_an_import_is_never_cut_in_two(tmp_path, monkeypatch):
    (tmp_path / "slow_module.py").write_text(
        "import time\nfor _ in range(30): time.sleep(0.1)\nx = 1\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NotFinished), bounded(0.1, None):
        import slow_module

        assert slow_module.x == 1
        time.sleep(9)
    assert sys.modules["slow_module"].x == 1


def test_text_fits_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    text = (
        "Head\n  a sentence of many words that goes on and on beyond the end of the line\nx"
        + "y" * 90
    )
    lines = fitted(text).split("\n")
    assert lines[:3] == [
        "Head",
        "  a sentence of many words that goes on and on",
        "    beyond the end of the line",
    ]
    assert lines[3] == "x" + "y" * 90


def test_memory_is_held_to(tmp_path):
    code = (
        "from causal.cli.limits import bounded\n"
        "with bounded(None, 0.1):\n"
        "    try: bytearray(8 << 30)\n"
        "    except MemoryError: print('held')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "held\n", done.stderr


def test_answers_that_are_not_finished_leave_the_others(tmp_path, capsys):
    pairs = [[f"a{n}", f"b{n}"] for n in range(40)]
    names = [name for pair in pairs for name in pair]
    data = {
        "causal": 1,
        "id": "x",
        "title": "t",
        "outcome": {"what": "Down", "because": [{"any": pair} for pair in pairs]},
        "factors": {name: {"what": name, "layer": "ci"} for name in names},
        "actions": {f"A{n}": {"what": "w", "addresses": [names[n]]} for n in range(40)},
    }
    path = tmp_path / "x.json"
    path.write_text(json.dumps(data))
    for command in ("explain", "verdicts", "report"):
        begun = time.monotonic()
        code = main([command, str(path), "--seconds", "1"])
        assert time.monotonic() - begun < 20
        said = capsys.readouterr()
        if code:  # a slow machine may be cut off between two parts
            assert (code, "not finished within" in said.err) == (2, True)
        else:
            assert len(said.out) > 300


def test_the_parser_of_every_command_is_one_that_cannot_steer_the_terminal():
    commands = module.command_parser()._subparsers._group_actions[0]
    assert isinstance(commands, argparse._SubParsersAction)
    assert {type(p) for p in commands.choices.values()} == {module.Parser}
