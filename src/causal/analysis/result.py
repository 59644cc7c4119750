"""What every result is: read-only, lazy, in sentences when printed and in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import pandas

__all__ = ["AS_DRAWN", "Result", "counted", "joined"]

AS_DRAWN = "All of this is about the graph as drawn: what nobody drew was not analysed."
"""The closed-world caveat, said once by every result."""


class Result(ABC):
    """A read-only answer whose parts are computed when first read."""

    title: str

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists."""

    @abstractmethod
    def to_frame(self) -> pandas.DataFrame:
        """Return the answer as a table."""

    def sentences(self) -> list[str]:
        """Return every verdict as short sentences of plain text, the caveat last."""
        from causal.analysis.words import words_of

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


def joined(names: Iterable[str], nothing: str = "none") -> str:
    """Return names separated by commas, or the word for none."""
    return ", ".join(names) or nothing


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun, such as ``1 way`` or ``3 ways``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
