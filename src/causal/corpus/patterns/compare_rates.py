"""Whether incidents come more often in one period, service or team than in another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import inf, isfinite, isnan
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.grouping import grouped
from causal.corpus.patterns.rate_ratio import Counts, Ratio, rate_ratio
from causal.corpus.patterns.statistics import few, poisson_interval
from causal.corpus.patterns.trends import chosen, late_reports
from causal.corpus.tables.periods import PERIODS, periods
from causal.errors import CausalError, UnknownName
from causal.libraries import pandas

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables


COLUMNS = columns("text: group; count: incidents; number: exposure rate low high")
BY = ("period", "service", "team", "severity")
Side = str | tuple[date | str, date | str]
"""A period by its name or its first and last day, or the name of a service, team or severity."""

_MONTH, _CALLED = 30.0, 0.05
_PLURAL = {"severity": "severities"}


class _Span(NamedTuple):
    """What one side is called, its days as far as they are on record, and its incidents."""

    name: str
    days: float
    rows: list[int]
    first: date
    last: date


def compare_rates(
    corpus: Asked,
    first: Side,
    second: Side,
    *,
    by: Literal["period", "service", "team", "severity"] = "period",
    factor: str | None = None,
    layer: str | None = None,
    exposure: Sequence[float] | None = None,
    unit: str = "unit",
) -> Pattern:
    """Return whether incidents come more often in one period, service or team than in another.

    Columns: ``group, incidents, exposure`` (days on record unless given), ``rate`` (per 30
    days, or per unit), ``low, high`` (exact Poisson 95 %). ``attrs`` holds ``words``,
    ``warnings`` (seasons, late reports and what else would fake a difference) and ``ratio``:
    how many times as often in the second, with an exact interval and p, given their sum.

    Args:
        corpus: The incidents.
        first: A period by name (``2024``, ``2024-Q1``, ``2024-03``) or its first and last day;
            the name of a service, team or severity.
        second: What it is held against, likewise.
        by: What the two are.
        factor: Count only incidents with this canonical factor.
        layer: Count only incidents with a gap in this layer.
        exposure: How much there was to fail on each side; the days on record when not given.
        unit: What the exposure counts, such as ``deploy``.

    Raises:
        CausalError: A side is no period, periods overlap, or the exposure is not two numbers
            above 0.
        UnknownName: There is no such service, team, severity, factor or layer.
    """
    tables = corpus.tables
    if by not in BY:
        raise UnknownName("way to compare", by, BY)
    one, other = _spans(tables, (first, second), by, {*chosen(tables, factor, layer).tolist()})
    both = {*one.rows} & {*other.rows}
    counts = [len([r for r in side.rows if r not in both]) for side in (one, other)]
    amounts = _exposure(exposure) if exposure is not None else (one.days, other.days)
    per = 1.0 if exposure is not None else _MONTH
    ratio = rate_ratio([Counts(counts[0], amounts[0], counts[1], amounts[1])])
    rows = []
    for side, count, amount in zip((one, other), counts, amounts, strict=True):
        low, high = (
            end / amount * per if amount else float("nan") for end in poisson_interval(count)
        )
        rate = count / amount * per if amount else float("nan")
        values = (side.name, count, amount, rate, low, high)
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    of = f"per {unit}" if exposure is not None else "per 30 days"
    warnings = few(sum(counts), "incident to compare", "incidents to compare")
    if both:
        warnings.append(f"Left out: {counted(len(both), 'incident')} of both.")
    warnings += _faked(tables, (one, other)) if by == "period" else []
    warnings += [*_always(by, exposure is not None), *tables.warnings]
    return pattern(COLUMNS, rows, words=_words(rows, ratio, of), warnings=warnings, ratio=ratio)


def _spans(
    tables: Tables, sides: tuple[Side, Side], by: str, wanted: set[int]
) -> tuple[_Span, _Span]:
    began = tables.incidents.array("began").astype("datetime64[D]").tolist()
    days = [(day, row) for row, day in enumerate(began) if day is not None]
    if not days:
        raise CausalError("no incident has a date, so how often they come is not known")
    start, end = min(days)[0], max(days)[0]
    if by != "period":
        groups = grouped(tables, by)
        for side in sides:
            if side not in groups or side is None:
                raise UnknownName(by, str(side), [name for name in groups if name])
        length = float((end - start).days + 1)
        dated = {row for _, row in days}
        first, second = (
            _Span(str(s), length, [r for r in groups[str(s)] if r in wanted & dated], start, end)
            for s in sides
        )
        return first, second
    found = []
    for side in sides:
        name, first_day, last_day = _period(side, start, end)
        low, high = max(first_day, start), min(last_day, end)
        rows = [row for day, row in days if low <= day <= high and row in wanted]
        found.append(_Span(name, float(max((high - low).days + 1, 0)), rows, low, high))
    if max(s.first for s in found) <= min(s.last for s in found):
        raise CausalError(f"the periods {found[0].name} and {found[1].name} overlap")
    return found[0], found[1]


def _period(side: Side, start: date, end: date) -> tuple[str, date, date]:
    """Return what a period is called, and its first and last day."""
    if isinstance(side, str):
        for kind in PERIODS:
            for period in periods(start, end, kind):
                if period.name == side:
                    return side, period.start, period.end - timedelta(days=1)
        raise CausalError(
            f"{side!r} is no period on record, {start} to {end}: give a year, a quarter such as "
            "2024-Q1, a month such as 2024-03, or the first and the last day"
        )
    try:
        first, last = (d if isinstance(d, date) else date.fromisoformat(d) for d in side)
    except (TypeError, ValueError):
        raise CausalError(
            f"a period is a name, or its first and its last day, not {side!r}"
        ) from None
    if last < first:
        raise CausalError(f"a period ends on or after its first day, not {side!r}")
    return f"{first} to {last}", first, last


def _exposure(given: Sequence[float]) -> tuple[float, float]:
    wrong = (
        f"exposure is two numbers above 0, how much there was to fail on each side, not {given!r}"
    )
    try:
        one, other = (float(value) for value in given)
    except (TypeError, ValueError):
        raise CausalError(wrong) from None
    if not (isfinite(one) and isfinite(other) and one > 0 and other > 0):
        raise CausalError(wrong)
    return one, other


def _words(rows: list[dict[str, Any]], ratio: Ratio, of: str) -> str:
    one, other = rows
    told = "; ".join(
        f"{row['group']}: {counted(row['incidents'], 'incident')}, {row['rate']:.2g} {of}"
        for row in rows
    )
    if isnan(ratio.value):
        return f"{told}. How many times as often is not known."
    stands = (
        "no difference stands out from chance"
        if ratio.p >= _CALLED
        else "chance hardly explains it"
    )
    value, high = ("any number" if v == inf else f"{v:.2g}" for v in (ratio.value, ratio.high))
    return (
        f"{told}. That is {value} times as often in {other['group']} as in {one['group']} (95% "
        f"interval {ratio.low:.2g} to {high}, p = {ratio.p:.2g}): {stands}."
    )


def _faked(tables: Tables, spans: tuple[_Span, _Span]) -> list[str]:
    """Return what would look like a difference of periods and is none."""
    found = []
    months = (pandas.date_range(span.first, span.last).month for span in spans)
    one, other = (m.value_counts(normalize=True) for m in months)
    apart = one.sub(other, fill_value=0).abs().sum() / 2
    if apart > 0.2:
        found.append(
            "The two periods are not the same times of the year, so a season would look like a "
            "difference; compare the same months."
        )
    late, known = late_reports(tables)
    end = max(span.last for span in spans)
    newest = max(
        (d for d in tables.incidents.array("began").astype("datetime64[D]").tolist() if d),
        default=end,
    )
    if late >= 1 and (newest - end).days < late:
        found.append(
            f"One in ten incidents was declared more than {late:,.0f} days after it began (n = "
            f"{known}), and the later period ends within that time of the last on record: it may "
            "still miss some."
        )
    return found


def _always(by: str, exposed: bool) -> list[str]:
    found = []
    if not exposed:
        much = "in each period" if by == "period" else f"of each {by}"
        found.append(
            f"Nothing says how much there was to fail {much}: more incidents may be more of "
            "everything. Give exposure=(..., ...)."
        )
    return [
        *found,
        "Intervals take incidents to come independently and to be written up alike, for one "
        f"comparison meant beforehand: of many {_PLURAL.get(by, by + 's')}, some differ by chance.",
    ]
