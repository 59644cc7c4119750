"""A forest plot: how many times as often something comes after an action, by group."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, Any, cast

from causal.corpus.charts.chart import Chart
from causal.corpus.charts.description import Axis, Dots, Line, Tone
from causal.corpus.patterns.hardening import TOO_FEW
from causal.errors import NothingToDraw

if TYPE_CHECKING:
    from causal.corpus.corpus import Corpus
    from causal.corpus.patterns.pattern import Pattern


_LEAST, _MOST = 0.02, 50.0
_TICKS = ((0.02, "0.02"), (0.1, "0.1"), (0.5, "0.5"), (1, "1"), (2, "2"), (10, "10"), (50, "50"))


def forest_chart(corpus: Corpus, found: Pattern | None = None) -> Chart:
    """Return how many times as often factors occur after an action as before, with intervals.

    Args:
        corpus: The incidents.
        found: The rows to show; those of `Corpus.does_hardening_work` when not given.

    Raises:
        NothingToDraw: No done action could be watched, or nothing occurred before or after one.

    References:
        S. Lewis, M. Clarke, *Forest plots: trying to see the wood and the trees*, BMJ 322, 2001.
    """
    frame = corpus.does_hardening_work() if found is None else found
    rows = cast("list[dict[str, Any]]", frame.to_dict("records"))
    if not rows or not rows[0]["actions"]:
        raise NothingToDraw("no done action on a canonical factor could be watched after")
    names = [row["group"] if isinstance(row["group"], str) else "all actions" for row in rows]
    known = [n for n, row in enumerate(rows) if not isnan(row["ratio"])]
    if not known:
        raise NothingToDraw("no factor that was acted on occurred besides, before or after")
    told = [n for n in known if rows[n]["verdict"] != TOO_FEW]
    groups: tuple[tuple[Tone, str, list[int]], ...] = (
        ("muted", TOO_FEW, [n for n in known if n not in told]),
        (0, "fewer or more than chance explains", told),
    )
    marks = [
        Dots(
            [_within(rows[n]["ratio"]) for n in places],
            places,
            tone,
            name,
            11,
            diamond=True,
            low=[_within(rows[n]["low"]) for n in places],
            high=[_within(rows[n]["high"]) for n in places],
            hover=[f"{names[n]}\n{_said(rows[n])}" for n in places],
        )
        for tone, name, places in groups
        if places
    ]
    return Chart(
        "Does hardening work?",
        "How many times as often factors occur after an action on them was done as before; left of "
        "1 is fewer. Expected: at each factor's rate before; those that never occurred besides are "
        f"left out. Lines are exact 95% intervals, cut off at {_LEAST:g} and {_MOST:g}.",
        (Line([1, 1], [-0.5, len(rows) - 0.5], "ink", width=1.2, dashed=True), *marks),
        Axis(low=_LEAST, high=_MOST, ticks=_TICKS, log=True),
        Axis(
            tuple(name.replace("_", " ") for name in names),
            tuple(map(_counts, rows)),
        ),
        words=frame.attrs["words"],
    )


def _within(value: float) -> float:
    return nan if isnan(value) else min(max(value, _LEAST), _MOST)


def _counts(row: dict[str, Any]) -> str:
    """Return the counts of which the mark of a row is the ratio."""
    if not row["telling"]:
        return "none occurred besides"
    return f"{row['before']} before; {row['after']} after, {row['expected']:.2g} expected"


def _said(row: dict[str, Any]) -> str:
    return f"{row['ratio']:.2g} times, {row['low']:.2g} to {row['high']:.2g}: {row['verdict']}"
