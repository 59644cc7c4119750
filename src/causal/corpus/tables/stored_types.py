"""The Arrow types of the columns in each file of a stored corpus."""

from __future__ import annotations

from typing import Any

from causal.corpus.tables.columns import arrow_type
from causal.corpus.tables.schema import STORED

TEXTS = frozenset({"prose"})
"""Kinds of columns that go into the file of texts, which is read only when one is asked for."""


def types_of(name: str) -> dict[str, Any]:
    """Return the Arrow types that the columns of a stored file have, by its name."""
    table, _, texts = name.partition(".")
    if table not in STORED:
        return {}
    return {
        column: arrow_type(kind)
        for column, kind in STORED[table].items()
        if (kind in TEXTS) is bool(texts)
    }
