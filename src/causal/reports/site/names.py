"""What the pages of a site are called: safe on every file system, the same for the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from unicodedata import normalize

_LONGEST = 60
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|index)$")


def page_name(text: str) -> str:
    """Return what the page of a thing is called, without folder and suffix.

    Letters, digits and hyphens alone, in lower case; where that loses anything, a part of a digest
    of the whole text follows, so that two texts have two names.

    Example:
        >>> page_name("inc-2025-001")
        'inc-2025-001'
        >>> page_name("../INC 1")
        'inc-1-40c324705f'
    """
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].strip("-")
    if slug == text and not _RESERVED.match(slug):
        return slug
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{slug}-{digest}" if slug else digest


def pages(folder: str, texts: Iterable[str]) -> dict[str, str]:
    """Return for each text the path of its page below a folder."""
    return {text: f"{folder}/{page_name(text)}.html" for text in texts}
