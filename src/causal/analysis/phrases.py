"""The parts that sentences about an incident are made of: lists, numbers, quoted words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.analysis.consequences import Consequence
    from causal.model import Action, Incident

__all__ = [
    "action_names",
    "action_words",
    "cost_words",
    "each_quoted",
    "layer_titles",
    "listed",
    "number",
    "of_ways",
    "quoted",
    "way_words",
]

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHOWN = 8


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as an English list: ``a, b and c``."""
    items = list(words)
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def number(count: int) -> str:
    """Return a count as people write it: words up to ten, digits beyond."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def quoted(incident: Incident, factor: str) -> str:
    """Return a factor, or the outcome, in its author's words."""
    return f"“{incident.what(factor)}”"


def each_quoted(incident: Incident, factors: Iterable[str], last: str = "and") -> str:
    """Return factors in their authors' words as a list; of many, the first and how many more."""
    names = list(dict.fromkeys(factors))
    shown = [quoted(incident, factor) for factor in names[:_SHOWN]]
    more = len(names) - len(shown)
    return listed([*shown, f"{number(more)} more"] if more else shown, last)


def layer_titles(incident: Incident, layers: Iterable[str], last: str = "and") -> str:
    """Return layers as people read them, as a list."""
    return listed((incident.layer_title(layer) for layer in layers), last)


def action_words(name: str, action: Action) -> str:
    """Return an action by its id and in its author's words."""
    return f"{name} (“{action.what}”)"


def action_names(names: Iterable[str], last: str = "and") -> str:
    """Return actions by their ids, as a list."""
    return listed(names, last)


def way_words(incident: Incident, way: Iterable[str], barriers: Iterable[str] = ()) -> str:
    """Return what a way takes besides the triggers, in file order.

    Args:
        incident: The incident.
        way: Factors, and ids of barrier actions.
        barriers: Which of them are barriers.
    """
    of_actions = set(barriers)
    order = [*incident.factors, *incident.actions]
    parts = [
        f"the barrier “{incident.actions[name].what}” fails"
        if name in of_actions
        else quoted(incident, name)
        for name in sorted(way, key=order.index)
    ]
    return listed(parts) or "what set it off, alone"


def cost_words(item: Consequence) -> str:
    """Return what a *worsened by* cost: what it raised, and by how much as far as stated."""
    if item.of is not None:
        return item.cost
    return f"{item.minutes:g} minutes" if item.minutes else "unquantified"


def of_ways(part: Sequence[object], total: int) -> str:
    """Return how many of all ways: ``the only way drawn``, ``two of the three ways drawn``."""
    count = len(part)
    if total == 1 == count:
        return "the only way drawn"
    if count == total:
        return "both ways drawn" if total == 2 else f"all {number(total)} ways drawn"
    return f"{number(count)} of the {number(total)} ways drawn"
