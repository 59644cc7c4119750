"""The Swiss cheese: layers as slices, gaps as holes, each failure path through its own slices.

References:
    J. Reason, *Human error: models and management*, BMJ 320:768, 2000.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from causal.analysis.explain import explain
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths, failure_paths
from causal.errors import NothingToDraw, NothingToExplain
from causal.model import OUTCOME, Incident
from causal.render.scene import (
    Band,
    Box,
    Join,
    LegendEntry,
    Link,
    Mark,
    Route,
    Scene,
    Start,
)
from causal.render.views.action_marks import (
    action_line,
    barrier_mark,
    counted_in,
    factor_marks,
    removers,
)
from causal.render.views.common import (
    amplifier_label,
    amplifiers_only,
    box_id,
    factor_box,
    hues_of,
    layer_name,
    outcome_box,
    subtitle_of,
    title_of,
    unsure_links,
    with_unsure_link,
)
from causal.render.views.legends import ACTS, STATES, entries, marks_of
from causal.render.views.path_starts import routes_in_words, routes_of, start_boxes
from causal.render.views.path_words import path_sentences, unsure_sentences
from causal.render.views.routes import Key, Rows, of_others, rows_of


def swiss_cheese_scene(incident: Incident, scenario: str | Iterable[str] = "done") -> Scene:
    """Return the scene of the Swiss cheese.

    Args:
        incident: The incident.
        scenario: The actions that count as in place: where they close a hole the path stops.

    Raises:
        NothingToDraw: No factor of the incident is a gap in a layer.
        UnknownName: No scenario or action has this name.
    """
    if not any(factor.is_gap for factor in incident.factors.values()):
        raise NothingToDraw(
            f"incident {incident.id!r} has no gaps, so no slice has a hole; "
            "give factors a layer, or draw the view 'graph'"
        )
    supposed = scenario if isinstance(scenario, str) else frozenset(scenario)
    counted = counted_in(incident, supposed)
    worse = amplifiers_only(incident)
    try:
        found: FailurePaths | None = failure_paths(incident)
    except NothingToExplain:
        found = None
    rows = rows_of(incident, found, counted, grouped=False) if found else Rows((), (), "")
    starts = start_boxes(incident, found, rows, counted)
    routes = routes_of(rows, starts, lambda _, key: _key_box(key))
    holes = _with_contributed(_holes(incident, found, worse, counted), rows)
    holes = _with_other_paths(holes, found, routes)
    boxes = [*holes, *_known_gaps(incident), *starts.boxes, *_aside(incident, found, worse)]
    boxes.append(outcome_box(incident))
    bands = _slices(incident, found, boxes)
    joins, links = _as_graph(routes, starts.roots, boxes)
    said = [*path_sentences(incident, found, supposed), *unsure_sentences(incident, found)]
    where = subtitle_of(incident)
    return Scene(
        kind="cheese",
        title=title_of(incident),
        caption=" ".join([f"{where}." if where else "", *said]).strip(),
        description=_describe(
            incident, bands, boxes, [*said, *routes_in_words(routes, starts.roots, boxes)]
        ),
        boxes=tuple(boxes),
        bands=bands,
        joins=joins,
        links=links,
        legend=_legend(boxes, bands, routes),
        routes=routes,
        roots=starts.roots,
    )


def _holes(
    incident: Incident,
    found: FailurePaths | None,
    worse: frozenset[str],
    counted: Collection[str],
) -> list[Box]:
    """Return the holes: gaps, what actions remove, and the barriers that actions add."""
    layers = {n: f.layer for n, f in incident.factors.items() if f.layer is not None}
    layers |= dict(found.holes) if found else {}
    acting = removers(incident)
    unsure = unsure_links(incident, found.structure.node if found is not None else ())
    boxes = []
    for name, factor in incident.factors.items():
        if name in layers:
            marks = factor_marks(incident, found, name, counted)
            box = factor_box(incident, name, worse=name in worse, marks=marks)
            caption = _raised(incident, name) if name in worse else ""
            if not factor.is_gap:
                caption = f"{incident.kind(name)} that an action removes"
            notes = tuple(action_line(n, incident.actions[n]) for n in acting.get(name, ()))
            box = replace(box, band=layers[name], caption=caption, notes=notes)
            boxes.append(with_unsure_link(box, unsure.get(name)))
    for name, layer in found.barriers.items() if found else ():
        action = incident.actions[name]
        words = action_line(name, action)
        mark = barrier_mark(name, action, counted)
        boxes.append(
            Box(
                f"barrier {name}",
                "action",
                words,
                "barrier",
                words,
                band=layer,
                marks=(mark,),
                stands_for=(f"action:{name}",),
            )
        )
    return boxes


def _with_contributed(boxes: list[Box], rows: Rows) -> list[Box]:
    """Return the holes, those marked that a path may not have needed."""
    loose = {_key_box(key) for row in rows.rows for key in row.contributed}
    return [
        replace(box, marks=(*box.marks, "contributed")) if box.id in loose else box for box in boxes
    ]


def _with_other_paths(
    boxes: list[Box], found: FailurePaths | None, routes: Iterable[Route]
) -> list[Box]:
    """Return the holes, those named that no path runs through which is drawn by itself."""
    passed = {name for route in routes for name in route.through}
    out = []
    for box in boxes:
        if box.id not in passed and box.role != "amplifier":
            kind = "barrier" if box.role == "action" else "hole"
            words = of_others(found, (kind, box.id.split(" ", 1)[1]))
            caption = f"{box.caption} \N{MIDDLE DOT} {words}" if box.caption else words
            out.append(replace(box, caption=caption))
        else:
            out.append(box)
    return out


def _raised(incident: Incident, factor: str) -> str:
    """Return what an amplifier raised, as far as that was stated."""
    raised = [
        amplifier_label(amplifier)
        for amplifier, _ in incident.amplifiers()
        if amplifier.factor == factor and amplifier.of is not None
    ]
    return "made it worse" + (f": {', '.join(raised)}" if raised else "")


def _known_gaps(incident: Incident) -> list[Box]:
    return [
        Box(
            f"known {number} {layer}",
            "known_gap",
            text,
            tooltip=f"known, not part of this incident: {text}",
            band=layer,
        )
        for layer, note in incident.layers.items()
        for number, text in enumerate(note.known_gaps)
    ]


def _as_graph(
    routes: tuple[Route, ...], roots: Start, boxes: list[Box]
) -> tuple[tuple[Join, ...], tuple[Link, ...]]:
    """Return the paths as joins, for languages that draw boxes and lines: one for each path."""
    joins, links = [], []
    end = box_id(OUTCOME)
    for route in routes:
        needed = (*roots.boxes, *route.start.boxes, *route.through)
        words = "several paths" if route.rest else "all of"
        choice = [s.join for s in (roots, route.start) if s.join and s.join[:3] != "all"]
        number = len(needed)
        label = f"{words} {number}" if not any(choice) else f"{words} these, {', '.join(choice)}"
        mark: tuple[Mark, ...] = ("gone",) if route.stops else ("remaining",)
        joins.append(Join(route.id, label, end, mark))
        links += [Link(name, route.id, marks=mark) for name in dict.fromkeys(needed)]
        links.append(Link(route.id, end, "join", marks=mark))
    links += [Link(b.id, end, "worsens") for b in boxes if b.role == "amplifier"]
    return tuple(joins), tuple(links)


def _key_box(key: Key) -> str:
    kind, name = key
    return f"barrier {name}" if kind == "barrier" else box_id(name)


def _aside(incident: Incident, found: FailurePaths | None, worse: frozenset[str]) -> list[Box]:
    """Return the basic factors in no layer that no path starts from."""
    on_path = found.structure.node if found else {}
    return [
        replace(factor_box(incident, name, worse=name in worse), slot="aside")
        for name, factor in incident.factors.items()
        if name not in on_path and not factor.is_gap and factor.is_basic
    ]


def _slices(incident: Incident, found: FailurePaths | None, boxes: list[Box]) -> tuple[Band, ...]:
    """Return the slices: layers with a hole or a barrier, and those the incident speaks of."""
    on_path = {box.band for box in boxes if box.band and box.role not in {"amplifier", "known_gap"}}
    amplifying = {box.band for box in boxes if box.band and box.role == "amplifier"}
    noted = {name for name, note in incident.layers.items() if note.state or note.known_gaps}
    wanted = [n for n in (*incident.layer_names, "unnamed") if n in on_path | amplifying | noted]
    hues = hues_of(wanted)
    verdicts = explain(incident, budget=IN_VIEWS).layers if found else {}
    out = []
    for layer in wanted:
        note = incident.layers.get(layer)
        stated = note.state if note is not None else None
        state: str = stated or ("breached" if layer in on_path else "worse")
        if layer not in on_path and layer not in amplifying and not stated:
            state = "aside"
        words = STATES.get(state, "")
        if state == "held" and note is not None and note.stopped:
            words = f"held: stopped {note.stopped}"
        if state == "aside":
            words = "not part of this incident"
        alone = layer in verdicts and verdicts[layer].would_have_stopped
        marks: tuple[Mark, ...] = ("alone",) if alone else ()
        name = "No layer named" if layer == "unnamed" else layer_name(incident, layer)
        tip = f"layer {name}" + (f": {note.description}" if note and note.description else "")
        out.append(Band(layer, name, hues[layer], words, state, tip, marks))
    return tuple(out)


def _legend(
    boxes: list[Box], bands: tuple[Band, ...], routes: tuple[Route, ...]
) -> tuple[LegendEntry, ...]:
    out = []
    if routes:
        out.append(LegendEntry("path", "a failure path: it needed every hole it runs through"))
    if any(route.stops for route in routes):
        out.append(LegendEntry("spent", "where it ran, before an action closed it"))
    if any(route.rest for route in routes):
        out.append(LegendEntry("rest", "several failure paths, not drawn one by one"))
    passed = {name for route in routes for name in route.through}
    if any(box.id in passed and box.role != "action" for box in boxes):
        out.append(LegendEntry("hole", "gap it went through"))
    out += entries(ACTS, marks_of(boxes))
    if any("contributed" in box.marks for box in boxes):
        words = "contributed: closing it alone may not close the path"
        out.append(LegendEntry("hole-contributed", words))
    unsure = [box for box in boxes if {"suspected", "disputed"} & set(box.marks)]
    if unsure:
        sample = "hole-suspected" if any(box.band for box in unsure) else "suspected-box"
        out.append(LegendEntry(sample, "suspected or disputed"))
    if any("alone" in band.marks for band in bands):
        out.append(
            LegendEntry("badge-alone", "this layer, had it held, is sufficient to prevent it")
        )
    if any(box.role == "known_gap" for box in boxes):
        out.append(LegendEntry("hole-known", "known hole, not part of this incident"))
    if any(box.role == "amplifier" and box.band is not None for box in boxes):
        out.append(LegendEntry("hole-worse", "made it worse, not needed"))
    states = {f"slice-{state}": f"layer: {words}" for state, words in STATES.items()}
    return (*out, *entries(states, {f"slice-{band.state}" for band in bands}))


def _describe(
    incident: Incident, bands: tuple[Band, ...], boxes: list[Box], said: list[str]
) -> str:
    parts = [f"Swiss cheese of incident {incident.id}.", *said]
    for band in bands:
        holes = [_in_words(b) for b in boxes if b.band == band.id and b.role != "known_gap"]
        state = f" ({band.note})" if band.note else ""
        if holes or state:
            parts.append(f"{band.label}{state}: {'; '.join(holes) or 'no hole'}.")
    parts.append(f"Outcome: {incident.outcome.what}.")
    return " ".join(parts)


def _in_words(box: Box) -> str:
    """Return a hole with all that its look and the words below it say."""
    unsure = (mark for mark in ("suspected", "disputed", "contributed") if mark in box.marks)
    facts = [box.caption, *(mark for mark in unsure if mark not in box.caption), *box.notes]
    facts = [fact for fact in facts if fact]
    return f"{box.label} ({', '.join(facts)})" if facts else box.label
