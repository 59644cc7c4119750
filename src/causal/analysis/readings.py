"""What is so however the causes that contributed combined, and what depends on it.

*Contributing* says that each member had a part and leaves open how they combined. Whatever way it
was, the outcome survives a removal at most as the members would as *any of*, and at least as they
would as *all of*; so two evaluations tell what is certain, what is open and what is never so.
"""

from __future__ import annotations

from typing import Literal

__all__ = ["Verdict", "verdict"]

Verdict = Literal["certain", "open", "never"]
"""So however the causes combined; so for some ways of combining; so for none."""


def verdict(as_any: bool, as_all: bool) -> Verdict:
    """Return the verdict on a claim that holds under *all of* whenever it does under *any of*.

    Args:
        as_any: Whether it holds when *contributing* is read as *any of*.
        as_all: Whether it holds when it is read as *all of*.
    """
    if as_any:
        return "certain"
    return "open" if as_all else "never"
