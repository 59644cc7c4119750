"""What reading a document gave: the incident, and the report of how it was understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from causal.model import Incident, Place

__all__ = ["Note", "Reading", "Report"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing understood, or not understood, in a document.

    Args:
        what: In words, what was understood.
        place: Where it stands in the document.
        sure: From 0 to 1, how surely; 1 is what the format states outright.
    """

    what: str
    place: Place | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """What was understood of a document, from where, how surely, and what was left.

    Args:
        format: The format it was read as.
        understood: What went into the incident.
        left: What the document says that the incident does not hold.
    """

    format: str
    understood: tuple[Note, ...] = ()
    left: tuple[Note, ...] = ()

    def __str__(self) -> str:
        lines = [f"read as {self.format}"]
        lines += [
            f"  {note.place or ''} {note.what} ({note.sure:.0%} sure)" for note in self.understood
        ]
        lines += [f"  {note.place or ''} not read: {note.what}" for note in self.left]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Reading:
    """An incident and how it was read; `report` says what was understood, and how surely."""

    incident: Incident
    format: str
    report: Report = field(default=None)  # type: ignore[assignment]  # filled in below when not given

    def __post_init__(self) -> None:
        if self.report is None:
            object.__setattr__(self, "report", Report(self.format))
