"""Causes of which it is not stated how they combined, in words: what is the same all the while.

The outcome survives longest when any one contributing cause is enough, and falls first when all of
them were needed; between the two lies every way in which they may have combined.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.phrases import each_quoted, in_file_order, layer_titles, number, quoted
from causal.errors import NotFinished
from causal.graph.structure import open_nodes
from causal.model import Gate

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.explain import Explanation
    from causal.model import Incident

_SUFFICIENT = "A layer sufficient to prevent it"


def contributing(why: Explanation) -> list[str]:
    """Return the verdicts of `explain` where it is not stated how some causes combined.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    incident, needed_all = why.incident, why.if_all_of
    lines = [
        f"How the causes of {each_quoted(incident, why.open_nodes)} combined is not stated.",
        f"In this graph there are, if any one of them was enough, {_paths(why)}; if all were "
        f"needed, {_paths(needed_all)}.",
    ]
    lines += _split(
        "Necessary",
        "necessary",
        each_quoted(incident, in_file_order(incident, why.but_for)),
        each_quoted(incident, in_file_order(incident, needed_all.but_for - why.but_for)),
    )
    maybe = [name for name in needed_all.stopping_layers if name not in why.stopping_layers]
    layers = layer_titles(incident, why.stopping_layers), layer_titles(incident, maybe)
    lines += _sufficient(why, *layers)
    return [*lines, *_narrowing(why)]


def briefly(why: Explanation) -> list[str]:
    """Return the same verdicts below a list of the causes, without naming all of them again."""
    try:
        incident, needed_all = why.incident, why.if_all_of
        any_one, all_of = why.cut_set_count, needed_all.cut_set_count
        depends = in_file_order(incident, needed_all.but_for - why.but_for)
        certain = in_file_order(incident, why.but_for)
        maybe = [name for name in needed_all.stopping_layers if name not in why.stopping_layers]
        layers = layer_titles(incident, why.stopping_layers), layer_titles(incident, maybe)
        lines = [
            f"In this graph there {_are(any_one)} if any one of them was enough, {number(all_of)} "
            "if all were needed."
        ]
        if not certain and len(depends) > 3:
            lines.append(
                f"Whether any of {number(len(depends))} factors is necessary depends on how the "
                "causes combined."
            )
        else:
            names = each_quoted(incident, certain), each_quoted(incident, depends)
            lines += _split("Necessary", "necessary", *names)
        lines += _sufficient(why, *layers)
        return [*lines, *_narrowing(why)]
    except NotFinished as error:
        return [f"The failure paths are not worked out: {error}."]


def _sufficient(why: Explanation, certain: str, depends: str) -> list[str]:
    """Return which layers are sufficient; that there is none to speak of where none has a gap."""
    if not any(why.incident.factors[factor].layer for factor in why.structure.factors):
        return ["No factor here is a gap in a layer, so no layer is sufficient to prevent it."]
    return list(_split(_SUFFICIENT, "layers sufficient to prevent it", certain, depends))


def _are(paths: int) -> str:
    return f"are {number(paths)} failure paths" if paths != 1 else "is one failure path"


def _paths(why: Explanation) -> str:
    first = each_quoted(why.incident, in_file_order(why.incident, why.cut_sets[0]))
    count = why.cut_set_count
    many = f"{number(count)} failure paths, the shortest" if count > 1 else "one failure path:"
    return f"{many} {first}"


def _split(one: str, many: str, always: str, maybe: str) -> Iterator[str]:
    """Yield what a claim holds for however the causes combined, and what it may hold for."""
    if always:
        yield f"{one}, the same however the causes combined: {always}."
    if maybe:
        yield f"Whether these are {many} depends on how the causes combined: {maybe}."
    if not (always or maybe):
        yield f"{one}, however the causes combined: none."


def _narrowing(why: Explanation) -> Iterator[str]:
    found = why.narrowing
    if found is None:
        return
    effect = quoted(why.incident, found.node)
    asked = {
        "all": f"it took all causes of {effect}",
        "any": f"any one cause of {effect} was enough",
    }
    which = f"{number(found.decides)} of the {number(found.open)} verdicts that depend on it"
    if found.decides == found.open:
        all_of = {1: "the one verdict that depends", 2: "both verdicts that depend"}
        which = all_of.get(found.open, f"all {number(found.open)} verdicts that depend") + " on it"
    yield (
        f"To narrow this most, find out whether {asked[found.statement]}: if so, that decides "
        f"{which}."
    )


def contributors(incident: Incident, node: str) -> list[str]:
    """Return the causes of a node that a *contributing* holds, in the order stated."""

    def below(gate: Gate) -> Iterator[str]:
        if gate.op == "contributing":
            yield from (link.cause for link in gate.links())
        else:
            for member in gate.of:
                if isinstance(member, Gate):
                    yield from below(member)

    because = incident.because(node)
    return list(dict.fromkeys(below(because))) if because is not None else []


def depth_words(plan: Assessment) -> str:
    """Return the depth of defence, as an interval where it depends on how causes combined.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    return interval(*plan.depth_range)


def interval(low: int, high: int) -> str:
    """Return two figures as an interval, or as one where they are the same."""
    return str(low) if low == high else f"{low} to {high}"


def whether(plan: Assessment) -> str:
    """Return the sentence on what remains where it depends on how causes combined."""
    names = each_quoted(plan.incident, open_nodes(plan.incident))
    return (
        "If every removal works fully, whether a failure path remains in this graph depends on "
        f"how the causes of {names} combined."
    )
