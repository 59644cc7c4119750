"""Evidence is a file that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from causal.checks.rule import Case, Found, Rule

_PATH = re.compile(r"^(?:\./)?(?:[\w.-]+/)+[\w.-]+\.\w{1,5}(?:::[\w\[\]:-]+)?$")


def _find(case: Case) -> Iterator[Found]:
    place = case.incident.place("id")
    if place is None or not place.file:
        return
    folders = (Path(place.file).parent, Path.cwd())
    for name, action in case.actions.items():
        for told in action.verified.evidence if action.verified else ():
            file = told.partition("::")[0]
            if _PATH.match(told) and not any((folder / file).exists() for folder in folders):
                yield Found(("actions", name, "verified"), f"the evidence {told!r} does not exist")


RULE = Rule(
    id="evidence-gone",
    severity="warning",
    what="Evidence is a file that does not exist.",
    why="Evidence that cannot be looked at shows nothing.",
    mend="the path as it is now, or another proof",
    example="evidence: [tests/test_pool.py::test_limit]",
    find=_find,
)
