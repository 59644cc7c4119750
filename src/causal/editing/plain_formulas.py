"""Causes in the form a file writes them, taken apart and put together again.

A draft may hold a formula that is not sound yet, so this works on plain data, not on `Gate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

OPS = ("all", "any", "at_least", "contributing")


@dataclass(frozen=True, slots=True)
class PlainGate:
    """Members and how they join, as plain data.

    Args:
        op: ``all``, ``any``, ``at_least`` or ``contributing``.
        of: The members as a file writes them: ids, links, formulas.
        k: For ``at_least``, how many it takes.
        without: For ``at_least``, how many it takes without a member that is not confirmed.
    """

    op: str = "all"
    of: tuple[Any, ...] = ()
    k: Any = None
    without: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, formula: Any) -> PlainGate:
        """Return what a file states as causes."""
        if formula is None:
            return cls()
        if isinstance(formula, list | tuple):
            return cls("all", tuple(formula))
        if not isinstance(formula, dict) or "cause" in formula:
            return cls("all", (formula,))
        if "at_least" in formula:
            without = formula.get("at_least_without") or {}
            return cls("at_least", _listed(formula.get("of")), formula["at_least"], dict(without))
        op = next((name for name in ("all", "any", "contributing") if name in formula), None)
        return cls(op, _listed(formula[op])) if op else cls("all", (formula,))

    def written(self) -> Any:
        """Return the formula as a file writes it, None where nothing is left of it."""
        if not self.of:
            return None
        if len(self.of) == 1 or self.op == "all":
            return list(self.of)
        if self.op != "at_least":
            return {self.op: list(self.of)}
        k = min(self.k, len(self.of)) if isinstance(self.k, int) else self.k
        here = {name for name in map(cause_of, self.of) if name is not None}
        without = {name: least for name, least in self.without.items() if name in here}
        found = {"at_least": k, "of": list(self.of)}
        return {**found, "at_least_without": without} if without else found


def _listed(members: Any) -> tuple[Any, ...]:
    if members is None:
        return ()
    return tuple(members) if isinstance(members, list | tuple) else (members,)


def cause_of(member: Any) -> str | None:
    """Return the factor that a member names, None where it is a formula."""
    if isinstance(member, dict):
        named = member.get("cause", member.get("factor"))
        return None if named is None else str(named)
    return None if isinstance(member, list | tuple) or member is None else str(member)


def causes_in(formula: Any) -> Iterator[str]:
    """Yield the factors that a formula names, in the order written."""
    for member in PlainGate.read(formula).of:
        name = cause_of(member)
        if name is not None:
            yield name
        elif isinstance(member, dict | list | tuple) and not _is_stuck(member):
            yield from causes_in(member)


def links_in(formula: Any) -> Iterator[tuple[str, str]]:
    """Yield the factors that a formula names, each with how sure its link is."""
    for member in PlainGate.read(formula).of:
        name = cause_of(member)
        if name is not None:
            sure = member.get("confidence") if isinstance(member, dict) else None
            yield name, str(sure or "confirmed")
        elif isinstance(member, dict | list | tuple) and not _is_stuck(member):
            yield from links_in(member)


def rejoined(formula: Any, causes: set[str], join: Callable[[PlainGate], PlainGate]) -> Any:
    """Return a formula in which the inner formula of exactly these causes joins in another way.

    Args:
        formula: The causes of an effect.
        causes: All that the inner formula names.
        join: Makes the inner formula anew.

    Returns:
        None where no inner formula has exactly these causes.
    """
    gate = PlainGate.read(formula)
    for at, member in enumerate(gate.of):
        if cause_of(member) is not None or _is_stuck(member):
            continue
        if set(causes_in(member)) == causes:
            new = join(PlainGate.read(member)).written()
        else:
            new = rejoined(member, causes, join)
        if new is not None:
            new = {"all": new} if isinstance(new, list) else new
            return replace(gate, of=(*gate.of[:at], new, *gate.of[at + 1 :])).written()
    return None


def _is_stuck(member: Any) -> bool:
    """Return whether a mapping is no formula that can be taken apart."""
    return isinstance(member, dict) and not any(op in member for op in OPS)


def filtered(formula: Any, keep: Callable[[str], bool]) -> Any:
    """Return a formula with only the causes to keep, None where none is left."""
    return _changed(formula, lambda member, name: member if keep(name) else None)


def renamed(formula: Any, old: str, new: str) -> Any:
    """Return a formula in which a cause has another id."""

    def change(member: Any, name: str) -> Any:
        if name != old:
            return member
        return {**member, "cause": new} if isinstance(member, dict) else new

    return _changed(formula, change)


def replaced(formula: Any, name: str, instead: Any) -> Any:
    """Return a formula in which the causes of a factor stand where the factor stood.

    Args:
        formula: The causes of an effect.
        name: One of them.
        instead: What it came from, as a file writes it.
    """
    gate, inner = PlainGate.read(formula), PlainGate.read(instead)
    members: list[Any] = []
    for member in gate.of:
        if cause_of(member) is None:
            found = member if _is_stuck(member) else replaced(member, name, instead)
            fresh = [{"all": found} if isinstance(found, list) else found]
        elif cause_of(member) != name:
            fresh = [member]
        elif len(inner.of) == 1 or (inner.op == gate.op and inner.op in ("all", "any")):
            fresh = list(inner.of)
        else:
            fresh = [{"all": list(inner.of)} if inner.op == "all" else inner.written()]
        here = {cause_of(each) for each in members} - {None}
        members += [each for each in fresh if cause_of(each) not in here]
    return replace(gate, of=tuple(members)).written()


def _changed(formula: Any, change: Callable[[Any, str], Any]) -> Any:
    """Return a formula with each member that names a cause changed; None takes it out."""
    gate = PlainGate.read(formula)
    kept: list[Any] = []
    names: dict[str | None, str | None] = {}
    for member in gate.of:
        name = cause_of(member)
        if name is not None:
            new = change(member, name)
            names[name] = cause_of(new)
        else:
            new = member if _is_stuck(member) else _changed(member, change)
        if new is not None:
            kept.append(new)
    if tuple(kept) == gate.of:
        return formula
    without = {names.get(name) or name: least for name, least in gate.without.items()}
    return replace(gate, of=tuple(kept), without=without).written()
