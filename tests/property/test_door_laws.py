"""The law of the door: whatever the way in, what is an incident is written and read back alike.

A way in either gives such an incident or raises one of our own errors, never anything else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import causal
from causal import Incident
from strategies_incident import ODD_TEXTS, incident_data, incidents

WHOLE = {"odd": True, "doubts": True, "record": True, "contributing": True}
ODD: tuple[Any, ...] = (
    None, "", " ", 0, -1, True, 1e16, 1e300, float("nan"), 10**30, "2025-03-30T01:30", "2025-03-14",
    "2025-03-14T14:02Z", datetime(2025, 10, 26, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
    datetime(2025, 3, 14), datetime(1800, 1, 1, tzinfo=ZoneInfo("Europe/London")), "localtime",
    "Europe/London", [], {}, [None], {"a": None}, {"x": "1e3"}, {"x": 1e16}, {"what": "down"},
    ["b", "a"], {"b", "a"}, [["a"]], {"any": ["b1", "d1"]}, {"contributing": ["b1", "b2"]}, b"x",
    object(), *ODD_TEXTS[:6],
)  # fmt: skip


def holds(incident: Incident) -> None:
    for format in ("yaml", "json"):
        again = causal.loads(causal.dumps(incident, format=format), format=format)
        assert again == incident
        assert again.to_data() == incident.to_data()
    assert Incident.from_data(incident.to_data()) == incident


def some_id(rng: Random, incident: Incident) -> str:
    return rng.choice([*incident.factors, *incident.actions, "outcome", "nobody"])


def by_replace(rng: Random, incident: Incident) -> Incident:
    return incident.replace(**{rng.choice([*Incident.model_fields]): rng.choice(ODD)})


def by_replace_from_another(rng: Random, incident: Incident) -> Incident:
    other = Incident.from_data(incident_data(rng, **WHOLE))
    name = rng.choice([*Incident.model_fields])
    return incident.replace(**{name: getattr(other, name)})


def by_an_unchecked_part(rng: Random, incident: Incident) -> Incident:
    kind = rng.choice(["factors", "actions"])
    parts = dict(getattr(incident, kind))
    if parts:
        name = rng.choice([*parts])
        fields = [*type(parts[name]).model_fields, "nothing"]
        parts[name] = parts[name].model_copy(update={rng.choice(fields): rng.choice(ODD)})
    return incident.replace(**{kind: parts})


def by_with_factor(rng: Random, incident: Incident) -> Incident:
    fields = {rng.choice(["kind", "because", "layer", "evidence", "detail"]): rng.choice(ODD)}
    leads = {rng.choice(["leads_to", "worsens"]): some_id(rng, incident)}
    return incident.with_factor(
        rng.choice([some_id(rng, incident), "fresh"]), what="W", **leads, **fields
    )


def by_with_action(rng: Random, incident: Incident) -> Incident:
    field = rng.choice(["what", "addresses", "hardens", "due", "status", "cost", "verified", "on"])
    return incident.with_action(some_id(rng, incident), **{field: rng.choice(ODD)})


def by_with_link(rng: Random, incident: Incident) -> Incident:
    return incident.with_link(some_id(rng, incident), some_id(rng, incident))


def by_without(rng: Random, incident: Incident) -> Incident:
    return incident.without(*{some_id(rng, incident) for _ in range(rng.randint(1, 3))})


def by_builder(rng: Random, incident: Incident) -> Incident:
    draft = incident.edit()
    draft.change(
        some_id(rng, incident),
        **{rng.choice(["what", "detail", "owner", "because"]): rng.choice(ODD)},
    )
    draft.set(**{rng.choice(["severity", "times", "impact", "timeline"]): rng.choice(ODD)})
    if rng.random() < 0.3:
        draft.remove(some_id(rng, incident))
    return draft.build()


def by_merge(rng: Random, incident: Incident) -> Incident:
    other = incident
    for _ in range(rng.randint(0, 2)):
        with contextlib.suppress(causal.CausalError):
            other = WAYS[rng.choice([*WAYS])](rng, other)
    return causal.merge(incident, other)


def by_networkx(rng: Random, incident: Incident) -> Incident:
    graph = causal.to_networkx(incident)
    nodes = [*graph]
    if rng.random() < 0.5:
        graph.add_edge(rng.choice(nodes), rng.choice(nodes))
    else:
        graph.nodes[rng.choice(nodes)][rng.choice(["what", "because", "layer"])] = rng.choice(ODD)
    return causal.from_networkx(graph)


WAYS: dict[str, Callable[[Random, Incident], Incident]] = {
    name.removeprefix("by_"): way for name, way in list(globals().items()) if name.startswith("by_")
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=40, deadline=None)
@given(data=incidents(**WHOLE), rng=st.randoms(use_true_random=False))
def test_every_incident_that_can_be_reached_is_read_back(way, data, rng):
    incident = Incident.from_data(data)
    with contextlib.suppress(causal.CausalError):
        changed = WAYS[way](rng, incident)
        holds(changed)
