"""Sentences of a text, with what is quoted or code left out but every position kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTED = re.compile(
    r"```.*?```|`[^`\n]*`|\u201c[^\u201c\u201d\n]*\u201d|\"[^\"\n]*\"|\u00ab[^\u00ab\u00bb\n]*\u00bb"
    r"|(?<=\s)'[^'\n]{3,}'(?=[\s.,;:!?)]|$)|<[^<>\n]*>|https?://\S+",
    re.DOTALL,
)
_END = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z@\"'(\[\u201c])|\n\s*\n|\n(?=\s*(?:[-*+\u2022]|\d+[.)])\s)"
)
_LONGEST = 2_000
"""Characters of a sentence: judging takes time with their square, so what is longer is divided."""

_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|approx|no|fig|dr|mr|mrs|ms|st|cf)\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Args:
        text: As it stands in the text.
        plain: The same with quotations, code and addresses blanked; as long as `text`.
        start: Where it begins in the text, in characters.
    """

    text: str
    plain: str
    start: int


def bare(text: str) -> str:
    """Return a text of the same length with quotations, code, tags and addresses blanked."""
    text = text.replace("\u2019", "'")
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in their order."""
    plain = bare(text)
    begin = 0
    ends = [
        found
        for found in _END.finditer(plain)
        if not _ABBREVIATION.search(plain[max(0, found.start() - 8) : found.start()])
    ]
    for start, stop in [*((found.start(), found.end()) for found in ends), (len(text), len(text))]:
        yield from pieces_of(text, plain, begin, start)
        begin = stop


def pieces_of(text: str, plain: str, begin: int, end: int) -> Iterator[Sentence]:
    """Yield a part of a text as one sentence, or as several where it is longer than any is.

    Args:
        text: The text.
        plain: The same with what is not judged blanked.
        begin: Where the part begins.
        end: Where it ends.
    """
    while begin < end:
        stop = end
        if end - begin > _LONGEST:
            stop = max(text.rfind(" ", begin, begin + _LONGEST), begin + _LONGEST // 2)
        part = text[begin:stop]
        if part.strip():
            shift = len(part) - len(part.lstrip())
            yield Sentence(part.strip(), plain[begin:stop][shift:].rstrip() or " ", begin + shift)
        begin = stop
