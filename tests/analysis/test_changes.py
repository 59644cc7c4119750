from __future__ import annotations

from hypothesis import given, settings

import causal
from causal import Incident
from strategies_incident import incidents

BEFORE = """
causal: 1
id: x
title: t
outcome: {what: o, because: [a, b]}
factors: {a: {what: A}, b: {what: B, layer: ci}, c: {what: C, because: [a]}}
actions: {A1: {what: w, addresses: [a]}}
"""


def changes(*edits: tuple[str, str]):
    linked = BEFORE.replace("[a, b]", "[a, b, c]")
    after = linked
    for old, new in edits:
        assert old in after
        after = after.replace(old, new)
    return causal.diff(causal.loads(linked), causal.loads(after))


def test_a_join_that_changed_is_a_change_and_so_are_its_verdicts():
    found = changes(("[a, b, c]", "{any: [a, b, c]}"))
    assert [(c.what, c.name) for c in found.links] == [("causes of", "outcome")]
    assert "minimal cut sets" in {change.name for change in found.verdicts}


def test_a_join_that_changed_is_told_where_a_link_comes_or_goes_too():
    found = changes(("[a, b, c]", "{any: [a, b]}"), (", c: {what: C, because: [a]}", ""))
    assert [(c.kind, c.what, c.name) for c in found.links] == [
        ("removed", "link", "c -> outcome"),
        ("removed", "link", "a -> c"),
        ("changed", "causes of", "outcome"),
    ]
    found = changes(("[a, b, c]", "[a, b]"), (", c: {what: C, because: [a]}", ""))
    assert {c.what for c in found.links} == {"link"}


def test_factors_links_and_actions_come_and_go():
    found = changes(("b: {what: B, layer: ci}, ", ""), ("b, c]", "c]"), ("A1", "A2"))
    shown = {(c.kind, c.what, c.name) for c in (*found.factors, *found.links, *found.actions)}
    assert shown == {
        ("removed", "factor", "b"),
        ("removed", "link", "b -> outcome"),
        ("removed", "action", "A1"),
        ("added", "action", "A2"),
    }


@settings(max_examples=40)
@given(incidents(odd=True, doubts=True, record=True))
def test_an_incident_does_not_differ_from_itself_read_again(data):
    incident = Incident.model_validate(data)
    found = causal.diff(incident, causal.loads(causal.dumps(incident)))
    assert not found
    assert found.all == ()
    assert "Both versions state the same facts." in str(found)
