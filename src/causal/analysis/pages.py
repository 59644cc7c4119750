"""All answers about one incident: on one screen, and in full, each verdict said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from causal.analysis import words_actions, words_contributing, words_why
from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.cheapest import cheapest_fix
from causal.analysis.explain import Explanation, explain
from causal.analysis.five_whys import compare_five_whys
from causal.analysis.layer_report import assess_layers
from causal.analysis.links import assess_links
from causal.analysis.phrases import headed, in_file_order, in_place, layer_title, quoted, sentence
from causal.analysis.prospective import as_it_is_told
from causal.analysis.result import AS_DRAWN, Result
from causal.analysis.uncertainty import assess_uncertainty
from causal.analysis.words_contributing import contributors
from causal.analysis.words_one_action import next_action
from causal.errors import NotFinished
from causal.graph.budget import Budget
from causal.graph.structure import open_nodes

if TYPE_CHECKING:
    from causal.model import Incident

HEADINGS = {
    "explanation": "What lined up",
    "actions": "Actions",
    "cheapest_fix": "Cheapest fix",
    "layers": "Layers",
    "uncertainty": "Still open",
    "five_whys": "Five whys",
    "links": "Links",
}
"""The parts of the full page, in its order, and their headings."""


def all_answers(
    incident: Incident,
    scenario: str | Iterable[str] = "planned",
    *,
    budget: Budget | None = None,
) -> dict[str, Result]:
    """Return every answer about an incident by its key in `HEADINGS`.

    Args:
        incident: The incident.
        scenario: Which actions count, as in `assess_actions`.
        budget: The limits of the answers, all together.

    Raises:
        NothingToExplain: The outcome has no causes yet.
        UnknownName: No scenario or action has this name.
    """
    supposed = scenario if isinstance(scenario, str) else tuple(scenario)
    budget = (budget or Budget()).shared()
    found: dict[str, Result] = {
        "explanation": explain(incident, budget=budget),
        "actions": assess_actions(incident, supposed, budget=budget),
        "layers": assess_layers(incident, supposed, budget=budget),
        "links": assess_links(incident, budget=budget),
    }
    if incident.actions:
        found["cheapest_fix"] = cheapest_fix(incident, budget=budget)
    if _why(found).unconfirmed:
        found["uncertainty"] = assess_uncertainty(incident, supposed, budget=budget)
    if incident.five_whys and incident.five_whys.chain:
        found["five_whys"] = compare_five_whys(incident, budget=budget)
    return {key: found[key] for key in HEADINGS if key in found}


def _why(answers: Mapping[str, Result]) -> Explanation:
    why = answers["explanation"]
    assert isinstance(why, Explanation)
    return why


def in_full(
    incident: Incident, answers: Mapping[str, Result], *, prospective: bool | None = None
) -> str:
    """Return every sentence of the answers under their headings; none stands twice.

    Args:
        incident: The incident.
        answers: The answers, as `all_answers` gives them.
        prospective: It is about what could happen; by default as `is_prospective` says.
    """
    said: set[str] = {AS_DRAWN}
    parts = []
    for key, answer in answers.items():
        fresh = [line for line in dict.fromkeys(answer.sentences()) if line not in said]
        said.update(fresh)
        if fresh:
            parts.append(_section(HEADINGS[key], fresh))
    return _page(incident, parts, prospective)


def _page(incident: Incident, parts: list[str], prospective: bool | None) -> str:
    told = [as_it_is_told(incident, part, prospective=prospective) for part in parts]
    return "\n\n".join([headed(incident), *told, AS_DRAWN])


def on_one_screen(why: Explanation, plan: Assessment, *, prospective: bool | None = None) -> str:
    """Return what lined up, the depth and weakest point, what comes next and what is open.

    Args:
        why: What lined up.
        plan: The actions that count.
        prospective: It is about what could happen; by default as `is_prospective` says.
    """
    incident = why.incident
    parts = [_section(HEADINGS["explanation"], _lined_up(why))]
    if incident.actions:
        parts.append(_section("Depth of defence", _depth(plan)))
        parts.append(_section("What to do next", _next(plan)))
    open_facts = _remains(plan) if incident.actions else []
    open_facts += words_actions.still_open(plan, mitigated=False)
    open_facts.append(words_why.not_confirmed(why, shown=3))
    if any(open_facts):
        parts.append(_section("Still open", open_facts))
    return _page(incident, parts, prospective)


def _section(heading: str, lines: Iterable[str]) -> str:
    return "\n".join([heading, *(f"  {line}" for line in lines if line)])


def _lined_up(why: Explanation) -> list[str]:
    """Return the shortest failure path, a factor a line with its id, and what is sufficient."""
    if open_nodes(why.incident):
        return [*_contributing(why.incident), *words_contributing.briefly(why)]
    try:
        head, first = words_why.lined_up(why), in_file_order(why.incident, why.cut_sets[0])
    except NotFinished as error:
        return [f"The failure paths are not worked out: {error}.", words_why.stoppers(why)]
    width = max(map(len, first))
    factors = [f"  {name:<{width}}  {_role(why.incident, name)}" for name in first]
    rest = [words_why.in_every_path(why), words_why.stoppers(why), words_why.probability(why)]
    return [head, *factors, *rest]


def _contributing(incident: Incident) -> list[str]:
    """Return the causes of each effect of which it is not stated how they combined."""
    lines: list[str] = []
    for node in open_nodes(incident):
        causes = contributors(incident, node)
        width = max(map(len, causes))
        lines.append(f"Contributed to {quoted(incident, node)} (how is not stated):")
        lines += [f"  {name:<{width}}  {_role(incident, name)}" for name in causes]
    return lines


def _role(incident: Incident, name: str) -> str:
    layer = incident.factors[name].layer
    kind = incident.kind(name)
    role = f"gap in {layer_title(incident, layer)}" if layer else kind
    return f"{quoted(incident, name)} ({role})"


def _depth(plan: Assessment) -> list[str]:
    asked = words_actions.by_scenario(plan)
    told = [asked["done"]] + ([plan] if plan.scenario != "done" else [])
    depths = sentence(words_actions.depths(plan).removeprefix("Depth of defence: "))
    heads = [f"With {in_place(asked.scenario)}" for asked in told]
    rests = [words_actions.weakest(p).removeprefix(h) for p, h in zip(told, heads, strict=True)]
    if len(told) > 1 and len(set(rests)) == 1:
        return [depths, f"{heads[0]}, and also {heads[1][:1].lower()}{heads[1][1:]}{rests[0]}"]
    return [depths, *(head + rest for head, rest in zip(heads, rests, strict=True))]


def _next(plan: Assessment) -> list[str]:
    if not any(action.addresses or action.on for action in plan.incident.actions.values()):
        return ["No action names the factor it acts on (addresses), so none of them is counted."]
    try:
        return [sentence(next_action(plan).removeprefix("Next: "))]
    except NotFinished as error:
        return [f"Not worked out: {error}."]


def _remains(plan: Assessment) -> list[str]:
    return [words_actions.remains(plan), *(f"  {p}" for p in words_actions.remaining_paths(plan))]
