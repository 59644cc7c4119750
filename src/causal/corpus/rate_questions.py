"""The questions how often incidents come: over time, and in one period or team against another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from causal.corpus.recurrence_questions import RecurrenceQuestions

if TYPE_CHECKING:
    import pandas

    from causal.corpus.patterns.compare_rates import Side
    from causal.corpus.patterns.pattern import Pattern


class RateQuestions(RecurrenceQuestions):
    """What a corpus can be asked about rates; `Questions` has the others."""

    def trends(
        self,
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
        from causal.corpus.patterns.trends import trends

        return trends(self.tables, by, factor, layer, exposure)

    def compare_rates(
        self,
        first: Side,
        second: Side,
        *,
        by: Literal["period", "service", "team", "severity"] = "period",
        factor: str | None = None,
        layer: str | None = None,
        exposure: Sequence[float] | None = None,
        unit: str = "unit",
    ) -> Pattern:
        """Return whether incidents come more often in one period, service or team than in another.

        Columns: ``group, incidents, exposure`` (days on record unless given), ``rate`` (per 30
        days, or per unit), ``low, high`` (exact Poisson 95 %). ``attrs`` holds ``words``,
        ``warnings`` (seasons, late reports and what else would fake a difference) and ``ratio``:
        how many times as often in the second, with an exact interval and p, given their sum.

        Args:
            first: A period by name (``2024``, ``2024-Q1``, ``2024-03``) or its first and last day;
                the name of a service, team or severity.
            second: What it is held against, likewise.
            by: What the two are.
            factor: Count only incidents with this canonical factor.
            layer: Count only incidents with a gap in this layer.
            exposure: How much there was to fail on each side; the days on record when not given.
            unit: What the exposure counts, such as ``deploy``.

        Raises:
            CausalError: A side is no period, periods overlap, or the exposure is not two numbers
                above 0.
            UnknownName: There is no such service, team, severity, factor or layer.
        """
        from causal.corpus.patterns.compare_rates import compare_rates

        found = compare_rates(
            self.tables, (first, second), by, only=(factor, layer), exposure=exposure, unit=unit
        )
        return self._told(found)
