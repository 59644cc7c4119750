"""The five whys against the graph, in words: what the chain named, missed, and would leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.analysis.phrases import (
    action_names,
    each_quoted,
    in_place,
    layer_titles,
    number,
    path_words,
    quoted,
)
from causal.analysis.words_contributing import interval
from causal.errors import NotFinished
from causal.graph.structure import open_nodes

if TYPE_CHECKING:
    from causal.analysis.five_whys import Comparison, Step
    from causal.analysis.read_five_whys import MatchedChain


def five_whys(versus: Comparison) -> list[str]:
    """Return every verdict of `compare_five_whys`."""
    lines = [*_named(versus), *_missed(versus), *_depths(versus), *_steps(versus)]
    if open_nodes(versus.incident) and versus.ends_of_chain:
        lines.append("Where it ended is judged as if any one contributing cause were enough.")
    lines += _ends(versus)
    return [*lines, *_counterexample(versus), *_chains(versus), *_chance(versus)]


def counts(versus: Comparison) -> list[str]:
    """Return the short form: what was named and missed, the depth, and the figures of chance."""
    return [*_named(versus), *_depths(versus), *_chance(versus)]


def _named(versus: Comparison) -> list[str]:
    incident, named = versus.incident, len(versus.on_chain)
    total = len(versus.structure.factors)
    missed = f"missed {len(versus.missed)}" if versus.missed else "missed none"
    lines = [
        f"The five whys named {named} of the {total} factors that led to the outcome and {missed}."
    ]
    if versus.gaps.missed:
        total = len(versus.gaps.missed) + len(versus.gaps.on_chain)
        off = {incident.factors[name].layer for name in versus.gaps.missed}
        titles = layer_titles(incident, (n for n in incident.layer_names if n in off))
        lines.append(f"It missed {len(versus.gaps.missed)} of the {total} gaps, in {titles}.")
    if versus.named_besides:
        names = each_quoted(incident, versus.named_besides)
        lines.append(f"It also named what did not lead to the outcome in this graph: {names}.")
    return lines


def _missed(versus: Comparison) -> list[str]:
    lines = []
    if versus.missed:
        lines.append(f"Missed: {each_quoted(versus.incident, versus.missed)}.")
    if versus.actions.missed:
        names = action_names(versus.actions.missed)
        lines.append(f"Actions on nothing that the chain named: {names}.")
    return lines


def _steps(versus: Comparison) -> list[str]:
    incident = versus.incident
    asked = {step.effect: step for step in versus.steps if step.siblings}
    lines = [
        f"Asked why {quoted(incident, effect)}, the chain did not follow "
        f"{each_quoted(incident, step.siblings)}."
        for effect, step in asked.items()
    ]
    return lines + [_off(versus, step) for step in versus.steps if step.is_link != "link"]


def _off(versus: Comparison, step: Step) -> str:
    effect = quoted(versus.incident, step.effect)
    if step.cause is None:
        return f"The answer “{step.answer}” is matched to no factor."
    if step.is_link == "skips":
        return f"From {effect} to “{step.answer}” the chain skips what lies between."
    return f"That “{step.answer}” led to {effect} is not drawn in the graph."


def _ends(versus: Comparison) -> list[str]:
    """Return where the chain ended, ends of the same kind together."""
    alike: dict[tuple[bool, ...], list[str]] = {}
    for end in versus.ends_of_chain:
        kind = (end.is_basic, end.is_but_for, end.is_act, end.is_person)
        alike.setdefault(kind, []).append(end.factor)
    return [_end(versus, kind, factors) for kind, factors in alike.items()]


def _end(versus: Comparison, kind: tuple[bool, ...], factors: list[str]) -> str:
    is_basic, is_but_for, is_act, is_person = kind
    one = len(factors) == 1
    causes = "no causes are drawn" if is_basic else "causes of its own are drawn"
    needed = "was necessary" if is_but_for else "was not necessary by itself"
    text = (
        f"The chain ended at {each_quoted(versus.incident, factors)}: {causes}, and "
        f"{'it' if one else 'each'} {needed} for the outcome in this graph."
    )
    if is_person:
        text += (
            " The words are about an act rather than how the system was; what made that act "
            "likely is the next why."
        )
    elif is_act:
        text += " That is what set it off rather than a condition that was there."
    return text


def _counterexample(versus: Comparison) -> list[str]:
    try:
        left = versus.counterexample
    except NotFinished as error:
        return [f"What an action on the last answer would leave is not worked out: {error}."]
    if not versus.ends_of_chain:
        return []
    where = "where the chain ended" if len(versus.ends_of_chain) == 1 else "where its ends were"
    if left is None:
        return [f"With an action only {where}, no failure path remains if it works fully."]
    path = path_words(versus.incident, left)
    return [f"With an action only {where}, this failure path remains: {path}."]


def _depths(versus: Comparison) -> list[str]:
    ends = "where it ended" if len(versus.ends_of_chain) == 1 else "all of its ends"
    own = "its own action" if versus.five_whys.action else f"one action on {ends}"
    planned = versus.scenario == "planned"
    supposed = "the planned actions" if planned else in_place(versus.scenario)
    try:
        depths = versus.depth_ranges
        return [
            f"Depth of defence: {interval(*depths['chain'])} with {own}, "
            f"{interval(*depths['on_chain'])} with an action on every factor it named, "
            f"{interval(*depths['graph'])} with {supposed}."
        ]
    except NotFinished as error:
        return [f"The depths of defence are not worked out: {error}."]


def _chains(versus: Comparison) -> list[str]:
    """Return what each branch of a tree names, and what the best single chain would miss."""
    lines = []
    if len(versus.single_chains) > 1:
        shares = [chain.coverage for chain in versus.single_chains]
        lines.append(
            f"It is a tree of {number(len(shares))} chains; each alone names "
            f"{min(shares):.0%} to {max(shares):.0%} of these factors."
        )
    best = versus.best_chain
    if best.missed:
        lines.append(
            f"The best single chain there is ends at {quoted(versus.incident, best.chain[-1])}; "
            f"it names {best.coverage:.0%} of these factors and misses {number(len(best.missed))}."
        )
    return lines


def _chance(versus: Comparison) -> list[str]:
    if versus.chains < 2:
        return []
    likeliest, chance = next(iter(versus.ends.items()))
    return [
        f"The graph admits {versus.chains:,} such chains with {len(versus.ends):,} different "
        "ends. With answers picked at random, the likeliest end is "
        f"{quoted(versus.incident, likeliest)} ({chance:.0%}), and a chain names "
        f"{versus.expected_coverage:.0%} of the factors on average "
        f"({versus.expected_coverage_at_five:.0%} within five whys)."
    ]


def matched(result: MatchedChain) -> list[str]:
    """Return each answer with the factor it is taken to mean, or the nearest ones."""
    lines = []
    for item in result.answers:
        if item.factor is not None:
            lines.append(
                f"“{item.answer}” is taken to mean {quoted(result.incident, item.factor)}."
            )
            continue
        near = " or ".join(
            f"{quoted(result.incident, name)} ({score:.0%})" for name, score in item.proposals
        )
        lines.append(f"“{item.answer}” is matched to no factor; {near or 'none'} is near.")
    return lines
