"""Action completion: done, open, overdue, by owner and priority."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import nan
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.libraries import numpy
from causal.corpus.patterns.actions import lasting
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.statistics import few, share
from causal.errors import CausalError

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
    tables = corpus.tables
    day = as_day(today)
    rows = lasting(tables)
    owners, priorities = tables.actions.names_of("owner"), tables.actions.names_of("priority")
    held: dict[tuple[str | None, str | None], list[int]] = {}
    for row in rows:
        held.setdefault((owners[row], priorities[row]), []).append(row)
    count = _Counting(tables, day)
    ordered = sorted(held, key=lambda pair: [(part is None, part or "") for part in pair])
    cells = [
        {"owner": owner, "priority": priority, "overall": False} | count(held[owner, priority])
        for owner, priority in ordered
    ]
    total = count(rows)
    cells.append({"owner": None, "priority": None, "overall": True} | total)
    repairs = len(tables.actions) - len(rows)
    return pattern(
        COLUMNS,
        cells,
        words=_words(total, day, repairs),
        warnings=_warnings(total),
        today=day.isoformat(),
        repairs=repairs,
    )


def overdue(tables: Tables, today: date | str | None) -> list[int]:
    """Return the rows of lasting actions past their due date and not known to be closed."""
    count = _Counting(tables, as_day(today))
    return [row for row in lasting(tables) if count.is_overdue(row)]


class _Counting:
    """Counts the actions in some rows, as seen on one day."""

    def __init__(self, tables: Tables, day: date) -> None:
        table = tables.actions
        self.day = numpy.datetime64(day.isoformat(), "D")
        self.due: Array = table.array("due")
        self.has_due: Array = ~numpy.isnat(self.due)
        self.began: Array = tables.incidents.array("began")[table.array("incident")]
        stated = table.array("status_stated")
        names = table.names_of("status")
        self.status = [s if known else "unstated" for s, known in zip(names, stated, strict=True)]

    def is_closed(self, row: int) -> bool:
        return self.status[row] in ("done", "cancelled")

    def is_overdue(self, row: int) -> bool:
        return bool(self.has_due[row] and self.due[row] < self.day) and not self.is_closed(row)

    def __call__(self, rows: list[int]) -> dict[str, Any]:
        states = ("done", "in_progress", "open", "unstated", "cancelled")
        counts = {state: sum(self.status[row] == state for row in rows) for state in states}
        waiting = [row for row in rows if not self.is_closed(row)]
        began = self.began[waiting].astype("datetime64[D]")
        ages = (self.day - began[~numpy.isnat(began)]).astype("int64")
        of = counts["done"] + counts["in_progress"] + counts["open"]
        done = share(counts["done"], of)
        return {
            "actions": len(rows),
            **counts,
            "overdue": sum(self.is_overdue(row) for row in rows),
            "with_due": int(self.has_due[rows].sum()),
            "median_age_days": float(numpy.median(ages)) if len(ages) else nan,
            "age_known": len(ages),
            "completion": done.value,
            "completion_low": done.low,
            "completion_high": done.high,
            "completion_total": of,
        }


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
