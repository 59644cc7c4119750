"""A canonical factor: what may stand for it, and what is wrong with it or between several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, ValidationError

from causal.catalogue.normal import normalised
from causal.errors import Fault
from causal.io.parsed_document import ParsedDocument
from causal.model.base import FrozenDict, Id, Model, Text, Texts


class CanonicalFactor(Model):
    """One canonical factor.

    Args:
        name: What it is, in one sentence.
        layer: The defence it is a gap in; None where it is in no one layer.
        family: A wider group it belongs to, such as ``alerting``.
        statements: Sentences that were confirmed to mean it.
        rejected: Sentences that were confirmed not to mean it (``not`` in a file).
        was: Keys that were merged into this one, oldest first.
        seen: A public incident that shows it.
        maps: For each outside taxonomy, its class or classes for this factor.
    """

    name: Text
    layer: Id | None = None
    family: Text | None = None
    statements: Texts = ()
    rejected: Texts = Field(default=(), alias="not")
    was: Texts = ()
    seen: Text | None = None
    maps: FrozenDict[Text, Texts] = FrozenDict()

    model_config = Model.model_config | {"populate_by_name": True}

    def as_data(self) -> dict[str, Any]:
        """Return the factor as a file writes it, without what is empty."""
        data = self.model_dump(mode="json", by_alias=True)
        return {key: value for key, value in data.items() if value}


def sentences_of(factor: CanonicalFactor) -> list[str]:
    """Return the sentences that mean a factor, its name first."""
    return list(dict.fromkeys((factor.name, *factor.statements)))


def form_faults(
    error: ValidationError, path: tuple[str, ...], parsed: ParsedDocument
) -> list[Fault]:
    """Return errors of form as faults, each with its line."""
    faults = []
    for found in error.errors(include_url=False):
        whole = (*path, *found["loc"])
        place = parsed.places.find(whole)
        problem = found["msg"].removeprefix("Value error, ")
        if found["type"] == "extra_forbidden":
            problem = f"{found['loc'][-1]!r} is not a field of a canonical factor"
        where = ".".join(str(part) for part in whole)
        line = place.line if place else 0
        hint = f"found {found['input']!r}"[:200]
        faults.append(Fault(where, problem, hint, parsed.places.file, line, found["type"]))
    return faults


def faults_of(factors: Mapping[str, CanonicalFactor], parsed: ParsedDocument) -> list[Fault]:
    """Return what is wrong between factors, such as a statement that two of them claim."""
    faults: list[Fault] = []
    owner: dict[str, str] = {}
    for key, factor in factors.items():
        for text in sentences_of(factor):
            first = owner.setdefault(normalised(text), key)
            if first != key:
                problem = f"{text!r} is confirmed under {first!r} too"
                faults.append(_fault(parsed, key, problem, "keep it under one key"))
        for text in factor.rejected:
            if normalised(text) in {normalised(t) for t in factor.statements}:
                problem = f"{text!r} is both confirmed and rejected"
                faults.append(_fault(parsed, key, problem, "keep it in one of the two lists"))
        for old in factor.was:
            if old in factors:
                problem = f"{old!r} was merged into {key!r} and is still there"
                faults.append(_fault(parsed, key, problem, "remove one of the two"))
    return faults


def _fault(parsed: ParsedDocument, key: str, problem: str, hint: str) -> Fault:
    place = parsed.places.find(("factors", key))
    line = place.line if place else 0
    return Fault(f"factors.{key}", problem, hint, parsed.places.file, line, "catalogue")
