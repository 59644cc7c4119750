"""Which factor an action item may act on, by the words they share: proposed, never computed with."""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt

from causal.io.documents.draft import Draft
from causal.text.match import words

__all__ = ["propose_addressed"]

LIKENESS = 0.22
"""How alike an action item and a factor are to be proposed as belonging together."""
MOST_COMPARED = 2_500
"""Pairs of an action item and a factor that are compared."""
_WORD = re.compile(r"[\w'-]+")
_COMMON = 2
"""Of so many factors or more, a word that most of them share tells none from another."""


def propose_addressed(draft: Draft) -> None:
    """Propose for each action item that names no factor the one its words point to."""
    if not draft.factors or len(draft.factors) * len(draft.actions) > MOST_COMPARED:
        return
    told = {id: set(words(factor["what"])) for id, factor in draft.factors.items()}
    seen = Counter(word for known in told.values() for word in known)
    common = {w for w, n in seen.items() if n >= _COMMON and n * 2 > len(told)}
    for id, action in draft.actions.items():
        if action.get("addresses"):
            continue
        own = set(words(action["what"])) - common
        alike = {
            name: len(own & known) / sqrt(len(own | {""}) * len(known | {""}))
            for name, known in told.items()
        }
        likeliest = max(alike, key=lambda name: alike[name])
        shared = own & told[likeliest]
        if alike[likeliest] < (LIKENESS if len(shared) > 1 else 2 * LIKENESS):
            continue
        said = [w for w in dict.fromkeys(_WORD.findall(action["what"])) if shared & {*words(w)}]
        line = draft.places.get(("actions", id), 1)
        draft.propose(id, likeliest, ", ".join(said[:3]), line, kind="addresses")
