"""The plan leaves less depth of defence than asked for."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    if case.planned is None or not case.lasting:
        return
    depth = case.planned.depth
    if depth < case.config.min_depth:
        yield Found(
            ("actions",), f"depth of defence {depth} as planned, below {case.config.min_depth}"
        )


RULE = Rule(
    id="shallow-defence",
    severity="warning",
    what="The plan leaves less depth of defence than asked for.",
    why="Depth is how many layers and actions must fail again before the outcome recurs.",
    mend="see which action comes next: causal explain",
    example="depth 1 with a plan that a single missed action undoes",
    find=_find,
    default=False,
)
