"""A word judges instead of saying what was."""

from __future__ import annotations

from causal.checks.language.normative import normative
from causal.checks.over_prose import over_prose
from causal.checks.rule import Rule


def _judge(plain: str, *_: object) -> str:
    found = normative(plain)
    return found[0] if found else ""


_find = over_prose(
    _judge, ("summary", "cause", "lesson", "action", "timeline"), "a word that judges: {words}"
)


RULE = Rule(
    id="normative",
    severity="warning",
    what="A word judges instead of saying what was.",
    why=(
        'Words such as "careless" end the inquiry: they name no condition that could be '
        "changed. S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd "
        "edition, 2014, chapter 2."
    ),
    mend="say what was done and what the circumstances were",
    example=(
        '"A careless deploy" becomes "A deploy with the canary switched off, which the '
        'tool permits"'
    ),
    find=_find,
)
