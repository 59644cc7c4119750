"""The layout of a large graph looks at its time, and does no step once more for every row."""

from __future__ import annotations

import pytest

from causal import Budget, Incident
from causal.errors import NotFinished
from causal.render.drawing import Drawing
from causal.render.layout import flow, rows
from causal.render.views.graph import full_graph_scene


def chain(count):
    factors = {f"f{n}": {"what": f"Part {n} failed"} for n in range(count)}
    for n in range(count - 1):
        factors[f"f{n}"]["because"] = [f"f{n + 1}"]
    outcome = {"what": "All was down", "because": ["f0"]}
    return full_graph_scene(
        Incident.from_data(
            {"causal": 1, "id": "x", "title": "t", "outcome": outcome, "factors": factors}
        )
    )


def test_rows_are_worked_out_again_only_where_a_node_moved(monkeypatch):
    calls, ticks = [], []
    asked = rows._rows
    monkeypatch.setattr(rows, "_rows", lambda *given: calls.append(1) or asked(*given))
    monkeypatch.setattr(flow, "tick", lambda: ticks.append(1))
    assert Drawing(chain(120)).plan.height > 0
    assert len(calls) < 6 and len(ticks) >= 120


def test_the_layout_ends_with_its_time():
    drawing = Drawing(chain(120), clock=Budget(seconds=0).clock())
    with pytest.raises(NotFinished):
        drawing.plan  # noqa: B018 - it is laid out here
