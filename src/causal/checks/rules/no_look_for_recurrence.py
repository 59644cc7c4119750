"""Nothing says whether this was seen before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_BEFORE = re.compile(
    r"\b(?:(?:happened|occurred|failed|once) again|previous\w*|earlier (?:incident|outage)s?"
    r"|last time|recurr\w*|same (?:issue|problem) as|seen before|first time)\b",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Found]:
    if any(factor.key for factor in case.incident.factors.values()):
        return
    if not any(_BEFORE.search(prose.text) for prose in case.prose()):
        bare = "" if case.is_document else "no factor has a key, and "
        hint = "a sentence that says so; causal similar looks for it" if case.is_document else ""
        yield Found((), f"{bare}nothing says whether this was seen before", hint)


RULE = Rule(
    id="no-look-for-recurrence",
    severity="information",
    what="Nothing says whether this was seen before.",
    why=(
        "The first question of a review is whether it looks like recent incidents. *The "
        "Site Reliability Workbook*, 2018, chapter 10."
    ),
    mend="keys on factors (causal suggest), then causal similar; or say so in the lessons",
    example="key: pool-or-connections-exhausted",
    find=_find,
)
