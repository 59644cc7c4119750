"""Formulas in cells of tables: the JSON text of how causes are joined, held against the model."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from causal.model import Gate, Link

SHORT = 60


def gate_of(formula: Gate | None) -> tuple[str | None, str | None]:
    """Return how causes are joined, and the formula where its links alone do not tell it."""
    if formula is None:
        return None, None
    causes = [member.cause for member in formula.of if isinstance(member, Link)]
    if formula.op in ("all", "any") and len(set(causes)) == len(formula.of):
        return formula.op, None
    return "nested", json.dumps(formula.model_dump(mode="json"), ensure_ascii=False)


def formula_text(cell: Any) -> str:
    """Return the formula in a cell as JSON: it may be JSON already, or a list or mapping.

    Raises:
        ValueError: It is neither.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list | tuple | dict):
        try:
            return json.dumps(cell, ensure_ascii=False)
        except (TypeError, RecursionError) as error:
            raise ValueError(str(error)) from None
    raise ValueError(f"{_short(cell)} is no formula")


def formula_fault(text: str, causes: Collection[str]) -> str | None:
    """Return what is wrong with a formula in JSON, None when nothing is.

    Args:
        text: The formula.
        causes: The causes that links lead from, which it must name, all of them and no others.
    """
    try:
        data = json.loads(text)
        if not isinstance(data, list | dict):
            return f"{_short(text)} is no formula: a list, or all, any or at_least with of"
        gate = Gate.model_validate(data)
        named = {link.cause for link in gate.links()}
    except RecursionError:
        return f"{_short(text)} is nested too deeply"
    except ValueError as error:  # of JSON, and of the model
        first: list[Any] = getattr(error, "errors", list)()
        reason = first[0]["msg"].removeprefix("Value error, ") if first else str(error)
        return f"{_short(text)} is no formula: {reason}"
    if named == set(causes):
        return None
    odd = sorted(named ^ set(causes))[0]
    if odd in named:
        return f"{_short(text)} names {odd!r}, and no link leads from there"
    return f"{_short(text)} does not name {odd!r}, and a link leads from there"


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= SHORT else f"{shown[:SHORT]}..."
