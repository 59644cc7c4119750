"""The sections of a postmortem document, in the order of the Google SRE template.

References:
    B. Beyer et al. (eds.), *Site Reliability Engineering*, 2016, chapter 15 and appendix D.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from causal.errors import NothingToCompare, NothingToExplain
from causal.reports import words
from causal.reports.escape_md import cell, link, text
from causal.reports.pictures import Pictures

if TYPE_CHECKING:
    from causal.model import Action, Factor, Incident

__all__ = ["SECTIONS"]

Lines = list[str]
NOT_SAID = "Not recorded."


def summary(incident: Incident, _: Pictures) -> Lines:
    """Return the summary."""
    return [text(incident.summary) if incident.summary else text(incident.outcome.what)]


def impact(incident: Incident, _: Pictures) -> Lines:
    """Return the impact in numbers and the times it lasted."""
    rows = [
        (cell(name.replace("_", " ")), _amount(value))
        for name, value in incident.impact_figures.items()
    ]
    spans = (
        ("time to detect", incident.times.to_detect),
        ("time to mitigate", incident.times.to_mitigate),
        ("time to resolve", incident.times.to_resolve),
    )
    rows += [(name, _minutes(value)) for name, value in spans if value is not None]
    said = [text(str(incident.impact["what"])), ""] if "what" in incident.impact else []
    return [*said, *(_table(("what", "how much"), rows) if rows else () if said else (NOT_SAID,))]


def timeline(incident: Incident, _: Pictures) -> Lines:
    """Return what happened when, with the named times among the entries."""
    named: dict[datetime, str] = {}
    for name, moment in incident.times.known():
        named[moment] = f"{named[moment]}, {name}" if moment in named else name
    told = {entry.at for entry in incident.timeline}
    rows: list[tuple[datetime, str, str, str, str]] = []
    before = datetime.min.replace(tzinfo=UTC)  # an entry without a moment stays where it stands
    for entry in incident.timeline:
        when = _moment(entry.at) if entry.at else cell(entry.when or "")
        before = entry.at or before
        name = named.pop(entry.at, "") if entry.at else ""
        rows.append((before, when, name, cell(entry.what), cell(entry.by or "")))
    rows += [(at, _moment(at), name, "", "") for at, name in named.items() if at not in told]
    if not rows:
        return [NOT_SAID]
    rows.sort(key=lambda row: row[0])
    shown = [(when, f"**{name}**" if name else "", what, by) for _, when, name, what, by in rows]
    return _without_empty_columns(("when", "", "what", "by"), shown)


def factors(incident: Incident, pictures: Pictures) -> Lines:
    """Return the contributing factors, in place of one root cause."""
    lines = [
        "In place of one root cause: everything that had to be so, what it came from, and which "
        "layer of defence it was a hole in.",
        "",
        *pictures.show(incident, "graph"),
    ]
    rows = [
        (
            f"`{cell(name)}`",
            cell(factor.what),
            _role(incident, name, factor),
            _causes(incident, name),
        )
        for name, factor in incident.factors.items()
    ]
    lines += _table(("id", "factor", "role", "because"), rows)
    lines += [
        "",
        f"The outcome came about because of {_causes(incident, 'outcome') or 'nothing drawn yet'}.",
    ]
    return [*lines, *_layers(incident)]


def whys(incident: Incident, pictures: Pictures) -> Lines:
    """Return what the five whys reached and missed."""
    from causal.analysis import compare_five_whys

    try:
        versus = compare_five_whys(incident)
    except (NothingToCompare, NothingToExplain):
        return []
    return [
        *pictures.show(incident, "five-whys"),
        *" ".join(words.five_whys(versus)).split("\n"),
    ]


def detection(incident: Incident, _: Pictures) -> Lines:
    """Return how it was noticed and how long that took."""
    return _phase(incident.detection, incident, ("started", "detected"), "detected", "detect")


def response(incident: Incident, _: Pictures) -> Lines:
    """Return how people responded."""
    roles = [f"- {cell(role)}: {cell(', '.join(who))}" for role, who in incident.roles.items()]
    lines = _phase(incident.response, incident, ("detected", "mitigated"), "mitigated", "mitigate")
    if not roles:
        return lines
    return [*roles] if lines == [NOT_SAID] else [*lines, "", *roles]


def recovery(incident: Incident, _: Pictures) -> Lines:
    """Return how service was restored."""
    return _phase(incident.recovery, incident, ("mitigated", "resolved"), "resolved", None)


def actions(incident: Incident, _: Pictures) -> Lines:
    """Return the action items, each with the factor it addresses and the layer it hardens."""
    if not incident.actions:
        return ["None recorded."]
    rows = [
        (
            cell(name),
            cell(action.what)
            + (f" Done when: {cell(action.done_when)}." if action.done_when else ""),
            _addressed(incident, action),
            cell(incident.layer_title(action.hardens)) if action.hardens else "",
            action.kind or "",
            cell(action.owner or ""),
            cell(action.priority or ""),
            str(action.due or ""),
            action.status.replace("_", " "),
            link("ticket", action.ticket) if action.ticket else "",
        )
        for name, action in incident.actions.items()
    ]
    head = ("", "action", "addresses", "hardens", "kind", "owner", "priority", "due", "status", "")
    return _without_empty_columns(head, rows)


def lessons(incident: Incident, _: Pictures) -> Lines:
    """Return what the people involved took from it."""
    parts = (
        ("What went well", incident.lessons.went_well),
        ("What went wrong", incident.lessons.went_wrong),
        ("Where we got lucky", incident.lessons.got_lucky),
        ("What surprised us", incident.lessons.surprised),
    )
    lines: Lines = []
    for title, items in parts:
        if items:
            lines += [f"**{title}**", "", *(f"- {text(item)}" for item in items), ""]
    return lines[:-1] or [NOT_SAID]


SECTIONS: dict[str, Callable[[Incident, Pictures], Lines]] = {
    "Summary": summary,
    "Impact": impact,
    "Timeline": timeline,
    "Contributing factors": factors,
    "Five whys against the graph": whys,
    "Detection": detection,
    "Response": response,
    "Recovery": recovery,
    "Action items": actions,
    "Lessons learned": lessons,
}
"""Every section by its heading, in order; one without lines is left out."""


def _layers(incident: Incident) -> Lines:
    from causal.analysis import assess_actions, explain

    try:
        verdicts = explain(incident).layers
        hardened = assess_actions(incident).by_layer
    except NothingToExplain:
        return []
    rows = []
    for layer in dict.fromkeys((*verdicts, *hardened)):
        verdict = verdicts.get(layer)
        holes = (*verdict.gaps, *verdict.amplifying) if verdict else ()
        note = incident.layers.get(layer)
        state = (verdict.state or "").replace("_", " ") if verdict else ""
        if note and note.stopped:
            state += f": stopped {cell(note.stopped)}"
        alone = "yes" if verdict and verdict.would_have_stopped else ("no" if holes else "")
        what = "; ".join(cell(incident.what(factor)) for factor in holes)
        rows.append(
            (
                cell(incident.layer_title(layer)),
                state,
                what,
                alone,
                ", ".join(cell(name) for name in hardened.get(layer, ())),
            )
        )
    if not rows:
        return []
    head = ("layer", "state", "its holes", "alone would have stopped it", "hardened by")
    return ["", "### Layers of defence", "", *_table(head, rows)]


def _phase(
    said: str | None, incident: Incident, span: tuple[str, str], verb: str, of: str | None
) -> Lines:
    lines: Lines = [text(said)] if said else []
    minutes = incident.times.minutes(*span)
    if minutes is not None:
        lines += (
            [
                *([""] if lines else []),
                f"{verb.capitalize()} {_minutes(minutes)} after it was {span[0]}.",
            ]
            if span[0] != "started"
            else [
                *([""] if lines else []),
                f"{verb.capitalize()} {_minutes(minutes)} after it started.",
            ]
        )
    worse = [amplifier for amplifier, _ in incident.amplifiers() if amplifier.of == of and of]
    for amplifier in worse:
        cost = f" ({amplifier.minutes:g} minutes)" if amplifier.minutes else ""
        lines.append(f"- made slower by: {text(incident.what(amplifier.factor))}{cost}")
    return lines or [NOT_SAID]


def _role(incident: Incident, name: str, factor: Factor) -> str:
    kind = incident.kind(name)
    hole = f"hole in {cell(incident.layer_title(factor.layer))}" if factor.layer else ""
    doubt = factor.confidence if factor.confidence != "confirmed" else ""
    accepted = f"accepted: {cell(factor.accepted)}" if factor.accepted else ""
    shown = kind if not hole or kind == "trigger" else ""
    return ", ".join(part for part in (shown, hole, doubt, accepted) if part)


def _causes(incident: Incident, effect: str) -> str:
    gate = incident.because(effect)
    parts = [_formula(gate.to_file())] if gate else []
    worse = [f"`{cell(amplifier.factor)}`" for amplifier in incident.worsened_by(effect)]
    if worse:
        parts.append(f"worsened by {', '.join(worse)}")
    return "; ".join(parts)


def _formula(formula: object) -> str:
    if isinstance(formula, list):
        return words.listed(_nested(part) for part in formula)
    if isinstance(formula, dict):
        if "any" in formula:
            return words.listed((_nested(part) for part in formula["any"]), "or")
        if "at_least" in formula:
            members = ", ".join(_nested(part) for part in formula["of"])
            return f"at least {formula['at_least']} of {members}"
        return f"`{cell(formula['cause'])}` ({formula['confidence']})"
    return f"`{cell(formula)}`"


def _nested(part: object) -> str:
    compound = isinstance(part, list) or (isinstance(part, dict) and "cause" not in part)
    return f"({_formula(part)})" if compound else _formula(part)


def _addressed(incident: Incident, action: Action) -> str:
    if action.on is not None:
        ends = (cell(incident.what(action.on.cause)), cell(incident.what(action.on.effect)))
        return "barrier between “{}” and “{}”".format(*ends)
    return "; ".join(cell(incident.what(factor)) for factor in action.addresses)


def _amount(value: float | str) -> str:
    return f"{value:,}" if isinstance(value, int | float) else cell(value)


def _minutes(value: float) -> str:
    if value < 120:
        return f"{value:,.0f} minute{'' if round(value) == 1 else 's'}"
    return f"{int(value // 60):,} h {int(value % 60):02d} min"


def _moment(at: datetime) -> str:
    zone = at.strftime("%z")
    name = "UTC" if at.utcoffset() is not None and not at.utcoffset() else f"{zone[:3]}:{zone[3:5]}"
    return f"{at:%Y-%m-%d %H:%M} {name if zone else ''}".rstrip()


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Lines:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def _without_empty_columns(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Lines:
    used = [n for n in range(len(head)) if any(row[n] for row in rows)]
    return _table(tuple(head[n] for n in used), [tuple(row[n] for n in used) for row in rows])
