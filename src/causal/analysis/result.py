"""What every result is: read-only, lazy, readable when printed and in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from html import escape
from typing import Any, NoReturn

__all__ = ["AS_DRAWN", "Result", "counted", "joined"]

AS_DRAWN = "All of this is about the graph as drawn: what nobody drew was not analysed."
"""The closed-world caveat, said once by every result."""


class Result(ABC):
    """A read-only answer whose parts are computed when first read."""

    title: str

    @abstractmethod
    def rows(self) -> list[tuple[str, str]]:
        """Return the summary: what each line is about, and what it says."""

    @abstractmethod
    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists."""

    def in_words(self) -> list[str]:
        """Return every verdict as short sentences of plain text, the caveat last."""
        from causal.analysis.words import words_of

        return words_of(self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a result is read-only: {name!r} cannot be set")

    def __str__(self) -> str:
        rows = self.rows()
        width = max((len(label) for label, _ in rows), default=0)
        lines = [self.title]
        for label, text in rows:
            first, *rest = text.split("\n")
            lines.append(f"  {label:<{width}}  {first}")
            lines += [f"  {'':<{width}}  {line}" for line in rest]
        return "\n".join([*lines, f"  {AS_DRAWN}"])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        cells = "".join(
            f'<tr><th style="text-align:left;vertical-align:top">{escape(label)}</th>'
            f'<td style="text-align:left">{"<br>".join(escape(text).split(chr(10)))}</td></tr>'
            for label, text in self.rows()
        )
        return (
            f"<table><caption style='text-align:left'><b>{escape(self.title)}</b></caption>{cells}"
            f'<tr><td colspan="2"><i>{AS_DRAWN}</i></td></tr></table>'
        )


def joined(names: Iterable[str], nothing: str = "none") -> str:
    """Return names separated by commas, or the word for none."""
    return ", ".join(names) or nothing


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun, such as ``1 way`` or ``3 ways``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
