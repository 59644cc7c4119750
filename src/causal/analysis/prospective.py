"""Whether an incident is about what could happen rather than what did, and how that is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.model import Incident

_WORDS = {
    "What lined up": "What could line up",
    "What would have stopped it": "What is sufficient to prevent it",
    "What happened": "What could happen",
    "between this and a repeat": "between this and the outcome",
    "must all fail again": "must all fail",
    "must both fail again": "must both fail",
    "Layers it came through": "Layers it could come through",
    "No trigger is named: it was so already.": "No trigger is named.",
    "The outcome came about because of": "The outcome can come about because of",
    "what each came from": "what each comes from",
    "it was a gap in": "it is a gap in",
    "led to": "leads to",
    "how many of its causes it took": "how many of its causes it takes",
    "was breached": "has a gap",
    "made it worse": "makes it worse",
    "were needed": "are needed",
    "was needed": "is needed",
    "leading to the outcome": "that can lead to the outcome",
}
_OURS = "|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))
_PATTERN = re.compile(f"“[^”]*”|{_OURS}")  # what is quoted is its author's, and stays


def is_prospective(incident: Incident) -> bool:
    """Return whether this is about what could happen: it states chances, and no time or trigger."""
    times = any(value is not None for _, value in incident.times)
    triggers = any(factor.kind == "trigger" for factor in incident.factors.values())
    chances = any(factor.probability is not None for factor in incident.factors.values())
    return chances and not (times or triggers or incident.timeline)


def as_it_is_told(incident: Incident, text: str, *, prospective: bool | None = None) -> str:
    """Return a sentence of ours in the words for what did happen, or for what could.

    Args:
        incident: What it is about.
        text: The sentence, as it is said of what did happen.
        prospective: It is about what could happen; by default as `is_prospective` says.
    """
    could = is_prospective(incident) if prospective is None else prospective
    return _PATTERN.sub(lambda found: _WORDS.get(found[0], found[0]), text) if could else text
