"""The answer of a corpus question: a DataFrame that says in words what it shows, and its caveats.

`causal.corpus.patterns.asked.pattern` makes it; this file is imported then, as it needs pandas.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas


class Pattern(pandas.DataFrame):
    """A DataFrame that prints its sentence and its warnings along with its rows.

    They are in ``attrs["words"]`` and ``attrs["warnings"]``; whatever is derived from it is a
    plain DataFrame.
    """

    @property
    def _constructor(self) -> type[pandas.DataFrame]:
        return pandas.DataFrame

    def __repr__(self) -> str:
        warnings = (f"Warning: {warning}" for warning in self.attrs.get("warnings", ()))
        return "\n".join([super().__repr__(), self.attrs.get("words", ""), *warnings])

    def _repr_html_(self) -> str:
        table: Any = super()
        warnings = "".join(
            f"<p><strong>Warning:</strong> {escape(warning)}</p>"
            for warning in self.attrs.get("warnings", ())
        )
        words = escape(self.attrs.get("words", ""))
        return f"<p>{words}</p>{warnings}{table._repr_html_() or ''}"
