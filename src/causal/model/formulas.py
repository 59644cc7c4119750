"""What an incident is told with: factors, and causes joined by *all*, *any* and the like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from causal.errors import InvalidFormula
from causal.model.causes import DEEPEST_FORMULA

if TYPE_CHECKING:
    from causal.model.causes import Op


class JoinedCauses:
    """Causes joined by the function `all_of`, `any_of`, `at_least` or `contributing`."""

    def __init__(
        self,
        op: Op,
        members: tuple[Any, ...],
        k: int = 0,
        without: Mapping[FactorRef | str, int] | None = None,
    ) -> None:
        name = {"all": "all_of", "any": "any_of"}.get(op, op)
        if not members:
            raise InvalidFormula(f"{name}() of nothing: name the causes it joins")
        if op == "contributing" and len(members) < 2:
            raise InvalidFormula("contributing() of one cause: it joins 2 or more; write it alone")
        if op == "at_least" and not 1 <= k <= len(members):
            raise InvalidFormula(f"at_least({k}, ...) of {len(members)}: k is 1 to {len(members)}")
        depth: int = 1 + max((m.depth for m in members if isinstance(m, JoinedCauses)), default=0)
        if depth > DEEPEST_FORMULA:
            raise InvalidFormula(f"formulas are nested more than {DEEPEST_FORMULA} deep")
        self.op = op
        self.depth: int = depth
        self.members = members
        self.k = k
        self.without = dict(without or {})


def all_of(*causes: FactorRef | JoinedCauses | str) -> JoinedCauses:
    """Return causes that it took together; plain causes are *all of* already."""
    return JoinedCauses("all", causes)


def any_of(*causes: FactorRef | JoinedCauses | str) -> JoinedCauses:
    """Return causes of which any one would have done."""
    return JoinedCauses("any", causes)


def at_least(
    k: int,
    *causes: FactorRef | JoinedCauses | str,
    without: Mapping[FactorRef | str, int] | None = None,
) -> JoinedCauses:
    """Return causes of which it took at least `k`.

    Args:
        k: How many it took.
        causes: Of which.
        without: For a cause that is not confirmed, how many it takes if it does not belong.
    """
    return JoinedCauses("at_least", causes, k, without)


def contributing(*causes: FactorRef | JoinedCauses | str) -> JoinedCauses:
    """Return causes that each contributed, where nobody can say how they combined.

    Args:
        causes: Two or more.
    """
    return JoinedCauses("contributing", causes)


def _check_formula(formula: list[Any], where: str) -> None:
    from pydantic import ValidationError

    from causal.model.causes import Gate

    try:
        Gate.model_validate(formula)
    except ValidationError as error:
        messages = dict.fromkeys(found["msg"] for found in error.errors(include_url=False))
        raise InvalidFormula(f"{where}: {'; '.join(messages)}") from None


def _factor_of(entry: Any) -> str:
    return str(entry["factor"] if isinstance(entry, dict) else entry)


class _Builder(Protocol):
    """What a factor asks of the builder of its incident."""

    def id_of(self, factor: FactorRef | str) -> str: ...
    def member(self, cause: FactorRef | JoinedCauses | str, sure: Mapping[str, Any]) -> Any: ...
    def refuse_cycle(
        self, effect: str, causes: Iterable[FactorRef | JoinedCauses | str]
    ) -> None: ...


class FactorRef:
    """A factor of an incident being told, or its outcome; the methods return it, to be chained.

    Its fields are changed by `IncidentBuilder.change`.
    """

    __slots__ = ("builder", "data", "id")

    def __init__(self, builder: _Builder, id: str, data: dict[str, Any]) -> None:
        self.builder = builder
        self.id = id
        self.data = data

    def because(
        self,
        *causes: FactorRef | JoinedCauses | str,
        confidence: Literal["confirmed", "suspected", "disputed"] = "confirmed",
        evidence: Iterable[str] = (),
    ) -> FactorRef:
        """Say what it came from: all of the causes, unless joined by `any_of` and the like.

        A second call adds to what the first said.

        Args:
            causes: Factors of this incident, their ids, or joined ones.
            confidence: How sure these links are.
            evidence: What shows them.

        Raises:
            InvalidFormula: No cause is given, one stands twice, or the causes would form a cycle.
            UnknownName: A cause is no factor of this incident.
        """
        if not causes:
            raise InvalidFormula(f"{self.id!r}.because() of nothing: name what it came from")
        sure = {"confidence": confidence, "evidence": list(evidence)}
        members = [self.builder.member(cause, sure) for cause in causes]
        stated = self.data.get("because", [])
        formula = [*(stated if isinstance(stated, list) else [stated]), *members]
        _check_formula(formula, f"{self.id!r}.because()")
        self.builder.refuse_cycle(self.id, causes)
        self.data["because"] = formula
        return self

    def worsened_by(
        self,
        factor: FactorRef | str,
        *,
        of: Literal["detect", "mitigate", "reach"] | None = None,
        minutes: float | None = None,
    ) -> FactorRef:
        """Say what raised its cost without being needed for it.

        Args:
            factor: What made it worse.
            of: What it raised: the time to detect, the time to mitigate, or the reach.
            minutes: How many minutes it cost, when you can say.

        Raises:
            InvalidFormula: It was said already, or the causes would form a cycle.
            UnknownName: It is no factor of this incident.
        """
        self.builder.refuse_cycle(self.id, (factor,))
        entry: dict[str, Any] = {"factor": self.builder.id_of(factor), "of": of, "minutes": minutes}
        stated = self.data.get("worsened_by", [])
        if entry["factor"] in map(_factor_of, stated):
            raise InvalidFormula(f"{self.id!r} is worsened by {entry['factor']!r} already")
        self.data["worsened_by"] = [*stated, entry]
        return self

    def __repr__(self) -> str:
        return f"<{self.id}: {self.data['what']}>"
