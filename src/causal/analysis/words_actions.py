"""What the actions leave, in words: how deep the defence is, where it is weakest, what remains."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from causal.analysis.phrases import (
    action_names,
    action_words,
    cost_words,
    each_quoted,
    in_place,
    layer_titles,
    listed,
    number,
    path_words,
    quoted,
    sentence,
    such_action,
    with_confidence,
)
from causal.analysis.scenario import SCENARIOS, chosen
from causal.analysis.targets import SOFTENING
from causal.analysis.words_contributing import depth_words, interval, whether
from causal.errors import MissingExtra, NotFinished
from causal.graph.structure import open_nodes

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.cheapest import CheapestFix
    from causal.analysis.consequences import Consequence

_LISTED = 3


def assessment(plan: Assessment) -> list[str]:
    """Return what the actions of a scenario leave, the depth first."""
    lines = [depths(plan), weakest(plan)]
    paths = remaining_paths(plan)
    lines.append(remains(plan) + (f" {'; '.join(paths)}." if paths else ""))
    return [*filter(None, lines), *still_open(plan)]


def by_scenario(plan: Assessment) -> dict[str, Assessment]:
    """Return the same question for verified, done and planned, and for the scenario asked."""
    found = {
        name: plan.with_actions(chosen(plan.incident, name), name)
        for name in SCENARIOS
        if name != plan.scenario
    }
    found[plan.scenario] = plan
    return {name: found[name] for name in dict.fromkeys((*SCENARIOS, plan.scenario))}


def depths(plan: Assessment) -> str:
    """Return the depth of defence by scenario, side by side."""
    try:
        told = [_depth(scenario, asked) for scenario, asked in by_scenario(plan).items()]
    except NotFinished as error:
        return f"The depth of defence is not worked out: {error}."
    return f"Depth of defence: {', '.join(told)}."


def _depth(scenario: str, plan: Assessment) -> str:
    independent = interval(*plan.independent_depth_range)
    least = f" (at least {independent} with shared causes counted once)"
    name = scenario if scenario in SCENARIOS else listed(scenario.split(", "))
    depth = depth_words(plan)
    return f"{name} {depth}{least if independent != depth else ''}"


def weakest(plan: Assessment) -> str:
    """Return what stands between this and a repeat, at its weakest point."""
    incident = plan.incident
    try:
        depth = plan.defence
        paths = plan.residual_cut_sets
    except NotFinished:
        return ""
    with_these = f"With {in_place(plan.scenario)}"
    if open_nodes(incident):
        with_these += " and any one contributing cause enough"
    if depth.depth == 0:
        bare = next((path for path in paths if not path & set(plan.actions)), frozenset())
        where = f" on the failure path of {path_words(incident, bare)}" if bare else ""
        return f"{with_these}, nothing stands between this and a repeat{where}."
    by_actions = depth.actions < depth.layers
    layers = [] if by_actions else sorted(depth.weakest, key=_layer_place(plan))
    titles = layer_titles(incident, layers)
    acting = [name for layer in layers for name in plan.by_layer.get(layer, ())]
    if by_actions and depth.depth > 1:
        names = action_names(sorted(depth.weakest))
        stands = f"{number(depth.depth)} actions must {_every(depth.depth)} fail again ({names})"
    elif by_actions:
        (name,) = depth.weakest
        what = action_words(name, plan.actions[name])
        stands = f"one action stands between this and a repeat: {what}"
    elif depth.depth > 1:
        stands = f"{number(depth.depth)} layers must {_every(depth.depth)} fail again ({titles})"
    elif len(acting) == 1:
        what = action_words(acting[0], plan.actions[acting[0]])
        stands = f"one action stands between this and a repeat: {what}, in the layer {titles}"
    else:
        stands = f"one layer stands between this and a repeat: {titles} ({action_names(acting)})"
    text = f"{with_these}, {stands}."
    if depth.independent < depth.depth:
        causes = each_quoted(incident, depth.common_causes)
        text += f" These share a drawn cause and may fail together: {causes}."
    return text


def _every(count: int) -> str:
    return "both" if count == 2 else "all"


def _layer_place(plan: Assessment) -> Callable[[str], tuple[int, str]]:
    order = {name: place for place, name in enumerate(plan.incident.layer_names)}
    return lambda layer: (order.get(layer, len(order)), layer)


def remains(plan: Assessment) -> str:
    """Return whether a failure path remains; ends in a colon where paths are to follow."""
    try:
        count = plan.residual_cut_set_count
        alone_enough = plan.residual_cut_sets[:1] == (frozenset(),)
    except NotFinished as error:
        return f"Which failure paths remain is not worked out: {error}."
    again = each_quoted(plan.incident, plan.assumed)
    supposed = f" when something like {again} comes again" if again else ""
    if count and open_nodes(plan.incident):
        however = f"However the causes combined, a failure path remains in this graph{supposed}."
        worst = " the triggers alone are enough." if alone_enough else ":"
        return f"{whether(plan) if plan.if_all_of.closed else however} At worst{worst}"
    if not count:
        return f"If every removal works fully, no failure path remains in this graph{supposed}."
    if alone_enough:
        alone = "trigger alone is" if len(plan.assumed) == 1 else "triggers alone are"
        return f"Nothing in this graph stands in the way{supposed}: the {alone} enough."
    paths = "failure path remains" if count == 1 else "failure paths remain"
    return f"{sentence(number(count))} {paths} in this graph{supposed}:"


def remaining_paths(plan: Assessment) -> list[str]:
    """Return the first failure paths that remain, and how many more there are."""
    try:
        count, first = plan.residual_cut_set_count, plan.residual_cut_sets[:_LISTED]
    except NotFinished:
        return []
    if not count or first == (frozenset(),):
        return []
    lines = [path_words(plan.incident, path, plan.actions) for path in first]
    more = count - len(first)
    return [*lines, f"and {number(more)} more"] if more else lines


def still_open(plan: Assessment, *, mitigated: bool = True) -> list[str]:
    """Return what no counted action acts on, and what made it worse.

    Args:
        plan: The actions that count.
        mitigated: Also what a counted action mitigates.
    """
    no_action = f"No {such_action(plan.scenario)}"
    lines, standing = [], [item for item in plan.consequences if not item.actions]
    said = {item.factor for item in standing}
    orphans = [name for name in plan.orphan_factors if name not in said]
    if plan.actions and orphans:
        lines.append(f"{no_action} acts on: {each_quoted(plan.incident, orphans)}.")
    if mitigated:
        lines += [
            f"{with_confidence(plan.incident, item.factor)} made it worse ({cost_words(item)}); "
            f"mitigated by {action_names(item.actions)}."
            for item in plan.consequences
            if item.actions
        ]
    if standing:
        worse = listed(dict.fromkeys(_standing(plan, item) for item in standing))
        nobody = f"{no_action} mitigates what made it worse: {worse}."
        lines.append(" ".join([nobody, *_acting_in_vain(plan, standing)]))
    return lines


def _standing(plan: Assessment, item: Consequence) -> str:
    confidence = plan.incident.factors[item.factor].confidence
    sure = "" if confidence == "confirmed" else f"{confidence}; "
    return f"{quoted(plan.incident, item.factor)} ({sure}{cost_words(item)})"


def _acting_in_vain(plan: Assessment, standing: list[Consequence]) -> list[str]:
    """Return which actions act on what made it worse and do not take it away, and why not."""
    factors = {item.factor for item in standing}
    by_kind: list[str] = []
    others: list[str] = []
    for name, action in plan.actions.items():
        on = factors.intersection(action.addresses)
        if on and action.kind != "repair":
            late = any(plan.incident.factors[f].layer in SOFTENING for f in on)
            (others if late or action.kind not in ("detect", "mitigate") else by_kind).append(name)
    kinds = listed(sorted({str(plan.actions[name].kind) for name in by_kind}), "or")
    why = f"an action of kind {kinds} removes only gaps in {listed(SOFTENING)}"
    told = ((by_kind, why), (others, "that alone does not take it away"))
    return [
        f"{action_names(names)} {'act' if len(names) > 1 else 'acts'} on it, but {reason}."
        for names, reason in told
        if names
    ]


def cheapest(fix: CheapestFix) -> list[str]:
    """Return the cheapest choice, what it costs and whether that is proven."""
    aim = (
        f"a depth of defence of {fix.wanted_depth}"
        if fix.wanted_depth
        else "no failure path to remain in this graph"
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
    text = (
        f"The lowest cost for {aim} is {fix.cost:g}: {names}."
        if fix.optimal
        else f"The cheapest choice found for {aim}: {names}, at a cost of {fix.cost:g}; proven to "
        f"within {fix.gap:.1%}."
    )
    done = [name for name in fix.chosen if fix.available[name].status == "done"]
    if done:
        text += f" Done already, and so at no cost: {action_names(done)}."
    unstated = [n for n in fix.chosen if n not in done and fix.available[n].cost is None]
    if unstated and fix.over == "actions":
        prices = listed(f"{name} (counted as {fix.prices[name]:g})" for name in unstated)
        text += f" No cost is stated for {prices}."
    return [text]
