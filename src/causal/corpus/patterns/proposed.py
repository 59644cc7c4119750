"""What a catalogue proposes for factors without a key, and what that would add; never a finding.

The likeliest canonical factor is a proposal for a person to confirm. Where a sentence shares
neither a word nor a concept with any confirmed statement, nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.statistics import share
from causal.corpus.tables.order import chronological
from causal.corpus.tables.rekeyed import open_rows
from causal.errors import CausalError, UnknownName

if TYPE_CHECKING:
    from causal.catalogue import Catalogue, FactorSuggestion
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables

KEYS = {
    "incident": "text",
    "factor": "text",
    "what": "text",
    "proposed": "text",
    "identical": "bool",
    "nearest": "text",
    "alternatives": "texts",
}
RECURRENCE = {
    "key": "text",
    "stated": "count",
    "proposed": "count",
    "stated_ids": "texts",
    "proposed_ids": "texts",
}
CLASSES = {
    "class": "text",
    "incidents": "count",
    "total": "count",
    "share": "number",
    "share_low": "number",
    "share_high": "number",
    "keys": "texts",
    "incident_ids": "texts",
}
_NONE = (
    "no catalogue was given: load_corpus(folder, catalogue=Catalogue.load(file)), or"
    " Catalogue.starter(); causal suggest makes one"
)


def proposed_keys(tables: Tables, read: Tables, catalogue: Catalogue | None) -> Pattern:
    """Return one row per factor that has no key in its file.

    Args:
        tables: The tables under the keys of the catalogue.
        read: The tables as they were read.
        catalogue: The canonical factors.

    Raises:
        CausalError: There is no catalogue.
    """
    from causal.corpus.patterns.pattern import pattern

    if catalogue is None:
        raise CausalError(_NONE)
    from causal.catalogue import suggest_factors

    owners, ids = read.factors.array("incident").tolist(), read.factors.names_of("id")
    texts, keys = read.factors.arrow("what").to_pylist(), tables.factors.names_of("key")
    known: dict[str, list[FactorSuggestion]] = {}
    rows: list[dict[str, Any]] = []
    for row in open_rows(read):
        what = texts[row]
        if what not in known:
            known[what] = suggest_factors(what, catalogue)
        found = known[what]
        spoken = bool(found) and bool(found[0].identical or found[0].words or found[0].concepts)
        others = found[1:] if spoken else found
        rows.append(
            {
                "incident": read.ids[owners[row]],
                "factor": ids[row],
                "what": what,
                "proposed": found[0].key if spoken else None,
                "identical": keys[row] is not None,
                "nearest": found[0].nearest if spoken else None,
                "alternatives": tuple(other.key for other in others),
            }
        )
    same = sum(row["identical"] for row in rows)
    offered = sum(row["proposed"] is not None for row in rows) - same
    bare = len(rows) - same - offered
    words = (
        f"{counted(len(rows), 'factor')} without a key in the file: {same:,} confirmed already, "
        f"{offered:,} with a proposal for a person to confirm, {bare:,} like nothing known."
    )
    return pattern(KEYS, rows, words=words, warnings=())


def proposed_recurrence(tables: Tables, proposals: Pattern) -> Pattern:
    """Return one row per key that a proposal would add an incident to, if it came back then."""
    from causal.corpus.patterns.pattern import pattern

    stated: dict[str, set[int]] = {}
    owners = tables.factors.array("incident").tolist()
    for row, key in enumerate(tables.factors.names_of("key")):
        if key is not None:
            stated.setdefault(key, set()).add(owners[row])
    place = {incident: row for row, incident in enumerate(tables.ids)}
    proposed: dict[str, set[int]] = {}
    open_ones = proposals[proposals["proposed"].notna() & ~proposals["identical"]]
    for incident, key in zip(open_ones["incident"], open_ones["proposed"], strict=True):
        if place[incident] not in stated.get(key, ()):
            proposed.setdefault(key, set()).add(place[incident])
    rows: list[dict[str, Any]] = []
    ordered = _by_time(tables)
    for key, more in proposed.items():
        has = stated.get(key, set())
        if len(has) + len(more) < 2:
            continue
        cells = (key, len(has), len(more), ordered(has), ordered(more))
        rows.append(dict(zip(RECURRENCE, cells, strict=True)))
    rows.sort(key=lambda row: (-row["proposed"] - row["stated"], row["key"]))
    new = sum(row["stated"] < 2 for row in rows)
    words = (
        f"If every proposal were right, {counted(len(rows), 'canonical factor')} would stand in "
        f"more incidents, {new:,} of them in two or more for the first time. Nobody has confirmed "
        "these; none is counted anywhere else."
    )
    return pattern(RECURRENCE, rows, words=words, warnings=())


def recurring_classes(tables: Tables, catalogue: Catalogue | None, taxonomy: str) -> Pattern:
    """Return one row per class of an outside taxonomy, by the keys that stand in the tables.

    Raises:
        CausalError: There is no catalogue.
        UnknownName: It maps nothing to this taxonomy.
    """
    from causal.corpus.patterns.pattern import pattern

    if catalogue is None:
        raise CausalError(_NONE)
    factors = catalogue.factors
    known = sorted({name for factor in factors.values() for name in factor.maps})
    if taxonomy not in known:
        raise UnknownName("taxonomy", taxonomy, known)
    owners = tables.factors.array("incident").tolist()
    seen: dict[str, set[int]] = {}
    keys: dict[str, set[str]] = {}
    named: set[int] = set()
    left: set[str] = set()
    for row, key in enumerate(tables.factors.names_of("key")):
        if key is None:
            continue
        named.add(owners[row])
        classes = factors[key].maps.get(taxonomy, ()) if key in factors else ()
        if not classes:
            left.add(key)
        for one in classes:
            seen.setdefault(one, set()).add(owners[row])
            keys.setdefault(one, set()).add(key)
    rows: list[dict[str, Any]] = []
    ordered = _by_time(tables)
    for one, incidents in seen.items():
        cells = (
            one,
            len(incidents),
            len(named),
            *share(len(incidents), len(named)),
            tuple(sorted(keys[one])),
            ordered(incidents),
        )
        rows.append(dict(zip(CLASSES, cells, strict=True)))
    rows.sort(key=lambda row: (-row["incidents"], row["class"]))
    number = counted(len(rows), "class", "classes")
    words = f"{number} of {taxonomy} in {counted(len(named), 'incident')}."
    warnings = [f"{counted(len(left), 'key')} of no class in {taxonomy}"] if left else []
    return pattern(CLASSES, rows, words=words, warnings=warnings)


def _by_time(tables: Tables) -> Callable[[set[int]], tuple[str, ...]]:
    """Return what gives the ids of incidents, the oldest first."""
    rank = chronological(tables)
    return lambda rows: tuple(tables.ids[row] for row in sorted(rows, key=rank.__getitem__))
