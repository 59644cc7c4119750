"""The graphs of a corpus as plain formulas, read off its tables: no file is opened again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from causal.model import OUTCOME, Gate, Link

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

__all__ = ["Drawn", "Formula", "draw_all"]


class Formula(NamedTuple):
    """True when at least `k` of the members, ids of factors and formulas, are."""

    k: int
    of: tuple[str | Formula, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One incident's graph.

    Args:
        id: Its id.
        minutes: Minutes lost; None where nobody stated them.
        because: The causes of each derived factor and of the outcome.
        factors: The row of each factor in the table of factors, causes before their effects.
        worse: What made it worse, with the minutes that its author says it cost.
    """

    id: str
    minutes: float | None
    because: Mapping[str, Formula]
    factors: Mapping[str, int]
    worse: tuple[tuple[str, float], ...]


def draw_all(tables: Tables) -> Iterator[Drawn]:
    """Yield the graph of every incident whose outcome has causes, in the order of the corpus."""
    minutes = tables.incidents.array("minutes_lost").tolist()
    analysed = tables.incidents.array("analysed").tolist()
    factors, links = _rows(tables, "factors"), _rows(tables, "links")
    names = tables.factors.names_of("id")
    formulas = _Formulas(tables)
    for number, name in enumerate(tables.ids):
        if analysed[number]:
            own = {found: row for row in factors[number] if (found := names[row]) is not None}
            because, worse = formulas(number, own, links[number])
            lost = None if isnan(minutes[number]) else minutes[number]
            yield Drawn(name, lost, because, own, worse)


def _rows(tables: Tables, name: str) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(len(tables.incidents))]
    for row, incident in enumerate(tables.table(name).array("incident").tolist()):
        found[incident].append(row)
    return found


class _Formulas:
    """Reads how causes are joined; where that is not stated, all of them are needed."""

    def __init__(self, tables: Tables) -> None:
        table = tables.links
        self.cause, self.effect = table.names_of("cause"), table.names_of("effect")
        self.role, self.minutes = table.names_of("role"), table.array("minutes").tolist()
        self.outcomes = _joined(tables, "incidents")
        self.derived = _joined(tables, "factors")

    def __call__(
        self, incident: int, factors: Mapping[str, int], links: list[int]
    ) -> tuple[dict[str, Formula], tuple[tuple[str, float], ...]]:
        causes: dict[str, list[str]] = {}
        worse = []
        for row in links:
            cause, effect = self.cause[row] or "", self.effect[row] or ""
            if self.role[row] == "because":
                causes.setdefault(effect, []).append(cause)
            elif self.minutes[row] > 0:
                worse.append((cause, self.minutes[row]))
        found = {}
        for effect, of in causes.items():
            gates, text = self.outcomes if effect == OUTCOME else self.derived
            row = incident if effect == OUTCOME else factors[effect]
            spelled = text[row]
            if gates[row] == "nested" and spelled:
                found[effect] = _formula(Gate.model_validate_json(spelled))
            else:
                found[effect] = Formula(1 if gates[row] == "any" else len(of), tuple(of))
        return found, tuple(worse)


def _joined(tables: Tables, name: str) -> tuple[list[str | None], list[str | None]]:
    table = tables.table(name)
    return table.names_of("gate"), table.array("because").tolist()


def _formula(gate: Gate) -> Formula:
    k = gate.threshold
    return Formula(k, tuple(m.cause if isinstance(m, Link) else _formula(m) for m in gate.of))
