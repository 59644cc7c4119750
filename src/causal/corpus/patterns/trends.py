"""How many incidents there are per period, and whether the rate changed."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.change_points import Change, change_point, change_points
from causal.corpus.patterns.exposure import COLUMNS as EXPOSED
from causal.corpus.patterns.exposure import Exposure, exposure_of, rates
from causal.corpus.patterns.statistics import few, poisson_interval
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.groups import distinct
from causal.corpus.tables.periods import periods
from causal.errors import UnknownName
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

COLUMNS = columns(
    "text: period; moment: start; count: days incidents; number: per_30_days low high; "
    f"bool: change; number: {' '.join(EXPOSED)}"
)
_MONTH = 30.0


def trends(
    corpus: Asked,
    by: str = "quarter",
    *,
    factor: str | None = None,
    layer: str | None = None,
    exposure: pandas.DataFrame | None = None,
) -> Pattern:
    """Return the rate of incidents per period, and where it most likely changed.

    Columns: ``period, start, days`` (between the first and the last incident on record),
    ``incidents, per_30_days, low, high`` (exact Poisson 95 %), ``change`` (a change that
    stands out from chance begins here; where none does, the likeliest); ``exposure,
    per_exposure, exposure_low, exposure_high`` (NaN where none is given). ``attrs`` holds
    ``words, warnings, p`` (how likely chance alone does as much as the first change found) and
    ``changes`` (of those that stand out the period, the rates before and after, p).

    Args:
        corpus: The incidents.
        by: ``month``, ``quarter`` or ``year``.
        factor: Count only incidents with this canonical factor.
        layer: Count only incidents with a gap in this layer.
        exposure: How much there was to fail: a column ``period``, as in the answer, and one of
            numbers above 0, named by its unit, such as ``deploys``.

    Raises:
        CausalError: The table of exposure is none.
        UnknownName: There is no such kind of period, factor or layer.
        MissingExtra: SciPy is not installed.
    """
    tables = corpus.tables
    began = tables.incidents.array("began").astype("datetime64[D]")
    dated = sorted(day for day in began.tolist() if day is not None)
    members = chosen(tables, factor, layer)
    days = sorted(day for day in began[members].tolist() if day is not None)
    rows = _rows(dated, days, by)
    per = None if exposure is None else exposure_of(exposure, [r["period"] for r in rows])
    rates(rows, per)
    likeliest, changes = _changes(rows, "days")
    for change in changes or ([likeliest] if likeliest else []):
        rows[change.at]["change"] = True
    told = [r for r in rows if not isnan(r["exposure"])]
    for row in rows:
        row["start"] = numpy.datetime64(row["start"], "us")
    what = f"incidents with {factor or layer}" if factor or layer else "incidents"
    return pattern(
        COLUMNS,
        rows,
        words=_words(rows, changes, likeliest, what) + (_per(told, per, changes) if per else ""),
        warnings=[
            *_warnings(rows, len(days), len(members) - len(days)),
            *_faked(tables, rows, changes),
            *_unexposed(rows, told, per),
        ],
        p=likeliest.p if likeliest else float("nan"),
        changes=tuple(
            (rows[c.at]["period"], c.before * _MONTH, c.after * _MONTH, c.p) for c in changes
        ),
    )


def _changes(rows: list[dict[str, Any]], length: str) -> tuple[Change | None, list[Change]]:
    """Return the likeliest change of the rate per day or per exposure, and those that stand out."""
    counts, lengths = [r["incidents"] for r in rows], [r[length] for r in rows]
    return change_point(counts, lengths), list(change_points(counts, lengths))


def _per(told: list[dict[str, Any]], per: Exposure, by_day: list[Change]) -> str:
    """Return whether the rate per exposure changed, beside that per day."""
    _, changes = _changes(told, "exposure")
    if not changes:
        more = " although that per day did: there was more or less of everything" if by_day else ""
        return f" Per {per.unit}, no change of the rate stands out from chance{more}."
    parts = (
        f"from {c.before:.2g} to {c.after:.2g} at {told[c.at]['period']} (p = {c.p:.2g})"
        for c in changes
    )
    return f" Per {per.unit}, the rate changed, most likely {'; '.join(parts)}."


def _unexposed(
    rows: list[dict[str, Any]], told: list[dict[str, Any]], per: Exposure | None
) -> list[str]:
    without = [row["period"] for row in rows if row not in told]
    if per is None or not without:
        return []
    more = ", ..." if len(without) > 5 else ""
    shown = ", ".join(without[:5]) + more
    return [f"No {per.unit} given for {counted(len(without), 'period')}: {shown}."]


def _faked(tables: Tables, rows: list[dict[str, Any]], changes: list[Change]) -> list[str]:
    """Return what would look like a change and is none: seasons, and incidents not yet reported."""
    found = []
    if changes and sum(row["days"] for row in rows) < 2 * 365:
        found.append("Less than two years on record: a season cannot be told from a change.")
    late, known = late_reports(tables)
    if late >= 1:
        found.append(
            f"One in ten incidents was declared more than {late:,.0f} days after it began (n = "
            f"{known}), so the last periods may still miss some."
        )
    return found


def late_reports(tables: Tables) -> tuple[float, int]:
    """Return the days within which nine in ten incidents were declared, and how many tell it."""
    began, declared = (tables.incidents.array(name) for name in ("began", "declared"))
    delay = (declared - began) / numpy.timedelta64(1, "D")
    known = delay[~numpy.isnan(delay) & (delay >= 0)]
    return (float(numpy.quantile(known, 0.9)) if len(known) else 0.0), len(known)


def chosen(tables: Tables, factor: str | None, layer: str | None) -> Array:
    """Return the rows of the incidents that name a factor or have a gap in a layer, else all.

    Raises:
        UnknownName: There is no such factor or layer.
    """
    if factor is None and layer is None:
        return numpy.arange(len(tables.incidents))
    column, name = ("key", factor) if factor is not None else ("layer", layer)
    codes = tables.factors.array(column)
    known = {tables.pool.names[code]: code for code in distinct(codes[codes != MISSING]).tolist()}
    if name not in tuple(known):
        kind = "canonical factor" if column == "key" else "layer"
        raise UnknownName(kind, str(name), known)
    return distinct(tables.factors.array("incident")[codes == known[name]])


def _rows(dated: list[date], days: list[date], by: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    end = dated[-1] + timedelta(days=1) if dated else date.max
    for period in periods(dated[0], dated[-1], by) if dated else ():
        length = (min(period.end, end) - max(period.start, dated[0])).days
        count = bisect_left(days, period.end) - bisect_left(days, period.start)
        low, high = poisson_interval(count)
        rows.append(
            {
                "period": period.name,
                "start": period.start,
                "days": length,
                "incidents": count,
                "per_30_days": count / length * _MONTH,
                "low": low / length * _MONTH,
                "high": high / length * _MONTH,
                "change": False,
            }
        )
    return rows


def _words(
    rows: list[dict[str, Any]], changes: list[Change], likeliest: Change | None, what: str
) -> str:
    total = sum(row["incidents"] for row in rows)
    if not total:
        return f"No {what} with a date."
    words = f"{total:,} {what} over {counted(len(rows), 'period')}."
    if likeliest is None:
        return words

    def told(change: Change) -> str:
        return (
            f"from {change.before * _MONTH:.2g} to {change.after * _MONTH:.2g} per 30 days at "
            f"{rows[change.at]['period']} (p = {change.p:.2g})"
        )

    if changes:
        return f"{words} The rate changed, most likely {'; '.join(map(told, changes))}."
    return (
        f"{words} No change of the rate stands out from chance; the likeliest is {told(likeliest)}."
    )


def _warnings(rows: list[dict[str, Any]], count: int, undated: int) -> list[str]:
    found = few(count, "dated incident", "dated incidents")
    if undated:
        found.append(f"Left out: {counted(undated, 'incident')} without a date.")
    if rows:
        found.append(
            "A rate of written reports moves with the habit of writing them. Days are counted from "
            "the first to the last incident on record, which makes both ends look a little busier."
        )
        found.append(
            "Intervals and p-value take incidents to come independently; those that come in "
            "bursts make both too sure."
        )
    return found
