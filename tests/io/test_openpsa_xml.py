from __future__ import annotations

import pytest

from causal.errors import InvalidIncident
from causal.graph.network import Gate, Network
from causal.io.fault_tree import AtLeast, Constant, FaultTree, Reference, to_network
from causal.io.openpsa_write import write_openpsa
from causal.io.openpsa_xml import parse_openpsa


def document(gates: str, data: str = "", head: str = "") -> str:
    events = "".join(f'<define-basic-event name="{e}"/>' for e in "abc" if f'"{e}"' in gates)
    return (
        f'{head}<opsa-mef>\n<define-fault-tree name="ft">\n{gates}\n</define-fault-tree>'
        f"<model-data>{events}{data}</model-data></opsa-mef>"
    )


def gate(name: str, body: str) -> str:
    return f'<define-gate name="{name}">{body}</define-gate>'


A, B, C = (f'<basic-event name="{e}"/>' for e in "abc")
NESTED = gate(
    "top", f'<atleast min="2">{A}<and>{B}<event name="h"/></and><gate name="g"/></atleast>'
)
NESTED += gate("g", f'<or>{C}<constant value="false"/></or>')
HOUSE = '<define-house-event name="h"><constant value="true"/></define-house-event>'


def faults_of(text: str) -> str:
    with pytest.raises(InvalidIncident) as error:
        parse_openpsa(text, source="tree.xml")
    return str(error.value)


def test_nested_formulas_references_and_constants_are_read():
    tree = parse_openpsa(document(NESTED, HOUSE))
    inner = AtLeast(2, (Reference("b"), Reference("h")))
    assert tree.gates == {
        "top": AtLeast(2, (Reference("a"), inner, Reference("g"))),
        "g": AtLeast(1, (Reference("c"), Constant(value=False))),
    }
    assert (tree.name, tree.top, tree.houses) == ("ft", "top", {"h": True})


def test_network_folds_house_events_and_constants():
    network, names = to_network(parse_openpsa(document(NESTED, HOUSE)))
    assert names == ("a", "b", "c")
    assert network == Network(3, (Gate(2, (0, 1, 2)),), 3)


def test_probabilities_are_read_and_may_be_missing():
    events = '<define-basic-event name="x"><float value="1.5e-3"/></define-basic-event>'
    events += '<define-basic-event name="y"><exponential/></define-basic-event>'
    body = '<and><basic-event name="x"/><basic-event name="y"/></and>'
    assert parse_openpsa(document(gate("t", body), events)).events == {"x": 0.0015, "y": None}


def test_written_tree_reads_back():
    tree = parse_openpsa(document(NESTED, HOUSE))
    assert parse_openpsa(write_openpsa(tree)) == tree


def test_names_that_need_escaping_read_back():
    name = '<a & "b">\'\n'
    tree = FaultTree("f&t", "t<", {"t<": Reference(name)}, {name: 0.25}, {})
    assert parse_openpsa(write_openpsa(tree)) == tree


@pytest.mark.parametrize("operator", ["xor", "not", "nand", "nor", "iff", "imply"])
def test_gate_that_is_not_coherent_is_named_with_its_line(operator):
    message = faults_of(document(gate("t", f"\n<{operator}>{A}{B}</{operator}>")))
    assert (
        f"tree.xml:4: t: is legal, but not coherent, so not read here: it uses '{operator}'"
        in message
    )


def test_cycle_is_named():
    loop = gate("t", '<gate name="u"/>') + gate("u", '<gate name="v"/>')
    message = faults_of(document(loop + gate("v", '<or><gate name="u"/></or>')))
    assert "is its own cause: " in message
    assert "u -> v" in message or "v -> u" in message


def test_undefined_reference_is_named():
    assert "t: reads 'gone', which is not defined" in faults_of(
        document(gate("t", '<gate name="gone"/>'))
    )


def test_several_tops_are_named_and_one_may_be_chosen():
    text = document(gate("t", A) + gate("u", B))
    assert "found 't', 'u'" in faults_of(text)
    assert parse_openpsa(text, top="u").top == "u"


def test_unknown_chosen_top_is_named():
    with pytest.raises(InvalidIncident, match="w: is not a gate"):
        parse_openpsa(document(gate("t", A)), top="w")


def test_all_faults_are_reported_together():
    message = faults_of(document(gate("t", f"<xor>{A}</xor>") + gate("t", A) + gate("u", "<or/>")))
    assert "3 faults" in message
    assert "is defined twice, first in line 3" in message
    assert "has an empty 'or'" in message


@pytest.mark.parametrize("least", ["0", "3", "two", "-1", "²"])
def test_impossible_threshold_is_shown(least):
    text = document(gate("t", f'<atleast min="{least}">{A}{B}</atleast>'))
    assert f"min='{least}'" in faults_of(text)


@pytest.mark.parametrize("chance", ["2", "-0.1", "nan", "much"])
def test_impossible_probability_is_shown(chance):
    event = f'<define-basic-event name="x"><float value="{chance}"/></define-basic-event>'
    text = document(gate("t", '<basic-event name="x"/>'), event)
    assert f"x: has probability '{chance}'" in faults_of(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<a><b></a>", "not well-formed"),
        ("", "not well-formed"),
        ("<html/>", "is not an OpenPSA document"),
        ("<opsa-mef><include/></opsa-mef>", "legal, but not read here"),
        ("<opsa-mef/>", "found none"),
        ("\ud800", "not well-formed"),
        ("<a>" * 1000, "nested more than"),
        (document(gate("t", A + B)), "has 2 formulas"),
        (document("<define-gate/>"), "has no name"),
        (document(gate("t", "<maybe/>")), "unknown operator 'maybe'"),
    ],
)
def test_what_is_no_fault_tree_is_refused(text, problem):
    assert problem in faults_of(text)


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ('<!DOCTYPE opsa-mef [<!ENTITY a "aaaa">]>', "declares the entity 'a'"),
        ('<!DOCTYPE opsa-mef [<!ENTITY % p SYSTEM "file:///etc/passwd">]>', "the entity 'p'"),
        ('<!DOCTYPE opsa-mef SYSTEM "http://example.org/x.dtd">', "is external"),
    ],
)
def test_dangerous_declarations_are_refused(head, problem):
    assert problem in faults_of(document(gate("t", A), head=head))


def test_bare_document_type_is_accepted():
    assert parse_openpsa(document(gate("t", A), head="<!DOCTYPE opsa-mef>")).top == "t"


def test_constant_top_is_refused_as_a_network():
    tree = parse_openpsa(document(gate("t", '<or><house-event name="h"/></or>'), HOUSE))
    with pytest.raises(InvalidIncident, match="t: is always true"):
        to_network(tree)
