"""Factors: the items of a section named for causes, or its first paragraph; five whys as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from causal.io.documents.actions import is_nothing
from causal.io.documents.headings import field_of
from causal.io.documents.outline import Block, Item, Section

_INTRODUCES = re.compile(
    r"\b(?:caused by|causes?|factors?|contribut\w+|reasons?|because of|due to)\b[^.]{0,80}:$",
    re.IGNORECASE,
)
_WHY = re.compile(r"^\W*(?:\d+[.)]?\s*)?why\b.*\?|^\W*why\b", re.IGNORECASE)


LONGEST_CHAIN = 40
"""Answers that are taken for one line of whys; more are taken for answers to one question."""


@dataclass(slots=True)
class RawFactor:
    """One factor as written, with what stands nested below it."""

    what: str
    line: int
    label: str = ""
    below: list[RawFactor] = field(default_factory=list)


@dataclass(slots=True)
class Answer:
    """One answer of five whys: its question, its words, and the answers below it."""

    question: str
    what: str
    line: int
    below: list[Answer] = field(default_factory=list)

    def walk(self) -> Iterator[Answer]:
        """Yield this answer and all below it."""
        yield self
        for answer in self.below:
            yield from answer.walk()


def introduces_causes(text: str) -> bool:
    """Whether a sentence introduces a list of causes ("This was caused by two factors:")."""
    return text.endswith(":") and bool(_INTRODUCES.search(text))


def read_factors(section: Section) -> Iterator[RawFactor]:
    """Yield the factors of a section named for causes, and of the sections below it."""
    first = True
    listed = False
    for number, block in enumerate(section.blocks):
        before = section.blocks[number - 1] if number else None
        introduced = (
            before is None or before.kind != "paragraph" or before.words.plain.endswith(":")
        )
        if block.kind == "list" and (first or (introduced and not listed and _leads(before))):
            yield from _items(block.items)
            first, listed = False, True
        elif block.kind == "list" and listed and before is not None and before.kind == "list":
            yield from _items(block.items)
        elif block.kind == "table" and first:
            yield from _table(block)
            first = False
        elif block.kind == "paragraph" and first and not _leads_a_list(section, number):
            if not is_nothing(block.words.plain):
                yield RawFactor(block.words.plain, block.line, block.words.label)
            first = False
    for part in section.parts:
        yield from _part(part)


def _part(part: Section) -> Iterator[RawFactor]:
    """Yield the factors of a subsection: its own heading may be the factor."""
    field = field_of(part.title)
    if field in (None, "factors", "trigger"):
        yield from read_factors(part)


def _leads_a_list(section: Section, number: int) -> bool:
    """Whether a paragraph only introduces the list that follows it."""
    after = section.blocks[number + 1] if number + 1 < len(section.blocks) else None
    ends = section.blocks[number].words.plain.endswith(":")
    return ends and (after is None or after.kind in ("list", "table"))


def _leads(before: Block | None) -> bool:
    return before is not None and introduces_causes(before.words.plain)


def _items(items: Sequence[Item]) -> Iterator[RawFactor]:
    for item in items:
        words = item.words
        nested = [b for b in item.under() if b.kind == "list"]
        below = [f for block in nested for f in _items(block.items)]
        if is_nothing(words.plain):
            yield from below
            continue
        what = words.plain
        if nested and words.plain.endswith(":") and len(words.plain.split()) <= 4:
            yield from below  # a label over the factors it groups
            continue
        yield RawFactor(what, item.line, words.label, below)


def _table(block: Block) -> Iterator[RawFactor]:
    for row in block.rows:
        cells = [cell.plain for cell in row.cells if not is_nothing(cell.plain)]
        if cells:
            what = max(cells, key=len)
            label = cells[0] if cells[0] != what else ""
            yield RawFactor(
                f"{label}: {what}" if label and not label.isdigit() else what, row.line, label
            )


def read_whys(section: Section) -> list[Answer]:
    """Return the answers of a five whys, nested as the document nests them.

    Bullets below a question answer it; a numbered list of question and answer, or of answers
    alone, is a chain.
    """
    answers: list[Answer] = []
    question = ""
    for part in section.walk():
        if part is not section and _WHY.match(part.title):
            question = part.title
        for block in part.blocks:
            if block.kind == "paragraph":
                question, said = _question(block, question)
                if said and question:
                    answers.append(Answer(question, said, block.line))
            elif block.kind == "list":
                answers += _answers(block.items, question)
            elif block.kind == "table":
                answers += [
                    Answer(row.cells[0].plain, row.cells[-1].plain, row.line)
                    for row in block.rows
                    if row.cells and row.cells[-1].plain
                ]
    nested = any(answer.below for answer in answers)
    return answers if nested or not 2 <= len(answers) <= LONGEST_CHAIN else _chained(answers)


def _question(block: Block, question: str) -> tuple[str, str]:
    """Return the question a paragraph asks, or the one before, and the answer in it."""
    plain = block.words.plain
    if not _WHY.match(plain):
        return question, plain
    at = plain.find("?")
    if at < 0:
        return plain, ""
    return plain[: at + 1], plain[at + 1 :].strip(" -–—:>→")


def _answers(items: Sequence[Item], question: str) -> list[Answer]:
    found: list[Answer] = []
    for item in items:
        asked, said, below, inner = question, "", [], ""
        for block in item.blocks:
            if block.kind == "paragraph":
                plain = block.words.plain
                if _WHY.match(plain):
                    inner, answer = _question(block, inner)
                    if answer and not said:
                        asked, said = inner, answer
                elif not said:
                    said = plain
            elif block.kind == "list":
                below += _answers(block.items, inner)
        if said:
            found.append(Answer(asked, said, item.line, below))
        else:  # a question alone, its answers nested
            found += below
    return found


def _chained(answers: list[Answer]) -> list[Answer]:
    for upper, lower in pairwise(answers):
        upper.below = [lower]
    return answers[:1]
