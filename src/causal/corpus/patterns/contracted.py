"""The graph of each incident between canonical factors only, whatever stands between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from causal.corpus.tables.columns import MISSING

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

__all__ = ["COLUMN", "Contracted", "contracted"]

COLUMN = {"factors": "key", "layers": "layer"}
"""What factors are called by, for each kind of thing that links may be counted between."""


class Contracted(NamedTuple):
    """The links of one incident.

    Each (cause, effect) by name, and whether some case is direct; and each pair of names that are
    direct causes of the same factor, or of the outcome.
    """

    incident: int
    links: dict[tuple[str, str], bool]
    joined: set[tuple[str, str]]


def contracted(tables: Tables, over: str) -> Iterator[Contracted]:
    """Yield the links of each incident that has any, by incident.

    A link leads from one named factor to the next named one downstream, through any factors
    without a name, along *because* and *worsened by*; links from a name to itself are left out.
    """
    table = tables.factors
    code = table.array(COLUMN[over]).tolist()
    ids, owner = table.array("id").tolist(), table.array("incident").tolist()
    place = {pair: row for row, pair in enumerate(zip(owner, ids, strict=True))}
    links = tables.links
    columns = (links.array(name).tolist() for name in ("incident", "cause", "effect"))
    below: dict[int, list[int]] = {}
    causes: dict[tuple[int, int], set[str]] = {}
    names = tables.pool.names
    for incident, cause, effect in zip(*columns, strict=True):
        if code[place[incident, cause]] != MISSING:
            own_name = names[code[place[incident, cause]]]
            causes.setdefault((incident, effect), set()).add(own_name)
        if (incident, effect) in place:
            below.setdefault(place[incident, cause], []).append(place[incident, effect])
    found: dict[int, dict[tuple[str, str], bool]] = {}
    reached: dict[int, set[int]] = {}
    for row in range(len(code) - 1, -1, -1):  # causes come before their effects
        direct = below.get(row, ())
        reached[row] = {
            end for next_one in direct for end in _ends(next_one, code[next_one], reached)
        }
        if code[row] == MISSING:
            continue
        own = found.setdefault(owner[row], {})
        for end in sorted(reached[row]):
            pair = (names[code[row]], names[code[end]])
            if pair[0] != pair[1]:
                own[pair] = own.get(pair, False) or end in direct
    joined: dict[int, set[tuple[str, str]]] = {}
    for (incident, _), together in causes.items():
        joined.setdefault(incident, set()).update(combinations(sorted(together), 2))
    for incident in sorted(found):
        if found[incident] or joined.get(incident):
            yield Contracted(incident, found[incident], joined.get(incident, set()))


def _ends(row: int, code: int, reached: dict[int, set[int]]) -> set[int]:
    """Return the named factors that a factor stands for: itself, or those downstream of it."""
    return {row} if code != MISSING else reached[row]
