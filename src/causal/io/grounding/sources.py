"""Sources as sentences with their places, and what each says: words, times, numbers, causes."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from causal.io.detect import detect
from causal.io.documents.clock import find_clocks
from causal.io.documents.days import valid_day
from causal.io.documents.durations import find_duration
from causal.io.documents.headings import field_of, normal
from causal.io.documents.html_text import as_markdown
from causal.io.documents.proposals import Suggested, suggested_links
from causal.io.documents.words import meanings
from causal.model import Place
from causal.text.match import words

_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`>|#]+|<[^>]{1,300}>")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"'(\[A-Z0-9`*])")
_NUMBER = re.compile(
    r"(?<![\w.#/-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(%|[kKMB]\b|GiB|GB|MB|ms)|(?=\b|\D|$))"
)
_BULLET = re.compile(r"^(\s*)(?:[-*+]|\d+[.)])\s+")
_NEGATIVE = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|without|lack\w*|missing|cannot|fail(?:s|ed)? to)\b|n[o']t\b|n’t\b",
    re.IGNORECASE,
)
_COUNT_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
LONGEST = 9
"""How many neighbouring sentences are read together at most."""
_IS_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}")


def is_negative(text: str) -> bool:
    """Whether a sentence denies something."""
    return bool(_NEGATIVE.search(text))


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a text, times and dates left out, each in one spelling."""
    bare = _IS_TIME.sub(" ", text)
    found = []
    for match in _NUMBER.finditer(bare):
        whole = match[1].replace(",", "")
        decimals = (match[2] or "").rstrip("0").rstrip(".")
        found.append(f"{int(whole)}{decimals}{(match[3] or '').lower()}")
    lower = bare.lower().split()
    found += [
        str(_COUNT_WORDS.index(w.strip(".,;:")))
        for w in lower
        if w.strip(".,;:") in _COUNT_WORDS[2:]
    ]
    return found


@dataclass(slots=True)
class Sentence:
    """One sentence of a source.

    Args:
        place: Where it stands.
        text: Its words without marks.
        words: Its meaning-bearing words.
        heading: The field the heading above it means.
        indent: How deep its list item is nested; -1 outside of lists.
        block: The number of the list or paragraph it stands in.
    """

    place: Place
    text: str
    words: frozenset[str]
    heading: str | None
    indent: int = -1
    block: int = 0


@dataclass(slots=True)
class _Moment:
    days: frozenset[date]
    hour: int
    minute: int
    place: Place


@dataclass
class Sources:
    """All sources of an incident.

    Args:
        sentences: Their sentences, in order.
        moments: Every time of day in them, with its day where one is known.
        days: Every day in them.
        durations: Every duration, in minutes.
        lines: Every line in lower case, for names.
    """

    sentences: list[Sentence] = field(default_factory=list)
    moments: list[_Moment] = field(default_factory=list)
    days: dict[date, Place] = field(default_factory=dict)
    durations: list[tuple[float, Place]] = field(default_factory=list)
    lines: list[tuple[str, Place]] = field(default_factory=list)

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Sources:
        """Return the sentences of texts, by the name of each."""
        made = cls()
        for name, text in texts.items():
            made._add(name, text)
        return made

    def _add(self, name: str, text: str) -> None:
        heading: str | None = None
        block, blank = len(self.sentences), True
        read = self._rows(name, text)
        about = min(read.values()) if read else _first_day(f"{name}\n{text[:4000]}")
        day = about
        lines = text.replace("\r\n", "\n").split("\n")
        origins: Sequence[int] = range(1, len(lines) + 1)
        if detect(text, name) == "html":
            made, origins = as_markdown(text)
            lines = made.split("\n")
        for number, raw, under in zip(origins, lines, [*lines[1:], ""], strict=True):
            place = Place(name, number)
            plain = " ".join(_MARKS.sub(lambda m: m[1] or " ", raw).split())
            self.lines.append((raw.lower(), place))
            if not plain:
                blank = True
                continue
            heading = _heading(f"# {raw}" if _UNDERLINE.match(under) else raw, plain, heading)
            bullet = _BULLET.match(raw)
            block += blank or bullet is not None
            blank = False
            day = self._times(plain, {about, day}, read.get(number), place) or day
            for part in _SENTENCE.split(_BULLET.sub("", plain)):
                said = frozenset(words(part))
                self.sentences.append(Sentence(place, part, said, heading, _indent(raw), block))

    def _rows(self, name: str, text: str) -> dict[int, date]:
        """Return the day of each line that is a row of a timeline or states a time, as it is read."""
        from causal.errors import CausalError
        from causal.io.registry import read_as

        try:
            incident = read_as(text, name).incident
        except CausalError:
            return {}
        found: dict[int, date] = {}
        for number, entry in enumerate(incident.timeline):
            place = incident.place("timeline", number)
            if entry.at is not None and place is not None:
                found[place.line] = entry.at.date()
                self._moment(entry.at, place)
        for label, moment in incident.times.known():
            place = incident.place("times", label)
            if place is not None:
                found.setdefault(place.line, moment.date())
                self._moment(moment, place)
        return found

    def _moment(self, moment: datetime, place: Place) -> None:
        self.moments.append(_Moment(frozenset({moment.date()}), moment.hour, moment.minute, place))

    def _times(
        self, plain: str, near: set[date | None], read: date | None, place: Place
    ) -> date | None:
        """Note the times, days and durations of a line, and return the last day in it."""
        last: date | None = None
        known = {day for day in near if day is not None}
        for found in find_clocks(plain):
            clock = found.clock
            if clock.month and clock.day:
                years = {clock.year} if clock.year else {day.year for day in known}
                readings = [(year, clock.month, clock.day) for year in years if year]
                for reading in (*readings, *clock.swapped):
                    made = valid_day(*reading)
                    if made:
                        last = made
                        self.days.setdefault(made, place)
            if clock.hour is not None:
                days = {read} if read else {last} if last else known
                self.moments.append(
                    _Moment(frozenset(d for d in days if d), clock.hour, clock.minute or 0, place)
                )
        duration = find_duration(plain)
        while duration:
            self.durations.append((duration[0], place))
            plain = plain[duration[2] :]
            duration = find_duration(plain)
        return last

    @cached_property
    def weights(self) -> dict[str, float]:
        """How telling each word is: rare in the sources weighs more."""
        seen = Counter(word for sentence in self.sentences for word in sentence.words)
        total = len(self.sentences) or 1
        return {word: math.log(1 + total / count) for word, count in seen.items()}

    @cached_property
    def links(self) -> list[tuple[Suggested, Place]]:
        """The causal links the sentences suggest, two neighbours read together."""
        found: list[tuple[Suggested, Place]] = []
        for number, sentence in enumerate(self.sentences):
            before = self.sentences[number - 1].text if number else ""
            text = f"{before.rstrip('.')}. {sentence.text}" if before else sentence.text
            found += [(link, sentence.place) for link in suggested_links(text)]
        return found

    def coverage(self, claim: Iterable[str], said: frozenset[str]) -> float:
        """Return how much of a claim's words, by weight, a piece of text has."""
        rarest = math.log(1 + (len(self.sentences) or 1))
        total = shared = 0.0
        for word in set(claim):
            weight = self.weights.get(word, rarest)
            total += weight
            shared += weight if word in said else 0.0
        return shared / total if total else 0.0

    def best(self, text: str) -> tuple[float, list[int]]:
        """Return how much of a text the likeliest neighbouring sentences have, and which they are."""
        return max(self.windows(text), key=lambda found: found[0], default=(0.0, [0]))

    def windows(self, text: str) -> Iterator[tuple[float, list[int]]]:
        """Yield for each sentence that shares a word how much of a text it has with those after it."""
        claim = frozenset(words(text))
        window = min(LONGEST, 3 + len(claim) // 8)  # a source may break a sentence into lines
        for number, sentence in enumerate(self.sentences):
            if not sentence.words & claim:
                continue
            said: frozenset[str] = frozenset()
            best, end = 0.0, number
            for at in range(number, min(number + window, len(self.sentences))):
                said |= self.sentences[at].words
                score = self.coverage(claim, said) - 0.02 * (at - number)
                if score > best:
                    best, end = score, at
            yield best, list(range(number, end + 1))

    def moment(self, day: date, hour: int, minute: int) -> Place | None:
        """Return where a moment stands: its time of day, on its day or without one."""
        for found in self.moments:
            if (found.hour, found.minute) != (hour, minute):
                continue
            if not found.days or day in found.days:
                return found.place
        return None


_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*$")


def _first_day(text: str) -> date | None:
    for found in find_clocks(text):
        clock = found.clock
        if clock.year and clock.month and clock.day:
            return valid_day(clock.year, clock.month, clock.day)
    return None


def _heading(raw: str, plain: str, above: str | None) -> str | None:
    """Return the field of the heading or label a line is, else that of the one above."""
    start = raw.lstrip()
    if start.startswith("#"):
        return field_of(plain)
    if start.startswith(("**", "- **", "* **")):
        label = start.split("**")[1]
        return field_of(label) or above
    label = _BULLET.sub("", plain).partition(":")[0]  # of "3.2 Contributing Factors", "- why:"
    return meanings("headings").get(normal(label), above) if len(label) < 60 else above


def _indent(raw: str) -> int:
    """Return how deep a line is indented; -1 for one that is in no list."""
    bullet = _BULLET.match(raw)
    if bullet:
        return len(bullet[1])
    return len(raw) - len(raw.lstrip()) if raw.startswith(" ") else -1
