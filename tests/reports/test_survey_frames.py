"""The survey of tables that a program has: little is stated, and nothing of it is made up."""

from __future__ import annotations

import pandas

from causal.corpus import Corpus
from causal.corpus.charts.figures import FIGURES, figure
from causal.errors import NothingToDraw
from causal.reports.survey import write_survey

DAY = "2026-01-31"


def bare() -> Corpus:
    ids = [f"I{n}" for n in range(12)]
    return Corpus.from_frames(
        incidents=pandas.DataFrame({"id": ids, "started": ["2025-01-01T00:00Z"] * 12}),
        factors=pandas.DataFrame(
            {"incident": ids * 2, "id": ["pool"] * 12 + ["alert"] * 12,
             "key": ["pool-stale"] * 12 + ["no-alert"] * 12, "layer": ["capacity"] * 24}
        ),
        links=pandas.DataFrame(
            {"incident": ids * 2, "cause": ["pool"] * 12 + ["alert"] * 12, "effect": "outcome"}
        ),
        actions=pandas.DataFrame(
            {"incident": ids, "id": "A", "addresses": [("pool",)] * 12, "due": "2025-02-01"}
        ),
    )  # fmt: skip


def test_tables_without_sentences_make_a_whole_survey(tmp_path):
    page = write_survey(bare(), tmp_path, DAY).read_text(encoding="utf-8")
    assert "no-alert comes back most: in 12 of 12" in page
    assert "Overdue: 12 of the 12 actions with a due date" in page
    for text in (page, (tmp_path / "survey.html").read_text(encoding="utf-8")):
        assert "<NA>" not in text and "&lt;NA&gt;" not in text and "nan" not in text
    assert len((tmp_path / "evidence.csv").read_text("utf-8").splitlines()) > 24


def test_tables_without_sentences_make_figures():
    drawn = []
    for view in FIGURES:
        try:
            drawn.append(figure(bare(), view).to_json())
        except NothingToDraw:
            continue
    assert len(drawn) >= 5
