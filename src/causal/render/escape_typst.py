"""All escaping for Typst: none of an incident's words may be read as markup.

Texts reach Typst as inputs, which it never parses; what it cannot take at all is replaced.
"""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def value(text: str) -> str:
    """Return `text` as an input of Typst, on one line."""
    return " ".join(_FORBIDDEN.sub("\ufffd", text).split())
