"""The questions which incidents come again within a time, and which causes stand together."""

from __future__ import annotations

import os
from abc import ABC
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    import pandas

    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables
    from causal.graph.budget import Budget


class RecurrenceQuestions(ABC):
    """What a corpus can be asked about what comes again or together; `Questions` has the others."""

    tables: Tables

    def _told(self, found: Pattern) -> Pattern:
        """Return an answer that warns of what the tables themselves leave out."""
        found.attrs["warnings"] = (*found.attrs["warnings"], *self.tables.warnings)
        return found

    def recurring_incidents(
        self,
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
        from causal.corpus.patterns.action_completion import as_day
        from causal.corpus.rules.recurring_incidents import recurring_incidents
        from causal.corpus.rules.rule import rule_of

        asked = None if rule is None else rule_of(rule)
        span = within or (asked.within if asked else "6 months")
        day = None if on is None else as_day(on)
        found = recurring_incidents(self.tables, span, by, same, rule=asked, on=day)
        return self._told(found)

    def co_occurrence(
        self,
        *,
        by: str | None = None,
        triples: bool = False,
        min_incidents: int = 2,
        max_q: float = 1.0,
        engine: str = "local",
        budget: Budget | None = None,
    ) -> Pattern:
        """Return the canonical factors that stood together, the least likely by chance first.

        Columns: ``a, b`` (keys; also ``c`` of triples), ``incidents`` (that hold both),
        ``expected`` (if factors stood independently, given the sizes of incidents), ``lift``
        (incidents over expected), ``p`` (chance of at least so many, Poisson), ``q`` (false
        discovery rate, Benjamini-Hochberg over all possible pairs). A triple is held against
        what its pairs lead to expect. ``attrs`` holds ``words``, ``warnings`` and ``hypotheses``.

        Args:
            by: ``"service"`` or ``"quarter"``: expect factors together as often as within each
                of these, where that would fake a pattern.
            triples: Whether to look at three at a time.
            min_incidents: In how many incidents they must stand together to be shown.
            max_q: Up to which q to show them.
            engine: ``"local"``, ``"duckdb"`` (out of core) or ``"dask"`` (the current client's
                cluster); the counts are the same.
            budget: The limits of the answer, by default `Budget()`; incidents that do not fit,
                the largest first, are left out, and a warning says so.

        Raises:
            CausalError: An option is none of those there are.
            MissingExtra: The engine is not installed.
        """
        from causal.corpus.patterns.co_occurrence import co_occurrence

        order = 3 if triples else 2
        found = co_occurrence(
            self.tables,
            order=order,
            by=by,
            min_incidents=min_incidents,
            max_q=max_q,
            engine=engine,
            budget=budget,
        )
        return self._told(found)

    def graph_measures(self) -> pandas.DataFrame:
        """Return where each factor stands in the graph of its incident; a last row for its outcome.

        Columns: ``incident, factor, ancestors`` (how many factors it comes from), ``depth`` (links
        on the longest way to it), ``ways`` (to it from factors without causes; exact below 2 to
        the power of 53), ``but_for`` (whether the outcome needed it).
        """
        from causal.corpus.tables.graph_measures import graph_measures

        return graph_measures(self.tables)
