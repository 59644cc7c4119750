"""Columns: Arrow arrays inside, integers for kernels, documented pandas dtypes for people.

Names (ids, keys, layers, services) are coded against one `Pool` for the whole corpus, so that
equal names are equal integers in every table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from causal.libraries import numpy, pandas
from causal.libraries import pyarrow as pa

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

    Array = numpy.ndarray[Any, numpy.dtype[Any]]

MISSING = -1
"""The code of a name that is not stated, and of a truth value that is not known."""

_NOT_A_TIME = -(2**63)


class Pool:
    """Every name that occurs in a corpus, once, with its code."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, name: str | None) -> int:
        """Return the code of a name, giving it the next one when it is new."""
        if name is None:
            return MISSING
        code = self._codes.setdefault(name, len(self.names))
        if code == len(self.names):
            self.names.append(name)
        return code

    def name(self, code: int) -> str | None:
        """Return the name with this code, None for `MISSING`."""
        return None if code == MISSING else self.names[code]

    def codes(self, names: Sequence[str | None]) -> Array:
        """Return the codes of names, and after them `MISSING` for what has no name."""
        return numpy.array([*map(self.code, names), MISSING], dtype="int32")


def arrow_type(kind: str) -> Any:
    """Return the Arrow type of a kind of column, as the schema calls it."""
    name = pa.dictionary(pa.int32(), pa.string())
    found = {
        "row": pa.int32(),
        "name": name,
        "names": pa.list_(name),
        "number": pa.float64(),
        "count": pa.int64(),
        "flag": pa.bool_(),
        "maybe": pa.bool_(),
        "moment": pa.timestamp("us", "UTC"),
        "day": pa.date32(),
    }
    return found.get(kind, pa.large_string())


def as_arrow(kind: str, values: Sequence[Any]) -> Any:
    """Return the values of a column, one Python value a row, as an Arrow array.

    A moment without a zone cannot be placed and counts as not stated.
    """
    if kind == "moment":
        values = [None if v is None or v.tzinfo is None else v for v in values]
    if kind == "names":
        flat = [name for names in values for name in names]
        ends = [0]
        for names in values:
            ends.append(ends[-1] + len(names))
        return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), as_arrow("name", flat))
    if kind in ("name", "prose", "ident"):
        type_ = pa.string() if kind == "name" else arrow_type(kind)
        try:
            found = pa.array(values, type_)
        except UnicodeEncodeError:  # halves of surrogate pairs, which JSON can hold
            clean = [None if v is None else v.encode(errors="replace").decode() for v in values]
            found = pa.array(clean, type_)
        return found.dictionary_encode() if kind == "name" else found
    return pa.array(values, arrow_type(kind))


def whole(block: Any) -> Any:
    """Return a column as one Arrow array, whatever chunks it came in."""
    if isinstance(block, pa.ChunkedArray):
        block = block.unify_dictionaries().combine_chunks()
        if isinstance(block, pa.ChunkedArray):
            block = block.chunk(0) if block.num_chunks else pa.array([], block.type)
    return block


def encoded(block: Any) -> Any:
    """Return names as one dictionary array, each name once."""
    block = whole(block)
    if not pa.types.is_dictionary(block.type):
        block = block.cast(pa.string()).dictionary_encode()
    return block


def narrow(block: Any) -> Any:
    """Return a dictionary array with the narrowest integers that can number its names."""
    size = len(block.dictionary)
    type_ = pa.int8() if size < 2**7 else pa.int16() if size < 2**15 else pa.int32()
    return pa.DictionaryArray.from_arrays(block.indices.cast(type_), block.dictionary)


def as_array(kind: str, block: Any) -> Any:  # a line per kind
    """Return a column as numpy counts with it; names are coded by `Table.array`."""
    if kind == "moment":
        whole = block.cast(pa.int64()).fill_null(_NOT_A_TIME).to_numpy()
        return whole.view("datetime64[us]")
    if kind == "day":
        whole = block.cast(pa.int32()).cast(pa.int64()).fill_null(_NOT_A_TIME).to_numpy()
        return whole.view("datetime64[D]")
    if kind == "maybe":
        return block.cast(pa.int8()).fill_null(MISSING).to_numpy()
    if kind in ("row", "count", "flag", "number"):
        return block.to_numpy(zero_copy_only=False)
    out = numpy.empty(len(block), dtype=object)
    out[:] = block.to_pylist()
    return out


def as_text(values: Sequence[str | None]) -> ExtensionArray:
    """Return texts as a pandas `string` array, the same dtype under every pandas."""
    return pandas.array(list(values), dtype=pandas.StringDtype("python"))


def taken(names: Sequence[str | None], places: Array) -> ExtensionArray:
    """Return the name at each place as `as_text` does, each made once; `MISSING` is no name."""
    found: ExtensionArray = as_text([*names, None]).take(places)
    return found
