"""Times that the usual measures need are missing."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_NEEDED = {
    "started": "time to detect",
    "detected": "time to detect",
    "mitigated": "time to recover",
}


_SAID = {"started": "started", "detected": "was noticed", "mitigated": "ended for users"}


def _find(case: Case) -> Iterator[Found]:
    times = case.incident.times
    missing = [name for name in _NEEDED if getattr(times, name) is None]
    if "mitigated" in missing and times.resolved is not None:
        missing.remove("mitigated")
    if missing and case.is_document:
        told = ", ".join(_SAID[name] for name in missing)
        hint = "a line for each, such as Started: 2025-03-14 14:02 UTC"
        message = f"no line says outright when it {told}"
        yield Found(("times",), message, hint, severity="information")
    elif missing:
        lost = ", ".join(dict.fromkeys(_NEEDED[name] for name in missing))
        yield Found(("times",), f"times.{', times.'.join(missing)} not stated, so no {lost}")


RULE = Rule(
    id="times-missing",
    severity="warning",
    what="Times that the usual measures need are missing.",
    why=(
        "Time to detect, to respond and to recover cannot be told without them. *The Site "
        "Reliability Workbook*, 2018, chapter 10."
    ),
    mend="times: {started, detected, mitigated, resolved}; leave out what nobody knows",
    example="times: {started: 2025-03-14T14:02Z, detected: 2025-03-14T14:19Z}",
    find=_find,
)
