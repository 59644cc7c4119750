"""How long it takes to detect, to mitigate and to resolve: medians and their exact intervals.

No means: a few long incidents make a mean say nothing of the usual one.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING, Any

from causal.corpus.intervals import quantile
from causal.corpus.periods import period_of
from causal.corpus.statistics import few
from causal.errors import UnknownName

if TYPE_CHECKING:
    from causal.corpus.pattern import Pattern
    from causal.corpus.tables import Tables

__all__ = ["BY", "COLUMNS", "MEASURES", "durations"]

COLUMNS = {
    "measure": "text",
    "group": "text",
    "known": "count",
    "of": "count",
    "median": "number",
    "median_low": "number",
    "median_high": "number",
    "coverage": "number",
    "q90": "number",
    "q90_low": "number",
    "q90_high": "number",
    "shortest": "number",
    "longest": "number",
    "below_zero": "count",
}

MEASURES = ("detect", "mitigate", "resolve")


def _severity(tables: Tables) -> list[tuple[str, ...]]:
    return [(name,) if name else () for name in tables.incidents.names_of("severity")]


def _service(tables: Tables) -> list[tuple[str, ...]]:
    return [tables.incidents.names("services", row) for row in range(len(tables.incidents))]


def _period(by: str) -> Callable[[Tables], list[tuple[str, ...]]]:
    def found(tables: Tables) -> list[tuple[str, ...]]:
        began = tables.incidents.array("began").astype("datetime64[D]").tolist()
        return [(period_of(day, by).name,) if day is not None else () for day in began]

    return found


BY: dict[str, Callable[[Tables], list[tuple[str, ...]]]] = {
    "severity": _severity,
    "service": _service,
    "quarter": _period("quarter"),
    "year": _period("year"),
}
"""What durations can be told apart by: the groups that each incident belongs to."""


def durations(tables: Tables, by: str | None) -> Pattern:
    """Return one row per measure, and per group of incidents.

    Raises:
        UnknownName: There is no such way to group.
    """
    from causal.corpus.pattern import pattern

    if by is not None and by not in BY:
        raise UnknownName("way to group durations", by, BY)
    groups: dict[str | None, list[int]] = {None: list(range(len(tables.incidents)))}
    for row, names in enumerate(BY[by](tables) if by else ()):
        for name in dict.fromkeys(names):
            groups.setdefault(name, []).append(row)
    rows = []
    for measure in MEASURES:
        minutes = tables.incidents.array(f"minutes_to_{measure}")
        for group in sorted(groups, key=lambda name: (name is not None, name or "")):
            found = minutes[groups[group]]
            rows.append({"measure": measure, "group": group} | _row(found.tolist()))
    whole = [row for row in rows if row["group"] is None]
    return pattern(COLUMNS, rows, words=_words(whole), warnings=_warnings(whole), by=by)


def _row(minutes: list[float]) -> dict[str, Any]:
    stated = [value for value in minutes if not isnan(value)]
    known = [value for value in stated if value >= 0]
    middle, late = quantile(known), quantile(known, 0.9)
    return {
        "known": len(known),
        "of": len(minutes),
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
                f"({span}; known for {row['known']} of {row['of']})"
            )
    if not parts:
        return "No incident tells how long it took."
    words = "; ".join(parts)
    return f"{words[0].upper()}{words[1:]}."


def _warnings(rows: list[dict[str, Any]]) -> list[str]:
    most = max((row["known"] for row in rows), default=0)
    found = few(most, "incident with a duration", "incidents with durations")
    hidden = [row for row in rows if 0 < row["known"] < 0.8 * row["of"]]
    if hidden:
        listed = ", ".join(f"{row['measure']} {row['of'] - row['known']}" for row in hidden)
        found.append(
            f"Durations are not stated for many ({listed}); those that are may be the better kept "
            "records, and incidents still going on have none."
        )
    wrong = sum(row["below_zero"] for row in rows)
    if wrong:
        found.append(f"Left out: {wrong} durations below zero, whose times cannot be right.")
    return found
