"""Files of other kinds are counted and named, never faults; lists and packed lines are read."""

from __future__ import annotations

import gzip
import json
import os

import pytest

from causal.cli.main import main
from causal.corpus import load_corpus
from corpus_samples import sample

FOREIGN = {
    "README.md": "# Project\n\nHow to build it.\n",
    "pom.xml": "<project><modelVersion>4.0.0</modelVersion></project>",
    "site.yml": "site_name: x\nfence: !!python/name:a.b\n",
    "stack.yaml": "kind: A\n---\nkind: B\n",
    "tsconfig.json": '{ // comment\n "compilerOptions": {} }',
    "lock.json": '{"name": "x"}',
    "rows.csv": "id,started\nA,2025\n",
    "rows.parquet": "PAR1",
    "Makefile": "all:\n",
    "list.json": "[1, 2]",
}


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_a_file_of_another_kind_is_a_note(tmp_path, name):
    (tmp_path / name).write_text(FOREIGN[name], encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(sample("A")), encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert list(corpus) == ["A"]
    assert corpus.faults["rule"].tolist() == ["not-an-incident"]
    assert sum(corpus.passed_over.values()) == 1


def test_nothing_read_at_all_says_what_was_passed_over(tmp_path, capsys):
    for name, text in FOREIGN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["survey", str(tmp_path)]) == 1
    assert "1 .csv" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".ndjson.gz", ".jsonl"])
def test_lines_packed_or_not(tmp_path, suffix):
    lines = "\n".join([json.dumps(sample("A")), "", json.dumps(sample("B")), "{"]).encode()
    packed = gzip.compress(lines) if suffix.endswith(".gz") else lines
    (tmp_path / f"all{suffix}").write_bytes(packed)
    corpus = load_corpus(tmp_path)
    assert list(corpus) == ["A", "B"]
    assert corpus.faults["line"].tolist() == [4]
    assert corpus["B"].title == "Title of B"


def test_a_list_of_incidents_is_read_and_a_bad_member_is_one_fault(tmp_path):
    data = [sample("A"), {"causal": 1, "id": "X"}, sample("B"), 7]
    (tmp_path / "export.json").write_text(json.dumps(data), encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert list(corpus) == ["A", "B"]
    assert corpus.faults["where"].str.startswith(("[1]", "[3]")).tolist() == [True, True]
    assert corpus["B"].title == "Title of B"


def test_a_packed_file_that_is_cut_short_is_a_fault(tmp_path):
    whole = gzip.compress(json.dumps(sample("A")).encode() * 50)
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[:-20])
    (tmp_path / "bomb.yaml.gz").write_bytes(gzip.compress(bytes(11 << 20)))
    rules = load_corpus(tmp_path).faults["rule"].tolist()
    assert rules == ["unreadable", "unreadable"]


def test_a_folder_that_cannot_be_read_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.json").write_text(json.dumps(sample("A")), encoding="utf-8")
    plain = os.scandir

    def scandir(path):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return plain(path)

    monkeypatch.setattr(os, "scandir", scandir)
    corpus = load_corpus(tmp_path)
    (fault,) = corpus.faults.to_dict("records")
    assert fault["rule"] == "unreadable" and fault["file"].endswith("closed")
    assert list(corpus) == ["A"]


def test_endless_links_and_devices_are_faults(tmp_path):
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "lines.jsonl").symlink_to("/dev/full")
    os.mkfifo(tmp_path / "pipe.jsonl")
    corpus = load_corpus(tmp_path)
    assert len(corpus.faults) == 4
    assert set(corpus.faults["rule"]).isdisjoint({"not-an-incident", "reader-failed"})
