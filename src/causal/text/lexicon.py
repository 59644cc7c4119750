"""The concepts of operations that a text speaks of, by a small list of words.

Two sentences may share no word and yet mean one thing: *nobody was paged* and *no alarm fired*.
Both speak of the concept `alert`. The list stands in `lexicon.txt`; a concept also says which
layers of defence it speaks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_ITEM = re.compile(r'"([^"]+)"|(\S+)')
_TOKEN = re.compile(r"[a-z0-9]+(?:[-'/+][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: its name, and the layers it speaks for with their weights."""

    name: str
    layers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    concepts: Mapping[str, Concept]
    whole: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, tuple[str, ...]]
    phrases: tuple[tuple[tuple[str, ...], str], ...]


@cache
def lexicon() -> _Lexicon:
    """Return the shipped list of concepts, parsed once."""
    text = files("causal.text").joinpath("lexicon.txt").read_text(encoding="utf-8")
    concepts: dict[str, Concept] = {}
    whole: dict[str, tuple[str, ...]] = {}
    prefixes: dict[str, tuple[str, ...]] = {}
    phrases: list[tuple[tuple[str, ...], str]] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, layers, items = (part.strip() for part in line.split("|", 2))
        weights = dict(part.split() for part in layers.split(",") if part.strip())
        concepts[name] = Concept(name, {layer: float(w) for layer, w in weights.items()})
        for phrase, word in _ITEM.findall(items):
            if phrase and " " in phrase:
                phrases.append((tuple(phrase.split()), name))
            elif (item := phrase or word).endswith("*"):
                prefixes[item[:-1]] = (*prefixes.get(item[:-1], ()), name)
            else:
                whole[item] = (*whole.get(item, ()), name)
    return _Lexicon(concepts, whole, prefixes, tuple(phrases))


def concepts_in(text: str) -> dict[str, set[str]]:
    """Return the concepts a text speaks of, each with the words that show it."""
    tokens = _TOKEN.findall(text.lower().replace("\u2019", "'"))
    found: dict[str, set[str]] = {}
    for token in tokens:
        for name in _of_token(token):
            found.setdefault(name, set()).add(token)
    flat = [part for token in tokens for part in token.split("/")]
    for start, token in enumerate(flat):
        for phrase, name in _phrases_from(token):
            rest = flat[start + 1 : start + len(phrase)]
            if len(rest) == len(phrase) - 1 and all(map(_fits, rest, phrase[1:])):
                found.setdefault(name, set()).add(" ".join(flat[start : start + len(phrase)]))
    return found


@lru_cache(maxsize=100_000)
def _of_token(token: str) -> tuple[str, ...]:
    parts = re.split(r"[-/+]", token)
    listed = [token, *(parts if len(parts) > 1 else [])]
    return tuple(dict.fromkeys(name for word in listed for name in _of_word(word)))


def _of_word(word: str) -> Iterable[str]:
    known = lexicon()
    yield from known.whole.get(word, ())
    for end in range(len(word), 1, -1):
        yield from known.prefixes.get(word[:end], ())


@lru_cache(maxsize=100_000)
def _phrases_from(token: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((p, name) for p, name in lexicon().phrases if _fits(token, p[0]))


def _fits(token: str, item: str) -> bool:
    return token.startswith(item[:-1]) if item.endswith("*") else token == item
