"""Five whys beside the graph: the chain as a ladder, and what it missed marked in the graph.

References:
    A. J. Card, *The problem with "5 whys"*, BMJ Quality & Safety 26:671, 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from causal.analysis.phrases import layer_title
from causal.errors import NothingToDraw
from causal.model import OUTCOME, FiveWhys, Incident, Why
from causal.render.scene import Band, Box, LegendEntry, Link, Mark, Scene, effects_of
from causal.render.views.common import (
    amplifiers_only,
    bands_with,
    box_id,
    count,
    factor_box,
    links_and_joins,
    outcome_box,
    title_of,
)
from causal.render.views.graph import legend_for

_TOP = "why 0"


@dataclass(slots=True)
class _Ladder:
    """The answers as boxes and rungs, and the factors they name with their number."""

    boxes: list[Box] = field(default_factory=list)
    rungs: list[Link] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    steps: set[tuple[str, str]] = field(default_factory=set)


def five_whys_scene(incident: Incident) -> Scene:
    """Return the scene of the five whys beside the graph.

    Raises:
        NothingToDraw: The incident has no five whys.
    """
    asked = incident.five_whys
    if asked is None or not asked.chain:
        raise NothingToDraw(
            f"incident {incident.id!r} has no five whys; add `five_whys: {{chain: [...]}}`"
        )
    ladder = _climb(incident, asked)
    worse = amplifiers_only(incident)
    boxes = [_marked(incident, f, ladder, f in worse) for f in incident.factors]
    boxes.append(outcome_box(incident))
    links, joins = links_and_joins(incident)
    effects = effects_of(joins)
    words = _count(incident, ladder, worse)
    return Scene(
        kind="layered",
        title=title_of(incident),
        description=f"Five whys of incident {incident.id} beside its causal graph. {words}",
        boxes=tuple(boxes),
        bands=tuple(_bands(incident, ladder, worse)),
        joins=tuple(joins),
        links=tuple(_lit(link, effects, ladder) for link in links),
        panel=tuple(ladder.boxes),
        panel_links=tuple(ladder.rungs),
        legend=_legend(boxes, links, bool(joins)),
        caption=words,
        headings=("What happened", "Layers with gaps", "Five whys"),
    )


def _climb(incident: Incident, asked: FiveWhys) -> _Ladder:
    ladder = _Ladder()
    what = incident.outcome.what
    ladder.boxes.append(Box(_TOP, "why", what, "WHAT HAPPENED", what))
    end = _add(incident, ladder, asked.chain, (_TOP, OUTCOME), (1,))
    action = asked.action
    if action is not None:
        box = Box("why action", "note", action.what, "IT LED TO THE ACTION", action.what)
        ladder.boxes.append(box)
        ladder.rungs.append(Link(end, box.id, "because"))
    return ladder


def _add(
    incident: Incident,
    ladder: _Ladder,
    answers: Sequence[Why],
    under: tuple[str, str],
    place: tuple[int, ...],
) -> str:
    """Append answers one below the other, branches under theirs; return the last box.

    Args:
        incident: What the factors are called.
        ladder: What is appended to.
        answers: From the top down.
        under: The box above them and the factor it stands for.
        place: How deep they lie, then the branch taken at every fork.
    """
    above, effect = under
    depth, *branch = place
    for why in answers:
        letters = "".join(chr(ord("a") + number) for number in branch)
        number = f"{depth}{letters}"
        label = why.answer or incident.what(why.factor or "")
        notes = () if why.factor is not None else ("no factor of the graph",)
        box = Box(f"why {len(ladder.boxes)}", "why", label, f"WHY {number}", label, notes=notes)
        ladder.boxes.append(box)
        ladder.rungs.append(Link(above, box.id, "because"))
        if why.factor is not None:
            ladder.numbers.setdefault(why.factor, number)
            ladder.steps.add((why.factor, effect))
            effect = why.factor
        above = box.id
        depth += 1
        for fork, answers_below in enumerate(why.because):
            letter = (fork,) if len(why.because) > 1 else ()
            _add(incident, ladder, answers_below, (above, effect), (depth, *branch, *letter))
    return above


def _marked(incident: Incident, factor: str, ladder: _Ladder, worse: bool) -> Box:
    """Return the box of a factor, marked as on the chain or as missed by it."""
    number = ladder.numbers.get(factor)
    marks: tuple[Mark, ...] = ("on_chain",) if number else () if worse else ("missed",)
    extra = f"why {number}" if number else "" if worse else "missed"
    return factor_box(incident, factor, worse=worse, marks=marks, extra=extra)


def _bands(incident: Incident, ladder: _Ladder, worse: frozenset[str]) -> list[Band]:
    layers: dict[str, list[str]] = {}
    for name, factor in incident.factors.items():
        if factor.layer is not None:
            layers.setdefault(factor.layer, []).extend([name] * (name not in worse))
    notes = {
        layer: "missed by the chain"
        for layer, needed in layers.items()
        if needed and not any(name in ladder.numbers for name in needed)
    }
    return bands_with(incident, layers, notes)


def _lit(link: Link, effects: dict[str, str], ladder: _Ladder) -> Link:
    """Return the link, lit when it is a step of the chain."""
    target = effects.get(link.target, link.target)
    for cause, effect in sorted(ladder.steps):
        if (box_id(cause), box_id(effect)) == (link.source, target) and link.role == "cause":
            return replace(link, marks=(*link.marks, "on_chain"))
    return link


def _count(incident: Incident, ladder: _Ladder, worse: frozenset[str]) -> str:
    """Return how much of the graph the chain names, as a sentence."""
    needed = [name for name in incident.factors if name not in worse]
    gaps = [name for name in needed if incident.factors[name].is_gap]
    named = sum(name in ladder.numbers for name in needed)
    missed = [name for name in gaps if name not in ladder.numbers]
    said = f"The chain names {named} of {count(len(needed), 'factor')}."
    if gaps:
        said += f" It misses {len(missed)} of {count(len(gaps), 'gap')}"
        holed = {incident.factors[name].layer for name in missed}
        names = ", ".join(layer_title(incident, n) for n in incident.layer_names if n in holed)
        said += f": {names}." if names else "."
    return said


def _legend(boxes: list[Box], links: list[Link], joined: bool) -> tuple[LegendEntry, ...]:
    marks = {mark for box in boxes for mark in box.marks}
    out = [
        LegendEntry(mark, f"{verb} by the five whys")
        for mark, verb in (("on_chain", "named"), ("missed", "missed"))
        if mark in marks
    ]
    return (*out, *legend_for(boxes, links, joined))
