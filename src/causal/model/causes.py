"""The causes of a factor: *all of*, *any of*, *at least k of*, *contributing*, nested freely.

In a file a formula is a list (all of), ``{all: [...]}``, ``{any: [...]}``,
``{at_least: 2, of: [...]}`` or ``{contributing: [...]}``; a member is an id, a formula, or
``{cause: x, confidence: suspected, evidence: [...]}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Tag, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from causal.errors import InvalidFormula
from causal.model.base import FrozenDict, Id, Model, Texts
from causal.model.form_errors import checked

Confidence = Literal["confirmed", "suspected", "disputed"]
DEEPEST_FORMULA = 50
"""How deep formulas may be nested."""
Op = Literal["all", "any", "at_least", "contributing"]


class Link(Model):
    """One cause of a factor, with how sure its authors are that it belongs."""

    cause: Id
    confidence: Confidence = "confirmed"
    evidence: Texts = ()

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, value: Any) -> Any:
        if type(value) is str:
            return {"cause": value}
        return value if isinstance(value, Mapping | Link) else {"cause": value}

    @model_serializer(mode="plain")
    def to_file(self) -> str | dict[str, Any]:
        """Return the link as it is written in a file."""
        if self.confidence == "confirmed" and not self.evidence:
            return self.cause
        out: dict[str, Any] = {"cause": self.cause, "confidence": self.confidence}
        if self.evidence:
            out["evidence"] = list(self.evidence)
        return out


def _member_tag(value: Any) -> str:
    if type(value) is str:
        return "link"
    if isinstance(value, Gate):
        return "gate"
    if isinstance(value, Mapping):
        return "link" if "cause" in value else "gate"
    return "gate" if isinstance(value, list | tuple) else "link"


_FORMS = "a list, {all: [...]}, {any: [...]}, {at_least: k, of: [...]} or {contributing: [...]}"
_KEYS: dict[str, frozenset[str]] = {
    "all": frozenset({"all"}),
    "any": frozenset({"any"}),
    "at_least": frozenset({"at_least", "of", "at_least_without"}),
    "contributing": frozenset({"contributing"}),
}


def _formula_error(kind: str, message: str) -> PydanticCustomError:
    return PydanticCustomError(f"formula_{kind}", "{message}", {"message": message})


class Gate(Model):
    """Causes joined by *all of*, *any of* or *at least k of*, or *contributing*: not stated how.

    Args:
        op: How the members join.
        k: For *at least*, how many members it takes; otherwise None.
        of: The members, links or gates, in the order written.
        without: For *at least* with unconfirmed members: the k that holds without that member.
    """

    op: Op
    k: int | None = None
    of: tuple[
        Annotated[
            Annotated[Link, Tag("link")] | Annotated[Gate, Tag("gate")],
            Discriminator(_member_tag),
        ],
        ...,
    ]
    without: FrozenDict[Id, int] = FrozenDict()

    @classmethod
    def all_of(cls, *members: str | Link | Gate) -> Gate:
        """Return the gate that takes every member."""
        return checked(cls, {"all": list(members)}, "Gate", InvalidFormula)

    @classmethod
    def any_of(cls, *members: str | Link | Gate) -> Gate:
        """Return the gate that takes any one member."""
        return checked(cls, {"any": list(members)}, "Gate", InvalidFormula)

    @classmethod
    def at_least(cls, k: int, *members: str | Link | Gate) -> Gate:
        """Return the gate that takes at least `k` members."""
        return checked(cls, {"at_least": k, "of": list(members)}, "Gate", InvalidFormula)

    @classmethod
    def contributing(cls, *members: str | Link | Gate) -> Gate:
        """Return the gate of which each member contributed, how they combined not being stated."""
        return checked(cls, {"contributing": list(members)}, "Gate", InvalidFormula)

    @property
    def threshold(self) -> int:
        """How many members it takes; of *contributing*, whose members may combine in any way, all.

        Reading *contributing* as *all of* is its optimistic reading, the one that falls first.
        """
        return {"any": 1, "at_least": self.k or 1}.get(self.op, len(self.of))

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, value: Any) -> Any:
        if type(value) is list:
            return {"op": "all", "of": value}
        if isinstance(value, Gate):
            return value
        if isinstance(value, str | int | float):
            value = [value]
        if isinstance(value, list | tuple):
            return {"op": "all", "of": value}
        if not isinstance(value, Mapping):
            raise _formula_error("shape", f"causes are {_FORMS}, not {value!r}")
        if "op" in value:
            return value
        return _from_mapping(value)

    @model_validator(mode="after")
    def _check(self) -> Self:
        count = len(self.of)
        if not count:
            raise _formula_error("empty", f"{_WORDS[self.op]} of nothing: a formula has members")
        if self.op == "contributing" and count < 2:
            raise _formula_error("single", "contributing is of 2 or more; write one alone")
        if self.op == "at_least" and not 1 <= (self.k or 0) <= count:
            raise _formula_error("k", f"at_least is from 1 to {count} here, not {self.k}")
        if _depth(self) > DEEPEST_FORMULA:
            raise _formula_error("deep", f"formulas are nested more than {DEEPEST_FORMULA} deep")
        seen: set[Any] = set()
        for member in self.of:
            key = member.cause if isinstance(member, Link) else member
            if key in seen:
                name = repr(key) if isinstance(key, str) else "the same formula"
                raise _formula_error("duplicate", f"{name} stands twice in one formula")
            seen.add(key)
        return self

    @model_serializer(mode="plain")
    def to_file(self) -> list[Any] | dict[str, Any]:
        """Return the formula as it is written in a file."""
        members = [member.to_file() for member in self.of]
        if self.op == "all":
            return members
        if self.op in ("any", "contributing"):
            return {self.op: members}
        out: dict[str, Any] = {"at_least": self.k, "of": members}
        if self.without:
            out["at_least_without"] = dict(self.without)
        return out

    def links(self) -> Iterator[Link]:
        """Yield every link of the formula, in the order written."""
        for member in self.of:
            if isinstance(member, Link):
                yield member
            else:
                yield from member.links()


_WORDS: dict[str, str] = {
    "all": "all",
    "any": "any",
    "at_least": "at least k",
    "contributing": "contributing",
}


def _depth(gate: Gate) -> int:
    return 1 + max((_depth(member) for member in gate.of if isinstance(member, Gate)), default=0)


def _from_mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    op = next((name for name in _KEYS if name in value), None)
    if op is None:
        raise _formula_error("shape", f"causes are {_FORMS}; found the keys {sorted(value)}")
    extra = sorted(set(value) - _KEYS[op])
    if extra:
        raise _formula_error("shape", f"{extra[0]!r} does not belong in a formula with {op!r}")
    if op != "at_least":
        return {"op": op, "of": value[op]}
    out = {"op": op, "k": value["at_least"], "of": value.get("of", ())}
    if "at_least_without" in value:
        out["without"] = value["at_least_without"]
    return out


Because = Gate
"""The causes of a factor or of the outcome."""
