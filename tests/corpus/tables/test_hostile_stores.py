"""Stored corpora that somebody changed: a fault row or one clear error, never another end."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from causal import libraries
from causal.corpus import Corpus, load_corpus
from causal.corpus.tables.manifest import MANIFEST
from causal.corpus.tables.storage import LEFT_OVER
from causal.errors import CausalError
from causal.model import Incident
from corpus_samples import random_incident, sample


@pytest.fixture
def stored(tmp_path):
    incidents = [Incident.from_data(random_incident(Random(n), f"I{n}")) for n in range(6)]
    return Corpus(incidents).to_parquet(tmp_path / "posts" / "stored")


def change(folder: Path, edit) -> None:
    manifest = folder / MANIFEST
    data = json.loads(manifest.read_text(encoding="utf-8"))
    edit(data)
    manifest.write_text(json.dumps(data), encoding="utf-8")


def rewrite(folder: Path, name: str, edit) -> None:
    """Change a table of a stored corpus, and the manifest so that it seems untouched."""

    def told(data):
        state = data["files"][name]
        file = folder / state["file"]
        pq.write_table(edit(pq.read_table(file)), file)
        raw = file.read_bytes()
        state |= {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}

    change(folder, told)


def put(column, values):
    def edit(table):
        block = pa.array((values * len(table))[: len(table)])
        place = table.column_names.index(column)
        return table.set_column(place, column, block)

    return edit


MANIFESTS = {
    "text": lambda folder: (folder / MANIFEST).write_text("{"),
    "list": lambda folder: (folder / MANIFEST).write_text("[1]"),
    "deep": lambda folder: (folder / MANIFEST).write_text("[" * 100_000),
    "long": lambda folder: (folder / MANIFEST).write_text(" " * 3_000_000),
    "bytes": lambda folder: (folder / MANIFEST).write_bytes(bytes(range(256))),
    "version": lambda folder: change(folder, lambda d: d.update(causal_corpus=1)),
    "schema": lambda folder: change(folder, lambda d: d.update(schema="other")),
    "rows": lambda folder: change(folder, lambda d: d["rows"].update(factors=10**18)),
    "fewer": lambda folder: change(folder, lambda d: d["rows"].update(factors=3)),
    "negative": lambda folder: change(folder, lambda d: d["rows"].update(incidents=-1)),
    "words": lambda folder: change(folder, lambda d: d["rows"].update(links="many")),
    "no-file": lambda folder: change(folder, lambda d: d["files"].pop("factors")),
    "device": lambda folder: change(
        folder, lambda d: d["files"]["factors"].update(file="/dev/zero")
    ),
    "above": lambda folder: change(
        folder, lambda d: d["files"]["factors"].update(file="../x-000000000000.parquet")
    ),
    "state": lambda folder: change(folder, lambda d: d["files"].update(factors=None)),
    "notes": lambda folder: change(folder, lambda d: d.update(notes={"a": 1})),
}


@pytest.mark.parametrize("name", sorted(MANIFESTS))
def test_a_changed_manifest(stored, name):
    MANIFESTS[name](stored)
    assert_refused(stored)


def assert_refused(stored: Path) -> None:
    with pytest.raises(CausalError):
        load_corpus(stored)
    (stored.parent / "a.json").write_text(json.dumps(sample("A")), encoding="utf-8")
    corpus = load_corpus(stored.parent)
    assert list(corpus) == ["A"]
    (fault,) = corpus.faults.to_dict("records")
    assert fault["rule"] == "damaged-corpus" and fault["file"].endswith("stored")


TABLES = [
    ("factors", put("incident", [10**6])),
    ("factors", put("incident", [3, 1, 2])),
    ("factors", put("incident", [None])),
    ("factors", put("incident", ["x"])),
    ("factors", put("id", ["same"])),
    ("factors", put("id", [None])),
    ("factors", put("kind", ["cause"])),
    ("factors", put("gate", ["nested"])),
    ("factors", put("basic", [None])),
    ("factors", put("basic", [1.5])),
    ("factors", lambda table: table.slice(1)),
    ("factors", lambda table: table.drop_columns(["key"])),
    ("factors", lambda table: pa.table({"x": [1]})),
    ("factors.texts", put("because", ["{"])),
    ("factors.texts", put("what", [1])),
    ("factors.texts", lambda table: table.slice(0, 2)),
    ("incidents", put("id", ["same"])),
    ("incidents", put("factors", [None])),
    ("incidents", put("began", ["yesterday"])),
    ("incidents", put("services", [["a"], [1]][:1])),
    ("incidents", put("services", ["web"])),
    ("incidents.texts", put("because", ['["nobody"]'])),
    ("links", put("cause", ["nobody"])),
    ("links", put("effect", [None])),
    ("links", put("role", ["after"])),
    ("actions", put("addresses", [["nobody"]])),
    ("actions", put("status", ["Done"])),
    ("documents", lambda table: table.slice(1)),
    ("documents", put("incident", [7])),
    ("documents", put("incident", ["{"])),
    ("documents", put("incident", [json.dumps(sample("Z"))])),
]


@pytest.mark.parametrize("number", range(len(TABLES)))
def test_a_changed_table_whose_hash_fits(stored, number):
    name, edit = TABLES[number]
    try:
        rewrite(stored, name, edit)
    except pa.ArrowInvalid:
        pytest.skip("pyarrow does not write it")
    try:
        corpus = load_corpus(stored)
    except CausalError:
        assert_refused(stored)
        return
    for table in ("incidents", "factors", "links", "actions", "layers", "faults"):
        assert getattr(corpus, table) is not None
    for id in corpus:
        try:
            assert corpus[id].id == id
        except CausalError as error:
            assert "damaged" in str(error) or "holds" in str(error)


@pytest.mark.parametrize("seed", range(60))
def test_a_changed_byte_never_ends_otherwise(stored, seed):
    random = Random(seed)
    files = sorted(stored.iterdir())
    file = random.choice(files)
    raw = bytearray(file.read_bytes())
    for _ in range(random.randint(1, 4)):
        raw[random.randrange(len(raw))] = random.randrange(256)
    if random.random() < 0.3:
        raw = raw[: random.randrange(len(raw))]
    file.write_bytes(raw)
    seal(stored, file.name)
    try:
        corpus = load_corpus(stored)
        for table in ("incidents", "factors", "links", "actions", "layers", "faults"):
            assert getattr(corpus, table) is not None
        assert all(corpus[id].id == id for id in corpus)
    except CausalError:
        pass


def seal(folder: Path, file: str) -> None:
    """Let the manifest say that a file is as it should be."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        state = next(s for s in data["files"].values() if s["file"] == file)
    except (ValueError, StopIteration, KeyError, AttributeError, TypeError, UnicodeDecodeError):
        return
    raw = (folder / file).read_bytes()
    state |= {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(data), encoding="utf-8")


def test_a_file_by_accident_called_like_a_manifest_is_left_alone(tmp_path):
    for name in ("corpus.json", MANIFEST):
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        (folder / "corpus.json").write_text("{}", encoding="utf-8")
        (folder / "thesis.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(FileExistsError, match="no stored corpus"):
            Corpus([]).to_parquet(folder)
        with pytest.raises(FileExistsError):
            load_corpus(tmp_path, cache=folder)
        assert sorted(file.name for file in folder.iterdir()) == ["corpus.json", "thesis.txt"]


def test_what_is_not_listed_stays_when_a_corpus_is_replaced(stored):
    (stored / "thesis.txt").write_text("mine", encoding="utf-8")
    (stored / "mine-0123.parquet").write_text("mine", encoding="utf-8")
    (stored / "factors-0123456789ab.parquet").write_text("left over", encoding="utf-8")
    (stored / ".0123456789abcdef.tmp").write_text("left over", encoding="utf-8")
    Corpus([]).to_parquet(stored)
    assert len(load_corpus(stored)) == 0
    others = sorted(f.name for f in stored.iterdir() if not LEFT_OVER.fullmatch(f.name))
    assert others == [MANIFEST, "mine-0123.parquet", "thesis.txt"]
    assert not (stored / "factors-0123456789ab.parquet").exists()


def test_a_corpus_of_the_first_format_is_replaced_by_what_it_lists(tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    listed = {"causal_corpus": 1, "files": {"factors.parquet": {}, "../../thesis.txt": {}}}
    (folder / "corpus.json").write_text(json.dumps(listed), encoding="utf-8")
    for name in ("factors.parquet", "notes.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    assert load_corpus([folder]).faults["rule"].tolist() == ["damaged-corpus"]
    Corpus([]).to_parquet(folder)
    assert not (folder / "factors.parquet").exists() and (folder / "notes.txt").exists()
    assert len(load_corpus(folder)) == 0


def test_a_writer_that_fails_leaves_the_earlier_corpus_and_nothing_else(stored, monkeypatch):
    before = sorted(stored.iterdir())
    plain = pq.write_table

    def failing(block, file, **options):
        if "links" in str(file):
            raise OSError(28, "No space left on device")
        plain(block, file, **options)

    monkeypatch.setattr(libraries.parquet, "write_table", failing)
    with pytest.raises(OSError, match="No space"):
        Corpus([]).to_parquet(stored)
    with pytest.raises(OSError, match="No space"):
        Corpus([]).to_parquet(stored.parent / "new")
    assert sorted(stored.iterdir()) == before
    assert not (stored.parent / "new").exists()
    assert len(load_corpus(stored)) == 6


WRITER = """
import sys
from causal.corpus import load_corpus
corpus = load_corpus(sys.argv[1])
print("ready", flush=True)
while True:
    corpus.to_parquet(sys.argv[2])
"""


def test_what_a_writer_left_before_there_was_a_manifest_is_no_other_folder(stored, tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (target / ".0123456789abcdef.tmp").write_text("left over", encoding="utf-8")
    load_corpus(stored).to_parquet(target)
    assert not list(target.glob("*.tmp"))


@pytest.mark.slow
def test_a_whole_corpus_is_there_whenever_a_writer_is_killed(stored, tmp_path):
    source = load_corpus(stored).to_parquet(tmp_path / "source")
    target = tmp_path / "target"
    random = Random(1)
    for _ in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(source), str(target)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        until = time.monotonic() + random.uniform(0.1, 0.6)
        while time.monotonic() < until:
            if (target / MANIFEST).exists():
                assert len(load_corpus(target)) == 6
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    load_corpus(source).to_parquet(target)
    assert len(load_corpus(target)) == 6
    assert len(list(target.iterdir())) == 14


READER = """
import sys
from causal.corpus import load_corpus
if __name__ == "__main__":
    load_corpus(sys.argv[1], workers=2)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_no_reading_process_outlives_the_one_that_started_it(tmp_path, sent):
    posts = tmp_path / "posts"
    posts.mkdir()
    for number in range(4_000):
        (posts / f"{number}.json").write_text(json.dumps(sample(f"I{number}")), encoding="utf-8")
    script = tmp_path / "reader.py"
    script.write_text(READER, encoding="utf-8")
    reader = subprocess.Popen([sys.executable, str(script), str(posts)], start_new_session=True)
    until = time.monotonic() + 30
    while len(of_group(reader.pid)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(reader.pid, sent)
    reader.wait()
    until = time.monotonic() + 10
    while (left := of_group(reader.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []


def of_group(group: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[2] == str(group) and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def test_times_left_out_are_still_named_after_storing(tmp_path):
    incidents = pandas.DataFrame({"id": ["A"], "minutes_lost": [-1.0]})
    factors = pandas.DataFrame({"incident": ["A"], "id": ["x"]})
    links = pandas.DataFrame({"incident": ["A"], "cause": ["x"], "effect": ["outcome"]})
    corpus = Corpus.from_frames(incidents=incidents, factors=factors, links=links)
    again = load_corpus(corpus.to_parquet(tmp_path / "stored"))
    assert again.durations().attrs["warnings"] == corpus.durations().attrs["warnings"]
    assert again["A"] == corpus["A"]
