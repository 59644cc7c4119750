"""The Aralia fault trees and what is known about them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from causal.graph.network import Network
from causal.io.fault_tree import to_network
from causal.io.openpsa_xml import parse_openpsa

FOLDER = Path(__file__).parents[1] / "benchmarks" / "data" / "aralia"


class Known(NamedTuple):
    model: str
    basic_events: int
    gates: int
    minimal_cut_sets: int
    scram_seconds: float
    top_probability: float


def known() -> list[Known]:
    """Return the models in name order; none where the data is missing, as in an sdist."""
    if not FOLDER.is_dir():
        return []
    with (FOLDER / "known.csv").open(encoding="utf-8", newline="") as file:
        return [
            Known(model, int(events), int(gates), int(sets), float(seconds), float(chance))
            for model, events, gates, sets, seconds, chance in list(csv.reader(file))[1:]
        ]


@cache
def model(name: str) -> tuple[Network, tuple[float, ...]]:
    """Return the structure function of a model and the probability of each variable."""
    if not FOLDER.is_dir():
        pytest.skip("benchmarks/data/aralia is only in a checkout")
    tree = parse_openpsa((FOLDER / f"{name}.xml").read_text(encoding="utf-8"), source=name)
    network, names = to_network(tree)
    return network, tuple(tree.events[n] or 0.0 for n in names)
