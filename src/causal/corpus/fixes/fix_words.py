"""What a plan of best fixes says in words, and what to mind before believing it."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from causal.analysis.result import counted, joined
from causal.corpus.patterns.statistics import few, share

if TYPE_CHECKING:
    from causal.corpus.fixes.fix_report import BestFixes

__all__ = ["warnings", "words"]


def words(answer: BestFixes) -> str:
    """Return what a plan would have prevented, and whether anything could do better."""
    if not answer.chosen:
        return "No fix within the budget would have prevented anything, as drawn."
    if answer.question.worth == "incidents":
        known = share(round(answer.worth), round(answer.of))
        what = f"would have prevented {answer.worth:g} of {answer.of:g} incidents ({known})"
    else:
        part = f" ({answer.worth / answer.of:.0%})" if answer.of else ""
        what = f"would have spared {answer.worth:,.0f} of {answer.of:,.0f} minutes{part}"
    kind = "canonical factor" if answer.question.over == "factors" else "layer"
    head = f"{counted(len(answer.chosen), kind)} fixed, {joined(answer.chosen)}, {what}, as drawn."
    if answer.optimal:
        return f"{head} No other choice within the budget does better: proven."
    return f"{head} Not proven best: no choice is worth more than {answer.bound:,.0f}."


def warnings(answer: BestFixes) -> tuple[str, ...]:
    """Return what the figures rest on and leave out."""
    total, tables = len(answer.cases), answer.corpus.tables
    found = few(total, "incident that could be explained", "incidents that could be explained")
    found.append(
        "The fixes were chosen with these incidents in view, so they will prevent a smaller share "
        "of the next ones."
    )
    if answer.question.over == "factors":
        keys = zip(tables.factors.names_of("key"), tables.factors.names_of("kind"), strict=True)
        bare = sum(key is None and kind != "trigger" for key, kind in keys)
        if bare:
            found.append(f"{counted(bare, 'factor')} without a key could not be chosen.")
        found += _states(answer)
    if answer.question.worth == "minutes":
        lost = tables.incidents.array("minutes_lost").tolist()
        unknown = sum(isnan(minutes) for minutes in lost)
        if unknown:
            found.append(
                f"Minutes lost are not known for {unknown} of {counted(len(lost), 'incident')}; "
                "there, only what authors said a worsening cost counts."
            )
    doubted = int((tables.incidents.array("unconfirmed") > 0).sum())
    if doubted:
        found.append(
            f"Unconfirmed facts, taken here as drawn, stand in {counted(doubted, 'incident')}; "
            "see what depends on them."
        )
    return tuple(found)


def _states(answer: BestFixes) -> list[str]:
    """Return which fixes are only ever states along the way: no hole that anyone could close."""
    table = answer.corpus.tables.factors
    columns = (table.names_of(name) for name in ("key", "kind", "layer"))
    closable = {
        key for key, kind, layer in zip(*columns, strict=True) if kind == "condition" or layer
    }
    states = [name for name in answer.chosen if name not in closable]
    if not states:
        return []
    return [
        f"No condition and no hole in a layer, but a state along the way: {joined(states)}. To fix "
        "one is to fix what it came from."
    ]
