"""The brief: one slide that says what happened, what is sufficient to prevent it, what is done."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from causal.analysis.actions import assess_actions
from causal.analysis.explain import explain
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths, failure_paths
from causal.analysis.result import AS_DRAWN
from causal.errors import NotFinished, NothingToDraw
from causal.model import Incident
from causal.render.metrics import duration
from causal.render.scene import Box, LegendEntry, Mark, Route, Scene, Start
from causal.render.views.action_marks import (
    action_marks,
    counted_in,
    effects_of,
    factor_marks,
    state_of,
)
from causal.render.views.common import count, hues_of, layer_name, subtitle_of, title_of
from causal.render.views.legends import ACTS, entries, marks_of
from causal.render.views.path_words import (
    alone_sentence,
    count_sentence,
    remains_sentence,
    unsure_in_all,
)
from causal.render.views.swiss_cheese import swiss_cheese_scene

_MOST_ACTIONS = 5
_STARTS = 2
_ABBREVIATIONS = frozenset({"e.g", "i.e", "vs", "etc", "approx", "no", "incl"})
_END = re.compile(r"(\S*)[.!?](?=\s|$)")


def brief_scene(incident: Incident, scenario: str | Iterable[str] = "done") -> Scene:
    """Return the scene of the slide.

    Args:
        incident: The incident.
        scenario: The actions that count as in place.

    Raises:
        NothingToDraw: The outcome has no causes, so there is nothing to sum up.
        UnknownName: No scenario or action has this name.
    """
    if incident.outcome.because is None or not incident.factors:
        raise NothingToDraw(
            f"the outcome of incident {incident.id!r} has no causes to sum up; add `because` to it"
        )
    supposed = scenario if isinstance(scenario, str) else frozenset(scenario)
    counted = counted_in(incident, supposed)
    found = failure_paths(incident)
    try:
        cheese: Scene | None = _with_few_starts(swiss_cheese_scene(incident, supposed))
    except NothingToDraw:
        cheese = None
    said = _sentences(incident, found, supposed)
    layers = _layers(incident, found, counted)
    actions = _actions(incident, found, counted)
    shown = cheese.boxes if cheese is not None else ()
    return Scene(
        kind="slide",
        title=title_of(incident),
        caption=_summary(incident),
        description=_describe(incident, said, actions),
        boxes=(*shown, *said, *layers, *actions),
        bands=cheese.bands if cheese is not None else (),
        legend=_legend(cheese, (*shown, *layers, *actions)),
        headings=(_where_and_how_much(incident), _more(incident), AS_DRAWN),
        routes=cheese.routes if cheese is not None else (),
        roots=cheese.roots if cheese is not None else Start(),
    )


def _with_few_starts(scene: Scene) -> Scene:
    """Return the cheese with what its paths start from in one box where it is more than two."""
    boxes = {box.id: box for box in scene.boxes}

    def few(start: Start, key: str) -> Start:
        if len(start.boxes) <= _STARTS:
            return start
        mine = [boxes.pop(name) for name in start.boxes]
        mine.sort(key=lambda box: bool({"suspected", "disputed"} & set(box.marks)))
        words = f"{mine[0].label}, and {len(mine) - 1} more"
        tip = "\n".join(box.label for box in mine)
        marks: tuple[Mark, ...] = ("closed",) if any("closed" in b.marks for b in mine) else ()
        boxes[key] = Box(key, mine[0].role, words, start.join.upper(), tip, marks=marks)
        return Start((key,))

    routes = []
    for route in scene.routes:
        start = few(route.start, f"starts {route.id}")
        stops = route.stops
        if start.boxes != route.start.boxes and stops & set(route.start.boxes):
            stops |= set(start.boxes)
        routes.append(Route(route.id, start, route.through, stops, route.rest, route.label))
    roots = few(scene.roots, "starts of all")
    if roots.boxes != scene.roots.boxes:
        gone = set(scene.roots.boxes)
        routes = [
            replace(route, stops=route.stops | set(roots.boxes)) if route.stops & gone else route
            for route in routes
        ]
    return replace(scene, boxes=tuple(boxes.values()), routes=tuple(routes), roots=roots)


def _legend(cheese: Scene | None, boxes: Sequence[Box]) -> tuple[LegendEntry, ...]:
    """Return the legend of the slide: what shows without words beside it."""
    kept = {"path", "spent", "rest", "hole-suspected", "hole-contributed", "badge-alone"}
    out = [entry for entry in cheese.legend if entry.sample in kept] if cheese else []
    alone = "sufficient alone, had it held"
    short = {"path": "failure path", "spent": "closed since", "badge-alone": alone}
    short["hole-contributed"] = "contributed"
    out = [replace(entry, text=short.get(entry.sample, entry.text)) for entry in out]
    return (*out, *entries(ACTS, marks_of(boxes)))


def _summary(incident: Incident) -> str:
    """Return the first sentence of the summary, or the outcome as one."""
    text = " ".join((incident.summary or "").split())
    for found in _END.finditer(text):
        if found[1].lower() not in _ABBREVIATIONS:
            return text[: found.end()]
    return text or f"{incident.outcome.what.rstrip('.')}."


def _where_and_how_much(incident: Incident) -> str:
    """Return where and when, how long it lasted, and the stated impact."""
    parts = [subtitle_of(incident)]
    times = incident.times
    ended = times.mitigated or times.resolved
    if times.started is not None and ended is not None and ended > times.started:
        lasted = duration((ended - times.started).total_seconds())
        parts.append(f"{lasted} until {'mitigated' if times.mitigated else 'resolved'}")
    for key, amount in list(incident.impact.items())[:4]:
        shown = f"{amount:,}" if isinstance(amount, int) else str(amount)
        parts.append(shown if key == "what" else f"{key.replace('_', ' ')}: {shown}")
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _sentences(
    incident: Incident, found: FailurePaths, scenario: str | Collection[str]
) -> list[Box]:
    """Return what the verdicts say, in sentences: what set it off, which layer is sufficient."""
    said = [
        _set_off(incident, found),
        f"{count_sentence(incident, found)} {alone_sentence(incident)}",
    ]
    if incident.actions:
        said.append(remains_sentence(incident, scenario))
    said += unsure_in_all(incident, found)
    return [
        Box(f"said {number}", "figure", words, tooltip=words, slot="figure")
        for number, words in enumerate(said)
        if words
    ]


def _set_off(incident: Incident, found: FailurePaths) -> str:
    """Return every trigger, the confirmed before the suspected, or how many more there are."""
    names = [name for name in found.structure.factors if incident.kind(name) == "trigger"]
    order = list(incident.factors)
    unsure = {name for name in names if incident.factors[name].confidence != "confirmed"}
    names.sort(key=lambda name: (name in unsure, order.index(name)))
    if not names:
        return "No trigger is named: it was so already."
    shown = []
    for name in names[:3]:
        factor = incident.factors[name]
        sure = "" if factor.confidence == "confirmed" else f" ({factor.confidence})"
        shown.append(factor.what.rstrip(".") + sure)
    more = f"; and {len(names) - 3} more" if len(names) > 3 else ""
    return f"Set off by: {'; '.join(shown)}{more}."


def _layers(incident: Incident, found: FailurePaths, counted: Collection[str]) -> list[Box]:
    """Return the layers with their holes, those sufficient alone first.

    Where no factor lies in a layer, the factors that it took stand in their place.
    """
    verdicts = explain(incident, budget=IN_VIEWS).layers
    mine: dict[str, list[str]] = {}
    for factor, layer in found.holes.items():
        mine.setdefault(layer, []).append(factor)
    if not mine:
        return _factors(incident, found)
    hues = hues_of(mine)
    order = list(incident.layer_names)
    names = sorted(
        mine,
        key=lambda n: (
            not (n in verdicts and verdicts[n].would_have_stopped),
            order.index(n) if n in order else len(order),
        ),
    )
    out = []
    for layer in names:
        alone = layer in verdicts and verdicts[layer].would_have_stopped
        holes = mine[layer]
        marks: dict[Mark, None] = {"alone": None} if alone else {}
        for hole in holes:
            marks |= dict.fromkeys(factor_marks(incident, found, hole, counted))
        name = "No layer named" if layer == "unnamed" else layer_name(incident, layer)
        words = incident.what(holes[0]) + (f", and {len(holes) - 1} more" * (len(holes) > 1))
        tip = "\n".join([f"layer {name}", *(incident.what(hole) for hole in holes)])
        out.append(
            Box(
                f"layer {layer}",
                "layer",
                words,
                name,
                tip,
                marks=tuple(marks),
                slot="layer",
                hue=hues[layer],
            )
        )
    return out


def _factors(incident: Incident, found: FailurePaths) -> list[Box]:
    """Return the basic factors that it took, those that were each needed first."""
    needed = explain(incident, budget=IN_VIEWS).but_for
    names = sorted(found.structure.basic, key=lambda name: (name not in needed, name))
    return [
        Box(
            f"took {name}",
            "note",
            incident.what(name),
            "Needed" if name in needed else "Part of it",
            slot="layer",
        )
        for name in names
    ]


def _actions(incident: Incident, found: FailurePaths, counted: Collection[str]) -> list[Box]:
    """Return the actions that matter most: live ones, by priority, those that prevent first."""
    out = []
    for name in _ranked(incident)[:_MOST_ACTIONS]:
        action = incident.actions[name]
        facts = [state_of(action), action.owner or "no owner named"]
        if action.due is not None and action.status != "done":
            facts.append(f"due {action.due.isoformat()}")
        effects = effects_of(incident, found, name, counted)
        if action.kind == "repair":
            facts.append("repair")
        out.append(
            Box(
                f"action {name}",
                "action",
                action.what,
                name,
                f"{name}: {action.what}",
                action.ticket,
                marks=(*action_marks(action), *effects),
                notes=(" \N{MIDDLE DOT} ".join(facts),),
                slot="action",
            )
        )
    return out


def _ranked(incident: Incident) -> list[str]:
    order = {name: number for number, name in enumerate(incident.actions)}
    live = [name for name, action in incident.actions.items() if action.status != "cancelled"]

    def rank(name: str) -> tuple[bool, bool, bool, str, int]:
        action = incident.actions[name]
        priority = action.priority or ""
        done = action.status == "done"
        return (action.kind == "repair", done, not priority, priority, order[name])

    return sorted(live, key=rank)


def _more(incident: Incident) -> str:
    """Return how many actions are done, which open one comes first, and what is due next."""
    live = {n: a for n, a in incident.actions.items() if a.status != "cancelled"}
    if not live:
        return "No action is planned."
    fixes = {name: action for name, action in live.items() if action.kind != "repair"}
    done = sum(action.status == "done" for action in fixes.values())
    verb = "is" if done == 1 or len(fixes) == 1 else "are"
    part = f"{done} of {count(len(fixes), 'fix', 'fixes')} {verb} done."
    said = [part if fixes else "Repairs only."]
    waiting = [name for name in _ranked(incident) if name in fixes and live[name].status != "done"]
    if waiting:
        said.append(f"First open: {_first(incident, waiting)}.")
        said.append(_next_due({name: fixes[name].due for name in waiting}))
    left = len(live) - _MOST_ACTIONS
    if left > 0:
        said.append(f"{left} more not shown.")
    return " ".join(said)


def _first(incident: Incident, waiting: Sequence[str]) -> str:
    """Return the first of these that raises the depth of defence most by what it costs."""
    try:
        step = assess_actions(incident).next_best
    except NotFinished:
        return waiting[0]
    best = {step.action, *step.ties, *step.together}
    return next((name for name in waiting if name in best), waiting[0])


def _next_due(due: Mapping[str, date | None]) -> str:
    known = sorted((day, name) for name, day in due.items() if day is not None)
    if not known:
        return "No date is set."
    day, name = known[0]
    return f"Next due: {name}, {day.isoformat()}."


def _describe(incident: Incident, said: Sequence[Box], actions: Sequence[Box]) -> str:
    parts = [f"Brief of incident {incident.id}: {_summary(incident)}"]
    parts += [box.label for box in said]
    parts += [f"{box.caption}: {box.label} ({box.notes[0]})." for box in actions]
    return " ".join([*parts, AS_DRAWN])
