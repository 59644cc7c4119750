"""An incident file with what a document only suggests: as comments, where a person confirms it."""

from __future__ import annotations

from causal.io.native import write_yaml
from causal.io.parsed_document import parse_yaml
from causal.io.reading import Proposal, Reading
from causal.terminal import safe

__all__ = ["yaml_with_proposals"]

FIELDS = {"layer": "factors", "addresses": "actions"}
"""The kinds of proposal that have one line in the file, and the part they are written in."""


def yaml_with_proposals(reading: Reading) -> str:
    """Return the incident of a document as YAML, how it was read above it.

    A proposed layer, and what an action may act on, stand in their place as a comment: it is
    confirmed by deleting the first ``#`` of the line.
    """
    lines = write_yaml(reading.incident).split("\n")
    places = parse_yaml("\n".join(lines)).places
    below: dict[int, list[str]] = {}
    for proposal in reading.report.proposals:
        part = FIELDS.get(proposal.kind)
        line = places.get((part, proposal.cause)) if part else None
        if line is not None:
            below.setdefault(line, []).append(f"    # {_field(proposal)}")
    said = reading.report.sentences()
    head = [f"# {'  ' if line[:1] == ' ' else ''}{safe(line, lines=False)}" for line in said]
    if below:
        head.append("# to confirm a proposal below, delete the first # of its line")
    body = [each for n, line in enumerate(lines, 1) for each in (line, *below.get(n, ()))]
    return "\n".join([*head, "", *body])


def _field(proposal: Proposal) -> str:
    said = safe(proposal.connective, lines=False)
    if proposal.kind == "layer":
        return f"layer: {proposal.effect}  # proposed: it says {said!r}"
    return f"addresses: [{proposal.effect}]  # proposed: both say {said}"
