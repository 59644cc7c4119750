"""Texts longer than any sentence, which take no longer to judge than the budget allows."""

from __future__ import annotations

import time
from typing import Any

import pytest

import causal
from causal.checks.language.sentences import sentences_of


def _incident(what: str) -> causal.Incident:
    return causal.loads(
        f"causal: 1\nid: x\ntitle: t\noutcome: {{what: It fell over, because: [f]}}\n"
        f"factors: {{f: {{what: {what!r}}}}}\n"
    )


@pytest.mark.parametrize("part", ["a ", "the engineer, ", "\u201c", "e.g. A", "alice and "])
def test_a_long_text_is_judged_within_the_budget(part: Any) -> None:
    incident = _incident((part * 100_000)[:100_000])
    began = time.process_time()
    found = causal.check(incident, budget=causal.Budget(seconds=0.5))
    assert time.process_time() - began < 4
    assert found


def test_a_rule_that_does_not_end_is_a_finding_and_the_others_are_judged() -> None:
    found = causal.check(_incident("the engineer, " * 8_000), budget=causal.Budget(seconds=0.2))
    unfinished = [one for one in found if one.message == "not judged to the end"]
    assert unfinished
    assert "--seconds" in unfinished[0].hint
    assert found.by_rule("few-factors")


def test_a_sentence_longer_than_any_is_judged_in_pieces_that_leave_nothing_out() -> None:
    text = "word " * 2_000
    pieces = list(sentences_of(text))
    assert len(pieces) > 1
    assert all(text[one.start :].startswith(one.text) for one in pieces)
    assert " ".join(one.text for one in pieces) == text.strip()
