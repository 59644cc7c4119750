"""When canonical factors occurred, and which lasting actions were on them.

Within services, a factor of two incidents is the same only where they share a service: each pair
of a canonical factor and a service is then a group that is followed by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import MISSING, taken
from causal.corpus.tables.contracted import rows_of_factors
from causal.errors import UnknownName
from causal.libraries import numpy, pandas

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables


DAY = 86_400
"""Seconds."""

_TOLD = ("incident", "id", "what", "kind", "layers", "owner", "status", "status_stated")
_DAYS = ("due", "completed", "verified")

WITHIN = ("corpus", "services")
"""Where a factor counts as the same: anywhere, or in incidents that share a service."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Each group in each dated incident once, by group, then time, then incident.

    Args:
        group: The number of the group.
        second: When the incident began, in seconds since 1970.
        incident: The row of the incident.
        groups: For each group the code of its canonical factor (``key``) and of its ``service``
            (`MISSING` over the whole corpus), ``since`` and ``until``, the seconds of the first
            and the last incident of that service, or of any.
        undated: How many incidents have keys and no date.
    """

    group: Array
    second: Array
    incident: Array
    groups: pandas.DataFrame
    undated: int

    def after(self, group: Array, second: Array) -> Array:
        """Return for each query the first occurrence of that group strictly after a moment.

        The position may be that of another group: see whether it is the same.
        """
        low = self.second.min(initial=0) - 1
        span = self.second.max(initial=0) - low + 2
        own = self.group * span + self.second - low
        wanted = group * span + numpy.clip(second - low, 0, span - 1)
        found: Array = numpy.searchsorted(own, wanted, side="right")
        return found


def occurrences(tables: Tables, within: str = "corpus") -> Occurrences:
    """Return when each canonical factor occurred.

    Raises:
        UnknownName: `within` is neither ``corpus`` nor ``services``.
    """
    if within not in WITHIN:
        raise UnknownName("place to look within", within, WITHIN)
    began = tables.incidents.array("began")
    dated, seconds = ~numpy.isnat(began), began.astype("datetime64[s]").astype("int64")
    cases = pandas.DataFrame(
        {"key": tables.factors.array("key"), "incident": tables.factors.array("incident")}
    )
    cases = _by_service(tables, cases[cases["key"] != MISSING], within).drop_duplicates()
    numbered = cases.groupby(["key", "service"])
    cases["group"] = numbered.ngroup()
    groups = cases.groupby("group")[["key", "service"]].first()
    ends = _watched(tables, groups["service"], within, dated, seconds)
    groups["since"], groups["until"] = ends
    known = dated[cases["incident"]]
    undated = cases["incident"][~known].nunique()
    cases = cases[known]
    cases = cases.assign(second=seconds[cases["incident"]])
    cases = cases.sort_values(["group", "second", "incident"])
    group, second, incident = (cases[c].to_numpy("int64") for c in ("group", "second", "incident"))
    return Occurrences(group, second, incident, groups, undated)


def _by_service(tables: Tables, cases: pandas.DataFrame, within: str) -> pandas.DataFrame:
    """Return each row once per service of its incident; once over the whole corpus."""
    if within == "corpus":
        return cases.assign(service=MISSING)
    return cases.merge(_services(tables), on="incident")


def _services(tables: Tables) -> pandas.DataFrame:
    codes, ends = tables.incidents.several("services")
    rows = numpy.repeat(numpy.arange(len(ends) - 1), numpy.diff(ends))
    return pandas.DataFrame({"incident": rows, "service": codes})


def _watched(
    tables: Tables, services: pandas.Series[Any], within: str, dated: Array, seconds: Array
) -> tuple[Array, Array]:
    """Return since and until when each group was watched: as long as its service has records."""
    if within == "corpus":
        first = seconds[dated].min(initial=2**40)
        last = seconds[dated].max(initial=-(2**40))
        return numpy.full(len(services), first), numpy.full(len(services), last)
    named = _services(tables)
    named = named[dated[named["incident"]]]
    times = named.assign(second=seconds[named["incident"]]).groupby("service")["second"]
    since = services.map(times.min()).fillna(2**40).to_numpy("int64")
    return since, services.map(times.max()).fillna(-(2**40)).to_numpy("int64")


def acted_on(tables: Tables, when: Occurrences, within: str = "corpus") -> pandas.DataFrame:
    """Return each lasting action, cancelled ones aside, with each group that it is on, by action.

    Columns: ``action`` (its row), ``group``, ``incident`` (the row of the incident both are of);
    ``key, since, until`` of the group, ``began`` of the incident; ``done``, ``dated`` (done on a
    day that is stated), ``days_to_done`` (from the day the incident began), ``ready`` (the second
    from which on it counts as done); and what the table of actions says of it that a question here
    asks for, its id as ``name``, its incident as ``action_incident``.
    """
    told = tables.frame("actions", *_TOLD, *_DAYS)
    told = told.rename(columns={"incident": "action_incident", "id": "name"})
    for name in _DAYS:
        told[name] = told[name].astype("datetime64[us]")
    lasting = (told["kind"].fillna("") != "repair") & (told["status"] != "cancelled")
    wanted, ends = tables.actions.several("addresses")
    row = numpy.repeat(numpy.arange(len(ends) - 1), numpy.diff(ends))
    kept = lasting.to_numpy(bool)[row]
    row, wanted = row[kept], wanted[kept]
    incident = tables.actions.array("incident")[row]
    factor = rows_of_factors(tables, incident, wanted)
    frame = pandas.DataFrame({"action": row, "incident": incident, "factor": factor})
    frame = frame[frame["factor"] >= 0]
    frame["key"] = tables.factors.array("key")[frame["factor"]]
    frame = _by_service(tables, frame[frame["key"] != MISSING], within)
    frame = frame.merge(when.groups.reset_index(), on=["key", "service"])
    frame = frame.drop_duplicates(["action", "group", "incident"])
    frame = frame.sort_values(["action", "group"], ignore_index=True).join(told, on="action")
    began = tables.incidents.array("began")[frame["incident"]].astype("datetime64[s]")
    completed = frame["completed"].to_numpy("datetime64[s]")
    days = completed.astype("datetime64[D]") - began.astype("datetime64[D]")
    done = (frame["status"] == "done").to_numpy(bool)
    return frame.assign(
        key=taken(tables.pool.names, frame["key"].to_numpy()),
        began=began,
        done=done,
        dated=done & ~numpy.isnat(completed),
        days_to_done=days / numpy.timedelta64(1, "D"),
        # Occurrences on the day itself may have come before or after: from the next day on.
        ready=completed.astype("int64") + DAY,
    )
