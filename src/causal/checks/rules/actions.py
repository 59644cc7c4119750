"""What each action item says of itself, or leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from causal.checks.rule import Case, Found, rule
from causal.model import Action

_OWNED = re.compile(r"\W*(?!We\b|This\b|It\b|They\b)[A-Z@]\w+ (?:will|shall|has|have)\b")
"""In prose: a team says what it will do."""


def _without(case: Case, called: str, stated: Callable[[Action], object]) -> Iterator[Found]:
    """Yield the open actions that lack something, as one finding where all of several do."""
    waiting = case.waiting
    without = [name for name, action in waiting.items() if not stated(action)]
    if len(without) > (1 if case.is_document else 2) and len(without) == len(waiting):
        yield Found(("actions",), f"none of {len(waiting)} open actions has {called}")
        return
    for name in without:
        yield Found(("actions", name), f"{case.called(name)} has no {called.partition(' ')[2]}")


def _where_any_has(case: Case, stated: Callable[[Action], object]) -> bool:
    """Return whether this may be asked: of a document, only where its template has the field."""
    return not case.is_document or any(map(stated, case.waiting.values()))


@rule("information", documents=False)
def action_without_done_when(case: Case) -> Iterator[Found]:
    """An action has no criterion for when it is done.

    Why: Under 1% of 527 action items in public postmortems name an owner; items without owner
        and date are not done. *The Site Reliability Workbook*, 2018, chapter 10.
    Better: done_when: what shows that it works
    Example: done_when: a load test at twice the peak passes
    """
    yield from _without(case, "a criterion for when it is done", lambda action: action.done_when)


@rule("warning")
def action_without_due(case: Case) -> Iterator[Found]:
    """An action has no due date.

    Why: Under 1% of 527 action items in public postmortems name an owner; items without owner
        and date are not done. *The Site Reliability Workbook*, 2018, chapter 10.
    Better: due: a day
    Example: due: 2025-04-01
    """
    yield from _without(case, "a due date", lambda action: action.due)


@rule("warning")
def action_without_owner(case: Case) -> Iterator[Found]:
    """An action has no owner.

    Why: Under 1% of 527 action items in public postmortems name an owner; items without owner
        and date are not done. *The Site Reliability Workbook*, 2018, chapter 10.
    Better: owner: one team or role
    Example: owner: platform team
    """
    yield from _without(
        case,
        "an owner",
        lambda action: action.owner or (case.is_document and _OWNED.match(action.what)),
    )
    for name, action in case.waiting.items():
        if (action.owner or "").strip().casefold() in _NO_ONE:
            problem = f"{case.called(name)} has the owner {action.owner!r}, which is no one team"
            yield Found(("actions", name, "owner"), problem)


_NO_ONE = {
    *("all", "all of us", "all teams", "anyone", "everybody", "everyone", "someone"),
    *("nobody", "none", "no one", "tba", "tbc", "tbd", "to be decided", "unassigned"),
}
"""Owners that are none: what everybody owns, nobody does."""


@rule("information")
def action_without_priority(case: Case) -> Iterator[Found]:
    """An action has no priority.

    Why: Under 1% of 527 action items in public postmortems name an owner; items without owner
        and date are not done. *The Site Reliability Workbook*, 2018, chapter 10.
    Better: priority: P1 to P4, or what your team uses
    Example: priority: P2
    """
    if _where_any_has(case, lambda action: action.priority):
        yield from _without(case, "a priority", lambda action: action.priority)


@rule("information")
def action_without_ticket(case: Case) -> Iterator[Found]:
    """An action has no ticket.

    Why: Under 1% of 527 action items in public postmortems name an owner; items without owner
        and date are not done. *The Site Reliability Workbook*, 2018, chapter 10.
    Better: ticket: where its progress can be seen
    Example: ticket: OPS-12
    """
    if _where_any_has(case, lambda action: action.ticket):
        yield from _without(case, "a ticket", lambda action: action.ticket)


@rule("warning")
def orphan_action(case: Case) -> Iterator[Found]:
    """An action addresses no factor.

    Why: An action that no cause asks for changes nothing that was found. The incident report
        specification of the Common CA Database.
    Better: addresses: the factors it acts on
    Example: addresses: [pool-too-small]
    """
    if not any(action.addresses for action in case.actions.values()):
        return  # a document without a graph: nothing is to be mapped yet
    for name, action in case.actions.items():
        if not action.addresses and action.on is None:
            yield Found(("actions", name), f"{name!r} addresses no factor")


@rule("warning")
def overdue_action(case: Case) -> Iterator[Found]:
    """An action is open after its due date.

    Why: A recurrence while the action that would have prevented it is open.
    Better: do it, or state a new date and why
    Example: due: 2025-04-01 and status: open in May
    """
    for name, action in case.actions.items():
        if action.status == "done" or action.due is None:
            continue
        grace = case.config.overdue_days.get(action.priority or "", 0)
        late = (case.today - action.due).days
        if late > grace:
            owner = action.owner or "no owner"
            yield Found(
                ("actions", name, "due"), f"{case.called(name)} is {late} days overdue ({owner})"
            )


@rule("information", documents=False)
def done_without_evidence(case: Case) -> Iterator[Found]:
    """A done action names nothing that shows that it works.

    Why: Done is not the same as working: say how it was seen. the incident report specification
        of the Common CA Database.
    Better: verified: {on: a day, evidence: [what shows it]}
    Example: verified: {on: 2025-04-02, evidence: [load-test-41]}
    """
    for name, action in case.actions.items():
        if action.status == "done" and action.kind != "repair" and action.verified is None:
            yield Found(("actions", name), f"{name!r} is done and nothing shows that it works")


_PATH = re.compile(r"^(?:\./)?(?:[\w.-]+/)+[\w.-]+\.\w{1,5}(?:::[\w\[\]:-]+)?$")


@rule("warning")
def evidence_gone(case: Case) -> Iterator[Found]:
    """Evidence is a file that does not exist.

    Why: Evidence that cannot be looked at shows nothing.
    Better: the path as it is now, or another proof
    Example: evidence: [tests/test_pool.py::test_limit]
    """
    place = case.incident.place("id")
    if place is None or not place.file:
        return
    folders = (Path(place.file).parent, Path.cwd())
    for name, action in case.actions.items():
        for told in action.verified.evidence if action.verified else ():
            file = told.partition("::")[0]
            if _PATH.match(told) and not any((folder / file).exists() for folder in folders):
                yield Found(("actions", name, "verified"), f"the evidence {told!r} does not exist")


@rule("warning")
def detect_claimed_to_remove(case: Case) -> Iterator[Found]:
    """An action that detects or mitigates is counted on to remove a cause.

    Why: An alert tells of a cause; the cause is still there. It counts as a barrier on what
        follows.
    Better: effect: adds_barrier with on: the link it interrupts, or address a factor in
        detection, response or recovery
    Example: "Alert when the pool is nearly exhausted" does not remove the pool's size
    """
    late = {"detection", "response", "recovery"}
    causes = {link.cause for link, _ in case.incident.links()}
    only_worse = {worse.factor for worse, _ in case.incident.amplifiers()} - causes
    for name, action in case.actions.items():
        if action.kind not in ("detect", "mitigate") or action.effect != "removes":
            continue
        for factor in action.addresses:
            node = case.incident.factors.get(factor)
            if node is not None and node.layer not in late:
                problem = f"{name!r} is to {action.kind}, so it does not remove {factor!r}"
                if factor in only_worse:
                    problem += ", which only made it worse: it counts for nothing"
                    hint = f"kind: prevent, if it takes {factor!r} away"
                    yield Found(("actions", name, "kind"), problem, hint)
                else:
                    yield Found(("actions", name, "kind"), problem)


@rule("warning")
def hardens_contradicts_gap(case: Case) -> Iterator[Found]:
    """An action names another layer than the gap it closes.

    Why: Removing a gap counts in the gap's layer, whatever `hardens` says.
    Better: hardens: the layer of the gap, or leave it out
    Example: a gap in review with hardens: testing
    """
    for name, action in case.actions.items():
        gaps = {
            f: case.incident.factors[f].layer
            for f in action.addresses
            if f in case.incident.factors
        }
        others = {f: layer for f, layer in gaps.items() if layer and layer != action.hardens}
        if action.hardens and action.effect == "removes" and others and len(others) == len(gaps):
            factor, layer = next(iter(others.items()))
            problem = f"{name!r} hardens {action.hardens!r}, yet {factor!r} is a gap in {layer!r}"
            yield Found(("actions", name, "hardens"), problem)
