"""What reading a document gave: the incident, and the report of how it was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from causal.model import Incident, Place
from causal.text.in_sentences import InSentences

if TYPE_CHECKING:
    import pandas

Sure = Literal["stated", "inferred", "guessed"]
"""How sure a reading is: the document says so; it follows from what it says; it is likely."""

_LONGEST = 12
"""How many of a kind the text of a report lists before it only counts them."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing understood, or not understood, in a document.

    Args:
        what: In words, what was understood.
        place: Where it stands in the document.
        sure: How sure that is.
        field: The field of the incident it went to, such as ``times.started``.
    """

    what: str
    place: Place | None = None
    sure: Sure = "stated"
    field: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the words of a document suggest, and a person confirms or rejects.

    Nothing is computed with a link, with what an action may act on, or with a layer, until a person
    writes it into ``because``, ``addresses`` or ``layer``. A ``value`` is one that the incident
    cannot be without, as its title; it stands there until a person corrects it.

    Args:
        cause: The words of the cause, or a factor's id; the id of the action; the factor that may
            be a gap; the field of the value, as ``title`` or ``times.resolved``.
        effect: The words of the effect, or a factor's id; the factor that the action may act on;
            the layer; the value.
        connective: What joins them: "because", "due to", "nesting"; the words that both say; the
            words that point to the layer; where the value is from.
        place: Where it stands.
        hedged: The sentence says may, perhaps, probably or likely.
        kind: A ``link``, what an action ``addresses``, the ``layer`` of a factor, or a ``value``.
    """

    cause: str
    effect: str
    connective: str
    place: Place | None = None
    hedged: bool = False
    kind: Literal["link", "addresses", "layer", "value"] = "link"

    def __str__(self) -> str:
        if self.kind == "addresses":
            return f"{self.cause!r} may act on {self.effect!r} (both say {self.connective})"
        if self.kind == "layer":
            layer = self.effect.replace("_", " ")
            return f"{self.cause!r} may be a gap in {layer} (it says {self.connective!r})"
        if self.kind == "value":
            return f"{self.cause.replace('.', ' ')} may be {self.effect!r} ({self.connective})"
        hedge = " (hedged)" if self.hedged else ""
        return f"{self.cause!r} -> {self.effect!r} ({self.connective}){hedge}"


@dataclass(frozen=True, slots=True, repr=False)
class Report(InSentences):
    """What was understood of a document, from where, how sure, and what was left.

    Args:
        format: The format it was read as.
        understood: What went into the incident.
        left: What the document says and no field of an incident holds; kept in its notes.
        warnings: What a person should look at: times that contradict each other, a missing zone.
        proposals: Causal links the words suggest, and what actions may act on.
        missing: For each question, what the document does not say that its answer needs.
    """

    format: str
    understood: tuple[Note, ...] = ()
    left: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)

    def of(self, field: str) -> tuple[Note, ...]:
        """Return what went to a field of the incident and to the parts of it."""
        inside = f"{field}."
        return tuple(n for n in self.understood if n.field == field or n.field.startswith(inside))

    def sentences(self) -> tuple[str, ...]:
        """Return the report line by line, as people read it."""
        counted = self._counted()
        lines = [f"read as {self.format}: {counted}" if counted else f"read as {self.format}"]
        lines += [f"  {line}" for line in self._unsure()]
        lines += _listed("look at this", [f"{n.what}{_at(n.place)}" for n in self.warnings])
        lines += _listed("kept as notes", [f"{n.what}{_at(n.place)}" for n in self.left])
        proposed = [
            line
            for kind in ("value", "layer", "addresses", "link")
            for line in _shortened([f"{p}{_at(p.place)}" for p in self.proposals if p.kind == kind])
        ]
        lines += ["proposed, confirm it or not:", *proposed] if proposed else []
        lines += _listed("not stated", [f"{what}: {why}" for what, why in self.missing.items()])
        return tuple(lines)

    def _unsure(self) -> list[str]:
        """Return what is not stated outright; many of one kind are counted."""
        kinds: dict[tuple[Sure, str], list[Note]] = {}
        offered = {p.cause for p in self.proposals if p.kind == "value"}
        for note in self.understood:
            if note.sure != "stated" and note.field not in offered:
                parts = note.field.split(".")
                kind = f"{parts[0]} {parts[2]}" if len(parts) > 2 else parts[0]
                kinds.setdefault((note.sure, kind), []).append(note)
        lines = []
        for (sure, kind), notes in kinds.items():
            if kind == "timeline":
                lines.append(
                    f"{sure}: the day of {len(notes)} timeline entries, from what stands above them"
                )
            else:
                lines += [f"{sure}: {note.what}{_at(note.place)}" for note in notes]
        return lines

    def _counted(self) -> str:
        parts = dict.fromkeys(".".join(n.field.split(".")[:2]) for n in self.understood if n.field)
        kinds = Counter(part.split(".")[0] for part in parts)  # a factor and its layer are one
        return ", ".join(f"{n} {name}" if n > 1 else name for name, n in kinds.items())

    def to_frame(self) -> pandas.DataFrame:
        """Return one row for each thing read: ``kind, what, field, place, sure``."""
        import pandas

        named = {"understood": self.understood, "note": self.left, "warning": self.warnings}
        rows = [(kind, *_plain(note).values()) for kind, notes in named.items() for note in notes]
        rows += [("proposal", str(p), p.kind, str(p.place or ""), "") for p in self.proposals]
        rows += [("missing", why, what, "", "") for what, why in self.missing.items()]
        return pandas.DataFrame(rows, columns=["kind", "what", "field", "place", "sure"])

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "format": self.format,
            "understood": [_plain(note) for note in self.understood],
            "left": [_plain(note) for note in self.left],
            "warnings": [_plain(note) for note in self.warnings],
            "proposals": [
                {
                    "cause": p.cause,
                    "effect": p.effect,
                    "connective": p.connective,
                    "place": str(p.place or ""),
                    "hedged": p.hedged,
                    "kind": p.kind,
                }
                for p in self.proposals
            ],
            "missing": dict(self.missing),
        }


def _plain(note: Note) -> dict[str, str]:
    place = str(note.place or "")
    return {"what": note.what, "field": note.field, "place": place, "sure": note.sure}


def _at(place: Place | None) -> str:
    return f" (line {place.line})" if place else ""


def _listed(heading: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    return [f"{heading}:", *_shortened(lines)]


def _shortened(lines: list[str]) -> list[str]:
    more = [f"  ... and {len(lines) - _LONGEST} more"] if len(lines) > _LONGEST else []
    return [*(f"  {line}" for line in lines[:_LONGEST]), *more]


@dataclass(frozen=True, slots=True, repr=False)
class Reading(InSentences):
    """An incident and how it was read; `report` says what was understood, and how surely.

    What a reader only guessed of causes and layers is no part of the incident: it stands among the
    proposals of the report, for a person to confirm.
    """

    incident: Incident
    format: str
    report: Report = field(default=None)  # type: ignore[assignment]  # filled in below when not given

    def __post_init__(self) -> None:
        if self.report is None:
            object.__setattr__(self, "report", Report(self.format))

    def sentences(self) -> tuple[str, ...]:
        """Return which incident it is, then the report line by line."""
        return (f"<Reading of {self.format}: {self.incident!r}>", *self.report.sentences())

    def to_dict(self) -> dict[str, Any]:
        """Return the incident and the report as plain data."""
        return {"incident": self.incident.to_data(), "reading": self.report.to_dict()}

    def to_frame(self) -> pandas.DataFrame:
        """Return the report as a table, as `Report.to_frame` does."""
        return self.report.to_frame()
