"""How much there was to fail in each period: deploys, service-months, kilometres, as a user says.

More incidents are no change of level where there was more of everything; a rate per exposure tells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isfinite, nan
from typing import Any, NamedTuple

from causal.corpus.patterns.asked import columns
from causal.corpus.patterns.statistics import poisson_interval
from causal.errors import CausalError, did_you_mean
from causal.libraries import pandas

COLUMNS = columns("number: exposure per_exposure exposure_low exposure_high")


class Exposure(NamedTuple):
    """The unit, and how much of it there was in each period."""

    unit: str
    of: dict[str, float]


def exposure_of(table: pandas.DataFrame, periods: Collection[str]) -> Exposure:
    """Return what a table says of each period.

    Args:
        table: A column ``period``, and one of numbers above 0, named by the unit.
        periods: The periods that are asked about; the table may have others.

    Raises:
        CausalError: It has other columns, a period twice, one that is none, or no number above 0.
    """
    named = list(getattr(table, "columns", ()))
    if len(named) != 2 or "period" not in named:
        shown = ", ".join(map(repr, named)) or repr(table)
        raise CausalError(f"exposure has a column 'period' and one of numbers, not {shown}")
    unit = next(name for name in named if name != "period")
    found: dict[str, float] = {}
    faults = []
    for period, value in zip(map(str, table["period"]), table[unit].tolist(), strict=True):
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = nan
        if period in found:
            faults.append(f"{period!r} stands there twice")
        elif not (isfinite(number) and number > 0):
            faults.append(f"{period!r} has {value!r}, which is no number above 0")
        found[period] = number
    if periods and not found.keys() & set(periods):
        first = next(iter(found), "")
        hint = did_you_mean(first, periods) or f"periods are like {next(iter(periods))!r}"
        faults.append(f"{first!r} is none of the periods asked about ({hint})")
    if faults:
        raise CausalError(f"exposure: {'; '.join(faults)}")
    return Exposure(str(unit), found)


def rates(rows: Sequence[dict[str, Any]], exposure: Exposure | None) -> None:
    """Put into each row its exposure and its rate per unit, with its exact Poisson interval."""
    for row in rows:
        amount = exposure.of.get(row["period"], nan) if exposure else nan
        low, high = poisson_interval(row["incidents"])
        values = (amount, row["incidents"] / amount, low / amount, high / amount)
        row.update(zip(COLUMNS, values, strict=True))
