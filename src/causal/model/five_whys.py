"""Five whys: the answers people gave, from the outcome down, mapped onto factors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

from pydantic import model_serializer, model_validator
from pydantic_core import PydanticCustomError

from causal.model.action import Action
from causal.model.base import Id, Model, Text


class Why(Model):
    """One answer: its text, the factor it names, and branches below it where people wrote a tree.

    Args:
        answer: What people answered; the factor's own words when not given.
        factor: The factor it stands for; None while nobody has matched it.
        because: Branches, each a sequence of further answers.
    """

    answer: Text | None = None
    factor: Id | None = None
    because: tuple[tuple[Why, ...], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, value: Any) -> Any:
        if isinstance(value, Why):
            return value
        if not isinstance(value, Mapping):
            return {"factor": value}
        branches = value.get("because")
        if isinstance(branches, list | tuple):
            listed = [b if isinstance(b, list | tuple) else [b] for b in branches]
            return {**value, "because": listed}
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.answer is None and self.factor is None:
            raise PydanticCustomError("why_empty", "a why names a factor or gives an answer")
        return self

    @model_serializer(mode="plain")
    def to_file(self) -> str | dict[str, Any] | None:
        """Return the answer as it is written in a file."""
        if self.answer is None and not self.because:
            return self.factor
        out: dict[str, Any] = {"answer": self.answer, "factor": self.factor}
        out = {key: value for key, value in out.items() if value is not None}
        if self.because:
            branches = [[why.to_file() for why in branch] for branch in self.because]
            out["because"] = [b[0] if len(b) == 1 else b for b in branches]
        return out

    def walk(self) -> Iterator[Why]:
        """Yield this answer and every answer below it, depth first."""
        yield self
        for branch in self.because:
            for why in branch:
                yield from why.walk()


class FiveWhys(Model):
    """A chain of answers from the outcome down, and the action it led to."""

    chain: tuple[Why, ...]
    action: Action | None = None

    def answers(self) -> Iterator[Why]:
        """Yield every answer, in reading order."""
        for why in self.chain:
            yield from why.walk()

    @property
    def is_tree(self) -> bool:
        """Whether some answer has more than one branch below it."""
        return any(len(why.because) > 1 for why in self.answers())
