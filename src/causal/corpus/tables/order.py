"""The orders in which a corpus is told: incidents by time, layers as a failure meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.libraries import numpy
from causal.model.layers import DEFAULT_LAYERS

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

_RANK = {layer: rank for rank, layer in enumerate(DEFAULT_LAYERS)}


def chronological(tables: Tables) -> list[int]:
    """Return the rank of each incident by when it began, then id; unknown times come last."""
    began, ids = tables.incidents.array("began"), tables.ids
    known = ~numpy.isnat(began)
    moments = began.view("int64")
    order = sorted(range(len(ids)), key=lambda row: (not known[row], moments[row], ids[row]))
    rank = [0] * len(ids)
    for position, row in enumerate(order):
        rank[row] = position
    return rank


def layer_rank(layer: str) -> tuple[int, str]:
    """Return what sorts layers in the default order, layers of one's own after it by name."""
    return _RANK.get(layer, len(_RANK)), layer
