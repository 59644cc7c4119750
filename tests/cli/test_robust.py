"""The command line ends in one message and a code that means it, whatever happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from causal.cli import main as module
from causal.cli.main import COMMANDS, main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
POOL = str(EXAMPLES / "connection-pool.yaml")
PROGRAM = [sys.executable, "-m", "causal.cli.main"]
ESC = "\x1b[31m\x9b31m\x07\u202e\x00"

NASTY = {
    "causal": 1,
    "id": "X\u202eY",
    "title": f"T{ESC}",
    "severity": ESC,
    "services": [ESC],
    "outcome": {"what": f"Down {ESC}", "because": ["a", "b"]},
    "factors": {
        "a": {"what": f"A {ESC}", "layer": "ci"},
        "b": {"what": "B", "key": "k", "evidence": [ESC]},
    },
    "actions": {"A1": {"what": f"W{ESC}", "addresses": ["a"], "owner": ESC, "ticket": ESC}},
    "five_whys": {"chain": ["a", {"answer": f"why{ESC}", "factor": "b"}]},
    "layers": {"ci": {"title": f"CI{ESC}"}},
    "impact": {"u": ESC},
    "source": {"title": ESC, "url": f"http://x/{ESC}"},
}
ONE_FILE = ["check", "explain", "verdicts", "compare", "draw", "report", "survey"]


def program(*argv, **how):
    environment = {**os.environ, **how.pop("env", {})}
    return subprocess.run(
        [*PROGRAM, *argv], capture_output="stdout" not in how, env=environment, **how
    )


def clean(text):
    return not any(
        (unicodedata.category(c) == "Cc" and c not in "\n\t") or "\u202a" <= c <= "\u202e"
        for c in text
    )


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("command", [*ONE_FILE, "diff"])
def test_nothing_in_an_incident_steers_the_terminal(command, format, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "x.json"
    path.write_text(json.dumps(NASTY), encoding="utf-8")
    argv = [command, str(path)] + ([POOL] if command == "diff" else [])
    if command in ("draw", "report", "survey"):
        format = "text"
    code = main([*argv, *(["--format", "json"] if format == "json" else [])])
    said = capsys.readouterr()
    assert code in (0, 1)
    assert said.out.strip()
    assert clean(said.out) and clean(said.err)
    if format == "json":
        json.loads(said.out)


@pytest.mark.parametrize("command", ONE_FILE)
def test_a_name_of_a_file_does_not_steer_it_either(command, capsys):
    assert main([command, f"missing{ESC[:-1]}.yaml"]) in (1, 2)
    said = capsys.readouterr()
    assert clean(said.out) and clean(said.err)


def test_words_that_are_off_do_not_steer_it(capsys):
    with pytest.raises(SystemExit) as end:
        main(["explain", POOL, ESC])
    assert end.value.code == 2
    assert clean(capsys.readouterr().err)


@pytest.mark.parametrize("command", ONE_FILE)
@pytest.mark.parametrize("raised", [RuntimeError("a\nb"), RecursionError(), MemoryError()])
def test_an_error_of_our_own_is_one_line_and_no_finding(command, raised, capsys, monkeypatch):
    def fail(_):
        raise raised

    monkeypatch.setattr(COMMANDS[command], "run", fail)
    assert main([command, POOL]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith("causal: ")
    monkeypatch.setenv(module.DEBUG, "1")
    if not isinstance(raised, MemoryError):
        with pytest.raises(type(raised)):
            main([command, POOL])


@pytest.mark.parametrize(
    "option",
    [
        *(["--max-sets", word] for word in ("-1", "0", "x", "1.5", "9" * 30, "\u0663")),
        *(["--memory", word] for word in ("nan", "inf", "-1", "0", "x", "")),
        *(["--seconds", word] for word in ("nan", "inf", "-1", "0")),
    ],
    ids=" ".join,
)
def test_a_limit_that_is_none_is_said_so(option, capsys):
    with pytest.raises(SystemExit) as end:
        main(["explain", POOL, *option])
    assert end.value.code == 2
    err = capsys.readouterr().err
    assert option[0] in err and "number" in err


@pytest.mark.parametrize("command", ["check", "explain", "report", "survey"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_output_may_be_in_any_encoding(command, encoding):
    done = program(command, POOL, env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert done.stdout.decode(encoding).strip()


def test_json_is_json_where_the_output_is_ascii(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**NASTY, "title": "\U0001f600 é"}), encoding="utf-8")
    done = program("explain", str(path), "--format", "json", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert json.loads(done.stdout)


@pytest.mark.parametrize("command", ["check", "explain", "report", "survey"])
def test_output_that_is_closed_or_full_is_an_error(command):
    closed = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *PROGRAM, command, POOL], capture_output=True
    )
    assert closed.returncode == 2
    assert closed.stderr.decode().endswith("causal: cannot print: the standard output is closed\n")
    if not Path("/dev/full").exists():
        return
    with Path("/dev/full").open("w") as full:
        done = program(command, POOL, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1].startswith("causal: ")
    assert b"Traceback" not in done.stderr


def test_an_error_with_nowhere_to_say_it_still_ends_with_two():
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", *PROGRAM, "explain", "none.yaml"], stdout=subprocess.PIPE
    )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize("command", ["explain", "verdicts", "compare"])
def test_the_lines_of_a_factor_do_not_pass_for_ours(command, tmp_path, capsys):
    forged = "small\nDepth of defence: 9\n\nAll is well"
    data = {**NASTY, "id": "X", "factors": {**NASTY["factors"], "a": {"what": forged}}}
    path = tmp_path / "x.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert main([command, str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if line.startswith(("Depth of defence: 9", "All is well"))]
