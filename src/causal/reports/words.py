"""The verdicts in sentences that a manager can read, short and without blame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from causal.errors import NotFinished
from causal.reports.escape_md import text

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.explain import Explanation
    from causal.analysis.five_whys import Comparison
    from causal.model import Incident

__all__ = ["defence", "five_whys", "layer_names", "listed", "remains", "stoppers"]


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as an English list: ``a, b and c``."""
    items = list(words)
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def _number(count: int) -> str:
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return names[count] if count < len(names) else f"{count:,}"


def layer_names(incident: Incident, layers: Iterable[str]) -> list[str]:
    """Return layers as people read them."""
    return [text(incident.layer_title(layer)) for layer in layers]


def stoppers(incident: Incident, result: Explanation) -> str:
    """Return what would have stopped it: layers that alone would have, else what it takes."""
    layers = layer_names(incident, result.stopping_layers)
    if len(layers) == 1:
        return f"Had the layer **{layers[0]}** held, this would not have happened."
    if layers:
        names = listed(layers, "or")
        return f"Had any one of these layers held, this would not have happened: {names}."
    try:
        smallest = next(result.iter_prevention_sets(), None)
    except NotFinished as error:
        return f"No single layer would have stopped it; which together would have is {error}."
    if not smallest:
        return "No layer drawn here would have stopped it."
    what = listed(f"“{text(incident.what(factor))}”" for factor in sorted(smallest))
    if len(smallest) == 1:
        return (
            f"No single layer would have stopped it. The absence of one factor would have: {what}."
        )
    return f"No single layer would have stopped it. It takes the absence of {what} together."


def remains(incident: Incident, plan: Assessment) -> list[str]:
    """Return what still gets through under a scenario, a sentence and a line for each way."""
    try:
        count = plan.residual_cut_set_count
    except NotFinished as error:
        return [f"What still gets through is {error}."]
    given = listed(f"“{text(incident.what(factor))}”" for factor in plan.assumed)
    supposed = f" when something like {given} comes again" if plan.assumed else ""
    if not count:
        return [f"No way drawn here remains{supposed}."]
    if plan.residual_cut_sets == (frozenset(),):
        return [f"Nothing drawn here stands in the way{supposed}: the trigger alone is enough."]
    ways = "One way remains" if count == 1 else f"{_number(count).capitalize()} ways remain"
    lines = [f"{ways}{supposed}:"]
    for members in plan.residual_cut_sets[:3]:
        parts = [_member(incident, plan, member) for member in _in_order(incident, members)]
        lines.append(f"- {listed(parts)}")
    if count > 3:
        lines.append(f"- and {_number(count - 3)} more")
    return lines


def _member(incident: Incident, plan: Assessment, member: str) -> str:
    if member in plan.actions:
        return f"the barrier “{text(plan.actions[member].what)}” fails"
    return text(incident.what(member))


def _in_order(incident: Incident, members: Iterable[str]) -> Sequence[str]:
    order = [*incident.factors, *incident.actions]
    return sorted(members, key=order.index)


def defence(incident: Incident, plan: Assessment) -> str:
    """Return the depth of defence in one sentence."""
    try:
        depth = plan.defence
    except NotFinished as error:
        return f"The depth of defence is {error}."
    if depth.layers == 0:
        return "Depth of defence 0: some way through is touched by no action."
    layers = listed(layer_names(incident, sorted(depth.layer_sets[0], key=_layer_order(incident))))
    if depth.layers == 1:
        sentence = (
            f"Depth of defence 1: one hardened layer ({layers}) is all that stands in the way."
        )
    else:
        sentence = (
            f"Depth of defence {depth.layers}: {_number(depth.layers)} hardened layers ({layers}) "
            "must all fail again."
        )
    if depth.independent < depth.layers:
        causes = listed(f"“{text(incident.what(cause))}”" for cause in depth.common_causes)
        sentence += f" Counted once where they share a drawn cause ({causes}): {depth.independent}."
    return sentence


def _layer_order(incident: Incident) -> Callable[[str], int]:
    order = {name: number for number, name in enumerate(incident.layer_names)}
    return lambda layer: order.get(layer, len(order))


def five_whys(incident: Incident, versus: Comparison) -> list[str]:
    """Return what the five whys reached and what it missed, in a few sentences."""
    total = len(incident.factors)
    lines = [
        f"The five whys named {len(versus.on_chain)} of {total} factors"
        + (f" and missed {len(versus.missed)}." if versus.missed else "; it missed none.")
    ]
    if versus.layers.missed:
        missed = listed(layer_names(incident, versus.layers.missed))
        lines.append(f"The holes in these layers were off the line: {missed}.")
    lines.append(
        f"Its own action would give a depth of defence of {versus.depth_chain}; "
        f"the planned actions give {versus.depth_graph}."
    )
    if versus.chains > 1:
        likeliest, chance = next(iter(versus.ends.items()))
        lines.append(
            f"The graph admits {versus.chains:,} such lines with {len(versus.ends):,} "
            f"different ends. Picking answers at random, the likeliest end is "
            f"“{text(incident.what(likeliest))}” ({chance:.0%}), and a line sees "
            f"{versus.expected_coverage:.0%} of the factors on average "
            f"({versus.expected_coverage_at_five:.0%} within five whys)."
        )
    return lines
