"""Causal links that the words of a document suggest: "because", "due to", "led to", and so on.

They are proposed, never computed with. A sentence gives at most one link for each connective.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_EFFECT_FIRST = (
    "because of", "because", "due to", "caused by", "as a result of", "resulted from", "resulting from",
    "as a consequence of", "was a result of", "owing to", "on account of", "triggered by", "stemmed from", "attributed to",
    "thanks to", "the reason was", "reason was",
)  # fmt: skip
_CAUSE_FIRST = (
    "be the cause of", "was the cause of", "is the cause of",
    "led to", "leads to", "leading to", "lead to", "lead us to", "caused", "causing", "causes", "resulted in", "resulting in", "results in", "result in",
    "triggered", "meant that", "meaning that", "which meant", "this meant", r"meant(?!\s+(?:for|to|as)\b)", "which is why", "contributed to", "gave rise to",
)  # fmt: skip
_FRONTED = ("because of", "because", "due to", "as a result of", "owing to", "since")


def _any(phrases: tuple[str, ...]) -> str:
    found = sorted(phrases, key=len, reverse=True)
    return "|".join(p.replace(" ", r"\s+") for p in found)


_JOIN = re.compile(
    rf"\b(?:(?P<effect_first>{_any(_EFFECT_FIRST)})|(?P<cause_first>{_any(_CAUSE_FIRST)}))\b",
    re.IGNORECASE,
)
_FRONT = re.compile(
    rf"^(?P<word>{_any(_FRONTED)})\s+(?P<cause>[^,]{{4,200}}),\s*(?P<effect>.{{4,}})$",
    re.IGNORECASE,
)
_CAUSE_OF = re.compile(
    r"\b(?:root |ultimate |underlying |main )?cause of (?P<effect>.{4,120}?)"
    r"\s+(?:was|is)\s+(?:actually\s+|found to be\s+)?(?P<cause>.{4,})$",
    re.IGNORECASE,
)
_THEREFORE = re.compile(
    r"^(?P<word>as a result|as a consequence|consequently|therefore|hence)\s*,\s*(?P<effect>.{4,})$",
    re.IGNORECASE,
)
_QUICK = re.compile(
    r"caus|due\s+to|result|led\s+to|lead|trigger|mean|contribut|consequen|owing|since|stem|rise|thanks|attribut|reason|hence|therefore|which is why",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|perhaps|probably|possibly|likely|could|suspect\w*|believed?|seems?|appears?|unclear)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"'(\[A-Z0-9`*])")
_NOT_ONE = re.compile(r"^(?:root|the root|common|ultimate)?\s*$", re.IGNORECASE)
_AUX = re.compile(
    r"(?:[\s,;–—-]+(?:which|that|and|this|it|is|was|were|are|be|been|being|has|have|had|to|likely|probably|may|might|could|can|would|will|partially|partly|mainly|mostly|directly))+\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:the\s+)?(?:following|two|three|four|several|a few|\d+)\s+\w+$", re.IGNORECASE
)
_PRONOUNS = frozenset({"this", "that", "which", "it", "these", "they", "the incident", ""})
LONGEST = 240
LONGEST_SENTENCE = 1_000
LONGEST_TEXT = 20_000
MOST = 6
"""Links that one sentence may suggest."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A link between two pieces of a sentence."""

    cause: str
    effect: str
    connective: str
    hedged: bool


def last_sentence(text: str) -> str:
    """Return the sentence a text ends with, for what follows and says only "this"."""
    return _SENTENCE.split(text[-LONGEST_SENTENCE:])[-1].strip()


def suggested_links(text: str, before: str = "") -> Iterator[Suggested]:
    """Yield the links the sentences of a text suggest.

    Args:
        text: The text.
        before: The sentence before it, which its first may mean by "this".
    """
    if not _QUICK.search(text):
        return
    for whole in _SENTENCE.split(text[:LONGEST_TEXT]):
        sentence = whole[:LONGEST_SENTENCE]
        if _QUICK.search(sentence):
            yield from _of_sentence(sentence.strip(), before)
        before = sentence.strip()


def _of_sentence(sentence: str, before: str) -> Iterator[Suggested]:
    hedged = bool(_HEDGE.search(sentence))
    front = _FRONT.match(sentence)
    if front:
        yield Suggested(_cut(front["cause"]), _cut(front["effect"]), _plain(front["word"]), hedged)
        return
    said = _CAUSE_OF.search(sentence)
    if said:
        yield Suggested(_cut(said["cause"]), _cut(said["effect"]), "cause of", hedged)
        return
    then = _THEREFORE.match(sentence)
    if then and before:
        yield Suggested(_cut(before), _cut(then["effect"]), _plain(then["word"]), hedged)
        return
    for found in islice(_JOIN.finditer(sentence), MOST):
        left, right = _trim(sentence[: found.start()]), sentence[found.end() :]
        if found["effect_first"]:
            cause, effect = right, left
        else:
            cause, effect = left, right
        if cause.lower() in _PRONOUNS:
            cause = before
        if effect.lower() in _PRONOUNS:
            effect = before
        cause, effect = _cut(cause), _cut(effect)
        if (
            len(cause) > 3
            and len(effect) > 3
            and not _NOT_ONE.match(effect)
            and not _COUNTED.match(cause)
        ):
            yield Suggested(cause, effect, _plain(found[0]), hedged)


def _trim(left: str) -> str:
    """Return the words before a connective without its auxiliary verbs."""
    return _AUX.sub("", left).strip(" ,;:–—-(")


def _cut(part: str) -> str:
    part = part.strip(" ,;:–—-.)(").removeprefix("that ").strip()
    return part if len(part) <= LONGEST else part[:LONGEST].rsplit(" ", 1)[0] + " ..."


def _plain(word: str) -> str:
    return " ".join(word.lower().split())
