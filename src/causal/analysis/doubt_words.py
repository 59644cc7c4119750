"""The verdicts under doubt as short sentences, in the factors' own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from causal.analysis.scenario import SCENARIOS

if TYPE_CHECKING:
    from causal.analysis.doubt import Doubt, Verdict

__all__ = ["sentences"]

_SHOWN = 5


def sentences(doubt: Doubt) -> list[str]:
    """Return what is in doubt, then every verdict and what it depends on, then what to ask.

    Raises:
        NotFinished: An answer did not fit the time.
    """
    return [
        *_in_doubt(doubt),
        *_factors(doubt),
        *_layers(doubt),
        *_cut_sets(doubt),
        *_actions(doubt),
        *_to_ask(doubt),
    ]


def _in_doubt(doubt: Doubt) -> list[str]:
    if not doubt.facts:
        return ["Nothing that leads to the outcome is in doubt."]
    lines = [f"In doubt is {_list(f'whether {fact.what}' for fact in doubt.facts)}."]
    if doubt.discarded:
        total = f"{doubt.resolutions + doubt.discarded:,}"
        lines.append(
            f"Of the {total} ways to settle this, {doubt.discarded:,} would leave something "
            "without enough causes: set aside."
        )
    return lines


def _factors(doubt: Doubt) -> list[str]:
    return [
        _sentence(doubt, f"{_quoted(doubt, name)} was{'' if v.as_drawn else ' not'} needed", v)
        for name, v in doubt.but_for.items()
    ]


def _layers(doubt: Doubt) -> list[str]:
    lines = []
    for layer, verdict in doubt.layers.items():
        end = "not have happened" if verdict.as_drawn else "still have happened"
        claim = f"Had the layer {doubt.incident.layer_title(layer)} held, this would {end}"
        lines.append(_sentence(doubt, claim, verdict))
    return lines


def _cut_sets(doubt: Doubt) -> list[str]:
    lines = []
    minimal = doubt.minimal
    for members, verdict in list(doubt.cut_sets.items())[:_SHOWN]:
        names = _list(_quoted(doubt, member) for member in sorted(members))
        together = "together" if len(members) > 1 else "alone"
        line = _sentence(
            doubt, f"{names} {'were' if len(members) > 1 else 'was'} enough {together}", verdict
        )
        if len(members) > 1:
            line += " " + _sentence(doubt, "Each of them was needed for that", minimal[members])
        lines.append(line)
    rest = list(doubt.cut_sets.values())[_SHOWN:]
    if rest:
        open_ones = sum(not verdict.certain for verdict in rest)
        lines.append(f"Of {len(rest):,} more ways it comes about, {open_ones:,} depend on this.")
    return lines


def _actions(doubt: Doubt) -> list[str]:
    named = doubt.scenario in SCENARIOS
    given = f"With the {doubt.scenario} actions" if named else f"With {doubt.scenario} in place"
    remains = "no way drawn here remains" if doubt.closed.as_drawn else "a way drawn here remains"
    depth = doubt.depth
    others = [str(value) for value in depth.possible if value != depth.as_drawn]
    other = f", or else {_list(others, 'or')}" if others else ""
    deep = f"{given}, the depth of defence is {depth.as_drawn}{other}"
    return [_sentence(doubt, f"{given}, {remains}", doubt.closed), _sentence(doubt, deep, depth)]


def _to_ask(doubt: Doubt) -> list[str]:
    what = {fact.name: fact.what for fact in doubt.facts}
    return [
        f"To find out: whether {what[question.fact]}; this settles "
        f"{question.decided_if_confirmed:,} open verdicts if so, "
        f"{question.decided_if_ruled_out:,} if not."
        for question in doubt.ask_next[:_SHOWN]
        if question.decided_if_confirmed or question.decided_if_ruled_out
    ]


def _sentence(doubt: Doubt, claim: str, verdict: Verdict) -> str:
    if verdict.certain:
        return f"{claim}: certain."
    what = {fact.name: fact.what for fact in doubt.facts}
    return f"{claim}: depends on {_list(f'whether {what[name]}' for name in verdict.depends_on)}."


def _quoted(doubt: Doubt, factor: str) -> str:
    return f'"{doubt.incident.what(factor)}"'


def _list(words: Iterable[str], last: str = "and") -> str:
    *others, end = words
    return f"{', '.join(others)} {last} {end}" if others else end
