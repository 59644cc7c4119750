"""Which causes lead to which effects again and again, and in which small shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from math import nan
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.contracted import COLUMN, Contracted, contracted
from causal.corpus.patterns.statistics import few, share
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.order import chronological
from causal.errors import UnknownName

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables

__all__ = ["LINKS", "MOTIFS", "SHAPES", "recurring_links", "recurring_motifs"]

LINKS = {
    "cause": "text",
    "effect": "text",
    "incidents": "count",
    "direct": "count",
    "of": "count",
    "share": "number",
    "share_low": "number",
    "share_high": "number",
    "minutes_lost": "number",
    "minutes_known": "count",
    "incident_ids": "texts",
}
MOTIFS = {
    "shape": "text",
    "members": "texts",
    "incidents": "count",
    "of": "count",
    "share": "number",
    "share_low": "number",
    "share_high": "number",
    "incident_ids": "texts",
}


def _joined(found: Contracted) -> Iterator[tuple[str, ...]]:
    return iter(sorted(found.joined))


def _chains(found: Contracted) -> Iterator[tuple[str, ...]]:
    for a, b in found.links:
        yield from ((a, b, c) for other, c in found.links if other == b and c not in (a, b))


def _shared_cause(found: Contracted) -> Iterator[tuple[str, ...]]:
    for a in sorted({a for a, _ in found.links}):
        effects = sorted(b for other, b in found.links if other == a)
        yield from ((a, *pair) for pair in combinations(effects, 2))


def _shared_effect(found: Contracted) -> Iterator[tuple[str, ...]]:
    for b in sorted({b for _, b in found.links}):
        causes = sorted(a for a, other in found.links if other == b)
        yield from ((*pair, b) for pair in combinations(causes, 2))


SHAPES: dict[str, Callable[[Contracted], Iterator[tuple[str, ...]]]] = {
    "joined": _joined,
    "chain": _chains,
    "shared cause": _shared_cause,
    "shared effect": _shared_effect,
}
"""The small shapes: a and b cause the same; a leads to b to c; a to b and to c; a and b to c."""


def recurring_links(tables: Tables, min_incidents: int, over: str) -> Pattern:
    """Return one row per link between names that stood in several incidents.

    Raises:
        UnknownName: `over` is neither ``factors`` nor ``layers``.
        ValueError: `min_incidents` is less than 1.
    """
    from causal.corpus.patterns.pattern import pattern

    seen, direct = _gathered(tables, min_incidents, over)
    named = _named(tables, over)
    minutes = tables.incidents.array("minutes_lost").tolist()
    ids, rank = tables.ids, chronological(tables)
    rows: list[dict[str, Any]] = []
    for pair, incidents in seen.items():
        if len(incidents) < min_incidents:
            continue
        both = len(named[pair[0]] & named[pair[1]])
        known = [minutes[row] for row in incidents if minutes[row] == minutes[row]]
        cost = {"minutes_lost": sum(known) if known else nan, "minutes_known": len(known)}
        counts = {"cause": pair[0], "effect": pair[1], "direct": direct[pair]}
        rows.append(counts | cost | _share(ids, rank, incidents, both))
    rows.sort(key=lambda row: (-row["incidents"], row["cause"], row["effect"]))
    return pattern(
        LINKS,
        rows,
        words=_words(rows, len(seen), min_incidents, over),
        warnings=_warnings(tables, named, seen, over),
    )


def recurring_motifs(tables: Tables, min_incidents: int, over: str) -> Pattern:
    """Return one row per small shape of links that stood in several incidents.

    Raises:
        UnknownName: `over` is neither ``factors`` nor ``layers``.
        ValueError: `min_incidents` is less than 1.
    """
    from causal.corpus.patterns.pattern import pattern

    _check(min_incidents, over)
    met: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for found in contracted(tables, over):
        for shape, look in SHAPES.items():
            for members in dict.fromkeys(look(found)):
                met.setdefault((shape, members), []).append(found.incident)
    named = _named(tables, over)
    ids, rank = tables.ids, chronological(tables)
    rows: list[dict[str, Any]] = []
    for (shape, members), incidents in met.items():
        if len(incidents) >= min_incidents:
            together = len(set.intersection(*(named[name] for name in members)))
            cells = {"shape": shape, "members": members}
            rows.append(cells | _share(ids, rank, incidents, together))
    order = list(SHAPES)
    rows.sort(key=lambda row: (-row["incidents"], order.index(row["shape"]), row["members"]))
    words = f"{len(rows)} of the {counted(len(met), 'small shape')} of links seen came back in "
    words += f"{min_incidents} or more incidents."
    if rows:
        first = rows[0]
        words += f" Most often, in {first['incidents']}: {first['shape']}, "
        words += f"{', '.join(first['members'])}."
    return pattern(MOTIFS, rows, words=words, warnings=_warnings(tables, named, met, over))


def _check(min_incidents: int, over: str) -> None:
    if over not in COLUMN:
        raise UnknownName("kind of link ends", over, COLUMN)
    if min_incidents < 1:
        raise ValueError(f"min_incidents is 1 or more, not {min_incidents!r}")


def _gathered(
    tables: Tables, min_incidents: int, over: str
) -> tuple[dict[tuple[str, str], list[int]], dict[tuple[str, str], int]]:
    """Return the incidents of each link, and in how many of them it is direct."""
    _check(min_incidents, over)
    seen: dict[tuple[str, str], list[int]] = {}
    direct: dict[tuple[str, str], int] = {}
    for incident, links, _ in contracted(tables, over):
        for pair, plain in links.items():
            seen.setdefault(pair, []).append(incident)
            direct[pair] = direct.get(pair, 0) + plain
    return seen, direct


def _named(tables: Tables, over: str) -> dict[str, set[int]]:
    """Return the incidents in which each name stands."""
    found: dict[str, set[int]] = {}
    codes = tables.factors.array(COLUMN[over]).tolist()
    for code, incident in zip(codes, tables.factors.array("incident").tolist(), strict=True):
        if code != MISSING:
            found.setdefault(tables.pool.names[code], set()).add(incident)
    return found


def _share(
    ids: Sequence[str], rank: Sequence[int], incidents: list[int], of: int
) -> dict[str, Any]:
    value, low, high = share(len(incidents), of)
    ordered = sorted(incidents, key=rank.__getitem__)
    return {
        "incidents": len(incidents),
        "of": of,
        "share": value,
        "share_low": low,
        "share_high": high,
        "incident_ids": tuple(ids[row] for row in ordered),
    }


def _words(rows: list[dict[str, Any]], total: int, least: int, over: str) -> str:
    kind = "canonical factors" if over == "factors" else "layers"
    if not total:
        return f"No link between {kind} is drawn in any incident."
    head = f"{len(rows)} of the {counted(total, 'link')} between {kind} came back in {least} or "
    head += "more incidents"
    if not rows:
        return f"{head}."
    first = rows[0]
    return (
        f"{head}. Most often {first['cause']} led to {first['effect']}: in {first['incidents']} of "
        f"the {first['of']} incidents with both ({share(first['incidents'], first['of'])})."
    )


def _warnings(
    tables: Tables, named: Mapping[str, set[int]], seen: Mapping[Any, list[int]], over: str
) -> list[str]:
    linked = len({row for incidents in seen.values() for row in incidents})
    found = few(linked, "incident with such links", "incidents with such links")
    if over == "factors":
        total = len(tables.factors)
        bare = int((tables.factors.array("key") == MISSING).sum())
        if bare:
            found.append(
                f"{bare} of {counted(total, 'factor')} carry no key; links lead through them, "
                "never to them."
            )
    if named:
        found.append(
            "A link is what authors drew, not what an experiment showed; authors who know the last "
            "report may draw it again."
        )
    return found
