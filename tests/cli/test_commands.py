from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from causal.cli.main import COMMANDS, main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
POOL = str(EXAMPLES / "connection-pool.yaml")
FIVE = sorted(str(path) for path in EXAMPLES.glob("*.yaml") if path.stem != "catalogue")

BROKEN = (
    "causal: 1\nid: x\ntitle: y\noutcome: {what: Down, because: [a]}\nfactors:\n  a: {wat: x}\n"
)


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return str(path)


def run(capsys, *argv):
    code = main(argv)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_says_what_it_is_for(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    # argparse breaks lines as wide as the terminal.
    assert COMMANDS[command].HELP in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["draw"], ["explain", POOL, "--format", "xml"]])
def test_words_that_are_off_end_with_two(argv, capsys):
    with pytest.raises(SystemExit) as end:
        main(argv)
    assert end.value.code == 2
    assert "\ntry: causal" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["explain", "verdicts", "compare", "draw", "report", "convert", "diff"]
)
def test_a_broken_file_ends_with_two_and_names_the_line(command, broken, tmp_path, capsys):
    rest = {"convert": [str(tmp_path / "x.json")], "diff": [POOL]}.get(command, [])
    code, out, err = run(capsys, command, broken, *rest)
    assert (code, out) == (2, "")
    assert f"{broken}:6" in err
    assert "'wat'" in err and "'what'" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.yaml"]


@pytest.mark.parametrize("command", ["explain", "verdicts", "compare", "draw", "report"])
def test_a_file_that_is_not_there_ends_with_two_and_is_named(command, tmp_path, capsys):
    missing = str(tmp_path / "missing.yaml")
    code, _, err = run(capsys, command, missing)
    assert code == 2
    assert missing in err
    assert "Traceback" not in err


def test_check_reports_every_file_and_ends_with_one(broken, capsys):
    code, out, _ = run(capsys, "check", POOL, broken)
    assert code == 1
    assert f"{POOL}: fine" in out
    assert f"{broken}:6" in out
    code, out, _ = run(capsys, "check", broken, "--format", "json")
    assert code == 1
    assert [finding["line"] for finding in json.loads(out)] == [6, 6]


def test_check_of_sound_files_ends_with_zero(capsys):
    code, out, _ = run(capsys, "check", *FIVE)
    assert code == 0
    assert out.count(": fine") == len(FIVE)


@pytest.mark.parametrize("command", ["explain", "verdicts", "compare"])
def test_what_a_program_reads_is_json_and_nothing_else(command, capsys):
    code, out, err = run(capsys, command, POOL, "--format", "json")
    assert (code, err) == (0, "")
    assert isinstance(json.loads(out), dict)


def test_explain_counts_what_the_scenario_counts(capsys):
    code, out, _ = run(capsys, "explain", POOL, "--scenario", "A1,A3", "--format", "json")
    assert code == 0
    assert json.loads(out)["actions"]["depth"] == 2
    code, _, err = run(capsys, "explain", POOL, "--scenario", "A99")
    assert code == 2
    assert "A99" in err


def test_compare_without_a_five_whys_ends_with_two(tmp_path, capsys):
    bare = tmp_path / "bare.yaml"
    bare.write_text(
        "causal: 1\nid: x\ntitle: y\noutcome: {what: Down, because: [a]}\n"
        "factors: {a: {what: It broke}}\n",
        encoding="utf-8",
    )
    code, _, err = run(capsys, "compare", str(bare))
    assert code == 2
    assert "five whys" in err


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf", "html", "mmd", "dot"])
def test_draw_writes_what_the_suffix_says(suffix, tmp_path, capsys):
    if suffix == "pdf":
        pytest.importorskip("typst", reason="PDF needs the extra pdf")
    path = tmp_path / f"picture.{suffix}"
    code, out, _ = run(capsys, "draw", POOL, "-o", str(path))
    assert code == 0
    assert out.strip() == str(path)
    assert path.stat().st_size > 400


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--view", "wheel"], ["wheel", "five-whys"]),
        (["-o", "picture.bmp"], [".bmp", ".svg"]),
        (["-o", "no/such/folder/x.svg"], ["no/such/folder"]),
        (["--view", "before-after", "--scenario", "someday"], ["someday", "planned"]),
    ],
)
def test_draw_names_what_is_wrong_and_what_is_right(options, names, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "draw", POOL, *options)
    assert (code, out) == (2, "")
    assert all(name in err for name in names)
    assert list(tmp_path.iterdir()) == []


def test_new_writes_a_file_that_loads_and_leaves_an_old_one_alone(tmp_path, capsys):
    path = tmp_path / "outage.yaml"
    assert run(capsys, "new", str(path), "--id", "INC-7")[0] == 0
    assert "INC-7" in path.read_text(encoding="utf-8")
    assert "[unfilled-starter]" in run(capsys, "check", str(path))[1]
    path.write_text("mine", encoding="utf-8")
    code, _, err = run(capsys, "new", str(path))
    assert code == 2
    assert str(path) in err
    assert path.read_text(encoding="utf-8") == "mine"


def test_report_writes_a_page_and_its_pictures(tmp_path, capsys):
    page = tmp_path / "postmortem.md"
    code, out, _ = run(capsys, "report", POOL, "-o", str(page))
    assert code == 0
    pictures = {path.name for path in tmp_path.rglob("*.svg")}
    assert pictures
    text = page.read_text(encoding="utf-8")
    assert all(name in text for name in pictures)
    assert str(page) in out


def test_convert_keeps_everything(tmp_path, capsys):
    once, twice = tmp_path / "a.json", tmp_path / "b.yaml"
    assert run(capsys, "convert", POOL, str(once))[0] == 0
    assert run(capsys, "convert", str(once), str(twice))[0] == 0
    code, out, _ = run(capsys, "diff", POOL, str(twice), "--format", "json")
    assert code == 0
    assert json.loads(out)


def test_diff_ends_with_one_where_something_changed(tmp_path, capsys):
    other = EXAMPLES / "connection-pool-worsened.yaml"
    code, out, _ = run(capsys, "diff", POOL, str(other), "-o", str(tmp_path / "d.svg"))
    assert code == 1
    assert "shallow-health-check" in out
    assert (tmp_path / "d.svg").exists()


def test_survey_of_a_folder_with_one_bad_file_goes_on_and_ends_with_one(broken, tmp_path, capsys):
    sound = (tmp_path / "sound.yaml").write_bytes(Path(POOL).read_bytes())
    assert sound
    code, out, _ = run(capsys, "survey", str(tmp_path), "--today", "2026-01-01")
    assert code == 1
    assert "connection-pool" in out
    assert "broken.yaml" in out


def test_survey_of_nothing_ends_with_two(tmp_path, capsys):
    code, _, err = run(capsys, "survey", str(tmp_path / "none"))
    assert code == 2
    assert "none" in err


def test_a_reader_that_has_seen_enough_is_no_error():
    program = [
        sys.executable,
        "-c",
        "from causal.cli.main import main; import sys; sys.exit(main())",
    ]
    reading, writing = os.pipe()
    with subprocess.Popen(
        [*program, "verdicts", POOL], stdout=writing, stderr=subprocess.PIPE
    ) as process:
        os.close(writing)
        os.close(reading)
        _, err = process.communicate()
    assert process.returncode == 0
    assert err == b""


TREE = """<opsa-mef><define-fault-tree name="t">
<define-gate name="top"><or><gate name="g"/><basic-event name="c"/></or></define-gate>
<define-gate name="g"><and><basic-event name="a"/><basic-event name="b"/></and></define-gate>
<define-basic-event name="a"><float value="0.1"/></define-basic-event>
<define-basic-event name="b"><float value="0.2"/></define-basic-event>
<define-basic-event name="c">RATE</define-basic-event>
</define-fault-tree></opsa-mef>
"""


def test_a_tree_of_what_could_happen_is_spoken_of_so_with_its_probability(tmp_path, capsys):
    path = tmp_path / "tree.xml"
    path.write_text(TREE.replace("RATE", '<float value="0.001"/>'))
    code, out, _ = run(capsys, "explain", str(path))
    assert code == 0
    assert "What could line up" in out
    assert "taken as independent, its probability is 0.02098." in out  # 1 - 0.999 * 0.98
    assert "repeat" not in out
    path.write_text(TREE.replace("RATE", ""))
    assert "its probability" not in run(capsys, "explain", str(path))[1]


@pytest.mark.parametrize("path", FIVE)
def test_explain_fits_a_screen_and_verdicts_a_hundred_lines_none_said_twice(path, capsys):
    screen = run(capsys, "explain", path)[1].splitlines()
    full = run(capsys, "verdicts", path)[1].splitlines()
    assert len(screen) < 45
    assert len(full) < 100
    sentences = [line for line in full if line.startswith("  ")]
    assert len(sentences) == len(set(sentences))
    assert screen[0] == full[0]
    assert sum("as drawn: what nobody drew" in line for line in full) == 1


def test_actions_may_be_named_where_a_scenario_is_taken(tmp_path, capsys):
    for command in ("explain", "verdicts"):
        code, out, _ = run(capsys, command, POOL, "--scenario", "A1,A2")
        assert code == 0
        assert "A1 and A2 2" in out
    picture = str(tmp_path / "x.svg")
    asked = ("--view", "before-after", "--scenario", "A1, A2", "-o", picture)
    assert run(capsys, "draw", POOL, *asked)[0] == 0
