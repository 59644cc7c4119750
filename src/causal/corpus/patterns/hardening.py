"""Whether factors come less often once an action on them is done, by kind of action and by layer.

Each canonical factor is held against itself: how often it occurred per day until its first such
action was done, and from the next day on. A factor that never occurred besides tells nothing: its
years enter neither the ratio nor the years beside it. The incident that asked for the action is
left out of the count: it would not have been asked for otherwise, and would make any action look
good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.result import counted
from causal.corpus.libraries import numpy
from causal.corpus.patterns.actions import hardening
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.occurrences import DAY, acted_on, occurrences
from causal.corpus.patterns.rate_ratio import Counts, Ratio, rate_ratio, tells
from causal.corpus.patterns.statistics import quantile
from causal.errors import UnknownName

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
    watched = _Watched(tables, when, within)
    rows = [watched.row(None, range(len(watched.action)))]
    rows += [watched.row(name, places) for name, places in watched.groups(by)]
    warnings = [*watched.warnings(), *tables.warnings]
    return pattern(COLUMNS, rows, words=_words(rows, by), warnings=warnings, by=by)


class _Watched:
    """The done actions on canonical factors that can be watched before and after."""

    def __init__(self, tables: Tables, when: Occurrences, within: str) -> None:
        self.tables, self.when = tables, when
        pairs = acted_on(tables, when, within)
        action, group = pairs["action"].to_numpy(), pairs["group"].to_numpy()
        incident = pairs["incident"].to_numpy()
        done = tables.actions.array("status")[action] == tables.pool.code("done")
        completed = tables.actions.array("completed")[action].astype("datetime64[s]")
        began = tables.incidents.array("began")[incident].astype("datetime64[s]")
        dated = done & ~numpy.isnat(completed) & ~numpy.isnat(began)
        ready = completed.astype("int64") + DAY
        start = when.groups["since"].to_numpy()[group]
        until = when.groups["until"].to_numpy()[group]
        kept = dated & (ready < until) & (start < ready)
        self.left_out = (
            len(numpy.unique(action[done & ~dated])), len(numpy.unique(action[dated & ~kept]))
        )  # fmt: skip
        columns = (action, group, incident, ready, start, until)
        self.action, self.group, self.incident, self.ready, self.start, self.until = (
            column[kept] for column in columns
        )
        days = completed.astype("datetime64[D]") - began.astype("datetime64[D]")
        self.took = days.astype("float64")[kept]
        seconds = tables.incidents.array("began").astype("datetime64[s]")
        self.every = numpy.sort(seconds[~numpy.isnat(seconds)].astype("int64"))

    def groups(self, by: str) -> Iterator[tuple[str, list[int]]]:
        """Yield each kind or layer with the places of its actions."""
        kinds, layers = self.tables.actions.names_of("kind"), hardening(self.tables)
        held: dict[str, list[int]] = {}
        for place, action in enumerate(self.action.tolist()):
            names = layers[action] if by == "layer" else (kinds[action],)
            for name in names:
                if name is not None:
                    held.setdefault(name, []).append(place)
        yield from sorted(held.items())

    def row(self, name: str | None, places: Any) -> dict[str, Any]:
        """Return the row of some of the actions: of each factor the first that was done counts."""
        first: dict[int, int] = {}
        for place in places:
            group = int(self.group[place])
            if group not in first or self.ready[place] < self.ready[first[group]]:
                first[group] = place
        pairs = [self._counts(place) for place in first.values()]
        ratio, others = rate_ratio([p for p, _ in pairs]), rate_ratio([p for _, p in pairs])
        took = quantile([float(self.took[place]) for place in self._distinct(places)])
        telling = [(group, own) for group, (own, _) in zip(first, pairs, strict=True) if tells(own)]
        years = [sum(own[n] for _, own in telling) / _YEAR for n in (1, 3)]
        return {
            "group": name,
            "actions": len(self._distinct(places)),
            "factors": self._factors(first),
            "telling": self._factors(group for group, _ in telling),
            "days_to_done": took.value,
            "days_to_done_low": took.low,
            "days_to_done_high": took.high,
            "before": sum(p.before for p, _ in pairs),
            "before_years": years[0],
            "after": sum(p.after for p, _ in pairs),
            "after_years": years[1],
            "expected": ratio.expected,
            "ratio": ratio.value,
            "low": ratio.low,
            "high": ratio.high,
            "p": ratio.p,
            "others_ratio": others.value,
            "verdict": _verdict(ratio, others),
        }

    def _factors(self, groups: Iterable[int]) -> int:
        """Return how many factors these groups are about."""
        return len({int(self.when.groups["key"].iloc[group]) for group in groups})

    def _distinct(self, places: Any) -> list[int]:
        """Return one place of each action."""
        return list({int(self.action[place]): place for place in places}.values())

    def _counts(self, place: int) -> tuple[Counts, Counts]:
        """Return the occurrences of a factor, and of all other incidents, before and after."""
        group, ready = self.group[place], self.ready[place]
        start, until = self.start[place], self.until[place]
        own = self.when.second[self.when.group == group]
        asked = self.when.incident[self.when.group == group] == self.incident[place]
        before = int(((own < ready) & ~asked).sum())
        after = int(((own >= ready) & ~asked).sum())
        days = (float(ready - start) / DAY, float(until - ready) / DAY)
        all_before = int(
            numpy.searchsorted(self.every, ready) - numpy.searchsorted(self.every, start)
        )
        all_after = int(numpy.searchsorted(self.every, until, "right")
                        - numpy.searchsorted(self.every, ready))  # fmt: skip
        others = (max(all_before - before - 1, 0), max(all_after - after, 0))
        return Counts(before, days[0], after, days[1]), Counts(
            others[0], days[0], others[1], days[1]
        )

    def warnings(self) -> list[str]:
        """Return what was left out, and what else explains what is seen."""
        undated, late = self.left_out
        found = []
        if undated:
            count = counted(undated, "done action")
            found.append(
                f"Left out: {count} without the day it was done, or of an incident without one."
            )
        if late:
            found.append(
                f"Left out: {counted(late, 'action')} done when the records had all but ended."
            )
        return [*found, *_EXPLANATIONS] if len(self.action) else found


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
