"""Runs of events, each with one cause and one effect, as one box: a scene that takes less room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from causal.render.scene import Box, Link, Scene

__all__ = ["FOLDED", "folded"]

FOLDED = "Events that follow one another stand in one box"
"""What a folded scene says of itself."""

_LEAST = 2
_PLAIN = frozenset({"on_chain", "remaining"})


def folded(scene: Scene) -> Scene:
    """Return the scene with each run in one box that lists it in order; itself where none is.

    A run is events in no layer, alike in all that is marked, of which each but the first has
    nothing but the one before as its cause, and each but the last led to nothing but the next.
    The chain of answers beside a graph is folded in the same way.
    """
    if scene.parts:
        parts = tuple(map(folded, scene.parts))
        return scene if parts == scene.parts else _joined(scene, parts)
    if scene.kind != "layered":
        return scene
    boxes, links, inside = _merged(scene.boxes, scene.links, "event")
    panel, rungs, _ = _merged(scene.panel, scene.panel_links, "why")
    if len(boxes) == len(scene.boxes) and len(panel) == len(scene.panel):
        return scene
    joins = tuple(replace(j, target=inside.get(j.target, j.target)) for j in scene.joins)
    whole = replace(scene, boxes=boxes, links=links, joins=joins, caption=_said(scene))
    return replace(whole, panel=panel, panel_links=rungs)


def _said(scene: Scene) -> str:
    if not scene.caption:
        return f"{FOLDED}."
    dot = "" if scene.caption.endswith(".") else "."
    return f"{scene.caption}{dot} {FOLDED}."


def _joined(scene: Scene, parts: tuple[Scene, ...]) -> Scene:
    return replace(
        scene,
        parts=parts,
        boxes=tuple(box for part in parts for box in part.boxes),
        joins=tuple(join for part in parts for join in part.joins),
        links=tuple(link for part in parts for link in part.links),
        caption=_said(scene),
    )


def _merged(
    boxes: tuple[Box, ...], links: tuple[Link, ...], role: str
) -> tuple[tuple[Box, ...], tuple[Link, ...], dict[str, str]]:
    """Return boxes and links with each run of a role as one, and the box of each member."""
    known = {box.id: box for box in boxes}
    after = _next(known, links, role)
    into = set(after.values())
    run_of: dict[str, str] = {}
    made: dict[str, Box] = {}
    for first in (name for name in after if name not in into):
        run = [first]
        while run[-1] in after:
            run.append(after[run[-1]])
        if len(run) >= _LEAST:
            members = [known[name] for name in run]
            made[run[-1]] = _box(members)
            run_of |= dict.fromkeys(run, run[-1])
    kept = tuple(made.get(b.id, b) for b in boxes if run_of.get(b.id, b.id) == b.id)
    ends = ((run_of.get(e.source, e.source), run_of.get(e.target, e.target), e) for e in links)
    return kept, tuple(replace(e, source=a, target=b) for a, b, e in ends if a != b), run_of


def _next(known: dict[str, Box], links: Iterable[Link], role: str) -> dict[str, str]:
    """Return for each box of a run that is not its last the one that follows."""
    links = list(links)
    out, into = Counter(e.source for e in links), Counter(e.target for e in links)
    found = {}
    for link in links:
        a, b = known.get(link.source), known.get(link.target)
        if a is None or b is None or {a.role, b.role} != {role} or a.band or b.band:
            continue
        alike = a.marks == b.marks and _PLAIN.issuperset(link.marks)
        plain = not (link.label or a.notes or b.notes or link.role == "worsens")
        if alike and plain and out[a.id] == into[b.id] == 1:
            found[a.id] = b.id
    return found


def _box(run: list[Box]) -> Box:
    """Return the box of a run: how many there are, then each in order."""
    last, number = run[-1], len(run)
    if last.role == "why":
        head = f"{run[0].caption} TO {last.caption.removeprefix('WHY ')}"
        words = tuple(f"{box.caption.removeprefix('WHY ')}. {box.label}" for box in run)
    else:
        tails = {" \N{MIDDLE DOT} ".join(b.caption.split(" \N{MIDDLE DOT} ")[1:]) for b in run}
        tail = tails.pop() if len(tails) == 1 else ""
        head = f"{number} EVENTS IN A ROW" + (f" \N{MIDDLE DOT} {tail}" if tail else "")
        words = tuple(f"{n}. {_with_tail(box, tail)}" for n, box in enumerate(run, 1))
    tip = "\n".join(box.tooltip or box.label for box in run)
    return replace(last, label="", caption=head, notes=words, tooltip=tip, slot="run", href=None)


def _with_tail(box: Box, shared: str) -> str:
    """Return the words of an event, with what its caption says of it alone."""
    own = " \N{MIDDLE DOT} ".join(box.caption.split(" \N{MIDDLE DOT} ")[1:])
    return f"{box.label} ({own.lower()})" if own and own != shared else box.label
