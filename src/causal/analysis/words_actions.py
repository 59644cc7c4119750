"""What the actions leave, in words: what still gets through, how deep the defence is, the cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from causal.analysis.phrases import (
    action_names,
    action_words,
    cost_words,
    each_quoted,
    layer_titles,
    listed,
    number,
    quoted,
    way_words,
)
from causal.errors import MissingExtra, NotFinished

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.cheapest import CheapestFix
    from causal.analysis.consequences import Consequence
    from causal.model import Incident

__all__ = ["assessment", "cheapest", "defence", "layer_place", "remaining_ways", "remains"]

_LISTED = 3
_SCENARIO = {
    "planned": "Supposed done, as planned",
    "done": "Done so far",
    "verified": "Done and seen to work",
}


def assessment(plan: Assessment) -> list[str]:
    """Return what the actions of a scenario leave."""
    if not plan.actions:
        lines = ["No action counts here."]
    else:
        head = _SCENARIO.get(plan.scenario, "Supposed done")
        lines = [f"{head}: {action_names(plan.actions)}."]
    ways = remaining_ways(plan)
    lines.append(remains(plan) + (f" {'; '.join(ways)}." if ways else ""))
    if plan.actions:
        lines.append(defence(plan))
    if plan.actions and plan.orphan_factors:
        names = each_quoted(plan.incident, plan.orphan_factors)
        lines.append(f"No action counted here touches: {names}.")
    lines += _kinds(plan)
    return lines + [_consequence(plan.incident, item) for item in plan.consequences]


def remains(plan: Assessment) -> str:
    """Return whether anything still gets through; ends in a colon where ways are to follow."""
    try:
        count = plan.residual_cut_set_count
    except NotFinished as error:
        return f"What still gets through is not worked out: {error}."
    again = each_quoted(plan.incident, plan.assumed)
    supposed = f" when something like {again} comes again" if again else ""
    if not count:
        return f"No way drawn here remains{supposed}."
    if plan.residual_cut_sets[:1] == (frozenset(),):
        alone = "trigger alone is" if len(plan.assumed) == 1 else "triggers alone are"
        return f"Nothing drawn here stands in the way{supposed}: the {alone} enough."
    ways = "One way remains" if count == 1 else f"{number(count).capitalize()} ways remain"
    return f"{ways}{supposed}:"


def remaining_ways(plan: Assessment) -> list[str]:
    """Return the first ways that still get through, and how many more there are."""
    try:
        count = plan.residual_cut_set_count
    except NotFinished:
        return []
    first = plan.residual_cut_sets[:_LISTED]
    if not count or first == (frozenset(),):
        return []
    lines = [way_words(plan.incident, way, plan.actions) for way in first]
    more = count - len(first)
    return [*lines, f"and {number(more)} more"] if more else lines


def defence(plan: Assessment) -> str:
    """Return the depth of defence in one or two sentences."""
    try:
        depth = plan.defence
    except NotFinished as error:
        return f"The depth of defence is not worked out: {error}."
    if depth.layers == 0:
        return "Depth of defence 0: some way through is touched by no action."
    place = layer_place(plan.incident)
    layers = layer_titles(plan.incident, sorted(depth.layer_sets[0], key=place))
    if depth.layers == 1:
        sentence = (
            f"Depth of defence 1: one hardened layer ({layers}) is all that stands in the way."
        )
    else:
        sentence = (
            f"Depth of defence {depth.layers}: {number(depth.layers)} hardened layers ({layers}) "
            "must all fail again."
        )
    if depth.independent < depth.layers:
        causes = each_quoted(plan.incident, depth.common_causes)
        sentence += f" Counted once where they share a drawn cause ({causes}): {depth.independent}."
    return sentence


def layer_place(incident: Incident) -> Callable[[str], int]:
    """Return what gives a layer's place in layer order; unknown ones come last."""
    order = {name: place for place, name in enumerate(incident.layer_names)}
    return lambda layer: order.get(layer, len(order))


def _kinds(plan: Assessment) -> list[str]:
    lines = []
    if plan.orphan_actions:
        lines.append(
            "On nothing drawn as leading to the outcome or making it worse: "
            f"{action_names(plan.orphan_actions)}."
        )
    if plan.repairs:
        lines.append(f"Undoing this instance only: {action_names(plan.repairs)}.")
    if plan.on_triggers_only:
        lines.append(
            "On a trigger alone, and something like it is taken to come again: "
            f"{action_names(plan.on_triggers_only)}."
        )
    if plan.blocks_everything_upstream:
        names = action_names(plan.blocks_everything_upstream)
        lines.append(f"Taken to stop its factor whatever leads there: {names}.")
    return lines


def _consequence(incident: Incident, item: Consequence) -> str:
    what = f"{quoted(incident, item.factor)} made it worse ({cost_words(item)})"
    if item.actions:
        return f"{what}; spared by {action_names(item.actions)}."
    return f"{what}; no counted action spares it."


def cheapest(fix: CheapestFix) -> list[str]:
    """Return the cheapest choice, what it costs and whether that is proven."""
    aim = (
        f"a depth of defence of {fix.wanted_depth}"
        if fix.wanted_depth
        else "no way drawn here to remain"
    )
    try:
        possible = fix.possible
    except (MissingExtra, NotFinished) as error:
        return [f"The cheapest choice for {aim} is not worked out: {error}."]
    if not possible:
        return [f"No choice among the {fix.over} is enough for {aim}."]
    if not fix.chosen:
        return [f"Nothing more is needed for {aim}."]
    names = (
        action_names(action_words(name, fix.available[name]) for name in fix.chosen)
        if fix.over == "actions"
        else each_quoted(fix.incident, fix.chosen)
    )
    proof = (
        "nothing cheaper will do, as drawn" if fix.optimal else f"proven to within {fix.gap:.1%}"
    )
    lines = [f"The cheapest choice for {aim}: {names}, at a cost of {fix.cost:g}; {proof}."]
    done = [name for name in fix.chosen if fix.available[name].status == "done"]
    if done:
        lines.append(f"Done already, and so at no cost: {action_names(done)}.")
    unstated = [n for n in fix.chosen if n not in done and fix.available[n].cost is None]
    if unstated and fix.over == "actions":
        counted = listed(f"{name} (counted as {fix.prices[name]:g})" for name in unstated)
        lines.append(f"No cost is stated for {counted}.")
    return lines
