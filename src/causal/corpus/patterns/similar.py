"""Which incidents are like one, or nearly the same, and by which shared parts."""

from __future__ import annotations

from math import nextafter
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.likeness import Likeness
from causal.corpus.patterns.statistics import few
from causal.errors import UnknownName

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables

__all__ = ["DUPLICATES", "SIMILAR", "near_duplicates", "similar"]

_SHARED = {"factors": "texts", "links": "texts", "layers": "texts"}
SIMILAR = {"incident": "text", "title": "text", "likeness": "number", **_SHARED}
DUPLICATES = {"a": "text", "b": "text", "likeness": "number", **_SHARED}
_SLACK = 1e-9


def similar(tables: Tables, incident: str, k: int, known: Likeness) -> Pattern:
    """Return the `k` incidents most like one, with what they share.

    Raises:
        UnknownName: No incident has this id.
        ValueError: `k` is less than 1.
    """
    from causal.corpus.patterns.pattern import pattern

    if k < 1:
        raise ValueError(f"k is 1 or more, not {k!r}")
    rows = {name: row for row, name in enumerate(tables.ids)}
    if incident not in rows:
        raise UnknownName("incident", incident, rows)
    row = rows[incident]
    near = sorted(
        known.nearest(row).items(), key=lambda pair: (-round(pair[1], 12), tables.ids[pair[0]])
    )[:k]
    titles = tables.incidents.array("title")
    cells = [
        {"incident": tables.ids[other], "title": titles[other], "likeness": min(1.0, value)}
        | _shared(known, row, other)
        for other, value in near
    ]
    words = f"No incident shares anything that tells with {incident}."
    if cells:
        first = cells[0]
        named = [*first["factors"], *first["links"]] or first["layers"]
        words = f"Most like {incident}: {first['incident']} (likeness {first['likeness']:.2f}), by "
        words += f"{', '.join(named)}."
    return pattern(SIMILAR, cells, words=words, warnings=_warnings(known, row))


def near_duplicates(tables: Tables, threshold: float, known: Likeness) -> Pattern:
    """Return every pair of incidents at least so alike; none is missed.

    Raises:
        ValueError: `threshold` is not above 0 and up to 1.

    References:
        R. J. Bayardo, Y. Ma, R. Srikant, *Scaling up all pairs similarity search*, WWW 2007.
    """
    from causal.corpus.patterns.pattern import pattern

    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is above 0 and up to 1, not {threshold!r}")
    ids = tables.ids
    cells: list[dict[str, Any]] = []
    for (one, other), value in sorted(_pairs(known, threshold).items()):
        pair = {"a": ids[one], "b": ids[other], "likeness": min(1.0, value)}
        cells.append(pair | _shared(known, one, other))
    cells.sort(key=lambda row: (-round(row["likeness"], 12), row["a"], row["b"]))
    words = f"{counted(len(cells), 'pair')} of incidents are alike by {threshold:g} or more."
    return pattern(DUPLICATES, cells, words=words, warnings=_warnings(known, None))


def _pairs(known: Likeness, threshold: float) -> dict[tuple[int, int], float]:
    """Return the pairs that are alike enough, comparing only those that share a rare part.

    What follows the prefix of an incident is too light to make it alike by itself, so each pair
    meets in both prefixes.
    """
    least = nextafter(threshold, 0.0) - _SLACK
    squares = [weight**2 for weight in known.weights]
    met: dict[int, list[tuple[int, float, float]]] = {}
    found: dict[tuple[int, int], float] = {}
    sets = [set(parts) for parts in known.parts]
    for row, parts in enumerate(known.parts):
        length = known.lengths[row]
        if not length:
            continue
        rest = length * length
        candidates: set[int] = set()
        for part in parts:  # rarest first
            if rest**0.5 < least * length:
                break
            # Were this the rarest part they share, they would share no more than either has left.
            enough = least * length
            candidates.update(
                other
                for other, left, size in met.get(part, ())
                if left >= enough * size and rest >= enough * size
            )
            met.setdefault(part, []).append((row, rest, length))
            rest -= squares[part]
        for other in candidates:
            dot = sum(squares[part] for part in sets[row] & sets[other])
            value = dot / (length * known.lengths[other])
            if value >= threshold - _SLACK:
                found[other, row] = value
    return found


def _shared(known: Likeness, one: int, other: int) -> dict[str, Any]:
    parts = [known.names[part] for part in known.shared(one, other)]
    return {
        "factors": tuple(part[1] for part in parts if part[0] == "factor"),
        "links": tuple(f"{part[1]} -> {part[2]}" for part in parts if part[0] == "link"),
        "layers": tuple(part[1] for part in parts if part[0] == "layer"),
    }


def _warnings(known: Likeness, row: int | None) -> list[str]:
    total = sum(any(known.names[p][0] == "factor" for p in parts) for parts in known.parts)
    found = few(total, "incident with canonical factors", "incidents with canonical factors")
    if row is not None and not any(known.names[p][0] == "factor" for p in known.parts[row]):
        found.append("It names no canonical factor, so that it can be alike by its layers only.")
    found.append("Only what was named counts: words are not compared, and a key must be the same.")
    return found
