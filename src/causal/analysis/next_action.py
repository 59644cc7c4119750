"""Which action that is not done yet raises the depth of defence most for its cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.model import Action

_NOT_EVEN_ALL = "the actions left to do, even all together, do not raise the depth of defence"


@dataclass(frozen=True, slots=True)
class NextBest:
    """The action to do next.

    Args:
        action: The one that raises the depth most for its cost, of several the first in the file;
            None when no single one raises it.
        depth_now: The depth of defence with what is done.
        depth_then: The depth once this action, or all of `together`, is done too.
        ties: Other actions that raise it as much for their cost.
        together: When no single one raises it: the cheapest actions that do together.
        reason: Why no single one raises it; empty when one does.
        cost: What the action, or all of `together`, costs; 1 for each that states no cost.
    """

    action: str | None
    depth_now: int
    depth_then: int
    ties: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    reason: str = ""
    cost: float = 0.0


def cost_of(action: Action) -> float:
    """Return what an action costs; 1 when not stated."""
    return 1.0 if action.cost is None else action.cost


def next_best(
    done: Collection[str],
    waiting: Mapping[str, Action],
    depth: Callable[[Collection[str]], int],
    cheapest: Callable[[int], tuple[str, ...]],
) -> NextBest:
    """Return the action to do next.

    Args:
        done: The actions that are done.
        waiting: Those that could be done, in file order.
        depth: Gives the depth of defence of a set of actions.
        cheapest: Gives the cheapest of those waiting that together reach a depth.
    """
    now = depth(done)
    then = {name: depth([*done, name]) for name in waiting}
    gains = {name: _gain(reached - now, cost_of(waiting[name])) for name, reached in then.items()}
    best = max(gains.values(), default=(0.0, 0))
    if best[0] > 0:
        first, *ties = (name for name, gain in gains.items() if gain == best)
        return NextBest(first, now, then[first], tuple(ties), cost=cost_of(waiting[first]))
    if not waiting:
        left = "" if now else ", and what is done leaves the depth of defence at 0"
        return NextBest(None, now, now, reason=f"no action is left to do{left}")
    if depth([*done, *waiting]) <= now:
        return NextBest(None, now, now, reason=_NOT_EVEN_ALL)
    together = cheapest(now + 1)
    reason = "no single action raises the depth of defence"
    reached = depth([*done, *together])
    price = sum(cost_of(waiting[name]) for name in together)
    return NextBest(None, now, reached, together=together, reason=reason, cost=price)


def _gain(levels: int, cost: float) -> tuple[float, int]:
    """Return the levels gained per cost; of two that cost nothing, the one that gains more."""
    if levels <= 0:
        return 0.0, 0
    return (levels / cost, 0) if cost else (inf, levels)
