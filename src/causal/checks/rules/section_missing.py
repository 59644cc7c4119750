"""A section that readers look for is missing."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

__all__ = ["RULE"]


_LOOKED_FOR = {"summary": "a summary", "timeline": "a timeline", "actions": "action items"}


def _find(case: Case) -> Iterator[Found]:
    for name, words in _LOOKED_FOR.items():
        if not getattr(case.incident, name):
            yield Found(
                (), f"there is no {words.partition(' ')[2] if name != 'actions' else words}"
            )


RULE = Rule(
    id="section-missing",
    severity="warning",
    what="A section that readers look for is missing.",
    why=(
        "Without a summary and what was lost, nobody outside the room can use the report. "
        "*Site Reliability Engineering*, 2016, chapter 15."
    ),
    mend="add it; one sentence is enough",
    example="summary: one paragraph for someone who was not there",
    find=_find,
)
