"""A date and time of day as people write them, at the beginning of a sentence or anywhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from causal.io.documents.zones import ZONE, ZoneName, find_zone, zone_of

_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<{p}mon>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?,?\s+(?:the\s+)?)?"
_DATE = (
    rf"(?:{_WEEKDAY}(?:"
    r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
    r"|(?P<a2>\d{1,2})(?P<s2>[/.-])(?P<b2>\d{1,2})(?P=s2)(?P<y2>\d{4}|\d{2})(?!\d)"
    rf"|{_MONTH.format(p='w')}\s+(?P<d3>\d{{1,2}}){_ORDINAL}(?![\d:])(?:,?\s+(?P<y3>(?:19|20)\d\d)\b(?!:))?"
    rf"|(?P<d4>\d{{1,2}}){_ORDINAL}[\s-]+(?:of\s+)?{_MONTH.format(p='x')}(?:,?[\s-]+(?P<y4>(?:19|20)\d\d)\b(?!:))?"
    r"))"
)
_AMPM = r"(?:\s?(?P<half>[ap])\.?m\b\.?)"
_TIME = (
    r"(?:(?P<h>[01]?\d|2[0-4])(?P<sep>[:.h])(?P<mi>[0-5]\d)(?!\d)(?::(?P<s>[0-5]\d|60)(?:[.,]\d+)?)?"
    + _AMPM
    + r"?|(?P<h2>1[0-2]|0?[1-9])"
    + _AMPM.replace("half", "half2")
    + r"|(?P<h3>[01]\d|2[0-3])(?P<mi3>[0-5]\d)(?=\s?(?:UTC|GMT|Z|hrs?|h)\b)(?:\s?(?:hrs?|h)\b)?)"
)
_UNKNOWN = r"(?P<unknown>[0-2?x][\d?x]:[\d?x][\d?x](?=[\s\W]|$)|hh:mm)"
_UNKNOWN_DATE = re.compile(
    r"[\[(*_`\s]*((?:\d\d[\dxy?]{2}|yyyy)-(?:[\d?x]{2}|mm)-(?:[\d?x]{2}|dd)(?:[\sT]+[\dh?x]{1,2}:[\dm?x]{2})?)(?!\w)",
    re.IGNORECASE,
)
_JOIN = r"(?:\s*(?:,|T|@|at|-|–|—|on|around|about|~)?\s*)"
_SOFT = r"(?P<soft>(?:~|≈|c\.|ca\.?|circa|around|about|approx(?:\.|imately)?|roughly|at|by|from|before|after|between|early|late)\s*)?"
_ZONE = rf"(?:\s?\(?(?P<zone>{ZONE})\)?)?"
_MOMENT = (
    rf"(?:{_DATE}(?:{_JOIN}{_SOFT.replace('soft', 'soft2')}(?:{_TIME}|{_UNKNOWN}))?"
    rf"|(?:{_TIME.replace('<h', '<th').replace('<mi', '<tmi').replace('<s>', '<ts>').replace('<sep>', '<tsep>').replace('<half', '<thalf')}"
    rf"|{_UNKNOWN.replace('unknown', 'tunknown')}))"
)
_IN_WORDS = re.compile(
    r"\W*((?:(?:early|late|mid)[\s-]?)?(?:morning|afternoon|evening|night|noon|midnight)"
    r"|(?:T|t0)?\s?[+]\s?\d{1,3}(?::\d\d)?\s?(?:min(?:ute)?s?|m|h(?:ours?)?|d(?:ays?)?)?"
    r"|day\s\d+)\s*(?:[:\-–—|]|$)",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"[\[(*_`\s]*{_SOFT}{_MOMENT}{_ZONE}", re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?<![\w:.\-/]){_MOMENT}{_ZONE}(?![\w:])", re.IGNORECASE)
_DATES = re.compile(rf"(?<![\w:./\-]){_DATE}(?![\w:/]|\.\d)", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:\s?Uhr\b)?(?:\s*[\])*_`]+)?(?:\s*\((?:[^)]{0,60})\))?\s*(?:[-–—:|,.;]+|->|→|⇒|=>)?\s*"
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|until|till|→|->)\s*", re.IGNORECASE)


LONGEST = 5_000
"""Characters of a sentence in which moments are looked for."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment as written; what it does not say is None.

    Args:
        words: The words it was read from.
        year, month, day: Its date.
        hour, minute, second: Its time of day.
        zone: The zone beside it.
        vague: It is said to be about then, or its time is not known.
        swapped: Another reading of a date in numbers, as (year, month, day).
    """

    words: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int = 0
    zone: ZoneName | None = None
    vague: bool = False
    swapped: tuple[tuple[int, int, int], ...] = ()

    @property
    def has_date(self) -> bool:
        """Whether it says a day."""
        return self.day is not None

    @property
    def has_time(self) -> bool:
        """Whether it says a time of day."""
        return self.hour is not None


@dataclass(frozen=True, slots=True)
class Found:
    """A clock and where it stands in its sentence; `last` is the end of a range."""

    clock: Clock
    start: int
    end: int
    last: Clock | None = None


def leading_clock(text: str) -> Found | None:
    """Return the moment a sentence begins with, and where the rest of it begins."""
    match = _LEADING.match(text)
    if match is None:
        unknown = _UNKNOWN_DATE.match(text) or _IN_WORDS.match(text)
        if unknown is None:
            return None
        tail = _TAIL.match(text, unknown.end(1))
        end = tail.end() if tail else unknown.end(1)
        return Found(Clock(unknown[1].strip(), vague=True), 0, end)
    clock = _clock(match)
    if clock is None:
        return None
    end, last = match.end(), None
    through = _RANGE.match(text, end)
    if through:
        second = _LEADING.match(text, through.end())
        later = _clock(second) if second else None
        if (
            second
            and later
            and later.has_time
            and not text[second.end() : second.end() + 1].isalnum()
        ):
            end, last = second.end(), later
    following = text[end : end + 1]
    if following.isalnum() or (following == "." and text[end + 1 : end + 2].isdigit()):
        return None  # 10:1x, or a version number
    tail = _TAIL.match(text, end)
    rest = tail.end() if tail else end
    words = text[:end].strip(" [](*_`")
    bracket = text[end:rest]
    if "(" in bracket:
        words = f"{words} {bracket[bracket.index('(') : bracket.rindex(')') + 1]}"
    beside = find_zone(bracket) if "(" in bracket and clock.zone is None else None
    vague = clock.vague or (clock.has_time and "(" in bracket and beside is None)
    clock = replace(clock, words=words, vague=vague, zone=clock.zone or beside)
    return Found(clock, match.start(), rest, last)


def find_clocks(text: str) -> Iterator[Found]:
    """Yield every moment in a sentence that has a time of day, or a day."""
    for match in _ANYWHERE.finditer(text[:LONGEST]):
        clock = _clock(match)
        if clock is not None:
            yield Found(clock, match.start(), match.end())


def find_dates(text: str) -> Iterator[Found]:
    """Yield every day in a sentence."""
    for match in _DATES.finditer(text[:LONGEST]):
        clock = _clock(match)
        if clock is not None and clock.has_date:
            yield Found(clock, match.start(), match.end())


class _NoMomentError(ValueError):
    """The numbers look like a moment and are none."""


def _clock(match: re.Match[str]) -> Clock | None:
    got = match.groupdict()
    try:
        day, swapped = _day(got)
        time = _time(got)
    except _NoMomentError:
        return None
    unknown = got.get("unknown") or got.get("tunknown")
    if day is None and time is None and not unknown:
        return None
    year, month, date = day or (None, None, None)
    hour, minute, second = time or (None, None, 0)
    written = got.get("zone")
    soft = (got.get("soft") or got.get("soft2") or "").strip().lower()
    return Clock(
        match[0].strip(), year, month, date, hour, minute, second,
        zone_of(written) if written else None,
        bool(unknown) or soft not in ("", "at", "from", "by"), swapped,
    )  # fmt: skip


_Date = tuple[int | None, int, int]
_Readings = tuple[tuple[int, int, int], ...]


def _day(got: dict[str, str | None]) -> tuple[_Date | None, _Readings]:
    """Return the date a match says, None without one, and its other readings."""
    if got["y1"]:
        return _checked(int(got["y1"]), int(got["m1"] or 0), int(got["d1"] or 0)), ()
    if got["a2"]:
        a, b, y = int(got["a2"]), int(got["b2"] or 0), int(got["y2"] or 0)
        year = y if y > 99 else 2000 + y
        readings = [(year, b, a), (year, a, b)]
        if y <= 99:
            readings.append((2000 + a, b, y))
        valid = [r for r in readings if 1 <= r[1] <= 12 and 1 <= r[2] <= 31]
        if not valid:
            raise _NoMomentError
        return valid[0], tuple(valid[1:])
    for mon, day, year_of in (("wmon", "d3", "y3"), ("xmon", "d4", "y4")):
        name, said = got[mon], got[year_of]
        if name:
            month = _MONTH_NAMES.index(name[:3].lower()) + 1
            return _checked(int(said) if said else None, month, int(got[day] or 0)), ()
    return None, ()


def _checked(year: int | None, month: int, day: int) -> _Date:
    if 1 <= month <= 12 and 1 <= day <= 31:
        return year, month, day
    raise _NoMomentError


def _time(got: dict[str, str | None]) -> tuple[int, int, int] | None:
    for p in ("", "t"):
        hour = got.get(f"{p}h")
        if hour:
            half = got[f"{p}half"]
            if got[f"{p}sep"] == "." and not half and len(hour) < 2:
                raise _NoMomentError  # 1.24 is a version
            return _of_day(int(hour), int(got[f"{p}mi"] or 0), int(got[f"{p}s"] or 0), half)
        hour = got.get(f"{p}h2")
        if hour:
            return _of_day(int(hour), 0, 0, got[f"{p}half2"])
        hour = got.get(f"{p}h3")
        if hour:
            return _of_day(int(hour), int(got[f"{p}mi3"] or 0), 0, None)
    return None


def _of_day(hour: int, minute: int, second: int, half: str | None) -> tuple[int, int, int]:
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return (hour, minute, min(second, 59)) if hour < 24 else (0, minute, 0)
