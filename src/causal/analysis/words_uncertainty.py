"""Doubt in words: each verdict with "certain", or with what it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.phrases import each_quoted, listed, number, quoted
from causal.analysis.scenario import SCENARIOS
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.uncertainty import Doubt, Verdict

__all__ = ["doubt"]

_SHOWN = 5


def doubt(result: Doubt) -> list[str]:
    """Return what is in doubt, then every verdict and what it rests on, then what to find out."""
    lines: list[str] = []
    for told in (_in_doubt, _factors, _layers, _cut_sets, _actions, _to_find_out):
        try:
            lines += told(result)
        except NotFinished as error:
            return [*lines, f"The rest is not worked out: {error}."]
    return lines


def _in_doubt(result: Doubt) -> Iterator[str]:
    if not result.facts:
        yield "Nothing that leads to the outcome is in doubt."
        return
    yield f"In doubt is {listed(f'whether {fact.what}' for fact in result.facts)}."
    if result.discarded:
        total = number(result.resolutions + result.discarded)
        yield (
            f"Of the {total} ways to settle this, {number(result.discarded)} would leave something "
            "without enough causes: set aside."
        )


def _factors(result: Doubt) -> Iterator[str]:
    for name, verdict in result.but_for.items():
        needed = "was needed" if verdict.as_drawn else "was not needed"
        yield _sentence(result, f"{quoted(result.incident, name)} {needed}", verdict)


def _layers(result: Doubt) -> Iterator[str]:
    for layer, verdict in result.layers.items():
        so = "not have happened" if verdict.as_drawn else "still have happened"
        title = result.incident.layer_title(layer)
        yield _sentence(result, f"Had the layer {title} held, this would {so}", verdict)


def _cut_sets(result: Doubt) -> Iterator[str]:
    minimal, order = result.minimal, list(result.incident.factors)
    for members, verdict in list(result.cut_sets.items())[:_SHOWN]:
        names = each_quoted(result.incident, sorted(members, key=order.index))
        if len(members) == 1:
            yield _sentence(result, f"{names} was enough alone", verdict)
        else:
            enough = _sentence(result, f"{names} were enough together", verdict)
            each = _sentence(result, "Each of them was needed for that", minimal[members])
            yield f"{enough} {each}"
    rest = list(result.cut_sets.values())[_SHOWN:]
    if rest:
        unsure = sum(not verdict.certain for verdict in rest)
        more = "one more way" if len(rest) == 1 else f"{number(len(rest))} more ways"
        yield f"Of {more} it comes about, {number(unsure)} may not be enough."


def _actions(result: Doubt) -> Iterator[str]:
    named = result.scenario in SCENARIOS
    given = f"With the {result.scenario} actions" if named else f"With {result.scenario} in place"
    remains = "no way" if result.closed.as_drawn else "a way"
    yield _sentence(result, f"{given}, {remains} drawn here remains", result.closed)
    depth = result.depth
    others = [str(value) for value in depth.possible if value != depth.as_drawn]
    deep = f"{depth.as_drawn}, or else {listed(others, 'or')}" if others else depth.as_drawn
    yield _sentence(result, f"{given}, the depth of defence is {deep}", depth)


def _to_find_out(result: Doubt) -> Iterator[str]:
    what = {fact.name: fact.what for fact in result.facts}
    for asked in result.ask_next[:_SHOWN]:
        if asked.decided_if_confirmed or asked.decided_if_ruled_out:
            so, not_so = (
                number(count) if count else "none"
                for count in (asked.decided_if_confirmed, asked.decided_if_ruled_out)
            )
            yield (
                f"To find out: whether {what[asked.fact]}. "
                f"Of the open verdicts this settles {so} if so and {not_so} if not."
            )


def _sentence(result: Doubt, claim: str, verdict: Verdict) -> str:
    if verdict.certain:
        return f"{claim}: certain."
    what = {fact.name: fact.what for fact in result.facts}
    return f"{claim}: depends on {listed(f'whether {what[name]}' for name in verdict.depends_on)}."
