"""What a question is asked of, and the table that answers it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from causal.libraries import pandas

if TYPE_CHECKING:
    from causal.catalogue import Catalogue
    from causal.corpus.patterns.likeness import Likeness
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables
    from causal.model import Incident


class Asked(ABC):
    """Many incidents: their tables, each of them by its id, the catalogue they were read under.

    `Corpus` is one. Every question is a function of it, and a method of `Corpus` by its name.
    """

    tables: Tables
    tables_as_read: Tables | None = None
    """The tables before a catalogue was applied, where one was."""

    catalogue: Catalogue | None = None
    """The canonical factors that `load_corpus` was given."""

    @abstractmethod
    def __getitem__(self, incident: str) -> Incident:
        """Return one incident."""

    @cached_property
    def _likeness(self) -> Likeness:
        from causal.corpus.patterns.likeness import Likeness

        return Likeness(self.tables)


SHARES = ("share", "share_low", "share_high")
"""The columns of a share and of its interval."""


def columns(told: str) -> dict[str, str]:
    """Return the kind of each column, as `pattern` takes them, from a line that lists them.

    Example:
        >>> columns("text: key; count: incidents total")
        {'key': 'text', 'incidents': 'count', 'total': 'count'}
    """
    parts = (part.partition(":") for part in told.split(";"))
    return {name: kind.strip() for kind, _, names in parts for name in names.split()}


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
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import as_text

    shown: dict[str, Any] = {}
    for name, kind in columns.items():
        framed = isinstance(rows, pandas.DataFrame)
        values: Any = rows[name].array if framed else [row[name] for row in rows]  # type: ignore[call-overload,index]
        if kind == "text":
            kept = getattr(values, "dtype", None) == pandas.StringDtype("python")
            shown[name] = values if kept else as_text(list(values))
        elif kind == "moment":
            moments = pandas.Series(values, dtype="datetime64[us]")
            shown[name] = moments.dt.tz_localize("UTC")
        else:
            shown[name] = pandas.Series(values, dtype=_DTYPES.get(kind, "object"), copy=False)
    frame = Pattern(shown, copy=False)
    frame.attrs.update(words=words, warnings=tuple(warnings), **attrs)
    return frame
