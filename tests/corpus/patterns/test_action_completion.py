"""Follow-through: statuses, overdue, ages and the share done, as seen on one day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from causal.errors import CausalError
from corpus_samples import corpus_of, sample, times

ACTIONS = {
    "A1": {"what": "a", "owner": "db", "priority": "P1", "status": "done", "due": "2025-01-31"},
    "A2": {"what": "b", "owner": "db", "priority": "P1", "status": "open", "due": "2025-01-31"},
    "A3": {"what": "c", "owner": "db", "priority": "P2", "status": "in_progress"},
    "A4": {"what": "d", "status": "cancelled", "due": "2025-01-31"},
    "A5": {"what": "e", "due": "2025-02-01"},
    "A6": {"what": "f", "kind": "repair", "status": "done"},
}


@pytest.fixture
def corpus(tmp_path):
    return corpus_of(tmp_path, sample("A", times=times("2025-01-01"), actions=ACTIONS))


def test_groups_are_owner_and_priority_with_a_total_last(corpus):
    frame = corpus.action_completion("2025-02-01")
    pairs = frame[["owner", "priority", "overall"]].fillna("-").values.tolist()
    assert pairs == [["db", "P1", False], ["db", "P2", False], ["-", "-", False], ["-", "-", True]]
    counted = ["actions", "done", "in_progress", "open", "unstated", "cancelled"]
    assert frame[counted].iloc[:-1].sum().tolist() == frame[counted].iloc[-1].tolist()
    assert frame[counted].iloc[-1].tolist() == [5, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("today", "expected"), [("2025-01-31", 0), ("2025-02-01", 1), ("2025-02-02", 2)]
)
def test_overdue_begins_the_day_after_and_needs_an_action_not_known_closed(corpus, today, expected):
    frame = corpus.action_completion(today)
    assert frame["overdue"].iloc[-1] == expected
    assert frame["with_due"].iloc[-1] == 4
    assert frame.attrs["today"] == today


def test_completion_counts_stated_statuses_only_cancelled_aside(corpus):
    total = corpus.action_completion("2025-02-01").iloc[-1]
    assert total["completion_total"] == 3
    assert total["completion"] == pytest.approx(1 / 3)
    assert total["completion_low"] < 1 / 3 < total["completion_high"]


def test_age_is_the_median_since_the_incident_began(corpus):
    total = corpus.action_completion(date(2025, 1, 11)).iloc[-1]
    assert (total["median_age_days"], total["age_known"]) == (10.0, 3)


def test_repairs_are_not_counted_and_said_to_be(corpus):
    frame = corpus.action_completion("2025-02-01")
    assert frame.attrs["repairs"] == 1
    assert "Not counted: 1 repair of the moment." in frame.attrs["words"]


def test_words_and_warnings(corpus):
    frame = corpus.action_completion("2025-02-02")
    assert frame.attrs["words"].startswith(
        "1 of 5 actions meant to last are recorded as done; 1 in progress; 1 open; 1 cancelled; "
        "1 without a status in their file. Of the 3 whose status is stated, cancelled ones aside, "
        "33%"
    )
    assert "Of the 4 with a due date, 2 had missed it on 2025-02-02." in frame.attrs["words"]
    assert frame.attrs["warnings"][0].startswith("Only 3 actions with a stated status")


def test_without_a_day_it_is_measured_to_now(corpus):
    before = datetime.now(UTC).date()
    measured = date.fromisoformat(corpus.action_completion().attrs["today"])
    assert before <= measured <= datetime.now(UTC).date()


def test_text_that_is_no_date_is_refused(corpus):
    with pytest.raises(CausalError, match="tomorrow"):
        corpus.action_completion("tomorrow")


def test_no_actions_at_all(tmp_path):
    frame = corpus_of(tmp_path, sample("A")).action_completion("2025-01-01")
    assert frame["overall"].tolist() == [True]
    assert frame.attrs["words"] == "No incident names an action that is meant to last."
