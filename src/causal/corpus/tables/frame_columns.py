"""One column of a DataFrame as an Arrow array, by the rules that files follow.

Empty text is not stated, and so is what pandas takes as missing, also inside lists. A time needs
its zone, and a bare number is no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import arrow_type, whole
from causal.libraries import compute as pc
from causal.libraries import numpy, pandas
from causal.libraries import pyarrow as pa

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

SHOWN = 5
LONGEST = 80
IDS = frozenset({"id", "incident", "key", "layer", "cause", "effect", "hardens", "addresses"})
"""Columns that hold ids, which are kept letter by letter; other texts lose blanks around them."""

_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
_ZONED = re.compile(r"(?:[zZ]|[+-]\d\d(?::?\d\d)?)\s*$")


class OddColumn(ValueError):  # noqa: N818  # says what is so
    """A column with values that cannot be: what they are, and what would be right."""

    def __init__(self, problem: str, hint: str = "", rule: str = "dtype") -> None:
        super().__init__(problem)
        self.problem, self.hint, self.rule = problem, hint, rule


def in_rows(marked: Array) -> str:
    """Return which rows are marked, in words."""
    rows = [int(row) for row in marked.nonzero()[0]]
    shown = ", ".join(map(str, rows[:SHOWN])) + (", ..." if len(rows) > SHOWN else "")
    return f"row {shown}" if len(rows) == 1 else f"{len(rows)} rows ({shown})"


def arrow_column(name: str, kind: str, values: pandas.Series[Any]) -> Any:
    """Return a column as an Arrow array of its kind; names are a dictionary.

    Args:
        name: The name of the column.
        kind: Its kind, as the schema calls it.
        values: The values.

    Raises:
        OddColumn: A value cannot be.
    """
    try:
        return _MADE.get(kind, _text)(name, values)
    except OddColumn:
        raise
    except (TypeError, ValueError, AttributeError, OverflowError, pa.ArrowException) as error:
        raise OddColumn(f"does not hold {_MEANT.get(kind, 'text')}: {error}") from None


def _shown(value: Any) -> str:
    """Return a value as its author would write it, not as numpy would."""
    shown = repr(
        value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value
    )
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."


def _missing(value: Any) -> bool:
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124  # NaN and NaT are not equal to themselves
    except (TypeError, ValueError):  # pandas.NA, and arrays
        return type(value).__name__ == "NAType"


def _said(value: Any) -> str | None:
    """Return a cell as text, None where it states nothing."""
    if isinstance(value, str):
        value.encode()  # which half a surrogate pair cannot be
        return value
    if _missing(value):
        return None
    if isinstance(value, bool | bytes | Mapping | date) or not hasattr(value, "__hash__"):
        raise OddColumn(f"holds {_shown(value)}, which is no text")
    if isinstance(value, Iterable) or type(value).__name__ == "bool":
        raise OddColumn(f"holds {_shown(value)}, which is no text")
    if isinstance(value, Real) and not isinstance(value, Integral) and float(value).is_integer():
        return str(int(float(value)))
    return str(value)


def _as_strings(values: Any) -> Any:
    """Return texts as an Arrow array of strings, or as a dictionary of them."""
    try:
        block = pa.array(values, from_pandas=True)
    except (pa.ArrowException, UnicodeEncodeError, TypeError, ValueError, OverflowError):
        block = None
    block = whole(block)
    type_ = None if block is None else block.type
    if type_ is not None and pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if type_ is not None and (pa.types.is_integer(type_) or pa.types.is_null(type_)):
        return block.cast(pa.string())
    if type_ is None or not str(type_).startswith(("string", "large_string")):
        block = pa.array([_said(value) for value in values], pa.large_string())
    return block


def _named(name: str, values: Any) -> Any:
    """Return names as a dictionary array without what states nothing."""
    block = _as_strings(values)
    if not pa.types.is_dictionary(block.type):
        block = block.dictionary_encode()
    known = block.dictionary.cast(pa.string())
    clean = _clean(name, known)
    if clean.null_count or not clean.equals(known):
        return clean.take(block.indices).dictionary_encode()
    if known.null_count:
        known = pc.fill_null(known, "")
    return pa.DictionaryArray.from_arrays(block.indices.cast(pa.int32()), known)


def _clean(name: str, texts: Any) -> Any:
    """Return texts with null for those that state nothing."""
    trimmed = pc.utf8_trim_whitespace(texts)
    if name in IDS:
        odd = pc.match_substring_regex(texts, _CONTROL)
        if pc.any(odd).as_py():
            found = texts.filter(odd)[0].as_py()
            problem = f"{found!r} has a control character in it"
            raise OddColumn(problem, "an id has none", "value")
    blank = pc.equal(pc.utf8_length(trimmed), 0)
    kept = texts if name in IDS else trimmed
    return pc.if_else(blank, None, kept) if pc.any(blank).as_py() else kept


def _text(name: str, values: Any) -> Any:
    block = _as_strings(values).cast(pa.large_string())
    return _clean(name, block)


def _several(name: str, values: Any) -> Any:
    """Return lists of names, without what states nothing."""
    try:
        block = pa.array(list(values), pa.list_(pa.large_string()), from_pandas=True)
    except (pa.ArrowException, UnicodeEncodeError, TypeError, ValueError):
        block = pa.array([_cells(value) for value in values], pa.list_(pa.large_string()))
    lengths = pc.list_value_length(block).fill_null(0).to_numpy()
    flat = _named(name, block.flatten())
    if flat.null_count:
        stated = flat.is_valid().to_numpy(zero_copy_only=False)
        owners = numpy.repeat(numpy.arange(len(lengths)), lengths)[stated]
        lengths = numpy.bincount(owners, minlength=len(lengths))
        flat = flat.filter(pa.array(stated))
    ends = numpy.concatenate([[0], numpy.cumsum(lengths)]).astype("int32")
    return pa.ListArray.from_arrays(pa.array(ends), flat)


def _cells(value: Any) -> list[str | None]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [_said(value)]
    if isinstance(value, Mapping | bytes):
        raise OddColumn(f"holds {_shown(value)}, which is no list of texts")
    return [_said(part) for part in value]


def _moment(_: str, values: pandas.Series[Any]) -> Any:
    if isinstance(values.dtype, pandas.DatetimeTZDtype):
        return pa.array(values.dt.tz_convert("UTC").dt.as_unit("us"), arrow_type("moment"))
    if values.dtype.kind == "M":
        _no_zone(values, values.notna().to_numpy(dtype=bool))
    texts, stated = _cells_of(values)
    numbers = texts.map(lambda v: not isinstance(v, str | date)).to_numpy(dtype=bool) & stated
    if numbers.any():
        problem = f"{_shown(texts[numbers].iloc[0])} in {in_rows(numbers)} is a number, not a time"
        hint = "a time is written like 2025-03-14T14:02Z; pandas.to_datetime(column, unit='s', utc=True) makes one of seconds since 1970"  # noqa: E501
        raise OddColumn(problem, hint)
    _no_zone(texts, stated & ~texts.map(_has_zone).to_numpy(dtype=bool))
    as_text = texts.map(lambda v: v.isoformat() if isinstance(v, date) else v)
    found = pandas.to_datetime(as_text, format="ISO8601", utc=True, errors="coerce")
    odd = stated & found.isna().to_numpy(dtype=bool)
    if odd.any():
        problem = f"{_shown(texts[odd].iloc[0])} in {in_rows(odd)} is no time"
        raise OddColumn(problem, "a time is written like 2025-03-14T14:02Z")
    return pa.array(found.dt.as_unit("us"), arrow_type("moment"))


def _cells_of(values: pandas.Series[Any]) -> tuple[pandas.Series[Any], Array]:
    """Return cells as Python values, texts without blanks around them, and which state a thing."""
    cells = values.astype(object).where(values.notna(), None)
    cells = cells.map(lambda v: (v.strip() or None) if isinstance(v, str) else v)
    return cells, cells.notna().to_numpy(dtype=bool)


def _has_zone(value: Any) -> bool:
    if isinstance(value, str):
        return "T" not in value.upper() or bool(_ZONED.search(value)) if ":" in value else False
    return isinstance(value, datetime) and value.tzinfo is not None


def _no_zone(values: pandas.Series[Any], marked: Array) -> None:
    if marked.any():
        value = values[marked].iloc[0]
        shown = value if isinstance(value, str) else value.isoformat()
        problem = f"the time {shown!r} in {in_rows(marked)} has no zone"
        hint = "add the offset, such as Z or +01:00; column.dt.tz_localize('Europe/London') adds one to all"  # noqa: E501
        raise OddColumn(problem, hint, "no-zone")


def _day(_: str, values: pandas.Series[Any]) -> Any:
    if isinstance(values.dtype, pandas.DatetimeTZDtype):
        values = values.dt.tz_localize(None)
    if values.dtype.kind != "M":
        days, stated = _cells_of(values)
        odd = days.map(lambda v: not isinstance(v, str | date)).to_numpy(dtype=bool) & stated
        texts = days.map(lambda v: f"{v:%Y-%m-%d}" if isinstance(v, date) else v)
        found = pandas.to_datetime(
            texts.where(~odd, None), format="ISO8601", errors="coerce", utc=True
        )
        odd |= stated & found.isna().to_numpy(dtype=bool)
        if odd.any():
            problem = f"{_shown(days[odd].iloc[0])} in {in_rows(odd)} is no date"
            raise OddColumn(problem, "a date is written like 2025-04-01")
        values = found.dt.tz_localize(None)
    return pa.array(values.dt.as_unit("s").to_numpy().astype("datetime64[D]"), pa.date32())


def _number(_: str, values: pandas.Series[Any]) -> Any:
    found = pandas.to_numeric(values).to_numpy(dtype="float64", na_value=numpy.nan)
    odd = numpy.isinf(found)
    if odd.any():
        raise OddColumn(f"is endless in {in_rows(odd)}", "a number", "value")
    return pa.array(found, pa.float64(), from_pandas=True)


def _flag(_: str, values: pandas.Series[Any]) -> Any:
    found = values.astype("boolean").fillna(value=False).to_numpy(dtype=bool)
    return pa.array(found, pa.bool_())


def _formula(_: str, values: pandas.Series[Any]) -> Any:
    """Return formulas as JSON texts; whether they are formulas is seen with the links."""
    from causal.corpus.tables.formulas import formula_text

    found: list[str | None] = []
    for row, cell in enumerate(values):
        if isinstance(cell, str):
            cell = cell.strip() or None  # noqa: PLW2901  # empty text states nothing
        if cell is None or (not isinstance(cell, list | tuple | dict) and _missing(cell)):
            found.append(None)
            continue
        try:
            found.append(formula_text(cell))
        except ValueError as error:
            hint = "a list of causes, or any, all or at_least with of, as JSON"
            raise OddColumn(f"row {row}: {error}", hint, "formula") from None
    return pa.array(found, pa.large_string())


_MADE: dict[str, Callable[[str, Any], Any]] = {
    "name": _named,
    "row": _named,
    "names": _several,
    "number": _number,
    "flag": _flag,
    "moment": _moment,
    "day": _day,
    "formula": _formula,
}
_MEANT = {"number": "numbers", "flag": "truth values", "moment": "times", "day": "dates"}
