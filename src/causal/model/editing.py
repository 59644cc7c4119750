"""What an incident offers to be changed with; every method returns a new incident, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from causal.errors import CausalError, UnknownName
from causal.model.builder import IncidentBuilder
from causal.model.causes import Confidence
from causal.model.change import with_link, with_part, with_worsening, without
from causal.model.incident_fields import IncidentFields
from causal.text.expect import expect_names


class Editable(IncidentFields):
    """The methods of an incident that return a changed one, checked as a file is."""

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some top-level fields changed.

        Raises:
            InvalidIncident: The changed incident is not one.
            UnknownName: There is no such field.

        Example:
            >>> import causal
            >>> incident = causal.load("examples/connection-pool.yaml")
            >>> incident.replace(severity="SEV1").severity
            'SEV1'
        """
        unknown = sorted(set(changes) - set(type(self).model_fields))
        if unknown:
            raise UnknownName("field of an incident", unknown[0], type(self).model_fields)
        kept = {name: getattr(self, name) for name in self.model_fields_set}
        return self.from_data(kept | changes).keeping_places_of(self)

    def with_factor(
        self,
        id: str,
        *,
        leads_to: str | Iterable[str] = (),
        worsens: str | Iterable[str] = (),
        **fields: Any,
    ) -> Self:
        """Return the incident with a new factor, or with some fields of a factor changed.

        Args:
            id: Of a factor that is there, or of a new one.
            leads_to: What came of it: factors, or ``outcome``. A new factor leads somewhere.
            worsens: What it made worse without being needed for it.
            fields: Those of a factor in a file: ``what``, ``kind``, ``because``, ``layer``,
                ``key``, ``evidence``, ``confidence``, ``accepted``, ``complete``, ``detail``,
                ``probability``. One that is None is no longer stated.

        Raises:
            CausalError: The factor says just this already, or is not there and has no ``what``.
            InvalidIncident: The changed incident is not one.

        Example:
            >>> import causal
            >>> incident = causal.load("examples/connection-pool.yaml")
            >>> changed = incident.with_factor("canary-too-short", key="no-staged-rollout")
            >>> changed = changed.with_factor("no-alert", what="No alert", leads_to="outcome")
            >>> len(changed.factors)
            13
        """
        _known_or_whole("factor", id, self.factors, fields, "what= and leads_to=")
        data = with_part(self.to_data(), "factors", id, fields)
        for effect in expect_names(leads_to, "leads_to"):
            data = with_link(data, {"cause": id}, effect)
        for effect in expect_names(worsens, "worsens"):
            data = with_worsening(data, id, effect)
        return self._changed(data, f"the factor {id!r} is there and says just this")

    def with_action(self, id: str, **fields: Any) -> Self:
        """Return the incident with a new action item, or with some fields of one changed.

        Args:
            id: Of an action that is there, or of a new one.
            fields: Those of an action in a file: ``what``, ``addresses``, ``hardens``, ``effect``,
                ``on``, ``kind``, ``owner``, ``priority``, ``due``, ``status``, ``completed``,
                ``ticket``, ``done_when``, ``verified``, ``cost``. One that is None is no longer
                stated.

        Raises:
            CausalError: The action says just this already, or is not there and has no ``what``.
            InvalidIncident: The changed incident is not one.

        Example:
            >>> import causal
            >>> incident = causal.load("examples/connection-pool.yaml")
            >>> changed = incident.with_action("A3", status="done", completed="2025-04-01")
            >>> changed.actions["A3"].status
            'done'
        """
        _known_or_whole("action", id, self.actions, fields, "what= and addresses=")
        data = with_part(self.to_data(), "actions", id, fields)
        return self._changed(data, f"the action {id!r} is there and says just this")

    def with_link(
        self,
        cause: str,
        effect: str,
        *,
        confidence: Confidence = "confirmed",
        evidence: Iterable[str] = (),
    ) -> Self:
        """Return the incident in which an effect has one more cause, needed beside the others.

        Args:
            cause: A factor.
            effect: Another factor, or ``outcome``.
            confidence: How sure the link is.
            evidence: What shows it.

        Raises:
            InvalidIncident: The link is there already, or closes a circle.
            UnknownName: There is no such effect.

        Example:
            >>> import causal
            >>> incident = causal.load("examples/connection-pool.yaml")
            >>> changed = incident.with_link("canary-too-short", "outcome")
            >>> [link.cause for link in changed.outcome.because.links()]
            ['site-down', 'shallow-health-check', 'canary-too-short']
        """
        shown = expect_names(evidence, "evidence")
        link = {"cause": cause, "confidence": confidence, "evidence": shown}
        data = with_link(self.to_data(), link, effect)
        return self._changed(data, f"the link from {cause!r} to {effect!r} is there")

    def without(self, *ids: str) -> Self:
        """Return the incident without some factors or action items, and no mention of them.

        Of an answer in the five whys its words stay.

        Raises:
            CausalError: Something else stands on one of them, such as a barrier on its link.
            InvalidIncident: The changed incident is not one: a factor would lead nowhere, say.
            UnknownName: There is no factor or action of this id.

        Example:
            >>> import causal
            >>> incident = causal.load("examples/connection-pool.yaml")
            >>> changed = incident.without("A1", "shallow-health-check")
            >>> len(changed.factors), len(changed.actions)
            (11, 4)
        """
        data = without(self.to_data(), ids)
        return self._changed(data, "nothing to take out: name factors or actions")

    def edit(self) -> IncidentBuilder[Self]:
        """Return a builder that holds this incident, to be changed step by step.

        Example:
            >>> import causal
            >>> incident = causal.load("examples/connection-pool.yaml")
            >>> draft = incident.edit()
            >>> draft.change("A1", status="done", completed="2025-04-01")
            >>> draft.build().actions["A1"].status
            'done'
        """
        return IncidentBuilder._of(self)

    def _changed(self, data: dict[str, Any], same: str) -> Self:
        changed = self.from_data(data)
        if changed == self:
            raise CausalError(f"{same}; nothing was changed")
        return changed.keeping_places_of(self)


def _known_or_whole(
    kind: str, id: str, known: Mapping[str, Any], fields: Mapping[str, Any], asked: str
) -> None:
    """Refuse to change what is not there: most often a slip in its id.

    Raises:
        CausalError: It is not there, and without words it is nothing new either.
    """
    if isinstance(id, str) and id not in known and fields.get("what") is None:
        raise CausalError(f"{UnknownName(kind, id, known)}; a new one takes {asked}")
