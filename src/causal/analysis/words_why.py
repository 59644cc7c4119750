"""Why it came about, in words: the ways, what each factor was to them, the test of each link."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from causal.analysis.links import assess_links
from causal.analysis.phrases import each_quoted, layer_titles, listed, number, quoted
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.explain import Explanation
    from causal.analysis.links import Branch, LinkTest, LinkTests, NodeTest, Spare
    from causal.model import Incident

__all__ = [
    "explanation",
    "in_doubt",
    "in_every_way",
    "lined_up",
    "link_tests",
    "made_worse",
    "stoppers",
]

_SETS_READ = 100
_BRANCHES = 8


def explanation(result: Explanation) -> list[str]:
    """Return every verdict of `explain`."""
    incident = result.incident
    lines = [_ways(result), in_every_way(result), stoppers(result), _midway(result)]
    lines += [*_degrees(result), _weight(result)]
    lines += _overdetermined(result)
    lines += [made_worse(incident), in_doubt(result)]
    return [line for line in lines if line]


def lined_up(result: Explanation) -> str:
    """Return what introduces the (shortest) way it comes about; ends in a colon.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    if result.cut_set_count > 1:
        ways = number(result.cut_set_count)
        return f"There are {ways} ways drawn in which it comes about. The shortest:"
    if len(result.cut_sets[0]) > 1:
        return "These had to come together; without any one of them it would not have happened:"
    return "One factor sufficed:"


def _ways(result: Explanation) -> str:
    try:
        head = lined_up(result)
    except NotFinished as error:
        return f"How it comes about in every way drawn is not worked out: {error}."
    first = sorted(result.cut_sets[0], key=list(result.incident.factors).index)
    return f"{head} {each_quoted(result.incident, first)}."


def in_every_way(result: Explanation) -> str:
    """Return which basic factors are part of every way, where there are several ways."""
    try:
        several = result.cut_set_count > 1
    except NotFinished:
        several = True
    common = [name for name in result.incident.factors if name in result.but_for_basic]
    if not several:
        return ""
    if not common:
        return "No single basic factor is part of every way."
    return f"Part of every way: {each_quoted(result.incident, common)}."


def stoppers(result: Explanation) -> str:
    """Return what would have stopped it: layers that alone would have, else what it takes."""
    incident = result.incident
    layers = result.stopping_layers
    if len(layers) == 1:
        name = incident.layer_title(layers[0])
        return f"Had the layer {name} held, this would not have happened."
    if layers:
        names = layer_titles(incident, layers, "or")
        return f"Had any one of these layers held, this would not have happened: {names}."
    try:
        first = list(islice(result.iter_prevention_sets(), _SETS_READ))
    except NotFinished as error:
        return f"No single layer would have stopped it; what would have is not worked out: {error}."
    head = "No single layer would have stopped it."
    lasting = [s for s in first if all(incident.kind(factor) != "trigger" for factor in s)]
    if not lasting:
        return f"{head} It takes {_absence(incident, first[0])}." if first else head
    if lasting[0] == first[0] or len(lasting[0]) == len(first[0]):
        return f"{head} It takes {_absence(incident, lasting[0])}."
    return (
        f"{head} It takes {_absence(incident, first[0])}; or, should something like that come "
        f"again, {_absence(incident, lasting[0])}."
    )


def _absence(incident: Incident, factors: Iterable[str]) -> str:
    names = sorted(factors, key=list(incident.factors).index)
    together = " together" if len(names) > 1 else ""
    return f"the absence of {each_quoted(incident, names)}{together}"


def _midway(result: Explanation) -> str:
    derived = [f for f in result.structure.factors if f in result.but_for - result.but_for_basic]
    if not derived:
        return ""
    return (
        "Stopping it on the way, at any one of these, would have prevented it too: "
        f"{each_quoted(result.incident, derived)}."
    )


def _degrees(result: Explanation) -> list[str]:
    """Return what takes others to be gone too, by how many must go together."""
    try:
        degrees = result.responsibility
    except NotFinished:
        return []
    sizes: dict[int, list[str]] = {}
    for factor, degree in degrees.items():
        sizes.setdefault(round(1 / degree) if degree else 0, []).append(factor)
    lines = []
    for size in sorted(sizes):
        names = each_quoted(result.incident, sizes[size])
        if size > 1:
            lines.append(
                f"One of {number(size)} that must go together for it not to happen: {names}."
            )
        elif size == 0:
            lines.append(f"Never deciding, whatever else is so: {names}.")
    return lines


def _weight(result: Explanation) -> str:
    try:
        importance = result.importance
    except NotFinished:
        return ""
    most, least = max(importance.values()), min(importance.values())
    if len(importance) < 2 or most == least:
        return ""
    top = [factor for factor, value in importance.items() if value == most]
    decides = "decides" if len(top) == 1 else "decide"
    return (
        "With every factor as likely there as not, "
        f"{each_quoted(result.incident, top)} {decides} most often."
    )


def _overdetermined(result: Explanation) -> list[str]:
    """Return each node with more causes than it needed, with what that means."""
    incident, tests = result.incident, assess_links(result.incident)
    return [
        _spare(incident, spare, quoted(incident, node.node), tests.into(node.node))
        for node in tests.nodes
        if node.node in result.overdetermined
        for spare in node.spares
    ]


def made_worse(incident: Incident) -> str:
    """Return what was not needed and made it worse; empty when nothing did."""
    factors = [amplifier.factor for amplifier, _ in incident.amplifiers()]
    if not factors:
        return ""
    return f"Not needed for it, but made it worse: {each_quoted(incident, factors)}."


def in_doubt(result: Explanation) -> str:
    """Return what nobody has confirmed and is taken as drawn; empty when all is confirmed."""
    if not result.unconfirmed:
        return ""
    doubts = listed(_fact(result.incident, fact) for fact in result.unconfirmed)
    return f"Not confirmed, and taken here as drawn: {doubts}."


def _fact(incident: Incident, fact: str) -> str:
    if fact in incident.factors:
        return quoted(incident, fact)
    cause, _, effect = fact.partition(" -> ")
    return f"that {quoted(incident, cause)} led to {quoted(incident, effect)}"


def link_tests(result: LinkTests) -> list[str]:
    """Return the test of every link, grouped by effect, and what is said of each node's causes."""
    if not result.nodes:
        return ["No link is drawn yet, so there is nothing to test."]
    lines = []
    for node in result.nodes:
        lines += _tested(result.incident, node, result.into(node.node))
    stated = [node.node for node in result.nodes if node.complete]
    if stated:
        lines.append(f"Held sufficient by its author: {_causes_of(result.incident, stated)}.")
    missing = result.not_stated_complete
    if missing:
        causes = _causes_of(result.incident, missing)
        lines.append(f"Not stated: is this complete? It is open for {causes}.")
    return lines


def _causes_of(incident: Incident, nodes: Iterable[str]) -> str:
    return f"the causes of {each_quoted(incident, nodes)}"


def _tested(incident: Incident, node: NodeTest, links: tuple[LinkTest, ...]) -> list[str]:
    effect = quoted(incident, node.node)
    needed = [link for link in links if link.necessary]
    lines = []
    shown = [_cause(incident, link) for link in needed]
    if len(needed) == 1:
        lines.append(f"{effect} would not have come about without {shown[0]}.")
    elif needed:
        lines.append(f"{effect} took all of these, each necessary: {listed(shown)}.")
    return [*lines, *(_spare(incident, spare, effect, links) for spare in node.spares)]


def _cause(incident: Incident, link: LinkTest) -> str:
    doubt = "" if link.confidence == "confirmed" else f" (a {link.confidence} link)"
    return quoted(incident, link.cause) + doubt


def _spare(incident: Incident, spare: Spare, effect: str, links: Iterable[LinkTest]) -> str:
    branches = [_branch(incident, branch) for branch in spare.branches[:_BRANCHES]]
    if len(branches) < len(spare.branches):
        branches.append(f"and {number(len(spare.branches) - len(branches))} more")
    either = {1: "either" if len(spare.branches) == 2 else "any one"}.get(
        spare.needed, f"any {number(spare.needed)}"
    )
    text = f"For {effect}, {either} of these would have done: {'; '.join(branches)}."
    members = {cause for branch in spare.branches for cause in branch.causes}
    strong = [link.cause for link in links if link.cause in members and link.prevents]
    if not strong:
        return f"{text} Fixing one alone would not have helped there."
    more = each_quoted(incident, strong, "or")
    return f"{text} Yet without {more} it would not have come about: the rest needs it too."


def _branch(incident: Incident, branch: Branch) -> str:
    if branch.form == "other":
        return f"enough of {each_quoted(incident, branch.causes)}"
    join = " with " if branch.form == "all" else " or "
    return join.join(quoted(incident, cause) for cause in branch.causes)
