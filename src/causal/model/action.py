"""Action items: what is done about a factor, and which layer it hardens."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from causal.model.base import Day, Id, Ids, Model, Text, Texts

ActionKind = Literal["prevent", "detect", "mitigate", "repair"]
Effect = Literal["removes", "adds_barrier"]
Status = Literal["open", "in_progress", "done", "cancelled"]


class CausalLink(Model):
    """A drawn link, from a cause to its effect."""

    cause: Id
    effect: Id


class Verification(Model):
    """That an action was seen to work: when, and how one knows."""

    on: Day
    evidence: Texts = ()


class Action(Model):
    """What is to be done about which factors.

    Args:
        what: The change, specific enough to be checked off.
        addresses: The factors it acts on.
        hardens: The layer it makes stronger.
        effect: `removes` makes every factor it addresses false; `adds_barrier` puts a new
            condition into the link `on`, which hardens that path without closing it.
        on: The link a barrier is added to.
        kind: `repair` (revert, restart, restore) undoes this instance and prevents no recurrence.
        owner: A team or a role.
        cost: Effort in whatever unit the organisation counts.
        done_when: The criterion that tells whether it is done.
        verified: When and how it was seen to work.
    """

    what: Text
    addresses: Ids = ()
    hardens: Id | None = None
    effect: Effect = "removes"
    on: CausalLink | None = None
    kind: ActionKind | None = None
    owner: Text | None = None
    priority: Text | None = None
    due: Day | None = None
    status: Status = "open"
    completed: Day | None = None
    ticket: Text | None = None
    done_when: Text | None = None
    verified: Verification | None = None
    cost: float | None = Field(default=None, ge=0, allow_inf_nan=False)
