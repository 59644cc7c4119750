"""Uncertainty in words: what is the same whatever is still open, and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.phrases import (
    each_quoted,
    in_file_order,
    in_place,
    layer_title,
    listed,
    number,
    quoted,
)
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.uncertainty import Uncertainty, Verdict

_SHOWN = 5


def uncertainty(result: Uncertainty) -> list[str]:
    """Return what is still open, which verdicts depend on it, and what to find out."""
    lines: list[str] = []
    for told in (_open, _depth, _verdicts, _to_find_out):
        try:
            lines += told(result)
        except NotFinished as error:
            return [*lines, f"The rest is not worked out: {error}."]
    return lines


def _whether(result: Uncertainty, names: tuple[str, ...]) -> str:
    what = {fact.name: fact.what for fact in result.facts}
    shown = [f"whether {what[name]}" for name in names[:_SHOWN]]
    more = len(names) - len(shown)
    return listed([*shown, f"{number(more)} more such facts"] if more else shown)


def _on(result: Uncertainty, names: tuple[str, ...]) -> str:
    """Return the facts that something depends on; all that are open were named just before."""
    if len(names) < len(result.facts):
        return _whether(result, names)
    every = {1: "this", 2: "both of these"}
    return every.get(len(names), f"all {number(len(names))} of these")


def _open(result: Uncertainty) -> Iterator[str]:
    if not result.facts:
        yield "Nothing that leads to the outcome is still open, so every verdict is as drawn."
        return
    yield f"Still open: {_whether(result, tuple(fact.name for fact in result.facts))}."
    if result.discarded:
        total = number(result.resolutions + result.discarded)
        yield (
            f"Of the {total} ways to settle this, {number(result.discarded)} would leave something "
            "without enough causes: set aside."
        )


def _depth(result: Uncertainty) -> Iterator[str]:
    """Return how deep the defence is, and only then whether a failure path remains."""
    if not result.facts:
        return
    depth, closed = result.depth, result.closed
    others = [str(value) for value in depth.possible if value != depth.as_drawn]
    deep = f"{depth.as_drawn}, or else {listed(others, 'or')}" if others else depth.as_drawn
    given = f"with {in_place(result.scenario)}"
    path = "no failure path" if closed.as_drawn else "a failure path"
    yield _sentence(result, f"{given} the depth of defence is {deep}", depth)
    yield _sentence(result, f"{given} {path} remains, if every removal works fully", closed)


def _verdicts(result: Uncertainty) -> Iterator[str]:
    """Return how many verdicts on factors and layers are settled, and what the others rest on."""
    if not result.facts:
        return
    claims = [*_on_factors(result), *_on_layers(result)]
    settled = sum(verdict.certain for _, verdict in claims)
    yield (
        f"Whatever is still open, {settled:,} of the {len(claims):,} verdicts on factors and "
        "layers stay the same."
    )
    by_facts: dict[tuple[str, ...], list[str]] = {}
    for claim, verdict in (*claims, *_on_paths(result)):
        if not verdict.certain:
            by_facts.setdefault(verdict.depends_on, []).append(claim)
    for names, depending in by_facts.items():
        yield f"It depends on {_on(result, names)}: that {'; that '.join(depending)}."
    rest = list(result.cut_sets.values())[_SHOWN:]
    if rest:
        unsure = sum(not verdict.certain for verdict in rest)
        more = "one more failure path" if len(rest) == 1 else f"{number(len(rest))} more paths"
        yield f"Of {more}, {number(unsure)} may not be sufficient."


def _on_factors(result: Uncertainty) -> Iterator[tuple[str, Verdict]]:
    for name, verdict in result.but_for.items():
        needed = "necessary" if verdict.as_drawn else "not necessary"
        yield f"{quoted(result.incident, name)} is {needed}", verdict


def _on_layers(result: Uncertainty) -> Iterator[tuple[str, Verdict]]:
    for layer, verdict in result.layers.items():
        enough = "sufficient" if verdict.as_drawn else "not sufficient"
        yield f"the layer {layer_title(result.incident, layer)} is {enough} to prevent it", verdict


def _on_paths(result: Uncertainty) -> Iterator[tuple[str, Verdict]]:
    minimal, only = result.minimal, len(result.cut_sets) == 1
    for members, verdict in list(result.cut_sets.items())[:_SHOWN]:
        names = each_quoted(result.incident, in_file_order(result.incident, members))
        if only and len(members) > 1:
            names = "the factors of the only failure path"
        yield f"{names} {'are' if len(members) > 1 else 'is'} sufficient", verdict
        if len(members) > 1:
            yield (
                f"each of {names} is necessary for {'it' if only else 'their failure path'}",
                minimal[members],
            )


def _to_find_out(result: Uncertainty) -> Iterator[str]:
    alike: dict[tuple[int, int], list[str]] = {}
    for asked in result.ask_next[:_SHOWN]:
        counts = asked.decided_if_confirmed, asked.decided_if_ruled_out
        alike.setdefault(counts, []).append(asked.fact)
    for counts, facts in alike.items():
        if any(counts):
            so, not_so = (number(count) if count else "none" for count in counts)
            yield (
                f"To find out: {_whether(result, tuple(facts))}. Of the open verdicts "
                f"{'this' if len(facts) == 1 else 'each'} settles {so} if so and {not_so} if not."
            )


def _sentence(result: Uncertainty, claim: str, verdict: Verdict) -> str:
    if verdict.certain:
        return f"Whatever is still open, {claim}."
    return f"{claim[:1].upper()}{claim[1:]}: depends on {_on(result, verdict.depends_on)}."
