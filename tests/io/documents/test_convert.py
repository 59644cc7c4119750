"""A folder of documents becomes incident files: each once, nothing overwritten, faults last."""

import json
import re
import shutil

import pytest

import causal
from causal.cli.main import main
from causal.errors import UnknownFormat
from document_samples import SAMPLES


@pytest.fixture
def old(tmp_path):
    folder = tmp_path / "old"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(SAMPLES / "timeline_table.md", folder / "nodes.md")
    shutil.copy(SAMPLES / "google_sre.md", folder / "deep" / "search.md")
    (folder / "README.md").write_text("# Incidents\n\n- [nodes](nodes.md)\n")
    (folder / "LICENSE").write_text("free")
    return folder


def test_each_document_is_written_once_and_loads_as_it_was_read(old, tmp_path):
    out = tmp_path / "incidents"
    done = causal.convert(old, out)
    assert [path.relative_to(out).as_posix() for path in done.written] == [
        "deep/search.yaml",
        "nodes.yaml",
    ]
    assert not done.faults
    assert len(done.passed_over) == 2
    assert causal.load(out / "nodes.yaml") == causal.load(old / "nodes.md")
    text = (out / "nodes.yaml").read_text()
    assert text.startswith("# read as markdown")
    assert "# look at this:" in text


def test_a_proposed_layer_stands_in_its_place_as_a_comment_and_is_confirmed_by_one_deletion(
    tmp_path,
):
    """What is guessed is computed with nowhere, and is one character away from being stated."""
    document = tmp_path / "down.md"
    document.write_text(
        "# Uploads failed\n\n## Causes\n\n- The export token had ended\n- No alert on uploads\n\n"
        "## Action items\n\n- Warn a month before an export token ends\n"
    )
    reading = causal.read(document)
    assert not any(f.layer for f in reading.incident.factors.values())
    causal.convert(document, tmp_path)
    text = (tmp_path / "down.yaml").read_text()
    assert causal.loads(text) == reading.incident
    confirmed = causal.loads(re.sub(r"^    # ", "    ", text, flags=re.MULTILINE))
    assert [f.layer for f in confirmed.factors.values()] == [None, "detection"]
    (action,) = confirmed.actions.values()
    assert action.addresses == ("export_token_ended",)


def test_a_second_run_writes_only_what_changed(old, tmp_path):
    out = tmp_path / "incidents"
    causal.convert(old, out)
    assert not causal.convert(old, out).written
    text = (old / "nodes.md").read_text().replace("Nodes ran out", "Four nodes ran out")
    (old / "nodes.md").write_text(text)
    again = causal.convert(old, out)
    assert [path.name for path in again.written] == ["nodes.yaml"]
    assert len(again.unchanged) == 1


def test_what_a_person_edited_is_kept_unless_forced(old, tmp_path):
    out = tmp_path / "incidents"
    causal.convert(old, out)
    edited = out / "nodes.yaml"
    edited.write_text(edited.read_text() + "severity: SEV2\n")
    assert causal.convert(old, out).kept == (edited,)
    assert "SEV2" in edited.read_text()
    assert causal.convert(old, out, force=True).written == (edited,)
    assert "SEV2" not in edited.read_text()


def test_a_file_that_was_there_before_is_kept(old, tmp_path):
    out = tmp_path / "incidents"
    out.mkdir()
    (out / "nodes.yaml").write_text("mine")
    assert causal.convert(old, out).kept == (out / "nodes.yaml",)
    assert (out / "nodes.yaml").read_text() == "mine"


def test_the_output_inside_the_source_is_not_read_again(old):
    causal.convert(old, old / "incidents")
    assert not causal.convert(old, old / "incidents").written


def test_a_file_at_fault_is_told_last_and_stops_nothing(old, tmp_path, capsys):
    (old / "bad.json").write_text('{"causal": 1, "id": "x"}')
    assert main(["convert", str(old), "--out", str(tmp_path / "incidents"), "--to", "json"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 files written, 0 unchanged"
    assert "bad.json" in lines[-1]
    json.loads((tmp_path / "incidents" / "nodes.json").read_text())


def test_one_file_is_overwritten_only_when_told(old, tmp_path, capsys):
    target = tmp_path / "nodes.yaml"
    assert main(["convert", str(old / "nodes.md"), str(target)]) == 0
    assert main(["convert", str(old / "nodes.md"), str(target)]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["convert", str(old / "nodes.md"), str(target), "--force"]) == 0


def test_how_a_document_is_read_may_be_said(old, tmp_path):
    shutil.copy(SAMPLES / "free_headings.md", old / "exports.md")
    target = tmp_path / "x.yaml"
    options = ["--heading", "What broke=factors", "--timezone", "Europe/Paris"]
    assert main(["convert", str(old / "exports.md"), str(target), *options]) == 0
    assert len(causal.load(target).factors) == 2
    assert main(["convert", str(old / "exports.md"), str(target), "--heading", "x=nothing"]) == 2


def test_only_formats_with_a_writer_are_written(old, tmp_path):
    with pytest.raises(UnknownFormat, match="to write"):
        causal.convert(old, tmp_path / "out", to="markdown")


def test_a_document_is_explained_with_what_was_understood(old, capsys):
    assert main(["explain", str(old / "nodes.md")]) == 0
    out = capsys.readouterr().out
    assert "read as markdown:" in out
    assert "No alert before a disk is full" in out


def test_a_document_without_causes_says_so(tmp_path, capsys):
    path = tmp_path / "x.md"
    path.write_text("# It was slow\n\n## Summary\n\nIt was slow because of the disk.\n")
    assert main(["explain", str(path)]) == 0
    assert "No causes are listed" in capsys.readouterr().out


def test_a_folder_of_documents_is_surveyed_as_it_is(old, capsys):
    assert main(["survey", str(old)]) == 0
    told = capsys.readouterr()
    assert "read 2 incidents (2 .md), passed over 2 other files, 0 at fault" in told.err
    assert "a survey of 2 incidents" in told.out
