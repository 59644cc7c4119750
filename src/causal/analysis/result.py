"""What every result is: read-only, lazy, in sentences when printed and in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, overload

from causal.analysis.prospective import as_it_is_told, is_prospective
from causal.errors import NotFinished
from causal.graph.budget import Budget, Clock, budget_of
from causal.model import Incident
from causal.text.by_id import ById

if TYPE_CHECKING:
    import pandas

T = TypeVar("T")

AS_DRAWN = "All of this is about the graph as drawn: what nobody drew was not analysed."
"""The closed-world caveat, said once by every result."""


def clock_of(budget: Budget | None) -> Clock:
    """Return the clock of a new answer.

    Raises:
        CausalError: The budget is something else.
    """
    return budget_of(budget).clock()


def finished(parts: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Return the parts of an answer that fit the budget; of others why not, under one key."""
    found: dict[str, Any] = {}
    missing: dict[str, str] = {}
    for name, make in parts.items():
        try:
            found[name] = make()
        except NotFinished as error:
            found[name] = None
            missing[name] = str(error)
    return {**found, "not_finished": missing} if missing else found


class part(cached_property[T]):  # noqa: N801 - a decorator like the one it extends
    """A part of an answer, worked out on the answer's clock when it is first read.

    One that did not fit the budget says so each time it is read, without another attempt.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T: ...
    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Self | T:
        if instance is None:
            return self
        failed = instance.__dict__.setdefault("_not_finished", {})
        if self.attrname in failed:
            raise NotFinished(failed[self.attrname])
        try:
            with instance.clock.work():
                value: Any = super().__get__(instance, owner)
                if type(value) is dict:
                    value = instance.__dict__[self.attrname] = ById(value)
                return value  # type: ignore[no-any-return]  # of the type that the part states
        except NotFinished as error:
            failed[self.attrname] = str(error)
            raise


class Result(ABC):
    """A read-only answer whose parts are computed when first read, all on one clock."""

    title: str
    clock: Clock

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists."""

    @abstractmethod
    def to_frame(self) -> pandas.DataFrame:
        """Return the answer as a table."""

    def sentences(self) -> list[str]:
        """Return every verdict as short sentences of plain text, the caveat last."""
        return words_of(self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a result is read-only: {name!r} cannot be set")

    def __str__(self) -> str:
        lines = (line for sentence in self.sentences() for line in sentence.split("\n"))
        return "\n".join([self.title, *(f"  {line}" for line in lines)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        *verdicts, caveat = (
            escape(sentence).replace("\n", "<br>") for sentence in self.sentences()
        )
        items = "".join(f"<li>{verdict}</li>" for verdict in verdicts)
        return f"<p><b>{escape(self.title)}</b></p><ul>{items}</ul><p><i>{caveat}</i></p>"


WORDS: dict[type[Result], Callable[[Any], list[str]]] = {}
"""What puts each type of result into words, filled by `causal.analysis.words`."""


def words_of(result: Result) -> list[str]:
    """Return every verdict of a result as sentences of plain text, last that it is as drawn.

    What did not fit its budget is said to be so, never left out.

    Raises:
        TypeError: Nothing puts this type of result into words.
    """
    for kind in type(result).__mro__:
        if kind in WORDS:
            try:
                incident, lines = getattr(result, "incident", None), WORDS[kind](result)
                if isinstance(incident, Incident):
                    could = is_prospective(incident)
                    lines = [as_it_is_told(incident, line, prospective=could) for line in lines]
                return [*lines, AS_DRAWN]
            except NotFinished as error:
                return [f"This is not worked out: {error}.", AS_DRAWN]
    known = ", ".join(sorted(kind.__name__ for kind in WORDS))
    raise TypeError(f"no words for a {type(result).__name__} (known: {known})")


def joined(names: Iterable[str], nothing: str = "none") -> str:
    """Return names separated by commas, or the word for none."""
    return ", ".join(names) or nothing


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun, such as ``1 path`` or ``3 paths``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
