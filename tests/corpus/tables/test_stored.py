"""Stored corpora and caches: the same tables back, only what changed read, damage never trusted."""

from __future__ import annotations

import json
import os
from random import Random

import pandas
import pytest

from causal.corpus import Corpus, load_corpus
from causal.corpus.read import parallel, pieces
from causal.corpus.read.one_file import read_file
from causal.corpus.tables.incident_of_rows import incident_of_rows
from causal.corpus.tables.manifest import MANIFEST, DamagedCorpus
from causal.corpus.tables.schema import TABLES
from causal.corpus.tables.storage import open_tables
from causal.errors import CausalError
from causal.io.registry import dumps
from corpus_null import die_always, die_once, read_or_die
from corpus_samples import corpus_of, random_incident, sample

pytest.importorskip("pyarrow")


def assert_same(one: Corpus, other: Corpus) -> None:
    assert list(one) == list(other)
    for name in TABLES:
        pandas.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.fixture
def folder(tmp_path):
    posts = tmp_path / "posts"
    posts.mkdir()
    for n in range(12):
        data = random_incident(Random(n), f"I{n}")
        (posts / f"{n:02d}.json").write_text(json.dumps(data), encoding="utf-8")
    (posts / "bad.yaml").write_text("causal: 1\nid: X\n", encoding="utf-8")
    (posts / "twice.json").write_text(json.dumps(sample("I3")), encoding="utf-8")
    lines = [json.dumps(sample("L1")), "{", "", json.dumps(sample("L2")), json.dumps(sample("I1"))]
    (posts / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return posts


@pytest.fixture
def reads(monkeypatch):
    """Names of the files that were read."""
    found: list[str] = []

    def reading(path):
        found.append(path.name)
        return read_file(path)

    monkeypatch.setattr(pieces, "read_file", reading)
    return found


def test_json_lines_give_an_incident_each_and_a_bad_line_one_fault(folder):
    corpus = load_corpus(folder / "many.jsonl")
    assert list(corpus) == ["L1", "L2", "I1"]
    (fault,) = corpus.faults.to_dict("records")
    assert fault["line"] == 2
    assert corpus["L2"].title == "Title of L2"


def test_line_with_many_faults_is_one_fault_that_counts_them(tmp_path):
    (tmp_path / "a.ndjson").write_text('{"causal": 1, "idd": 2}\n', encoding="utf-8")
    (fault,) = load_corpus(tmp_path).faults.to_dict("records")
    assert "more" in fault["problem"]
    assert fault["line"] == 1


def test_stored_corpus_comes_back_as_it_was(folder, tmp_path):
    corpus = load_corpus(folder)
    stored = corpus.to_parquet(tmp_path / "stored")
    assert_same(load_corpus(stored), corpus)
    again = load_corpus(stored).to_parquet(tmp_path / "again")
    assert_same(load_corpus(again), corpus)
    assert load_corpus(stored).recurring_factors(1).equals(corpus.recurring_factors(1))
    assert load_corpus(stored).layer_profile().equals(corpus.layer_profile())


def test_empty_corpus_can_be_stored(tmp_path):
    (tmp_path / "none").mkdir()
    corpus = load_corpus(tmp_path / "none")
    assert_same(load_corpus(corpus.to_parquet(tmp_path / "stored")), corpus)


def test_storing_replaces_a_corpus_and_nothing_else(tmp_path):
    corpus = corpus_of(tmp_path, sample("A"))
    stored = corpus.to_parquet(tmp_path / "stored")
    earlier = load_corpus(stored)
    Corpus.from_frames(
        incidents=pandas.DataFrame({"id": ["B", "C"]}),
        factors=pandas.DataFrame({"incident": ["B"], "id": ["f"]}),
    ).to_parquet(stored)
    assert list(load_corpus(stored)) == ["B", "C"]
    assert_same(earlier, corpus)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0000.json", "stored"]
    with pytest.raises(FileExistsError, match="no stored corpus"):
        corpus.to_parquet(tmp_path)


def test_stored_corpora_and_files_mix(folder, tmp_path):
    (tmp_path / "two").mkdir()
    two = corpus_of(tmp_path / "two", sample("S1"), sample("I2"))
    stored = two.to_parquet(tmp_path / "a" / "stored")
    corpus = load_corpus([folder, tmp_path / "a"])
    assert list(corpus)[:2] == ["S1", "I2"]
    assert corpus["S1"].outcome.because is not None
    assert corpus["L1"].title == "Title of L1"
    doubles = corpus.faults[corpus.faults["rule"] == "duplicate-incident"]
    assert len(doubles) == 3
    assert doubles["problem"].str.contains(stored.as_posix()).sum() == 1


def test_cache_gives_what_reading_gives_and_reads_nothing_again(folder, reads):
    plain = load_corpus(folder)
    reads.clear()
    assert_same(load_corpus(folder, cache=True), plain)
    assert len(reads) == 15
    reads.clear()
    cached = load_corpus(folder, cache=True)
    assert reads == []
    assert_same(cached, plain)
    assert cached["I5"] == plain["I5"] and cached["L2"] == plain["L2"]


def test_only_what_changed_is_read_again(folder, reads):
    load_corpus(folder, cache=True)
    reads.clear()
    (folder / "03.json").write_text(json.dumps(sample("N3")), encoding="utf-8")
    (folder / "05.json").unlink()
    (folder / "00a.json").write_text(json.dumps(sample("I7")), encoding="utf-8")
    os.utime(folder / "07.json", ns=(1, 1))
    cached = load_corpus(folder, cache=True)
    assert sorted(reads) == ["00a.json", "03.json"]
    assert_same(cached, load_corpus(folder))


def test_change_that_keeps_size_and_time_just_after_reading_is_seen(folder):
    load_corpus(folder, cache=True)
    path = folder / "00.json"
    stat = path.stat()
    text = path.read_text(encoding="utf-8").replace("Title of I0", "Title of 0I")
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert load_corpus(folder, cache=True).incidents["title"][0] == "Title of 0I"


def test_damaged_cache_is_built_again(folder, reads):
    plain = load_corpus(folder)
    load_corpus(folder, cache=True)
    cache = folder / ".causal-cache"
    for name in sorted(file.name.partition("-")[0] for file in cache.iterdir()):
        reads.clear()
        (file,) = cache.glob(f"{name}-*")
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
        assert_same(load_corpus(folder, cache=True), plain)
        assert len(reads) == 15, file.name
    next(cache.glob("factors-*")).unlink()
    assert_same(load_corpus(folder, cache=True), plain)


def test_cache_of_another_version_is_built_again(folder, reads):
    load_corpus(folder, cache=True)
    manifest = folder / ".causal-cache" / MANIFEST
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(data | {"schema": "other"}), encoding="utf-8")
    reads.clear()
    load_corpus(folder, cache=True)
    assert len(reads) == 15
    manifest.write_text(json.dumps(data | {"schema": "other"}), encoding="utf-8")
    with pytest.raises(DamagedCorpus, match="another version"):
        open_tables(manifest.parent)


def test_cache_needs_a_folder_to_stand_in(folder):
    with pytest.raises(CausalError, match="one folder"):
        load_corpus([folder], cache=True)
    assert len(load_corpus([folder], cache=folder.parent / "c")) == 14


def test_progress_ends_at_the_whole(folder):
    seen: list[tuple[int, int]] = []
    load_corpus(folder, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (15, 15)
    assert seen == sorted(seen)


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same(folder, monkeypatch):
    monkeypatch.setattr(parallel.in_order, "__kwdefaults__", {"batch": 3})
    assert_same(load_corpus(folder, workers=2), load_corpus(folder))


@pytest.mark.slow
def test_killed_worker_loses_nothing(tmp_path):
    items = [(tmp_path / "flag", os.getpid(), n) for n in range(10)]
    found = list(parallel.in_order(die_once, items, 2, batch=1, lost=lambda _: -1))
    assert found == [n * n for n in range(10)]
    assert (tmp_path / "flag").exists()


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 3])
def test_what_kills_every_worker_is_given_up_and_nothing_else(batch):
    items = [(os.getpid(), n) for n in range(8)]
    found = list(parallel.in_order(die_always, items, 2, batch=batch, lost=lambda item: -item[1]))
    assert found == [0, 1, 4, 9, -4, 25, 36, 49]


@pytest.mark.slow
@pytest.mark.parametrize("cache", [None, True])
def test_file_that_kills_its_readers_becomes_a_row_of_faults(folder, monkeypatch, cache):
    plain = load_corpus(folder)
    (folder / "deadly.yaml").write_text("causal: 1\n", encoding="utf-8")
    monkeypatch.setattr(parallel.in_order, "__kwdefaults__", {"batch": 3})
    monkeypatch.setattr(pieces, "read_file", read_or_die)
    found = load_corpus(folder, workers=2, cache=cache)
    assert list(found) == list(plain)
    lost = found.faults[found.faults["file"].str.endswith("deadly.yaml")]
    (problem,) = lost["problem"]
    assert problem == "reading it ended the process that read it, so it was left out"
    assert len(found.faults) == len(plain.faults) + 1


def test_workers_below_one_are_refused(folder):
    with pytest.raises(CausalError, match="0"):
        load_corpus(folder, workers=0)


@pytest.mark.parametrize("seed", range(20))
def test_incident_built_from_tables_states_the_same_causes(tmp_path, seed):
    data = random_incident(Random(seed), "I")
    corpus = corpus_of(tmp_path, data)
    found, plain = incident_of_rows(corpus.tables, 0), corpus["I"]
    again = corpus_of(tmp_path, json.loads(dumps(found, format="json")))
    for name in ("incidents", "factors", "links", "actions", "layers"):
        one, other = getattr(again, name), getattr(corpus, name)
        keys = [c for c in ("incident", "effect", "cause", "role", "id", "layer") if c in one]
        dropped = [c for c in ("file",) if c in one]
        one, other = (
            f.drop(columns=dropped).sort_values(keys, ignore_index=True) for f in (one, other)
        )
        if name == "factors":
            one, other = one.drop(columns="because"), other.drop(columns="because")
        if name == "layers":
            for frame in (one, other):
                for column in ("gaps", "amplifying"):
                    frame[column] = frame[column].map(sorted)
        pandas.testing.assert_frame_equal(one, other)
    assert found.services == plain.services
