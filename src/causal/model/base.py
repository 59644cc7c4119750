"""What every part of the model shares: strict frozen models, frozen mappings, kept places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from inspect import Parameter, Signature
from math import isnan
from typing import Annotated, Any, NamedTuple, NoReturn, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import core_schema

from causal.errors import CausalError
from causal.model.form_errors import in_words
from causal.text.by_id import ById

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_BARE_NUMBER = re.compile(r"[-+]?[\d.]+")
K = TypeVar("K")
V = TypeVar("V")


_IMMUTABLE = "an incident is immutable; build a changed one with incident.replace(...) or .edit()"


_PYDANTIC = set(BaseModel.__mro__)


class Model(BaseModel):
    """Base of the model: immutable, compared by value, unknown keys refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        coerce_numbers_to_str=True,
        str_strip_whitespace=True,
        revalidate_instances="always",  # a part may have been changed without being checked
    )

    def __init__(self, *stray: Any, **fields: Any) -> None:
        """Take the fields by name.

        Raises:
            CausalError: A field is missing, not known, or has a value that cannot be.
        """
        if stray:
            first = next(iter(type(self).model_fields))
            name = type(self).__name__
            raise CausalError(f"{name} takes its fields by name: {name}({first}={stray[0]!r})")
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise CausalError(f"{type(self).__name__}: {in_words(error, type(self))}") from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # parts inside others pass it by

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Let help show the fields as they are written here, not as pydantic holds them."""
        stated: dict[str, Any] = {}
        for kind in reversed(cls.__mro__):
            stated |= vars(kind).get("__annotations__", {})
        cls.__signature__ = Signature(
            [
                Parameter(
                    name,
                    Parameter.KEYWORD_ONLY,
                    default=Parameter.empty if field.is_required() else field.default,
                    annotation=stated[name],
                )
                for name, field in cls.model_fields.items()
            ]
        )

    def __dir__(self) -> list[str]:
        """Return the names to complete: those of pydantic would hide ours."""
        ours = {name for kind in type(self).__mro__ if kind not in _PYDANTIC for name in vars(kind)}
        shown = {name for name in ours if not name.startswith(("_", "model_"))}
        dunder = {name for name in object.__dir__(self) if name.startswith("_")}
        return sorted(shown | dunder | set(type(self).model_fields))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in type(self).model_fields:
            raise TypeError(_IMMUTABLE)
        super().__setattr__(name, value)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, value: Any) -> Any:
        """Take an optional key that holds nothing as not stated."""
        if type(value) is dict and all(value.values()) and float not in map(type, value.values()):
            return value
        if not isinstance(value, Mapping) or not any(map(_is_nothing, value.values())):
            return value
        fields = cls.model_fields
        return {
            key: part
            for key, part in value.items()
            if not _is_nothing(part) or key not in fields or fields[key].is_required()
        }


def _is_nothing(value: Any) -> bool:
    if isinstance(value, float):
        return isnan(value)
    return value is None or (isinstance(value, str) and not value)


class FrozenDict(ById[K, V]):
    """A dictionary that refuses to change, so that an incident is immutable all the way down."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(_IMMUTABLE)

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
        frozen = core_schema.no_info_after_validator_function(cls, plain)
        if isinstance(value, type) and issubclass(value, BaseModel):
            return frozen
        return core_schema.no_info_before_validator_function(_leave_out_nothing, frozen)

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        return FrozenDict, (dict(self),)


def _leave_out_nothing(value: Any) -> Any:
    if not isinstance(value, Mapping) or (type(value) is dict and all(value.values())):
        return value
    return {
        key: part
        for key, part in value.items()
        if not _is_nothing(part) or isinstance(part, float)  # a number that is none is a fault
    }


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
    _pending: tuple[Callable[[str, str], SourceMap], str, str] | None = None

    @classmethod
    def later(cls, find: Callable[[str, str], SourceMap], text: str, file: str) -> SourceMap:
        """Return the lines of a text that are looked up when somebody asks, as few people do."""
        places = cls()
        places.file = file
        places._pending = (find, text, file)
        return places

    def _settle(self) -> None:
        if self._pending is not None:
            find, text, file = self._pending
            self._pending = None
            self.update(find(text, file))

    def __missing__(self, path: tuple[str | int, ...]) -> int:
        if self._pending is None:
            raise KeyError(path)
        self._settle()
        return self[path]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceMap)

    __hash__ = None

    def find(self, path: tuple[str | int, ...]) -> Place | None:
        """Return the place of `path` or of the nearest part of the document around it."""
        self._settle()
        for end in range(len(path), 0, -1):
            line = self.get(path[:end])
            if line is not None:
                return Place(self.file, line)
        return None

    def without(self, changed: Iterable[tuple[str | int, ...]]) -> SourceMap:
        """Return the places of everything that is not part of what was changed."""
        self._settle()
        gone = set(changed)
        kept = SourceMap(
            (path, line)
            for path, line in self.items()
            if not any(path[:end] in gone for end in range(1, len(path) + 1))
        )
        kept.file = self.file
        return kept


def clean_id(value: str) -> str:
    """Return an id that may be used.

    Raises:
        ValueError: It is empty, or has a control character in it.
    """
    if not value:
        raise ValueError("an id is any non-empty text")
    bad = None if value.isprintable() else _CONTROL.search(value)
    if bad is not None:
        raise ValueError(f"an id has no control characters, found {bad[0]!r}")
    return value


def _clean_text(value: str) -> str:
    if not value:
        raise ValueError("the text is empty")
    return value


def _as_list(value: Any) -> Any:
    if type(value) is list:
        return value
    if value is None:
        return ()
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)  # a set has no order of its own
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
