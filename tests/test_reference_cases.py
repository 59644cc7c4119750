"""Each small hostile or public case of the reference data, by the commands it concerns.

A command runs as a stranger would run it: in a process of its own, with two GiB of address space
and 90 seconds. The cases that concern only a room are tested there too.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

import causal
from reference_data import reference

CHECKOUT = Path(__file__).resolve().parents[1]
SECONDS, ADDRESSES = 90, 2 * 2**20
QUESTIONS = ("explain", "verdicts", "report", "survey")
SLOW = pytest.mark.slow


def run(*words, cwd=None, code=None, encoding="utf-8"):
    """Return how a command ended, what it printed and complained of, and its seconds."""
    program = [sys.executable, *(["-c", code] if code else ["-m", "causal.cli.main"])]
    limited = ["sh", "-c", f'ulimit -v {ADDRESSES}; exec "$@"', "sh"]
    began = time.monotonic()
    done = subprocess.run(
        [*limited, *program, *map(str, words)],
        cwd=cwd,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    took = time.monotonic() - began
    out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
    assert "Traceback" not in err and "Traceback" not in out
    assert done.returncode in (0, 1, 2), err
    assert done.returncode == 0 or err or out
    return done.returncode, out, err, took


def steers(text):
    return any(
        (unicodedata.category(c) == "Cc" and c not in "\n\t") or c in "\u202a\u202e\u2028\u2066"
        for c in text
    )


# Executed or injected


def test_an_address_with_a_script_in_it_leaves_no_script(tmp_path):
    case = reference("hostile-cases", "FAULT-01-dot-xss.json")
    incident = causal.load(case)
    for engine in ("own", "dot"):
        try:
            drawn = causal.draw(incident, engine=engine).svg
        except causal.MissingExtra:
            continue
        assert "<script" not in drawn.lower()
    assert "<script" not in causal.report(incident, "html").lower()
    assert "<script" not in causal.draw(incident).mermaid.lower()


@pytest.mark.parametrize("command", ["check", "explain", "verdicts", "compare", "report"])
@pytest.mark.parametrize("format", ["text", "json"])
def test_no_command_prints_what_steers_a_terminal(command, format):
    case = reference("hostile-cases", "FAULT-05-terminal-escapes.json")
    extra = [] if command == "report" or format == "text" else ["--format", "json"]
    code, out, err, _ = run(command, case, *extra)
    assert code in (0, 1) and out
    assert not steers(out) and not steers(err)


def test_no_text_forges_the_structure_of_a_document():
    incident = causal.load(reference("hostile-cases", "FAULT-09-md.json"))
    for template in ("postmortem", "google-sre", "review-meeting"):
        lines = causal.report(incident, template=template).splitlines()
        # No heading or list of theirs stands on a line of its own.
        assert not any(re.match(r"\s*(===|---)\s*$", line) for line in lines)
        assert not any(line.strip() == "- all actions verified" for line in lines)
        assert not any("`" in line and "\\_" in line for line in lines)


# Nothing lost


def test_a_folder_that_holds_something_else_is_not_deleted(tmp_path):
    script = reference("hostile-cases", "FAULT-06-delete-folder.py").read_text()
    code = script.replace("CHECKOUT", CHECKOUT.as_posix()).rsplit("causal.load_corpus", 1)
    code[1] = code[1].split(";", 1)[0]
    source = f"{code[0]}\ntry: causal.load_corpus{code[1]}\nexcept FileExistsError as e: print(e)"
    _, out, _, _ = run(code=source, cwd=tmp_path)
    assert (tmp_path / "f06" / "thesis.txt").read_text() == "mine"
    assert (tmp_path / "f06" / "corpus.json").read_text() == "{}"
    assert "f06" in out


@pytest.mark.parametrize("name", ["FAULT-07-stored-hang", "FAULT-07-stored-traceback"])
def test_a_stored_corpus_of_strangers_is_a_fault(name):
    code, _, err, took = run("survey", reference("hostile-cases", name))
    assert code in (1, 2) and err and took < 30


def test_exceptions_leave_a_pool_as_they_were(tmp_path):
    script = reference("hostile-cases", "FAULT-08-pool.py").read_text()
    (tmp_path / "pool.py").write_text(script)
    (tmp_path / "cp.yaml").write_text((CHECKOUT / "examples/connection-pool.yaml").read_text())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "dup.yaml").write_text("causal: 1\ncausal: 1\nid: X\n")
    done = subprocess.run(
        [sys.executable, "-u", "pool.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    said = done.stdout.splitlines()
    assert [line.split(" -> ")[1].split()[0] for line in said[:3]] == [
        "InvalidIncident",
        "UnknownName",
        "UnknownName",
    ], done
    assert "Fault(" in said[0]
    assert said[3] == "after: 0"


@SLOW
def test_workers_end_with_their_parent(tmp_path):
    reference("hostile-cases", "FAULT-14-orphans.py")
    texts = tmp_path / "many"
    texts.mkdir()
    one = (CHECKOUT / "examples/connection-pool.yaml").read_text()
    for number in range(600):
        (texts / f"{number}.yaml").write_text(one.replace("id: ", f"id: N{number}-", 1))
    (tmp_path / "par.py").write_text(
        "import causal\nif __name__ == '__main__':\n"
        "    while True: causal.load_corpus('many', workers=2)\n"
    )
    for sent in (2, 15, 9):
        parent = subprocess.Popen(
            [sys.executable, "par.py"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(4)
        os.kill(parent.pid, sent)
        parent.wait(timeout=SECONDS)
        for _ in range(40):
            left = subprocess.run(["ps", "-eo", "pgid="], capture_output=True, text=True)
            orphans = left.stdout.split().count(str(parent.pid))
            if not orphans:
                break
            time.sleep(0.25)
        if orphans:
            os.killpg(parent.pid, 9)
        assert orphans == 0, f"signal {sent} left {orphans}"


# One kind of error


def test_a_number_that_no_gate_can_have_is_one_fault():
    code, out, err, _ = run("explain", reference("hostile-cases", "FAULT-12a.xml"))
    assert (code, out) == (2, "") and "atleast min=" in err and len(err) < 500


@pytest.mark.parametrize(
    ("folder", "name", "parts"),
    [
        ("hostile-cases", "FAULT-12b.xml", 2),
        ("hostile-cases", "FAULT-12c.xml", 2),
        ("hostile-cases", "FAULT-12d-wrong-answer.xml", 2),
        ("public-cases", "crash/xml-ValidationError-a0e6a348", 2),
        ("public-cases", "crash/xml-ValidationError-ff71748e", 2),
    ],
)
def test_names_that_look_alike_stay_apart(folder, name, parts):
    why = causal.explain(causal.read(reference(folder, *name.split("/"))).incident)
    assert [len(members) for members in why.cut_sets] == [parts]
    code, out, _, _ = run("explain", reference(folder, *name.split("/")))
    assert code == 0 and "only all together are sufficient" in out


def test_a_name_read_a_thousand_times_is_read_in_time():
    code, out, _, took = run("explain", reference("hostile-cases", "FAULT-12e-cubic.xml"))
    assert code == 0 and "one factor is sufficient" in out and took < 20


def test_a_key_that_is_no_name_is_a_fault():
    case = reference("public-cases", "crash", "g-ValidationError-1.json")
    code, _, err, _ = run("explain", case)
    assert code == 2 and err.count("\n") <= 3


# Bounded, and partial answers kept


@SLOW
@pytest.mark.parametrize("command", QUESTIONS)
@pytest.mark.parametrize(
    "name",
    [
        "FAULT-02-survey-hang",
        "FAULT-03-explain-8GiB",
        "FAULT-04-recursion",
        "FAULT-10-verdicts-6min-nothing",
    ],
)
def test_large_formulas_are_answered_within_their_limits(name, command):
    case = reference("hostile-cases", f"{name}.json")
    code, out, err, _ = run(command, case, "--seconds", "20")
    assert code == 0, err
    assert len(out) > 300


@SLOW
@pytest.mark.parametrize("command", ["explain", "verdicts"])
def test_what_finished_is_shown_without_an_option_too(command):
    case = reference("hostile-cases", "FAULT-10-verdicts-6min-nothing.json")
    code, out, err, _ = run(command, case, "--format", "json")
    assert code == 0, err
    assert "not_finished" in out and json.loads(out)


@pytest.mark.parametrize("command", ["check", *QUESTIONS])
def test_mistyped_causes_are_told_in_time_and_counted(command):
    case = reference("hostile-cases", "FAULT-11-bad-refs-60s.json")
    code, out, err, took = run(command, case)
    assert code == (1 if command in ("check", "survey") else 2)
    assert took < 60
    assert len(out) + len(err) < 40_000
    if command != "survey":
        assert re.search(r"[\d,]+ more|10,?000 faults", out + err)


# Public cases


def test_labels_are_the_sentences_and_rates_not_read_are_listed():
    reading = causal.read(reference("public-cases", "a1-labels.xml"))
    assert "K5 relay contacts fail to open" in {f.what for f in reading.incident.factors.values()}
    code, out, _, _ = run("explain", reference("public-cases", "a4-exponential.xml"))
    assert code == 0 and "exponential" in out


def test_a_tree_in_two_files_and_one_with_two_tops_are_read():
    tree = reference("public-cases", "a3-two-files-tree.xml")
    events = reference("public-cases", "a3-two-files-events.xml")
    assert run("explain", tree)[0] == 2
    code, out, _, _ = run("explain", tree, "--data", events)
    assert code == 0 and "all together" in out
    tops = reference("public-cases", "a6-two-tops.xml")
    code, _, err, _ = run("explain", tops)
    assert code == 2 and "'CoolingTop'" in err and "'PowerTop'" in err
    assert run("explain", tops, "--top", "PowerTop")[0] == 0


def test_mermaid_keeps_backslashes():
    case = reference("public-cases", "b2-mermaid-windows-path.yaml")
    source = causal.draw(causal.load(case)).mermaid
    assert "#92;" in source and "\\n" not in source


def test_networkx_writes_the_graph_in_its_formats(capsys):
    runpy.run_path(str(reference("public-cases", "b6-networkx-export.py")))
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 3 and all(line.endswith(" ok") for line in said), said


@pytest.mark.parametrize(
    "name", ["c1-admonition", "c3-tab-after-list-marker", "c6-attr-list", "c8-table-cell"]
)
def test_pages_are_drawn_on_or_it_is_said_that_they_are_not(name, tmp_path):
    text = reference("public-cases", f"{name}.md").read_text(encoding="utf-8")
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    incident = reference("public-cases", "inc.yaml").read_text(encoding="utf-8")
    (tmp_path / "inc.yaml").write_text(incident, encoding="utf-8")
    _, out, err, _ = run("embed", "page.md", cwd=tmp_path)
    assert not re.search(r"\b0 drawings", out), out
    drawn = "<svg" in (tmp_path / "page.md").read_text() or list(tmp_path.rglob("*.svg"))
    assert drawn or "page.md" in err


@pytest.mark.filterwarnings("ignore")  # the case leaves its file open
def test_a_fence_with_a_title_is_drawn(tmp_path, monkeypatch, capsys):
    pytest.importorskip("pymdownx", reason="pymdown-extensions is not installed")
    page = reference("public-cases", "c5-mkdocs-title.md").read_text()
    (tmp_path / "page.md").write_text(page)
    (tmp_path / "inc.yaml").write_text(reference("public-cases", "inc.yaml").read_text())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["run", "page.md"])
    runpy.run_path(str(reference("public-cases", "c5-run.py")))
    assert capsys.readouterr().out == "page.md drawing\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("d4-tabs", r":6: .*tab"),
        ("d6-nfd", r"accent"),
        ("d7-dst-gap", r"2025-03-30T01:30.*clocks went forward"),
        ("d10-zone-localtime", r"'localtime'"),
        ("d11-tag-true", r":3: title: true is yes or no.*'true'"),
    ],
)
def test_what_is_off_in_a_file_is_said_so_that_it_can_be_mended(name, said):
    code, out, err, _ = run("explain", reference("public-cases", f"{name}.yaml"))
    assert (code, out) == (2, "") and re.search(said, err)


@pytest.mark.parametrize("name", ["d3-empty-keys", "d9-status-empty"])
def test_empty_means_not_stated(name):
    incident = causal.load(reference("public-cases", f"{name}.yaml"))
    assert causal.loads(causal.dumps(incident)) == incident
    assert run("explain", reference("public-cases", f"{name}.yaml"))[0] == 0


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        *(("e1-folder", 0), ("e2-folder", 0), ("e3-folder", 0), ("f11-folder", 1)),
        ("survey-without-keys", 0),
    ],
)
def test_a_folder_is_surveyed_and_nothing_read_is_an_error(folder, code):
    ended, out, err, _ = run("survey", reference("public-cases", folder))
    assert ended == code
    if code:
        assert "1 file at fault, first" in err and "no incident was read" in err
    else:
        assert "fault" not in err or "0 at fault" in err
    assert out


def test_a_median_is_the_time_by_which_half_had_ended():
    from causal.corpus.patterns.survival import kaplan_meier

    reference("public-cases", "h1-km-median.py")
    for n in (22, 24, 30):
        days = [*range(1, n // 2 + 1), *range(300, 300 + n // 2)]
        assert kaplan_meier(days, [True] * n).median[0] == n // 2


@pytest.mark.parametrize("name", ["fivewhys-count", "titles", "orphan", "inc"])
def test_text_picture_and_page_tell_the_same(name):
    case = reference("public-cases", f"{name}.yaml")
    incident = causal.load(case)
    whole = causal.report(incident, "html") + causal.draw(incident).svg
    assert "Traceback" not in whole
    if name == "fivewhys-count":  # an amplifier takes no part, here nor there
        compared = causal.compare_five_whys(incident).to_dict()
        named, missed = len(compared["on_chain"]), len(compared["missed"])
        assert (named, missed) == (1, 1)
        assert "1 of the 2" in str(causal.compare_five_whys(incident))
        assert "1 of 2" in re.sub(r"<[^>]*>", "", causal.draw(incident, "five-whys").svg)
    for command in ("explain", "verdicts"):
        assert run(command, case)[0] == 0


def test_changes_are_checked_as_a_file_is():
    script = reference("public-cases", "replace_unchecked.py").read_text()
    incident = causal.loads(script.split('"""')[1])
    changed = incident.actions["A1"].model_copy
    for change in (
        lambda: incident.replace(actions={"A1": changed(update={"status": "finished"})}),
        lambda: incident.replace(outcome={"what": "Slow", "because": ["d"]}),
    ):
        with pytest.raises(causal.CausalError):
            change()
