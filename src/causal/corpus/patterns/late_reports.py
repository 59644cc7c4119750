"""How late incidents become known, which makes the last days on record look calm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables


_LATE = 0.9


def late_reports(tables: Tables) -> tuple[float, int]:
    """Return the days within which nine in ten incidents were declared, and how many tell it."""
    import numpy

    began, declared = (tables.incidents.array(name) for name in ("began", "declared"))
    delay = (declared - began) / numpy.timedelta64(1, "D")
    known = delay[~numpy.isnan(delay) & (delay >= 0)]
    return (float(numpy.quantile(known, _LATE)) if len(known) else 0.0), len(known)
