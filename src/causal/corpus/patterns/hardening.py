"""Whether factors come less often once an action on them is done, by kind of action and by layer.

Each canonical factor is held against itself: how often it occurred per day until its first such
action was done, and from the next day on. A factor that never occurred besides tells nothing: its
years enter neither the ratio nor the years beside it. The incident that asked for the action is
left out of the count: it would not have been asked for otherwise, and would make any action look
good.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.occurrences import DAY, acted_on, occurrences
from causal.corpus.patterns.rate_ratio import Counts, Ratio, rate_ratio, tells
from causal.corpus.patterns.statistics import quantile
from causal.errors import UnknownName
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from causal.corpus.patterns.occurrences import Occurrences
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables


COLUMNS = columns(
    "text: group; count: actions factors telling; number: days_to_done days_to_done_low "
    "days_to_done_high; count: before; number: before_years; count: after; number: after_years "
    "expected ratio low high p others_ratio; text: verdict"
)

BY = ("kind", "layer")
FEWER, MORE, ALIKE = "fewer after", "more after", "fewer after, as of all incidents"
TOO_FEW = "too few to tell"
_YEAR = 365.25

_EXPLANATIONS = (
    "What else explains fewer after an action: a factor is acted on when it is at its worst and "
    "falls back by itself; people stop writing such incidents up; there was less of everything; "
    "other things were changed at the same time. What else explains more: once acted on, it is "
    "looked for. None of this can be told apart here.",
    "Occurrences are taken to come independently; those in bursts make the intervals too narrow.",
)


def does_hardening_work(
    corpus: Asked, by: Literal["kind", "layer"] = "kind", *, within: str = "corpus"
) -> Pattern:
    """Return whether factors come less often once an action on them is done.

    Each canonical factor is held against itself, before and after its first such action was
    done, without the incident that asked for it. "Too few to tell" is the usual verdict.

    Columns: ``group`` (NA over all), ``actions, factors``, ``telling`` (the factors that
    occurred besides; only they enter what follows), ``days_to_done, days_to_done_low,
    days_to_done_high`` (median, exact 95 %), ``before`` occurrences in ``before_years`` of
    watching, ``after`` in ``after_years``, ``expected`` after at each factor's rate before,
    ``ratio, low, high, p`` (``after`` by ``expected``; exact, given how often at all),
    ``others_ratio`` (of all other incidents at the same
    times), ``verdict``. ``attrs`` holds ``words`` and ``warnings``, which name what else
    explains it.

    Args:
        corpus: The incidents.
        by: ``kind`` of action, or ``layer`` that it hardens.
        within: ``corpus``, or ``services``: only where the two incidents share a service.

    Raises:
        UnknownName: `by` or `within` is none of these.
    """
    tables = corpus.tables
    if by not in BY:
        raise UnknownName("way to group actions", by, BY)
    when = occurrences(tables, within)
    pairs = acted_on(tables, when, within)
    dated = pairs["dated"] & pairs["began"].notna()
    kept = dated & (pairs["ready"] < pairs["until"]) & (pairs["since"] < pairs["ready"])
    watched = _counted(tables, when, pairs[kept])
    column = "kind" if by == "kind" else "layers"
    parts = watched.explode("layers") if by == "layer" else watched
    rows = [_row(None, watched)]
    rows += [_row(str(name), own) for name, own in parts.groupby(column)]
    undated = pairs["action"][pairs["done"] & ~dated].nunique()
    warnings = [*_warnings(undated, pairs["action"][dated & ~kept].nunique())]
    warnings += [*(_EXPLANATIONS if len(watched) else ()), *tables.warnings]
    return pattern(COLUMNS, rows, words=_words(rows, by), warnings=warnings, by=by)


_OWN = ["before", "days_before", "after", "days_after"]
_OTHERS = ["others_before", "days_before", "others_after", "days_after"]


def _counted(tables: Tables, when: Occurrences, pairs: pandas.DataFrame) -> pandas.DataFrame:
    """Return the actions with the occurrences of their factor, and of all other incidents."""
    columns = (pairs[name].to_numpy() for name in ("group", "ready", "since", "until"))
    group, ready, since, until = columns
    seconds = tables.incidents.array("began").astype("datetime64[s]")
    every = numpy.sort(seconds[~numpy.isnat(seconds)].astype("int64"))
    first, last = (numpy.searchsorted(when.group, group, side) for side in ("left", "right"))
    at = when.after(group, ready - 1)
    # The incident that asked for the action is one of them, as a rule before.
    asked_before = pairs["began"].to_numpy("datetime64[s]").astype("int64") < ready
    before, after = at - first - asked_before, last - at - ~asked_before
    middle = numpy.searchsorted(every, ready)
    all_before = middle - numpy.searchsorted(every, since)
    all_after = numpy.searchsorted(every, until, "right") - middle
    return pairs.assign(
        before=before,
        after=after,
        days_before=(ready - since) / DAY,
        days_after=(until - ready) / DAY,
        others_before=numpy.maximum(all_before - before - 1, 0),
        others_after=numpy.maximum(all_after - after, 0),
    )


def _row(name: str | None, own: pandas.DataFrame) -> dict[str, Any]:
    """Return the row of some of the actions: of each factor the first that was done counts."""
    own = own.reset_index(drop=True)
    first = own.loc[own.groupby("group", sort=False)["ready"].idxmin()]
    pairs, besides = (
        [Counts(*row) for row in first[names].itertuples(index=False)] for names in (_OWN, _OTHERS)
    )
    ratio, others = rate_ratio(pairs), rate_ratio(besides)
    once = own.drop_duplicates("action")
    took = quantile(once["days_to_done"].tolist())
    telling = first[numpy.array([tells(pair) for pair in pairs], dtype=bool)]
    return {
        "group": name,
        "actions": len(once),
        "factors": first["key"].nunique(),
        "telling": telling["key"].nunique(),
        "days_to_done": took.value,
        "days_to_done_low": took.low,
        "days_to_done_high": took.high,
        "before": first["before"].sum(),
        "before_years": telling["days_before"].sum() / _YEAR,
        "after": first["after"].sum(),
        "after_years": telling["days_after"].sum() / _YEAR,
        "expected": ratio.expected,
        "ratio": ratio.value,
        "low": ratio.low,
        "high": ratio.high,
        "p": ratio.p,
        "others_ratio": others.value,
        "verdict": _verdict(ratio, others),
    }


def _warnings(undated: int, late: int) -> Iterator[str]:
    """Yield what was left out."""
    if undated:
        count = counted(undated, "done action")
        yield f"Left out: {count} without the day it was done, or of an incident without one."
    if late:
        yield f"Left out: {counted(late, 'action')} done when the records had all but ended."


def _verdict(ratio: Ratio, others: Ratio) -> str:
    if isnan(ratio.value) or ratio.low <= 1 <= ratio.high:
        return TOO_FEW
    if ratio.low > 1:
        return MORE
    return ALIKE if others.value <= ratio.high else FEWER


def _besides(row: dict[str, Any]) -> str:
    """Return what occurred besides, on how many of the factors, and what was to be expected."""
    if not row["telling"]:
        return "none of them occurred besides"
    silent = row["factors"] - row["telling"]
    return (
        f"{counted(row['before'], 'other occurrence')} in {row['before_years']:.1f} years before, "
        f"{row['after']} in {row['after_years']:.1f} years after, where {row['expected']:.2g} "
        "would have come at each factor's rate before"
        + (f" ({silent} that never occurred besides left out)" if silent else "")
    )


def _words(rows: list[dict[str, Any]], by: str) -> str:
    whole, *parts = rows
    if not whole["actions"]:
        return "No action is recorded as done on a canonical factor that could be watched besides."
    days = whole["days_to_done"]
    took = (
        f"; half took {counted(round(days), 'day')} at most to be done"
        if days >= 1
        else ("; half were done within the day")
    )
    words = (
        f"{counted(whole['actions'], 'done action')} on {counted(whole['factors'], 'factor')}: "
        f"{_besides(whole)}"
    )
    if whole["verdict"] == TOO_FEW:
        words += f": too few to tell whether they come less often{took}."
    else:
        low, high = whole["low"], whole["high"]
        words += (
            f": {whole['ratio']:.2g} times as often (95% interval {low:.2g} to {high:.2g}){took}."
        )
    told = [f"{part['group'].replace('_', ' ')} ({part['verdict']})" for part in parts
            if part["verdict"] != TOO_FEW]  # fmt: skip
    few = sum(part["verdict"] == TOO_FEW for part in parts)
    if told:
        words += f" By {by}: {', '.join(told)}."
    if few:
        words += f" Too few to tell for {few} of {counted(len(parts), by)}."
    return words
