"""In which incidents a factor occurred while an action on it was open, and what that cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.occurrences import DAY, acted_on, occurrences
from causal.corpus.patterns.statistics import few, share
from causal.corpus.tables.columns import taken
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from causal.corpus.patterns.occurrences import Occurrences
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array

COLUMNS = columns(
    "text: key incident; moment: began; number: minutes_lost; text: action_incident action what "
    "owner status; bool: status_stated; moment: due; number: days_open days_overdue; bool: "
    "overdue"
)
_TOLD = ["action", "name", "what", "owner", "status", "status_stated", "due", "key"]
_TOLD += ["action_incident"]


def recurred_while_open(corpus: Asked, *, within: str = "corpus") -> Pattern:
    """Return every occurrence of a factor while an action on it was open.

    An action opens when its incident began and closes at the start of the day it was done;
    repairs and cancelled actions do not count, and an action without a status is taken as
    open (see ``status_stated``).

    Columns: ``key, incident, began, minutes_lost`` (of the incident it occurred in),
    ``action_incident, action, what, owner, status, status_stated, due, days_open,
    days_overdue`` (below 0: not yet due), ``overdue``. ``attrs`` holds ``words`` and
    ``warnings``. An incident may stand in several rows: count its minutes once.

    Args:
        corpus: The incidents.
        within: ``corpus``, or ``services``: only where the two incidents share a service.

    Raises:
        UnknownName: `within` is neither.
    """
    tables = corpus.tables
    when = occurrences(tables, within)
    pairs = acted_on(tables, when, within)
    opened, closed, unknown = _open(pairs)
    group = pairs["group"].to_numpy()
    first = when.after(group, opened)
    last = numpy.maximum(when.after(group, closed - 1), first)
    count = last - first
    pair = numpy.repeat(numpy.arange(len(first)), count)
    place = numpy.arange(int(count.sum())) - numpy.repeat(
        numpy.cumsum(count) - count - first, count
    )
    met = pairs[_TOLD].iloc[pair]
    met = met.assign(row=when.incident[place], second=when.second[place], opened=opened[pair])
    met = met.drop_duplicates(["row", "key", "action"])  # the same, by several services
    incident = met["row"].to_numpy()
    began = tables.incidents.array("began")[incident]
    late = began.astype("datetime64[D]") - met["due"].to_numpy("datetime64[D]")
    days_overdue = late / numpy.timedelta64(1, "D")
    rows = met.assign(
        incident=taken(tables.ids, incident),
        began=began,
        minutes_lost=tables.incidents.array("minutes_lost")[incident],
        action=met["name"],
        days_open=(met["second"] - met["opened"]) / DAY,
        days_overdue=days_overdue,
        overdue=days_overdue > 0,
    )
    order = ["began", "incident", "key", "action_incident", "action"]
    rows = rows.sort_values(order, ignore_index=True)
    words = _words(rows, when)
    warnings = [*_warnings(when, pairs, unknown), *tables.warnings]
    return pattern(COLUMNS, rows, words=words, warnings=warnings)


def _open(pairs: pandas.DataFrame) -> tuple[Array, Array, int]:
    """Return from and until when each pair's action was open, and how many nobody can tell.

    It opens with its incident and closes at the beginning of the day it was completed; where
    that day or its incident's date is not known, it is never counted as open.
    """
    began, done = pairs["began"].to_numpy("datetime64[s]"), pairs["done"].to_numpy()
    known = ~numpy.isnat(began) & (pairs["dated"].to_numpy() | ~done)
    late = numpy.iinfo("int64").max // 4
    closed = numpy.where(done, pairs["ready"].to_numpy() - DAY, late)
    opened = numpy.where(known, began.astype("int64"), late)
    return opened, numpy.where(known, closed, -late), pairs["action"][~known].nunique()


def _lost(rows: pandas.DataFrame) -> tuple[int, str]:
    """Return in how many incidents, and how many minutes those lost in which that is recorded."""
    minutes = rows.drop_duplicates("incident")["minutes_lost"]
    known = minutes.dropna()
    told = f"{known.sum():,.0f} minutes lost where recorded (n = {len(known)})"
    return len(minutes), told if len(known) else "minutes lost not recorded"


def _words(rows: pandas.DataFrame, when: Occurrences) -> str:
    if rows.empty:
        return "No factor is known to have recurred while an action on it was open."
    dated = len(set(when.incident.tolist()))
    incidents, lost = _lost(rows)
    actions = len(rows.drop_duplicates(["action_incident", "action"]))
    stated, _ = _lost(rows[rows["status_stated"]])
    words = (
        f"In {incidents} of {counted(dated, 'dated incident')} with canonical factors "
        f"({share(incidents, dated)}), a factor recurred that an earlier incident had named and "
        f"whose action was not known to be done then ({counted(actions, 'action')}); {lost}. In "
        f"{stated or 'none'} of them a file states when, or whether, it was done."
    )
    if rows["overdue"].any():
        late, lost = _lost(rows[rows["overdue"]])
        words += f" In {late} an action was overdue: {lost}."
    return words


def _warnings(when: Occurrences, pairs: pandas.DataFrame, unknown: int) -> list[str]:
    actions = pairs["action"].nunique()
    found = few(actions, "action on a canonical factor", "actions on canonical factors")
    silent = pairs["action"][~pairs["status_stated"]].nunique()
    if silent:
        found.append(
            f"{silent} of {counted(actions, 'action')} on canonical factors carry no status and "
            "are taken as open; some were done without anybody writing it down."
        )
    if unknown:
        found.append(
            f"Left out: {counted(unknown, 'action')} done on a day that is not stated, or of an "
            "incident without a date."
        )
    if when.undated:
        found.append(f"Left out: {counted(when.undated, 'incident')} without a date.")
    found.append(
        "That the action would have prevented the later incident is not said: see what its own "
        "graph says of the factor."
    )
    return found
