"""Which layers the words of documents suggest, where nobody stated one; never a finding.

A document without a graph of its own names no layers. Telling words ("no alert fired") suggest
one for some of its factors; they are listed for a person to confirm, and counted nowhere else.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.tables.order import chronological, layer_rank
from causal.io.detect import SUFFIXES
from causal.io.documents.layer_words import guess_layer

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern

COLUMNS = columns("text: layer; count: factors incidents total; text: example; texts: incident_ids")
DOCUMENTS = frozenset({"html", "markdown"})
"""Formats of documents that people wrote without a graph in mind."""


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
        layer = guess_layer(texts[row] or "")
        if layer is not None:
            suggested.setdefault(layer, []).append(row)
    rank = chronological(tables)
    rows: list[dict[str, Any]] = []
    for layer in sorted(suggested, key=layer_rank):
        within = sorted({owners[row] for row in suggested[layer]}, key=rank.__getitem__)
        ids = tuple(tables.ids[incident] for incident in within)
        found = (layer, len(suggested[layer]), len(ids), sum(written), texts[suggested[layer][-1]])
        rows.append(dict(zip(COLUMNS, (*found, ids), strict=True)))
    number = sum(map(len, suggested.values()))
    words = (
        f"Of {counted(open_factors, 'factor')} in {counted(sum(written), 'document')} without a "
        f"stated layer, the words of {number} suggest one. Nobody has confirmed these; none is "
        "counted anywhere else."
    )
    return pattern(COLUMNS, rows, words=words, warnings=())
