"""Short ids made of the words of a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from causal.model.factor import OUTCOME


def free_slug(what: str, taken: Mapping[str, Any]) -> str:
    """Return a short id made of the words of a sentence, not yet taken."""
    plain = unicodedata.normalize("NFKD", what).encode("ascii", "ignore").decode().lower()
    words = [w for w in re.findall(r"[a-z0-9]+", plain) if w not in _SMALL_WORDS]
    slug = "-".join(words[:4]) or "factor"
    number = 2
    name = slug
    while name in taken or name == OUTCOME:
        name = f"{slug}-{number}"
        number += 1
    return name


_SMALL = "a an and as at by for from in into of on or that the to was were with"
_SMALL_WORDS = frozenset(_SMALL.split())
