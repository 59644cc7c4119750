"""An incident: its outcome, its factors, what was done about them, and the record around them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import ModelWrapValidatorHandler, ValidationError, ValidationInfo, model_validator

from causal.errors import CausalError, InvalidIncident
from causal.model.all_faults import GATHERING, TOO_DEEP, all_faults, in_order, nests_deeply
from causal.model.base import SourceMap
from causal.model.editing import Editable
from causal.model.factor import OUTCOME
from causal.model.order import causes_first
from causal.model.plausibility import plausibility_faults
from causal.model.rules import reference_faults
from causal.notebook_view import shown


class Incident(Editable):
    """An incident as defence layers and a graph of contributing factors.

    The attributes are those of the file format. Everything is immutable; `with_factor`,
    `with_action`, `with_link`, `without` and `replace` return a changed incident, checked again,
    and `edit` a builder for changes in several steps. Two incidents are equal when they state the
    same facts, wherever they were read from.

    Raises:
        InvalidIncident: A reference leads nowhere, the causes form a cycle, or an action claims
            what it cannot; every fault is reported at once.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _check(
        cls, value: Any, check: ModelWrapValidatorHandler[Incident], info: ValidationInfo
    ) -> Incident:
        """Report every fault at once, whatever the way in."""
        if isinstance(value, Incident):
            return value  # which was checked when it was made, and has not changed since
        try:
            if info.context is not GATHERING and nests_deeply(value):
                raise InvalidIncident([TOO_DEEP])
            return check(value)
        except ValidationError:
            if info.context is GATHERING:
                raise
            places = SourceMap()
            raise InvalidIncident(all_faults(cls, value, places)[1], source=_id_of(value)) from None

    @model_validator(mode="before")
    @classmethod
    def _outcome_as_text(cls, value: Any) -> Any:
        """Accept ``outcome: text`` with sibling ``because`` and ``worsened_by``."""
        if isinstance(value, Mapping) and isinstance(value.get("outcome"), str):
            value = dict(value)
            outcome: dict[str, Any] = {"what": value["outcome"]}
            outcome |= {k: value.pop(k) for k in ("because", "worsened_by") if k in value}
            value["outcome"] = outcome
        return value

    @model_validator(mode="after")
    def _settle(self, info: ValidationInfo) -> Self:
        if self.timezone is not None:
            zone = ZoneInfo(self.timezone)
            moved = [e.localised(zone) for e in self.timeline]
            object.__setattr__(self, "times", self.times.localised(zone))
            object.__setattr__(self, "timeline", tuple(moved))
        if info.context is not GATHERING:
            faults = [*reference_faults(self), *plausibility_faults(self)]
            if faults:
                raise InvalidIncident(in_order(faults), source=self.id)
        return self

    @classmethod
    def model_construct(  # type: ignore[override]  # it checks, so it takes what may not be sound
        cls, _fields_set: set[str] | None = None, **values: Any
    ) -> Incident:
        """Return the incident of these fields, checked: nothing unchecked is an incident."""
        return cls.from_data(values)

    @cached_property
    def leading_to_outcome(self) -> dict[str, tuple[str, ...]]:
        """The factors that lead to the outcome by *because*, and it, causes before their effects.

        Each with its direct causes. Worked out once, because an incident never changes.
        """
        return causes_first(self, (OUTCOME,))

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Incident:
        """Return a copy; one with changes is checked again, as by `replace`."""
        return self.replace(**update) if update else super().model_copy(deep=deep)

    def copy(  # type: ignore[override]  # without choosing fields: an incident has all of its own
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Incident:
        """Return a copy, as `model_copy` does."""
        return self.model_copy(update=update, deep=deep)

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Take a pickled state, checked as a file is: it may have been changed on its way."""
        try:
            fields, private = state["__dict__"], state["__pydantic_private__"]
            stated = {name: fields[name] for name in state["__pydantic_fields_set__"]}
        except (KeyError, TypeError):
            raise CausalError(
                "this is no pickled incident of this version; load its file"
            ) from None
        places = (private or {}).get("_places")
        checked = self.from_data(stated, places if isinstance(places, SourceMap) else None)
        super().__setstate__(checked.__getstate__())

    def __repr__(self) -> str:
        counts = f"{len(self.factors)} factors, {len(self.actions)} actions"
        return f"<Incident {self.id}: {self.title} ({counts})>"

    __str__ = __repr__

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return what a notebook shows: the graph, where the outcome has causes."""
        drawing = shown(self) if self.outcome.because is not None else {}
        return {**drawing, "text/plain": repr(self)}


def _id_of(data: Any) -> str:
    return str(data.get("id", "")) if isinstance(data, Mapping) else ""
