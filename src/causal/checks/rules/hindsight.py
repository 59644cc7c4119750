"""A sentence judges by what was known only afterwards."""

from __future__ import annotations

from causal.checks.language.hindsight import hindsight
from causal.checks.over_prose import over_prose
from causal.checks.rule import Rule


def _judge(plain: str, *_: object) -> str:
    found = hindsight(plain)
    return found[0] if found else ""


_find = over_prose(
    _judge, ("summary", "cause", "lesson", "timeline"), "judged by hindsight: {words}"
)


RULE = Rule(
    id="hindsight",
    severity="warning",
    what="A sentence judges by what was known only afterwards.",
    why=(
        "What should have been done is clear only once the outcome is known; it hides why "
        "what was done made sense. S. Dekker, *The Field Guide to Understanding 'Human "
        "Error'*, 3rd edition, 2014, chapter 2."
    ),
    mend="say what people saw then, and what would show it next time",
    example=(
        '"This should have been caught in review" becomes "The review shows the diff, not '
        'the effect on the pool"'
    ),
    find=_find,
)
