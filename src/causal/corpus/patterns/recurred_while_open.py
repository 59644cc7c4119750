"""Which incidents a factor struck in while an action on it was open, and what that cost."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.occurrences import DAY, acted, strikes
from causal.corpus.patterns.statistics import few, share

if TYPE_CHECKING:
    from causal.corpus.patterns.occurrences import Acted, Strikes
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

__all__ = ["COLUMNS", "recurred_while_open"]

COLUMNS = {
    "key": "text",
    "incident": "text",
    "began": "moment",
    "minutes_lost": "number",
    "action_incident": "text",
    "action": "text",
    "what": "text",
    "owner": "text",
    "status": "text",
    "status_stated": "bool",
    "due": "moment",
    "days_open": "number",
    "days_overdue": "number",
    "overdue": "bool",
}


def recurred_while_open(tables: Tables, within: str) -> Pattern:
    """Return one row for each strike of a factor and each action then open on it.

    Raises:
        UnknownName: `within` is neither ``corpus`` nor ``services``.
    """
    import numpy

    from causal.corpus.patterns.pattern import pattern

    when = strikes(tables, within)
    pairs = acted(tables, when, within)
    opened, closed, unknown = _open(tables, when, pairs)
    first = when.after(pairs.group, opened)
    last = numpy.maximum(when.after(pairs.group, closed - 1), first)
    count = last - first
    pair = numpy.repeat(numpy.arange(len(first)), count)
    strike = numpy.arange(int(count.sum())) - numpy.repeat(numpy.cumsum(count) - count, count)
    strike += numpy.repeat(first, count)
    tell = _Telling(tables, when, pairs)
    met = {
        (row["began"], row["incident"], row["key"], row["action_incident"], row["action"]): row
        for p, s in zip(pair.tolist(), strike.tolist(), strict=True)
        for row in (tell(p, s, int(opened[p])),)
    }  # by several services, a strike may be met more than once
    rows = [met[one] for one in sorted(met)]
    return pattern(
        COLUMNS,
        rows,
        words=_words(rows, when),
        warnings=_warnings(tables, when, pairs, unknown),
    )


def _open(tables: Tables, when: Strikes, pairs: Acted) -> tuple[Array, Array, int]:
    """Return from and until when each pair's action was open, and how many nobody can tell.

    It opens with its incident and closes at the beginning of the day it was completed; where
    that day or its incident's date is not known, it is never counted as open.
    """
    import numpy

    began = tables.incidents.array("began")[pairs.incident]
    completed = tables.actions.array("completed")[pairs.action]
    done = tables.actions.array("status")[pairs.action] == tables.pool.code("done")
    dated, closed_on = ~numpy.isnat(began), ~numpy.isnat(completed)
    known = dated & (closed_on | ~done)
    opened = began.astype("datetime64[s]").astype("int64") - when.origin
    closed = completed.astype("datetime64[s]").astype("int64") - when.origin
    closed = numpy.where(closed_on & done, closed, when.end + 1)
    opened = numpy.where(known, opened, when.end)
    unknown = len(numpy.unique(pairs.action[~known]))
    return opened, numpy.where(known, closed, 0), unknown


class _Telling:
    """Says of a strike and an action what the table shows of them."""

    def __init__(self, tables: Tables, when: Strikes, pairs: Acted) -> None:
        table = tables.actions
        self.tables, self.when, self.pairs, self.ids = tables, when, pairs, tables.ids
        self.began = tables.incidents.array("began")
        self.lost = tables.incidents.array("minutes_lost").tolist()
        self.names, self.owner = table.names_of("id"), table.names_of("owner")
        self.status, self.what = table.names_of("status"), table.array("what")
        self.stated = table.array("status_stated").tolist()
        self.due = table.array("due")

    def __call__(self, pair: int, strike: int, opened: int) -> dict[str, Any]:
        import numpy

        action, incident = int(self.pairs.action[pair]), int(self.when.incident[strike])
        began, due = self.began[incident], self.due[action]
        late = nan if numpy.isnat(due) else float((began.astype("datetime64[D]") - due).astype(int))
        return {
            "key": self.when.name(self.tables, int(self.pairs.group[pair])),
            "incident": self.ids[incident],
            "began": began,
            "minutes_lost": self.lost[incident],
            "action_incident": self.ids[int(self.pairs.incident[pair])],
            "action": self.names[action],
            "what": self.what[action],
            "owner": self.owner[action],
            "status": self.status[action],
            "status_stated": bool(self.stated[action]),
            "due": due.astype("datetime64[us]"),
            "days_open": (int(self.when.second[strike]) - opened) / DAY,
            "days_overdue": late,
            "overdue": late > 0,
        }


def _minutes(rows: list[dict[str, Any]]) -> tuple[int, float, int]:
    """Return in how many incidents, how many minutes they lost, and for how many that is known."""
    lost = {row["incident"]: row["minutes_lost"] for row in rows}
    known = [minutes for minutes in lost.values() if not isnan(minutes)]
    return len(lost), sum(known), len(known)


def _words(rows: list[dict[str, Any]], when: Strikes) -> str:
    if not rows:
        return "No factor is known to have struck again while an action on it was open."
    of = len(set(when.incident.tolist()))
    incidents, minutes, known = _minutes(rows)
    actions = len({(row["action_incident"], row["action"]) for row in rows})
    words = (
        f"In {incidents} of {counted(of, 'dated incident')} with canonical factors "
        f"({share(incidents, of)}), a factor struck that an earlier incident had named and whose "
        f"action was not known to be done then ({counted(actions, 'action')})"
    )
    words += f"; {minutes:,.0f} minutes were lost in the {known} that tell." if known else "."
    stated, minutes, known = _minutes([row for row in rows if row["status_stated"]])
    words += f" In {stated or 'none'} of them a file states when, or whether, it was done."
    late = [row for row in rows if row["overdue"]]
    if late:
        incidents, minutes, known = _minutes(late)
        words += f" In {incidents} an action was overdue"
        words += f": {minutes:,.0f} minutes in the {known} that tell." if known else "."
    return words


def _warnings(tables: Tables, when: Strikes, pairs: Acted, unknown: int) -> list[str]:
    import numpy

    actions = len(numpy.unique(pairs.action))
    found = few(actions, "action on a canonical factor", "actions on canonical factors")
    unstated = ~tables.actions.array("status_stated")[pairs.action]
    silent = len(numpy.unique(pairs.action[unstated]))
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
