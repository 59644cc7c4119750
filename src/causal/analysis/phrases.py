"""The parts that sentences about an incident are made of: lists, numbers, quoted words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from causal.analysis.consequences import Consequence
    from causal.model import Action, Incident

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHOWN = 40
_IN_PLACE = {
    "planned": "what is done and planned",
    "done": "what is done",
    "verified": "what is done and verified",
}
_FORMULAS = {"all": "all of", "any": "any of", "contributing": "contributing (not stated how):"}
_UNSTATED = {"confidence": "confirmed", "status": "open", "effect": "removes"}
"""What a field that is not written means, where that is not nothing."""


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as an English list: ``a, b and c``."""
    items = list(words)
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def number(count: int) -> str:
    """Return a count as people write it: words up to ten, digits beyond."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def sentence(text: str) -> str:
    """Return a text with a capital first."""
    return text[:1].upper() + text[1:]


def headed(incident: Incident) -> str:
    """Return what stands at the head of every answer about an incident."""
    return f"{incident.title} ({incident.id})"


def quoted(incident: Incident, factor: str) -> str:
    """Return a factor, or the outcome, in its author's words, which become one line."""
    return f"“{one_line(incident.what(factor))}”"


def with_confidence(incident: Incident, factor: str) -> str:
    """Return a factor in its author's words, and what stands against it where not confirmed."""
    confidence = incident.factors[factor].confidence
    return quoted(incident, factor) + (f" ({confidence})" if confidence != "confirmed" else "")


def one_line(text: str) -> str:
    """Return a text without the ends of its lines, so that none of it passes for ours."""
    return " ".join(text.split())


def in_file_order(incident: Incident, factors: Iterable[str]) -> list[str]:
    """Return factors and actions in the order of the file."""
    order = {name: place for place, name in enumerate((*incident.factors, *incident.actions))}
    return sorted(factors, key=lambda name: order.get(name, len(order)))


def each_quoted(
    incident: Incident,
    factors: Iterable[str],
    last: str = "and",
    say: Callable[[Incident, str], str] = quoted,
) -> str:
    """Return factors in their authors' words as a list; of very many, the first and how many."""
    names = list(dict.fromkeys(factors))
    shown = [say(incident, factor) for factor in names[:_SHOWN]]
    more = len(names) - len(shown)
    return listed([*shown, f"{number(more)} more"] if more else shown, last)


def layer_title(incident: Incident, layer: str) -> str:
    """Return a layer as people read it; a key of two letters is an abbreviation."""
    title = incident.layer_title(layer)
    return title.upper() if len(title) < 3 else title


def layer_titles(incident: Incident, layers: Iterable[str], last: str = "and") -> str:
    """Return layers as people read them, as a list."""
    return listed((layer_title(incident, layer) for layer in layers), last)


def action_words(name: str, action: Action) -> str:
    """Return an action by its id and in its author's words."""
    return f"{name} (“{one_line(action.what)}”)"


def action_names(names: Iterable[str], last: str = "and") -> str:
    """Return actions by their ids, as a list."""
    return listed(names, last)


def in_place(scenario: str) -> str:
    """Return what a scenario supposes, to stand after "with"."""
    if scenario in _IN_PLACE:
        return _IN_PLACE[scenario]
    return f"{listed(scenario.split(', '))} in place"


def such_action(scenario: str) -> str:
    """Return what an action of a scenario is called, to stand after "No": ``planned action``."""
    return f"{scenario} action" if scenario in _IN_PLACE else "action of those supposed"


def path_words(incident: Incident, path: Iterable[str], barriers: Iterable[str] = ()) -> str:
    """Return what a failure path takes besides the triggers, in file order.

    Args:
        incident: The incident.
        path: Factors, and ids of barrier actions.
        barriers: Which of them are barriers.
    """
    of_actions = set(barriers)
    parts = [
        f"the barrier “{one_line(incident.actions[name].what)}” fails"
        if name in of_actions
        else quoted(incident, name)
        for name in in_file_order(incident, path)
    ]
    return listed(parts) or "what set it off, alone"


def cost_words(item: Consequence) -> str:
    """Return what a *worsened by* cost: what it raised, and by how much as far as stated."""
    if item.of is not None:
        return item.cost
    return "unquantified" if item.minutes is None else f"{item.minutes:g} minutes"


def of_paths(part: Sequence[object], total: int) -> str:
    """Return how many of all: ``the only failure path``, ``two of the three failure paths``."""
    count = len(part)
    if total == 1 == count:
        return "the only failure path"
    if count == total:
        return "both failure paths" if total == 2 else f"all {number(total)} failure paths"
    return f"{number(count)} of the {number(total)} failure paths"


def value_words(value: Any, field: str = "") -> str:
    """Return a value of a file as people read it: a formula, a list, a mapping or a text."""
    if value is None or value in ([], (), ""):
        return _UNSTATED.get(field, "nothing")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_member, value))
    text = " ".join(str(value).split())
    return f"“{text}”" if " " in text else text


def _member(value: Any) -> str:
    compound = isinstance(value, list | tuple) or (isinstance(value, Mapping) and len(value) > 1)
    formula = isinstance(value, Mapping) and not _FORMULAS.keys().isdisjoint(value)
    return f"({value_words(value)})" if compound or formula else value_words(value)


def _mapping(value: Mapping[str, Any]) -> str:
    if "at_least" in value:
        return f"at least {value['at_least']} of {value_words(value.get('of'))}"
    if "cause" in value and "effect" not in value:
        return f"{value['cause']} ({value.get('confidence', 'confirmed')})"
    for operator, words in _FORMULAS.items():
        if operator in value:
            return f"{words} {value_words(value[operator])}"
    return "; ".join(f"{key}: {value_words(item, key)}" for key, item in value.items())
