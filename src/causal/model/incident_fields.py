"""What an incident states, field by field, and how its parts are looked up."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import isfinite
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, PrivateAttr

from causal.errors import UnknownName
from causal.model.action import Action
from causal.model.base import FrozenDict, Id, Model, Place, SourceMap, Text, Texts
from causal.model.causes import Gate, Link
from causal.model.factor import OUTCOME, Amplifier, Factor, Kind, Outcome
from causal.model.five_whys import FiveWhys
from causal.model.layers import DEFAULT_LAYERS, Layer
from causal.model.record import Lessons, Review, Source, TimelineEntry, Times


def _known_zone(name: str) -> str:
    if name in _LOCAL or name.startswith(("posix/", "right/")):
        raise ValueError(
            f"the zone {name!r} means another one on each machine; write Europe/London"
        )
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no IANA time zone such as Europe/London or UTC") from None
    return name


def _number_or_text(value: Any) -> Any:
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("an amount is finite")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("an amount is below 2 to the power of 63")
    if isinstance(value, str) and value[:1] in _OPENS_A_NUMBER:
        for convert in (int, float):
            with contextlib.suppress(ValueError):
                if repr(number := convert(value)) == value and isfinite(number):
                    return number
    return value


_OPENS_A_NUMBER = frozenset("-0123456789")
_LOCAL = frozenset({"Factory", "localtime", "posixrules"})
Zone = Annotated[str, AfterValidator(_known_zone)]
Amount = Annotated[int | float | Text, AfterValidator(_number_or_text)]


class IncidentFields(Model):
    """The fields of an incident as a file has them; `Incident` is one of which the rules hold."""

    causal: Literal[1] = 1
    id: Id
    title: Text
    severity: Text | None = None
    services: Texts = ()
    timezone: Zone | None = None
    times: Times = Times()
    impact: FrozenDict[Id, Amount] = FrozenDict()
    roles: FrozenDict[Id, Texts] = FrozenDict()
    summary: Text | None = None
    detection: Text | None = None
    response: Text | None = None
    recovery: Text | None = None
    outcome: Outcome
    factors: FrozenDict[Id, Factor]
    actions: FrozenDict[Id, Action] = FrozenDict()
    five_whys: FiveWhys | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    layers: FrozenDict[Id, Layer] = FrozenDict()
    layer_order: tuple[Id, ...] = ()
    lessons: Lessons = Lessons()
    review: Review | None = None
    source: Source | None = None
    notes: FrozenDict[Id, Text] = FrozenDict()

    _places: SourceMap = PrivateAttr(default_factory=SourceMap)

    @classmethod
    def from_data(cls, data: Mapping[str, Any], places: SourceMap | None = None) -> Self:
        """Return the incident that plain data describes, checked as a file is.

        Args:
            data: The keys of a file; the parts may be models already.
            places: The line of every fact, where it was read from text.

        Raises:
            InvalidIncident: It describes none; every fault is reported at once.
        """
        incident = cls.model_validate(data)
        return incident if places is None else incident.with_places(places)

    @property
    def layer_names(self) -> tuple[str, ...]:
        """The layers that may be named here, in the order a failure meets them."""
        if self.layer_order:
            return (*self.layer_order, *(n for n in self.layers if n not in self.layer_order))
        return (*DEFAULT_LAYERS, *(n for n in self.layers if n not in DEFAULT_LAYERS))

    def layer_title(self, layer: str) -> str:
        """Return the name of a layer as people read it."""
        note = self.layers.get(layer)
        return (note.title if note else None) or layer.replace("_", " ")

    def what(self, factor: str) -> str:
        """Return the sentence of a factor or of the outcome.

        Raises:
            UnknownName: No factor has this id.
        """
        if factor == OUTCOME:
            return self.outcome.what
        try:
            return self.factors[factor].what
        except (KeyError, TypeError):
            raise UnknownName("factor", factor, self.factors) from None

    @property
    def impact_figures(self) -> dict[str, int | float | str]:
        """What was lost, in figures: the impact without the sentence under `what`."""
        return {name: amount for name, amount in self.impact.items() if name != "what"}

    def moments(self) -> Iterator[tuple[tuple[str | int, ...], datetime]]:
        """Yield every moment of the incident with its path in the file."""
        for name, moment in self.times.known():
            yield ("times", name), moment
        for index, entry in enumerate(self.timeline):
            if entry.at is not None:
                yield ("timeline", index, "at"), entry.at

    def because(self, factor: str) -> Gate | None:
        """Return the causes of a factor or of the outcome, None when it is basic."""
        return self.outcome.because if factor == OUTCOME else self.factors[factor].because

    def worsened_by(self, factor: str) -> tuple[Amplifier, ...]:
        """Return what made a factor or the outcome worse without being needed for it."""
        node = self.outcome if factor == OUTCOME else self.factors[factor]
        return node.worsened_by

    def kind(self, factor: str) -> Kind:
        """Return the kind of a factor: as stated, else event with causes, condition without."""
        stated = self.factors[factor].kind
        return stated or ("condition" if self.factors[factor].is_basic else "event")

    def links(self) -> Iterator[tuple[Link, str]]:
        """Yield every causal link with the id of its effect, outcome first, then in file order."""
        nodes: list[tuple[str, Outcome | Factor]] = [(OUTCOME, self.outcome), *self.factors.items()]
        for effect, node in nodes:
            if node.because is not None:
                for link in node.because.links():
                    yield link, effect

    def amplifiers(self) -> Iterator[tuple[Amplifier, str]]:
        """Yield every *worsened by* with the id of what it made worse."""
        nodes: list[tuple[str, Outcome | Factor]] = [(OUTCOME, self.outcome), *self.factors.items()]
        for effect, node in nodes:
            for amplifier in node.worsened_by:
                yield amplifier, effect

    def place(self, *path: str | int) -> Place | None:
        """Return where a part of the incident was written, None when it was not read from text.

        Example: ``incident.place("factors", "pool", "layer")``.
        """
        return self._places.find(path)

    def with_places(self, places: SourceMap) -> Self:
        """Return the same incident, knowing where each of its facts was written."""
        copy = self.model_copy()
        copy._places = places
        return copy

    def keeping_places_of(self, other: IncidentFields) -> Self:
        """Return the same incident, knowing where each fact it shares with `other` was written."""
        changed: list[tuple[str, ...]] = []
        for name in type(self).model_fields:
            old, new = getattr(other, name), getattr(self, name)
            if old == new:
                continue
            if isinstance(old, Mapping):
                changed += [(name, key) for key, part in old.items() if new.get(key) != part]
            else:
                changed.append((name,))
        return self.with_places(other._places.without(changed))

    def to_data(self) -> dict[str, Any]:
        """Return the plain data of a file, without what is left at its default."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        data = {"causal": self.causal, **data}
        data.setdefault("factors", {})
        for name, action in self.actions.items():
            if "status" in action.model_fields_set:  # that it is open was said, not assumed
                data["actions"][name]["status"] = action.status
        return data
