"""Factors and the outcome: what was so, what happened, and what it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_serializer, model_validator

from causal.model.base import Id, Model, Text, Texts
from causal.model.causes import Confidence, Gate

OUTCOME = "outcome"
"""The reserved id of the loss being explained."""

Kind = Literal["trigger", "condition", "event"]
Consequence = Literal["detect", "mitigate", "reach"]


class Amplifier(Model):
    """A factor that raised a cost without being needed for the outcome.

    Args:
        factor: The factor that made it worse.
        of: What it raised: the time to detect, the time to mitigate, or the reach.
        minutes: How many minutes its author says it cost.
    """

    factor: Id
    of: Consequence | None = None
    minutes: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, value: Any) -> Any:
        return value if isinstance(value, Mapping | Amplifier) else {"factor": value}

    @model_serializer(mode="plain")
    def _to_file(self) -> str | dict[str, Any]:
        if self.of is None and self.minutes is None:
            return self.factor
        out: dict[str, Any] = {"factor": self.factor}
        if self.of is not None:
            out["of"] = self.of
        if self.minutes is not None:
            out["minutes"] = self.minutes
        return out


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str | Mapping | Amplifier) else value


Amplifiers = Annotated[tuple[Amplifier, ...], BeforeValidator(_as_list)]


class Outcome(Model):
    """The loss being explained (the top event).

    Args:
        what: One sentence: what was lost.
        because: Its causes.
        worsened_by: Factors that raised its cost without being needed.
        evidence: Links or sentences that show it.
        complete: The author holds `because` to be sufficient.
    """

    what: Text
    because: Gate | None = None
    worsened_by: Amplifiers = ()
    evidence: Texts = ()
    complete: bool = False


class Factor(Model):
    """Something that was so or happened, and what it came from.

    Args:
        what: One sentence, in terms of the system.
        kind: `trigger` (set it off), `condition` (was there before) or `event` (along the way).
        because: Its causes; a factor without any is *basic*.
        worsened_by: Factors that raised its cost without being needed.
        layer: The defence it is a gap in; a factor with a layer is a *gap*.
        key: The canonical factor of the organisation's catalogue that it is a case of.
        evidence: Links or sentences that show it.
        confidence: How sure the authors are that it belongs.
        accepted: Why nobody will act on it.
        complete: The author holds `because` to be sufficient.
        detail: Anything longer than `what`.
        probability: Of a basic factor, where its author has a rate; only `probability` reads it.
    """

    what: Text
    kind: Kind | None = None
    because: Gate | None = None
    worsened_by: Amplifiers = ()
    layer: Id | None = None
    key: Id | None = None
    evidence: Texts = ()
    confidence: Confidence = "confirmed"
    accepted: Text | None = None
    complete: bool = False
    detail: Text | None = None
    probability: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)

    @property
    def is_basic(self) -> bool:
        """Whether it has no causes of its own."""
        return self.because is None

    @property
    def is_gap(self) -> bool:
        """Whether it is a gap in a layer."""
        return self.layer is not None
