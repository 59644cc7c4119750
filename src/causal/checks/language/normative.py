"""Words that judge instead of saying what was.

References:
    S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition, 2014, chapter 2:
    normative language.
"""

from __future__ import annotations

import re

_JUDGES = re.compile(
    r"\b(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|reckless(?:ly|ness)?|sloppy|sloppily|incompeten(?:t|ce)|lazy(?![\s-]*(?:load|eval|init|import|bound|static|script|chunk))|laziness|stupid(?:ly|ity)?|"
    r"irresponsibl[ey]|unprofessional(?:ly)?|embarrassing(?:ly)?|inexcusabl[ey]|unacceptabl[ey]|foolish(?:ly)?|dumb|idiotic|naive(?:ly)?|"
    r"shoddy|unforgivable|shameful(?:ly)?|ridiculous(?:ly)?|common sense|complacen(?:t|cy)|amateurish|blatant(?:ly)?|violated procedure|disobeyed)\b",
    re.IGNORECASE,
)


def normative(plain: str) -> re.Match[str] | None:
    """Return where a sentence judges, None where it does not.

    Args:
        plain: The sentence with quotations and code blanked.
    """
    return _JUDGES.search(plain)
