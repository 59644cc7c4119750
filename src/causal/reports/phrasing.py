"""How documents say what an incident records: times, amounts, causes, roles of factors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from causal.analysis.phrases import layer_title
from causal.reports.document import Code, Link, Piece, Span

if TYPE_CHECKING:
    from causal.model import Action, Factor, Incident

NOT_SAID, NONE_SAID = "Not recorded.", "None recorded."


def amount(value: float | str) -> str:
    """Return a figure of the impact."""
    return f"{value:,}" if isinstance(value, int | float) else value


def duration(minutes: float) -> str:
    """Return a number of minutes as people say it."""
    if minutes < 120:
        return f"{minutes:,.0f} minute{'' if round(minutes) == 1 else 's'}"
    return f"{int(minutes // 60):,} h {int(minutes % 60):02d} min"


def moment(at: datetime) -> str:
    """Return a moment to the minute, with its zone."""
    zone = at.strftime("%z")
    name = "UTC" if at.utcoffset() is not None and not at.utcoffset() else f"{zone[:3]}:{zone[3:5]}"
    return f"{at:%Y-%m-%d %H:%M} {name if zone else ''}".rstrip()


def status(action: Action) -> str:
    """Return the status of an action as people say it."""
    return str(action.status).replace("_", " ")


def joined(spans: Iterable[Span], last: str = "and") -> list[Piece]:
    """Return spans as an English list: ``a, b and c``."""
    items = [list(span) for span in spans]
    found: list[Piece] = []
    for number, item in enumerate(items):
        between = "" if not number else f" {last} " if number == len(items) - 1 else ", "
        found += [between, *item] if between else item
    return found


def because(incident: Incident, effect: str) -> list[Piece]:
    """Return what a factor, or the outcome, came from; nothing for a basic factor."""
    gate = incident.because(effect)
    found = _formula(gate.to_file()) if gate else []
    worse = [[Code(amplifier.factor)] for amplifier in incident.worsened_by(effect)]
    if worse:
        found += ["; worsened by " if found else "worsened by ", *joined(worse)]
    return found


def _formula(formula: Any) -> list[Piece]:
    found: list[Piece] = [Code(str(formula))]
    match formula:
        case {"any": members}:
            found = joined(map(_nested, members), "or")
        case {"contributing": members}:
            found = [*joined(map(_nested, members)), " (how they combined is not stated)"]
        case {"at_least": least, "of": members}:
            found = [f"at least {least} of ", *joined(map(_nested, members))]
        case {"cause": cause, "confidence": confidence}:
            found = [Code(cause), f" ({confidence})"]
        case list() as members:
            found = joined(map(_nested, members))
        case {"all": members}:
            found = joined(map(_nested, members))
    return found


def _nested(part: Any) -> list[Piece]:
    compound = isinstance(part, list) or (isinstance(part, dict) and "cause" not in part)
    return ["(", *_formula(part), ")"] if compound else _formula(part)


def role(incident: Incident, name: str, factor: Factor) -> str:
    """Return what a factor was: trigger, condition or event, gap in a layer, how sure."""
    kind = incident.kind(name)
    gap = f"gap in {layer_title(incident, factor.layer)}" if factor.layer else ""
    parts = (
        kind if not gap or kind == "trigger" else "",
        gap,
        factor.confidence if factor.confidence != "confirmed" else "",
        f"accepted: {factor.accepted}" if factor.accepted else "",
    )
    return ", ".join(filter(None, parts))


def addressed(incident: Incident, action: Action) -> str:
    """Return what an action is about, in the words of its factors."""
    if action.on is not None:
        ends = (incident.what(action.on.cause), incident.what(action.on.effect))
        return "barrier between “{}” and “{}”".format(*ends)
    return "; ".join(incident.what(factor) for factor in action.addresses)


def source(incident: Incident) -> list[Piece]:
    """Return where an incident was published; nothing when that is not stated."""
    given = incident.source
    if given is None or not (given.title or given.url):
        return []
    licence = f" ({given.licence})" if given.licence else ""
    return [Link(given.title or given.url or "", given.url), licence]
