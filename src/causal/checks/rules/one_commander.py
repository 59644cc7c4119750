"""One person commanded every incident of a corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from causal.checks.rule import Case, Found, Rule

_FEWEST = 5
"""Of fewer incidents that name a commander, one name in all of them says little."""

_A_ROLE = re.compile(
    r"\b(?:on.?call|team|duty|rota|lead|manager|engineer|commander|support|operations|squad)\b",
    re.IGNORECASE,
)


def _find(_: Case) -> Iterator[Found]:
    yield from ()  # one incident cannot show it


def _find_over(cases: Sequence[Case]) -> Iterator[tuple[Case, Found]]:
    named = []
    for case in cases:
        told = case.roles("incident commander", "commander", "incident manager", "ic")
        if told:
            named.append((case, {" ".join(who.split()).casefold() for who in told}))
    if len(named) < _FEWEST:
        return
    always = set.intersection(*(who for _, who in named))
    if any(not _A_ROLE.search(who) for who in always):
        message = "one person is the commander of every incident here that names one"
        yield named[0][0], Found(("roles",), message)


RULE = Rule(
    id="one-commander",
    severity="information",
    what="One person commanded every incident of a corpus.",
    why=(
        "Who always commands cannot be away, and nobody else learns it. *Site Reliability "
        "Engineering*, 2016, chapter 14."
    ),
    mend="a rota for the role, and an exercise for those who have not had it",
    example="the same name as incident_commander in six of six incidents",
    find=_find,
    find_over=_find_over,
)
