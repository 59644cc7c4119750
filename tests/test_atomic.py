from __future__ import annotations

import os
import stat
import threading

import pytest

import causal
from causal.atomic import write_atomic
from render_samples import connection_pool


@pytest.fixture(params=["text", "drawing"])
def write(request):
    """Every way in which a single file is written."""
    if request.param == "text":
        return lambda path: write_atomic(path, "x")
    drawing = causal.draw(connection_pool())
    return drawing.save


def test_a_new_file_gets_what_the_umask_leaves(write, tmp_path):
    before = os.umask(0o027)
    try:
        write(tmp_path / "a.svg")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.svg").stat().st_mode) == 0o640


def test_an_old_file_keeps_its_permissions(write, tmp_path):
    path = tmp_path / "a.svg"
    path.write_text("old")
    path.chmod(0o604)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_link_stays_and_what_it_leads_to_is_written(write, tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "a.svg"
    link.symlink_to("real/b.svg")
    write(link)
    assert link.is_symlink()
    assert (tmp_path / "real" / "b.svg").stat().st_size > 0


def test_a_link_to_itself_and_a_folder_are_refused_by_their_name(write, tmp_path):
    (tmp_path / "loop.svg").symlink_to("loop.svg")
    (tmp_path / "folder.svg").mkdir()
    for name in ("loop.svg", "folder.svg", "missing/a.svg"):
        with pytest.raises(OSError) as caught:
            write(tmp_path / name)
        assert caught.value.filename == str(tmp_path / name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.svg", "loop.svg"]


def test_a_pipe_is_written_to_and_stays(write, tmp_path):
    pipe = tmp_path / "pipe.svg"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join(10)
    assert read and read[0]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_name_may_be_as_long_as_a_file_system_allows(tmp_path):
    write_atomic(tmp_path / ("n" * 255), "x")
    assert [p.name for p in tmp_path.iterdir()] == ["n" * 255]
