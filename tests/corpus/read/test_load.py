"""Loading: every kind of source, every kind of bad file, and never an end."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random

import pytest

from causal.corpus import load_corpus
from causal.errors import UnknownName
from corpus_samples import corpus_of, random_incident, sample


def put(path: Path, data: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def rules(corpus) -> list[str]:
    return corpus.faults["rule"].tolist()


def test_folder_is_read_with_all_folders_below_it(tmp_path):
    put(tmp_path / "b.yaml", sample("B"))
    put(tmp_path / "deep/er/a.yml", sample("A"))
    put(tmp_path / "deep/c.JSON", sample("C"))
    put(tmp_path / "notes.txt", "not for us")
    corpus = load_corpus(tmp_path)
    assert list(corpus) == ["B", "C", "A"]
    assert rules(corpus) == ["not-an-incident"]
    assert "(.txt)" in corpus.faults["problem"][0]


def test_hidden_files_and_folders_are_passed_over(tmp_path):
    put(tmp_path / ".git/a.yaml", sample("A"))
    put(tmp_path / ".b.yaml", sample("B"))
    assert len(load_corpus(tmp_path)) == 0


@pytest.mark.parametrize("as_text", [True, False])
def test_single_file(tmp_path, as_text):
    path = put(tmp_path / "a.yaml", sample("A"))
    assert list(load_corpus(str(path) if as_text else path)) == ["A"]


def test_glob_gives_matching_files_only(tmp_path):
    put(tmp_path / "2024/a.yaml", sample("A"))
    put(tmp_path / "2024/b.json", sample("B"))
    put(tmp_path / "2025/c.yaml", sample("C"))
    assert list(load_corpus(f"{tmp_path}/**/*.yaml")) == ["A", "C"]
    assert list(load_corpus(f"{tmp_path}/2024/*")) == ["A", "B"]
    assert list(load_corpus(f"{tmp_path}/20*")) == ["A", "B", "C"]
    assert len(load_corpus(f"{tmp_path}/1999*")) == 0


def test_folder_named_like_a_pattern_is_a_folder(tmp_path):
    put(tmp_path / "[2024]/a.yaml", sample("A"))
    assert list(load_corpus(tmp_path / "[2024]")) == ["A"]


def test_paths_in_any_order_and_twice_give_the_same_corpus(tmp_path):
    paths = [put(tmp_path / f"{n}.json", random_incident(Random(n), f"I{n}")) for n in range(8)]
    forwards = load_corpus(paths)
    backwards = load_corpus([*reversed(paths), tmp_path])
    assert list(forwards) == list(backwards)
    for name in ("incidents", "factors", "links", "actions", "layers"):
        assert getattr(forwards, name).equals(getattr(backwards, name))


def test_missing_single_source_is_an_error_naming_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_corpus(tmp_path / "nowhere")


def test_missing_path_among_many_is_a_fault(tmp_path):
    corpus = load_corpus([put(tmp_path / "a.yaml", sample("A")), tmp_path / "gone.yaml"])
    assert list(corpus) == ["A"]
    assert rules(corpus) == ["unreadable"]


def test_empty_folder_is_an_empty_corpus(tmp_path):
    corpus = load_corpus(tmp_path)
    assert len(corpus) == 0
    assert list(corpus) == []
    assert corpus.recurring_factors().empty
    assert corpus.layer_profile().empty
    assert corpus.action_completion("2026-01-01")["actions"].tolist() == [0]


BAD = {
    "binary.yaml": bytes(range(256)),
    "empty.yaml": b"",
    "truncated.yaml": b"causal: 1\nid: X\nfactors: {a: {what: [1, 2\n",
    "truncated.json": b'{"causal": 1, "id": "X", "fac',
    "latin1.yaml": "causal: 1\nid: caf\xe9\n".encode("latin-1"),
    "utf16.yaml": "causal: 1\nid: X\n".encode("utf-16"),
    "prose.yaml": b"Just a sentence.",
    "null.json": b"null",
    "tabs.yaml": b"causal: 1\n\tid: X\n",
    "bomb.yaml": b"causal: 1\na: &a [1]\nb: &b [*a, *a]\n"
    + b"".join(
        b"%c: &%c [*%c, *%c, *%c, *%c]\n" % (c + 1, c + 1, c, c, c, c) for c in range(98, 104)
    ),
    "deep.json": b"[" * 100_000,
    "many.yaml": b"causal: 1\nid: X\n---\ncausal: 1\nid: Y\n",
}


def test_bad_files_of_every_kind_are_faults_and_the_rest_is_read(tmp_path):
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    put(tmp_path / "good.yaml", sample("G"))
    put(tmp_path / "folder.yaml/inside.yaml", sample("I"))
    (tmp_path / "broken.yaml").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe.yaml")
    corpus = load_corpus(tmp_path)
    assert sorted(corpus) == ["G", "I"]
    named = {Path(file).name for file in corpus.faults["file"]}
    assert named == {*BAD, "broken.yaml", "pipe.yaml"}
    assert set(rules(corpus)).isdisjoint({"not-an-incident"})
    assert (corpus.faults["problem"].str.len() > 0).all()


def test_file_with_many_faults_gives_a_row_for_each_with_its_line(tmp_path):
    put(
        tmp_path / "bad.yaml",
        "causal: 1\nid: X\ntitel: Typo\ntitle: T\noutcome: {what: W, because: [a, nobody]}\n"
        "factors:\n  a: {what: A, layer: testin}\n",
    )
    faults = load_corpus(tmp_path).faults
    assert faults["line"].tolist() == [3, 5, 7]
    assert faults["file"].str.endswith("bad.yaml").all()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("catalogue: 1\nfactors: {}\n", "not-an-incident"),
        ("- 1\n- 2\n", "not-an-incident"),
        ("services:\n  web: {causal: 1}\n", "not-an-incident"),
        ("causal: 1\ncatalogue: 1\n", "missing"),
        ("id: X\ntitle: T\noutcome: {what: W, because: [a]}\nfactors: {a: {what: A}}\n", None),
        ("causal: 2\nid: X\ntitle: T\noutcome: W\nfactors: {}\n", "literal_error"),
    ],
)
def test_other_documents_are_notes_unless_they_claim_to_be_incidents(tmp_path, content, rule):
    put(tmp_path / "doc.yaml", content)
    found = rules(load_corpus(tmp_path))
    if rule is None:
        assert "not-an-incident" not in found
    else:
        assert rule in found


def test_second_file_with_an_id_is_a_fault_naming_both(tmp_path):
    first = put(tmp_path / "a.yaml", sample("X", title="First"))
    second = put(tmp_path / "b.yaml", sample("X", title="Second"))
    corpus = load_corpus(tmp_path)
    assert corpus.incidents["title"].tolist() == ["First"]
    (fault,) = corpus.faults.to_dict("records")
    assert fault["file"] == second.as_posix()
    assert first.as_posix() in fault["problem"]
    assert fault["rule"] == "duplicate-incident"


def test_reader_that_fails_costs_only_its_file(tmp_path, monkeypatch):
    from causal.corpus.read import one_file

    put(tmp_path / "a.yaml", sample("A"))
    put(tmp_path / "b.yaml", sample("B"))
    plain = one_file.entry_of

    def failing(incident, file="", line=0):
        if file.endswith("a.yaml"):
            raise RuntimeError("reader broke")
        return plain(incident, file, line)

    monkeypatch.setattr(one_file, "entry_of", failing)
    corpus = load_corpus(tmp_path)
    assert list(corpus) == ["B"]
    assert corpus.faults["problem"].tolist() == ["reading it failed: RuntimeError: reader broke"]


def test_incident_comes_back_from_its_file(tmp_path):
    corpus = corpus_of(tmp_path, sample("A"), sample("B"))
    assert corpus["B"].factors["pool"].what == "A small pool in B"
    assert "B" in corpus and "C" not in corpus
    with pytest.raises(UnknownName, match="no incident 'C'"):
        corpus["C"]


def test_incident_is_the_one_that_was_read_whatever_became_of_its_file(tmp_path):
    corpus = corpus_of(tmp_path, sample("A"))
    put(tmp_path / "0000.json", sample("Z"))
    assert corpus["A"].id == "A"
