"""The layers of incidents that came as tables: their gaps, and what they alone would have stopped.

A file's incident is explained by its decision diagram. Here a layer with one gap that the outcome
needed would have stopped it; only where several gaps, none of them needed, stand in one layer
must the graph be asked with all of them closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.networks import networks
from causal.corpus.tables.order import layer_rank
from causal.graph.counterfactual import outcome_survives

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables


def layer_rows(tables: Tables) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of layers, from the factors."""
    factors, names = tables.factors, tables.pool.names
    layers, owners = factors.array("layer").tolist(), factors.array("incident").tolist()
    worse, needed = factors.array("amplifier").tolist(), factors.array("but_for").tolist()
    ids = factors.names_of("id")
    explained = tables.incidents.array("analysed").tolist()
    held: dict[int, dict[str, list[int]]] = {}
    for row, layer in enumerate(layers):
        if layer != MISSING:
            held.setdefault(owners[row], {}).setdefault(names[layer], []).append(row)
    asked: dict[int, dict[str, list[int]]] = {}
    plain: dict[tuple[int, str], tuple[list[int], list[int], bool | None]] = {}
    for owner in sorted(held):
        for layer in sorted(held[owner], key=layer_rank):
            rows = held[owner][layer]
            aside = [r for r in rows if explained[owner] and (worse[r] or needed[r] < 0)]
            gaps = [r for r in rows if r not in aside]
            alone = any(needed[r] == 1 for r in gaps) if explained[owner] else None
            plain[owner, layer] = gaps, aside, alone
            if alone is False and len(gaps) > 1:
                asked.setdefault(owner, {})[layer] = gaps
    for drawn in networks(tables, only=set(asked)) if asked else ():
        found = asked[drawn.row]
        closed = [[drawn.nodes[row - drawn.first] for row in rows] for rows in found.values()]
        for layer, still in zip(found, outcome_survives(drawn.network, closed), strict=True):
            gaps, aside, _ = plain[drawn.row, layer]
            plain[drawn.row, layer] = gaps, aside, not still
    for (owner, layer), (gaps, aside, verdict) in plain.items():
        gap_ids, aside_ids = ([ids[r] for r in some] for some in (gaps, aside))
        yield owner, layer, "breached", False, gap_ids, aside_ids, verdict, None
