"""The moments an incident is measured by: labelled in fields, or said outright in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from causal.io.documents.headings import normal
from causal.io.documents.words import meanings

_TAIL = re.compile(r"\b(?:at|time|date|on|utc|gmt|and|timestamp)\b")
_SAYS_TIME = re.compile(r"\b(?:time|at|date|timestamp)\b")

_THING = r"(?:outage|problem|incident|issue|impact|degradation|fault|disruption|downtime)"
_WAS = r"(?:\s+(?:is|was|has been|had been|now|formally|officially|fully|all|declared|marked|as|considered|automatically|confirmed))*"
_ROWS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("started", rf"\b{_THING}\s+(?:begins?|began|starts?|started|occurs|occurred)\b"),
        ("started", rf"\b(?:start|beginning)\s+of\s+(?:the\s+)?{_THING}\b"),
        ("detected", r"^\W*(?:detection|discovery|detected)\s*:"),
        (
            "detected",
            rf"^\W*(?:the\s+)?{_THING}(?:\s+(?:is|was|first))*\s+(?:detected|discovered)\b",
        ),
        (
            "detected",
            r"^\W*(?:the\s+)?(?:on-?call\s+)?team\s+(?:is\s+|was\s+)?alerted\b|^\W*first detected\b",
        ),
        (
            "declared",
            r"\b(?:incident|outage|sev\s?-?\d)(?:\s+(?:is|was|has been|formally|officially))*\s+declared\b(?!\s+(?:as\s+)?(?:resolved|over|closed|mitigated|fixed))",
        ),
        ("declared", r"\bdeclared?\s+(?:an?|the)\s+(?:incident|outage)\b"),
        ("mitigated", rf"\b{_THING}{_WAS}\s+(?:mitigated|repaired|contained)\b"),
        ("mitigated", r"^\W*(?:recovery|mitigation|mitigated|repaired)\s*:"),
        (
            "resolved",
            rf"(?<!\bif )(?<!whether )\b(?:outage|incident|issue|problem){_WAS}\s+(?:resolved|closed|over)\b(?!\s+(?:by|for|status|or))",
        ),
        ("resolved", rf"\b{_THING}\s+(?:ends?|ended)\b|\bend\s+of\s+(?:the\s+)?{_THING}\b"),
        ("resolved", r"\(resolved\)|^\W*(?:fully\s+)?resolved\W*$|^\W*resolved\s*:|\ball clear\b"),
    )
)


_QUICK = re.compile(
    r"outage|problem|incident|issue|impact|degrad|fault|disrupt|downtime|detect|discover|alerted"
    r"|declar|recover|mitigat|repair|resolv|clear|sev",
    re.IGNORECASE,
)
"""What every one of these patterns has a word of; most rows have none."""


@lru_cache(maxsize=1024)
def time_label(label: str) -> str | None:
    """Return the moment a label names ("First detected", "Start time (UTC)"), or None."""
    words = normal(label)
    plain = " ".join(_TAIL.sub(" ", words).split())
    found = meanings("times").get(plain)
    if (
        found
        and plain in ("detection", "mitigation", "resolution", "start", "end", "reported")
        and not (_SAYS_TIME.search(words) or plain in ("start", "end"))
    ):
        return None  # also names of sections
    return found


@lru_cache(maxsize=1024)
def duration_label(label: str) -> str | None:
    """Return the duration a label names ("Time to repair"), or None."""
    return meanings("durations").get(normal(label))


def row_moments(what: str) -> Iterator[str]:
    """Yield the moments a row of the timeline says outright ("Incident declared")."""
    seen: set[str] = set()
    text = what[:400]
    if not _QUICK.search(text):
        return
    for name, pattern in _ROWS:
        if name not in seen and pattern.search(text):
            seen.add(name)
            yield name
