"""Every command keeps to a time and a memory, and shows how it is used."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from causal import Incident, assess_links, cheapest_fix, explain
from causal.analysis import result
from causal.cli import limits
from causal.cli import main as module
from causal.cli.examples import EXAMPLES, FIRST
from causal.cli.limits import bounded
from causal.cli.main import COMMANDS, main
from causal.cli.output import fitted
from causal.errors import NotFinished
from causal.graph.budget import Budget

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
    monkeypatch.setattr(limits, "_START", 1.0)
    begun = time.monotonic()
    assert main(["draw", POOL, "--seconds", "0.2"]) == 2
    assert time.monotonic() - begun < 5
    err = capsys.readouterr().err
    assert err == "causal: not finished within 0.2 seconds; allow more with --seconds\n"
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_each_answer_that_begins_afterwards_is_told_that_the_time_is_over():
    with bounded(0.1, None):
        for _ in range(2):
            with pytest.raises(NotFinished), Budget().clock().work():
                time.sleep(9)


def test_what_is_finished_is_written_after_the_time_is_over():
    with bounded(0.1, None):
        with pytest.raises(NotFinished), Budget().clock().work():
            time.sleep(9)
        time.sleep(1.0)  # no answer is worked on: writing goes on


@pytest.fixture
def slow_machine(monkeypatch):
    """What stops everything comes late, as writing takes the time that the machine takes."""
    monkeypatch.setattr(limits, "_START", 300.0)


@pytest.mark.usefixtures("slow_machine")
@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf"])
def test_a_document_is_written_however_little_time_there_is(suffix, tmp_path):
    case = tmp_path / "x.json"
    case.write_text(json.dumps(half_of_400()))
    out = tmp_path / f"x{suffix}"
    assert main(["report", str(case), "-o", str(out), "--seconds", "0.1"]) == 0
    assert out.stat().st_size > 1000
    if suffix == ".md":
        assert "not finished" in out.read_text(encoding="utf-8").lower()


@pytest.mark.usefixtures("slow_machine")
def test_what_is_finished_of_an_answer_is_in_its_json_too(tmp_path, capsys):
    case = tmp_path / "x.json"
    case.write_text(json.dumps(half_of_400()))
    for command in ("compare", "verdicts", "explain"):
        assert main([command, str(case), "--format", "json", "--seconds", "0.05"]) == 0
        assert "not_finished" in capsys.readouterr().out


@pytest.mark.usefixtures("slow_machine")
def test_two_versions_are_compared_within_one_time(tmp_path, capsys):
    case = tmp_path / "x.json"
    case.write_text(json.dumps(half_of_400()))
    assert main(["diff", str(case), str(case), "--seconds", "0.05"]) == 0
    out = capsys.readouterr().out
    assert "the same facts" in out and "Not compared, as they did not fit the budget:" in out


@pytest.mark.usefixtures("slow_machine")
def test_a_survey_is_written_however_little_time_there_is(tmp_path, capsys):
    (tmp_path / "x.json").write_text(json.dumps(half_of_400()))
    assert main(["survey", str(tmp_path), "--seconds", "0.01"]) == 0
    out = capsys.readouterr().out
    assert "Not finished: " in out and "## The incidents" in out
    assert (
        main(
            ["survey", str(tmp_path), "-f", "html", "-o", str(tmp_path / "s"), "--seconds", "0.01"]
        )
        == 0
    )
    assert (tmp_path / "s" / "index.html").exists()


def test_a_table_keeps_the_columns_that_are_finished():
    incident = Incident.from_data(half_of_400())
    why = explain(incident, budget=Budget(seconds=0)).to_frame()
    assert len(why) == 400 and why["responsibility"].isna().all()
    assert "responsibility" in why.attrs["not_finished"]
    fix = cheapest_fix(incident, budget=Budget(seconds=0)).to_frame()
    assert list(fix["fix"]) == ["A"]


def test_whether_it_could_happen_is_asked_once_for_all_sentences(monkeypatch):
    asked = []
    monkeypatch.setattr(result, "is_prospective", lambda incident: bool(asked.append(incident)))
    assert len(assess_links(Incident.from_data(half_of_400())).sentences()) > 1
    assert len(asked) == 1


def half_of_400():
    names = [f"f{n}" for n in range(400)]
    return {
        "causal": 1,
        "id": "x",
        "title": "t",
        "outcome": {"what": "Down", "because": {"at_least": 200, "of": names}},
        "factors": {name: {"what": name, "layer": "ci"} for name in names},
        "actions": {"A": {"what": "w", "addresses": ["f0"]}},
        "five_whys": {"chain": ["f0"]},
    }


def test_an_import_is_never_cut_in_two(tmp_path, monkeypatch):
    (tmp_path / "slow_module.py").write_text(
        "import time\nfor _ in range(30): time.sleep(0.1)\nx = 1\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NotFinished), bounded(0.1, None), Budget().clock().work():
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


def test_a_pdf_tells_the_beginning_of_a_text_that_is_as_long_as_a_book(tmp_path):
    data = half_of_400()
    data["outcome"]["because"] = {"all": [f"f{n}" for n in range(400)]}
    data["title"] = "title " * 20_000
    data["actions"]["A"]["what"] = "w" * 100_000
    (tmp_path / "x.json").write_text(json.dumps(data))
    out = tmp_path / "x.pdf"
    assert main(["report", str(tmp_path / "x.json"), "-o", str(out), "--seconds", "1"]) == 0
    assert out.stat().st_size < 1 << 20
    if program := shutil.which("pdftotext"):
        text = subprocess.run([program, str(out), "-"], capture_output=True, check=True).stdout
        said = " ".join(text.decode().split())
        assert re.search(r"11\d,\d{3} more characters", said) and "80,000 more" in said


def test_factors_that_there_is_no_time_for_are_counted(tmp_path, capsys):
    (tmp_path / "x.json").write_text(json.dumps(half_of_400()))
    assert main(["suggest", str(tmp_path), "--seconds", "0.001"]) == 1
    assert "not finished: 400 factors" in capsys.readouterr().err
