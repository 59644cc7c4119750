"""How alike statements are: by words, runs of letters, concepts, and likeness to known factors.

A statement becomes one sparse vector of three parts, each of length one before it is weighed:
stemmed words and pairs of words, runs of three to five letters, and concepts of operations. The
product of two such vectors is a weighed sum of three cosines. A fourth part says how like the
statement is to each of a list of well-known factors, so that two statements that share no word are
alike when both are like the same known factor.

References:
    G. Salton and C. Buckley, *Term-weighting approaches in automatic text retrieval*, Information
    Processing & Management 24, 1988.
    E. Gabrilovich and S. Markovitch, *Computing semantic relatedness using Wikipedia-based explicit
    semantic analysis*, IJCAI 2007: meaning as likeness to known concepts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from causal.libraries import numpy
from causal.text.lexicon import concepts_in
from causal.text.match import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WEIGHTS = (0.3, 0.4, 0.3)
"""Of words, letters and concepts; chosen on statements of public postmortems."""

_PROFILE_WEIGHT = 1.2
_SHARPNESS = 3
_BLOCK = 4096


@lru_cache(maxsize=100_000)
def _letters(stem: str) -> tuple[str, ...]:
    padded = f" {stem} "
    return tuple(padded[i : i + size] for size in (3, 4, 5) for i in range(len(padded) - size + 1))


def _features(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return what stands in a text, part by part in the order of the weights."""
    stems = words(text)
    pairs = [f"{one} {other}" for one, other in pairwise(stems)]
    letters = [gram for stem in stems for gram in _letters(stem)]
    return [*stems, *pairs], letters, list(concepts_in(text))


class _Space:
    """The columns and weights that statements are placed by; fixed once it is made."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._columns: tuple[dict[str, int], ...] = tuple({} for _ in _WEIGHTS)
        counts = self._counts(texts, grow=True)
        self._rarity = []
        for rows in counts:
            seen = numpy.bincount(rows.indices, minlength=rows.shape[1])
            self._rarity.append(numpy.log((1 + len(texts)) / (1 + seen)) + 1)
        self.rows = self._weigh(counts)

    def place(self, texts: Sequence[str]) -> Any:
        """Return the statements as rows of a sparse matrix; words never seen only add length."""
        return self._weigh(self._counts(texts, grow=False))

    def _counts(self, texts: Sequence[str], *, grow: bool) -> list[Any]:
        from scipy.sparse import csr_array

        found: list[tuple[list[int], list[int]]] = [([], [0]) for _ in _WEIGHTS]
        for text in texts:
            for known, (columns, starts), names in zip(
                self._columns, found, _features(text), strict=True
            ):
                if grow:
                    columns += [known.setdefault(name, len(known)) for name in names]
                else:
                    columns += [known.get(name, len(known)) for name in names]
                starts.append(len(columns))
        made = []
        for known, (columns, starts) in zip(self._columns, found, strict=True):
            shape = (len(texts), len(known) + 1)  # the last: what was never seen
            rows = csr_array(([1.0] * len(columns), columns, starts), shape=shape)
            rows.sum_duplicates()
            made.append(rows)
        return made

    def _weigh(self, counts: list[Any]) -> Any:
        from scipy.sparse import hstack

        parts = []
        for rows, rarity, weight in zip(counts, self._rarity, _WEIGHTS, strict=True):
            rows.data = (1 + numpy.log(rows.data)) * rarity[rows.indices]
            length = numpy.sqrt((rows * rows).sum(axis=1))
            scale = numpy.sqrt(weight) / numpy.where(length > 0, length, 1.0)
            rows.data *= numpy.repeat(scale, numpy.diff(rows.indptr))
            parts.append(rows)
        return hstack(parts, format="csr", dtype=numpy.float32)


class KnownFactors:
    """Well-known factors, each told by a few statements: what profiles are made of."""

    def __init__(self, factors: dict[str, dict[str, Any]]) -> None:
        self.factors = factors
        self.keys = sorted(factors)
        texts = [(key, t) for key in self.keys for t in _told(factors[key])]
        self.statements = [text for _, text in texts]
        self.space = _Space(self.statements)
        self.rows = self.space.rows
        owner = [key for key, _ in texts]
        self.starts = numpy.searchsorted(owner, self.keys)
        self.owner = owner

    def likeness(self, text: str) -> NDArray[Any]:
        """Return how like a text is to each known statement, shape (statements,)."""
        found: NDArray[Any] = (self.rows @ self.space.place([text]).T).toarray()[:, 0]
        return found

    def profiles(self, texts: Sequence[str]) -> NDArray[Any]:
        """Return for each text its likeness to every known factor, rows of length one."""
        out = numpy.zeros((len(texts), len(self.keys)), dtype=numpy.float32)
        ends = [*self.starts[1:], len(self.statements)]
        for begin in range(0, len(texts), _BLOCK):
            part = (self.space.place(texts[begin : begin + _BLOCK]) @ self.rows.T).toarray()
            for column, (start, end) in enumerate(zip(self.starts, ends, strict=True)):
                best = numpy.sort(part[:, start:end], axis=1)[:, -2:]
                out[begin : begin + len(part), column] = best.sum(axis=1)
        out /= numpy.maximum(out.max(axis=1, keepdims=True), 1e-9)
        out **= _SHARPNESS
        out /= numpy.maximum(numpy.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return out


def _told(factor: dict[str, Any]) -> list[str]:
    return [factor["name"], *factor["statements"]]


@cache
def known_factors() -> KnownFactors:
    """Return the factors of the shipped catalogue, read once."""
    import yaml

    from causal.text import starter_text

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return KnownFactors(yaml.load(starter_text(), Loader=loader)["factors"])


class StatementIndex:
    """Statements that can be asked for the likest; more can be added without starting anew."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self._space = _Space(self.texts)
        self._parts = [(self._space.rows.tocsc(), self._profiles(self.texts))]

    @staticmethod
    def _profiles(texts: Sequence[str]) -> NDArray[Any]:
        return known_factors().profiles(texts)

    def add(self, texts: Sequence[str]) -> None:
        """Add statements; their words are weighed as those of the first ones were."""
        self.texts += texts
        self._parts.append((self._space.place(texts).tocsc(), self._profiles(texts)))

    def likeness(self, text: str) -> NDArray[Any]:
        """Return how like a text is to each statement, in their order; about 0 to 2.2."""
        query = self._space.place([text])
        profile = self._profiles([text])[0]
        found = []
        for rows, profiles in self._parts:
            shared = numpy.zeros(rows.shape[0], dtype=numpy.float32)
            for column, value in zip(query.indices, query.data, strict=True):
                start, end = rows.indptr[column], rows.indptr[column + 1]
                shared[rows.indices[start:end]] += rows.data[start:end] * value
            found.append(shared + _PROFILE_WEIGHT * (profiles @ profile))
        return numpy.concatenate(found)
