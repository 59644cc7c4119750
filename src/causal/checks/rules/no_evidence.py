"""No factor names evidence."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    factors = case.incident.factors
    if factors and not any(factor.evidence for factor in factors.values()):
        yield Found(("factors",), f"none of {len(factors)} factors names evidence")


RULE = Rule(
    id="no-evidence",
    severity="information",
    what="No factor names evidence.",
    why=(
        "A factor that nothing shows is an opinion; say what would let another person "
        "check it. P. Ladkin, *Causal System Analysis*, 2001."
    ),
    mend="evidence: a graph, a log line, a commit",
    example="evidence: [dashboards/pool-usage]",
    find=_find,
    documents=False,
)
