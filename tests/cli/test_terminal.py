"""What a person at a terminal sees: faults in one line with what is right, fitting tables."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from causal.cli import output
from causal.cli.main import COMMANDS, main
from causal.cli.progress import progress
from causal.cli.tables import fitted_tables
from causal.reports.escape_md import cell, code


def said_of(words, capsys):
    """Return the code and what is said of wrong words."""
    try:
        code = main(words)
    except SystemExit as stopped:
        code = stopped.code
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["expalin", "x"], "causal: no command 'expalin' (did you mean 'explain'?)"),
        (
            ["explain", "x.yaml", "--frmat", "json"],
            "no option '--frmat' (did you mean '--format'?)",
        ),
        (["explain"], "causal explain: missing: file\ntry: causal explain outage.yaml"),
        (["compare", "a.yaml", "b.yaml"], "takes file, and no further word, not 'b.yaml'"),
        (["explain", "a.yaml", "b.yaml"], "causal diff compares two files"),
        (["survey", "a", "b"], "takes source, and no further word, not 'b'"),
        (["explain", "-"], "standard input is not read"),
        (["check", "a.yaml", "-"], "standard input is not read"),
        (["triage", "--users", "300"], "from 0 to 100, not '300'"),
        (["draw", "x.yaml", "--fit", "a5"], "--fit: no choice 'a5' (known: 'a4'"),
        (["actions", "x", "--today", "soon"], "a day is written 2026-01-31, not 'soon'"),
        (["triage", "--users", "many"], "a figure is a number such as 40, not 'many'"),
        ([], "causal: missing: command\ntry: causal --help"),
    ],
)
def test_wrong_words_are_told_in_one_line_with_what_to_type(words, wanted, capsys):
    code, err = said_of(words, capsys)
    assert code == 2
    assert wanted in err
    assert len(err.splitlines()) == 2
    assert "usage" not in err


def test_a_folder_named_like_a_file_is_told_with_the_call_for_one_file(capsys):
    code, err = said_of(["convert", "a.md", "--out", "b.yaml"], capsys)
    assert (code, err.count("\n")) == (2, 1)
    assert "one file: causal convert a.md b.yaml" in err


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"triage", "completion", "new", "edit"}))
def test_a_missing_file_is_told_in_one_line(command, capsys, tmp_path):
    more = {
        "diff": ["b.yaml"],
        "similar": [str(tmp_path / "past")],
        "ground": ["--source", "s.md"],
        "convert": ["out.json"],
    }
    code, err = said_of([command, str(tmp_path / "absent.yaml"), *more.get(command, [])], capsys)
    assert code != 0
    assert 1 <= len(err.splitlines()) <= 2
    assert "Traceback" not in err
    assert "absent.yaml" in err


def test_a_mistyped_file_is_told_with_the_nearest(capsys, tmp_path):
    (tmp_path / "outage.yaml").write_text("", encoding="utf-8")
    _, err = said_of(["explain", str(tmp_path / "outtage.yaml")], capsys)
    assert "did you mean 'outage.yaml'?" in err
    _, err = said_of(["explain", str(tmp_path)], capsys)
    assert "is a folder" in err


def test_input_that_ends_is_told(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, err = said_of(["triage"], capsys)
    assert code == 2
    assert "give the answers as options" in err


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def shown(monkeypatch, text, say=output.say_page, **variables):
    screen = Terminal()
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": "50", "TERM": "xterm", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", screen)
    say(text)
    return screen.getvalue()


def test_headings_are_bold_unless_no_color_forbids_it(monkeypatch):
    text = "What lined up\n  a deploy\n"
    assert shown(monkeypatch, text).startswith("\x1b[1mWhat lined up\x1b[0m\n  a deploy")
    assert "\x1b" not in shown(monkeypatch, text, NO_COLOR="1")
    assert "\x1b" not in shown(monkeypatch, text, TERM="dumb")


def test_text_of_a_stranger_cannot_colour_the_terminal(monkeypatch):
    assert "\x1b[31m" not in shown(monkeypatch, "\x1b[31mred\n  x")


def test_a_page_in_markdown_is_plain_words_on_a_terminal(monkeypatch):
    names = r"Paging @oncall <b>x</b> & C:\nginx [a](b) *all* `x`"
    page = f"- {cell(names)} is {code('a_b')}\n\n| a | b |\n|---|---|\n| {cell('@x')}<br>y | 1 |"
    found = shown(monkeypatch, page, output.say_markdown, COLUMNS="90")
    assert found.startswith(f"- {names} is `a_b`\n")
    assert "@x y" in found
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    output.say_markdown(page)
    assert sys.stdout.getvalue() == f"{page}\n", "a pipe gets the Markdown"


def test_a_pipe_gets_the_text_as_it_is(capsys):
    output.say_page("# Head\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert capsys.readouterr().out == "# Head\n| a | b |\n|---|---|\n| 1 | 2 |\n"


@pytest.mark.parametrize("width", [40, 60, 100])
def test_tables_keep_to_the_width_and_lose_no_word(width):
    rows = ["| key | what happened here |", "|---|---|"]
    rows += [f"| key-{n} | {'some words of a long sentence ' * n} |" for n in range(1, 5)]
    found = fitted_tables("before\n" + "\n".join(rows) + "\nafter", width)
    assert max(map(len, found.split("\n"))) <= width
    assert found.split().count("sentence") == 10
    assert found.startswith("before\n")
    assert found.endswith("\nafter")


def test_progress_is_told_only_to_a_person(monkeypatch, capsys):
    assert progress() is None
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("causal.cli.progress._FIRST", 0.0)
    tell = progress()
    assert tell is not None
    tell(10, 1000)
    tell(1000, 1000)
    assert "10 of 1,000 files" in screen.getvalue()
    assert screen.getvalue().endswith("\r")


def test_bash_completes_commands_options_views_and_files(tmp_path, capsys):
    assert main(["completion", "bash"]) == 0
    script = tmp_path / "causal.bash"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    (tmp_path / "outage.yaml").write_text("", encoding="utf-8")

    def completed(line):
        ask = (
            f"source {script}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1));"
            '_shtab_causal causal "${COMP_WORDS[COMP_CWORD]}"; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        done = subprocess.run(
            ["bash", "-c", ask], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout.split()

    assert completed("causal expl") == ["explain"]
    assert completed("causal draw --vi") == ["--view"]
    assert completed("causal draw --view fault") == ["fault-tree"]
    assert "outage.yaml" in completed("causal draw out")
