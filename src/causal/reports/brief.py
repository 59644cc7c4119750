"""The page a manager reads: what lined up, what would have stopped it, what still gets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.errors import NotFinished, NothingToExplain
from causal.reports import words
from causal.reports.escape_md import text
from causal.reports.pictures import Pictures

if TYPE_CHECKING:
    from causal.analysis.explain import Explanation
    from causal.model import Incident

__all__ = ["brief"]

AS_DRAWN = (
    "*All of this is about the graph as drawn. Causes that nobody drew were not analysed, and a "
    "verdict is as good as the links it rests on.*"
)


def brief(incident: Incident, pictures: Pictures) -> list[str]:
    """Return the lines of the page, empty strings between paragraphs."""
    from causal.analysis import assess_actions, explain

    lines = ["## In one page", ""]
    try:
        result = explain(incident)
    except NothingToExplain:
        return [*lines, "No causes have been drawn yet, so there is nothing to explain.", ""]
    lines += pictures.show(incident, "swiss-cheese")
    lines += ["### What lined up", "", *_lined_up(incident, result), ""]
    lines += ["### What would have stopped it", "", words.stoppers(result), ""]
    lines += ["### What still gets through", ""]
    done, planned = assess_actions(incident, "done"), assess_actions(incident, "planned")
    if done.actions:
        lines += ["With the actions done so far:", "", *words.remains(done), ""]
        lines += [words.defence(done), ""]
    if not planned.actions:
        lines += ["No action is planned.", "", *words.remains(planned), ""]
    elif planned.actions != done.actions:
        lines += ["Once every planned action is done:", "", *words.remains(planned), ""]
        lines += [words.defence(planned), ""]
    if planned.orphan_factors:
        lines += ["No planned action touches these factors:", ""]
        lines += [f"- {text(incident.what(factor))}" for factor in planned.orphan_factors] + [""]
    return [*lines, AS_DRAWN, ""]


def _lined_up(incident: Incident, result: Explanation) -> list[str]:
    try:
        lines = [words.lined_up(result), "", *_table(incident, result.cut_sets[0])]
    except NotFinished as error:
        return [f"How it comes about in every way drawn is not worked out: {text(error)}."]
    for sentence in words.around(result):
        lines += ["", sentence]
    return lines


def _table(incident: Incident, members: frozenset[str]) -> list[str]:
    rows = ["| | |", "|---|---|"]
    order = {layer: number for number, layer in enumerate(incident.layer_names)}

    def place(factor: str) -> tuple[int, int]:
        node = incident.factors[factor]
        first = -1 if incident.kind(factor) == "trigger" else len(order)
        rank = order[node.layer] if node.layer else first
        return rank, list(incident.factors).index(factor)

    for factor in sorted(members, key=place):
        node = incident.factors[factor]
        role = f"hole in **{text(incident.layer_title(node.layer))}**" if node.layer else ""
        rows.append(f"| {role or incident.kind(factor)} | {text(node.what)} |")
    return rows
