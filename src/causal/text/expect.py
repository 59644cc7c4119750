"""What a function says that was given something else than a text or the path of a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import Any

from causal.errors import CausalError


def kind_of_value(value: Any) -> str:
    """Return what a value is, with its article, such as ``a dict`` or ``None``."""
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def expect_text(value: Any, caller: str) -> str:
    """Return a text as it is.

    Raises:
        CausalError: It is something else.
    """
    if isinstance(value, str):
        return value
    hint = "; bytes become one with .decode()" if isinstance(value, bytes) else ""
    raise CausalError(f"{caller} takes a text, not {kind_of_value(value)}{hint}")


def expect_path(value: Any, caller: str, what: str = "the path of a file") -> Path:
    """Return a path.

    Raises:
        CausalError: It is neither a text nor a path.
    """
    if isinstance(value, str | os.PathLike) and isinstance(os.fspath(value), str):
        if "\n" in os.fspath(value):
            raise CausalError(f"{caller} takes {what}, not what it holds; see causal.loads(text)")
        return Path(value)
    hint = ""
    if hasattr(value, "read"):
        hint = f"; call {caller}(file.name), or causal.loads(file.read())"
    elif isinstance(value, list | tuple):
        hint = "; of several at once causal.load_corpus(paths) makes a corpus"
    raise CausalError(f"{caller} takes {what}, not {kind_of_value(value)}{hint}")


def expect_paths(value: Any, caller: str, what: str = "the path of a file") -> list[Path]:
    """Return one path or several as a list.

    Raises:
        CausalError: It is something else, or one of several is.
    """
    if isinstance(value, str | os.PathLike | bytes) or not isinstance(value, Iterable):
        return [expect_path(value, caller, what)]
    if isinstance(value, type) or hasattr(type(value), "model_fields"):
        raise CausalError(f"{caller} takes {what}, not {kind_of_value(value)}")
    return [expect_path(path, caller, what) for path in value]


def expect_number(value: Any, name: str, least: float, most: float = inf) -> None:
    """Check an option that is a number.

    Args:
        value: What was given.
        name: Of the option.
        least: The least it may be; a whole number where this is one and not 0.0.
        most: The most it may be.

    Raises:
        CausalError: It is something else.
    """
    kinds = int | float if isinstance(least, float) else int
    if not isinstance(value, kinds) or not least <= value <= most:
        span = f"{least:g} or more" if most == inf else f"{least:g} to {most:g}"
        raise CausalError(f"{name} is {span}, not {value!r}")


def expect_names(value: Any, name: str) -> list[str]:
    """Return one name or several as a list.

    Raises:
        CausalError: It is something else, or one of several is.
    """
    several = [value] if isinstance(value, str) else value
    if isinstance(several, Iterable) and not isinstance(several, type):
        listed = list(several)
        if all(isinstance(part, str) for part in listed):
            return listed
    shown = repr(value)
    found = shown if len(shown) <= _SHOWN else kind_of_value(value)
    raise CausalError(f"{name} is one name or several, not {found}")


_SHOWN = 100
"""Signs of a value that a message repeats; of a longer one its kind is said."""
