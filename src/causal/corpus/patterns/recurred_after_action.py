"""Whether a factor recurred after an action on it was done, and after how long."""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.occurrences import DAY, acted_on, occurrences
from causal.corpus.patterns.statistics import few, share
from causal.corpus.patterns.survival import Survival, kaplan_meier
from causal.corpus.tables.columns import MISSING, taken
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from causal.corpus.patterns.occurrences import Occurrences
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables


COLUMNS = columns(
    "text: key action_incident action what; moment: completed; number: days_to_done; bool: "
    "verified recurred; number: days; text: next_incident"
)


def recurred_after_action(corpus: Asked, *, within: str = "corpus") -> Pattern:
    """Return whether factors recurred after an action on them was done.

    One row per lasting action done on a stated day and canonical factor it addresses, watched
    from the day after until the factor occurs or the records end (the last incident; of a
    shared service).

    Columns: ``key, action_incident, action, what, completed, days_to_done`` (since its
    incident began), ``verified, recurred, days`` (to
    the occurrence, else to the end), ``next_incident``. ``attrs`` holds ``words, warnings``,
    ``survival`` (the Kaplan-Meier estimate over distinct factors and days) and ``baseline``
    (from occurrence to occurrence of factors on which no action is done).

    Args:
        corpus: The incidents.
        within: ``corpus``, or ``services``: only where the two incidents share a service.

    Raises:
        UnknownName: `within` is neither.
    """
    tables = corpus.tables
    when = occurrences(tables, within)
    pairs = acted_on(tables, when, within)
    watched = pairs["dated"] & (pairs["ready"] <= pairs["until"])
    rows = _rows(tables, when, pairs[watched])
    once = rows.drop_duplicates(["key", "completed"], keep="last")
    survival = kaplan_meier(once["days"].tolist(), once["recurred"].tolist())
    baseline = _baseline(when, pairs["group"][pairs["done"]].to_numpy())
    found = few(len(rows), "done action to watch", "done actions to watch")
    found += _warnings(pairs, watched)
    words = _words(rows, survival, baseline)
    attrs = {"survival": survival, "baseline": baseline}
    return pattern(COLUMNS, rows, words=words, warnings=found, **attrs)


def _wait(when: Occurrences, group: Array, ready: Array) -> tuple[Array, Array, Array]:
    """Return for each query the days to the next time or the end, whether it came, and which."""
    place = when.after(group, ready - 1)
    inside = numpy.minimum(place, max(len(when.group) - 1, 0))
    if not len(when.group):
        return numpy.zeros(0), numpy.zeros(0, dtype=bool), place
    again = (place < len(when.group)) & (when.group[inside] == group)
    until = numpy.where(again, when.second[inside], when.groups["until"].to_numpy()[group])
    return (until - ready) / DAY, again, inside


def _baseline(when: Occurrences, treated: Array) -> Survival:
    """Return how long it takes from one time to the next of factors never acted on."""
    plain = ~numpy.isin(when.group, treated)
    days, again, _ = _wait(when, when.group[plain], when.second[plain] + 1)
    return kaplan_meier(days[days > 0].tolist(), again[days > 0].tolist())


def _rows(tables: Tables, when: Occurrences, pairs: pandas.DataFrame) -> pandas.DataFrame:
    days, again, place = _wait(when, pairs["group"].to_numpy(), pairs["ready"].to_numpy())
    again_in = taken(tables.ids, numpy.where(again, when.incident[place], MISSING))
    rows = pairs.assign(
        action=pairs["name"],
        verified=pairs["verified"].notna(),
        recurred=again,
        days=days,
        next_incident=again_in,
    )
    # By several services, the first time in any of them counts, else the longest watch.
    rows["order"] = numpy.where(again, days, -days)
    order = ["completed", "key", "action_incident", "action"]
    rows = rows.sort_values(
        [*order, "recurred", "order", "next_incident"],
        ascending=[True] * 4 + [False, True, True],
        ignore_index=True,
    )
    return rows.drop_duplicates(order).reset_index(drop=True)


def _after(survival: Survival, days: int) -> str:
    known = survival.at(days)
    if known is None:
        return f"how many had after {days} days cannot be told"
    if known[0] == 1:
        return f"none had within {days} days"
    share_back, low, high = 1 - known[0], 1 - known[2], 1 - known[1]
    interval = f" (95% interval {low:.0%} to {high:.0%})" if not isnan(low) else ""
    return f"{share_back:.0%} had within {days} days{interval}"


def _words(rows: pandas.DataFrame, survival: Survival, baseline: Survival) -> str:
    if rows.empty:
        return "No action is recorded as done on a canonical factor and could be watched after."
    back = int(rows["recurred"].sum())
    words = (
        f"After {counted(len(rows), 'done action')}, the factor recurred in {back} "
        f"({share(back, len(rows))}) before the records end; by the Kaplan-Meier estimate "
        f"{_after(survival, 365)}"
    )
    middle = survival.median[0]
    words += f"; half had after {middle:,.0f} days." if middle < inf else "."
    if baseline.events:
        words += f" Of factors without a done action, {_after(baseline, 365)} of an occurrence."
    return words


def _warnings(pairs: pandas.DataFrame, watched: pandas.Series[bool]) -> list[str]:
    undated, late = (
        pairs["action"][where].nunique()
        for where in (pairs["done"] & ~pairs["dated"], pairs["dated"] & ~watched)
    )
    found = []
    if undated:
        found.append(f"Left out: {counted(undated, 'done action')} without the day it was done.")
    if late:
        found.append(
            f"Left out: {counted(late, 'action')} done when the records had all but ended."
        )
    if watched.any():
        found.append(
            "Nobody drew lots on which factors to act on: those acted on may be the worst ones, "
            "or recur less afterwards by chance alone. What is not reported counts as not "
            "occurring."
        )
    return found
