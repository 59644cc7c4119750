"""When two statements are the same apart from how they are written."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Return a text without case, accents of composition, punctuation and doubled spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _MARKS.sub(" ", plain).strip()
