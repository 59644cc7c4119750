"""Whether an incident was seen before: the canonical factors it shares, and what was done then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from causal.catalogue import Catalogue
    from causal.corpus import Corpus
    from causal.model import Incident


@dataclass(frozen=True, slots=True)
class Before:
    """One earlier incident that shares factors with this one.

    Args:
        incident: Its id.
        title: Its title.
        shared: The keys that both state.
        proposed: Keys that a catalogue proposes for a factor of one of them; nobody confirmed them.
        actions: For each shared key how far the lasting actions on it were then, in words.
    """

    incident: str
    title: str
    shared: tuple[str, ...]
    proposed: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """Return what is shared and how far its actions were, in sentences."""
        lines = [f"{self.incident}: {self.title}"]
        if self.shared:
            lines.append(f"  shares {', '.join(self.shared)}")
        if self.proposed:
            lines.append(f"  may share {', '.join(self.proposed)} (proposed, not confirmed)")
        return [*lines, *(f"  {text}" for text in self.actions)]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "incident": self.incident,
            "title": self.title,
            "shared": list(self.shared),
            "proposed": list(self.proposed),
            "actions": list(self.actions),
        }


def seen_before(
    incident: Incident, corpus: Corpus, catalogue: Catalogue | None = None, k: int = 5
) -> list[Before]:
    """Return earlier incidents that share canonical factors, those with stated keys first.

    A shared key counts more the rarer it is in the corpus. Keys that a catalogue proposes are told
    apart and never put an incident before one that shares a stated key.

    Args:
        incident: The incident; it need not be in the corpus, and is left out when it is.
        corpus: The earlier ones.
        catalogue: Proposes keys for factors without one, on both sides.
        k: How many at most.
    """
    stated, proposed = _keys_of_corpus(corpus, catalogue)
    own = {factor.key for factor in incident.factors.values() if factor.key}
    guessed = _proposals(
        [factor.what for factor in incident.factors.values() if not factor.key], catalogue
    )
    known = Counter(key for keys in stated.values() for key in keys)
    found = []
    for name in corpus.incidents["id"]:
        if name == incident.id:
            continue
        here, maybe = stated.get(name, set()), proposed.get(name, set())
        shared = own & here
        may_share = ((own | guessed) & (here | maybe)) - shared
        weight = sum(1 / (1 + known[key]) for key in shared)
        if shared or may_share:
            found.append((-weight, -len(may_share), name, shared, may_share))
    found.sort(key=lambda row: row[:3])
    titles = dict(zip(corpus.incidents["id"], corpus.incidents["title"], strict=True))
    return [
        Before(
            name,
            titles[name],
            tuple(sorted(shared, key=lambda key: (known[key], key))),
            tuple(sorted(may_share)),
            tuple(_what_became(corpus, name, shared | may_share)),
        )
        for _, _, name, shared, may_share in found[:k]
    ]


def _keys_of_corpus(
    corpus: Corpus, catalogue: Catalogue | None
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    frame = corpus.factors
    stated: dict[str, set[str]] = {}
    proposed: dict[str, set[str]] = {}
    rows = zip(frame["incident"], frame["key"], frame["what"], strict=True)
    for name, key, what in rows:
        if isinstance(key, str):
            stated.setdefault(name, set()).add(key)
        elif catalogue is not None:
            proposed.setdefault(name, set()).update(_proposals([what], catalogue))
    return stated, proposed


def _proposals(sentences: list[str], catalogue: Catalogue | None) -> set[str]:
    if catalogue is None:
        return set()
    from causal.catalogue import suggest_factors

    found = (suggest_factors(sentence, catalogue, 1) for sentence in sentences)
    return {suggested[0].key for suggested in found if suggested}


def _what_became(corpus: Corpus, name: str, keys: set[str]) -> list[str]:
    factors = corpus.factors
    here = factors[(factors["incident"] == name) & factors["key"].isin(keys)]
    named = dict(zip(here["id"], here["key"], strict=True))
    lines = []
    actions = corpus.actions[corpus.actions["incident"] == name]
    rows = zip(
        actions["id"], actions["what"], actions["status"], actions["status_stated"],
        actions["addresses"], actions["kind"], strict=True,
    )  # fmt: skip
    for action, what, status, was_stated, addresses, kind in rows:
        on = sorted({named[factor] for factor in addresses if factor in named})
        if on and str(kind) != "repair":
            state = str(status).replace("_", " ") if was_stated else "status not stated"
            lines.append(f"then {action} on {', '.join(on)}: {what} ({state})")
    return lines or ["then no lasting action was on what they share"]
