"""What a heading means: a table of the headings people write, which a user can extend.

A heading counts when it is one of the phrases, or a short one that has a phrase in it; the longest
phrase decides. `read(path, headings={"what broke": "factors"})` adds to the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from causal.io.documents.words import meanings, table

HEADINGS: dict[str, tuple[str, ...]] = table("headings")
"""Field to the headings that mean it."""

FIELDS = frozenset(HEADINGS)
"""The fields a heading may mean."""

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LEADING = re.compile(r"^(?:(?:\d+|[a-z]|[ivx]+)(?:\.\d+)*[.)]|\d+(?:\.\d+)+)\s+")
_PARENTHESES = re.compile(r"\s*\([^)]*\)")
_ASKS_WHY = re.compile(r"why (?:did|was|were|didn t|wasn t|weren t)\b")
LONGEST = 7
"""Words of a heading in which a phrase is looked for."""


def normal(heading: str) -> str:
    """Return a heading in lower case, its words one blank apart, without number or parentheses."""
    lower = _LEADING.sub("", heading.lower().strip())
    if not lower.isascii():
        plain = unicodedata.normalize("NFKD", lower.replace("ß", "ss"))
        lower = "".join(c for c in plain if not unicodedata.combining(c))
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
    near = _misspelt(words)
    if near is not None:
        return phrases[near]
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


def _misspelt(words: str) -> str | None:
    """Return the one heading that a long word is a letter away from: "atendees", "timline"."""
    if len(words) < 7 or " " in words:
        return None
    near = (h for h in meanings("headings") if h[0] == words[0] and abs(len(h) - len(words)) < 2)
    return next((h for h in near if " " not in h and _one_letter_apart(h, words)), None)


def _one_letter_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    same = next((n for n, c in enumerate(short) if c != long[n]), len(short))
    if len(short) == len(long):
        swapped = short[same + 1 : same + 2] + short[same : same + 1] + short[same + 2 :]
        return short[same + 1 :] == long[same + 1 :] or swapped == long[same:]
    return short[same:] == long[same + 1 :]


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
