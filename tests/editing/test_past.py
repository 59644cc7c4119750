"""What of a graph was seen before, in the earlier incidents of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import causal
from causal.editing.past import Past
from causal.errors import CausalError

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def past() -> Past:
    return Past(EXAMPLES)


def test_keys_are_found_where_they_stand(past: Past) -> None:
    incident = causal.load(EXAMPLES / "connection-pool.yaml")
    seen = past.seen(incident)
    assert seen["total"] == len(past.corpus) - 1  # itself is no earlier one
    frame = past.corpus.factors
    for box, names in seen["factors"].items():
        same = frame[frame["key"] == incident.factors[box].key]["incident"]
        assert names == [name for name in dict.fromkeys(same) if name != incident.id]
    assert seen["incidents"][0]["incident"] == "connection-pool-worsened"
    assert all(incident.id != each["incident"] for each in seen["incidents"])


def test_a_sentence_without_a_key_is_proposed_and_never_decided(past: Past) -> None:
    draft = causal.new("INC-1", "Checkout failed")
    gap = draft.gap("No alert on what users saw", layer="detection", id="blind")
    draft.outcome.because(gap)
    editor = causal.edit(draft.build(), corpus=past.corpus)
    said = editor._session.handle({"ask": "answers"})["past"]
    assert said["factors"] == {} and said["incidents"] == []
    first = said["likely"]["blind"][0]
    assert first["key"] == "no-alert-on-symptom" and len(first["incidents"]) > 5
    editor.do("set", id="blind", field="key", value=first["key"])
    said = editor._session.handle({"ask": "answers"})["past"]
    assert said["factors"]["blind"] == first["incidents"] and said["incidents"]
    assert "blind" not in said["likely"]


def test_without_earlier_incidents_nothing_is_said() -> None:
    session = causal.edit(causal.load(EXAMPLES / "connection-pool.yaml"))._session
    assert session.handle({"ask": "answers"})["past"] is None
    assert not session.state()["has_past"]


def test_what_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CausalError, match="holds no incident"):
        Past(tmp_path)
    with pytest.raises(CausalError, match="not int"):
        Past(3)  # type: ignore[arg-type]
