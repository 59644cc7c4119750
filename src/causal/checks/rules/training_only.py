"""Every lasting action is training, a reminder or documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_TELLS = re.compile(
    r"^\W*(?:we (?:should|will|need to|must)\s+)?(?:remind|train|teach|educate|document"
    r"|write (?:a |an |the )?(?:wiki|guide|runbook|doc\w*|page)|share|communicate"
    r"|raise awareness|emphasi[sz]e|discuss|update (?:the )?(?:wiki|doc\w*|guide|runbook)"
    r"|hold a|add (?:it )?to (?:the )?(?:wiki|docs|onboarding)"
    r"|be (?:more )?(?:careful|aware)|make sure (?:everyone|people|engineers))",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Found]:
    if case.lasting and all(_TELLS.match(action.what) for action in case.lasting.values()):
        count = len(case.lasting)
        yield Found(
            ("actions",),
            f"all {count} lasting actions tell people something; none changes the system",
        )


RULE = Rule(
    id="training-only",
    severity="warning",
    what="Every lasting action is training, a reminder or documentation.",
    why=(
        "Telling people to be more careful leaves the system as it was. S. Dekker, *The "
        "Field Guide to Understanding 'Human Error'*, 3rd edition, 2014; the hierarchy of "
        "controls."
    ),
    mend="one action that changes the system: a guard, a limit, a test, an alert",
    example=('"Remind everyone of the procedure" gets a check that refuses the wrong environment'),
    find=_find,
)
