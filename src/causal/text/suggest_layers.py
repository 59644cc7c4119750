"""Which layer of defence a sentence most likely speaks of, with the evidence for it.

Two kinds of evidence are added up: how like the sentence is to statements of well-known factors of
each layer, and the concepts it names that speak for a layer. There is no probability: the order and
the evidence are what is offered, and a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from causal.text.expect import expect_number, expect_text
from causal.text.lexicon import concepts_in, lexicon
from causal.text.statements import known_factors

_CONCEPT_WEIGHT = 0.1
_FALLING = (1.0, 0.5, 0.25)
_NOTHING_SPEAKS = 0.08
_MARKS = re.compile(
    r"^\W*(?:action item|action|todo|ai)s?\W*:|[\[(]\s*(?:priority|prio|owner|status)\s*:[^\])]*[\])]|https?://\S+"
    r"|(?<!\w)@[\w-]+",
    re.IGNORECASE,
)
"""What a tracker or a list writes around a sentence: labels, priorities, addresses, handles."""


@dataclass(frozen=True, slots=True)
class LayerSuggestion:
    """One layer a sentence may speak of.

    Args:
        layer: A default layer, or ``unknown`` when nothing in the sentence speaks for one.
        words: The words of the sentence that speak for it.
        nearest: The likest known statement of that layer; empty when none is alike.
    """

    layer: str
    words: tuple[str, ...] = ()
    nearest: str = ""

    def __str__(self) -> str:
        parts = [f"words: {', '.join(self.words)}"] if self.words else []
        parts += [f"like: {self.nearest!r}"] if self.nearest else []
        return f"{self.layer} ({'; '.join(parts) or 'nothing speaks for a layer'})"


def suggest_layers(text: str, k: int = 3) -> list[LayerSuggestion]:
    """Return the layers a factor or an action most likely belongs to, the likeliest first.

    Args:
        text: The sentence.
        k: How many at most.

    Example:
        >>> import causal
        >>> [found.layer for found in causal.suggest_layers("Nobody was paged for two hours")][:1]
        ['detection']
        >>> causal.suggest_layers("Zzyzx")
        [LayerSuggestion(layer='unknown', words=(), nearest='')]
    """
    expect_number(k, "k", 1)
    text = _MARKS.sub(" ", expect_text(text, "suggest_layers"))
    known = known_factors()
    concepts = concepts_in(text)
    likeness = known.likeness(text).tolist()
    alike: dict[str, list[tuple[float, str]]] = {}
    for owner, statement, score in zip(known.owner, known.statements, likeness, strict=True):
        alike.setdefault(known.factors[owner]["layer"], []).append((score, statement))
    spoken: dict[str, dict[str, float]] = {}
    for name, shown in concepts.items():
        for layer, weight in lexicon().concepts[name].layers.items():
            for word in shown:
                spoken.setdefault(layer, {})[word] = weight
    scores = {}
    for layer, found in alike.items():
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        near = sum(w * s for w, (s, _) in zip(_FALLING, found, strict=False))
        named = sum(lexicon().concepts[name].layers.get(layer, 0.0) for name in concepts)
        scores[layer] = near + _CONCEPT_WEIGHT * named
    ranked = sorted(scores, key=lambda layer: (-scores[layer], layer))
    if scores[ranked[0]] < _NOTHING_SPEAKS:
        return [LayerSuggestion("unknown")]
    return [
        LayerSuggestion(
            layer,
            tuple(sorted(spoken.get(layer, {}), key=lambda w: (-spoken[layer][w], w))),
            alike[layer][0][1] if alike[layer][0][0] > _NOTHING_SPEAKS else "",
        )
        for layer in ranked[: max(k, 0)]
        if scores[layer] >= _NOTHING_SPEAKS
    ]
