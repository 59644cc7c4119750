"""Time zones as people write them, to the zone that keeps those clocks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from causal.io.documents.words import table


def _named() -> dict[str, tuple[str, bool | None]]:
    known = {}
    for iana, written in table("zones").items():
        for entry in written:
            name, _, clock = entry.partition(" ")
            known[name] = (iana, {"": None, "winter": False, "summer": True}[clock])
    return known


NAMED = _named()
"""Abbreviation to its zone, and whether it names the summer clock; None where there is but one."""

_WORDS = {
    "pacific": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
}
_OFFSET = r"[+\-\u2212]\d{1,2}(?::?\d{2})?"
_ABBREVIATIONS = "|".join(sorted((n for n in NAMED if n != "Z"), key=len, reverse=True))
ZONE = (
    rf"(?:(?:UTC|GMT){_OFFSET}|(?:{_ABBREVIATIONS})(?![A-Za-z])(?:\s?\((?:UTC|GMT){_OFFSET}\))?"
    r"|Z(?![A-Za-z])|\+\d{2}:?\d{2}(?!\d)|(?<=:\d\d:\d\d)[\-\u2212]\d{2}:?\d{2}(?!\d))"
)
"""The pattern of a zone beside a time."""
_ANYWHERE = re.compile(
    rf"\b(?:(?:UTC|GMT){_OFFSET}|(?:{_ABBREVIATIONS})\b|[A-Z][a-z]+/[A-Z][A-Za-z_]+)"
)
_WORD_ZONE = re.compile(
    r"\b(?:(pacific|eastern|central|mountain)(?:\s+(?:standard|daylight))?\s+time|UC?S?/(Pacific|Eastern|Central|Mountain))\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"([+\-\u2212])(\d{1,2}):?(\d{2})?$")


@dataclass(frozen=True, slots=True)
class ZoneName:
    """A zone as written, the IANA zone it means, and its offset in minutes where one is said."""

    written: str
    iana: str | None = None
    offset: int | None = None
    summer: bool | None = None


def zone_of(written: str) -> ZoneName | None:
    """Return the zone an abbreviation or offset stands for."""
    bare = written.strip().split(" (")[0].strip("()")
    upper = bare.upper()
    if upper in NAMED:
        iana, summer = NAMED[upper]
        return ZoneName(bare, iana, 0 if iana == "UTC" else None, summer)
    found = _PARTS.search(bare)
    if found:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes > 14 * 60:
            return None
        signed = minutes if found[1] == "+" else -minutes
        # The sign of these names is the other way round.
        whole = minutes % 60 == 0
        name = f"Etc/GMT{'-' if signed > 0 else '+'}{minutes // 60}" if whole and minutes else None
        return ZoneName(bare, name if minutes else "UTC", signed)
    return None


def find_zone(text: str) -> ZoneName | None:
    """Return the first zone a sentence names ("All times in PST"), or None."""
    word = _WORD_ZONE.search(text)
    if word:
        return ZoneName(word[0], _WORDS[(word[1] or word[2]).lower()])
    found = _ANYWHERE.search(text)
    if found is None:
        return None
    return _iana(found[0]) if "/" in found[0] else zone_of(found[0])


def _iana(name: str) -> ZoneName | None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
    return ZoneName(name, name)
