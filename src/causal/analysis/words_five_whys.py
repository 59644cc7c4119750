"""The five whys against the graph, in words: what the line saw, missed, and would leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.analysis.phrases import each_quoted, layer_titles, number, quoted, way_words
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.five_whys import Comparison, Step

__all__ = ["counts", "five_whys"]

_SHOWN = 3


def five_whys(versus: Comparison) -> list[str]:
    """Return every verdict of `compare_five_whys`."""
    lines = [
        *_named(versus),
        *_off_the_line(versus),
        *_steps(versus),
        *_ends(versus),
        *_counterexample(versus),
    ]
    lines += [*_depths(versus), *_lines(versus), *_chance(versus)]
    return lines


def counts(versus: Comparison) -> list[str]:
    """Return the short form: what was named and missed, the depth, and the figures of chance."""
    return [*_named(versus), *_depths(versus), *_chance(versus)]


def _named(versus: Comparison) -> list[str]:
    incident = versus.incident
    total = len(incident.factors)
    lines = [
        f"The five whys named {len(versus.on_chain)} of {total} factors"
        + (f" and missed {len(versus.missed)}." if versus.missed else "; it missed none.")
    ]
    if versus.layers.missed:
        missed = layer_titles(incident, versus.layers.missed)
        lines.append(f"The holes in these layers were off the line: {missed}.")
    return lines


def _off_the_line(versus: Comparison) -> list[str]:
    lines = []
    if versus.missed:
        lines.append(f"Off the line: {each_quoted(versus.incident, versus.missed)}.")
    if versus.actions.missed:
        names = ", ".join(versus.actions.missed)
        lines.append(f"Action items on nothing that the line named: {names}.")
    return lines


def _steps(versus: Comparison) -> list[str]:
    incident = versus.incident
    asked = {step.effect: step for step in versus.steps if step.siblings}
    lines = [
        f"Asked why {quoted(incident, effect)}, the line did not follow "
        f"{each_quoted(incident, step.siblings)}."
        for effect, step in asked.items()
    ]
    return lines + [_off(versus, step) for step in versus.steps if step.is_link != "link"]


def _off(versus: Comparison, step: Step) -> str:
    effect = quoted(versus.incident, step.effect)
    if step.cause is None:
        return f"The answer “{step.answer}” is matched to no factor."
    if step.is_link == "skips":
        return f"From {effect} to “{step.answer}” the line skips what lies between."
    return f"That “{step.answer}” led to {effect} is not drawn in the graph."


def _ends(versus: Comparison) -> list[str]:
    """Return where the line ended, ends of the same kind together."""
    alike: dict[tuple[bool, ...], list[str]] = {}
    for end in versus.ends_of_chain:
        kind = (end.is_basic, end.is_but_for, end.is_act, end.is_person)
        alike.setdefault(kind, []).append(end.factor)
    return [_end(versus, kind, factors) for kind, factors in alike.items()]


def _end(versus: Comparison, kind: tuple[bool, ...], factors: list[str]) -> str:
    is_basic, is_but_for, is_act, is_person = kind
    causes = "no causes of it are drawn" if is_basic else "it has causes of its own"
    needed = "was needed" if is_but_for else "was not needed by itself"
    head = f"The line ended at {each_quoted(versus.incident, factors)}: "
    if len(factors) > 1:
        causes = "no causes of them are drawn" if is_basic else "they have causes of their own"
    text = f"{head}{causes}, and {'it' if len(factors) == 1 else 'each'} {needed} for the outcome."
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
        return [f"What fixing only that would leave is not worked out: {error}."]
    ends = len(versus.ends_of_chain)
    if not ends:
        return []
    fixed = "only where it ended" if ends == 1 else "only where its lines ended"
    if left is None:
        hold = "that one fix holds" if ends == 1 else "these fixes hold"
        return [f"Fix {fixed}, and no way drawn here remains, as long as {hold}."]
    return [f"Fix {fixed}, and this still happens: {way_words(versus.incident, left)}."]


def _depths(versus: Comparison) -> list[str]:
    own = "Its own action" if versus.five_whys.action else "An action on where it ended"
    try:
        return [
            f"{own} would give a depth of defence of {versus.depth_chain}; "
            f"the planned actions give {versus.depth_graph}."
        ]
    except NotFinished as error:
        return [f"The depths of defence are not worked out: {error}."]


def _lines(versus: Comparison) -> list[str]:
    """Return what each single line of a tree sees, and what the best line there could be misses."""
    incident = versus.incident
    lines = []
    if len(versus.single_chains) > 1:
        shares = [chain.coverage for chain in versus.single_chains]
        lines.append(
            f"It is a tree of {number(len(shares))} lines; each alone sees "
            f"{min(shares):.0%} to {max(shares):.0%} of the factors that led to it."
        )
    best = versus.best_chain
    if best.missed:
        lines.append(
            f"The single line that sees most ends at {quoted(incident, best.chain[-1])}; "
            f"it sees {best.coverage:.0%} of these factors and misses {number(len(best.missed))}."
        )
    return lines


def _chance(versus: Comparison) -> list[str]:
    if versus.chains < 2:
        return []
    likeliest, chance = next(iter(versus.ends.items()))
    return [
        f"The graph admits {versus.chains:,} such lines with {len(versus.ends):,} different "
        f"ends. Picking answers at random, the likeliest end is "
        f"{quoted(versus.incident, likeliest)} ({chance:.0%}), and a line sees "
        f"{versus.expected_coverage:.0%} of the factors on average "
        f"({versus.expected_coverage_at_five:.0%} within five whys)."
    ]
