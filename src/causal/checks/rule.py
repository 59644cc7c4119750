"""What a rule is, and what it looks at.

A rule is a function in `causal.checks.rules` under `rule`, or a `Rule` that an entry point of the
group ``causal.rules`` names. It takes a `Case` and yields what it found; nothing else is needed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from causal.checks.config import Config
from causal.checks.finding import Severity
from causal.checks.language.systems import SYSTEMS
from causal.graph.budget import Budget
from causal.model import Action, Incident

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.explain import Explanation
    from causal.io.reading import Report

Field = Literal["summary", "cause", "lesson", "action", "timeline"]
FIELDS: tuple[Field, ...] = ("summary", "cause", "lesson", "action", "timeline")
Path = tuple[str | int, ...]
Names = tuple[str, ...]
_PARTS = re.compile(r"^[ \t]*(?:Why|Better|Example): ", re.MULTILINE)


class Found(NamedTuple):
    """One thing a rule found: where in the incident, what, and what would be better.

    `severity` is that of the rule unless stated.
    """

    path: Path
    message: str
    hint: str = ""
    line: int = 0
    severity: Severity | None = None


class Prose(NamedTuple):
    """One text of the incident, the kind of field it stands in, and where."""

    path: Path
    text: str
    field: Field


@dataclass(frozen=True)
class Rule:
    """One rule.

    Args:
        id: Its short name, stable for programs.
        severity: Of what it finds, unless the configuration says otherwise.
        what: What it finds, in one sentence.
        why: Why that matters, with its source.
        mend: What would be better.
        example: A case it finds, and how it reads when mended.
        find: Yields what it found in a case.
        default: Whether it runs when the configuration does not name it.
        documents: Whether it runs on documents of prose, when the configuration does not name it;
            False where it asks for what only our own format has a place for.
        find_over: Of a rule over a corpus: yields each case and what it found there.
        judges: Of a rule over sentences: yields what it finds in a text of one kind of field, with
            the names of people and of systems.
    """

    id: str
    severity: Severity
    what: str
    why: str
    mend: str
    example: str
    find: Callable[[Case], Iterable[Found]]
    default: bool = True
    documents: bool = True
    find_over: Callable[[Sequence[Case]], Iterable[tuple[Case, Found]]] | None = None
    judges: Callable[[str, Field, Names, Names], Iterable[Found]] | None = None


def rule(severity: Severity, **options: Any) -> Callable[[Callable[[Case], Iterable[Found]]], Rule]:
    """Return what makes a rule of a function: its id from the name, its texts from the docstring.

    The docstring holds what is found in its first line, then ``Why:``, ``Better:`` and
    ``Example:``.

    Args:
        severity: Of what it finds.
        **options: Other arguments of `Rule`.
    """

    def made(find: Callable[[Case], Iterable[Found]]) -> Rule:
        name = find.__name__.replace("_", "-")
        told = [" ".join(part.split()) for part in _PARTS.split(find.__doc__ or "")]
        what, why, mend, example = (told + [""] * 3)[:4]  # no text is left under python -OO
        return Rule(name, severity, what, why, mend, example, find, **options)

    return made


@dataclass
class Case:
    """An incident under review, with what rules commonly ask of it.

    Args:
        incident: The incident.
        config: Thresholds and word lists.
        today: The day that due dates are measured to.
        read_from: The format it was read from; empty when it was built in a program.
        report: How the document was understood, where it was read from one.
        file: The file it was read from; empty when it was built in a program.
        text: What is in that file.
        budget: The limits of the check, every rule together.
    """

    incident: Incident
    config: Config = field(default_factory=Config)
    today: date = field(default_factory=date.today)
    read_from: str = ""
    report: Report | None = None
    file: str = ""
    text: str = ""
    budget: Budget = field(default_factory=lambda: Budget().shared())

    @cached_property
    def explanation(self) -> Explanation | None:
        """The answer of `explain`; None where the outcome has no causes."""
        from causal.analysis import explain
        from causal.errors import CausalError

        try:
            return explain(self.incident, budget=self.budget)
        except CausalError:
            return None

    @cached_property
    def planned(self) -> Assessment | None:
        """The answer of `assess_actions` for the plan; None where there is none."""
        from causal.analysis import assess_actions
        from causal.errors import CausalError

        try:
            return assess_actions(self.incident, scenario="planned", budget=self.budget)
        except CausalError:
            return None

    @cached_property
    def actions(self) -> dict[str, Action]:
        """The actions that were not cancelled."""
        return {n: a for n, a in self.incident.actions.items() if a.status != "cancelled"}

    @cached_property
    def waiting(self) -> dict[str, Action]:
        """The actions that are not done; in prose, "we raised the limit" is done too."""
        return {
            name: action
            for name, action in self.actions.items()
            if action.status != "done" and not (self.is_document and _DONE.match(action.what))
        }

    @cached_property
    def lasting(self) -> dict[str, Action]:
        """The actions that were not cancelled and are no repair of this instance."""
        return {name: a for name, a in self.actions.items() if a.kind != "repair"}

    @property
    def is_document(self) -> bool:
        """Whether it was read from prose, where ids and links are guesses of the reader."""
        return self.read_from not in ("yaml", "json", "")

    def called(self, name: str) -> str:
        """Return how a finding calls a factor or an action: by its id, of prose by its words."""
        told = self.incident.actions.get(name) or self.incident.factors.get(name)
        if not self.is_document or told is None:
            return repr(name)
        what = " ".join(told.what.split())
        return repr(what if len(what) <= 60 else what[:59].rstrip() + "\N{HORIZONTAL ELLIPSIS}")

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Names that the record gives to people: in roles, timeline, attendance, authorship."""
        names = {name for told in self.incident.roles.values() for name in told}
        names |= {entry.by for entry in self.incident.timeline if entry.by}
        names |= set(self.incident.review.attendees) if self.incident.review else set()
        names |= set(self.incident.source.authors) if self.incident.source else set()
        kept = {name for name in names if name[:1].isupper() or name.startswith("@")}
        return tuple(sorted({*kept, *self.config.people} - set(self.systems)))

    @cached_property
    def systems(self) -> tuple[str, ...]:
        """Names of services and tools: of the incident, of the configuration, well-known ones."""
        return tuple(sorted({*self.incident.services, *self.config.systems, *SYSTEMS}))

    def prose(self) -> Iterator[Prose]:
        """Yield every text of the incident that people wrote as sentences."""
        incident = self.incident
        for name in ("summary", "detection", "response", "recovery"):
            if text := getattr(incident, name):
                yield Prose((name,), text, "summary")
        yield Prose(("outcome", "what"), incident.outcome.what, "cause")
        for name, factor in incident.factors.items():
            yield Prose(("factors", name, "what"), factor.what, "cause")
            if factor.detail:
                yield Prose(("factors", name, "detail"), factor.detail, "cause")
        for name, action in self.actions.items():
            yield Prose(("actions", name, "what"), action.what, "action")
        for index, entry in enumerate(incident.timeline):
            yield Prose(("timeline", index, "what"), entry.what, "timeline")
        for kind in type(incident.lessons).model_fields:
            for index, text in enumerate(getattr(incident.lessons, kind)):
                yield Prose(("lessons", kind, index), text, "lesson")
        for heading, note in incident.notes.items():
            yield Prose(("notes", heading), _text(note), "summary")

    @cached_property
    def prose_lines(self) -> dict[tuple[str | int, ...], list[str]]:
        """The lines of each text of `prose`, by its path."""
        return {prose.path: prose.text.splitlines() for prose in reversed(list(self.prose()))}

    @cached_property
    def _line_ends(self) -> list[int]:
        return list(accumulate(map(len, self.text.splitlines(keepends=True))))

    def line_with(self, words: str, start: int) -> int | None:
        """Return the first line of the file from `start` that holds some words; None if none."""
        if not 0 < start <= len(self._line_ends):
            return None
        known = self.__dict__.setdefault("_found_at", {})
        if (words, start) not in known:
            at = self.text.find(words, self._line_ends[start - 2] if start > 1 else 0)
            known[words, start] = None if at < 0 else bisect_right(self._line_ends, at) + 1
        found: int | None = known[words, start]
        return found

    def roles(self, *names: str) -> tuple[str, ...]:
        """Return who held a role, under whichever of its names the record has."""
        wanted = {_plain(name) for name in names}
        return tuple(
            who
            for role, told in self.incident.roles.items()
            if _plain(role) in wanted
            for who in told
        )


_DONE = re.compile(r"\W*we(?:['\u2019]ve|\s+have)?\s+(?!need)[a-z]{3,}ed\b", re.IGNORECASE)


def _plain(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ").strip()


def _text(note: Any) -> str:
    return note if isinstance(note, str) else "\n".join(map(str, note))
