"""The draft that every reader fills in: facts with their places, then one checked incident."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from causal.errors import Fault, InvalidIncident
from causal.io.reading import Note, Proposal, Reading, Report, Sure
from causal.model import Incident, Place
from causal.model.base import SourceMap

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "with",
        "that",
        "this",
        "it",
        "its",
        "as",
        "by",
        "we",
        "our",
        "had",
        "has",
        "have",
        "not",
        "no",
        "from",
        "which",
        "were",
        "there",
        "their",
        "they",
        "would",
        "could",
        "should",
        "when",
        "while",
        "will",
        "us",
    ]
)
_SAYS_NOTHING = frozenset({"", "not recorded", "none recorded", "none", "n/a"})
MOST = 20_000
"""Factors, actions or timeline entries that one document may give."""


def slug(text: str, taken: Collection[str], words: int = 5) -> str:
    """Return an id made of the first telling words of a text, different from those taken."""
    plain = text[:400].lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = _WORD.findall(plain[:400].replace("'", "").replace("’", ""))
    telling = [word for word in found if word not in _SMALL] or found
    base = "_".join(telling[:words])[:60] or "unnamed"
    if base == "outcome":
        base = "outcome_factor"
    if base not in taken:
        return base
    number = 2
    while f"{base}_{number}" in taken:
        number = number + 1 if number < 50 else max(number, len(taken)) + 1
    return f"{base}_{number}"


def clipped(text: str, longest: int = 60) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.") + " ..."


def refuse(problem: str, hint: str, file: str, line: int = 0) -> InvalidIncident:
    """Return the error that a document is no incident."""
    return InvalidIncident(
        [Fault("", problem, hint, file, line, "not-an-incident")], source=file or "text"
    )


class Draft:
    """What has been understood of a document so far.

    Args:
        format: The format it is read as.
        file: The name of the file, for places.
        lines: For each line of the text, that of the document it was made from.
    """

    def __init__(self, format: str, file: str = "", lines: Sequence[int] | None = None) -> None:
        self.format, self.file, self.lines = format, file, lines
        self.named = ""
        self.seen_at: list[tuple[str, str]] = []
        self.data: dict[str, Any] = {"causal": 1}
        self.places = SourceMap()
        self.places.file = file
        self.understood: list[Note] = []
        self.left: list[Note] = []
        self.warnings: list[Note] = []
        self.proposals: list[Proposal] = []
        self.missing: dict[str, str] = {}
        self.taken: set[str] = {"outcome"}
        self.factors: dict[str, dict[str, Any]] = {}
        self.actions: dict[str, dict[str, Any]] = {}
        self.timeline: list[dict[str, Any]] = []
        self.notes: dict[str, str] = {}
        self.times: dict[str, Any] = {}
        self.durations: dict[str, tuple[float, int]] = {}

    def place(self, line: int) -> Place:
        """Return a place in this document."""
        return Place(self.file, self.origin(line))

    def origin(self, line: int) -> int:
        """Return the line of the document that a line of the text was made from."""
        return line if self.lines is None else self.lines[min(line, len(self.lines)) - 1]

    def put(
        self, field: str, value: Any, line: int, *, sure: Sure = "stated", what: str = ""
    ) -> None:
        """Set a field such as ``summary`` or ``times.started``; the first word on it stays."""
        if value in (None, "", [], {}):
            return
        path = tuple(field.split("."))
        holder = self.data
        for part in path[:-1]:
            holder = holder.setdefault(part, {})
        if path[-1] in holder:
            return
        holder[path[-1]] = value
        self.note(field, what or f"{field}: {clipped(str(value))}", line, sure)

    def note(self, field: str, what: str, line: int, sure: Sure = "stated") -> None:
        """Say what was understood, and where."""
        self.places.setdefault(tuple(field.split(".")), line)
        self.understood.append(Note(what, self.place(line), sure, field))

    def keep(self, heading: str, text: str, line: int) -> None:
        """Keep a text no field holds, verbatim, under its heading."""
        text = text.strip("\n")
        if text.strip(" \n-*+•?.").lower() in _SAYS_NOTHING:
            return
        heading = _printable(heading).strip() or "Preamble"
        held = self.notes.get(heading)
        self.notes[heading] = f"{held}\n\n{text}" if held else text
        if not held:
            self.places[("notes", heading)] = line
            self.left.append(Note(heading, self.place(line), field=f"notes.{heading}"))

    def warn(self, what: str, line: int = 0, field: str = "") -> None:
        """Say what a person should look at."""
        self.warnings.append(Note(what, self.place(line) if line else None, "guessed", field))

    def propose(self, cause: str, effect: str, connective: str, line: int, **options: Any) -> None:
        """Propose a causal link, or what an action addresses; the options are of `Proposal`."""
        place = self.place(line)
        self.proposals.append(Proposal(cause, effect, connective, place, **options))

    def guess(self, field: str, value: str, why: str, line: int, sure: Sure = "guessed") -> None:
        """Say that a value the incident needs was not stated, and offer it to be confirmed."""
        self.note(field, f"{field.replace('.', ' ')}: {clipped(value)}, {why}", line, sure)
        self.propose(field, value, why, line, kind="value")

    def factor(self, what: str, line: int, *, sure: Sure = "stated", **fields: Any) -> str:
        """Add a factor and return its id."""
        return self._added("factors", self.factors, what, line, sure, fields)

    def action(self, what: str, line: int, *, sure: Sure = "stated", **fields: Any) -> str:
        """Add an action and return its id."""
        return self._added("actions", self.actions, what, line, sure, fields)

    def row(self, what: str, line: int, *, sure: Sure = "stated", **fields: Any) -> None:
        """Add an entry of the timeline."""
        number = len(self.timeline)
        self.timeline.append({"what": what, **_stated(fields)})
        self.places[("timeline", number)] = line
        self.understood.append(Note(clipped(what), self.place(line), sure, f"timeline.{number}"))
        self._count("timeline", number + 1)

    def _added(
        self,
        kind: str,
        parts: dict[str, dict[str, Any]],
        what: str,
        line: int,
        sure: Sure,
        fields: Mapping[str, Any],
    ) -> str:
        id = slug(what, self.taken)
        parts[id] = {"what": what, **_stated(fields)}
        self.taken.add(id)  # a factor and an action may not share one
        self.places[(kind, id)] = line
        self.understood.append(Note(clipped(what), self.place(line), sure, f"{kind}.{id}"))
        self._count(kind, len(parts))
        return id

    def _count(self, kind: str, count: int) -> None:
        if count > MOST:
            raise refuse(f"more than {MOST} {kind}", "split the document", self.file)

    def reading(self) -> Reading:
        """Return the incident, checked, and the report.

        Raises:
            InvalidIncident: What was read makes no incident.
        """
        for _ in range(3):
            try:
                incident = Incident.from_data(self._whole())
                break
            except InvalidIncident as error:
                if not self._set_aside(error.faults):
                    raise
        else:
            incident = Incident.from_data(self._whole())
        if self.lines is not None:
            self.places.update({path: self.origin(line) for path, line in self.places.items()})
        return Reading(incident.with_places(self.places), self.format, self.report())

    def _whole(self) -> dict[str, Any]:
        data = dict(self.data)
        for name in ("factors", "actions", "timeline", "notes", "times"):
            held = getattr(self, name)
            if held:
                data[name] = held
        data.setdefault("factors", {})
        return data

    def _set_aside(self, faults: Iterable[Fault]) -> bool:
        """Move actions that no incident may have to the notes; return whether there were any."""
        found = False
        for fault in faults:
            kind, _, rest = fault.where.partition(".")
            id = rest.split(".")[0]
            if kind == "actions" and id in self.actions:
                what = str(self.actions.pop(id)["what"])
                line = self.places.get(("actions", id), 1)
                self.keep("Actions left out", f"- {what}: {fault.problem}", line)
                self.warn(f"the action {what!r} was left out: {fault.problem}", line, "actions")
                found = True
        return found

    def report(self) -> Report:
        """Return what was understood so far."""
        return Report(
            self.named or self.format, tuple(self.understood), tuple(self.left), tuple(self.warnings),
            tuple(self.proposals), dict(self.missing),
        )  # fmt: skip


def _stated(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}


def _printable(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Cf"})
