"""The Mermaid writer for a time axis: a `timeline`, its sections the phases.

References:
    Mermaid, *Timeline diagram*, https://mermaid.js.org/syntax/timeline.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from causal.render.escape_mermaid import words
from causal.render.scene import Box, Scene
from causal.render.theme import Theme, mix

_SHARE = 0.3
"""How much of the colour of a phase its section has, so that dark words can be read on it."""


def timeline_settings(scene: Scene, theme: Theme) -> Iterator[str]:
    """Yield front matter that gives each section the colour of its phase, with dark words."""
    hues = [hue for _, hue, _ in _sections(scene)]
    if not hues:
        hues = [box.hue for box in scene.boxes if box.slot == "phase"]
    yield from ("config:", "  themeVariables:")
    for number, hue in enumerate(hues):
        full = theme.faint[0] if hue is None else theme.hue(hue).tint
        yield f'    cScale{number}: "{mix(full, _SHARE, "#ffffff")}"'
        yield f'    cScaleLabel{number}: "{theme.ink[0]}"'
    if len(hues) == 1:
        yield from ("  timeline:", "    disableMulticolor: true")


def timeline_lines(scene: Scene, cut: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of a `timeline`: each entry in its phase, with the factor at its moment.

    Mermaid draws the order of the entries, and not how far apart they are.

    Args:
        scene: A scene of the kind ``timeline``.
        cut: Shortens a text.
    """
    yield "timeline"
    yield f"  accDescr: {words(cut(scene.description))}"
    yield f"  title {words(f'{cut(scene.title)}, {scene.caption}')}"
    factors = {box.id: box for box in scene.boxes if box.slot == "factor"}
    beside = {link.source: factors[link.target] for link in scene.links if link.target in factors}
    sections = _sections(scene)
    for heading, _, held in sections:
        if heading:
            yield f"  section {words(heading)}"
        for entry in held:
            said = [" ".join((cut(entry.label), *entry.notes))]
            if entry.id in beside:
                factor = beside[entry.id]
                said.append(f"{factor.caption}: {cut(factor.label)}")
            yield _period(entry.caption.replace(" · ", " "), *said)
    undated = [box for box in scene.boxes if box.slot == "undated"]
    if not sections:
        for phase in (box for box in scene.boxes if box.slot == "phase"):
            yield _period(phase.notes[0], f"{phase.caption}: {phase.label}")
    if undated:
        yield "  section Not on the axis"
        for box in undated:
            yield _period(box.caption.replace(" · ", " "), " ".join((cut(box.label), *box.notes)))


def _period(*parts: str) -> str:
    return "    " + " : ".join(words(text) for text in parts)


def _sections(scene: Scene) -> list[tuple[str, int | None, list[Box]]]:
    """Return each phase with its hue and entries, and what lies before and after them all.

    Without phases all entries are in one section without a name; without entries there is none.
    """
    entries = [box for box in scene.boxes if box.slot == "entry"]
    phases = [box for box in scene.boxes if box.slot == "phase"]
    if not entries:
        return []
    if not phases:
        return [("", None, entries)]
    at = {moment.box: moment for moment in scene.moments}
    starts = [at[phase.id].start for phase in phases]
    end = at[phases[-1].id].end
    held: list[list[Box]] = [[] for _ in range(len(phases) + 2)]
    for box in entries:
        when = at[box.id].start
        # What is at the very end belongs to the last phase.
        place = len(phases) + 1 if when > end else sum(start <= when for start in starts)
        held[place].append(box)
    named = [(f"{phase.caption}, {phase.label}", phase.hue) for phase in phases]
    found = [(*name, inside) for name, inside in zip(named, held[1:-1], strict=True)]
    before, after = ("Before", None, held[0]), ("After", None, held[-1])
    return [*([before] if held[0] else []), *found, *([after] if held[-1] else [])]
