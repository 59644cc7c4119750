"""What a check found: one finding, and all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, Literal, SupportsIndex, overload

from causal.libraries import pandas
from causal.model.base import Place
from causal.terminal import safe

Severity = Literal["error", "warning", "information"]
_IN_A_NOTEBOOK = 500
"""How many findings a notebook shows."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reviewer would ask about.

    Args:
        rule: The id of the rule.
        severity: ``error``, ``warning``, or ``information``, which never fails a run.
        message: What was found, with the words or the value.
        hint: What would be better: a pattern, never an invented fact.
        place: The file and line; None when it was not read from text.
        where: The dotted path in the incident, such as ``actions.A1.owner``.
    """

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    place: Place | None = None
    where: str = ""

    def __str__(self) -> str:
        at = f"{self.place}: " if self.place else f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint else ""
        return safe(f"{at}{self.severity} [{self.rule}] {self.message}{hint}")

    @property
    def fingerprint(self) -> str:
        """What stays the same while lines move: rule, file, path and message."""
        file = _from_here(self.place.file) if self.place else ""
        text = f"{self.rule}\n{file}\n{self.where}\n{self.message}"
        return sha256(text.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data for JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "file": self.place.file if self.place else None,
            "line": self.place.line if self.place else None,
            "where": self.where,
            "fingerprint": self.fingerprint,
        }


def _from_here(file: str) -> str:
    """Return a path as it is from the current folder, however it was named."""
    if not file:
        return ""
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


class Findings(tuple[Finding, ...]):
    """All findings, in the order of the document; empty when nothing was found."""

    __slots__ = ()

    def __new__(cls, found: Iterable[Finding] = ()) -> Findings:
        """Return the findings as an immutable sequence."""
        return super().__new__(cls, found)

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Finding: ...
    @overload
    def __getitem__(self, index: slice, /) -> Findings: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Finding | Findings:
        """Return one finding, or some of them as findings."""
        if isinstance(index, slice):
            return Findings(super().__getitem__(index))
        return super().__getitem__(index)

    @property
    def failing(self) -> Findings:
        """The errors and warnings."""
        return Findings(found for found in self if found.severity != "information")

    def by_rule(self, rule: str) -> Findings:
        """Return the findings of one rule."""
        return Findings(found for found in self if found.rule == rule)

    def sentences(self) -> list[str]:
        """Return each finding as one line, then the counts."""
        return [*(str(found) for found in self), self._counted()]

    def to_dict(self) -> list[dict[str, Any]]:
        """Return the findings as plain data for JSON."""
        return [found.to_dict() for found in self]

    def to_frame(self) -> pandas.DataFrame:
        """Return one row a finding: rule, severity, message, hint, file, line, where."""
        columns = ["rule", "severity", "message", "hint", "file", "line", "where", "fingerprint"]
        return pandas.DataFrame(self.to_dict(), columns=columns)

    def _counted(self) -> str:
        count = Counter(found.severity for found in self)
        if not count:
            return "no findings"
        named = {"error": "errors", "warning": "warnings", "information": "for information"}
        return ", ".join(
            f"{count[s]} {named[s] if count[s] != 1 or s == 'information' else s}"
            for s in SEVERITIES
            if count[s]
        )

    def in_brief(self, most: int = 20) -> list[str]:
        """Return each finding as one line, but of one rule in one file only so many, then counts.

        Args:
            most: How many of one rule in one file are told; of the rest their number is.
        """
        kinds = [(found.rule, found.place.file if found.place else "") for found in self]
        count, told, lines = Counter(kinds), Counter[tuple[str, str]](), []
        for found, kind in zip(self, kinds, strict=True):
            told[kind] += 1
            if told[kind] <= most or found.rule == "invalid":  # counted already
                lines.append(str(found))
            elif told[kind] == most + 1:
                more = f"{count[kind] - most:,} more of [{kind[0]}]"
                lines.append(safe(f"{kind[1]}: {more}" if kind[1] else more))
        return [*lines, self._counted()]

    def __str__(self) -> str:
        return "\n".join(self.in_brief())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{found.severity}</td><td>{escape(found.rule)}</td>"
            f"<td style='text-align:left'>{escape(found.message)}</td>"
            f"<td style='text-align:left'>{escape(found.hint)}</td>"
            f"<td>{escape(str(found.place or found.where))}</td></tr>"
            for found in self[:_IN_A_NOTEBOOK]
        )
        if len(self) > _IN_A_NOTEBOOK:
            rows += f"<tr><td colspan='5'>and {len(self) - _IN_A_NOTEBOOK:,} more</td></tr>"
        return f"<table><caption>{escape(self._counted())}</caption>{rows}</table>"
