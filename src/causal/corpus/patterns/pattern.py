"""The answer of a corpus question: a DataFrame that says in words what it shows, and its caveats.

`causal.corpus.patterns.asked.pattern` makes it; this file is imported then, as it needs pandas.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas

_WIDTH = 100
"""Signs of a line of a terminal that a table may take."""


def _first_columns(table: pandas.DataFrame) -> str:
    """Return the first columns of a table, as many as fit a terminal, and the names of the rest."""
    table = pandas.DataFrame(table)
    text = ""
    with pandas.option_context("display.max_columns", None, "display.width", 10 * _WIDTH):
        for count in range(1, len(table.columns) + 1):
            wider = repr(table.iloc[:, :count])
            if text and max(map(len, wider.split("\n"))) > _WIDTH:
                left = ", ".join(map(str, table.columns[count - 1 :]))
                return f"{text}\nFurther columns: {left}."
            text = wider
    return text or repr(table)


class Pattern(pandas.DataFrame):
    """A DataFrame that prints its sentence and its warnings along with its rows.

    They are in ``attrs["words"]`` and ``attrs["warnings"]``; whatever is derived from it is a
    plain DataFrame.
    """

    @property
    def _constructor(self) -> type[pandas.DataFrame]:
        return pandas.DataFrame

    def sentences(self) -> list[str]:
        """Return what it shows in words, then what must be known before believing it."""
        words = self.attrs.get("words")
        return [*([words] if words else []), *self.attrs.get("warnings", ())]

    def to_frame(self) -> pandas.DataFrame:
        """Return the rows alone, as a plain DataFrame."""
        return pandas.DataFrame(self)

    def __repr__(self) -> str:
        warnings = (f"Warning: {warning}" for warning in self.attrs.get("warnings", ()))
        return "\n".join([_first_columns(self), self.attrs.get("words", ""), *warnings])

    def _repr_html_(self) -> str:
        table: Any = super()
        warnings = "".join(
            f"<p><strong>Warning:</strong> {escape(warning)}</p>"
            for warning in self.attrs.get("warnings", ())
        )
        words = escape(self.attrs.get("words", ""))
        return f"<p>{words}</p>{warnings}{table._repr_html_() or ''}"
