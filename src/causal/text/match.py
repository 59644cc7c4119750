"""Which of some known sentences a free sentence most likely means.

Two views of likeness are averaged: shared words weighed by how rare they are among the candidates,
and shared runs of three letters, which survive inflection and misspelling. Both are cosines, so a
score is 0 (nothing shared) to 1 (the same words).

References:
    G. Salton and C. Buckley, *Term-weighting approaches in automatic text retrieval*, Information
    Processing & Management 24, 1988.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_FUNCTION_WORDS = """
a an and are as at be because been but by did do does for from had has have in into is it its of on
or our so that the their there this to too was we were when which while with would why
"""
_SMALL = frozenset(_FUNCTION_WORDS.split())


def words(text: str) -> list[str]:
    """Return the meaning-bearing words of a text, case-folded, without accents, lightly stemmed."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return [_stem(word) for word in _WORD.findall(plain) if word not in _SMALL]


def _stem(word: str) -> str:
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: len(word) - len(suffix)] + instead
    return word


_SUFFIXES = (
    ("'s", ""),
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("ly", ""),
)


def rank(text: str, candidates: Mapping[str, Iterable[str]]) -> list[tuple[str, float]]:
    """Return the candidates with their likeness to a text, the likeliest first, then by name.

    Args:
        text: The free sentence.
        candidates: For each name the sentences that mean it.
    """
    sentences = {name: [words(sentence) for sentence in said] for name, said in candidates.items()}
    documents = [frozenset(known) for said in sentences.values() for known in said]
    seen = Counter(word for document in documents for word in document)
    total = len(documents)
    weight = {word: math.log(1 + total / count) for word, count in seen.items()}
    rarest = math.log(1 + total)
    query = words(text)

    def score(known: list[str]) -> float:
        shared = _cosine(_weighed(query, weight, rarest), _weighed(known, weight, rarest))
        return (shared + _cosine(_trigrams(query), _trigrams(known))) / 2

    scored = {name: max(map(score, said), default=0.0) for name, said in sentences.items()}
    return sorted(scored.items(), key=lambda item: (-item[1], item[0]))


def _weighed(known: list[str], weight: Mapping[str, float], rarest: float) -> dict[str, float]:
    return {word: weight.get(word, rarest) for word in known}


def _trigrams(known: list[str]) -> dict[str, float]:
    grams: Counter[str] = Counter()
    for word in known:
        padded = f" {word} "
        grams.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return {gram: float(count) for gram, count in grams.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    dot = sum(value * other[key] for key, value in one.items() if key in other)
    if not dot:
        return 0.0
    lengths = sum(v * v for v in one.values()) * sum(v * v for v in other.values())
    return min(1.0, dot / math.sqrt(lengths))
