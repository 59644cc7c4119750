"""The boxes that failure paths start from: what set them off, what was so, or a named beginning."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from causal.analysis.failure_paths import FailurePaths
from causal.model import Incident
from causal.render.scene import Box, Route, Start
from causal.render.views.action_marks import factor_marks
from causal.render.views.common import factor_box, unsure_links, with_unsure_link
from causal.render.views.routes import Key, Row, Rows

SO_ALREADY = "Already so"
"""The name of the beginning of a path that no factor outside the layers set off."""


@dataclass(frozen=True, slots=True)
class Starts:
    """What the paths of a picture start from.

    Args:
        boxes: The boxes; a factor that several paths start from may be shown again.
        roots: What every path starts from.
        each: For each path what it starts from besides, and which of all that stops it.
    """

    boxes: tuple[Box, ...]
    roots: Start
    each: tuple[tuple[Start, frozenset[str]], ...]


def start_boxes(
    incident: Incident, found: FailurePaths | None, rows: Rows, counted: Collection[str]
) -> Starts:
    """Return what the paths of a picture start from."""
    boxes: dict[str, Box] = {}
    names: dict[str, str] = {}
    unsure = unsure_links(incident, found.structure.node if found is not None else ())

    def named(name: str) -> str:
        marks = factor_marks(incident, found, name, counted)
        box = with_unsure_link(factor_box(incident, name, marks=marks), unsure.get(name))
        number = sum(one == name for one in names.values())
        if number:
            again = f"{box.caption} \N{MIDDLE DOT} SHOWN AGAIN"
            same, shown = (box.id,), f"{box.id} again {number}"
            box = replace(box, id=shown, caption=again, stands_for=same)
        boxes[box.id], names[box.id] = box, name
        return box.id

    def noted(key: str, words: str) -> str:
        boxes[key] = Box(key, "note", words, tooltip=words)
        return key

    roots = Start(tuple(map(named, _by_kind(incident, rows.roots))), rows.join)
    bare = not roots.boxes and not any(row.starts or row.rest for row in rows.rows)
    if bare and rows.rows:
        roots = Start((noted("already", SO_ALREADY),))
    each = []
    for number, row in enumerate(rows.rows, 1):
        ids = tuple(map(named, _by_kind(incident, row.starts)))
        if row.rest:
            ids = (noted(f"rest {number}", _rest_words(row)),)
        elif not ids and not roots.boxes:
            ids = (noted(f"already {number}", SO_ALREADY),)
        gone = {name for kind, name in row.stops if kind == "start"}
        stops = {one for one in (*ids, *roots.boxes) if names.get(one) in gone}
        if not row.open and not row.stops:
            stops = set(ids or roots.boxes)
        each.append((Start(ids, row.join if len(ids) > 1 else ""), frozenset(stops)))
    return Starts(tuple(boxes.values()), roots, tuple(each))


def routes_of(rows: Rows, starts: Starts, box_of: Callable[[Row, Key], str]) -> tuple[Route, ...]:
    """Return the paths of a picture.

    Args:
        rows: The paths before they have boxes.
        starts: What they start from.
        box_of: Names the box in which a path meets what it passes.
    """
    found = []
    for number, (row, (start, stops)) in enumerate(zip(rows.rows, starts.each, strict=True), 1):
        through = tuple(dict.fromkeys(box_of(row, key) for key in row.through))
        closed = frozenset(box_of(row, key) for key in row.stops if key[0] == "hole")
        found.append(
            Route(f"path {number}", start, through, closed | stops, row.rest, paths=row.taken)
        )
    return tuple(found)


def routes_in_words(routes: Iterable[Route], roots: Start, boxes: Iterable[Box]) -> list[str]:
    """Return a sentence for each path: what it starts from, what it runs through, where it ends."""
    names = {box.id: box.label for box in boxes}

    def begin(start: Start) -> str:
        words = "; ".join(names[one] for one in start.boxes)
        return f"{start.join} ({words})" if start.join and words else words

    said = []
    for number, route in enumerate(routes, 1):
        start = " and ".join(filter(None, (begin(roots), begin(route.start))))
        through = "; ".join(names[one] for one in route.through)
        closed = "; ".join(names[one] for one in names if one in route.stops)
        words = "Failure paths not drawn one by one" if route.rest else f"Failure path {number}"
        words += f", from {start}" if start else ""
        words += f", through {through}" if through else ""
        said.append(f"{words}: {f'closed at {closed}' if closed else 'open'}.")
    return said


def _by_kind(incident: Incident, names: Iterable[str]) -> list[str]:
    """Return the triggers before the conditions, of each the confirmed before the others."""

    def rank(name: str) -> tuple[bool, bool, str]:
        unsure = incident.factors[name].confidence != "confirmed"
        return incident.kind(name) != "trigger", unsure, name

    return sorted(names, key=rank)


def _rest_words(row: Row) -> str:
    if row.paths is None:
        return "Failure paths too many to count here: they share the gaps drawn"
    one = row.paths == 1
    return f"{row.paths:,} more failure path{'' if one else 's'}, each also through others"
