"""The incident commander also worked on the fix."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_WORK = re.compile(
    r"\b(?:deploy\w*|roll\w* back|revert\w*|restart\w*|patch\w*|fix\w*|debug\w*"
    r"|scal\w+ up|merg\w+|appl\w+)\b",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Found]:
    commanders = set(case.roles("incident commander", "commander", "incident manager", "ic"))
    for index, entry in enumerate(case.incident.timeline):
        if entry.by in commanders and _WORK.search(entry.what):
            yield Found(("timeline", index), "the incident commander also worked on the fix here")
            return


RULE = Rule(
    id="commander-fixes",
    severity="warning",
    what="The incident commander also worked on the fix.",
    why=(
        "Who fixes loses sight of the whole: one person commands, others work. *Site "
        "Reliability Engineering*, 2016, chapter 14."
    ),
    mend="hand one of the two roles to somebody else",
    example="by: the commander on every third row",
    find=_find,
)
