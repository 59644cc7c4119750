"""What a plan of best fixes says in words, and what to note before believing it."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from causal.analysis.result import counted, joined
from causal.corpus.patterns.statistics import few, share

if TYPE_CHECKING:
    from causal.corpus.fixes.plan import Plan


def span(answer: Plan) -> str:
    """Return the objective, as an interval where it depends on how causes combined."""
    low, high = answer.objective, answer.objective_high
    return f"{low:,.0f} to {high:,.0f}" if high > low else f"{low:,.0f}"


def words(answer: Plan) -> str:
    """Return what a plan would have prevented, and whether anything could do better."""
    if not answer.available:
        name = "key" if answer.question.over == "factors" else "layer"
        return (
            f"No factor that could be fixed has a {name}, so none can be chosen: give factors that "
            f"mean the same in several incidents the same {name}."
        )
    if answer.not_finished and not answer.cases:
        return "No incident could be worked out within the budget, so no fix is chosen."
    if not answer.chosen:
        return "No fix within the limit would have prevented anything, as drawn."
    if answer.question.objective == "incidents":
        what = f"would have prevented {span(answer)} of {answer.total:,.0f} incidents"
        what += f" ({_shares(answer)})"
    else:
        part = f" ({_percent(answer)})" if answer.total else ""
        what = f"would have mitigated {span(answer)} of {answer.total:,.0f} minutes{part}"
    kind = "canonical factor" if answer.question.over == "factors" else "layer"
    names = answer.chosen
    if answer.question.over == "layers":
        names = tuple(name.replace("_", " ") for name in names)
    head = f"{counted(len(names), kind)} fixed, {joined(names)}, {what}, as drawn."
    better, than = "does better", "no choice does better than"
    if answer.objective_high > answer.objective:
        head += " The higher figure holds where contributing causes were all needed."
        better, than = "has a larger lower figure", "no lower figure is above"
    if answer.optimal:
        return f"{head} No other choice within the limit {better}: proven."
    return f"{head} Not proven best: {than} {answer.bound:,.0f}."


def _shares(answer: Plan) -> str:
    """Return the share prevented with its interval, from the low reading to the high one."""
    low, high = (
        share(round(value), round(answer.total))
        for value in (answer.objective, answer.objective_high)
    )
    if answer.objective_high <= answer.objective:
        return str(low)
    return f"{_percent(answer)}, 95% interval {low.low:.0%} to {high.high:.0%}"


def _percent(answer: Plan) -> str:
    low, high = (v / answer.total for v in (answer.objective, answer.objective_high))
    return f"{low:.0%} to {high:.0%}" if high > low else f"{low:.0%}"


def warnings(answer: Plan) -> tuple[str, ...]:
    """Return what the figures rest on and leave out."""
    total, tables, found = len(answer.cases), answer.corpus.tables, list[str]()
    if total or not answer.not_finished:
        found = few(total, "incident that could be explained", "incidents that could be explained")
    if answer.not_finished:
        found.append(
            f"Not finished, and left out: {counted(len(answer.not_finished), 'incident')} with too "
            "many minimal cut sets or too little time; allow more with "
            "Budget(seconds=..., max_sets=...)."
        )
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
    if answer.question.objective == "minutes":
        lost = tables.incidents.array("minutes_lost").tolist()
        unknown = sum(isnan(minutes) for minutes in lost)
        if unknown:
            found.append(
                f"Minutes lost are not known for {unknown} of {counted(len(lost), 'incident')}; "
                "there, only what authors said a worsening cost counts."
            )
        found += tables.notes
    unconfirmed = int((tables.incidents.array("unconfirmed") > 0).sum())
    if unconfirmed:
        found.append(
            f"Unconfirmed facts, taken here as drawn, stand in {counted(unconfirmed, 'incident')}; "
            "see what depends on them."
        )
    return tuple(found)


def _states(answer: Plan) -> list[str]:
    """Return which fixes are only ever states along the way: no gap that anyone could close."""
    table = answer.corpus.tables.factors
    columns = (table.names_of(name) for name in ("key", "kind", "layer"))
    closable = {
        key for key, kind, layer in zip(*columns, strict=True) if kind == "condition" or layer
    }
    states = [name for name in answer.chosen if name not in closable]
    if not states:
        return []
    return [
        f"No condition and no gap in a layer, but a state along the way: {joined(states)}. To fix "
        "one is to fix what it came from."
    ]
