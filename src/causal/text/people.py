"""Whether a sentence rests on what a person did rather than on how the system was.

References:
    S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition, 2014.
"""

from __future__ import annotations

import re

_ROLE = (
    r"(?:an?|the|our|one|some)\s+(?:\w+\s+)?"
    r"(?:engineer|developer|operator|admin|administrator|technician|responder|reviewer|author|"
    r"colleague|person|employee|contractor|sre)"
)
_DID = r"(?:\w+ed|forgot|made|ran|did|was|wrote|took|left|chose|broke|set|put|cut|sent|went|knew)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:human|operator|user|pilot)\s+error\b",
        r"\b(?:careless|negligen|inattenti|incompeten|complacen|sloppy|sloppi)\w*",
        r"\bforgot(?:ten)?\b",
        r"\b(?:by|a|made)\s+mistake\b",
        r"\b(?:someone|somebody|nobody|he|she|i|we|they)\s+(?:\w+\s+)?" + _DID + r"\b",
        r"\b" + _ROLE + r"\s+(?:\w+\s+)?" + _DID + r"\b",
        r"\b(?:should|could)\s+have\s+(?:known|noticed|checked|seen|been more careful)\b",
    )
)


def rests_on_a_person(text: str) -> bool:
    """Return whether a sentence names what a person did, or failed to do, as the matter."""
    return any(pattern.search(text) for pattern in _PATTERNS)
