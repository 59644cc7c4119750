"""Names that people cannot tell apart: one form for all of them, and the difference in words.

References:
    Unicode Technical Standard 39, *Unicode Security Mechanisms*, section 4 (confusable detection);
    of its table the letters of Cyrillic and Greek that look like Latin ones.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LOOK_LATIN = str.maketrans(
    "авеіјкмнорсԛѕтухԝһԁӏАВЕІЈКМНОРСЅТУХԜαικνορτυχγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abeijkmhopcqstyxwhdlABEIJKMHOPCSTYXWaikvoptuxyABEZHIKMNOPTYX",
)
_SAME_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("‘’", "'"))  # noqa: RUF001


@lru_cache(maxsize=10_000)
def skeleton(name: str) -> str:
    """Return a form that is equal for names which look the same or differ in case alone.

    Example:
        >>> skeleton("Pool  size") == skeleton("pool size")
        True
    """
    if name.isascii():
        return " ".join(name.split()).lower()
    plain = unicodedata.normalize("NFKC", name).translate(_LOOK_LATIN).translate(_SAME_SIGNS)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).casefold().split())


def difference(one: str, other: str) -> str:
    """Return in words how two names differ that look the same."""
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return f"one accent is written in two ways: {one!a} and {other!a}"
    if one.split() == other.split():
        return f"they differ in white space: {one!a} and {other!a}"
    if one.casefold() == other.casefold():
        return f"they differ in case: {one!r} and {other!r}"
    return f"they are written with different characters: {one!a} and {other!a}"
