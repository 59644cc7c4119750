"""What holding an incident against its sources gave: each fact with the place that supports it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from causal.libraries import pandas
from causal.model import Place
from causal.text.in_sentences import InSentences


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact of an incident, and where the sources say it.

    Args:
        kind: factor, link, time, number, name or action.
        field: Where it stands in the incident, such as ``factors.pool``.
        says: The fact.
        place: The place that supports it; None where none does.
        why: How it is supported, or why it is not.
    """

    kind: str
    field: str
    says: str
    place: Place | None = None
    why: str = ""

    @property
    def supported(self) -> bool:
        """Whether some place in the sources supports it."""
        return self.place is not None

    def __str__(self) -> str:
        if self.place is None:
            return f"not in the sources: {self.kind} {self.says!r} ({self.field}): {self.why}"
        return f"{self.place}: {self.kind} {self.says!r} ({self.field})"


@dataclass(frozen=True, slots=True, repr=False)
class Grounding(InSentences):
    """Every fact of an incident that was looked for in its sources.

    Args:
        incident: The id of the incident.
        claims: The facts, in the order of the file.
    """

    incident: str
    claims: tuple[Claim, ...]

    @property
    def unsupported(self) -> tuple[Claim, ...]:
        """The facts that no place in the sources supports."""
        return tuple(claim for claim in self.claims if not claim.supported)

    def sentences(self) -> tuple[str, ...]:
        """Return what is not in the sources, then how many facts of each kind are."""
        lines = [str(claim) for claim in self.unsupported]
        found = Counter(claim.kind for claim in self.claims if claim.supported)
        total = Counter(claim.kind for claim in self.claims)
        counts = ", ".join(f"{found[kind]} of {n} {kind}s" for kind, n in total.items())
        lines.append(
            f"in the sources: {counts}" if counts else "the incident states nothing to look for"
        )
        return tuple(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return every fact as plain data."""
        return {
            "incident": self.incident,
            "claims": [
                {
                    "kind": c.kind, "field": c.field, "says": c.says, "place": str(c.place or ""), "why": c.why,
                    "supported": c.supported,
                }
                for c in self.claims
            ],
        }  # fmt: skip

    def to_frame(self) -> pandas.DataFrame:
        """Return a row for each fact."""
        columns = ["kind", "field", "says", "place", "why", "supported"]
        return pandas.DataFrame(self.to_dict()["claims"], columns=columns)
