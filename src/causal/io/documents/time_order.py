"""Times that contradict each other, days that are slips, and stated durations held to the times."""

from __future__ import annotations

from datetime import datetime, timedelta

from causal.io.documents.days import Calendar
from causal.io.documents.draft import Draft

_ORDER = ("started", "detected", "mitigated", "resolved")


def settle_times(draft: Draft, calendar: Calendar) -> None:
    """Mend what contradicts itself among the times, and check the stated durations."""
    if (draft.times or any("at" in row for row in draft.timeline)) and calendar.zone is None:
        draft.data["timezone"] = "UTC"
        draft.guess("timezone", "UTC", "no zone is stated", 1)
        draft.warn(
            "no zone is stated: the times were read as UTC; --timezone gives another",
            0,
            "timezone",
        )
    _summer(draft, calendar)
    _order(draft, calendar)
    _days(draft)
    _check_durations(draft)


def _summer(draft: Draft, calendar: Calendar) -> None:
    """Say where a winter zone was written for summer days: the wall clock is taken."""
    from zoneinfo import ZoneInfo

    zone = calendar.zone
    if zone is None or zone.summer is not False or zone.iana is None:
        return
    stamps = [row["at"] for row in draft.timeline if "at" in row] + list(draft.times.values())
    for stamp in stamps[:1]:
        moment = datetime.fromisoformat(stamp)
        if moment.tzinfo is None and moment.replace(tzinfo=ZoneInfo(zone.iana)).dst():
            draft.warn(
                f"{zone.written} is a winter zone and {moment:%Y-%m-%d} is in summer: the clock on the wall was taken",
                0,
                "timezone",
            )


def _year(draft: Draft, calendar: Calendar) -> None:
    """Mend the year of a time that is a year away from the day the document is about."""
    day = None if draft.named else calendar.day  # such reports may span years
    for name, stamp in list(draft.times.items()):
        moment = datetime.fromisoformat(stamp)
        if day is None or abs((moment.date() - day).days) < 270:
            continue
        try:
            mended = moment.replace(year=day.year)
        except ValueError:
            continue
        if abs((mended.date() - day).days) <= 45:
            draft.times[name] = mended.isoformat()
            line = draft.places.get(("times", name), 1)
            said = f"{name} ({stamp}) is a year from {day}: a slip; read as {mended:%Y-%m-%d %H:%M}"
            draft.warn(said, line, f"times.{name}")
            draft.guess(f"times.{name}", draft.times[name], "a slip in the year was mended", line)


def _order(draft: Draft, calendar: Calendar) -> None:
    """Mend times that cannot follow each other where a slip in the date is evident, else set aside."""
    _year(draft, calendar)
    mend_order(draft)


def mend_order(draft: Draft) -> None:
    """Mend times that cannot follow each other where a slip is evident, else set them aside."""
    zone = draft.data.get("timezone")
    known = [name for name in _ORDER if name in draft.times]
    if "declared" in draft.times:
        before = [name for name in ("started", "detected") if name in draft.times]
        known = [*known, *(["declared"] if before else [])]
    for name in known:
        earlier = _before(draft, name)
        if earlier is None:
            continue
        first, later = _moment_of(draft.times[earlier], zone), _moment_of(draft.times[name], zone)
        if later >= first:
            continue
        line = draft.places.get(("times", name), 1)
        mended = _mended(first, later)
        said = f"{name} ({draft.times[name]}) is before {earlier} ({draft.times[earlier]})"
        if mended is not None:
            draft.times[name] = mended
            draft.warn(f"{said}: a slip in the date; read as {mended}", line, f"times.{name}")
            draft.guess(f"times.{name}", mended, "a slip in the date was mended", line)
        else:
            draft.keep("Times that contradict each other", said, line)
            draft.warn(f"{said}: left out", line, f"times.{name}")
            del draft.times[name]


def _before(draft: Draft, name: str) -> str | None:
    order = ("started", "detected") if name == "declared" else _ORDER[: _ORDER.index(name)]
    return next((n for n in reversed(order) if n in draft.times), None)


def _moment_of(stamp: str, zone: str | None) -> datetime:
    from zoneinfo import ZoneInfo

    from causal.model.record import localised

    return localised(datetime.fromisoformat(stamp), ZoneInfo(zone or "UTC"))


def _mended(first: datetime, later: datetime) -> str | None:
    """Return the later moment with the year, month or day of the first, where that fits closely."""
    for part in (
        {"year": first.year}, {"year": first.year, "month": first.month}, {"month": first.month},
        {"year": first.year, "month": first.month, "day": first.day},
    ):  # fmt: skip
        try:
            tried = later.replace(**part)  # type: ignore[arg-type]  # parts of a date
        except ValueError:
            continue
        for extra in (timedelta(), timedelta(days=1)) if len(part) == 3 else (timedelta(),):
            if timedelta() <= tried + extra - first < timedelta(days=14):
                return (tried + extra).isoformat()
    return None


def _days(draft: Draft) -> None:
    """Say which rows are on a day far from all the others: a slip in a date, most likely."""
    days = sorted(datetime.fromisoformat(row["at"]).date() for row in draft.timeline if "at" in row)
    if len(days) < 4:
        return
    middle = days[len(days) // 2]
    near = sum(abs((day - middle).days) <= 14 for day in days)
    if near * 4 < len(days) * 3:
        return
    for number, row in enumerate(draft.timeline):
        if "at" in row and abs((datetime.fromisoformat(row["at"]).date() - middle).days) > 45:
            line = draft.places.get(("timeline", number), 1)
            draft.warn(
                f"{row['at']} is far from the other rows, around {middle}: a slip?",
                line,
                "timeline",
            )


_FROM_TO = {
    "time_to_detect": ("started", "detected"), "time_to_mitigate": ("started", "mitigated"),
    "time_to_repair": ("detected", "mitigated"), "time_to_resolve": ("detected", "resolved"),
    "time_to_recover": ("started", "resolved"), "duration": ("started", "resolved"),
}  # fmt: skip


def _check_durations(draft: Draft) -> None:
    """Hold stated durations against those between the stated times, from either beginning."""
    zone = draft.data.get("timezone")
    for name, (stated, line) in draft.durations.items():
        _, last = _FROM_TO[name]
        ends = (
            ("mitigated", "resolved")
            if name in ("time_to_repair", "time_to_recover", "duration")
            else (last,)
        )
        computed = [
            (
                _moment_of(draft.times[end], zone) - _moment_of(draft.times[start], zone)
            ).total_seconds()
            / 60
            for start in ("started", "detected", "declared")
            for end in ends
            if start != end and start in draft.times and end in draft.times
        ]
        if computed and min(abs(c - stated) for c in computed) > max(5.0, 0.05 * stated):
            shown = ", ".join(f"{c:g}" for c in dict.fromkeys(computed))
            draft.warn(
                f"{name.replace('_', ' ')} is stated as {stated:g} minutes; between the stated times there are {shown}",
                line,
                f"impact.{name}_minutes",
            )
