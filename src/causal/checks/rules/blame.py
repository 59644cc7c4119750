"""A person or a role is made the cause."""

from __future__ import annotations

from causal.checks.language.blame import blame
from causal.checks.over_prose import over_prose
from causal.checks.rule import Rule


def _judge(plain: str, people: tuple[str, ...], systems: tuple[str, ...]) -> str:
    found = blame(plain, people, systems)
    return found[0] if found else ""


_find = over_prose(
    _judge,
    ("summary", "cause", "lesson", "action", "timeline"),
    "a person is made the cause: {words}",
)


RULE = Rule(
    id="blame",
    severity="warning",
    what="A person or a role is made the cause.",
    why=(
        "A person who acted had reasons that made sense at the time; a report that names "
        "them as the cause teaches people to hide. S. Dekker, *The Field Guide to "
        "Understanding 'Human Error'*, 3rd edition, 2014; *Site Reliability Engineering*, "
        "2016, chapter 15."
    ),
    mend=(
        'say what the system allowed, showed or did not show: "nothing marked the '
        'terminal as production"'
    ),
    example=(
        '"The operator forgot to drain the node" becomes "Draining the node is a manual '
        'step that nothing checks"'
    ),
    find=_find,
)
