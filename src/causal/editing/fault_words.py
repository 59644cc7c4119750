"""A fault as it is told on the page: in the words of the boxes, with what to do there.

The faults come from the door through which files come in, whose remedies speak of the file. Here
each rule that a drawing can break has a remedy for somebody who never saw that file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from causal.model.factor import OUTCOME

if TYPE_CHECKING:
    from causal.editing.draft import Draft
    from causal.errors import Fault

__all__ = ["MEND", "fault_words"]

MEND: dict[str, str] = {
    "leads-nowhere": "Drag it to what it led to, or press L and go there. Or delete it.",
    "cycle": "Unlink one of them, or undo the last link.",
    "unknown-cause": "Add the factor, or unlink it.",
    "unknown-mention": "Choose a factor that is drawn, or take it out.",
    "unconfirmed-threshold": "Say below how many it takes without it, or confirm it.",
    "two-confidences": "Say the same of this link wherever it is drawn.",
    "looks-alike": "Give one of them another id, under More.",
    "no-zone": "Say the time zone, under Incident, or write Z at the end of the time.",
    "time-order": "Mend the times, under Incident.",
    "no-time": "Say when, in the timeline.",
    "layer-state": "Take the gap out of the layer, or say that the layer was breached.",
}
"""What to do on the page about a fault of each rule."""

_BY_PROBLEM = (
    ("must say what it hardens", "Choose the layer that it hardens, below."),
    (
        "is no gap in a layer",
        "Take its layer out, or split it: what happened, and the gap it used.",
    ),
    ("there is no layer", "Choose one of the layers below."),
    ("the outcome has no causes", "Add what led to the outcome."),
    ("must say which link", "Choose under More between which boxes the barrier stands."),
    ("there is no link from", "Choose under More another link for the barrier."),
    ("cannot address the outcome", "Let it act on what led to the outcome."),
)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)+)'")


def fault_words(fault: Fault, draft: Draft) -> dict[str, str]:
    """Return a fault for the page: what is wrong, in the words of the boxes, and what to do.

    Args:
        fault: One of the faults of the draft.
        draft: The draft, whose boxes have the words.
    """
    named = {OUTCOME: draft.data[OUTCOME], **draft.data["factors"]}

    def spoken(match: re.Match[str]) -> str:
        part: Any = named.get(match[1])
        what = part.get("what") if isinstance(part, dict) else None
        return f"“{what}”" if isinstance(what, str) else match[0]

    problem = _QUOTED.sub(spoken, fault.problem)
    part, _, name = fault.where.partition(".")
    if part == "times" and name not in problem:
        problem = f"{name.capitalize()}: {problem}"
    by_problem = next((mend for words, mend in _BY_PROBLEM if words in fault.problem), None)
    return {
        "where": fault.where,
        "rule": fault.rule,
        "problem": problem,
        "hint": by_problem or MEND.get(fault.rule) or fault.hint,
    }
