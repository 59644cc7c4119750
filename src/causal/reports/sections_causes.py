"""Why it came about, as the sections of a document: factors, layers, five whys, action items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis import words_five_whys
from causal.analysis.phrases import layer_title
from causal.analysis.prospective import as_it_is_told
from causal.reports.document import (
    Block,
    Code,
    Heading,
    Link,
    Paragraph,
    Picture,
    Span,
    table,
)
from causal.reports.phrasing import NONE_SAID, addressed, because, role, status

if TYPE_CHECKING:
    from causal.model import Incident
    from causal.reports.answers import Answers

Blocks = Iterator[Block]
_ALONE = {"certain": "yes", "open": "depends on how causes combined", "never": "no"}
NO_OWNER, NO_DATE = "no owner named", "no date named"


def factors(incident: Incident) -> Blocks:
    """Yield the contributing factors, in place of one root cause."""
    head = (
        "In place of one root cause: the factors of the graph, what each came from, and "
        "which layer of defence it was a gap in."
    )
    yield Paragraph([as_it_is_told(incident, head)])
    yield Picture("graph")
    rows: list[list[Span]] = [
        [[Code(name)], [factor.what], [role(incident, name, factor)], because(incident, name)]
        for name, factor in incident.factors.items()
    ]
    columns = ("id", "factor", "role", "because")
    yield table("Contributing factors", columns, rows, keep=columns)
    causes = because(incident, "outcome") or ["nothing drawn yet"]
    about = as_it_is_told(incident, "The outcome came about because of")
    yield Paragraph([f"{about} ", *causes, "."])


def layers(answers: Answers) -> Blocks:
    """Yield what each layer of defence did; nothing where none is known to matter."""
    incident, explanation = answers.incident, answers.explanation
    if explanation is None:
        return
    verdicts, hardened = explanation.layers, answers.plan().by_layer
    rows: list[list[Span]] = []
    for layer in dict.fromkeys((*verdicts, *hardened)):
        verdict = verdicts.get(layer)
        gaps = (*verdict.gaps, *verdict.amplifying) if verdict else ()
        note = incident.layers.get(layer)
        state = (verdict.state or "").replace("_", " ") if verdict else ""
        if note and note.stopped:
            state += f": stopped {note.stopped}"
        alone = _ALONE[verdict.verdict] if verdict and gaps else ""
        rows.append(
            [
                [layer_title(incident, layer)],
                [state],
                ["; ".join(incident.what(factor) for factor in gaps)],
                [alone],
                [", ".join(hardened.get(layer, ()))],
            ]
        )
    if rows:
        yield Heading(3, "Layers of defence")
        head = ("layer", "state", "its gaps", "alone would have stopped it", "hardened by")
        yield table("Layers of defence", head, rows, keep=head)


def whys(answers: Answers) -> Blocks:
    """Yield what the five whys reached and missed; nothing where nobody wrote one down."""
    if answers.five_whys is not None:
        yield Picture("five-whys")
        yield Paragraph([" ".join(words_five_whys.counts(answers.five_whys))])


def actions(incident: Incident) -> Blocks:
    """Yield the action items; who owns one and when it is due is said even when nobody is."""
    if not incident.actions:
        yield Paragraph([NONE_SAID])
        return
    rows: list[list[Span]] = []
    for name, action in incident.actions.items():
        done_when = f" Done when: {action.done_when}." if action.done_when else ""
        rows.append(
            [
                [Link(name, action.ticket)],
                [action.what + done_when],
                [addressed(incident, action)],
                [layer_title(incident, action.hardens) if action.hardens else ""],
                [action.kind or ""],
                [action.owner or NO_OWNER],
                [action.priority or ""],
                [str(action.due or NO_DATE)],
                [status(action)],
            ]
        )
    head = ("", "action", "addresses", "hardens", "kind", "owner", "priority", "due", "status")
    yield table("Action items", head, rows)
