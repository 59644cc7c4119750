"""The same tables under the keys of a catalogue, as far as a person has confirmed them.

That is a key that was merged into another, and a sentence that is a confirmed statement apart from
case, marks and spaces. The incidents themselves stay as read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.corpus.tables.columns import as_arrow
from causal.corpus.tables.tables import Tables
from causal.errors import CausalError

if TYPE_CHECKING:
    from causal.catalogue import Catalogue


def rekeyed(tables: Tables, catalogue: Catalogue) -> Tables:
    """Return the tables with every key that the catalogue says for certain.

    Raises:
        CausalError: `catalogue` is no `Catalogue`.
    """
    from causal.catalogue import Catalogue

    if not isinstance(catalogue, Catalogue):
        raise CausalError(
            f"a corpus takes a Catalogue, not {type(catalogue).__name__}: see Catalogue.load"
        )
    before = tables.factors.names_of("key")
    now = {key: catalogue.current(key) for key in {*before} if key is not None}
    keys = [None if key is None else now[key] for key in before]
    texts = tables.factors.arrow("what").to_pylist()
    for row in open_rows(tables):
        keys[row] = catalogue.key_of(texts[row])
    if keys == before:
        return tables
    from causal.corpus.tables.schema import TABLES

    blocks = {name: tables.table(name).block() for name in TABLES}
    place = blocks["factors"].schema.get_field_index("key")
    blocks["factors"] = blocks["factors"].set_column(place, "key", as_arrow("name", keys))
    documents = tables.documents() if callable(tables.documents) else tables.documents
    return Tables.of_blocks(blocks, documents, tables.notes)


def open_rows(tables: Tables) -> list[int]:
    """Return the rows of factors without a key that could come back by themselves.

    A state along the way, with causes of its own and no layer, is none of them.
    """
    keys = tables.factors.names_of("key")
    told = tables.factors.array("basic") | tables.factors.array("gap")
    return [row for row, key in enumerate(keys) if key is None and told[row]]
