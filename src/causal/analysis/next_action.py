"""Which action that is not done yet would buy most depth of defence next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.model import Action

__all__ = ["NextBest", "next_best"]


@dataclass(frozen=True, slots=True)
class NextBest:
    """The action to do next.

    Args:
        action: The one that raises the depth most, the cheapest of several, then the first in the
            file; None when no single one raises it.
        depth_now: The depth of defence with what is done.
        depth_then: The depth once this action is done too.
        ties: Other actions that would raise it as much.
        together: When no single one raises it: actions that do together, none of them to spare.
        reason: Why no single one raises it; empty when one does.
    """

    action: str | None
    depth_now: int
    depth_then: int
    ties: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    reason: str = ""


def next_best(
    done: Collection[str], waiting: Mapping[str, Action], depth: Callable[[Collection[str]], int]
) -> NextBest:
    """Return the action to do next.

    Args:
        done: The actions that are done.
        waiting: Those that could be done, in file order.
        depth: Gives the depth of defence of a set of actions.
    """
    now = depth(done)
    then = {name: depth([*done, name]) for name in waiting}
    best = max(then.values(), default=now)
    if best > now:
        winners = [name for name, reached in then.items() if reached == best]
        first = min(winners, key=lambda name: _cost(waiting[name]))
        return NextBest(first, now, best, tuple(name for name in winners if name != first))
    if not waiting:
        return NextBest(None, now, now, reason="no counted action is left to do")
    together = _enough(done, list(waiting), depth, now)
    if together:
        reason = "no single one raises it, because more than one way has to be hardened"
        reached = depth([*done, *together])
        return NextBest(None, now, reached, together=together, reason=reason)
    return NextBest(None, now, now, reason="not even all that are left to do together raise it")


def _cost(action: Action) -> float:
    return 1.0 if action.cost is None else action.cost


def _enough(
    done: Collection[str], names: list[str], depth: Callable[[Collection[str]], int], now: int
) -> tuple[str, ...]:
    """Return actions that together raise the depth, none of which can be left out."""
    if depth([*done, *names]) <= now:
        return ()
    for name in list(reversed(names)):
        fewer = [other for other in names if other != name]
        if depth([*done, *fewer]) > now:
            names = fewer
    return tuple(names)
