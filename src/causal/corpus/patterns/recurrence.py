"""Which canonical factors keep coming back, where, at what cost, and whether anything was done."""

from __future__ import annotations

from collections import Counter
from math import nan
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.actions import by_factor
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.statistics import few, share
from causal.corpus.patterns.trend_test import FALLING, RISING, Halves
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.groups import distinct, groups
from causal.corpus.tables.order import chronological, layer_rank
from causal.libraries import numpy
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

COLUMNS = columns(
    "text: key; count: incidents total; number: share share_low share_high minutes_lost; count: "
    "minutes_known; texts: services; count: in_one_service; moment: first_seen last_seen; "
    "count: dated earlier later; text: trend; number: trend_p trend_q; texts: layers; count: "
    "actions actions_done; text: example; texts: incident_ids"
)

_TOLD = 5
"""How many rising factors, and falling ones, the words name."""


def recurring_factors(corpus: Asked, min_incidents: int = 2) -> Pattern:
    """Return the canonical factors that stood in several incidents, the most frequent first.

    Columns: ``key, incidents, total`` (incidents that name any canonical factor), ``share,
    share_low, share_high`` (of those; Wilson 95 %), ``minutes_lost`` (over the
    ``minutes_known`` incidents where recorded; overlapping between rows), ``services,
    in_one_service`` (the most incidents that share one of them), ``first_seen, last_seen``
    (over the ``dated`` incidents), ``earlier, later`` (incidents in each half of the dated
    ones), ``trend`` (rising, falling, or no change shown, at a false discovery rate of 5 %;
    ``trend_p`` by Fisher's exact test, ``trend_q`` over all canonical factors),
    ``layers, actions, actions_done`` (lasting actions on it, cancelled ones not), ``example``
    (its sentence in the latest incident), ``incident_ids`` (oldest first). ``attrs`` holds
    ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        min_incidents: In how many incidents a factor must stand.

    Raises:
        CausalError: `min_incidents` is less than 1.
    """
    tables = corpus.tables
    expect_number(min_incidents, "min_incidents", 1)
    keys, owners = tables.factors.array("key"), tables.factors.array("incident")
    named = distinct(owners[keys != MISSING])
    keyed = len(named)
    describe = _Describing(tables)
    halves = describe.halves(named.tolist())
    rows, counts = [], []
    for code, positions in groups(keys):
        incidents = distinct(owners[positions])
        counts.append(halves.count(incidents))
        if len(incidents) >= min_incidents:
            low_high = share(len(incidents), keyed)
            cells: dict[str, Any] = {"key": tables.pool.names[code], "total": keyed}
            cells |= dict(zip(("share", "share_low", "share_high"), low_high, strict=True))
            cells |= {"place": len(counts) - 1}
            rows.append(cells | describe(positions, incidents.tolist()))
    trends = halves.trends(counts)
    for cells in rows:
        cells.update(trends[cells["place"]])
    rows.sort(key=lambda cells: (-cells["incidents"], cells["key"]))
    words = _words(rows, len(counts), keyed, min_incidents) + _changes(rows, halves)
    warnings = [*_warnings(tables, keyed, keys), *tables.warnings]
    return pattern(COLUMNS, rows, words=words, warnings=warnings)


class _Describing:
    """Says of the factors in some rows, in some incidents, what the table shows of them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.ids = tables.ids
        self.rank = chronological(tables)
        self.began = tables.incidents.array("began")
        self.minutes = tables.incidents.array("minutes_lost")
        rank = numpy.array(self.rank)  # in which undated incidents come last; here, first
        age = numpy.where(numpy.isnat(self.began), rank - len(rank), rank)
        self.age = age[tables.factors.array("incident")]
        self.what = tables.factors.array("what")
        self.layer = tables.factors.names_of("layer")
        self.addressed = by_factor(tables)
        self.status = tables.actions.names_of("status")

    def __call__(self, positions: Array, incidents: list[int]) -> dict[str, Any]:
        factors: list[int] = positions.tolist()
        ordered = sorted(incidents, key=self.rank.__getitem__)
        began = self.began[ordered]
        began = began[~numpy.isnat(began)]
        minutes = self.minutes[ordered]
        known = minutes[~numpy.isnan(minutes)]
        services = Counter(
            name for row in ordered for name in {*self.tables.incidents.names("services", row)}
        )
        layers = {layer for f in factors if (layer := self.layer[f]) is not None}
        actions = {action for f in factors for action in self.addressed.get(f, ())}
        latest = positions[self.age[positions].argmax()]  # the first of several
        return {
            "incidents": len(ordered),
            "minutes_lost": float(known.sum()) if len(known) else nan,
            "minutes_known": len(known),
            "services": tuple(sorted(services)),
            "in_one_service": max(services.values(), default=0),
            "first_seen": began.min() if len(began) else numpy.datetime64("NaT", "us"),
            "last_seen": began.max() if len(began) else numpy.datetime64("NaT", "us"),
            "dated": len(began),
            "layers": tuple(sorted(layers, key=layer_rank)),
            "actions": len(actions),
            "actions_done": sum(self.status[action] == "done" for action in actions),
            "example": self.what[latest],
            "incident_ids": tuple(self.ids[row] for row in ordered),
        }

    def halves(self, incidents: list[int]) -> Halves:
        """Return the dated ones of some incidents, cut into an earlier and a later half."""
        dated = [row for row in incidents if not numpy.isnat(self.began[row])]
        return Halves(sorted(dated, key=self.rank.__getitem__), len(self.ids))


def _words(rows: list[dict[str, Any]], total: int, keyed: int, least: int) -> str:
    if not total:
        return "No incident names a canonical factor."
    named = counted(total, "canonical factor")
    head = f"{len(rows)} of the {named} named stood in {least} or more incidents"
    if not rows:
        return f"{head}."
    first = rows[0]
    return (
        f"{head}. Most often {first['key']}: in {first['incidents']} of "
        f"{counted(keyed, 'incident')} ({share(first['incidents'], keyed)})."
    )


def _changes(rows: list[dict[str, Any]], halves: Halves) -> str:
    """Return which factors came more or less often in the later half of the incidents."""
    if not rows or not all(halves.of):
        return ""
    first, second = halves.of
    parts = []
    for trend in (RISING, FALLING):
        found = [
            f"{cells['key']} ({cells['earlier']} of the earlier {first} incidents, "
            f"{cells['later']} of the later {second})"
            for cells in rows
            if cells["trend"] == trend
        ]
        more = f", and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
        parts += [f" {trend.capitalize()}: {', '.join(found[:_TOLD])}{more}."] if found else []
    clear = f" None comes clearly more or less often in the later {counted(second, 'incident')}."
    return "".join(parts) or clear


def _warnings(tables: Tables, keyed: int, keys: Array) -> list[str]:
    found = few(keyed, "incident with canonical factors", "incidents with canonical factors")
    gaps = tables.factors.array("gap")
    bare = int((gaps & (keys == MISSING)).sum())
    if bare:
        found.append(
            f"{bare} of {counted(int(gaps.sum()), 'gap')} carry no key, so whether they came back "
            "cannot be seen."
        )
    lost = tables.incidents.array("minutes_lost")
    unknown = int(numpy.isnan(lost).sum())
    if unknown:
        found.append(
            f"Minutes lost are not known for {unknown} of {counted(len(lost), 'incident')}; sums "
            "are over the others."
        )
    return found
