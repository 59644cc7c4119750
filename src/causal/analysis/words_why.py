"""Why it came about, in words: the failure paths, what each factor is to them, each link's test.

In the present tense and about the graph, so that an incident and a tree of what could happen are
spoken of alike, and nothing is said of what anybody should have done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from causal.analysis import words_actions
from causal.analysis.links import assess_links
from causal.analysis.phrases import (
    each_quoted,
    in_file_order,
    in_place,
    layer_title,
    layer_titles,
    listed,
    number,
    quoted,
    with_confidence,
)
from causal.analysis.words_contributing import contributing, contributors
from causal.errors import NotFinished
from causal.graph.structure import open_nodes

if TYPE_CHECKING:
    from causal.analysis.explain import Explanation
    from causal.analysis.links import Branch, LinkTest, LinkTests, NodeTest, Spare
    from causal.model import Incident

_SETS_READ = 100
_LACKING = {
    "_paths": "Which failure paths there are",
    "stoppers": "What is sufficient to prevent it",
    "_together": "What must go together",
    "_never": "What never decides",
    "_weight": "What decides most often",
    "probability": "The probability",
}
"""What each part of the answer is about, to say when it is not finished."""
_SETS_SHOWN = 12
_BRANCHES = 8


def explanation(result: Explanation) -> list[str]:
    """Return every verdict of `explain`."""
    if open_nodes(result.incident):
        return [*_not_stated_how(result), *_remaining(result)]
    lines: list[str] = []
    for told in (_paths, in_every_path, stoppers, _midway, _together, _never, _weight, probability):
        try:
            said = told(result)
        except NotFinished as error:
            said = f"{_LACKING.get(told.__name__, 'The rest')} is not worked out: {error}."
        lines += [said] if isinstance(said, str) else said
    lines += _overdetermined(result)
    lines += [made_worse(result.incident), not_confirmed(result), *_remaining(result)]
    return [line for line in lines if line]


def _remaining(result: Explanation) -> list[str]:
    """Return which failure paths remain under the scenario, nothing where none was given."""
    if result.plan is None:
        return []
    head = words_actions.remains(result.plan)
    supposed = f"With {in_place(result.plan.scenario)}: {head[:1].lower()}{head[1:]}"
    return [" ".join([supposed, *words_actions.remaining_paths(result.plan)])]


def _not_stated_how(result: Explanation) -> list[str]:
    try:
        lines = contributing(result)
    except NotFinished as error:
        lines = [f"The failure paths are not worked out: {error}."]
    lines += [probability(result), made_worse(result.incident), not_confirmed(result)]
    return [line for line in lines if line]


def lined_up(result: Explanation) -> str:
    """Return what introduces the (shortest) failure path; ends in a colon.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    if open_nodes(result.incident):
        return (
            "How some causes combined is not stated. If any one was enough, "
            f"{_which(result.cut_set_count)} in this graph:"
        )
    if result.cut_set_count > 1:
        return (
            f"There are {number(result.cut_set_count)} failure paths in this graph. The shortest:"
        )
    if len(result.cut_sets[0]) > 1:
        return "In this graph each of these is necessary, and only all together are sufficient:"
    return "In this graph one factor is sufficient:"


def _which(count: int) -> str:
    return "the failure path" if count == 1 else f"the shortest of {number(count)} failure paths"


def _paths(result: Explanation) -> str:
    try:
        head = lined_up(result)
    except NotFinished as error:
        return f"The failure paths are not worked out: {error}."
    first = in_file_order(result.incident, result.cut_sets[0])
    return f"{head} {each_quoted(result.incident, first)}."


def in_every_path(result: Explanation) -> str:
    """Return which basic factors are part of every failure path, where there are several."""
    try:
        several = result.cut_set_count > 1
    except NotFinished:
        several = True
    common = [name for name in result.incident.factors if name in result.but_for_basic]
    if not several:
        return ""
    if not common:
        return "No single basic factor is part of every failure path."
    return f"Part of every failure path: {each_quoted(result.incident, common)}."


def sufficient_layers(result: Explanation) -> str:
    """Return which layers are each sufficient to prevent it."""
    incident, layers = result.incident, result.stopping_layers
    if len(layers) == 1:
        name = layer_title(incident, layers[0])
        return f"In this graph the layer {name} is sufficient to prevent it."
    if layers:
        names = layer_titles(incident, layers, "or")
        return f"In this graph any one of these layers is sufficient to prevent it: {names}."
    reading = ", if any one contributing cause was enough" if open_nodes(incident) else ""
    if not any(incident.factors[factor].layer for factor in result.structure.factors):
        reading = ", as no factor is a gap in one"
    return f"In this graph no single layer is sufficient to prevent it{reading}."


def stoppers(result: Explanation) -> str:
    """Return the layers each sufficient to prevent it, else the fewest factors that must go."""
    head, incident = sufficient_layers(result), result.incident
    if result.stopping_layers:
        return head
    head = head.removesuffix(".")
    try:
        first = list(islice(result.iter_prevention_sets(), _SETS_READ))
    except NotFinished as error:
        return f"{head}; what would prevent it is not worked out: {error}."
    lasting = [s for s in first if all(incident.kind(factor) != "trigger" for factor in s)]
    if not first:
        return f"{head}."
    if not lasting or len(lasting[0]) == len(first[0]):
        return f"{head}. It takes {_absence(incident, lasting or first)}."
    return (
        f"{head}. It takes {_absence(incident, first)}; or, should something like that come "
        f"again, {_absence(incident, lasting)}."
    )


def _absence(incident: Incident, sets: Sequence[Collection[str]]) -> str:
    """Return what the first of some sets takes, and that others of its size would do as well."""
    names = in_file_order(incident, sets[0])
    together = " together" if len(names) > 1 else ""
    others = sum(len(members) == len(names) for members in sets) > 1
    instance = ", for instance" if others else ""
    return f"the absence of {each_quoted(incident, names)}{together}{instance}"


def _midway(result: Explanation) -> str:
    derived = [f for f in result.structure.factors if f in result.but_for - result.but_for_basic]
    if not derived:
        return ""
    which = "" if len(derived) == 1 else "any one of these: "
    names = each_quoted(result.incident, derived)
    return f"Prevented too when it is stopped on the way, at {which}{names}."


def _together(result: Explanation) -> list[str]:
    """Return the sets that must be absent together, so that 1/k is never said without its sets."""
    try:
        count = result.prevention_set_count
    except NotFinished:
        return []
    alone = sum(1 for members in result.prevention_sets if len(members) == 1)
    several = [members for members in result.prevention_sets if len(members) > 1]
    if not several:
        return []
    incident = result.incident
    if len(several) == 1 == count - alone and not result.stopping_layers:
        return []  # `stoppers` says it
    shown = [
        listed(quoted(incident, name) for name in in_file_order(incident, members))
        for members in several[:_SETS_SHOWN]
    ]
    more = count - alone - len(shown)
    rest = [f"and {number(more)} more such sets"] if more > 0 else []
    which = "these are" if len(shown) == 1 else "one of these sets is"
    return [f"Prevented when {which} absent together: {'; '.join([*shown, *rest])}."]


def _never(result: Explanation) -> list[str]:
    try:
        degrees = result.responsibility
        anywhere = result.responsibility_anywhere
    except NotFinished:
        return []
    never = [name for name, degree in degrees.items() if not degree and not anywhere.get(name)]
    if not never:
        return []
    return [f"Never deciding, whatever else is so: {each_quoted(result.incident, never)}."]


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
        "With every basic factor as likely there as not, "
        f"{each_quoted(result.incident, top)} {decides} most often."
    )


def probability(result: Explanation) -> str:
    """Return the probability of the outcome; empty unless every basic factor states one."""
    factors = result.incident.factors
    if any(factors[name].probability is None for name in result.structure.names):
        return ""
    try:
        value = result.probability()
    except NotFinished as error:
        return f"The probability of the outcome is not worked out: {error}."
    return f"With the stated probabilities, taken as independent, its probability is {value:.4g}."


def _overdetermined(result: Explanation) -> list[str]:
    """Return each node with more causes than it needed, with what that means."""
    incident, tests = result.incident, assess_links(result.incident)
    return [
        _spare(incident, spare, quoted(incident, node.node), tests.into(node.node))
        for node in tests.nodes
        if node.node in result.overdetermined
        for spare in node.more_than_needed
    ]


def made_worse(incident: Incident) -> str:
    """Return what is not needed and makes it worse; empty when nothing does."""
    factors = [amplifier.factor for amplifier, _ in incident.amplifiers()]
    if not factors:
        return ""
    named = each_quoted(incident, factors, say=with_confidence)
    return f"Not needed for it, but makes it worse: {named}."


def not_confirmed(result: Explanation, shown: int | None = None) -> str:
    """Return what nobody has confirmed and is taken as drawn; empty when all is confirmed.

    Args:
        result: The explanation.
        shown: Of more than so many facts, only their number is said.
    """
    if not result.unconfirmed:
        return ""
    if shown is not None and len(result.unconfirmed) > shown:
        count = number(len(result.unconfirmed))
        return (
            f"Not confirmed, and taken here as drawn: {count} facts, which causal verdicts lists."
        )
    open_facts = listed(_fact(result.incident, fact) for fact in result.unconfirmed)
    return f"Not confirmed, and taken here as drawn: {open_facts}."


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
    not_stated = set(open_nodes(result.incident))
    for node in result.nodes:
        lines += _tested(result.incident, node, result.into(node.node), node.node in not_stated)
    stated = [node.node for node in result.nodes if node.complete]
    if stated:
        names = each_quoted(result.incident, stated)
        lines.append(f"Held sufficient by their author: the causes of {names}.")
    missing = result.not_stated_complete
    if not stated:
        lines.append("It is stated of no effect here that its causes are complete.")
    elif missing:
        names = each_quoted(result.incident, missing)
        lines.append(f"Not stated to be complete: the causes of {names}.")
    return lines


def _tested(
    incident: Incident, node: NodeTest, links: tuple[LinkTest, ...], open_how: bool
) -> list[str]:
    effect = quoted(incident, node.node)
    needed = [_cause(incident, link) for link in links if link.necessary]
    each = " each of these:" if len(needed) > 1 else ""
    lines = [f"In this graph {effect} needs{each} {listed(needed)}."] if needed else []
    if open_how:
        names = each_quoted(incident, contributors(incident, node.node))
        return [*lines, f"How these combined to {effect} is not stated: {names}."]
    return [*lines, *(_spare(incident, spare, effect, links) for spare in node.more_than_needed)]


def _cause(incident: Incident, link: LinkTest) -> str:
    sure = "" if link.confidence == "confirmed" else f" (a {link.confidence} link)"
    return quoted(incident, link.cause) + sure


def _spare(incident: Incident, spare: Spare, effect: str, links: Iterable[LinkTest]) -> str:
    branches = [_branch(incident, branch) for branch in spare.branches[:_BRANCHES]]
    if len(branches) < len(spare.branches):
        branches.append(f"and {number(len(spare.branches) - len(branches))} more")
    either = {1: "either" if len(spare.branches) == 2 else "any one"}.get(
        spare.needed, f"any {number(spare.needed)}"
    )
    members = {cause for branch in spare.branches for cause in branch.causes}
    beside = any(link.cause not in members for link in links)
    text = (
        f"In this graph {either} of these{', with its other causes,' if beside else ''} "
        f"{'is' if spare.needed == 1 else 'are'} sufficient for {effect}: {'; '.join(branches)}."
    )
    strong = [link.cause for link in links if link.cause in members and link.prevents]
    if not strong:
        return f"{text} Removing one alone does not prevent it there."
    more = each_quoted(incident, strong, "or")
    return f"{text} Yet without {more} it does not come about: the rest needs it too."


def _branch(incident: Incident, branch: Branch) -> str:
    if branch.form == "other":
        return f"enough of {each_quoted(incident, branch.causes)}"
    join = " with " if branch.form == "all" else " or "
    return join.join(quoted(incident, cause) for cause in branch.causes)
