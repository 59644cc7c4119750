"""An incident told in a notebook, factor by factor, the way a responder would say it.

::

    draft = causal.new("INC-2041", "Checkout failed for 47 minutes", severity="SEV2")

    deploy = draft.trigger("A deploy introduced an N+1 query pattern")
    review = draft.gap("Nobody who knew the code reviewed it", layer="review")
    pool = draft.gap("The pool was sized for older traffic", layer="capacity")

    live = draft.event("A query that holds connections reached production").because(deploy, review)
    dry = draft.event("The connection pool ran dry").because(live, pool)
    draft.outcome.because(dry)

    draft.action("Derive the pool size from peak concurrency", addresses=pool, owner="orders-db")
    incident = draft.build()

Every call checks what it is given, so an error stands at the line that caused it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic

from typing_extensions import TypeVar

from causal.errors import CausalError, InvalidFormula, UnknownName
from causal.model.action import Action
from causal.model.base import Model, clean_id
from causal.model.change import without
from causal.model.factor import OUTCOME, Factor, Outcome
from causal.model.form_errors import checked
from causal.model.formulas import FactorRef, JoinedCauses, trail_up
from causal.model.incident_fields import IncidentFields
from causal.model.layers import DEFAULT_LAYERS
from causal.model.slug import free_slug
from causal.text.expect import expect_text, kind_of_value

Made = TypeVar("Made", bound=IncidentFields, default=Any)


class IncidentBuilder(Generic[Made]):
    """An incident being told or changed; `build` returns the finished `Incident`.

    It is made by `causal.new` or by `incident.edit()`.

    Args:
        kind: `Incident`.
        id: The incident's id.
        title: What was lost, in one sentence; the outcome says the same unless told otherwise.
        fields: Any further field of an incident, such as ``severity``, ``times`` or ``impact``.

    Raises:
        UnknownName: A field is not one of an incident.
    """

    def __init__(self, kind: type[Made], id: str, title: str, **fields: Any) -> None:
        self._kind = kind
        self._origin: Made | None = None
        id, title = expect_text(id, "id"), expect_text(title, "title")
        self._head: dict[str, Any] = {"causal": 1, "id": id, "title": title}
        outcome = fields.pop("outcome", title)
        if not isinstance(outcome, str | Mapping):
            raise CausalError(f"outcome takes a text or its fields, not {kind_of_value(outcome)}")
        self.set(**fields)
        self._factors: dict[str, dict[str, Any]] = {}
        self._actions: dict[str, dict[str, Any]] = {}
        self._five_whys: dict[str, Any] | None = None
        said = {"what": outcome} if isinstance(outcome, str) else dict(outcome)
        self._outcome = FactorRef(self, OUTCOME, said)

    @classmethod
    def _of(cls, incident: Made) -> IncidentBuilder[Made]:
        """Return a builder that holds an incident already."""
        data = incident.to_data()
        own = {key: data.pop(key, {}) for key in ("factors", "actions")}
        whys = data.pop("five_whys", None)
        del data["causal"]
        builder = cls(type(incident), data.pop("id"), data.pop("title"), **data)
        builder._factors, builder._actions, builder._five_whys = *own.values(), whys
        builder._origin = incident
        return builder

    @property
    def outcome(self) -> FactorRef:
        """The loss that is explained; ``outcome.because(...)`` says what it came from."""
        return self._outcome

    def set(self, **fields: Any) -> IncidentBuilder[Made]:
        """State fields of the incident itself, such as ``severity``, ``times`` or ``impact``.

        Raises:
            UnknownName: A field is not one of an incident, or has a method of its own.
        """
        own = {"factors", "actions", "causal", "five_whys", "outcome"}
        for name in fields:
            if name not in self._kind.model_fields or name in own:
                raise UnknownName("field to set", name, set(self._kind.model_fields) - own)
        head = {**self._head, **fields, "outcome": {"what": "unsaid"}, "factors": {}}
        checked(IncidentFields, head, "the incident")
        self._head |= fields
        return self

    def __getitem__(self, id: str) -> FactorRef:
        """Return a factor of the incident, or its outcome."""
        name = self._id_of(id)
        return self.outcome if name == OUTCOME else FactorRef(self, name, self._factors[name])

    def _ipython_key_completions_(self) -> list[str]:
        return [OUTCOME, *self._factors]

    def change(self, id: FactorRef | str, **fields: Any) -> None:
        """Change fields of a factor, of an action or of the outcome; None takes one out.

        Args:
            id: Of a factor or action, or the factor itself.
            fields: Those that change, as a file names them.

        Raises:
            CausalError: A field is none of it, or its value cannot be.
            UnknownName: There is no such factor or action.
        """
        id = self._own_id(id)
        kind: type[Model]
        if not fields:
            raise CausalError(f"nothing to change of {id!r}: name the fields that do")
        if id == OUTCOME:
            kind, part = Outcome, self._outcome._data
        elif id in self._actions:
            kind, part = Action, self._actions[id]
        elif id in self._factors:
            kind, part = Factor, self._factors[id]
        else:
            raise UnknownName("factor or action", id, [*self._factors, *self._actions])
        plain = checked(kind, {**part, **fields}, repr(id)).model_dump(mode="json")
        for name, value in fields.items():
            if value is None:
                part.pop(name, None)
            else:
                part[name] = plain[name]

    def remove(self, *ids: FactorRef | str) -> None:
        """Take out factors or actions, and every mention of them, as `Incident.without` does.

        Raises:
            CausalError: Something else stands on one of them, such as a barrier on its link.
            UnknownName: There is no such factor or action.
        """
        data = without(self._data(), [self._own_id(id) for id in ids])
        self._factors, self._actions = data["factors"], data["actions"]
        self._five_whys = data.get("five_whys")
        if "timeline" in data:
            self._head["timeline"] = data["timeline"]
        self._outcome._data = data["outcome"]

    def trigger(self, what: str, *, id: str | None = None, **fields: Any) -> FactorRef:
        """Add what set it off: the event or change."""
        return self.factor(what, id=id, **_of_kind("trigger", fields))

    def condition(self, what: str, *, id: str | None = None, **fields: Any) -> FactorRef:
        """Add what was so before, without anybody noticing."""
        return self.factor(what, id=id, **_of_kind("condition", fields))

    def event(self, what: str, *, id: str | None = None, **fields: Any) -> FactorRef:
        """Add what happened along the way."""
        return self.factor(what, id=id, **_of_kind("event", fields))

    def gap(self, what: str, *, layer: str, id: str | None = None, **fields: Any) -> FactorRef:
        """Add a gap in a layer of defence.

        Args:
            what: What was missing or did not hold.
            layer: One of ``incident.layer_names``, such as ``review``, ``testing`` or ``rollout``.
            id: Of the factor; made from its words unless given.
            fields: Any further field of a factor, such as ``key`` or ``evidence``.
        """
        expect_text(layer, "layer")
        return self.factor(what, id=id, layer=layer, **fields)

    def factor(self, what: str, *, id: str | None = None, **fields: Any) -> FactorRef:
        """Add a factor of any kind; its id is made from its words unless given.

        Raises:
            CausalError: The id is taken, or the factor is not one.
            UnknownName: The layer is not known.
        """
        expect_text(what, "a factor")
        if id is None:
            self._refuse_double("a factor", what, self._factors)
        name = id if id is not None else free_slug(what, self._factors)
        if name == OUTCOME:
            raise CausalError(f"the id {name!r} is the outcome's; give another with id=...")
        self._check_free(name)
        for causes in ("because", "worsened_by"):
            if causes in fields:
                raise CausalError(f"say the causes of {what!r} after it: .{causes}(...)")
        self._check_layer(fields.get("layer"))
        data = {"what": what, **{key: part for key, part in fields.items() if part is not None}}
        checked(Factor, data, f"the factor {what!r}")
        self._factors[name] = data
        return FactorRef(self, name, data)

    def action(
        self,
        what: str,
        *,
        addresses: FactorRef | str | Iterable[FactorRef | str] = (),
        hardens: str | None = None,
        id: str | None = None,
        **fields: Any,
    ) -> str:
        """Add an action item and return its id (A1, A2, ... unless given).

        Args:
            what: The change.
            addresses: The factor or factors it acts on.
            hardens: The layer it makes stronger; the factor's own when not given.
            id: The id of the action.
            fields: Any further field, such as ``owner``, ``due``, ``status``, ``kind``.

        Raises:
            CausalError: The id is taken, the outcome is addressed, or a factor with causes is
                addressed without saying what is hardened.
            UnknownName: A factor or the layer is not known.
        """
        expect_text(what, "an action")
        name = id if id is not None else self._free_action()
        if id is None:
            self._refuse_double("an action", what, self._actions)
        self._check_free(name)
        self._actions[name] = self._action(what, addresses, hardens, fields)
        return name

    def barrier(
        self,
        what: str,
        *,
        between: tuple[FactorRef | str, FactorRef | str],
        id: str | None = None,
        hardens: str | None = None,
        **fields: Any,
    ) -> str:
        """Add an action that puts a barrier into the link from a cause to its effect.

        The path is hardened, not closed: it takes the barrier's failure as well.

        Args:
            what: The barrier.
            between: The cause and its effect, factors of this incident or their ids.
            id: The id of the action.
            hardens: The layer it makes stronger; the cause's own when not given.
            fields: Any further field of an action.
        """
        if not isinstance(between, list | tuple) or len(between) != 2:
            raise CausalError(f"between is a cause and its effect, not {between!r}")
        cause, effect = map(self._id_of, between)
        on = {"cause": cause, "effect": effect}
        fields = {**fields, "effect": "adds_barrier", "on": on}
        return self.action(what, addresses=cause, hardens=hardens, id=id, **fields)

    def five_whys(self, *chain: FactorRef | str) -> IncidentBuilder[Made]:
        """Write down the line of answers people gave, from the outcome down."""
        if not chain:
            raise CausalError("five_whys() of nothing: name the factors, from the outcome down")
        self._five_whys = {"chain": [self._id_of(factor) for factor in chain]}
        return self

    def five_whys_action(
        self,
        what: str,
        *,
        addresses: FactorRef | str | Iterable[FactorRef | str],
        hardens: str | None = None,
        **fields: Any,
    ) -> IncidentBuilder[Made]:
        """Write down the action that the five whys led to; it is no part of the plan."""
        if self._five_whys is None:
            raise CausalError("say the chain first: .five_whys(...)")
        self._five_whys["action"] = self._action(what, addresses, hardens, fields)
        return self

    def build(self) -> Made:
        """Return the finished incident.

        Raises:
            InvalidIncident: A factor leads nowhere, times are out of order, or something else is
                implausible; every fault is reported at once.
        """
        incident = self._kind.from_data(self._data())
        return incident if self._origin is None else incident.keeping_places_of(self._origin)

    def _data(self) -> dict[str, Any]:
        data = {**self._head, "outcome": self._outcome._data, "factors": self._factors}
        data["actions"] = self._actions
        return data if self._five_whys is None else {**data, "five_whys": self._five_whys}

    def __repr__(self) -> str:
        counts = f"{len(self._factors)} factors, {len(self._actions)} actions"
        head = f"{self._head['id']}: {self._head['title']}"
        return f"<IncidentBuilder {head} ({counts}); finish with build()>"

    def _id_of(self, factor: FactorRef | str) -> str:
        """Return the id of a factor of this incident; an error for anything else."""
        if not isinstance(factor, FactorRef | str):
            found = kind_of_value(factor)
            raise CausalError(f"a factor of this incident or its id goes here, not {found}")
        name = factor.id if isinstance(factor, FactorRef) else factor
        if isinstance(factor, FactorRef) and factor._builder is not self:
            raise CausalError(f"{name!r} belongs to another incident: {factor._builder!r}")
        if name != OUTCOME and name not in self._factors:
            raise UnknownName("factor in this incident", name, self._factors)
        return name

    def _own_id(self, part: FactorRef | str) -> str:
        """Return the id of a factor of this incident, or an id as it is."""
        return self._id_of(part) if isinstance(part, FactorRef) else expect_text(part, "id")

    def _member(self, cause: FactorRef | JoinedCauses | str, sure: Mapping[str, Any]) -> Any:
        """Return a cause as a file writes it, with how sure it is."""
        if isinstance(cause, JoinedCauses):
            members = [self._member(member, sure) for member in cause.members]
            if cause.op == "at_least":
                without = {self._id_of(name): k for name, k in cause.without.items()}
                return {"at_least": cause.k, "of": members, "at_least_without": without}
            return {cause.op: members}
        return {"cause": self._id_of(cause), **sure}

    def _refuse_cycle(self, effect: str, causes: Iterable[FactorRef | JoinedCauses | str]) -> None:
        """Raise `InvalidFormula` when one of the causes came from `effect` itself."""
        for cause in causes:
            if isinstance(cause, JoinedCauses):
                self._refuse_cycle(effect, cause.members)
                continue
            trail = trail_up(self._factors, self._id_of(cause), effect)
            if trail:
                walked = " because ".join(repr(name) for name in (effect, *trail))
                raise InvalidFormula(f"causes would form a cycle: {walked}")

    def _free_action(self) -> str:
        number = len(self._actions) + 1
        while f"A{number}" in self._actions or f"A{number}" in self._factors:
            number += 1
        return f"A{number}"

    def _refuse_double(self, kind: str, what: str, parts: Mapping[str, Any]) -> None:
        """Raise `CausalError` where the same was said before, as when a cell is run twice."""
        said = next((name for name, part in parts.items() if part["what"] == what), None)
        if said is not None:
            raise CausalError(
                f"{kind} that says {what!r} is there already, as {said!r}; "
                f"a second one of these words takes an id=... of its own{_TWICE}"
            )

    def _check_free(self, name: str) -> None:
        try:
            clean_id(expect_text(name, "id"))
        except ValueError as error:
            raise CausalError(f"the id {name!r} will not do: {error}") from None
        if name in self._factors or name in self._actions:
            raise CausalError(f"the id {name!r} is taken; give another with id=...{_TWICE}")

    def _check_layer(self, layer: str | None) -> None:
        known = {*DEFAULT_LAYERS, *self._head.get("layers", ()), *self._head.get("layer_order", ())}
        if layer is not None and expect_text(layer, "a layer") not in known:
            raise UnknownName("layer", layer, known)

    def _action(
        self,
        what: str,
        addresses: FactorRef | str | Iterable[FactorRef | str],
        hardens: str | None,
        fields: Mapping[str, Any],
    ) -> dict[str, Any]:
        one = isinstance(addresses, FactorRef | str | Model) or not isinstance(addresses, Iterable)
        listed: Iterable[Any] = [addresses] if one else addresses  # type: ignore[assignment]  # not one
        names = [self._id_of(factor) for factor in listed]
        self._check_layer(hardens)
        for name in names:
            if name == OUTCOME:
                raise CausalError(f"the action {what!r} cannot address the outcome itself")
            if hardens is None and "because" in self._factors[name]:
                raise CausalError(
                    f"{name!r} has causes of its own: say what {what!r} hardens (hardens=...)"
                )
        data = {"what": what, "addresses": names, "hardens": hardens, **fields}
        checked(Action, data, f"the action {what!r}")
        return data


def _of_kind(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a factor whose method names its kind already."""
    if "kind" in fields:
        raise CausalError(f"{kind}() says the kind already; of another, call factor(kind=...)")
    return {**fields, "kind": kind}


_TWICE = ". If this cell was run before, run the one that made the builder again first"
