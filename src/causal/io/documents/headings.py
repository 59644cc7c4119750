"""What a heading means: a table of the headings people write, which a user can extend.

A heading counts when it is one of the phrases, or a short one that has a phrase in it; the longest
phrase decides. `read(path, headings={"what broke": "factors"})` adds to the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from causal.io.documents.words import meanings, table

__all__ = ["FIELDS", "HEADINGS", "field_of", "normal"]

HEADINGS: dict[str, tuple[str, ...]] = table("headings")
"""Field to the headings that mean it."""

FIELDS = frozenset(HEADINGS)
"""The fields a heading may mean."""

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LEADING = re.compile(r"^(?:\d+|[a-z]|[ivx]+)(?:\.\d+)*[.)]\s+")
_PARENTHESES = re.compile(r"\s*\([^)]*\)")
_ASKS_WHY = re.compile(r"why (?:did|was|were|didn t|wasn t|weren t)\b")
LONGEST = 7
"""Words of a heading in which a phrase is looked for."""


def normal(heading: str) -> str:
    """Return a heading in lower case, its words one blank apart, without number or parentheses."""
    lower = _LEADING.sub("", heading.lower().strip())
    return _NOT_WORD.sub(" ", _PARENTHESES.sub("", lower) or lower).strip()


def field_of(heading: str, more: Mapping[str, str] | None = None) -> str | None:
    """Return the field a heading means, or None.

    Args:
        heading: Its words.
        more: Headings of the user's own, to their field.
    """
    words = normal(heading)
    if more:
        own = {normal(key): field for key, field in more.items()}
        if words in own:
            return own[words]
    return _known(words)


@lru_cache(maxsize=4096)
def _known(words: str) -> str | None:
    phrases = meanings("headings")
    if words in phrases:
        return phrases[words]
    if _ASKS_WHY.match(words):
        return "factors"
    parts = words.split()
    if "timeline" in parts and len(parts) <= LONGEST:
        return "timeline"
    if not 1 < len(parts) <= LONGEST:
        return None
    for length in range(len(parts) - 1, 0, -1):
        for start in range(len(parts) - length, -1, -1):
            phrase = " ".join(parts[start : start + length])
            field = phrases.get(phrase)
            if field is not None and (length > 1 or phrase in _TELLING):
                return field
    return None


_TELLING = frozenset(
    [
        "summary",
        "impact",
        "detection",
        "resolution",
        "timeline",
        "causes",
        "actions",
        "lessons",
        "learnings",
        "remediation",
        "recovery",
        "takeaways",
    ]
)
