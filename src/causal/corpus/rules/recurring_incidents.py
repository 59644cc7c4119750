"""Groups of incidents that name the same cause within a rolling window, and what they cost.

Nothing here decides whether a rule applies: it says which incidents lie together in time and name
the same cause, and what the text of the rule asks besides that the incidents do not tell.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from math import isnan, nan
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.result import counted
from causal.corpus.patterns.action_completion import as_day
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.rules.rule import Rule, rule_of
from causal.corpus.rules.windows import Span, span_of, windows
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.groups import groups
from causal.errors import CausalError, UnknownName

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables

BY = ("key", "basic")
"""What makes causes the same: the key, or the key of a factor without causes of its own."""

SAME = ("services", "severity")
"""What else the incidents of a group may have to share."""

COLUMNS = columns(
    "text: key; texts: same; count: incidents; moment: first_day last_day; count: basic_in; "
    "number: minutes_lost; count: minutes_known; texts: impact; text: why; texts: unknown "
    "incident_ids"
)


def recurring_incidents(
    corpus: Asked,
    within: str | None = None,
    by: Literal["key", "basic"] = "key",
    same: Sequence[str] = (),
    *,
    rule: str | os.PathLike[str] | None = None,
    on: date | str | None = None,
) -> Pattern:
    """Return groups of incidents that name the same cause within a rolling window.

    A window ends with an incident and reaches back by `within`, days at both ends counted;
    six months before 31 August end with the last day of February. No window inside another is
    shown.

    Columns: ``key, same`` (what they share), ``incidents, first_day, last_day, basic_in`` (in
    how many the cause has no causes of its own), ``minutes_lost`` (over the ``minutes_known``),
    ``impact`` (the sum of each figure, with how many state it), ``why`` (the causes count as
    the same), ``unknown`` (what the rule needs besides; empty without a rule),
    ``incident_ids`` (oldest first). ``attrs`` holds ``words``, ``warnings``, ``rule`` and
    ``again`` (of how many keys, with what is shared, there is a group, and how many there are).

    Args:
        corpus: The incidents.
        within: Such as ``"6 months"`` or ``"183 days"``; that of the rule, else 6 months.
        by: ``key``, or ``basic``: only where the cause has no causes of its own.
        same: What incidents must share besides: ``services``, ``severity``.
        rule: ``dora-2024-1772``, ``nis2-2024-2690``, or a file of the same form.
        on: Only incidents within that time up to this day, as a monthly look asks for.

    Raises:
        CausalError: `within` is no length of time, or the file is no rule.
        UnknownName: There is no such rule, or no such way to compare.
        CausalError: `on` is a text that is no date.
    """
    tables = corpus.tables
    asked = None if rule is None else rule_of(rule)
    within = within or (asked.within if asked else "6 months")
    day = None if on is None else as_day(on)
    if by not in BY:
        raise UnknownName("way to compare causes", by, BY)
    if isinstance(same, str) or not isinstance(same, Iterable):
        raise CausalError(f"same is a list such as ('services',), not {same!r}")
    for name in same:
        if name not in SAME:
            raise UnknownName("thing that incidents can share", name, SAME)
    span = span_of(within)
    found = _Grouping(tables, by, tuple(same), span, day)
    facts = _Facts(tables)
    least = asked.at_least if asked else 2
    rows = [_row(facts, asked, group) for group in found.groups(least)]
    rows.sort(key=lambda r: (-r["incidents"], r["key"], r["same"], r["first_day"]))
    again = (len(found.again), len(found.asked))
    words = _words(rows, within, day) + _of_all(again, same) + (_of_rule(asked) if asked else "")
    warnings = [*found.warnings(), *tables.warnings]
    return pattern(COLUMNS, rows, words=words, warnings=warnings, rule=asked, again=again)


Group = tuple[str, tuple[str, ...], list[tuple[date, int]], int]
"""The key, what the incidents share, their days and rows, and in how many it is basic."""


class _Grouping:
    """Finds the groups, and counts what had to be left out."""

    def __init__(
        self, tables: Tables, by: str, same: tuple[str, ...], span: Span, on: date | None
    ) -> None:
        self.tables, self.by, self.same, self.span, self.on = tables, by, same, span, on
        began = tables.incidents.array("began").astype("datetime64[D]").tolist()
        first = span.before(on) if on else date.min
        self.day = [d if d and first <= d <= (on or date.max) else None for d in began]
        self.undated, self.unshared = set[int](), set[int]()
        self.asked, self.again = (
            set[tuple[str, tuple[str, ...]]](),
            set[tuple[str, tuple[str, ...]]](),
        )
        self.dated = [d is not None for d in began]

    def groups(self, least: int) -> Iterator[Group]:
        """Yield each group once."""
        factors = self.tables.factors
        keys, owners = factors.array("key"), factors.array("incident")
        basic, worse = factors.array("basic"), factors.array("amplifier")
        cause = (keys != MISSING) & (worse != 1)
        if self.by == "basic":
            cause &= basic == 1
        positions = cause.nonzero()[0]
        for code, places in groups(keys[positions]):
            rows = positions[places]
            incidents = sorted({*owners[rows].tolist()})
            roots = {*owners[rows[basic[rows] == 1]].tolist()}
            for shared, members in self._shared(incidents).items():
                ordered = sorted(members, key=lambda m: (m[0], self.tables.ids[m[1]]))
                name = self.tables.pool.names[code]
                self.asked.add((name, shared))
                for start, end in windows([day for day, _ in ordered], self.span, least):
                    held = ordered[start : end + 1]
                    self.again.add((name, shared))
                    yield name, shared, held, sum(row in roots for _, row in held)

    def _shared(self, incidents: Sequence[int]) -> dict[tuple[str, ...], list[tuple[date, int]]]:
        """Return the dated ones of some incidents by what they have to share."""
        found: dict[tuple[str, ...], list[tuple[date, int]]] = {}
        for row in incidents:
            day = self.day[row]
            if day is None:
                self.undated |= set() if self.dated[row] else {row}
                continue
            values = [self._values(name, row) for name in self.same]
            if not all(values):
                self.unshared.add(row)
            for shared in product(*values):
                found.setdefault(shared, []).append((day, row))
        return found

    def _values(self, name: str, row: int) -> list[str]:
        if name == "services":
            return sorted({*self.tables.incidents.names("services", row)})
        value = self.tables.incidents.names_of(name)[row]
        return [] if value is None else [value]

    def warnings(self) -> list[str]:
        """Return what was left out, and what the groups do not say."""
        found = []
        if self.undated:
            count = counted(len(self.undated), "incident")
            found.append(f"Left out: {count} with canonical factors and without a date.")
        if self.unshared:
            count = counted(len(self.unshared), "incident")
            found.append(f"Left out: {count} without {' or '.join(self.same)}.")
        keyed = {*self.tables.factors.array("incident")[_keyed(self.tables)].tolist()}
        bare = len(self.tables.ids) - len(keyed)
        if bare:
            found.append(
                f"{counted(bare, 'incident')} of {len(self.tables.ids):,} name no canonical "
                "factor, so whether they belong to a group cannot be seen."
            )
        found.append(
            "One incident may stand in several groups, so their figures do not add up. That causes "
            "have the same key is what the files say; that they are one cause is for people to see."
        )
        return found


def _keyed(tables: Tables) -> Any:
    return tables.factors.array("key") != MISSING


class _Facts:
    """What the incidents state about their impact."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.minutes = tables.incidents.array("minutes_lost").tolist()
        self._held: dict[int, dict[str, float]] = {}

    def of(self, row: int) -> dict[str, float]:
        """Return the figures of the impact of an incident."""
        if row not in self._held:
            text = self.tables.document(row)
            stated = json.loads(text).get("impact", {}) if text else {}
            self._held[row] = {
                name: value for name, value in stated.items() if isinstance(value, int | float)
            }
        return self._held[row]

    def known(self, row: int, fact: str) -> bool:
        """Return whether an incident tells a fact."""
        return fact in self.of(row) or (fact == "minutes_lost" and not isnan(self.minutes[row]))


def _row(facts: _Facts, rule: Rule | None, group: Group) -> dict[str, Any]:
    key, shared, members, basic = group
    rows = [row for _, row in members]
    known = [m for row in rows if not isnan(m := facts.minutes[row])]
    count = len(rows)
    why = f"each of the {count} names {key!r} as a cause; in {basic} it has no causes of its own"
    if shared:
        why += f"; they share {', '.join(shared)}"
    return {
        "key": key,
        "same": shared,
        "incidents": count,
        "first_day": members[0][0],
        "last_day": members[-1][0],
        "basic_in": basic,
        "minutes_lost": float(sum(known)) if known else nan,
        "minutes_known": len(known),
        "impact": _pooled(facts, rows),
        "why": why,
        "unknown": tuple(_unknown(facts, rule, rows)) if rule else (),
        "incident_ids": tuple(facts.tables.ids[row] for row in rows),
    }


def _pooled(facts: _Facts, rows: list[int]) -> tuple[str, ...]:
    """Return the sum of each figure, with how many of the incidents state it."""
    stated = [facts.of(row) for row in rows]
    names = sorted({name for each in stated for name in each})
    found = []
    for name in names:
        values = [each[name] for each in stated if name in each]
        found.append(f"{name} {sum(values):g} (stated for {len(values)} of {len(rows)})")
    return tuple(found)


def _unknown(facts: _Facts, rule: Rule, rows: list[int]) -> Iterator[str]:
    """Yield what a rule needs besides, each with the figures that incidents state towards it."""
    for criterion in rule.criteria:
        told = [
            f"; {fact} stated for {count} of {len(rows)}"
            for fact in criterion.facts
            if (count := sum(facts.known(row, fact) for row in rows))
        ]
        yield f"{criterion.needs} ({criterion.place}{''.join(told)})"


def _words(rows: list[dict[str, Any]], within: str, on: date | None) -> str:
    up_to = f" up to {on}" if on else ""
    if not rows:
        return f"No two dated incidents{up_to} name the same canonical factor within {within}."
    first = rows[0]
    found = counted(len(rows), "group")
    causes = counted(len({row["key"] for row in rows}), "canonical factor")
    return (
        f"{found} of incidents{up_to} that name the same canonical factor within {within}, over "
        f"{causes}. The largest: {first['key']}, in {first['incidents']} incidents from "
        f"{first['first_day']} to {first['last_day']}."
    )


def _of_all(again: tuple[int, int], same: Sequence[str]) -> str:
    """Return of how many factors, or factors with what is shared, incidents lie so together."""
    if not again[0]:
        return ""
    what = f"pairs of a canonical factor and {' and '.join(same)}" if same else "canonical factors"
    return f" That is so for {again[0]:,} of the {again[1]:,} {what} of dated incidents."


def _of_rule(rule: Rule) -> str:
    """Return what the text of a rule asks besides, which nobody decided here."""
    aside = f" It is not for {rule.not_for}." if rule.not_for else ""
    often = f" It asks to look {rule.assessed}." if rule.assessed else ""
    return (
        f" {rule.title} ({rule.dated}, read {rule.read}) counts such incidents as one only where "
        f"they meet its other criteria together: what must be known for that is listed, and no "
        f"figure is held against a threshold here.{often}{aside}"
    )
