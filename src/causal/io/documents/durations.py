"""Durations as people write them, in minutes."""

from __future__ import annotations

import re

_UNIT = {"w": 7 * 24 * 60.0, "d": 24 * 60.0, "h": 60.0, "m": 1.0, "s": 1 / 60}
_NUMBER = (
    r"(?:(\d{1,6}(?:[.,]\d+)?)\s*\+?[\s-]?"
    r"|(an?|one|two|three|four|five|six|seven|eight|nine|ten|half an?)[\s-]+)"
)
_PART = rf"(?<![\w.]){_NUMBER}(weeks?|wks?|days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|s)\b"
_PARTS = re.compile(_PART, re.IGNORECASE)
_GLUED = re.compile(
    r"(?<!\w)(\d{1,4})\s?h(?:ours?)?\s?(\d{1,2})(?:\s?m(?:in(?:ute)?s?)?)?\b", re.IGNORECASE
)
_CLOCK = re.compile(r"^\W*(\d{1,3}):(\d{2})(?::(\d{2}))?\W*$")
_JOIN = re.compile(r"^[\s,;]*(?:and\b|&)?\s*$")
_WORDS = ["a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def _amount(word: str) -> float:
    lower = word.lower()
    if lower.startswith("half"):
        return 0.5
    if lower in _WORDS:
        return float(max(1, _WORDS.index(lower) - 1))
    return float(
        lower.replace(",", "") if re.search(r",\d{3}$", lower) else lower.replace(",", ".")
    )


def read_duration(text: str) -> float | None:
    """Return the minutes of a text that states a duration at its beginning, or None.

    ``"544 minutes"``, ``"5h 09m"``, ``"11 Days"``, ``"1 hour and 5 minutes"``, ``"02:30"`` are.
    """
    clock = _CLOCK.match(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2]) + int(clock[3] or 0) / 60
    found = find_duration(text)
    if found is None or len(text[: found[1]].strip(" ~≈*_:-–").split()) > 3:
        return None
    return found[0]


def find_duration(text: str) -> tuple[float, int, int] | None:
    """Return the minutes of the first duration in a sentence and where it stands, or None."""
    first = _PARTS.search(text)
    glued = _GLUED.search(text)
    if glued and (first is None or glued.start() <= first.start()):
        return int(glued[1]) * 60.0 + int(glued[2]), glued.start(), glued.end()
    if first is None:
        return None
    total, end = 0.0, first.start()
    for part in _PARTS.finditer(text, first.start()):
        if part.start() != first.start() and not _JOIN.match(text[end : part.start()]):
            break
        total += _amount(part[1] or part[2]) * _UNIT[part[3][0].lower()]
        end = part.end()
    return total, first.start(), end
