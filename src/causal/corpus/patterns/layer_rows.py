"""The layers of incidents that came as tables: their holes, and what they alone would have stopped.

A file's incident is explained by its decision diagram. Here a layer with one hole that the outcome
needed would have stopped it; only where several holes, none of them needed, stand in one layer
must the graph be asked with all of them closed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.order import layer_rank
from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

__all__ = ["layer_rows"]


def layer_rows(tables: Tables) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of layers, from the factors."""
    factors, names = tables.factors, tables.pool.names
    layers, owners = factors.array("layer").tolist(), factors.array("incident").tolist()
    worse, needed = factors.array("amplifier").tolist(), factors.array("but_for").tolist()
    ids = factors.names_of("id")
    explained = tables.incidents.array("analysed").tolist()
    holes: dict[int, dict[str, list[int]]] = {}
    for row, layer in enumerate(layers):
        if layer != MISSING:
            holes.setdefault(owners[row], {}).setdefault(names[layer], []).append(row)
    stopped = _Stopping(tables)
    for owner in sorted(holes):
        for layer in sorted(holes[owner], key=layer_rank):
            rows = holes[owner][layer]
            aside = [r for r in rows if explained[owner] and (worse[r] or needed[r] < 0)]
            gaps = [r for r in rows if r not in aside]
            verdict = None
            if explained[owner]:
                alone = any(needed[r] == 1 for r in gaps)
                verdict = alone or (len(gaps) > 1 and stopped(owner, {str(ids[r]) for r in gaps}))
            gap_ids, aside_ids = ([ids[r] for r in some] for some in (gaps, aside))
            yield (owner, layer, "breached", False, gap_ids, aside_ids, verdict, None)


class _Stopping:
    """Says whether the outcome of an incident fails when some factors are forced false."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    @cached_property
    def _found(self) -> tuple[dict[tuple[int, str], Any], dict[int, list[str]]]:
        """By incident and id how its causes are joined, and by incident its ids, causes first."""
        tables = self.tables
        links, factors = tables.links, tables.factors
        formulas: dict[tuple[int, str], Any] = {}
        columns = (links.names_of(name) for name in ("cause", "effect", "role"))
        for owner, cause, effect, role in zip(
            links.array("incident").tolist(), *columns, strict=True
        ):
            if role == "because":
                formulas.setdefault((owner, str(effect)), []).append(cause)
        ids: dict[int, list[str]] = {}
        for owner, name in zip(
            factors.array("incident").tolist(), factors.names_of("id"), strict=True
        ):
            ids.setdefault(owner, []).append(str(name))
        places = [(owner, name) for owner in sorted(ids) for name in ids[owner]]
        outcomes = [(row, OUTCOME) for row in range(len(tables.incidents))]
        for table, nodes in ((factors, places), (tables.incidents, outcomes)):
            gates = zip(nodes, table.names_of("gate"), table.array("because").tolist(), strict=True)
            for node, gate, text in gates:
                if text:
                    formulas[node] = json.loads(text)
                elif gate == "any" and node in formulas:
                    formulas[node] = {"any": formulas[node]}
        return formulas, ids

    def __call__(self, row: int, closed: set[str]) -> bool:
        formulas, ids = self._found
        held: dict[str, bool] = {}
        for name in ids[row]:
            formula = formulas.get((row, name))
            held[name] = name not in closed and (formula is None or _holds(formula, held))
        return not _holds(formulas[row, OUTCOME], held)


def _holds(formula: Any, held: dict[str, bool]) -> bool:
    """Return whether a formula as a file writes it holds, given which factors do."""
    if isinstance(formula, str):
        return held[formula]
    if isinstance(formula, dict) and "cause" in formula:
        return held[formula["cause"]]
    if isinstance(formula, list):
        return all(_holds(member, held) for member in formula)
    if "any" in formula:
        return any(_holds(member, held) for member in formula["any"])
    if "all" in formula:
        return all(_holds(member, held) for member in formula["all"])
    met = sum(_holds(member, held) for member in formula["of"])
    return met >= int(formula["at_least"])
