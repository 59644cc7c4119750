"""What stands where a file is expected, or leads out of a folder: said, never waited for."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import causal
from causal.cli.main import main
from causal.io.documents.html_text import as_markdown
from causal.io.safe_file import read_toml
from causal.reports.survey import write_survey

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "connection-pool.yaml"
CORPUS = {"a.yaml": EXAMPLE.read_text(encoding="utf-8")}


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "incidents"
    folder.mkdir()
    for name, text in CORPUS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _removed_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a picture to paste was written, which is no longer there."""
    folder = _folder(tmp_path)
    monkeypatch.chdir(folder)
    assert main(["embed", "--for", "github", "a.yaml"]) == 0
    (picture,) = folder.glob("*.svg")
    picture.unlink()
    return picture


def test_a_folder_with_fifos_and_devices_is_converted_without_them(
    tmp_path: Any, capsys: Any
) -> None:
    folder = _folder(tmp_path)
    os.mkfifo(folder / "b.md")
    (folder / "c.md").symlink_to("/dev/zero")
    (folder / "d.md").symlink_to("d.md")
    done = causal.convert(folder, tmp_path / "out")
    assert sorted(Path(fault.file).name for fault in done.faults) == ["b.md", "c.md", "d.md"]
    assert len(done.written) == 1
    assert main(["embed", str(folder / "b.md")]) == 2
    assert "fifo" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["charts", "survey.md", "survey.html", "evidence.csv"])
def test_a_survey_is_not_written_through_a_link(tmp_path: Any, name: Any) -> None:
    corpus = causal.load_corpus(_folder(tmp_path))
    away = tmp_path / "away"
    away.mkdir()
    (away / "file").write_text("theirs", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / name).symlink_to(away / "file" if "." in name else away)
    with pytest.raises(causal.CausalError, match="leads out of"):
        write_survey(corpus, out)
    assert [path.name for path in away.iterdir()] == ["file"]
    assert (away / "file").read_text(encoding="utf-8") == "theirs"


def test_a_document_is_not_converted_through_a_link(tmp_path: Any) -> None:
    folder, out = _folder(tmp_path), tmp_path / "out"
    out.mkdir()
    (out / "a.yaml").symlink_to(tmp_path / "theirs.yaml")
    with pytest.raises(causal.CausalError, match="leads out of"):
        causal.convert(folder, out)
    assert not (tmp_path / "theirs.yaml").exists()


def test_a_picture_to_paste_is_not_written_through_a_link(
    tmp_path: Any, monkeypatch: Any, capsys: Any
) -> None:
    picture = _removed_picture(tmp_path, monkeypatch)
    picture.symlink_to(tmp_path / "theirs.svg")
    assert main(["embed", "--for", "github", "a.yaml"]) == 2
    assert not (tmp_path / "theirs.svg").exists()


@pytest.mark.parametrize("text", ["a = " + "[" * 3000, "a = " + "9" * 5000, "a", "\x00"])
def test_settings_that_are_no_toml_are_one_error(tmp_path: Any, text: Any) -> None:
    file = tmp_path / "causal.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(causal.CausalError, match=r"no TOML|not allowed"):
        read_toml(file)


@pytest.mark.parametrize("opening", ["<!--", "<![CDATA[", "<!", "<?", "</", "<a ", "<"])
def test_what_html_never_closes_is_read_in_time(opening: Any) -> None:
    began = time.monotonic()
    as_markdown("<h1>An outage</h1><p>It failed.</p>" + opening * 30_000)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("part", [3, {}, "x", [3], None, True])
def test_rows_that_are_none_are_left_out_of_an_export(tmp_path: Any, part: Any) -> None:
    for name in ("milestones", "events", "activityItems", "incident_updates", "log_entries"):
        (tmp_path / "a.json").write_text(f'{{"id": "x", "{name}": {json.dumps(part)}}}')
        with contextlib.suppress(causal.CausalError):
            causal.read(tmp_path / "a.json")


def test_the_last_day_of_the_calendar_has_no_next(tmp_path: Any) -> None:
    text = "# Outage\n\n## Root cause\n\nA slow query.\n\n## Timeline\n\n"
    (tmp_path / "a.md").write_text(f"{text}- 9999-12-31 23:59 one\n- 00:01 two\n", encoding="utf-8")
    assert len(causal.read(tmp_path / "a.md").incident.timeline) == 2


def test_a_fifo_in_the_place_of_what_is_written_is_refused(
    tmp_path: Any, monkeypatch: Any, capsys: Any
) -> None:
    picture = _removed_picture(tmp_path, monkeypatch)
    os.mkfifo(picture)
    assert main(["embed", "--for", "github", "a.yaml"]) == 2
    assert "fifo" in capsys.readouterr().err
    out = tmp_path / "out"
    out.mkdir()
    os.mkfifo(out / "survey.md")
    with pytest.raises(causal.CausalError, match="no regular file"):
        write_survey(causal.load_corpus(picture.parent), out)


@pytest.mark.parametrize("target", ["/dev/zero", "fifo"])
def test_a_template_that_is_no_regular_file_is_refused(tmp_path: Any, target: Any) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "a.md.j2").symlink_to(target)
    with pytest.raises(causal.CausalError, match="regular file"):
        causal.report(causal.load(EXAMPLE), template=tmp_path / "a.md.j2")


def test_a_file_of_many_gib_is_a_fault_row_with_a_cache_too(tmp_path: Any) -> None:
    folder = _folder(tmp_path)
    with (folder / "b.yaml").open("wb") as stream:
        stream.truncate(2**40)
    corpus = causal.load_corpus(folder, cache=tmp_path / "cache")
    assert len(corpus) == 1
    assert [Path(file).name for file in corpus.faults["file"]] == ["b.yaml"]


def test_lines_that_hold_nothing_end_the_reading_of_a_packed_file(tmp_path: Any) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wb") as stream:
        for _ in range(40):
            stream.write(b" \n" * 2**20)
    began = time.monotonic()
    corpus = causal.load_corpus(tmp_path)
    assert "the rest is left out" in corpus.faults["problem"].iloc[0]
    assert time.monotonic() - began < 10


def test_a_command_that_is_ended_leaves_no_draft(tmp_path: Any) -> None:
    folder = _folder(tmp_path)
    code = (
        "import os, signal, causal.atomic as atomic\n"
        "from causal.cli.main import main\n"
        "atomic.Path.replace = lambda self, to: os.kill(os.getpid(), signal.SIGTERM)\n"
        "main(['draw', 'a.yaml', '-o', 'a.svg'])\n"
    )
    (folder / "a.svg").write_text("old", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True)
    assert done.returncode == 128 + signal.SIGTERM
    assert sorted(path.name for path in folder.iterdir()) == ["a.svg", "a.yaml"]
    assert (folder / "a.svg").read_text(encoding="utf-8") == "old"
