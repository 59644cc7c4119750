"""The fault tree: the outcome on top, a gate below each event, basic events at the ends.

References:
    IEC 61025:2006, *Fault tree analysis (FTA)*; W. E. Vesely et al., *Fault Tree Handbook*,
    NUREG-0492, 1981, chapter IV (the symbols).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from causal.errors import NothingToDraw
from causal.model import OUTCOME, Incident
from causal.render.scene import Box, Join, LegendEntry, Scene, effects_of
from causal.render.views.causes_in_words import causes_in_words
from causal.render.views.common import (
    amplifiers_only,
    count,
    links_and_joins,
    loose_box,
    outcome_box,
    subtitle_of,
    title_of,
)
from causal.render.views.legends import unsure
from causal.render.views.path_words import remains_sentence
from causal.render.views.scenario_marks import under_scenario

MOST = 2000
"""How many events are drawn at most; more would fill a hundred pages."""

_WORDS = {
    "and": "AND: all of these",
    "or": "OR: any of these",
    "vote": "k/n: at least k of these n",
    "contributing": "contributed: how they combined is not stated (no standard symbol)",
    "basic": "basic event; the same number is the same event",
    "undeveloped": "not developed: its causes are not stated, or it is not confirmed",
    "house": "house event: taken as given, since the trigger will come again",
}


def fault_tree_scene(incident: Incident, scenario: str | Collection[str] | None = None) -> Scene:
    """Return the scene of the fault tree; the layout decides where it is cut by transfers.

    Args:
        incident: What happened, or with a prospective tree what may.
        scenario: The actions that count as in place. With one, triggers are house events: they
            will come again. Without, they are basic events, as they are members of the cut sets.

    Raises:
        NothingToDraw: The outcome has no causes, or there are too many events to draw.
        UnknownName: No scenario or action has this name.
    """
    names = [name for name in incident.leading_to_outcome if name != OUTCOME][::-1]
    if incident.because(OUTCOME) is None or not names:
        raise NothingToDraw(
            f"the outcome of incident {incident.id!r} has no causes; add `because` to it"
        )
    if len(names) > MOST:
        raise NothingToDraw(
            f"incident {incident.id!r} has {len(names)} events, and a fault tree is drawn of "
            f"{MOST} at most; draw its graph, which sums up what is large"
        )
    boxes = [outcome_box(incident)]
    boxes += [_event(incident, name, scenario is not None) for name in names]
    kept = {box.id for box in boxes}
    links, joins = links_and_joins(incident)
    kept |= {join for join, end in effects_of(joins).items() if end in kept}
    worse = len(amplifiers_only(incident))
    left_out = f"{count(worse, 'factor')} that only made it worse not shown" if worse else ""
    scene = Scene(
        kind="fault-tree",
        title=title_of(incident),
        description=_describe(incident, names),
        boxes=tuple(boxes),
        joins=tuple(_gate(join) for join in joins if join.id in kept),
        links=tuple(
            link for link in links if link.role != "worsens" and {link.source, link.target} <= kept
        ),
        caption=" · ".join(part for part in (subtitle_of(incident), left_out) if part),
    )
    scene = replace(scene, legend=_legend(scene))
    if scenario is None:
        return scene
    said = ". ".join(part for part in (scene.caption, remains_sentence(incident, scenario)) if part)
    return replace(under_scenario(scene, incident, scenario), caption=said)


def _event(incident: Incident, name: str, recurs: bool) -> Box:
    """Return the rectangle of an event; its slot names the symbol that stands below it."""
    facts = incident.factors[name]
    symbol = ""
    if facts.is_basic:
        open_end = facts.confidence != "confirmed" or incident.kind(name) == "event"
        symbol = "undeveloped" if open_end else "basic"
        if recurs and incident.kind(name) == "trigger":
            symbol = "house"
    return replace(loose_box(incident, name), role="event", hue=None, slot=symbol)


def _gate(join: Join) -> Join:
    """Return a join as a gate: its shape, and the word inside."""
    if "contributed" in join.marks:
        return replace(join, label="?", shape="contributing")
    word, _, rest = join.label.partition(" of ")
    if word in {"all", "any"}:
        label, shape = ("AND", "and") if word == "all" else ("OR", "or")
        return replace(join, label=label, shape=shape)
    return replace(join, label=f"{word}/{rest}", shape="vote")


def _legend(scene: Scene) -> tuple[LegendEntry, ...]:
    """Return the legend of the symbols that occur; the layout adds that of transfers."""
    shapes = {join.shape for join in scene.joins} | {box.slot for box in scene.boxes}
    out = [
        LegendEntry(
            f"{'badge' if name in {'basic', 'undeveloped', 'house'} else 'gate'}-{name}", words
        )
        for name, words in _WORDS.items()
        if name in shapes
    ]
    return (*out, *unsure(scene.boxes, scene.links))


def _describe(incident: Incident, names: list[str]) -> str:
    """Return the tree in sentences, for readers who cannot see it."""
    basic = sum(incident.factors[name].is_basic for name in names)
    said = [
        f"Fault tree of incident {incident.id}: {count(len(names), 'event')} below the outcome, "
        f"{basic} of them without causes."
    ]
    return " ".join([*said, *causes_in_words(incident, (OUTCOME, *names))])
