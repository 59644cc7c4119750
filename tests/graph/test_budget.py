from __future__ import annotations

import pytest

from causal.errors import NotFinished
from causal.graph.budget import Budget, Outgrown
from causal.graph.families import minimal_sets
from causal.graph.network import Gate, Network
from causal.graph.probability import probability


def grid(side: int) -> Network:
    """A side-by-side square of variables: some row and some column must have all its members."""
    rows = [Gate(side, tuple(range(r * side, (r + 1) * side))) for r in range(side)]
    columns = [Gate(side, tuple(range(c, side * side, side))) for c in range(side)]
    first = side * side
    some_row = Gate(1, tuple(range(first, first + side)))
    some_column = Gate(1, tuple(range(first + side, first + 2 * side)))
    both = Gate(2, (first + 2 * side, first + 2 * side + 1))
    gates = (*rows, *columns, some_row, some_column, both)
    return Network(first, gates, first + len(gates) - 1)


def test_nodes_beyond_the_budget_raise():
    with pytest.raises(NotFinished, match=r"0\.002 GiB"):
        probability(grid(9), [0.5] * 81, budget=Budget(memory_gib=0.002))


def test_time_beyond_the_budget_raises():
    with pytest.raises(NotFinished, match=r"0\.0 seconds"):
        minimal_sets(grid(9).dual(), budget=Budget(seconds=0.0))


def test_no_limits_are_allowed():
    pairs = Network(4, (Gate(1, (0, 1)), Gate(1, (2, 3)), Gate(2, (4, 5))), 6)
    assert probability(pairs, [0.5] * 4, budget=Budget(None, None)) == 0.5625


def test_attempt_beyond_its_allowance_may_go_on():
    clock = Budget(seconds=None, memory_gib=100 / 3_000_000).start().attempt()
    clock.allowance = 10
    clock.add(10)
    with pytest.raises(Outgrown):
        clock.add(1)
    clock.allowance = 20
    clock.add(1)
    clock.allowance = None
    with pytest.raises(NotFinished):
        clock.add(100)
