"""The law of the door: whatever the way in, what is an incident is written and read back alike.

A way in either gives such an incident or raises one of our own errors, never anything else.
"""

from __future__ import annotations

import contextlib
import copy
import pickle
from collections.abc import Callable
from datetime import datetime
from html import escape
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pandas
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


def as_markdown(incident: Incident) -> str:
    fence = "`" * 12
    return f"# A postmortem\n\n{fence}causal\n{causal.dumps(incident)}{fence}\n"


def by_a_block_in_markdown(rng: Random, incident: Incident) -> Incident:
    return causal.loads(as_markdown(incident), format="markdown")


def by_a_block_in_html(rng: Random, incident: Incident) -> Incident:
    code = f'<pre><code class="language-causal">{escape(causal.dumps(incident))}</code></pre>'
    page = f"<html><body><h1>A postmortem</h1>{code}</body></html>"
    return causal.loads(page, format="html")


def by_a_report_in_markdown(rng: Random, incident: Incident) -> Incident:
    return causal.loads(causal.report(incident), format="markdown")


def by_a_report_in_html(rng: Random, incident: Incident) -> Incident:
    return causal.loads(causal.report(incident, "html"), format="html")


def by_pickle(rng: Random, incident: Incident) -> Incident:
    return pickle.loads(pickle.dumps(incident))


def by_state(rng: Random, incident: Incident) -> Incident:
    state = copy.deepcopy(incident.__getstate__())
    state["__dict__"][rng.choice([*Incident.model_fields])] = rng.choice(ODD)
    made = Incident.__new__(Incident)
    made.__setstate__(state)
    return made


def by_copy(rng: Random, incident: Incident) -> Incident:
    return rng.choice([copy.copy, copy.deepcopy])(incident)


def by_model_copy(rng: Random, incident: Incident) -> Incident:
    update = {rng.choice([*Incident.model_fields]): rng.choice(ODD)}
    way = rng.choice([incident.model_copy, incident.copy])
    return way(update=update, deep=rng.random() < 0.5)


def by_model_construct(rng: Random, incident: Incident) -> Incident:
    fields = {name: getattr(incident, name) for name in Incident.model_fields}
    return Incident.model_construct(**fields | {rng.choice([*fields]): rng.choice(ODD)})


def by_json_of_pydantic(rng: Random, incident: Incident) -> Incident:
    return Incident.model_validate_json(incident.model_dump_json())


def by_corpus(rng: Random, incident: Incident) -> Incident:
    return causal.Corpus([incident])[incident.id]


def by_codes(rng: Random, incident: Incident) -> Incident:
    cells = {"id": incident.id, "codes": rng.choice([*ODD_TEXTS, "A,B;C", ""])}
    cells |= {"title": rng.choice(ODD), "severity": rng.choice(ODD)}
    corpus = causal.Corpus.from_codes(pandas.DataFrame([cells]), {name: name for name in cells})
    return corpus[next(iter(corpus))] if len(corpus) else incident


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


@settings(max_examples=60, deadline=None)
@given(data=incidents(**WHOLE))
def test_a_document_that_carries_an_incident_gives_just_that_incident(data):
    incident = Incident.from_data(data)
    assert causal.loads(as_markdown(incident), format="markdown") == incident
    assert by_a_block_in_html(Random(0), incident) == incident


def test_a_fault_in_a_block_of_a_page_has_the_line_of_the_page() -> None:
    block = "factors:\n  a: {what: A}\n\n\nbecause: [a, b]\n"
    page = f'<h1>T</h1>\n<p>Text</p>\n<pre><code class="language-causal">{block}</code></pre>'
    with pytest.raises(
        causal.CausalError, match=r"line 7: outcome\.because: there is no factor 'b'"
    ):
        causal.loads(page, format="html")
