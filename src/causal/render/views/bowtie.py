"""The bow tie: a row for each threat with the barriers of its paths, then what it cost.

References:
    A. de Ruijter, F. Guldenmund, *The bowtie method: A review*, Safety Science 88:211, 2016.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import cast

from causal.analysis.explain import explain
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths, failure_paths
from causal.errors import NothingToDraw, NothingToExplain
from causal.model import Incident
from causal.render.scene import Box, Join, LegendEntry, Link, Mark, Route, Scene, Start
from causal.render.views.action_marks import (
    action_line,
    barrier_mark,
    counted_in,
    factor_marks,
)
from causal.render.views.bowtie_costs import after_of
from causal.render.views.common import (
    box_id,
    hues_of,
    layer_name,
    outcome_box,
    title_of,
    unsure_links,
)
from causal.render.views.legends import (
    ACTS,
    CONTRIBUTED,
    ROLES,
    STATES,
    entries,
    marks_of,
    unsure,
)
from causal.render.views.path_starts import Starts, routes_in_words, routes_of, start_boxes
from causal.render.views.path_words import path_sentences, unsure_sentences
from causal.render.views.routes import Row, Rows, of_others, rows_of

HEADINGS = ("Threats and barriers", "What made it worse, and what it cost", "Other layers")


def bowtie_scene(incident: Incident, scenario: str | Iterable[str] = "done") -> Scene:
    """Return the scene of the bow tie.

    Args:
        incident: The incident.
        scenario: The actions that count as in place: where they close a barrier the path stops.

    Raises:
        NothingToDraw: No layer of the incident has holes or is spoken of.
        UnknownName: No scenario or action has this name.
    """
    layers = _spoken(incident)
    if not layers:
        raise NothingToDraw(
            f"incident {incident.id!r} has no layers with gaps, so no barrier to draw; "
            "give factors a layer, or draw the view 'graph'"
        )
    supposed = scenario if isinstance(scenario, str) else frozenset(scenario)
    counted = counted_in(incident, supposed)
    try:
        found: FailurePaths | None = failure_paths(incident)
    except NothingToExplain:
        found = None
    rows = rows_of(incident, found, counted, grouped=True) if found else Rows((), (), "")
    acted = (*found.holes.values(), *found.barriers.values()) if found else ()
    hues = hues_of({*layers, *acted})
    starts = start_boxes(incident, found, rows, counted)
    maker = _Barriers(incident, found, counted, hues)
    routes = maker.routes(rows, starts)
    before = maker.passed()
    threats = [replace(box, slot="threat") for box in starts.boxes]
    after, costs, raising = after_of(incident, hues)
    shown = {box.band for box in (*before, *after) if box.role == "layer"}
    others = [*maker.of_other_paths(routes)]
    shown |= {box.band for box in others if box.role == "layer"}
    others += [maker.layer(layer, (), "", slot="other") for layer in layers if layer not in shown]
    outcome = replace(outcome_box(incident), slot="outcome")
    joins, links = _links(routes, starts.roots, outcome.id)
    said = [*path_sentences(incident, found, supposed), *unsure_sentences(incident, found)]
    boxes = (*threats, *before, outcome, *after, *costs, *others)
    return Scene(
        kind="bowtie",
        title=title_of(incident),
        caption=" ".join(said),
        description=_describe(
            incident, [*said, *routes_in_words(routes, starts.roots, boxes)], boxes
        ),
        boxes=boxes,
        joins=joins,
        links=(*links, *raising),
        legend=_legend(boxes, routes, bool(joins)),
        headings=HEADINGS,
        routes=routes,
        roots=starts.roots,
    )


def _spoken(incident: Incident) -> list[str]:
    """Return the layers with holes, and those with a state, in the order a failure meets them."""
    holed = {factor.layer for factor in incident.factors.values()}
    noted = {name for name, note in incident.layers.items() if note.state}
    return [name for name in incident.layer_names if name in holed | noted]


class _Barriers:
    """Makes one box for each layer and the holes in it that a path needed."""

    def __init__(
        self,
        incident: Incident,
        found: FailurePaths | None,
        counted: Collection[str],
        hues: dict[str, int],
    ) -> None:
        self.incident = incident
        self.found = found
        self.counted = counted
        self.hues = hues
        self.boxes: dict[str, Box] = {}
        self.loose: frozenset[str] = frozenset()
        verdicts = explain(incident, budget=IN_VIEWS).layers if found is not None else {}
        self.alone = {name for name, verdict in verdicts.items() if verdict.would_have_stopped}
        self.unsure = unsure_links(incident, found.structure.node if found is not None else ())
        self._known: dict[tuple[str, tuple[str, ...]], str] = {}

    def routes(self, rows: Rows, starts: Starts) -> tuple[Route, ...]:
        """Return the paths through the boxes that they pass, which are made on the way."""
        self.loose = frozenset(name for row in rows.rows for _, name in row.contributed)
        return routes_of(rows, starts, self._box)

    def passed(self) -> list[Box]:
        """Return every box that a path passes, in the order of the layers."""
        order = (*self.incident.layer_names, "unnamed")
        places = {layer: place for place, layer in enumerate(order)}
        boxes = sorted(self.boxes.values(), key=lambda box: places[box.band or "unnamed"])
        return [replace(box, slot="before") for box in boxes]

    def _box(self, row: Row, key: tuple[str, str]) -> str:
        kind, name = key
        if kind == "barrier":
            return self._added(name)
        assert self.found is not None
        layer = self.found.holes[name]
        mine = tuple(n for k, n in row.through if k == "hole" and self.found.holes[n] == layer)
        if (layer, mine) not in self._known:
            number = sum(known == layer for known, _ in self._known)
            box = self.layer(layer, mine, f" {number + 1}" if number else "")
            self._known[layer, mine] = box.id
            self.boxes[box.id] = box
        return self._known[layer, mine]

    def _added(self, name: str) -> str:
        assert self.found is not None
        action, layer = self.incident.actions[name], self.found.barriers[name]
        box = f"barrier {name}"
        words = action_line(name, action)
        mark = barrier_mark(name, action, self.counted)
        self.boxes[box] = Box(
            box,
            "action",
            words,
            f"BARRIER · {_name(self.incident, layer)}".upper(),
            words,
            band=layer,
            marks=(mark, "done" if mark == "hardened" else "planned"),
            hue=self.hues[layer],
            stands_for=(f"action:{name}",),
        )
        return box

    def of_other_paths(self, routes: Iterable[Route]) -> Iterator[Box]:
        """Yield what no path runs through that is drawn by itself."""
        passed = {name for route in routes for name in route.through}
        drawn = {hole for box in self.boxes.values() for hole in box.stands_for}
        left: dict[tuple[str, str], list[str]] = {}
        for hole, layer in self.found.holes.items() if self.found is not None else ():
            if box_id(hole) not in drawn:
                words = of_others(self.found, ("hole", hole))
                left.setdefault((layer, words), []).append(hole)
        for (layer, words), holes in left.items():
            box = self.layer(layer, tuple(holes), f" {words}", slot="other")
            yield replace(box, notes=(words, *box.notes))
        for name in self.found.barriers if self.found is not None else ():
            if f"barrier {name}" not in passed:
                box = replace(self.boxes.pop(self._added(name)), slot="other")
                yield replace(box, notes=(of_others(self.found, ("barrier", name)), *box.notes))

    def layer(self, layer: str, holes: tuple[str, ...], tag: str, *, slot: str = "") -> Box:
        """Return the box of a layer with these of its holes."""
        incident = self.incident
        note = incident.layers.get(layer)
        state = (note.state if note else None) or ("breached" if holes else "")
        notes = [f"gap: {incident.what(name)}" for name in holes]
        if len(holes) > 1 and not slot and not self.loose.intersection(holes):
            notes.append("both needed" if len(holes) == 2 else f"all {len(holes)} needed")
        if state == "held" and note is not None and note.stopped:
            notes.append(f"stopped {note.stopped}")
        acting = self.found.removed if self.found is not None else {}
        lines = dict.fromkeys(name for hole in holes for name in acting.get(hole, ()))
        notes += [action_line(name, incident.actions[name]) for name in lines]
        marks: list[Mark] = [cast("Mark", state)] if state in STATES else []
        if holes and layer in self.alone:
            marks.append("alone")
        plugs = {
            mark
            for hole in holes
            for mark in factor_marks(incident, self.found, hole, self.counted)
        }
        marks += [mark for mark in ("closed", "to_close") if mark in plugs]
        if self.loose.intersection(holes):
            marks.append("contributed")
            notes.append("contributed: how it combined is not stated")
        unconfirmed = {incident.factors[hole].confidence for hole in holes} - {"confirmed"}
        links = {self.unsure[hole] for hole in holes if hole in self.unsure}
        if unconfirmed or links:
            marks.append("suspected")
        notes += [", ".join(sorted(unconfirmed))] if unconfirmed else []
        notes += [f"its link is {' or '.join(sorted(links))}"] if links else []
        name = _name(incident, layer)
        words = state.replace("_", " ").upper()
        tip = "\n".join([f"layer {name}" + (f": {words.lower()}" if words else ""), *notes])
        return Box(
            f"layer {layer}{tag}",
            "layer",
            name,
            words,
            tip,
            band=layer,
            marks=tuple(marks),
            notes=tuple(notes),
            slot=slot,
            hue=self.hues[layer],
            stands_for=tuple(map(box_id, holes)),
        )


def _name(incident: Incident, layer: str) -> str:
    return "No layer named" if layer == "unnamed" else layer_name(incident, layer)


def _links(
    routes: tuple[Route, ...], roots: Start, outcome: str
) -> tuple[tuple[Join, ...], list[Link]]:
    """Return the joins of the starts, and the links along every path, each pair once."""
    joins: dict[str, Join] = {}
    links: dict[tuple[str, str], Link] = {}

    def link(source: str, target: str, *, spent: bool, lead: bool = False) -> None:
        marks: tuple[Mark, ...] = ("gone",) if spent else ("remaining",)
        known = links.get((source, target))
        if known is None or "gone" in known.marks:
            links[source, target] = Link(source, target, "join" if lead else "passes", "", marks)

    def start(name: str, begin: Start, target: str, *, spent: bool) -> str:
        if not begin.join:
            return begin.boxes[0]
        joins.setdefault(name, Join(name, begin.join, target))
        for box in begin.boxes:
            link(box, name, spent=spent)
        return name

    for route in routes:
        chain = [*route.through, outcome]
        spent = bool(route.stops & {*route.start.boxes, *roots.boxes})
        at = ""
        if route.start.boxes:
            at = start(f"start {route.id}", route.start, chain[0], spent=spent)
        if roots.boxes:
            first = at or chain[0]
            if route.start.join:
                first = f"start {route.id}"
            root = start("start roots", roots, first, spent=spent)
            link(root, first, spent=spent)
            at = at or root
        for box in chain:
            if at:
                link(at, box, spent=spent)
            spent = spent or box in route.stops
            at = box
    return tuple(joins.values()), list(links.values())


def _legend(
    boxes: tuple[Box, ...], routes: tuple[Route, ...], joined: bool
) -> tuple[LegendEntry, ...]:
    roles = {box.role for box in boxes}
    marks = marks_of(boxes)
    out = []
    if routes:
        out.append(
            LegendEntry("path", "a failure path: it needed a gap in every barrier it runs through")
        )
    if any(route.stops for route in routes):
        out.append(LegendEntry("spent", "where it ran, before an action closed it"))
    if any(route.rest for route in routes):
        out.append(LegendEntry("rest", "several failure paths, not drawn one by one"))
    out += [one for one in entries(ROLES, roles) if one.sample != "gap"]
    if joined:
        out.append(LegendEntry("join", "how many of these it took"))
    out.append(LegendEntry("layer", "layer: its state, its gaps, the actions on it"))
    if "alone" in marks:
        out.append(
            LegendEntry("badge-alone", "this layer, had it held, is sufficient to prevent it")
        )
    states = STATES | {"held": "layer that held"}
    return (
        *out,
        *entries(states | CONTRIBUTED, marks),
        *unsure(boxes),
        *entries(ACTS, marks),
    )


def _describe(incident: Incident, said: list[str], boxes: Iterable[Box]) -> str:
    parts = [f"Bow tie of incident {incident.id}.", *said]
    for box in boxes:
        if box.slot != "threat" and box.role != "outcome":
            facts = "; ".join([box.caption.lower(), *box.notes])
            parts.append(f"{box.label}: {facts}.")
    parts.append(f"Outcome: {incident.outcome.what}.")
    return " ".join(parts)
