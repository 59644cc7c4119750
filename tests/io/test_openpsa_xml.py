from __future__ import annotations

import itertools

import pytest

import causal
import causal.io.reading
import causal.io.registry
from causal.cli.main import main
from causal.errors import InvalidIncident
from causal.graph.formula import Formula
from causal.graph.network import Gate, Network
from causal.io.fault_tree import FaultTree
from causal.io.openpsa_write import write_openpsa
from causal.io.openpsa_xml import parse_openpsa
from tree_networks import to_network


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
    inner = Formula(2, ("b", "h"))
    assert tree.gates == {
        "top": Formula(2, ("a", inner, "g")),
        "g": Formula(1, ("c", False)),
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
    tree = FaultTree("f&t", "t<", {"t<": name}, {name: 0.25}, {})
    again = parse_openpsa(write_openpsa(tree))
    assert set(again.ids.values()) == {"t<", name}
    assert [again.ids[event] for event in again.events] == [name]


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


def read(text: str, **options: object) -> causal.io.reading.Reading:
    return causal.io.registry.read_as(text, "tree.xml", "openpsa", options)


def test_labels_are_the_sentences_and_names_the_ids():
    body = f"<label>No water arrives</label><and>{A}{B}</and>"
    named = '<define-basic-event name="x"><label>Unused</label></define-basic-event>'
    text = document(gate("t", body), named).replace(
        '<define-basic-event name="a"/>',
        '<define-basic-event name="a"><label>Valve &lt;1&gt; shut</label></define-basic-event>',
    )
    incident = read(text).incident
    assert (incident.title, incident.outcome.what) == ("No water arrives", "No water arrives")
    assert incident.factors["a"].what == "Valve <1> shut"
    again = causal.loads(causal.dumps(incident, format="openpsa"), format="openpsa")
    assert again == incident


def test_what_is_not_read_of_the_rates_is_in_the_report():
    data = '<define-parameter name="p"><float value="0.25"/></define-parameter>'
    data += '<define-parameter name="q"><parameter name="q"/></define-parameter>'
    data += '<define-basic-event name="x"><parameter name="p"/></define-basic-event>'
    data += '<define-basic-event name="y"><parameter name="q"/></define-basic-event>'
    data += '<define-basic-event name="z"><exponential/></define-basic-event>'
    names = "".join(f'<basic-event name="{n}"/>' for n in "xyz")
    reading = read(document(gate("t", f"<or>{names}</or>"), data + "<define-event-tree/>"))
    assert reading.incident.factors["x"].probability == 0.25
    said = str(reading.report)
    assert "the probability of 'y': the parameter 'q' has no value" in said
    assert "the probability of 'z': <exponential> is legal, but not read here" in said
    assert "define-event-tree" in said


def test_one_of_several_tops_is_chosen_by_name():
    two = document(gate("t", A) + gate("u", B))
    assert "choose one: top=... in Python, --top on the command line" in faults_of(two)
    assert read(two, top="u").incident.title == "u"
    with pytest.raises(InvalidIncident, match="v: is not a gate of this fault tree"):
        read(two, top="v")


def test_names_that_two_trees_share_are_told_apart_by_their_tree():
    def tree(name: str, event: str) -> str:
        private = f'<define-gate name="g" role="private">{event}</define-gate>'
        return f'<define-fault-tree name="{name}">{private}</define-fault-tree>'

    top = (
        '<define-fault-tree name="plant"><define-gate name="top"><or><gate name="one.g"/>'
        '<gate name="two.g"/></or></define-gate></define-fault-tree>'
    )
    trees = top + tree("one", f"<and>{A}{B}</and>") + tree("two", C)
    events = "".join(f'<define-basic-event name="{name}"/>' for name in "abc")
    incident = read(f"<opsa-mef>{trees}<model-data>{events}</model-data></opsa-mef>").incident
    assert {"one.g", "two.g"} <= set(incident.factors)
    assert set(causal.explain(incident).cut_sets) == {frozenset("ab"), frozenset("c")}


def test_the_command_line_asks_which_of_several_tops(tmp_path, capsys):
    model = tmp_path / "tree.xml"
    model.write_text(document(gate("t", A) + gate("u", B)))
    assert main(["explain", str(model)]) == 2
    assert "--top on the command line" in capsys.readouterr().err
    assert main(["explain", str(model), "--top", "u"]) == 0
    assert capsys.readouterr().out.startswith("u (ft)\n")


def test_a_model_may_stand_in_two_files(tmp_path):
    tree, rates = tmp_path / "tree.xml", tmp_path / "rates.xml"
    tree.write_text(
        '<opsa-mef><define-fault-tree name="T"><define-gate name="t"><and><event name="e"/>'
        '<event name="f"/></and></define-gate></define-fault-tree></opsa-mef>'
    )
    event = '<define-basic-event name="{}"><float value="{}"/></define-basic-event>'
    inside = event.format("e", 0.5) + event.format("f", 0.25)
    rates.write_text(f"<opsa-mef><model-data>{inside}</model-data></opsa-mef>")
    for reading in (causal.read([tree, rates]), causal.read(tree, data=rates)):
        assert [f.probability for f in reading.incident.factors.values()] == [0.5, 0.25]
        assert causal.explain(reading.incident).probability() == 0.125
    rates.write_text(f"<opsa-mef><model-data>{event.format('e', 2)}</model-data></opsa-mef>")
    with pytest.raises(InvalidIncident, match="reads 'f', which is not defined"):
        causal.read([tree, rates])


def test_names_never_merge_two_events():
    names = ["outcome", "outcome (2)", "OUTCOME", "a\nb", "a_b", "A_B", "  ", "é", "e\u0301"]
    quoted = [name.replace("\n", "&#10;") for name in names]
    events = "".join(f'<define-basic-event name="{name}"/>' for name in quoted)
    body = "".join(f'<event name="{name}"/>' for name in quoted)
    incident = read(document(gate("t", f"<and>{body}</and>"), events)).incident
    assert len(incident.factors) == len(names)
    assert causal.explain(incident).cut_sets == (frozenset(incident.factors),)
    assert causal.loads(causal.dumps(incident)) == incident


def test_private_names_are_those_of_their_component():
    def component(name: str, event: str) -> str:
        inside = f'<define-gate name="g" role="private"><event name="{event}"/></define-gate>'
        return f'<define-component name="{name}">{inside}</define-component>'

    top = gate("t", '<and><gate name="one.g"/><gate name="two.g"/></and>')
    other = gate("u", f"<or>{A}{B}</or>")
    text = document(top + component("one", "a") + component("two", "b") + other)
    incident = read(text, top="t").incident
    assert set(incident.factors) == {"ft.one.g", "ft.two.g", "a", "b"}
    assert causal.explain(incident).cut_sets == ({"a", "b"},)


WEIGHTS = [(1, 1, 1), (2, 2, 2), (1, 2, 4), (3, 1, 1), (5, 2, 1), (1, 1, 6)]


@pytest.mark.parametrize("k", range(1, 8))
@pytest.mark.parametrize(
    "counts", [(1, 1, 1), (2, 2, 2), (1, 2, 4), (3, 1, 1), (5, 2, 1), (1, 1, 6)]
)
def test_a_member_that_counts_several_times_is_read_as_it_counts(k, counts):
    if k > sum(counts):
        return
    body = "".join(event * n for event, n in zip((A, B, C), counts, strict=True))
    document_ = document(gate("t", f'<atleast min="{k}">{body}</atleast>'))
    answer = causal.explain(read(document_).incident)
    weights = dict(zip("abc", counts, strict=True))
    enough = [
        set(some)
        for size in range(1, 4)
        for some in itertools.combinations("abc", size)
        if sum(weights[name] for name in some) >= k
    ]
    minimal = {frozenset(s) for s in enough if not any(other < s for other in enough)}
    assert set(answer.cut_sets) == minimal


def test_what_is_legal_and_not_read_is_said():
    for tag in ("define-CCF-group", "define-substitution", "include"):
        said = faults_of(document(gate("t", A), f"<{tag}/>"))
        assert f"{tag}: is legal, but not read here" in said
    many = A * 40 + B * 39 + C * 38
    with pytest.raises(InvalidIncident, match="a member stands 40 times"):
        read(document(gate("t", f'<atleast min="60">{many}</atleast>')))
    huge = gate("t", f'<atleast min="{"9" * 5000}">{A}{B}</atleast>')
    assert "has atleast min='99999999999999999...'" in faults_of(document(huge))
    assert "too large" in faults_of("<opsa-mef>" + "<x/>" * 200_001 + "</opsa-mef>")
