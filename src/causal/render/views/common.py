"""What every view says about an incident in the same words: boxes, joins, links, bands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from causal.analysis.phrases import layer_title
from causal.model import Gate, Incident
from causal.model import Link as CauseLink
from causal.model.factor import OUTCOME, Amplifier
from causal.render.scene import Band, Box, Join, Link, Mark, Role
from causal.render.theme import layer_hue

CONSEQUENCES = {"detect": "detection", "mitigate": "mitigation", "reach": "reach"}


def box_id(name: str) -> str:
    """Return the id of the box of a factor or of the outcome."""
    return "outcome" if name == OUTCOME else f"factor {name}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun in the plural where it must be."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def subtitle_of(incident: Incident) -> str:
    """Return what is known of where and when, on one line."""
    parts = [incident.severity, ", ".join(incident.services)]
    started = incident.times.started or incident.times.detected
    if started is not None:
        parts.append(started.date().isoformat())
    return " · ".join(part for part in parts if part)


def title_of(incident: Incident) -> str:
    """Return the heading of a drawing of the incident."""
    return f"{incident.id}: {incident.title}"


def amplifiers_only(incident: Incident) -> frozenset[str]:
    """Return the factors that are reached only through *worsened by*."""
    needed: set[str] = set()
    waiting = [OUTCOME]
    while waiting:
        gate = incident.because(waiting.pop())
        for link in gate.links() if gate is not None else ():
            if link.cause not in needed:
                needed.add(link.cause)
                waiting.append(link.cause)
    worse: set[str] = set()
    waiting = [amplifier.factor for amplifier, _ in incident.amplifiers()]
    while waiting:
        factor = waiting.pop()
        if factor in worse or factor in needed:
            continue
        worse.add(factor)
        gate = incident.because(factor)
        waiting += [link.cause for link in gate.links()] if gate is not None else []
    return frozenset(worse)


def _role(incident: Incident, factor: str, worse: bool) -> tuple[Role, str]:
    """Return the role of a factor and the words that say so."""
    if worse:
        return "amplifier", "made it worse"
    kind = incident.kind(factor)
    if kind == "trigger":
        return "trigger", "trigger, gap" if incident.factors[factor].is_gap else "trigger"
    if incident.factors[factor].is_gap:
        return "gap", "gap"
    return ("event", "event") if kind == "event" else ("condition", "condition")


def factor_box(
    incident: Incident,
    factor: str,
    *,
    worse: bool = False,
    marks: Iterable[Mark] = (),
    extra: str = "",
) -> Box:
    """Return the box of a factor.

    Args:
        incident: Where the factor stands.
        factor: Its id.
        worse: It only made things worse.
        marks: What a view has to add.
        extra: Words a view adds to the caption.
    """
    facts = incident.factors[factor]
    role, words = _role(incident, factor, worse)
    all_marks: list[Mark] = [*marks]
    if worse:
        all_marks.append("amplifies")
    if facts.confidence != "confirmed":
        all_marks.append("suspected" if facts.confidence == "suspected" else "disputed")
        words += f" · {facts.confidence}"
    if facts.accepted:
        all_marks.append("accepted")
        words += " · accepted"
    if extra:
        words += f" · {extra}"
    return Box(
        id=box_id(factor),
        role=role,
        label=facts.what,
        caption=words.upper(),
        tooltip=_tooltip(incident, factor),
        href=next((e for e in facts.evidence if "://" in e), None),
        band=facts.layer,
        marks=tuple(all_marks),
    )


def loose_box(incident: Incident, factor: str, **given: Any) -> Box:
    """Return the box of a factor as `factor_box` does, where no band says its layer."""
    layer = incident.factors[factor].layer
    hue = layer_hue(layer) if layer is not None else None
    box = factor_box(incident, factor, **given)
    return replace(box, band=None, hue=hue, notes=hole_note(incident, layer))


def _tooltip(incident: Incident, factor: str) -> str:
    facts = incident.factors[factor]
    lines = [facts.what]
    if facts.layer is not None:
        lines.append(f"a gap in the layer {layer_title(incident, facts.layer)}")
    if facts.confidence != "confirmed":
        lines.append(f"{facts.confidence}, not confirmed")
    if facts.accepted:
        lines.append(f"accepted: {facts.accepted}")
    lines += [f"evidence: {evidence}" for evidence in facts.evidence]
    return "\n".join(lines)


def outcome_box(incident: Incident) -> Box:
    """Return the box of the outcome."""
    what = incident.outcome.what
    return Box(box_id(OUTCOME), "outcome", what, caption="OUTCOME", tooltip=what)


def bands_with(incident: Incident, layers: Iterable[str], notes: dict[str, str]) -> list[Band]:
    """Return the bands of some layers, in the order a failure meets them."""
    wanted = set(layers)
    hues = hues_of(wanted)
    out = []
    for layer in incident.layer_names:
        if layer in wanted:
            note = incident.layers.get(layer)
            state = (note.state if note else None) or "breached"
            words = notes.get(layer, "")
            if not words and state not in {"breached", "held"}:
                words = state.replace("_", " ")
            name = layer_name(incident, layer)
            tip = f"layer {name}" + (f": {note.description}" if note and note.description else "")
            out.append(Band(layer, name, hues[layer], words, state, tip))
    return out


def layer_name(incident: Incident, layer: str) -> str:
    """Return the name of a layer as a heading."""
    name = incident.layer_title(layer)
    return name.upper() if len(name) < 3 else name[:1].upper() + name[1:]


def hole_note(incident: Incident, layer: str | None) -> tuple[str, ...]:
    """Return the note that a factor is a gap in a layer, where it stands outside of its band."""
    if layer is None:
        return ()
    name = layer_name(incident, layer)
    return (f"a gap in {name if name.isupper() else name[:1].lower() + name[1:]}",)


def hues_of(layers: Iterable[str]) -> dict[str, int]:
    """Return the number of each of these layers, which gives it one colour and mark for good."""
    return {layer: layer_hue(layer) for layer in layers}


def amplifier_label(amplifier: Amplifier) -> str:
    """Return what an amplifier raised and by how much, in a few words."""
    words = CONSEQUENCES[amplifier.of] if amplifier.of else "worse"
    if amplifier.minutes is not None:
        words += f" +{amplifier.minutes:g} min"
    return words


def unsure_links(incident: Incident, on_path: Collection[str]) -> dict[str, Mark]:
    """Return for each cause how unsure a link is that leads from it along a failure path."""
    found: dict[str, Mark] = {}
    for link, effect in incident.links():
        if effect in on_path and link.confidence != "confirmed":
            found[link.cause] = link.confidence
    return found


def with_unsure_link(box: Box, mark: Mark | None) -> Box:
    """Return the box of a cause, marked where its link is unsure; the picture draws no link."""
    if mark is None:
        return box
    words = f"its link is {mark}"
    if box.caption.isupper():
        words = words.upper()
    caption = f"{box.caption} \N{MIDDLE DOT} {words}" if box.caption else words
    return replace(box, caption=caption, marks=tuple(dict.fromkeys((*box.marks, mark))))


def links_and_joins(incident: Incident) -> tuple[list[Link], list[Join]]:
    """Return every link of an incident, and the joins where several meet."""
    links: list[Link] = []
    joins: list[Join] = []
    for effect in (OUTCOME, *incident.factors):
        gate = incident.because(effect)
        if gate is not None:
            _GateDrawer(incident, effect, links, joins).add(gate, box_id(effect))
        for amplifier in incident.worsened_by(effect):
            tip = f"{incident.what(amplifier.factor)} made it worse: {incident.what(effect)}"
            label = amplifier_label(amplifier)
            links.append(Link(box_id(amplifier.factor), box_id(effect), "worsens", label, (), tip))
    return links, joins


def _gate_words(gate: Gate) -> str:
    number = len(gate.of)
    if gate.op == "at_least" and gate.k != number:
        return f"any of {number}" if gate.k == 1 else f"{gate.k} of {number}"
    if gate.op == "contributing":
        return f"{number} contributed"
    return f"any of {number}" if gate.op == "any" else f"all of {number}"


def _contributed(gate: Gate) -> tuple[Mark, ...]:
    return ("contributed",) if gate.op == "contributing" else ()


@dataclass(frozen=True, slots=True)
class _GateDrawer:
    """Appends the links and joins of one effect to those of the incident."""

    incident: Incident
    effect: str
    links: list[Link]
    joins: list[Join]

    def add(self, gate: Gate, target: str, marks: tuple[Mark, ...] = ()) -> None:
        """Append the links and joins of a formula that leads to `target` by a line so marked."""
        if len(gate.of) > 1:
            name = f"join {len(self.joins)} of {self.effect}"
            least = 0 if gate.op == "contributing" else gate.threshold
            join = Join(name, _gate_words(gate), target, _contributed(gate), least=least)
            self.joins.append(join)
            self.links.append(Link(join.id, target, "join", marks=marks))
            target = join.id
        for member in gate.of:
            if isinstance(member, CauseLink):
                link = _cause_link(member, target, self.effect, self.incident)
                self.links.append(replace(link, marks=(*link.marks, *_contributed(gate))))
            else:
                self.add(member, target, _contributed(gate))


def _cause_link(member: CauseLink, target: str, effect: str, incident: Incident) -> Link:
    tip = f"{incident.what(member.cause)} → {incident.what(effect)}"
    if member.confidence == "confirmed":
        return Link(box_id(member.cause), target, tooltip=tip)
    mark: Mark = "suspected" if member.confidence == "suspected" else "disputed"
    tip += f" ({member.confidence})"
    return Link(box_id(member.cause), target, "cause", member.confidence, (mark,), tip)
