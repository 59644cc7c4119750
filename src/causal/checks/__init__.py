"""Whether a postmortem is told well: blameless, specific, quantitative, owned, followed up."""

from __future__ import annotations

from causal.checks.check import check, check_text
from causal.checks.finding import Finding, Findings

__all__ = ["Finding", "Findings", "check", "check_text"]
