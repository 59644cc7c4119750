"""Before and after: the graph as it was, and what still gets through once actions are done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.interventions import is_barrier
from causal.errors import NotFinished, NothingToDraw, NothingToExplain
from causal.graph.truth import still_true
from causal.model import OUTCOME, Incident
from causal.render.scene import Band, Box, Join, LegendEntry, Link, Mark, Scene
from causal.render.views.common import box_id, count, title_of
from causal.render.views.graph import full_graph_scene

__all__ = ["before_after_scene", "sided"]

_AFTER = {
    "planned": "Once all that is planned is done",
    "done": "With what is done",
    "verified": "With what is done and verified",
}


def before_after_scene(incident: Incident, scenario: str | Collection[str] = "planned") -> Scene:
    """Return the scene of the graph twice: as it was, and under a scenario.

    Args:
        incident: The incident.
        scenario: ``planned``, ``done``, ``verified``, or the ids of the actions to suppose.

    Raises:
        NothingToDraw: The incident has no actions, or its outcome no causes.
        UnknownName: No scenario or action has this name.
    """
    if not incident.actions:
        raise NothingToDraw(
            f"incident {incident.id!r} has no actions, so nothing changes; "
            "add `actions: {A1: ...}`, or draw the view 'graph'"
        )
    try:
        assessed = assess_actions(incident, scenario)
    except NothingToExplain:
        raise NothingToDraw(
            f"the outcome of incident {incident.id!r} has no causes to close; add `because` to it"
        ) from None
    before = sided(full_graph_scene(incident), "before")
    after = sided(_after(incident, assessed), "after")
    heading = _AFTER.get(assessed.scenario, f"With {assessed.scenario}")
    words = _caption(assessed)
    return Scene(
        kind="pair",
        title=title_of(incident),
        caption=words,
        description=_describe(incident, assessed, words),
        boxes=before.boxes + after.boxes,
        bands=before.bands + after.bands,
        joins=before.joins + after.joins,
        links=before.links + after.links,
        legend=_legend(before, after),
        headings=("As it was", heading),
        parts=(before, after),
    )


@dataclass(frozen=True, slots=True)
class _State:
    """What a scenario does: what it removes and by which actions, what holds, what leads on."""

    removed: dict[str, list[str]]
    barriers: dict[tuple[str, str], list[str]]
    holds: frozenset[str]
    leading: frozenset[str]


def _state(incident: Incident, assessed: Assessment) -> _State:
    removed: dict[str, list[str]] = {}
    barriers: dict[tuple[str, str], list[str]] = {}
    for name, action in assessed.actions.items():
        if action.kind == "repair":
            continue
        if is_barrier(action) and action.on is not None:
            barriers.setdefault((action.on.cause, action.on.effect), []).append(name)
        else:
            for factor in action.addresses:
                if factor not in assessed.assumed:
                    removed.setdefault(factor, []).append(name)
    holds = still_true(incident, removed, assessed.assumed)
    leading = _leading(incident, holds) if not _closed(assessed) else frozenset()
    return _State(removed, barriers, holds, leading)


def _closed(assessed: Assessment) -> bool:
    try:
        return assessed.closed
    except NotFinished:
        return False


def _leading(incident: Incident, holds: frozenset[str]) -> frozenset[str]:
    """Return what holds and leads to the outcome through nothing but what holds."""
    found: set[str] = set()
    waiting = [OUTCOME]
    while waiting:
        name = waiting.pop()
        gate = incident.because(name)
        if name in found or (name != OUTCOME and name not in holds):
            continue
        found.add(name)
        waiting += [link.cause for link in gate.links()] if gate is not None else []
    return frozenset(found)


def _after(incident: Incident, assessed: Assessment) -> Scene:
    """Return the graph under the scenario."""
    state = _state(incident, assessed)
    scene = full_graph_scene(incident)
    names = {box_id(name): name for name in (*incident.factors, OUTCOME)}
    boxes = [_box(box, names[box.id], state) for box in scene.boxes]
    effects = {join.id: join.target for join in scene.joins}
    links = [_link(link, names, effects, state) for link in scene.links]
    joins = [_join(join, names, effects, state) for join in scene.joins]
    return replace(scene, boxes=tuple(boxes), joins=tuple(joins), links=tuple(links))


def _join(join: Join, names: dict[str, str], effects: dict[str, str], state: _State) -> Join:
    effect = names[_effect(join.target, effects)]
    if effect in state.leading:
        return replace(join, marks=("remaining",))
    return join if effect in state.holds else replace(join, marks=("gone",))


def _effect(target: str, effects: dict[str, str]) -> str:
    """Return the box that a join finally leads to."""
    while target in effects:
        target = effects[target]
    return target


def _box(box: Box, name: str, state: _State) -> Box:
    marks: tuple[Mark, ...] = tuple(m for m in box.marks if m not in {"suspected", "disputed"})
    if name in state.leading:
        if name == OUTCOME:
            return replace(box, caption="STILL GETS THROUGH")
        return replace(box, marks=("remaining", *marks), caption=f"{box.caption} · REMAINS")
    if name == OUTCOME:
        return replace(box, marks=("gone",), caption="NO WAY DRAWN HERE REMAINS")
    if name in state.removed:
        by = ", ".join(state.removed[name])
        return replace(box, marks=("removed", *marks), caption=f"REMOVED BY {by}".upper())
    if name not in state.holds:
        return replace(box, marks=("gone", *marks), caption=f"{box.caption} · NO LONGER")
    return box


def _link(link: Link, names: dict[str, str], effects: dict[str, str], state: _State) -> Link:
    """Return the link as lit, as gone, or as before; a barrier is written on it."""
    effect, cause = names[_effect(link.target, effects)], names.get(link.source)
    if link.role == "worsens":
        alive = cause in state.holds
        return link if alive else replace(link, marks=("gone",))
    label = link.label
    if cause is not None and (cause, effect) in state.barriers:
        label = "barrier " + ", ".join(state.barriers[cause, effect])
    alive = effect in state.leading and (cause is None or cause in state.leading)
    if alive:
        return replace(link, marks=("remaining",), label=label)
    holds = cause is None or cause in state.holds
    if holds and effect in state.holds:
        return replace(link, label=label)
    return replace(link, marks=("gone",), label=label)


def sided(scene: Scene, side: str) -> Scene:
    """Return a scene whose ids say which side of the pair it is."""

    def own(name: str) -> str:
        return f"{side} {name}"

    def box(b: Box) -> Box:
        return replace(b, id=own(b.id), band=own(b.band) if b.band is not None else None)

    def link(one: Link) -> Link:
        return replace(one, source=own(one.source), target=own(one.target))

    def join(j: Join) -> Join:
        return replace(j, id=own(j.id), target=own(j.target))

    def band(b: Band) -> Band:
        return replace(b, id=own(b.id))

    return replace(
        scene,
        boxes=tuple(map(box, scene.boxes)),
        bands=tuple(map(band, scene.bands)),
        joins=tuple(map(join, scene.joins)),
        links=tuple(map(link, scene.links)),
    )


def _caption(assessed: Assessment) -> str:
    try:
        ways, depth = assessed.residual_cut_set_count, assessed.depth
    except NotFinished:
        return "What still gets through was not worked out: the graph is too large."
    if not ways:
        said = "No way drawn here remains."
    else:
        said = f"{count(ways, 'way')} still {'gets' if ways == 1 else 'get'} through."
    if depth == 0:
        return f"{said} Depth of defence 0: some way is untouched."
    return f"{said} Depth of defence {depth}: {count(depth, 'layer')} must fail again."


def _legend(before: Scene, after: Scene) -> tuple[LegendEntry, ...]:
    marks = {mark for box in after.boxes for mark in box.marks if box.role != "outcome"}
    out = list(before.legend)
    for sample, words in (
        ("remaining", "still gets through"),
        ("removed", "removed by an action"),
        ("gone", "no longer comes about"),
    ):
        if sample in marks:
            out.append(LegendEntry(sample, words))
    return tuple(out)


def _describe(incident: Incident, assessed: Assessment, words: str) -> str:
    said = [f"Causal graph of incident {incident.id} before and after its actions. {words}"]
    for name, action in assessed.actions.items():
        on = "; ".join(incident.what(f) for f in action.addresses if f != OUTCOME)
        if on:
            said.append(f"{name} acts on: {on}.")
    return " ".join(said)
