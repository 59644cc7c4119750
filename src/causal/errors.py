"""Everything that `causal` raises on purpose.

::

    CausalError
    ├── InvalidIncident      a file, text or builder describes no incident; carries every fault
    ├── InvalidCatalogue     a file or text holds no catalogue; carries every fault
    ├── InvalidFormula       causes that cannot be: an empty list, k < 1, k > n, a duplicate
    ├── UnknownName          a factor, action, layer or view that does not exist
    ├── UnknownFormat        no reader or writer for this suffix or content
    ├── NothingToDraw        a view whose data the incident lacks
    ├── NothingToCompare     an incident in which nobody wrote down a five whys
    ├── NothingToExplain     an incident whose outcome has no causes yet
    ├── NotFinished          an exact answer did not fit the budget
    └── MissingExtra         an optional library or program is not installed

    UserWarning
    └── MissingGlyphs        a PNG or PDF shows code points, as no font at hand has the signs

Errors carry their parts as attributes, so that a program need not parse the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from causal.terminal import safe

__all__ = [
    "CausalError",
    "Fault",
    "InvalidCatalogue",
    "InvalidFormula",
    "InvalidIncident",
    "MissingExtra",
    "MissingGlyphs",
    "NotFinished",
    "NothingToCompare",
    "NothingToDraw",
    "NothingToExplain",
    "UnknownFormat",
    "UnknownName",
    "did_you_mean",
]


TOLD = 50
"""How many faults of one document are told; the rest are counted."""
SUGGESTED = 20
"""How many of these come with a suggestion that takes a search."""
_LONGEST, _COMPARED = 100, 300
_BEGINS = 3
"""How many first letters of a name stand for the whole of it."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``"did you mean 'x'?"`` for the known name nearest to `name`, else ``""``.

    Of very many names those of the nearest length are compared, and none that is very long, so that
    a document with many mistyped names is answered in time.
    """
    name = str(name)
    if len(name) > _LONGEST:
        return ""
    names = sorted(k for k in set(known) if len(k) <= _LONGEST)
    if len(names) > _COMPARED:
        names = sorted(names, key=lambda k: abs(len(k) - len(name)))[:_COMPARED]
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if not near and len(name) >= _BEGINS:
        near = [known for known in names if known.startswith(name)]
    near = near or [known for known in names if known.casefold() == name.casefold()]
    return f"did you mean {near[0]!r}?" if near else ""


class CausalError(Exception):
    """Base of every error that `causal` raises on purpose; a terminal can show its message."""

    def __str__(self) -> str:
        return safe(super().__str__())

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickled by the arguments of its message alone, an error would be made again wrongly,
        # and a pool of processes that awaits it would wait for ever.
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(
    kind: type[CausalError], args: tuple[Any, ...], parts: dict[str, Any]
) -> CausalError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(parts)
    return error


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an incident: where, what was found, and what would be right.

    Args:
        where: Dotted path inside the document, such as ``factors.pool.layer``.
        problem: One sentence that says what is wrong.
        hint: What would be right; empty when the sentence already says it.
        file: The file it was read from; empty for text and builders.
        line: The line it was written in, from 1; 0 when not known.
        rule: The short name of the rule that failed, stable for programs.
    """

    where: str
    problem: str
    hint: str = ""
    file: str = ""
    line: int = 0
    rule: str = "value"

    def __str__(self) -> str:
        place = ":".join(p for p in (self.file, str(self.line) if self.line else "") if p)
        if self.line and not self.file:
            place = f"line {self.line}"
        text = ": ".join(p for p in (place, self.where, self.problem) if p)
        return safe(f"{text} ({self.hint})" if self.hint else text)


class InvalidIncident(CausalError):
    """A document that does not describe an incident; `faults` holds the reasons, in file order.

    Of more than 50 the last one says how many there are besides.
    """

    def __init__(self, faults: Sequence[Fault], *, source: str = "") -> None:
        count = len(faults)
        if count > TOLD + 1:
            more = f"and {count - TOLD} more"
            faults = [*faults[:TOLD], Fault("", more, file=faults[0].file, rule="more")]
        self.faults = tuple(faults)
        self.source = source
        head = f"{source or 'incident'}: {count} fault{'' if count == 1 else 's'}"
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))


class InvalidCatalogue(InvalidIncident):
    """A document that holds no catalogue; `faults` holds every reason, in file order."""


class InvalidFormula(CausalError):
    """Causes that cannot be: an empty list, k < 1, k > n, a duplicate."""


class UnknownName(CausalError, KeyError):
    """A name that does not exist, with the nearest that does."""

    __str__ = Exception.__str__  # that of KeyError would put it in quotation marks

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(set(known)))
        hint = did_you_mean(name, self.known)
        if not hint:
            shown = ", ".join(repr(k) for k in self.known[:8])
            hint = f"known: {shown}{', ...' if len(self.known) > 8 else ''}" if shown else ""
        super().__init__(f"no {kind} {name!r}" + (f" ({hint})" if hint else ""))


class UnknownFormat(CausalError):
    """No reader or writer for this suffix or content."""


class NothingToDraw(CausalError):
    """A view whose data the incident lacks, such as five whys where none were asked."""


class NothingToCompare(CausalError):
    """An incident in which nobody wrote down a five whys."""


class NothingToExplain(CausalError):
    """An incident whose outcome has no causes yet, so no causal question has an answer."""


class NotFinished(CausalError):
    """An exact answer that did not fit the budget of time or memory."""


class MissingExtra(CausalError):
    """An optional library or program that is not installed; the message names how to get it."""


class MissingGlyphs(UserWarning):
    """A PNG or PDF shows code points in boxes, because no font at hand has those characters."""
