"""The five whys left branches of the graph."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    whys = case.incident.five_whys
    if whys is None:
        return
    met = {why.factor for why in whys.answers()}
    part = set(case.incident.leading_to_outcome) - {"outcome"}
    missed = sorted(part - met)
    if missed:
        shown = ", ".join(missed[:5]) + (", ..." if len(missed) > 5 else "")
        yield Found(
            ("five_whys",), f"the chain misses {len(missed)} of {len(part)} factors: {shown}"
        )


RULE = Rule(
    id="five-whys-left-branches",
    severity="information",
    what="The five whys left branches of the graph.",
    why=(
        "A chain walks one line; the action it leads to leaves the other conditions. A. "
        "Card, *The problem with five whys*, BMJ Quality and Safety 26, 2017."
    ),
    mend="look at the factors the chain misses: causal compare",
    example="a chain of five that misses seven of twelve factors",
    find=_find,
)
