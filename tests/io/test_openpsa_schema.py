"""What is written as a fault tree keeps to the structure that the published schema asks for.

Restated in our own words from the Open-PSA Model Exchange Format, 2.0d, its fault tree layer: which
elements stand in which, in what order, with which attributes, and what a name may be.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import causal
from causal.io.openpsa import read_openpsa
from reference_data import reference
from render_nasty import NASTY

NAME = re.compile(r"(?![\d-])[^\W.]+(-[^\W.-]+)*")
CONNECTIVES = {"and", "or", "atleast"}
EVENTS = {"gate", "basic-event", "house-event"}


def check(document: str) -> None:
    """Assert that a document has the structure of the schema."""
    root = ElementTree.fromstring(document.encode())
    assert root.tag == "opsa-mef"
    *trees, data = root
    assert {tree.tag for tree in trees} == {"define-fault-tree"} and data.tag == "model-data"
    kinds: dict[str, str] = {}
    for tree in trees:
        for part in described(tree):
            assert part.tag == "define-gate"
            [body] = described(part)
            formula(body)
            kinds[part.get("name")] = "gate"
    for part in data:
        assert part.tag in {"define-basic-event", "define-house-event"}
        assert len(described(part)) <= 1
        for value in described(part):
            assert value.tag == {"define-basic-event": "float"}.get(part.tag, "constant")
            assert value.tag == "constant" or 0 <= float(value.get("value")) <= 1
        assert part.get("name") not in kinds
        kinds[part.get("name")] = part.tag.removeprefix("define-")
    for read in root.iter():
        if read.tag in EVENTS:
            assert kinds[read.get("name")] == read.tag


def described(element):
    """Return what a definition holds after its name, its label and its attributes."""
    assert set(element.attrib) == {"name"} and NAME.fullmatch(element.get("name")), element.attrib
    parts = list(element)
    if parts and parts[0].tag == "label":
        assert not parts[0].attrib
        del parts[0]
    if parts and parts[0].tag == "attributes":
        for one in parts[0]:
            assert one.tag == "attribute" and set(one.attrib) <= {"name", "value", "type"}
        del parts[0]
    return parts


def formula(element):
    if element.tag in EVENTS:
        assert set(element.attrib) == {"name"} and NAME.fullmatch(element.get("name"))
    elif element.tag == "constant":
        assert element.get("value") in {"true", "false"}
    else:
        assert element.tag in CONNECTIVES and len(element)
        assert set(element.attrib) == ({"min"} if element.tag == "atleast" else set())
        for part in element:
            formula(part)


def incident(name, what):
    return causal.Incident.from_data(
        {
            "causal": 1,
            "id": name,
            "title": "t",
            "outcome": {"what": what, "because": [name, "a.b", "a-b", "a--b", {"any": ["1", "-"]}]},
            "factors": {n: {"what": what} for n in (name, "a.b", "a-b", "a--b", "1", "-")},
        }
    )


@pytest.mark.parametrize("name", NASTY)
def test_names_are_those_that_the_schema_allows_and_come_back_as_they_were(name):
    plain = "".join(c for c in NASTY[name][:200] if c.isprintable()).strip()
    try:
        subject = incident(plain, NASTY[name][:500])
    except causal.CausalError:
        return
    written = causal.dumps(subject, format="openpsa")
    check(written)
    again = causal.loads(written, format="openpsa")
    assert again.id == subject.id
    assert set(again.factors) == set(subject.factors)


def test_how_contributing_causes_are_read_is_asked_for_and_stated():
    because = {"all": ["a", {"contributing": ["b", "c"]}]}
    data = {"causal": 1, "id": "INC-1", "title": "It failed"}
    data |= {"outcome": {"what": "It failed", "because": because}}
    subject = causal.Incident.model_validate({**data, "factors": {n: {"what": n} for n in "abc"}})
    with pytest.raises(causal.CausalError, match=r"fault tree has no gate .*--contributing"):
        causal.dumps(subject, format="openpsa")
    for reading, sets in (("any", 2), ("all", 1)):
        written = causal.dumps(subject, format="openpsa", contributing=reading)
        check(written)
        again = read_openpsa(written)
        assert causal.explain(again.incident).cut_set_count == sets
        assert f"read them as {reading} of them" in str(again.report)


def test_every_example_is_written_as_the_schema_asks():
    for path in sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml")):
        try:
            check(causal.dumps(causal.load(path), format="openpsa"))
        except causal.CausalError:
            continue  # a catalogue, or an incident without causes


def test_control_characters_leave_the_document_well_formed():
    case = reference("hostile-cases", "FAULT-05-terminal-escapes.json")
    check(causal.dumps(causal.load(case), format="openpsa"))
