"""What a catalogue proposes for factors without a key, and what that would add; never a finding.

The likeliest canonical factor is a proposal for a person to confirm. Where a sentence shares
neither a word nor a concept with any confirmed statement, nothing is proposed. A document without a
graph of its own names no layers either: telling words ("no alert fired") suggest one for some of
its factors. Proposals are listed for a person to confirm, and counted nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.statistics import share
from causal.corpus.tables.order import chronological, layer_rank
from causal.corpus.tables.rekeyed import open_rows
from causal.errors import CausalError, UnknownName
from causal.io.detect import SUFFIXES
from causal.io.documents.layer_words import guess_layer

if TYPE_CHECKING:
    from causal.catalogue import Catalogue, FactorSuggestion
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables

KEYS = columns(
    "text: incident factor what proposed; bool: identical; text: nearest; texts: alternatives"
)
RECURRENCE = columns("text: key; count: stated proposed; texts: stated_ids proposed_ids")
LAYERS = columns("text: layer; count: factors incidents total; text: example; texts: incident_ids")
CLASSES = columns(
    "text: class; count: incidents total; number: share share_low share_high; texts: keys "
    "incident_ids"
)
DOCUMENTS = frozenset({"html", "markdown"})
"""Formats of documents that people wrote without a graph in mind."""


def proposed_keys(corpus: Asked) -> Pattern:
    """Return the factors without a key in their file, and what the catalogue proposes.

    A proposal is the likeliest canonical factor, for a person to confirm (`causal suggest`);
    only confirmed statements (``identical``) count as keys in the other answers.

    Columns: ``incident, factor, what, proposed`` (NA where it is like nothing known),
    ``identical`` (a confirmed statement, apart from case, marks and spaces), ``nearest`` (the
    likest confirmed statement), ``alternatives`` (the next keys). ``attrs`` holds ``words``.

    Raises:
        CausalError: The corpus was read without a catalogue.
    """
    catalogue = _catalogue(corpus)
    from causal.catalogue import suggest_factors

    tables, read = corpus.tables, corpus.tables_as_read or corpus.tables
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


def proposed_recurrence(corpus: Asked) -> Pattern:
    """Return what would come back if every proposed key were right; never a finding.

    Columns: ``key, stated`` (incidents that state it), ``proposed`` (further incidents),
    ``stated_ids, proposed_ids`` (oldest first). ``attrs`` holds ``words``.

    Raises:
        CausalError: The corpus was read without a catalogue.
    """
    tables = corpus.tables
    stated: dict[str, set[int]] = {}
    owners = tables.factors.array("incident").tolist()
    for row, key in enumerate(tables.factors.names_of("key")):
        if key is not None:
            stated.setdefault(key, set()).add(owners[row])
    place = {incident: row for row, incident in enumerate(tables.ids)}
    proposed: dict[str, set[int]] = {}
    proposals = proposed_keys(corpus)
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


def recurring_classes(corpus: Asked, taxonomy: str) -> Pattern:
    """Return the classes of an outside taxonomy, by what the catalogue maps its keys to.

    Columns: ``class, incidents, total`` (incidents that name any key), ``share, share_low,
    share_high`` (Wilson 95 %), ``keys, incident_ids`` (oldest first). ``attrs`` holds
    ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        taxonomy: As ``maps`` of the catalogue names it.

    Raises:
        CausalError: The corpus was read without a catalogue.
        UnknownName: The catalogue maps nothing to this taxonomy.
    """
    tables, factors = corpus.tables, _catalogue(corpus).factors
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


def proposed_layers(corpus: Asked) -> Pattern:
    """Return the layers that words of documents suggest where none is stated; never a finding.

    Only factors of incidents read from Markdown or HTML are looked at: an incident file whose
    author gave a factor no layer is not asked again.

    Columns: ``layer, factors, incidents``, of the ``total`` documents, ``example`` (the latest
    such sentence), ``incident_ids`` (oldest first). ``attrs`` holds ``words``.
    """
    tables = corpus.tables
    files = tables.incidents.arrow("file").to_pylist()
    written = [SUFFIXES.get(PurePath(file or "").suffix.lower()) in DOCUMENTS for file in files]
    owners = tables.factors.array("incident").tolist()
    kinds, layers = (tables.factors.names_of(name) for name in ("kind", "layer"))
    texts, basic = tables.factors.arrow("what").to_pylist(), tables.factors.array("basic").tolist()
    suggested: dict[str, list[int]] = {}
    open_factors = 0
    for row, owner in enumerate(owners):
        if not written[owner] or not basic[row] or kinds[row] == "trigger" or layers[row]:
            continue
        open_factors += 1
        found = guess_layer(texts[row] or "")
        if found is not None:
            suggested.setdefault(found[0], []).append(row)
    ordered = _by_time(tables)
    rows: list[dict[str, Any]] = []
    for layer in sorted(suggested, key=layer_rank):
        ids = ordered({owners[row] for row in suggested[layer]})
        example = texts[suggested[layer][-1]]
        cells = (layer, len(suggested[layer]), len(ids), sum(written), example, ids)
        rows.append(dict(zip(LAYERS, cells, strict=True)))
    number = sum(map(len, suggested.values()))
    words = (
        f"Of {counted(open_factors, 'factor')} in {counted(sum(written), 'document')} without a "
        f"stated layer, the words of {number} suggest one. Nobody has confirmed these; none is "
        "counted anywhere else."
    )
    return pattern(LAYERS, rows, words=words, warnings=())


def _catalogue(corpus: Asked) -> Catalogue:
    if corpus.catalogue is None:
        raise CausalError(
            "no catalogue was given: load_corpus(folder, catalogue=Catalogue.load(file)), or "
            "Catalogue.starter(); causal suggest makes one"
        )
    return corpus.catalogue


def _by_time(tables: Tables) -> Callable[[set[int]], tuple[str, ...]]:
    """Return what gives the ids of incidents, the oldest first."""
    rank = chronological(tables)
    return lambda rows: tuple(tables.ids[row] for row in sorted(rows, key=rank.__getitem__))
