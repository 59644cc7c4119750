"""Action completion: done, open, overdue, by owner and priority."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.statistics import few, share
from causal.errors import CausalError
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

COLUMNS = columns(
    "text: owner priority; bool: overall; count: actions done in_progress open unstated "
    "cancelled overdue with_due; number: median_age_days; count: age_known; number: completion "
    "completion_low completion_high; count: completion_total"
)


def as_day(today: date | str | None) -> date:
    """Return the day that ages and due dates are measured to; None is the date now, in UTC.

    Raises:
        CausalError: It is no date such as ``2025-04-01``.
    """
    if today is None:
        return datetime.now(UTC).date()
    if isinstance(today, datetime):
        return today.date()
    if isinstance(today, date):
        return today
    try:
        return date.fromisoformat(today)
    except (TypeError, ValueError):
        raise CausalError(f"a day is a date such as 2025-04-01, not {today!r}") from None


def action_completion(corpus: Asked, today: date | str | None = None) -> Pattern:
    """Return how far actions meant to last are done, by owner and priority; repairs aside.

    Columns: ``owner, priority, overall`` (the last row, over all), ``actions, done,
    in_progress, open, unstated`` (the file gives no status), ``cancelled, overdue`` (past due
    and not known to be closed) of ``with_due``, ``median_age_days`` (since the incident
    began, of those not known to be closed, over ``age_known``), ``completion,
    completion_low, completion_high`` (done, Wilson 95 %) of
    ``completion_total`` (status stated, cancelled aside). ``attrs`` holds ``words``,
    ``warnings``, ``today`` and ``repairs``.

    Args:
        corpus: The incidents.
        today: The day to measure to; the date now in UTC when not given.

    Raises:
        CausalError: `today` is a text that is no date.
    """
    day = as_day(today)
    rows = _lasting(corpus.tables, day)
    cells, (total,) = _counts(rows, ["owner", "priority"]), _counts(rows, [])
    repairs = len(corpus.tables.actions) - len(rows)
    return pattern(
        COLUMNS,
        [*cells, total],
        words=_words(total, day, repairs),
        warnings=_warnings(total),
        today=day.isoformat(),
        repairs=repairs,
    )


def overdue(tables: Tables, today: date | str | None) -> list[int]:
    """Return the rows of lasting actions past their due date and not known to be closed."""
    rows = _lasting(tables, as_day(today))
    found: list[int] = rows.index[rows["overdue"]].tolist()
    return found


def _lasting(tables: Tables, day: date) -> pandas.DataFrame:
    """Return the actions meant to last, with what is known of each on a day."""
    rows = tables.frame("actions", "owner", "priority", "kind", "status", "status_stated", "due")
    until = numpy.datetime64(day.isoformat(), "D")
    state = rows["status"].where(rows["status_stated"], "unstated")
    waiting = ~state.isin(["done", "cancelled"])
    began = tables.incidents.array("began")[tables.actions.array("incident")]
    age: Array = until - began.astype("datetime64[D]")
    days = age / numpy.timedelta64(1, "D")
    due = rows["due"].to_numpy("datetime64[D]")
    late = waiting & (due < until)
    rows = rows.assign(state=state, overdue=late, age=numpy.where(waiting, days, numpy.nan))
    return rows[rows["kind"].fillna("") != "repair"]


_STATES = ("done", "in_progress", "open", "unstated", "cancelled")


def _counts(rows: pandas.DataFrame, by: list[str]) -> list[dict[str, Any]]:
    """Return the cells of each group of actions; of all together where they are not grouped."""
    marked: dict[str, Any] = {state: rows["state"] == state for state in _STATES}
    marked |= {"actions": True, "overdue": rows["overdue"], "with_due": rows["due"].notna()}
    told = rows[[*by, "age"]].assign(age_known=rows["age"].notna(), **marked)
    summed = ["age_known", *marked]
    if by:
        groups = told.groupby(by, dropna=False)
        found = groups[summed].sum().assign(median_age_days=groups["age"].median()).reset_index()
    else:
        found = told[summed].sum().to_frame().T.assign(median_age_days=told["age"].median())
    cells: list[dict[str, Any]] = found.to_dict("records")  # type: ignore[assignment]
    for cell in cells:
        of = int(cell["done"] + cell["in_progress"] + cell["open"])
        known = share(int(cell["done"]), of)
        cell.update({"owner": None, "priority": None, "overall": not by} | cell)
        cell.update(completion=known.value, completion_low=known.low, completion_high=known.high)
        cell.update(completion_total=of)
    return cells


_SAID = {
    "in_progress": "in progress",
    "open": "open",
    "cancelled": "cancelled",
    "unstated": "without a status in their file",
}


def _words(total: dict[str, Any], day: date, repairs: int) -> str:
    if not total["actions"]:
        return "No incident names an action that is meant to last."
    lasting_ones = f"{counted(total['actions'], 'action')} meant to last"
    parts = [f"{total['done']} of {lasting_ones} are recorded as done"]
    parts += [f"{total[name]} {said}" for name, said in _SAID.items() if total[name]]
    words = f"{'; '.join(parts)}."
    if total["completion_total"] > total["unstated"]:
        of = total["completion_total"]
        done = share(total["done"], of)
        words += f" Of the {of} whose status is stated, cancelled ones aside, {done} are done."
    if total["with_due"]:
        late = total["overdue"] or "none"
        words += f" Of the {total['with_due']} with a due date, {late} had missed it on {day}."
    if repairs:
        words += f" Not counted: {counted(repairs, 'repair')} of the moment."
    return words


def _warnings(total: dict[str, Any]) -> list[str]:
    found = few(
        total["completion_total"], "action with a stated status", "actions with a stated status"
    )
    if total["unstated"]:
        found.append(
            f"{total['unstated']} of {counted(total['actions'], 'action')} carry no status: files "
            "tend to record what is done, so the share of those that do says little of the rest."
        )
    if total["actions"] and not total["with_due"]:
        found.append("No action has a due date, so nothing can be called overdue.")
    return found
