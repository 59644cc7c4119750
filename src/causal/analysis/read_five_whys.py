"""A five whys as people type it, read into answers and matched to the factors of a graph.

Read are numbered lines (``1.``, ``Why 2:``), bullets (nested ones make a tree), plain lines, and
the running form ``It went down. Why? The disk was full. Why? ...``. An answer is matched by the
id of a factor, else by the likeness of its words; what is not sure is proposed, never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from causal.analysis.result import AS_DRAWN, Result
from causal.errors import CausalError
from causal.libraries import pandas
from causal.model import FiveWhys, Why
from causal.model.expect import expect_incident
from causal.text.expect import expect_text
from causal.text.match import rank

if TYPE_CHECKING:
    from causal.model import Incident

SURE = 0.55
"""From this likeness on, with a clear lead over the next, an answer is taken to mean a factor."""
LEAD = 0.1
WORTH_PROPOSING = 0.2

_WHY_ONLY = re.compile(r"^(?:but\s+)?why\b[^?]*\?\s*$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?P<indent>\s*)(?:[-*+•]\s+|\d+[.)]\s+)?"
    r"(?:(?:\d+(?:st|nd|rd|th)?\s+)?why\s*#?\d*\s*[:.)-]\s*)?"
    r"(?:(?:but\s+)?why\b[^?\n]*\?\s*)?(?:because\s+)?(?P<answer>.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MatchedAnswer:
    """One answer and the factor it is taken to mean.

    Args:
        answer: The words as typed.
        depth: How deeply it was nested; 0 is the first level.
        factor: The factor, None when no match is sure.
        sure: How alike the words are, 0 to 1; 1 for a match by id.
        proposals: The nearest factors with their likeness, for a person to confirm.
    """

    answer: str
    depth: int
    factor: str | None
    sure: float
    proposals: tuple[tuple[str, float], ...]


class MatchedChain(Result):
    """A five whys read from text; `five_whys` is what goes into an incident."""

    def __init__(self, incident: Incident, answers: Iterable[MatchedAnswer]) -> None:
        self.__dict__.update(incident=incident, answers=tuple(answers))

    incident: Incident
    answers: tuple[MatchedAnswer, ...]

    @property
    def unmatched(self) -> tuple[MatchedAnswer, ...]:
        """The answers that a person has to match."""
        return tuple(answer for answer in self.answers if answer.factor is None)

    @property
    def five_whys(self) -> FiveWhys:
        """The chain, or the tree, with each answer in its own words."""
        return FiveWhys(chain=_nested(list(self.answers)))

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Five whys as typed: {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answers as plain data for JSON."""
        answers = [asdict(answer) for answer in self.answers]
        return {"incident": self.incident.id, "answers": answers, "caveat": AS_DRAWN}

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per answer; the columns of `MatchedAnswer`."""
        return pandas.DataFrame([asdict(answer) for answer in self.answers])


def read_five_whys(incident: Incident, text: str) -> MatchedChain:
    """Return the answers of a five whys with the factors they mean.

    Args:
        incident: The incident whose factors may be meant.
        text: The five whys as typed.

    Raises:
        CausalError: The text holds no answer.
    """
    expect_incident(incident, "read_five_whys")
    typed = list(_answers(expect_text(text, "read_five_whys")))
    title = incident.outcome.what.casefold().strip(" .")
    if len(typed) > 1 and typed[0][1].casefold().strip(" .") == title:
        typed = typed[1:]  # people write down the outcome first
    if not typed:
        raise CausalError("no answers here: write one a line, or '... Why? ... Why? ...'")
    candidates = {name: (factor.what,) for name, factor in incident.factors.items()}
    return MatchedChain(incident, (_match(answer, depth, candidates) for depth, answer in typed))


def _match(answer: str, depth: int, candidates: dict[str, tuple[str]]) -> MatchedAnswer:
    named = answer.strip(" `.")
    if named in candidates:
        return MatchedAnswer(answer, depth, named, 1.0, ())
    ranked = rank(answer, candidates)[:3]
    proposals = tuple((name, score) for name, score in ranked if score >= WORTH_PROPOSING)
    if not ranked:
        return MatchedAnswer(answer, depth, None, 0.0, ())
    best, score = ranked[0]
    lead = score - ranked[1][1] if len(ranked) > 1 else 1.0
    sure = score >= SURE and lead >= LEAD
    return MatchedAnswer(answer, depth, best if sure else None, score, proposals)


def _answers(text: str) -> Iterator[tuple[int, str]]:
    """Yield the nesting depth and the words of each answer."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) == 1 and re.search(r"why\s*\?", lines[0], re.IGNORECASE):
        lines = re.split(r"\s*\bwhy\s*\?\s*", lines[0], flags=re.IGNORECASE)
    indents: list[int] = []
    for line in lines:
        if _WHY_ONLY.match(line.strip(" -*+•")):
            continue
        found = _LABEL.match(line)
        answer = found.group("answer").strip().strip("*_ ") if found else ""
        if not found or not answer:
            continue
        indent = len(found.group("indent").expandtabs(4))
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        yield len(indents) - 1, answer


def _nested(answers: list[MatchedAnswer]) -> tuple[Why, ...]:
    """Return answers of one depth as a chain; deeper ones hang below the one before them.

    Flat text is a chain. In nested text every answer of a depth is a branch of what stands above.
    """
    if not any(item.depth for item in answers):
        return tuple(Why(answer=item.answer, factor=item.factor) for item in answers)
    roots: list[Why] = []
    start = 0
    while start < len(answers):
        end = start + 1
        while end < len(answers) and answers[end].depth > answers[start].depth:
            end += 1
        head, below = answers[start], _nested_below(answers[start + 1 : end])
        roots.append(Why(answer=head.answer, factor=head.factor, because=below))
        start = end
    return tuple(roots)


def _nested_below(answers: list[MatchedAnswer]) -> tuple[tuple[Why, ...], ...]:
    if not answers:
        return ()
    shallowest = min(item.depth for item in answers)
    starts = [n for n, item in enumerate(answers) if item.depth == shallowest]
    ends = [*starts[1:], len(answers)]
    return tuple(_nested(_lifted(answers[a:b])) for a, b in zip(starts, ends, strict=True))


def _lifted(answers: list[MatchedAnswer]) -> list[MatchedAnswer]:
    least = min(item.depth for item in answers)
    return [
        MatchedAnswer(a.answer, a.depth - least, a.factor, a.sure, a.proposals) for a in answers
    ]
