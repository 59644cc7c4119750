"""How long it takes to detect, to mitigate and to resolve: medians and their exact intervals.

No means: a few long incidents make a mean say nothing of the usual one.
"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.grouping import grouped, small_groups
from causal.corpus.patterns.statistics import few, quantile

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern

COLUMNS = columns(
    "text: measure group; count: known stated total; number: median median_low median_high "
    "coverage q90 q90_low q90_high shortest longest; count: below_zero"
)

MEASURES = ("detect", "mitigate", "resolve")


def durations(corpus: Asked, by: str | None = None) -> Pattern:
    """Return how long it took to detect, to mitigate and to resolve, from the start.

    Columns: ``measure`` (detect, mitigate, resolve), ``group`` (NA over all), ``known`` of
    ``total`` incidents, ``stated`` (of these a figure of the impact, no times being known),
    ``median, median_low, median_high`` (exact binomial interval between
    order statistics, at least 95 %; its true ``coverage``; NaN below six), ``q90, q90_low,
    q90_high``, ``shortest, longest``, ``below_zero`` (left out). In minutes. ``attrs`` holds
    ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        by: ``service``, ``team`` (owners of an incident's actions), ``severity``, ``quarter``
            or ``year``; None for all together.

    Raises:
        UnknownName: There is no such way to group.
    """
    tables = corpus.tables
    groups = grouped(tables, by)
    rows = []
    told = [names or () for names in tables.incidents.arrow("minutes_stated").to_pylist()]
    for measure in MEASURES:
        minutes = tables.incidents.array(f"minutes_to_{measure}")
        figures = [measure in names for names in told]
        for group, members in groups.items():
            found = minutes[members]
            row = _row(found.tolist()) | {"stated": sum(figures[member] for member in members)}
            rows.append({"measure": measure, "group": group} | row)
    whole = [row for row in rows if row["group"] is None]
    warnings = [*_warnings(whole), *small_groups(groups, by), *tables.warnings]
    return pattern(COLUMNS, rows, words=_words(whole), warnings=warnings, by=by)


def _row(minutes: list[float]) -> dict[str, Any]:
    stated = [value for value in minutes if not isnan(value)]
    known = [value for value in stated if value >= 0]
    middle, late = quantile(known), quantile(known, 0.9)
    return {
        "known": len(known),
        "total": len(minutes),
        "median": middle.value,
        "median_low": middle.low,
        "median_high": middle.high,
        "coverage": middle.coverage,
        "q90": late.value,
        "q90_low": late.low,
        "q90_high": late.high,
        "shortest": min(known, default=float("nan")),
        "longest": max(known, default=float("nan")),
        "below_zero": len(stated) - len(known),
    }


def _words(rows: list[dict[str, Any]]) -> str:
    parts = []
    for row in rows:
        if row["known"]:
            low, high = row["median_low"], row["median_high"]
            span = (
                f"95% interval {low:,.0f} to {high:,.0f}" if not isnan(low) else "too few to bound"
            )
            parts.append(
                f"half took at most {row['median']:,.0f} minutes to {row['measure']} "
                f"({span}; known for {row['known']} of {row['total']})"
            )
    if not parts:
        return "No incident tells how long it took."
    words = "; ".join(parts)
    return f"{words[0].upper()}{words[1:]}."


def _warnings(rows: list[dict[str, Any]]) -> list[str]:
    most = max((row["known"] for row in rows), default=0)
    found = few(most, "incident with a duration", "incidents with durations")
    hidden = [row for row in rows if 0 < row["known"] < 0.8 * row["total"]]
    if hidden:
        listed = ", ".join(f"{row['measure']} {row['total'] - row['known']}" for row in hidden)
        found.append(
            f"Durations are not stated for many ({listed}); those that are may be the better kept "
            "records, and incidents still going on have none."
        )
    figures = [f"{row['measure']} {row['stated']}" for row in rows if row["stated"]]
    if figures:
        found.append(
            f"Some durations are figures as stated, not worked out from times "
            f"({', '.join(figures)}); what their authors counted from is not known."
        )
    wrong = sum(row["below_zero"] for row in rows)
    if wrong:
        found.append(f"Left out: {wrong} durations below zero, whose times cannot be right.")
    return found
