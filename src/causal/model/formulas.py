"""What an incident is told with: factors, and causes joined by *all*, *any* and the like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from causal.errors import InvalidFormula
from causal.model.causes import DEEPEST_FORMULA, Gate
from causal.model.factor import Amplifier
from causal.model.form_errors import checked
from causal.text.expect import expect_names

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
        if not all(isinstance(member, FactorRef | JoinedCauses | str) for member in members):
            raise InvalidFormula(f"{name}() joins factors, their ids or joined causes, not lists")
        if op == "contributing" and len(members) < 2:
            raise InvalidFormula("contributing() of one cause: it joins 2 or more; write it alone")
        if op == "at_least" and not isinstance(k, int):
            raise InvalidFormula(f"at_least(k, ...): k is how many it takes, not {k!r}")
        if op == "at_least" and not 1 <= k <= len(members):
            raise InvalidFormula(f"at_least({k}, ...) of {len(members)}: k is 1 to {len(members)}")
        depth: int = 1 + max((m.depth for m in members if isinstance(m, JoinedCauses)), default=0)
        if depth > DEEPEST_FORMULA:
            raise InvalidFormula(f"formulas are nested more than {DEEPEST_FORMULA} deep")
        self.op = op
        self.depth: int = depth
        self.members = members
        self.k = k
        if not isinstance(without, Mapping | None):
            raise InvalidFormula(f"without is a mapping of causes to numbers, not {without!r}")
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


def trail_up(factors: Mapping[str, Mapping[str, Any]], start: str, goal: str) -> list[str]:
    """Return a walk from a factor upstream to `goal`, empty when there is none."""
    trails = [[start]]
    seen = {start}
    while trails:
        trail = trails.pop()
        if trail[-1] == goal:
            return trail
        data = factors.get(trail[-1], {})
        above = _ids([data.get("because", []), data.get("worsened_by", [])])
        trails += [[*trail, name] for name in above if name not in seen]
        seen.update(above)
    return []


def _ids(members: Iterable[Any]) -> list[str]:
    found: list[str] = []
    for member in members:
        if isinstance(member, str):
            found.append(member)
        elif isinstance(member, list):
            found += _ids(member)
        elif "cause" in member or "factor" in member:
            found.append(member.get("cause") or member["factor"])
        else:
            found += _ids(next(part for part in member.values() if isinstance(part, list)))
    return found


def _factor_of(entry: Any) -> str:
    return str(entry["factor"] if isinstance(entry, dict) else entry)


class _Builder(Protocol):
    """What a factor asks of the builder of its incident."""

    def _id_of(self, factor: FactorRef | str) -> str: ...
    def _member(self, cause: FactorRef | JoinedCauses | str, sure: Mapping[str, Any]) -> Any: ...
    def _refuse_cycle(
        self, effect: str, causes: Iterable[FactorRef | JoinedCauses | str]
    ) -> None: ...


class FactorRef:
    """A factor of an incident being told, or its outcome; the methods return it, to be chained.

    Its fields are changed by `IncidentBuilder.change`.
    """

    __slots__ = ("_builder", "_data", "id")

    def __init__(self, builder: _Builder, id: str, data: dict[str, Any]) -> None:
        self._builder = builder
        self.id = id
        self._data = data

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
        sure = {"confidence": confidence, "evidence": expect_names(evidence, "evidence")}
        members = [self._builder._member(cause, sure) for cause in causes]
        stated = self._data.get("because", [])
        formula = [*(stated if isinstance(stated, list) else [stated]), *members]
        checked(Gate, formula, f"{self.id!r}.because()", InvalidFormula)
        self._builder._refuse_cycle(self.id, causes)
        self._data["because"] = formula
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
        self._builder._refuse_cycle(self.id, (factor,))
        name = self._builder._id_of(factor)
        entry: dict[str, Any] = {"factor": name, "of": of, "minutes": minutes}
        checked(Amplifier, entry, f"{self.id!r}.worsened_by()", InvalidFormula)
        stated = self._data.get("worsened_by", [])
        if entry["factor"] in map(_factor_of, stated):
            raise InvalidFormula(f"{self.id!r} is worsened by {entry['factor']!r} already")
        self._data["worsened_by"] = [*stated, entry]
        return self

    def __repr__(self) -> str:
        return f"<{self.id}: {self._data['what']}>"
