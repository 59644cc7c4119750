"""A passive sentence leaves out how it came about."""

from __future__ import annotations

from causal.checks.language.passive import passive_evasion
from causal.checks.over_prose import over_prose
from causal.checks.rule import Rule


def _judge(plain: str, *_: object) -> str:
    found = passive_evasion(plain)
    return found[0] if found else ""


_find = over_prose(
    _judge, ("summary", "cause", "lesson"), "the passive leaves out how this came about: {words}"
)


RULE = Rule(
    id="passive-evasion",
    severity="information",
    what="A passive sentence leaves out how it came about.",
    why=(
        'A passive is often right; but "was not tested" hides that no step of the process '
        "tests it. S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd "
        "edition, 2014."
    ),
    mend="say which step, tool or rule made it so",
    example=(
        '"The endpoint was not tested" becomes "The staging test plan covers publishing only"'
    ),
    find=_find,
)
