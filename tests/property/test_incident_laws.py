"""Laws of reading and writing: what is written is read back, in every format and every order."""

from __future__ import annotations

import copy
import pickle
from random import Random

import networkx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import causal
from causal import Incident
from causal.io.json_text import parse_json
from causal.io.parsed_document import parse_yaml
from strategies_incident import ODD_IDS, ODD_TEXTS, incident_data, incidents

FORMATS = ("yaml", "json")
WHOLE = {"odd": True, "doubts": True, "record": True, "contributing": True}
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)
ids = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def story_of(name: str = "a", what: str = "A") -> Incident:
    outcome = {"what": what, "because": [name]}
    data = {"causal": 1, "id": name, "title": what, "outcome": outcome}
    return Incident.model_validate({**data, "factors": {name: {"what": what}}})


def check_round_trip(data: dict) -> None:
    incident = Incident.model_validate(data)
    for format in FORMATS:
        text = causal.dumps(incident, format=format)
        again = causal.loads(text, format=format)
        assert again == incident
        assert hash(again) == hash(incident)
        assert causal.dumps(again, format=format) == text


@settings(max_examples=150)
@given(incidents(**WHOLE))
def test_what_is_dumped_is_loaded_again_and_dumped_the_same(data):
    check_round_trip(data)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_seeded_incidents_are_read_back(start):
    for seed in range(start, start + 500):
        check_round_trip(incident_data(Random(seed), **WHOLE))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ODD_IDS)
def test_odd_ids_are_read_back(name, format):
    incident = story_of(name)
    assert causal.loads(causal.dumps(incident, format=format), format=format) == incident


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_are_read_back(text, format):
    incident = story_of(what=text)
    assert causal.loads(causal.dumps(incident, format=format), format=format) == incident


@settings(max_examples=200)
@given(ids.filter(lambda name: name != "outcome"), words)
@example("\u2029", "\x00\x1f")
def test_any_id_and_any_words_are_read_back(name, what):
    try:
        incident = story_of(name, what)
    except causal.CausalError as error:  # white space of other kinds is empty too
        assert "empty" in str(error)
        return
    for format in FORMATS:
        assert causal.loads(causal.dumps(incident, format=format), format=format) == incident


@settings(max_examples=100)
@given(incidents(**WHOLE))
def test_the_networkx_view_leads_back(data):
    incident = Incident.model_validate(data)
    graph = causal.to_networkx(incident)
    assert causal.from_networkx(graph) == incident
    assert set(graph) == {"outcome", *incident.factors}
    assert networkx.is_directed_acyclic_graph(graph)
    links = {(link.cause, effect) for link, effect in incident.links()}
    assert {(a, b) for a, b, role in graph.edges(data="role") if role == "because"} == links


@settings(max_examples=50)
@given(incidents(**WHOLE))
def test_copies_are_equal_and_hash_alike(data):
    incident = Incident.model_validate(data)
    _ = incident.leading_to_outcome  # what was worked out must not count
    for copied in (copy.deepcopy(incident), pickle.loads(pickle.dumps(incident))):
        assert copied == incident
        assert hash(copied) == hash(incident)
    assert incident.replace() == incident


@settings(max_examples=50)
@given(incidents(**WHOLE), st.randoms(note_method_calls=False))
def test_the_order_of_keys_says_nothing(data, rng):
    def shuffled(part):
        if isinstance(part, list):
            return [shuffled(p) for p in part]
        if not isinstance(part, dict):
            return part
        items = list(part.items())
        rng.shuffle(items)
        return {key: shuffled(value) for key, value in items}

    incident, other = Incident.model_validate(data), Incident.model_validate(shuffled(data))
    assert other == incident
    assert causal.explain(other).cut_sets == causal.explain(incident).cut_sets
    assert causal.assess_actions(other).residual_cut_sets == (
        causal.assess_actions(incident).residual_cut_sets
    )


@settings(max_examples=60)
@given(incidents(**WHOLE))
def test_every_line_is_where_the_fact_stands(data):
    incident = Incident.model_validate(data)
    for format, parse in (("yaml", parse_yaml), ("json", parse_json)):
        text = causal.dumps(incident, format=format)
        marked = parse(text)
        assert not marked.faults
        lines = text.split("\n")
        for factor in incident.factors:
            line = marked.places[("factors", factor)]
            beneath = lines[line - 1 : line + 60]
            assert any("what" in part for part in beneath)
            assert marked.places[("factors", factor, "what")] >= line
        starts = [marked.places[("factors", factor)] for factor in incident.factors]
        assert starts == sorted(starts)
        assert len(set(starts)) == len(starts)


@settings(max_examples=60)
@given(incidents(doubts=False))
def test_a_told_incident_equals_the_one_in_a_file(data):
    """The builder, fed what the file says, ends in the same incident."""
    data = {**data, "factors": {n: without(f, "evidence") for n, f in data["factors"].items()}}
    data["outcome"] = without(data["outcome"], "evidence")
    data.pop("five_whys", None)
    story = causal.new(data["id"], data["title"], outcome=data["outcome"]["what"])
    told = {
        name: story.factor(
            node["what"], id=name, **{k: v for k, v in node.items() if k not in SAID}
        )
        for name, node in data["factors"].items()
    }
    for name, node in [*data["factors"].items(), ("outcome", data["outcome"])]:
        tell(story.outcome if name == "outcome" else told[name], node, told)
    for name, action in data.get("actions", {}).items():
        on = action.get("on")
        rest = {k: v for k, v in action.items() if k not in ("what", "on", "effect")}
        if on is None:
            story.action(action["what"], id=name, **rest)
        else:
            rest.pop("addresses", None)
            action["addresses"] = [on["cause"]]
            hardens = rest.pop("hardens", None)
            if hardens is None and "because" in data["factors"][on["cause"]]:
                hardens = action["hardens"] = "review"
            story.barrier(
                action["what"], between=tuple(on.values()), id=name, hardens=hardens, **rest
            )
    assert story.build() == Incident.model_validate(data)


SAID = ("what", "because", "worsened_by")


def without(node: dict, *keys: str) -> dict:
    return {key: part for key, part in node.items() if key not in keys}


def tell(told: object, node: dict, known: dict) -> None:
    if "because" in node:
        because = node["because"]
        if isinstance(because, list):
            told.because(*(joined(member, known) for member in because))
        else:
            told.because(joined(because, known))
            because = [because]
        node["because"] = because  # a formula said alone is the only member of all-of
    for entry in node.get("worsened_by", ()):
        if isinstance(entry, str):
            told.worsened_by(entry)
        else:
            told.worsened_by(entry["factor"], **without(entry, "factor"))


def joined(member: object, known: dict) -> object:
    if isinstance(member, str):
        return known[member]
    if isinstance(member, list):
        return causal.all_of(*(joined(m, known) for m in member))
    if "all" in member:
        return causal.all_of(*(joined(m, known) for m in member["all"]))
    if "any" in member:
        return causal.any_of(*(joined(m, known) for m in member["any"]))
    return causal.at_least(member["at_least"], *(joined(m, known) for m in member["of"]))
