"""Names that look the same and are not: two spellings of one thing, most likely."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHOWN = 5
_BETWEEN = re.compile(r"[\s\-_.\u2010-\u2015]+")


def look_alikes(names: Iterable[str]) -> tuple[str, ...]:
    """Return a warning that names the canonical factors that look the same, none if none do.

    Case, accents written in one sign or two, blanks, hyphens and underscores do not tell them
    apart for a reader.

    Example:
        >>> look_alikes(["pool", "Pool ", "dns"])
        ("Keys that look the same count as different ones: 'Pool ' and 'pool'.",)
    """
    alike: dict[str, list[str]] = {}
    for name in sorted(names):
        plain = unicodedata.normalize("NFKC", name).casefold()
        visible = plain
        if not plain.isascii():
            visible = "".join(c for c in plain if unicodedata.category(c) != "Cf")
        alike.setdefault(_BETWEEN.sub("-", visible).strip("-"), []).append(name)
    groups = [" and ".join(map(repr, group)) for group in alike.values() if len(group) > 1]
    if not groups:
        return ()
    more = f"; and {len(groups) - SHOWN} more" if len(groups) > SHOWN else ""
    shown = "; ".join(groups[:SHOWN])
    return (f"Keys that look the same count as different ones: {shown}{more}.",)
