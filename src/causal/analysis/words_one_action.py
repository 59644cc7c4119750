"""What each action does, in words: what it blocks or hardens, and what depends on it alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from causal.analysis.phrases import (
    action_names,
    action_words,
    each_quoted,
    number,
    of_paths,
    path_words,
    quoted,
    sentence,
)
from causal.analysis.words_contributing import interval
from causal.errors import NotFinished
from causal.graph.structure import open_nodes

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.consequences import Consequence
    from causal.analysis.one_action import ActionVerdict, FailurePath
    from causal.model import Incident

_NO_EFFECT = {
    "nothing drawn": "acts on nothing that leads to the outcome or makes it worse in this graph",
    "a trigger alone": (
        "acts on a trigger alone; something like it is taken to come again, so it blocks nothing"
    ),
    "no failure path": "blocks and hardens no failure path, alone or together with others",
}
_READ_AS = (
    "What each action blocks is judged as if any one contributing cause were enough; what is left "
    "without it holds however the causes combined."
)
_LEFT = {
    "certain": "no failure path remains if every removal works fully",
    "open": "whether a failure path remains depends on how the causes combined",
    "never": "a failure path remains",
}


def by_action(plan: Assessment) -> list[str]:
    """Return what each action of a scenario does, and which comes next."""
    lines = [_READ_AS] if open_nodes(plan.incident) else []
    lines += [_one(plan, v) for v in plan.by_action.values() if not v.not_finished]
    left = {v.action: v.not_finished for v in plan.by_action.values() if v.not_finished}
    if left:
        reason = next(iter(left.values()))
        lines.append(f"What {action_names(left, 'or')} does is not worked out: {reason}.")
    for told in (next_action, _redundant, _judged_by):
        try:
            lines.append(told(plan))
        except NotFinished as error:
            return [*filter(None, lines), f"The rest is not worked out: {error}."]
    return [line for line in lines if line]


def _judged_by(plan: Assessment) -> str:
    if plan.complete:
        return ""
    shown, total = len(plan.failure_paths), plan.failure_path_count
    return f"Judged by the {shown:,} shortest of {total:,} failure paths."


def _one(plan: Assessment, verdict: ActionVerdict) -> str:
    action = plan.actions[verdict.action]
    name = action_words(verdict.action, action)
    status = "done" if action.status == "done" else "not done yet"
    if verdict.repairs_only:
        return f"{name} repairs this instance; against a recurrence it counts for nothing."
    if verdict.no_effect is not None:
        return f"{name} {_NO_EFFECT[verdict.no_effect]}."
    said = [f"{name}, {status}, {_does(plan, verdict)}.", _upstream(plan, verdict)]
    said += [_sole(plan, verdict), _twins(verdict)]
    said += [
        f"If it works fully, {quoted(plan.incident, item.factor)} does not make it worse next time"
        f"{_together(verdict.action, item)}."
        for item in verdict.mitigates
    ]
    return " ".join(filter(None, [*said, _alone(verdict), _if_not_done(plan, verdict)]))


def _alone(verdict: ActionVerdict) -> str:
    if verdict.stops_alone_verdict != "open":
        return ""
    return "Whether it is enough by itself depends on how the causes combined."


def _together(action: str, item: Consequence) -> str:
    others = [name for name in item.actions if name != action]
    return "" if action in item.alone else f", once {action_names(others)} is in place too"


def _does(plan: Assessment, verdict: ActionVerdict) -> str:
    total = len(plan.failure_paths)
    if verdict.closes:
        which = _which(plan.incident, verdict.closes, total)
        return f"blocks {of_paths(verdict.closes, total)}{which}"
    if verdict.hardens:
        which = _which(plan.incident, verdict.hardens, total)
        each = "which" if len(verdict.hardens) == 1 else "each of which"
        return (
            f"adds a barrier to {of_paths(verdict.hardens, total)}{which}, "
            f"{each} then takes the failure of this barrier too"
        )
    if verdict.action in plan.effective:
        return "blocks no failure path by itself, and takes part in blocking one with others"
    if verdict.mitigates:
        return "blocks no failure path; it acts on what made it worse"
    said = "blocks no failure path and mitigates nothing; it acts on part of what made it worse"
    action = plan.actions[verdict.action]
    removes = any(t.action == verdict.action and not t.is_barrier for t in plan._targets)
    if action.effect == "removes" and action.kind in ("detect", "mitigate") and not removes:
        said += f" (of kind {action.kind}, it removes gaps in detection, response, recovery only)"
    return said


def _which(incident: Incident, paths: Sequence[FailurePath], total: int) -> str:
    """Return the failure paths themselves where they are few and not all."""
    if len(paths) == total or len(paths) > 2:
        return ""
    return f" ({'; '.join(path_words(incident, path) for path in paths)})"


def _upstream(plan: Assessment, verdict: ActionVerdict) -> str:
    parts = []
    if (
        verdict.closes
        and len(verdict.closes) == len(plan.failure_paths)
        and not verdict.stops_alone
    ):
        parts.append("Longer failure paths, which these had stood for, remain.")
    if verdict.blocks_everything_upstream:
        names = each_quoted(plan.incident, verdict.blocks_everything_upstream)
        parts.append(f"It is taken to block everything upstream of {names}.")
    return " ".join(parts)


def _sole(plan: Assessment, verdict: ActionVerdict) -> str:
    total, sole = len(plan.failure_paths), verdict.sole_defence_of
    said = []
    if sole and sole == (verdict.closes or verdict.hardens):
        said.append(f"No other action blocks {'it' if len(sole) == 1 else 'any of these'}.")
    elif sole:
        which = _which(plan.incident, sole, total)
        said.append(f"It is the sole blocker of {of_paths(sole, total)}{which}.")
    hardened = [path for path in verdict.sole_blocker_of if path not in sole]
    if hardened:
        said.append(f"Of the others, only barriers stand on {of_paths(hardened, total)}.")
    return " ".join(said)


def _twins(verdict: ActionVerdict) -> str:
    if not verdict.duplicates:
        return ""
    others = action_names(verdict.duplicates)
    return f"It acts on the same as {others}, in the same layer and to the same effect."


def _if_not_done(plan: Assessment, verdict: ActionVerdict) -> str:
    left = plan.if_not_done[verdict.action]
    if left.not_finished:
        return f"What is left if it is not done is not worked out: {left.not_finished}."
    if verdict.redundant or verdict.second_line:
        return _spare(plan, verdict)
    if left.depth_range is not None and open_nodes(plan.incident):
        depth = interval(*left.depth_range)
        return f"If not done, {_LEFT[left.closed or 'open']}, and the depth of defence is {depth}."
    if left.opens:
        count = left.residual_cut_set_count
        paths = f"{number(count or 0)} failure path{' remains' if count == 1 else 's remain'}"
        return f"If not done, {paths}, and the depth of defence is {left.depth}."
    if left.depth is not None and left.depth < plan.depth:
        return f"If not done, the depth of defence falls from {plan.depth} to {left.depth}."
    return f"If not done, the depth of defence stays {left.depth}."


def _spare(plan: Assessment, verdict: ActionVerdict) -> str:
    """Return what is said of an action without which, alone, no verdict changes."""
    alone = "If it alone is not done,"
    others = dict.fromkeys(n for item in verdict.mitigates for n in item.actions)
    if verdict.redundant and others:
        names = action_names(name for name in others if name != verdict.action)
        return f"{alone} nothing in this graph changes: what it mitigates, {names} would too."
    if verdict.redundant and plan.depth:
        return f"{alone} nothing in this graph changes."
    if verdict.redundant:
        return f"{alone} the same failure paths remain: others block what it blocks."
    layers = [names for names in plan.by_layer.values() if verdict.action in names]
    beside = dict.fromkeys(n for names in layers for n in names if n != verdict.action)
    if beside:
        return f"It is a second line in the same layer, beside {_with_status(plan, beside)}."
    if verdict.action in plan.defence.in_action_sets:
        return f"{alone} no verdict changes here, but a set of actions that must all fail shrinks."
    return f"{alone} no verdict changes here; among what is done it counts."


def _with_status(plan: Assessment, names: Iterable[str]) -> str:
    """Return actions by their ids, those that are not done marked so."""
    return action_names(
        name if plan.actions[name].status == "done" else f"{name} (not done yet)" for name in names
    )


def next_action(plan: Assessment) -> str:
    """Return which action to do next, or why no single one raises the depth.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    step, actions = plan.next_best, plan.incident.actions
    least = "at least " if open_nodes(plan.incident) else ""
    if step.action is None:
        if not step.together:
            return f"Next: {step.reason}."
        names = action_names(action_words(name, actions[name]) for name in step.together)
        to = f"from {least}{step.depth_now} to {least}{step.depth_then}"
        free = any(actions[name].cost is None for name in step.together)
        price = f"{step.cost:g}, where none is stated counted as 1" if free else f"{step.cost:g}"
        return f"Next: {step.reason}; {names} raise it {to} at the lowest cost ({price})."
    action = actions[step.action]
    who = f"owner {action.owner}" if action.owner else "no owner named"
    due = f", due {action.due}" if action.due else ""
    ties = f" {action_names(step.ties, 'or')} would raise it as much." if step.ties else ""
    return (
        f"Next: {action_words(step.action, action)}, {who}{due}, raises the depth of defence "
        f"from {least}{step.depth_now} to {least}{step.depth_then}.{ties}"
    )


def _redundant(plan: Assessment) -> str:
    names = plan.redundant
    if len(names) < 2:
        return ""
    what = "no verdict here changes"
    if plan.redundant_together:
        return f"{sentence(what)} without {action_names(names)} together."
    return f"Without any one of {action_names(names)} {what}; not so without all of them at once."
