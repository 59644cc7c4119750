"""What each action does, in words: what it closes or hardens, and what hangs on it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from causal.analysis.phrases import (
    action_names,
    action_words,
    cost_words,
    each_quoted,
    number,
    of_ways,
    quoted,
    way_words,
)
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.next_action import NextBest
    from causal.analysis.one_action import ActionVerdict, FailurePath
    from causal.model import Incident

__all__ = ["action_verdicts"]

_NOTHING = {
    "nothing drawn": "acts on nothing drawn as leading to the outcome or making it worse",
    "a trigger alone": (
        "acts on a trigger alone; something like it is taken to come again, so no way is closed"
    ),
    "no way": "closes and hardens no way drawn, neither alone nor together with the others",
}


def action_verdicts(result: Assessment) -> list[str]:
    """Return what each action of a scenario does."""
    try:
        lines = [_one(result, verdict) for verdict in result.by_action.values()]
        lines += [_next(result, result.next_best), _spare_ones(result)]
    except NotFinished as error:
        return [f"What each action does is not worked out: {error}."]
    if not result.complete:
        shown = len(result.failure_paths)
        lines.append(f"Judged by the {shown:,} shortest of {result.failure_path_count:,} ways.")
    return list(filter(None, lines))


def _one(result: Assessment, verdict: ActionVerdict) -> str:
    name = action_words(verdict.action, result.actions[verdict.action])
    if verdict.repairs_only:
        return f"{name} undoes this instance; against a recurrence it counts for nothing."
    if verdict.no_effect is not None:
        return f"{name} {_NOTHING[verdict.no_effect]}."
    sentences = [f"{name} {_does(result, verdict)}."]
    sentences += [_closed(result, verdict), _hangs(result, verdict), _twins(verdict)]
    sentences += [
        f"Next time {quoted(result.incident, item.factor)} would not make it worse "
        f"({cost_words(item)})."
        for item in verdict.mitigates
    ]
    sentences.append(_slips(result, verdict))
    return " ".join(filter(None, sentences))


def _does(result: Assessment, verdict: ActionVerdict) -> str:
    if verdict.closes:
        which = _which(result.incident, verdict.closes, len(result.failure_paths))
        return f"closes {of_ways(verdict.closes, len(result.failure_paths))}{which}"
    if verdict.hardens:
        which = _which(result.incident, verdict.hardens, len(result.failure_paths))
        return (
            f"hardens {of_ways(verdict.hardens, len(result.failure_paths))}{which}: still open, "
            "but it takes the failure of this barrier too"
        )
    if verdict.action in result.effective:
        return "closes no way drawn by itself, and takes part in closing one with others"
    return "closes no way drawn; it acts on what made it worse"


def _which(incident: Incident, ways: Sequence[FailurePath], total: int) -> str:
    """Return the ways themselves where they are few and not all."""
    if len(ways) == total or len(ways) > 2:
        return ""
    return f" ({'; '.join(way_words(incident, way) for way in ways)})"


def _closed(result: Assessment, verdict: ActionVerdict) -> str:
    parts = []
    if (
        verdict.closes
        and len(verdict.closes) == len(result.failure_paths)
        and not verdict.stops_alone
    ):
        parts.append("Longer ways, which these had stood for, remain.")
    if verdict.blocks_everything_upstream:
        names = each_quoted(result.incident, verdict.blocks_everything_upstream)
        parts.append(f"That counts on it stopping {names}, whatever leads there.")
    return " ".join(parts)


def _hangs(result: Assessment, verdict: ActionVerdict) -> str:
    total = len(result.failure_paths)
    sole = verdict.sole_defence_of
    acted_on = verdict.closes or verdict.hardens
    sentences = []
    if sole and sole == acted_on:
        where = "it" if len(sole) == 1 else "any of these"
        sentences.append(f"No other counted action stands in {where}.")
    elif sole:
        which = _which(result.incident, sole, total)
        sentences.append(f"No other counted action stands in {of_ways(sole, total)}{which}.")
    hardened = [way for way in verdict.sole_blocker_of if way not in sole]
    if hardened:
        sentences.append(f"Of the others, only barriers stand in {of_ways(hardened, total)}.")
    return " ".join(sentences)


def _twins(verdict: ActionVerdict) -> str:
    if not verdict.duplicates:
        return ""
    others = action_names(verdict.duplicates)
    return f"It acts on the same as {others}, in the same layer and to the same effect."


def _slips(result: Assessment, verdict: ActionVerdict) -> str:
    slip = result.if_not_done[verdict.action]
    if verdict.redundant:
        return "If it alone slips, nothing drawn here changes."
    if slip.opens:
        count = slip.residual_cut_set_count
        ways = "one way gets" if count == 1 else f"{number(count)} ways get"
        return f"If it slips, {ways} through, and the depth of defence is {slip.depth}."
    if slip.depth < result.depth:
        return f"If it slips, the depth of defence falls from {result.depth} to {slip.depth}."
    return f"If it slips, the depth of defence stays at {slip.depth}."


def _next(result: Assessment, step: NextBest) -> str:
    actions = result.incident.actions
    if step.action is None:
        now = f"The depth of defence with what is done is {step.depth_now}; {step.reason}"
        if not step.together:
            return f"{now}."
        return f"{now}: {action_names(step.together)} together raise it to {step.depth_then}."
    ties = f" ({action_names(step.ties, 'or')} would raise it as much)" if step.ties else ""
    return (
        f"Next, {action_words(step.action, actions[step.action])} buys most depth of defence: "
        f"from {step.depth_now}, with what is done, to {step.depth_then}{ties}."
    )


def _spare_ones(result: Assessment) -> str:
    names = result.redundant
    if len(names) < 2:
        return ""
    if result.redundant_together:
        return f"Nothing drawn here would change without {action_names(names)} together."
    return (
        f"Each of {action_names(names)} could be left out alone without changing anything drawn "
        "here; not all of them at once."
    )
