"""What every part of the model shares: strict frozen models, frozen mappings, kept places."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, NamedTuple, NoReturn, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import core_schema

__all__ = [
    "Day",
    "FrozenDict",
    "Id",
    "Ids",
    "Model",
    "Place",
    "SourceMap",
    "Text",
    "Texts",
    "clean_id",
    "is_bare_number",
]

_BARE_NUMBER = re.compile(r"[-+]?[\d.]+")
K = TypeVar("K")
V = TypeVar("V")


class Model(BaseModel):
    """Base of the model: immutable, compared by value, unknown keys refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True
    )


class FrozenDict(dict[K, V]):
    """A dictionary that refuses to change, so that an incident is immutable all the way down."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("an incident is immutable; build a changed one with incident.replace(...)")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # immutable, so it may be hashed
        return hash(frozenset(self.items()))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate like a plain dictionary of the same types, then freeze."""
        key, value = get_args(source) or (Any, Any)
        plain = handler.generate_schema(dict[key, value])  # type: ignore[valid-type]  # known at run time only
        return core_schema.no_info_after_validator_function(cls, plain)

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        return FrozenDict, (dict(self),)


class Place(NamedTuple):
    """Where a fact was written: the file (empty for text) and the line, from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.file else f"line {self.line}"


class SourceMap(dict[tuple[str | int, ...], int]):
    """The line of every fact, by its path in the document.

    Where a fact was written does not change what it says: all `SourceMap` are equal, so that two
    incidents with the same facts compare equal wherever they were read from.
    """

    file: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceMap)

    __hash__ = None

    def find(self, path: tuple[str | int, ...]) -> Place | None:
        """Return the place of `path` or of the nearest part of the document around it."""
        for end in range(len(path), 0, -1):
            line = self.get(path[:end])
            if line is not None:
                return Place(self.file, line)
        return None


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def clean_id(value: str) -> str:
    """Return an id that may be used.

    Raises:
        ValueError: It is empty, or has a control character in it.
    """
    if not value:
        raise ValueError("an id is any non-empty text")
    bad = next((c for c in value if _is_control(c)), None)
    if bad is not None:
        raise ValueError(f"an id has no control characters, found {bad!r}")
    return value


def _clean_text(value: str) -> str:
    if not value:
        raise ValueError("the text is empty")
    return value


def _as_list(value: Any) -> Any:
    if value is None:
        return ()
    return (value,) if isinstance(value, str | int | float) else value


def is_bare_number(value: Any) -> bool:
    """Return whether a value is a number, or a text of digits and a sign."""
    if isinstance(value, str):
        return bool(_BARE_NUMBER.fullmatch(value.strip()))
    return isinstance(value, int | float)


def _no_bare_day(value: Any) -> Any:
    if is_bare_number(value):
        raise ValueError("a date is written like 2025-04-01")
    return value


Id = Annotated[str, StringConstraints(strip_whitespace=False), AfterValidator(clean_id)]
"""The id of a factor, action or layer: any non-empty text without control characters."""

Text = Annotated[str, AfterValidator(_clean_text)]
"""A text that says something."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
"""Texts; a single one may be written without a list."""

Day = Annotated[date, BeforeValidator(_no_bare_day)]
"""A day; never a bare number, which would be read as seconds since 1970."""

Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_list)]
"""Ids; a single one may be written without a list."""
