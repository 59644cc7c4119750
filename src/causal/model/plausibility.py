"""What a careful author would not have written: plausible, but for these.

Unlike the rules, these do not stop the analysis: readers of our own format report them as faults,
readers of other documents note them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from causal.errors import Fault
from causal.model.factor import OUTCOME
from causal.model.rules import gathered
from causal.text.lookalike import difference, skeleton

if TYPE_CHECKING:
    from causal.model.incident_fields import IncidentFields

Path = tuple[str | int, ...]
Found = tuple[Path, str, str]
_PERCENTAGE = re.compile(r"(?<![\w.])([-+]?\d+(?:\.\d+)?)\s*%")


def plausibility_faults(incident: IncidentFields, linked: Collection[str] = ()) -> list[Fault]:
    """Return everything implausible in an incident, in document order.

    Args:
        incident: The incident, whose references hold.
        linked: Factors to take as leading to the outcome, for what could not be read.
    """
    return gathered(
        incident,
        ((name, *found) for name, rule in RULES.items() for found in rule(incident, linked)),
    )


def unlinked_factors(incident: IncidentFields, linked: Collection[str] = ()) -> tuple[str, ...]:
    """Return the factors from which no path leads to the outcome or to `linked`, in file order."""
    below: dict[str, list[str]] = {}
    for link, effect in incident.links():
        below.setdefault(effect, []).append(link.cause)
    for amplifier, effect in incident.amplifiers():
        below.setdefault(effect, []).append(amplifier.factor)
    reached = {*linked}
    waiting = [OUTCOME, *reached]
    while waiting:
        fresh = set(below.get(waiting.pop(), ())) - reached
        reached |= fresh
        waiting += fresh
    return tuple(factor for factor in incident.factors if factor not in reached)


def _unlinked(incident: IncidentFields, linked: Collection[str]) -> Iterator[Found]:
    for factor in unlinked_factors(incident, linked):
        hint = "name it under because: or worsened_by: of what it led to, or leave it out"
        yield ("factors", factor), f"{factor!r} leads nowhere", hint


def _alike(incident: IncidentFields, _: Collection[str]) -> Iterator[Found]:
    for part in ("factors", "actions", "layers"):
        first: dict[str, str] = {}
        for name in getattr(incident, part):
            other = first.setdefault(skeleton(name), name)
            if other != name:
                problem = f"{name!r} looks the same as {other!r}"
                yield (part, name), problem, f"name them apart; {difference(other, name)}"


def _undated(incident: IncidentFields, _: Collection[str]) -> Iterator[Found]:
    for index, entry in enumerate(incident.timeline):
        if entry.at is None and entry.when is None:
            hint = "at: 2025-03-14T14:02Z, or when: in the words of the source"
            yield ("timeline", index), "the entry says neither at: nor when:", hint


def _zones(incident: IncidentFields, _: Collection[str]) -> Iterator[Found]:
    for path, moment in incident.moments() if incident.timezone is None else ():
        if moment.tzinfo is None:
            hint = "add the offset, such as Z or +01:00, or state timezone: Europe/London once"
            yield path, f"the time {moment.isoformat()} has no zone", hint


def _order(incident: IncidentFields, _: Collection[str]) -> Iterator[Found]:
    known = {name: m for name, m in incident.times.known() if m.tzinfo is not None}
    course = [name for name in ("started", "detected", "mitigated", "resolved") if name in known]
    pairs: list[tuple[str, str]] = list(pairwise(course))
    if "declared" in known:  # which may be when it is over already
        pairs += [(name, "declared") for name in course[:2] if name in ("started", "detected")][-1:]
    for earlier, later in pairs:
        first, second = known[earlier], known[later]
        if second < first:
            problem = f"{later} ({second.isoformat()}) is before {earlier} ({first.isoformat()})"
            yield ("times", later), problem, "started, detected, mitigated, resolved, in this order"


def _dates(incident: IncidentFields, _: Collection[str]) -> Iterator[Found]:
    first = next((m for _, m in incident.times.known()), None)
    for name, action in incident.actions.items():
        due = action.due
        if first is not None and due is not None and due < first.date():
            problem = f"due {due} is before the incident began ({first.date()})"
            yield ("actions", name, "due"), problem, "a due date on or after the incident"
        if action.completed is not None and action.status != "done":
            problem = f"completed {action.completed}, yet its status is {action.status}"
            yield ("actions", name, "completed"), problem, "status: done"
    held = incident.review.held if incident.review else None
    if first is not None and held is not None and held < first.date():
        problem = f"the review of {held} is before the incident began ({first.date()})"
        yield ("review", "held"), problem, "the day the review meeting was held"


def _amounts(incident: IncidentFields, _: Collection[str]) -> Iterator[Found]:
    for name, amount in incident.impact.items():
        if isinstance(amount, int | float):
            if name == "what":
                yield ("impact", name), f"{amount} is a figure", "what: a sentence; name the figure"
            if amount < 0:
                yield ("impact", name), f"{amount} is negative", "how much was lost"
            continue
        for found in _PERCENTAGE.findall(amount):
            if not 0 <= float(found) <= 100:
                hint = "0% to 100%; say in words what was overspent"
                yield ("impact", name), f"{found}% is no share of a whole", hint


def _states(incident: IncidentFields, _: Collection[str]) -> Iterator[Found]:
    holed = {f.layer for f in incident.factors.values() if f.layer is not None}
    for layer, note in incident.layers.items():
        if note.state in ("held", "not_reached") and layer in holed:
            problem = f"{layer!r} is stated as {note.state}, yet a factor is a gap in it"
            yield ("layers", layer, "state"), problem, "breached or degraded; known_gaps for others"
        if note.stopped is not None and note.state not in ("held", None):
            problem = f"{layer!r} stopped something, yet its state is {note.state}"
            yield ("layers", layer, "stopped"), problem, "state: held"


RULES: dict[str, Callable[[IncidentFields, Collection[str]], Iterator[Found]]] = {
    "looks-alike": _alike,
    "leads-nowhere": _unlinked,
    "no-time": _undated,
    "no-zone": _zones,
    "time-order": _order,
    "dates": _dates,
    "amount": _amounts,
    "layer-state": _states,
}
"""Every rule, by the name its faults carry."""
