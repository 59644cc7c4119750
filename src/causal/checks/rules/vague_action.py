"""An action item cannot be told done from not done."""

from __future__ import annotations

from causal.checks.language.vague import vague_action
from causal.checks.over_prose import over_prose
from causal.checks.rule import Rule


def _judge(plain: str, *_: object) -> str:
    return vague_action(plain)


_find = over_prose(_judge, ("action",), "no one can tell when this is done: {words}")


RULE = Rule(
    id="vague-action",
    severity="warning",
    what="An action item cannot be told done from not done.",
    why=(
        "Action items that are not specific and bounded are not done. *The Site "
        "Reliability Workbook*, 2018, chapter 10."
    ),
    mend="name the change, where it is made, and what shows that it works",
    example='"Improve monitoring" becomes "Page when the pool is 90% in use for 5 minutes"',
    find=_find,
)
