"""What stands behind each count: all of it in the table, the first of it on the page."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from causal.corpus import load_corpus
from causal.reports.document import REFS
from causal.reports.survey import survey_markdown, write_survey
from corpus_samples import corpus_of, sample

EXAMPLES = Path(__file__).parents[2] / "examples" / "corpus"
DAY = "2026-01-31"


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survey")
    corpus = load_corpus(EXAMPLES)
    write_survey(corpus, folder, DAY)
    return corpus, folder, rows_of(folder)


def test_every_count_of_a_factor_and_of_a_layer_has_its_rows(examples):
    corpus, _, rows = examples
    found = Counter((row["what"], row["of"]) for row in rows)
    for cells in corpus.recurring_factors().to_dict("records"):
        assert found["Seen in", cells["key"]] == cells["incidents"]
    for cells in corpus.layer_profile().to_dict("records"):
        layer = cells["layer"].replace("_", " ")
        assert found["Failed in", layer] == cells["failed"]
        stopped = found["Had it held, these would not have come about, as drawn", layer]
        assert stopped == cells["would_have_stopped"]
    frame = corpus.best_fixes(5).frame
    for cells in frame.to_dict("records"):
        prevented = [
            row["incident"]
            for row in rows
            if row["section"] == "What to fix next: Canonical factors" and row["of"] == cells["fix"]
        ]
        assert tuple(prevented) == cells["incident_ids"]


def test_every_row_leads_to_the_postmortem_and_to_the_file(examples):
    corpus, folder, rows = examples
    sources = dict(zip(corpus.incidents["id"], corpus.incidents["source_url"], strict=True))
    assert {row["incident"] for row in rows} == set(corpus)
    for row in rows:
        assert row["source"] == sources[row["incident"]]
        assert (folder / row["file"]).is_file()
        assert row["title"]


def test_page_shows_the_first_and_says_how_many_more(tmp_path):
    many = [sample(f"I{n:02d}") for n in range(REFS + 5)]
    (tmp_path / "in").mkdir()
    corpus = corpus_of(tmp_path / "in", *many)
    page = write_survey(corpus, tmp_path / "out", DAY)
    for text in (page.read_text("utf-8"), page.with_suffix(".html").read_text("utf-8")):
        line = next(
            line for line in text.splitlines() if "Seen in" in line or "`pool-stale`: " in line
        )
        assert "and 5 more" in line
        assert len(re.findall(r"I\d\d(?:</a>|\]\[)", line)) == REFS
    seen = [row for row in rows_of(tmp_path / "out") if row["what"] == "Seen in"]
    assert len(seen) == REFS + 5


def test_long_tables_say_what_they_left(tmp_path, monkeypatch):
    for writer in ("write_markdown", "write_html"):
        monkeypatch.setattr(f"causal.reports.{writer}.ROWS", 2)
    corpus = corpus_of(tmp_path, *(sample(f"I{n}") for n in range(5)))
    assert "3 more rows are not shown here." in survey_markdown(corpus, None, DAY)


def test_no_cell_is_a_formula(tmp_path):
    (tmp_path / "in").mkdir()
    data = [sample(id, title="=1+1", services=["a"]) for id in ("A", "B")]
    write_survey(corpus_of(tmp_path / "in", *data), tmp_path / "out", DAY)
    assert {row["title"] for row in rows_of(tmp_path / "out")} == {"'=1+1"}
