"""Single lines through the graph: each line of a tree of whys, and the best line there could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.graph.structure import Structure
    from causal.model import Incident, Why


@dataclass(frozen=True, slots=True)
class ChainScore:
    """One line of answers, from the outcome down, held against the graph.

    Args:
        chain: The factors it names, in its order.
        missed: The factors that take part and that it does not name, in causal order.
        coverage: The share of the factors taking part that it names.
        end_is_but_for: Without its last factor the outcome would not have come about.
        gaps_seen: The gaps in layers that it names.
    """

    chain: tuple[str, ...]
    missed: tuple[str, ...]
    coverage: float
    end_is_but_for: bool
    gaps_seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BestChain:
    """The single line that sees the most factors, and what even that one misses."""

    chain: tuple[str, ...]
    missed: tuple[str, ...]
    coverage: float


def single_chains(chain: tuple[Why, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the factors of each line from the first answer to a last one, in reading order."""
    if not chain:
        return
    first, *rest = chain
    here = (first.factor,) if first.factor and first.factor != OUTCOME else ()
    branches = [*first.because, *([tuple(rest)] if rest else [])]
    if not branches:
        yield here
    for branch in branches:
        for line in single_chains(branch):
            yield (*here, *line)


def score_chains(
    incident: Incident, structure: Structure, chain: tuple[Why, ...]
) -> tuple[ChainScore, ...]:
    """Return the score of each single line of a chain or a tree of whys."""
    lines = [tuple(dict.fromkeys(line)) for line in single_chains(chain)]
    survives = structure.survives([line[-1:] for line in lines])
    taking_part = structure.factors
    return tuple(
        ChainScore(
            chain=line,
            missed=tuple(factor for factor in taking_part if factor not in line),
            coverage=sum(factor in structure.node for factor in line) / len(taking_part),
            end_is_but_for=bool(line) and not still,
            gaps_seen=tuple(factor for factor in line if incident.factors[factor].is_gap),
        )
        for line, still in zip(lines, survives, strict=True)
    )


def best_chain(incident: Incident, structure: Structure) -> BestChain:
    """Return the line from the outcome to a basic factor that names the most factors.

    Of several, the one whose causes were written first.
    """
    longest: dict[str, int] = {}
    following: dict[str, str | None] = {}
    for factor, causes in incident.leading_to_outcome.items():
        best = max(causes, key=lambda cause: longest[cause], default=None)
        longest[factor] = 1 + (longest[best] if best is not None else 0)
        following[factor] = best
    chain = []
    step = following[OUTCOME]
    while step is not None:
        chain.append(step)
        step = following[step]
    missed = tuple(factor for factor in structure.factors if factor not in chain)
    return BestChain(tuple(chain), missed, len(chain) / len(structure.factors))
