"""Which canonical factors a sentence may mean, ranked, with the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.catalogue.normal import normalised
from causal.errors import CausalError
from causal.libraries import numpy
from causal.text.lexicon import concepts_in
from causal.text.match import words

if TYPE_CHECKING:
    from causal.catalogue.catalogue import Catalogue

_MEAN_WEIGHT = 0.5
_REJECTED = 0.5


@dataclass(frozen=True, slots=True)
class FactorSuggestion:
    """One canonical factor a sentence may mean.

    Args:
        key: The key of the factor.
        name: What the factor is.
        nearest: The likest statement that was confirmed to mean it.
        words: The words that both have, reduced to their stems.
        concepts: The concepts of operations that both speak of.
        identical: The sentence is that statement, apart from case, marks and spaces.
    """

    key: str
    name: str
    nearest: str
    words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    identical: bool = False

    def __str__(self) -> str:
        if self.identical:
            return f"{self.key}: the same statement"
        parts = [f"like {self.nearest!r}"]
        parts += [f"words: {', '.join(self.words)}"] if self.words else []
        parts += [f"concepts: {', '.join(self.concepts)}"] if self.concepts else []
        return f"{self.key}: {'; '.join(parts)}"


def suggest_factors(text: str, catalogue: Catalogue, k: int = 5) -> list[FactorSuggestion]:
    """Return the canonical factors a sentence most likely means, the likeliest first.

    The order is a suggestion for a person to confirm; there is no probability, and no threshold
    decides. A factor that rejected this very sentence is left out.

    Args:
        text: The sentence.
        catalogue: The canonical factors.
        k: How many at most.

    Raises:
        CausalError: `catalogue` is no `Catalogue`.

    Example:
        >>> from causal import Catalogue, suggest_factors
        >>> found = suggest_factors("Nobody was notified of the outage", Catalogue.starter())
        >>> found[0].key
        'no-alert-on-symptom'
    """
    from causal.catalogue.catalogue import Catalogue

    if not isinstance(catalogue, Catalogue):
        raise CausalError(
            f"suggest_factors takes a Catalogue, not {type(catalogue).__name__}; see"
            " Catalogue.load and Catalogue.from_statements"
        )
    factors = catalogue.factors
    if not factors or k < 1:
        return []
    index, keys = catalogue.index()
    scores = index.likeness(text)
    names, codes = keys.coded()
    best = numpy.full(len(names), -1.0)
    numpy.maximum.at(best, codes, scores)
    mean = numpy.bincount(codes, scores, len(names)) / numpy.bincount(codes, minlength=len(names))
    ranks = best + _MEAN_WEIGHT * mean
    wanted = normalised(text)
    for number, key in enumerate(names):
        rejected = factors[key].rejected
        if any(normalised(other) == wanted for other in rejected):
            ranks[number] = -1.0
        elif rejected and _nearer_to_rejected(text, rejected, best[number]):
            ranks[number] *= _REJECTED
    same = catalogue.key_of(text)
    if same is not None:
        ranks[names.index(same)] = numpy.inf
    order = numpy.lexsort((numpy.arange(len(names)), -ranks))[:k]
    found = []
    for number in order.tolist():
        if ranks[number] >= 0:
            key = names[number]
            rows = numpy.flatnonzero(codes == number)
            nearest = index.texts[rows[scores[rows].argmax()]]
            found.append(_told(text, key, factors[key].name, nearest, key == same))
    return found


def _nearer_to_rejected(text: str, rejected: tuple[str, ...], confirmed: float) -> bool:
    from causal.text.statements import StatementIndex

    return bool(StatementIndex(rejected).likeness(text).max() > confirmed)


def _told(text: str, key: str, name: str, nearest: str, same: bool) -> FactorSuggestion:
    shared = sorted(set(words(text)) & set(words(nearest)))
    concepts = sorted(set(concepts_in(text)) & set(concepts_in(nearest)))
    return FactorSuggestion(key, name, nearest, tuple(shared), tuple(concepts), same)
