"""Where an action acts, how, and in which layer it counts.

An action removes the factors it addresses, or adds a barrier to a link. One of kind ``detect`` or
``mitigate`` notices or softens, so outside the layers that do so it removes nothing: there it is a
barrier on every link out of the factor. A ``repair`` undoes this instance only and acts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.graph.uncertain import Part
    from causal.model import Action, Incident

UNNAMED = "unnamed"
"""The layer shared by actions that name none and whose factor has none."""

SOFTENING = ("detection", "response", "recovery")
"""The layers in which an action that detects or mitigates removes a factor."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place where an action acts.

    Args:
        action: Its id.
        part: A factor it removes, or a link (cause, effect) on which it adds a barrier.
        layer: The layer in which it counts there.
    """

    action: str
    part: Part
    layer: str

    @property
    def is_barrier(self) -> bool:
        """Whether a link is hardened there rather than a factor removed."""
        return not isinstance(self.part, str)

    @property
    def factor(self) -> str:
        """The factor removed, or the cause of the link."""
        return self.part if isinstance(self.part, str) else self.part[0]


def targets(incident: Incident, actions: Mapping[str, Action]) -> tuple[Target, ...]:
    """Return where these actions act, in file order; basic triggers, held true, left out."""
    links: dict[str, list[tuple[str, str]]] = {}
    if any(action.kind in ("detect", "mitigate") for action in actions.values()):
        for link, effect in incident.links():
            links.setdefault(link.cause, []).append((link.cause, effect))
    found = (
        Target(name, part, layer)
        for name, action in actions.items()
        for part, layer in _places(incident, action, links)
    )
    return tuple(dict.fromkeys(found))


def _places(
    incident: Incident, action: Action, links: Mapping[str, list[tuple[str, str]]]
) -> Iterator[tuple[Part, str]]:
    if action.kind == "repair":
        return
    if action.effect == "adds_barrier" and action.on is not None:
        yield (action.on.cause, action.on.effect), _barrier_layer(incident, action, action.on.cause)
        return
    for name in action.addresses:
        factor = incident.factors[name]
        if action.kind in ("detect", "mitigate") and factor.layer not in SOFTENING:
            layer = _barrier_layer(incident, action, name)
            yield from ((link, layer) for link in links.get(name, ()))
        elif not (factor.kind == "trigger" and factor.is_basic):
            # A gap belongs to its layer, whatever the action on it is called.
            own = factor.layer if factor.is_basic else None
            yield name, own or action.hardens or factor.layer or UNNAMED


def _barrier_layer(incident: Incident, action: Action, cause: str) -> str:
    return action.hardens or incident.factors[cause].layer or UNNAMED


def guards_by_layer(found: tuple[Target, ...]) -> dict[Part, tuple[str, ...]]:
    """Return for each part the layers that act on it, sorted."""
    return _guards((target.part, target.layer) for target in found)


def guards_by_action(found: tuple[Target, ...]) -> dict[Part, tuple[str, ...]]:
    """Return for each part the actions that act on it, sorted."""
    return _guards((target.part, target.action) for target in found)


def _guards(pairs: Iterator[tuple[Part, str]]) -> dict[Part, tuple[str, ...]]:
    guards: dict[Part, set[str]] = {}
    for part, name in pairs:
        guards.setdefault(part, set()).add(name)
    return {part: tuple(sorted(names)) for part, names in guards.items()}
