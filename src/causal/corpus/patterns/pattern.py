"""The answer of a corpus question: a DataFrame that says in words what it shows, and its caveats.

Imported only by the functions that answer, since it needs pandas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas

from causal.corpus.tables.columns import as_text


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


_DTYPES = {"bool": "bool", "count": "int64", "number": "float64"}


def pattern(
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]] | pandas.DataFrame,
    *,
    words: str,
    warnings: Iterable[str],
    **attrs: Any,
) -> Pattern:
    """Return rows as a `Pattern` whose columns have the same dtypes however many rows there are.

    Args:
        columns: Column to kind: ``text``, ``texts``, ``count``, ``number``, ``bool``, ``moment``.
        rows: One mapping a row, or a frame; with every column.
        words: What the table shows, in a sentence or two.
        warnings: What must be known before believing it.
        attrs: More for ``attrs``.
    """
    shown: dict[str, Any] = {}
    for name, kind in columns.items():
        values: Any = (
            rows[name].tolist()
            if isinstance(rows, pandas.DataFrame)
            else [row[name] for row in rows]
        )
        if kind == "text":
            shown[name] = as_text(values)
        elif kind == "moment":
            moments = pandas.Series(values, dtype="datetime64[us]")
            shown[name] = moments.dt.tz_localize("UTC")
        else:
            shown[name] = pandas.Series(values, dtype=_DTYPES.get(kind, "object"))
    frame = Pattern(shown)
    frame.attrs.update(words=words, warnings=tuple(warnings), **attrs)
    return frame
