"""What is wrong with the form of a part of an incident, in plain words."""

from __future__ import annotations

import reprlib
import typing
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from causal.errors import CausalError, did_you_mean

Part = TypeVar("Part", bound=BaseModel)


def checked(kind: type[Part], data: Any, what: str, error: type[CausalError] = CausalError) -> Part:
    """Return the part of an incident that plain data describes.

    Args:
        kind: Of the part.
        data: Its fields.
        what: It is, for the message.
        error: To raise.

    Raises:
        CausalError: The data has another form; all that is wrong is said.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as found:
        raise error(f"{what}: {in_words(found, kind)}") from None


def in_words(error: ValidationError, model: type[BaseModel]) -> str:
    """Return every fault of a part in one line."""
    lines = []
    for found in error.errors(include_url=False):
        problem, hint = words(found, model)
        about = ("missing", "extra_forbidden")
        where = found["loc"][:-1] if found["type"] in about else found["loc"]
        said = f"{problem} ({hint})" if hint else problem
        lines.append(": ".join(part for part in (".".join(map(str, where)), said) if part))
    return "; ".join(lines)


def words(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return the problem and the remedy of one pydantic error in plain words."""
    name = str(error["loc"][-1]) if error["loc"] else ""
    value = error["input"]
    shown = _SHORT.repr(value)
    kind = error["type"]
    if kind == "string_type" and isinstance(value, bool):
        word = str(value).lower()
        return f"{word} is yes or no, not a text", f"quote it to make it a text: {word!r}"
    if kind == "missing":
        return f"{name!r} is missing", "it is required"
    if kind == "extra_forbidden":
        known = _known_keys(error["loc"][:-1], model)
        hint = did_you_mean(name, known) or f"known: {', '.join(known)}"
        if value is None:
            hint += "; or quote the text before it, if it holds a comma"
        return f"the key {name!r} is not known", hint
    if kind == "literal_error":
        expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
        near = did_you_mean(str(value), expected.replace(" or ", ", ").split(", "))
        return f"{shown} is not allowed", f"{near + ' ' if near else ''}one of {expected}"
    if kind.startswith(("formula", "why", "value_error")):
        found = f"found {shown}" if kind == "value_error" else ""
        return error["msg"].removeprefix("Value error, "), found
    wanted = _WANTED.get(kind) or error["msg"].removeprefix("Input should be ")
    hint = _EXAMPLES.get(kind, "")
    return f"{shown} is not {wanted}" if wanted != error["msg"] else f"{shown}: {wanted}", hint


_WANTED = {
    "date_from_datetime_parsing": "a date",
    "date_parsing": "a date",
    "datetime_from_date_parsing": "a day with a time",
    "datetime_parsing": "a day with a time",
}
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 80
_EXAMPLES = {
    "date_from_datetime_parsing": "a date is written like 2025-04-01",
    "date_parsing": "a date is written like 2025-04-01",
    "datetime_from_date_parsing": "a time is written like 2025-03-14T14:02Z",
    "datetime_parsing": "a time is written like 2025-03-14T14:02Z",
    "dict_type": "a mapping of ids to what they are",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}


def _known_keys(loc: Sequence[int | str], model: type[BaseModel]) -> list[str]:
    """Return the keys that may stand at a location of an incident file, sorted."""
    models: list[Any] = [model]
    for part in loc:
        found = [m.model_fields[part].annotation for m in models if part in m.model_fields]
        if found:
            models = [model for annotation in found for model in _models_in(annotation)]
    return sorted({name for model in models for name in model.model_fields})


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models_in(part)]
