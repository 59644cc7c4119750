"""The Aralia fault trees and what is known about them, where the reference data is at hand."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from causal.graph.network import Network
from causal.io.openpsa_xml import parse_openpsa
from reference_data import reference
from tree_networks import to_network

__all__ = ["MODELS", "Known", "known", "model"]

MODELS = (
    *("baobab1", "chinese", "das9201", "das9202", "das9205", "das9206", "das9208", "das9209"),
    *("edf9201", "edf9203", "edf9205", "edfpa14p", "edfpa15b", "edfpa15p", "elf9601", "ftr10"),
    *("isp9602", "isp9605", "isp9606", "jbd9601"),
)
_ROW = re.compile(r"\| (\w+) \| (\d+) \| (\d+) \| ([\d,]+) \| ([\d.]+) \|.*\| ([\d.e-]+) \|")


class Known(NamedTuple):
    model: str
    basic_events: int
    gates: int
    minimal_cut_sets: int
    scram_seconds: float
    top_probability: float


@cache
def _table() -> dict[str, Known]:
    text = reference("aralia", "README.md").read_text(encoding="utf-8")
    rows = [match.groups() for line in text.splitlines() if (match := _ROW.fullmatch(line.strip()))]
    return {
        name: Known(
            name, int(events), int(gates), int(sets.replace(",", "")), float(took), float(chance)
        )
        for name, events, gates, sets, took, chance in rows
    }


def known(name: str) -> Known:
    """Return what is published about a model; skip the test where the data is not at hand."""
    return _table()[name]


@cache
def model(name: str) -> tuple[Network, tuple[float, ...]]:
    """Return the structure function of a model and the probability of each variable."""
    text = reference("aralia", f"{name}.xml").read_text(encoding="utf-8")
    tree = parse_openpsa(text, source=name)
    network, names = to_network(tree)
    return network, tuple(tree.events[n] or 0.0 for n in names)
