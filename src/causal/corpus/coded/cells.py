"""What cells of a coded table state: nothing at all, or a name that others spell otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import isfinite

from causal.corpus.coded.levels import BETWEEN
from causal.text.lookalike import skeleton

SHOWN = 5

_NOTHING = {
    *("n/a", "n.a.", "#n/a", "nan", "null", "nil", "none", "-", "--", "?", "unknown"),
    *("not known", "not stated", "not recorded", "tbd", "tba"),
}


def stated(text: str) -> str:
    """Return what a cell states, empty where its words say that it states nothing.

    Example:
        >>> stated("N/A"), stated("Valve")
        ('', 'Valve')
    """
    return "" if " ".join(text.lower().split()) in _NOTHING else text


def figure(text: str) -> float | int | None:
    """Return the figure that a cell states, None where it states nothing.

    "None" may mean 0, so it is no figure.

    Raises:
        ValueError: It is no figure.

    Example:
        >>> figure("1,200"), figure("n/a")
        (1200, None)
    """
    if not stated(text) and text.lower() not in ("none", "nil"):
        return None
    number = float(text.replace(",", ""))
    if not isfinite(number):
        raise ValueError(text)
    return int(number) if number.is_integer() else number


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Return for each name that is spelled in several ways the most frequent one, level by level.

    Ways that look the same or differ in case alone; of equals, the first by the alphabet.

    Example:
        >>> spellings(["Pump", "Pump > Seal", "pump > Seal", "Valve"])
        {'pump > Seal': 'Pump > Seal'}
    """
    paths, used = dict[str, list[str]](), dict[str, Counter[str]]()
    for name, times in Counter(names).items():
        parts = paths[name] = name.split(BETWEEN)
        for count, part in enumerate(parts, 1):
            used.setdefault(skeleton(BETWEEN.join(parts[:count])), Counter())[part] += times
    best = {path: min(found, key=lambda way: (-found[way], way)) for path, found in used.items()}
    made = {
        name: BETWEEN.join(
            best[skeleton(BETWEEN.join(parts[:count]))] for count in range(1, len(parts) + 1)
        )
        for name, parts in paths.items()
    }
    return {name: spelled for name, spelled in made.items() if spelled != name}


def notes_of(spelled: Mapping[str, str], empty: Mapping[str, int]) -> list[str]:
    """Return which names were counted as others, and which words were taken as no cause.

    Args:
        spelled: For each name that was counted as another, that other.
        empty: For each of those words, in how many incidents it stood.
    """
    ways = [f"{name!r} as {other!r}" for name, other in sorted(spelled.items())]
    words = [f"{word!r} ({count:,})" for word, count in sorted(empty.items())]
    told = (("Counted as one, since they look the same", ways),
            ("Left out, since it names no cause (in how many incidents)", words))  # fmt: skip
    return [
        f"{head}: {'; '.join(found[:SHOWN])}"
        + (f"; and {len(found) - SHOWN} more." if len(found) > SHOWN else ".")
        for head, found in told
        if found
    ]
