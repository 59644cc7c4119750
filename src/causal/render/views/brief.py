"""The brief: one slide that says what happened, how deep it went, and what is being done."""

from __future__ import annotations

import re

from causal.analysis.actions import assess_actions
from causal.analysis.explain import explain
from causal.analysis.result import AS_DRAWN
from causal.errors import NotFinished, NothingToDraw, NothingToExplain
from causal.model import Incident
from causal.render.metrics import duration
from causal.render.scene import Box, Scene
from causal.render.views.actions import action_marks, state_of
from causal.render.views.common import count, subtitle_of, title_of
from causal.render.views.swiss_cheese import swiss_cheese_scene

__all__ = ["brief_scene"]

_MOST_ACTIONS = 5
_ABBREVIATIONS = frozenset({"e.g", "i.e", "vs", "etc", "approx", "no", "incl"})
_END = re.compile(r"(\S*)[.!?](?=\s|$)")


def brief_scene(incident: Incident) -> Scene:
    """Return the scene of the slide.

    Raises:
        NothingToDraw: The outcome has no causes, so there is nothing to sum up.
    """
    if incident.outcome.because is None or not incident.factors:
        raise NothingToDraw(
            f"the outcome of incident {incident.id!r} has no causes to sum up; add `because` to it"
        )
    try:
        cheese = swiss_cheese_scene(incident)
    except NothingToDraw:
        cheese = None
    figures = _figures(incident)
    actions = _actions(incident)
    shown = cheese.boxes if cheese is not None else ()
    return Scene(
        kind="slide",
        title=title_of(incident),
        caption=_summary(incident),
        description=_describe(incident, figures, actions),
        boxes=(*shown, *figures, *actions),
        bands=cheese.bands if cheese is not None else (),
        legend=(),
        headings=(_where_and_how_much(incident), _more(incident), AS_DRAWN),
    )


def _summary(incident: Incident) -> str:
    """Return the first sentence of the summary, or the outcome as one."""
    text = " ".join((incident.summary or "").split())
    for found in _END.finditer(text):
        if found[1].lower() not in _ABBREVIATIONS:
            return text[: found.end()]
    return text or f"{incident.outcome.what.rstrip('.')}."


def _where_and_how_much(incident: Incident) -> str:
    """Return where and when, how long it lasted, and the first of the stated impact."""
    parts = [subtitle_of(incident)]
    times = incident.times
    ended = times.mitigated or times.resolved
    if times.started is not None and ended is not None and ended > times.started:
        lasted = duration((ended - times.started).total_seconds())
        parts.append(f"{lasted} until {'mitigated' if times.mitigated else 'resolved'}")
    for key, amount in list(incident.impact_figures.items())[:2]:
        shown = f"{amount:,}" if isinstance(amount, int) else str(amount)
        parts.append(f"{key.replace('_', ' ')}: {shown}")
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _figures(incident: Incident) -> list[Box]:
    """Return the three figures of the slide."""
    explained = explain(incident)
    stopping = sum(verdict.would_have_stopped for verdict in explained.layers.values())
    try:
        ways = f"{explained.cut_set_count:,}"
        one = explained.cut_set_count == 1
    except NotFinished:
        ways, one = "many", False
    then, now = _depth(incident, "planned"), _depth(incident, "done")
    depth = then if now == then else f"{now} \N{RIGHTWARDS ARROW} {then}"
    layers = "layer alone would have stopped it" if stopping == 1 else ""
    said = (
        (ways, "way it comes about, as drawn" if one else "ways it comes about, as drawn"),
        (str(stopping), layers or "layers would each have stopped it alone"),
        (
            depth,
            "depth of defence" + (", now and once planned work is done" if now != then else ""),
        ),
    )
    return [
        Box(f"figure {number}", "figure", words, value, f"{value}: {words}", slot="figure")
        for number, (value, words) in enumerate(said)
    ]


def _depth(incident: Incident, scenario: str) -> str:
    try:
        return str(assess_actions(incident, scenario).depth)
    except (NotFinished, NothingToExplain):
        return "?"


def _actions(incident: Incident) -> list[Box]:
    """Return the actions that matter most: live ones, by priority, those that prevent first."""
    out = []
    for name in _ranked(incident)[:_MOST_ACTIONS]:
        action = incident.actions[name]
        facts = [state_of(action), action.owner or "no owner named"]
        if action.due is not None and action.status != "done":
            facts.append(f"due {action.due.isoformat()}")
        out.append(
            Box(
                f"action {name}",
                "action",
                action.what,
                name,
                f"{name}: {action.what}",
                action.ticket,
                marks=action_marks(action),
                notes=(" · ".join(facts),),
                slot="action",
            )
        )
    return out


def _ranked(incident: Incident) -> list[str]:
    order = {name: number for number, name in enumerate(incident.actions)}
    live = [name for name, action in incident.actions.items() if action.status != "cancelled"]

    def rank(name: str) -> tuple[bool, bool, str, int]:
        action = incident.actions[name]
        priority = action.priority or ""
        return (action.kind == "repair", not priority, priority, order[name])

    return sorted(live, key=rank)


def _more(incident: Incident) -> str:
    """Return how many actions the slide leaves out, in words."""
    live = [action for action in incident.actions.values() if action.status != "cancelled"]
    if not live:
        return "No action is planned."
    left = len(live) - _MOST_ACTIONS
    done = sum(action.status == "done" for action in live)
    said = f"{done} of {count(len(live), 'action')} done"
    return f"{said}; {left} more not shown." if left > 0 else f"{said}."


def _describe(incident: Incident, figures: list[Box], actions: list[Box]) -> str:
    said = [f"Brief of incident {incident.id}: {_summary(incident)}"]
    said += [f"{box.caption} {box.label}." for box in figures]
    said += [f"{box.caption}: {box.label} ({box.notes[0]})." for box in actions]
    return " ".join([*said, AS_DRAWN])
