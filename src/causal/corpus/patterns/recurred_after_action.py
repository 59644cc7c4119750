"""Whether a factor struck again after an action on it was done, and after how long."""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.occurrences import DAY, acted, strikes
from causal.corpus.patterns.statistics import few, share
from causal.corpus.patterns.survival import Survival, kaplan_meier

if TYPE_CHECKING:
    from causal.corpus.patterns.occurrences import Acted, Strikes
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

__all__ = ["COLUMNS", "recurred_after_action"]

COLUMNS = {
    "key": "text",
    "action_incident": "text",
    "action": "text",
    "what": "text",
    "completed": "moment",
    "verified": "bool",
    "recurred": "bool",
    "days": "number",
    "next_incident": "text",
}


def recurred_after_action(tables: Tables, within: str) -> Pattern:
    """Return one row per done action and canonical factor it addresses.

    Raises:
        UnknownName: `within` is neither ``corpus`` nor ``services``.
    """
    import numpy

    from causal.corpus.patterns.pattern import pattern

    when = strikes(tables, within)
    pairs = acted(tables, when, within)
    done = tables.actions.array("status")[pairs.action] == tables.pool.code("done")
    completed = tables.actions.array("completed")[pairs.action]
    dated = done & ~numpy.isnat(completed)
    # Strikes on the day itself may have come before or after: they count from the next day on.
    ready = (completed.astype("datetime64[s]").astype("int64") - when.origin) + DAY
    watched = dated & (ready <= when.until[pairs.group])
    days, again, strike = _wait(when, pairs.group[watched], ready[watched])
    rows = _rows(tables, when, pairs, numpy.flatnonzero(watched), (days, again, strike))
    once = {(row["key"], row["completed"]): (row["days"], row["recurred"]) for row in rows}
    survival = kaplan_meier(*_split(list(once.values())))
    baseline = _baseline(when, pairs.group[done])
    found = few(len(rows), "done action to watch", "done actions to watch")
    found += _warnings(pairs, done, dated, watched)
    return pattern(
        COLUMNS,
        rows,
        words=_words(rows, survival, baseline),
        warnings=found,
        survival=survival,
        baseline=baseline,
    )


def _wait(when: Strikes, group: Array, ready: Array) -> tuple[Array, Array, Array]:
    """Return for each query the days to the next strike or the end, whether it came, and which."""
    import numpy

    strike = when.after(group, ready - 1)
    place = numpy.minimum(strike, max(len(when.group) - 1, 0))
    if not len(when.group):
        return numpy.zeros(0), numpy.zeros(0, dtype=bool), place
    again = (strike < len(when.group)) & (when.group[place] == group)
    until = numpy.where(again, when.second[place], when.until[group])
    return (until - ready) / DAY, again, place


def _baseline(when: Strikes, treated: Array) -> Survival:
    """Return how long it takes from one strike to the next of factors never acted on."""
    import numpy

    plain = ~numpy.isin(when.group, treated)
    group, second = when.group[plain], when.second[plain]
    days, again, _ = _wait(when, group, second + 1)
    return kaplan_meier(days[days > 0].tolist(), again[days > 0].tolist())


def _split(pairs: list[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [days for days, _ in pairs], [ended for _, ended in pairs]


def _rows(
    tables: Tables,
    when: Strikes,
    pairs: Acted,
    watched: Array,
    waits: tuple[Array, Array, Array],
) -> list[dict[str, Any]]:
    import numpy

    table, ids = tables.actions, tables.ids
    names, what = table.names_of("id"), table.array("what")
    completed = table.array("completed").astype("datetime64[us]")
    verified = ~numpy.isnat(table.array("verified"))
    days, again, strike = (values.tolist() for values in waits)
    rows = []
    for number, pair in enumerate(watched.tolist()):
        action = int(pairs.action[pair])
        next_one = ids[int(when.incident[strike[number]])] if again[number] else None
        rows.append(
            {
                "key": when.name(tables, int(pairs.group[pair])),
                "action_incident": ids[int(pairs.incident[pair])],
                "action": names[action],
                "what": what[action],
                "completed": completed[action],
                "verified": bool(verified[action]),
                "recurred": again[number],
                "days": days[number],
                "next_incident": next_one,
            }
        )
    # By several services, the first strike in any of them counts, else the longest watch.
    rows.sort(key=lambda r: (r["next_incident"] or "", r["action"]))
    rows.sort(key=lambda r: (not r["recurred"], r["days"] if r["recurred"] else -r["days"]))
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        first.setdefault((row["completed"], row["key"], row["action_incident"], row["action"]), row)
    return [first[one] for one in sorted(first)]


def _after(survival: Survival, days: int) -> str:
    known = survival.at(days)
    if known is None:
        return f"how many had after {days} days cannot be told"
    if known[0] == 1:
        return f"none had within {days} days"
    struck, low, high = 1 - known[0], 1 - known[2], 1 - known[1]
    interval = f" (95% interval {low:.0%} to {high:.0%})" if not isnan(low) else ""
    return f"{struck:.0%} had within {days} days{interval}"


def _words(rows: list[dict[str, Any]], survival: Survival, baseline: Survival) -> str:
    if not rows:
        return "No action is recorded as done on a canonical factor and could be watched after."
    back = sum(row["recurred"] for row in rows)
    words = (
        f"After {counted(len(rows), 'done action')}, the factor struck again in {back} "
        f"({share(back, len(rows))}) before the records end; by the Kaplan-Meier estimate "
        f"{_after(survival, 365)}"
    )
    middle = survival.median[0]
    words += f"; half had after {middle:,.0f} days." if middle < inf else "."
    if baseline.events:
        words += f" Of factors without a done action, {_after(baseline, 365)} of a strike."
    return words


def _warnings(pairs: Acted, done: Array, dated: Array, watched: Array) -> list[str]:
    import numpy

    def actions(where: Array) -> int:
        return len(numpy.unique(pairs.action[where]))

    found = []
    if undated := actions(done & ~dated):
        found.append(f"Left out: {counted(undated, 'done action')} without the day it was done.")
    if late := actions(dated & ~watched):
        found.append(
            f"Left out: {counted(late, 'action')} done when the records had all but ended."
        )
    if watched.any():
        found.append(
            "Nobody drew lots on which factors to act on: those acted on may be the worst ones, "
            "or strike less afterwards by chance alone. What is not reported counts as no strike."
        )
    return found
