"""What each node took in sentences, for readers who cannot see the picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causal.model import Gate, Incident
from causal.model import Link as CauseLink
from causal.render.views.common import count

_SAID = 60
"""The most nodes whose causes are told."""


def causes_in_words(incident: Incident, names: Iterable[str]) -> list[str]:
    """Return a sentence for each of these nodes that has causes, up to a number."""
    gates = [(name, gate) for name in names if (gate := incident.because(name)) is not None]
    said = [f"{incident.what(name)}: {_formula(incident, gate)}." for name, gate in gates[:_SAID]]
    if len(gates) > _SAID:
        said.append(f"{count(len(gates) - _SAID, 'more event')} with causes.")
    return said


def _formula(incident: Incident, gate: Gate) -> str:
    members = "; ".join(_members(incident, gate))
    number = len(gate.of)
    if number == 1:
        return members
    if gate.op == "contributing":
        return f"contributed, how is not stated ({members})"
    if gate.op == "at_least":
        return f"at least {gate.k} of {number} ({members})"
    return f"{'any' if gate.op == 'any' else 'all'} of ({members})"


def _members(incident: Incident, gate: Gate) -> Iterator[str]:
    for member in gate.of:
        if not isinstance(member, CauseLink):
            yield _formula(incident, member)
            continue
        unsure = "" if member.confidence == "confirmed" else f" (this link is {member.confidence})"
        yield f"{incident.what(member.cause)}{unsure}"
