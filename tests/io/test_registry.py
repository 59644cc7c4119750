from __future__ import annotations

import os
import stat

import pytest

import causal
from causal import InvalidIncident, UnknownFormat

SOUND = "causal: 1\nid: x\ntitle: t\noutcome: {what: o, because: [a]}\nfactors: {a: {what: A}}\n"


@pytest.fixture
def incident():
    return causal.loads(SOUND)


@pytest.mark.parametrize("suffix", ["yaml", "yml", "YAML", "json", "xml"])
def test_the_suffix_chooses_the_format(tmp_path, incident, suffix):
    path = tmp_path / f"x.{suffix}"
    assert causal.dump(incident, path) == path
    assert causal.explain(causal.load(path)).cut_sets == ({"a"},)


def test_what_a_file_holds_tells_where_its_suffix_does_not(tmp_path, incident):
    path = tmp_path / "x.yaml.bak"
    path.write_text(SOUND)
    assert causal.load(path) == incident


@pytest.mark.parametrize("name", ["x.docx", "x", "x.yaml.bak"])
def test_an_unknown_suffix_is_an_error_that_names_the_known(tmp_path, incident, name):
    path = tmp_path / name
    path.write_text("nothing that any reader knows")
    with pytest.raises(UnknownFormat, match=r"known: .*\.yaml"):
        causal.load(path)
    with pytest.raises(UnknownFormat, match=r"known: .*\.yaml"):
        causal.dump(incident, tmp_path / f"new-{name}")
    assert not (tmp_path / f"new-{name}").exists()


def test_an_unknown_format_has_a_suggestion(incident):
    with pytest.raises(UnknownFormat, match="did you mean 'yaml'"):
        causal.loads(SOUND, format="yamll")
    with pytest.raises(UnknownFormat, match="did you mean 'json'"):
        causal.dumps(incident, format="jsn")


def test_the_format_given_wins_over_the_suffix(tmp_path, incident):
    path = causal.dump(incident, tmp_path / "x.txt", format="json")
    assert causal.load(path, format="json") == incident


def test_reading_says_how_it_was_read(tmp_path, incident):
    reading = causal.read(causal.dump(incident, tmp_path / "x.yaml"))
    assert reading.incident == incident
    assert str(reading.report) == "read as yaml"


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        causal.load(tmp_path / "none.yaml")


def test_places_are_known_and_do_not_count(tmp_path, incident):
    path = causal.dump(incident, tmp_path / "x.yaml")
    loaded = causal.load(path)
    assert str(loaded.place("factors", "a", "what")) == f"{path}:10"
    assert str(loaded.place("factors", "a", "layer")) == f"{path}:9"
    assert incident.place("nowhere") is None
    assert loaded == incident


def test_writing_replaces_the_whole_file_and_keeps_its_mode(tmp_path, incident):
    path = tmp_path / "x.yaml"
    path.write_text("old " * 10_000)
    path.chmod(0o640)
    causal.dump(incident, path)
    assert causal.load(path) == incident
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["x.yaml"]


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path, incident):
    other = tmp_path / "other"
    other.touch()
    path = causal.dump(incident, tmp_path / "x.yaml")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_a_link_stays_a_link(tmp_path, incident):
    target = tmp_path / "target.yaml"
    target.write_text("old")
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    causal.dump(incident, link)
    assert link.is_symlink()
    assert causal.load(target) == incident


@pytest.mark.parametrize("failing", ["replace", "fdopen"])
def test_the_old_file_is_intact_when_writing_fails(tmp_path, incident, monkeypatch, failing):
    path = tmp_path / "x.yaml"
    path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    if failing == "replace":
        monkeypatch.setattr("pathlib.Path.replace", fail)
    else:
        monkeypatch.setattr(os, "fdopen", fail)
    with pytest.raises(OSError, match="no space left"):
        causal.dump(incident, path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.yaml"]


def test_a_folder_that_does_not_exist_is_not_made(tmp_path, incident):
    with pytest.raises(OSError, match="none"):
        causal.dump(incident, tmp_path / "none" / "x.yaml")


def test_what_cannot_be_read_again_is_not_an_incident(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(SOUND.encode() + b"\xff\n")
    with pytest.raises(InvalidIncident, match=r"x\.yaml:6: byte 0xff is not UTF-8"):
        causal.load(path)
