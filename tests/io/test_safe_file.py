from __future__ import annotations

import os
import socket

import pytest

import causal
from causal import InvalidIncident
from causal.io.safe_file import SIZE_LIMIT, read_text

SOUND = "causal: 1\nid: x\ntitle: t\noutcome: {what: o, because: [a]}\nfactors: {a: {what: A}}\n"


def fault(path, **options):
    with pytest.raises(InvalidIncident) as caught:
        causal.load(path, **options)
    (found,) = caught.value.faults
    assert found.file == str(path)
    return found


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".xml"])
def test_a_fifo_is_refused_and_not_waited_for(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    os.mkfifo(path)
    found = fault(path)
    assert (found.problem, found.rule) == ("is a fifo", "not-a-file")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_behind_a_link_is_refused(tmp_path, device):
    path = tmp_path / "x.yaml"
    path.symlink_to(device)
    assert fault(path).problem == "is a device"


def test_a_link_to_itself_is_refused(tmp_path):
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert "leads back to itself" in fault(tmp_path / "a.yaml").problem


def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("x.yaml")
        assert "is a socket" in fault("x.yaml").problem


def test_a_folder_and_a_missing_file_are_errors_of_the_system(tmp_path):
    (tmp_path / "x.yaml").mkdir()
    with pytest.raises(IsADirectoryError, match=r"x\.yaml"):
        causal.load(tmp_path / "x.yaml")
    with pytest.raises(FileNotFoundError, match=r"y\.yaml"):
        causal.load(tmp_path / "y.yaml")


def test_a_link_to_a_file_is_read(tmp_path):
    (tmp_path / "a").write_text(SOUND)
    (tmp_path / "x.yaml").symlink_to(tmp_path / "a")
    assert causal.load(tmp_path / "x.yaml").id == "x"


def test_the_limit_of_size_is_named_and_may_be_raised(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(SOUND)
    size = len(SOUND)
    found = fault(path, limit=size - 1)
    assert found.problem == f"holds {size} bytes, and at most {size - 1} are read"
    assert "limit=" in found.hint
    assert causal.load(path, limit=size).id == "x"
    with path.open("wb") as stream:
        stream.truncate(SIZE_LIMIT + 1)
    assert fault(path).problem == "holds 10,485,761 bytes, and at most 10,485,760 are read"


def test_what_is_not_utf8_is_named_with_its_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: b\nc: \xff\n")
    assert (fault(path).line, fault(path).rule) == (2, "encoding")
    path.write_bytes(b"\xef\xbb\xbfwords")
    assert read_text(path) == "words"
