"""The timeline names no change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_CHANGE = re.compile(
    r"\b(?:deploy\w*|releas\w+|roll\w*|merg\w+|upgrad\w+|updat\w+|chang\w+|config\w*|migrat\w+|enabl\w+|switch\w*|flag|launch\w*"
    r"|expir\w+|traffic|load|scal\w+|restart\w*|appl(?:y|ied)|push\w*|commit\w*|terraform|delet\w+|creat\w+|install\w*|maintenance)\b",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Found]:
    rows = case.incident.timeline
    named = any(entry.factor or (entry.kind or "").lower() == "change" for entry in rows)
    if len(rows) >= 3 and not named and not any(_CHANGE.search(entry.what) for entry in rows):
        yield Found(("timeline",), f"none of {len(rows)} rows names a change")


RULE = Rule(
    id="timeline-without-change",
    severity="information",
    what="The timeline names no change.",
    why=(
        "Most incidents begin with a change; a timeline without one leaves readers to "
        "look for it. *The Site Reliability Workbook*, 2018, chapter 10."
    ),
    mend="a row for the deploy, the setting, the load or the date that set it off",
    example='"13:58 release 41 reached all hosts"',
    find=_find,
)
