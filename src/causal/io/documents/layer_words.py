"""A layer for a factor that names none, from telling words; a guess, and marked so."""

from __future__ import annotations

import re
from functools import cache

from causal.io.documents.words import patterns


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (layer, re.compile(rf"\b(?:{'|'.join(lines)})", re.IGNORECASE))
        for layer, lines in patterns("layers").items()
    )


def guess_layer(what: str) -> tuple[str, str] | None:
    """Return the layer a factor's words point to and those words, None where they point to none."""
    found = ((layer, pattern.search(what)) for layer, pattern in _patterns())
    return next(((layer, words[0]) for layer, words in found if words), None)
