"""Themes: groups of incidents that are alike, named after the factors that set them apart.

Leiden communities of the graph of nearest neighbours by likeness, with how stable each is when
the incidents are drawn anew.

References:
    V. A. Traag, L. Waltman, N. J. van Eck, *From Louvain to Leiden: guaranteeing well-connected
    communities*, Scientific Reports 9, 2019.
    C. Hennig, *Cluster-wise assessment of cluster stability*, Computational Statistics & Data
    Analysis 52, 2007 (a stability below 0.6 is no pattern; above 0.75 is).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.coded.levels import specific
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.statistics import few
from causal.corpus.tables.order import chronological
from causal.errors import CausalError, MissingExtra
from causal.graph.budget import started
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.patterns.likeness import Likeness
    from causal.corpus.patterns.pattern import Pattern
    from causal.graph.budget import Budget, Clock

COLUMNS = columns(
    "text: theme; count: incidents; number: share stability; texts: factors layers incident_ids"
)
_NEIGHBOURS = 10
_STABLE = 0.6

Edge = tuple[str, str, float]


def themes(
    corpus: Asked,
    *,
    resolution: float = 1.0,
    resamples: int = 20,
    seed: int = 0,
    budget: Budget | None = None,
) -> Pattern:
    """Return groups of incidents that are alike, named after what sets them apart.

    Columns: ``theme, incidents, share`` (of incidents with named parts), ``stability`` (mean
    Jaccard overlap with the group found among half of the incidents drawn anew; below 0.6 it
    is no pattern), ``factors, layers`` (the most telling first), ``incident_ids`` (oldest
    first). ``attrs`` holds ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        resolution: Above 1 for more and smaller themes, below 1 for fewer.
        resamples: How often to draw anew; 0 leaves stability unknown.
        seed: What chance begins from; the same seed gives the same themes.
        budget: The limits of the answer, by default `Budget()`; drawing anew ends with them,
            and a warning says so.

    Raises:
        MissingExtra: graspologic-native is not installed.
        CausalError: `resolution` is not above 0, or `resamples` is below 0.
    """
    tables, known = corpus.tables, corpus._likeness
    clock = started(budget)
    expect_number(resolution, "resolution", 0.0)
    expect_number(resamples, "resamples", 0)
    expect_number(seed, "seed", 0)
    if not resolution:
        raise CausalError(f"resolution is above 0, not {resolution!r}")
    edges = _edges(known)
    found = _leiden(edges, resolution, seed)
    stability, drawn = _stability(edges, found, (resolution, resamples, seed), clock)
    rank, named = chronological(tables), known.named
    rows: list[dict[str, Any]] = []
    for group, stable in zip(found, stability, strict=True):
        factors, layers = (_telling(known, group, kind) for kind in ("factor", "layer"))
        rows.append(
            {
                "theme": " + ".join((factors or layers)[:3]),
                "incidents": len(group),
                "share": len(group) / named,
                "stability": stable,
                "factors": factors,
                "layers": layers,
                "incident_ids": tuple(
                    tables.ids[row] for row in sorted(group, key=rank.__getitem__)
                ),
            }
        )
    rows.sort(key=lambda row: (-row["incidents"], row["theme"], row["incident_ids"]))
    warnings = _warnings(rows, named)
    if drawn < resamples:
        warnings.insert(0, f"Not finished: {drawn} of {resamples} halves were drawn anew.")
    return pattern(COLUMNS, rows, words=_words(rows, named), warnings=warnings)


def _edges(known: Likeness) -> dict[tuple[int, int], float]:
    """Return each incident's nearest neighbours, once per pair."""
    found: dict[tuple[int, int], float] = {}
    for row, others in known.nearest(_NEIGHBOURS):
        for other, value in others:
            found[min(row, other), max(row, other)] = value
    return dict(sorted(found.items()))


def _leiden(
    edges: dict[tuple[int, int], float], resolution: float, seed: int
) -> list[frozenset[int]]:
    """Return the communities of two or more, by their first incident."""
    try:
        import graspologic_native
    except ImportError:
        raise MissingExtra(
            "themes need graspologic-native: pip install 'causal-postmortem[scale]'"
        ) from None
    if not edges:
        return []
    named: list[Edge] = [(f"{a:09d}", f"{b:09d}", weight) for (a, b), weight in edges.items()]
    _, partition = graspologic_native.leiden(
        edges=named,
        starting_communities=None,
        resolution=resolution,
        randomness=0.001,
        iterations=2,
        use_modularity=True,
        seed=seed,
        trials=3,
    )
    groups: dict[int, set[int]] = {}
    for node, community in sorted(partition.items()):
        groups.setdefault(community, set()).add(int(node))
    return sorted((frozenset(g) for g in groups.values() if len(g) > 1), key=min)


def _stability(
    edges: dict[tuple[int, int], float],
    found: Sequence[frozenset[int]],
    how: tuple[float, int, int],
    clock: Clock,
) -> tuple[list[float], int]:
    """Return how much of each group is found again among halves drawn anew, and how many."""
    resolution, resamples, seed = how
    random, drawn = Random(seed), 0
    nodes = sorted({node for pair in edges for node in pair})
    met: list[list[float]] = [[] for _ in found]
    for _ in range(resamples):
        if clock.left is not None and clock.left <= 0:
            break
        drawn += 1
        kept = set(random.sample(nodes, (len(nodes) + 1) // 2))
        inner = {pair: value for pair, value in edges.items() if kept.issuperset(pair)}
        again = _leiden(inner, resolution, seed)
        for number, group in enumerate(found):
            left = group & kept
            if len(left) > 1:
                met[number].append(max((_overlap(left, other) for other in again), default=0.0))
    return [fmean(values) if values else float("nan") for values in met], drawn


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _telling(known: Likeness, group: Iterable[int], kind: str) -> tuple[str, ...]:
    """Return what sets a group apart: parts common in it and rare elsewhere, at most five."""
    members = sorted(group)
    inside = Counter(part for row in members for part in known.parts(row))
    ranked = sorted(
        (p for p, count in inside.items() if count > 1 and known.names[p][0] == kind),
        key=lambda p: (-inside[p] / len(members) * known.weights[p], known.names[p]),
    )
    return tuple(specific(known.names[part][1] for part in ranked[:5])[0])


def _words(rows: list[dict[str, Any]], named: int) -> str:
    if not rows:
        return "No two incidents are alike enough to form a theme."
    held = sum(row["incidents"] for row in rows)
    stable = sum(row["stability"] >= _STABLE for row in rows)
    words = f"{counted(len(rows), 'theme')} hold {held} of {counted(named, 'incident')}; "
    words += f"{stable} of them come back when half of the incidents are drawn anew."
    return f"{words} The largest: {rows[0]['theme']} ({counted(rows[0]['incidents'], 'incident')})."


def _warnings(rows: list[dict[str, Any]], named: int) -> list[str]:
    found = few(named, "incident with named parts", "incidents with named parts")
    loose = [row for row in rows if not row["stability"] >= _STABLE]
    if loose:
        found.append(
            f"{len(loose)} of {counted(len(rows), 'theme')} have a stability below {_STABLE:g}: "
            "other incidents would have given other themes."
        )
    if rows:
        found.append(
            "Every set of incidents falls into groups; that there are themes is not a finding."
        )
    return found
