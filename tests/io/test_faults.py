from __future__ import annotations

from pathlib import Path

import pytest

import causal
from causal import InvalidIncident

GOLDEN = Path(__file__).parent / "golden"
SOUND = """\
causal: 1
id: INC-1
title: It was down
outcome:
  what: It was down
  because: [deploy, pool]
factors:
  deploy: {what: A deploy, kind: trigger}
  pool:
    what: The pool was too small
    layer: capacity
actions:
  A1: {what: Size the pool, addresses: [pool]}
"""


def faults_of(text: str, format: str = "yaml") -> list[tuple[int, str]]:
    with pytest.raises(InvalidIncident) as caught:
        causal.loads(text, format=format)
    return [(fault.line, fault.where) for fault in caught.value.faults]


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


def test_the_sound_file_is_sound():
    assert list(causal.loads(SOUND).factors) == ["deploy", "pool"]


def test_a_file_with_ten_faults_reports_all_ten_with_their_lines():
    with pytest.raises(InvalidIncident) as caught:
        causal.load(GOLDEN / "ten_faults.yaml")
    assert [(fault.line, fault.where) for fault in caught.value.faults] == [
        (4, "sevrity"),
        (7, "times.detected"),
        (8, "impact.error_budget"),
        (11, "outcome.because"),
        (15, "factors.deploy.kind"),
        (18, "factors.pool.layer"),
        (21, "factors.flip.because"),
        (27, "factors.two.because"),
        (28, "factors.loose"),
        (33, "actions.A1.addresses"),
        (37, "actions.A2.due"),
    ]


def test_the_words_of_ten_faults(golden):
    text = (GOLDEN / "ten_faults.yaml").read_text(encoding="utf-8")
    with pytest.raises(InvalidIncident) as caught:
        causal.loads(text)
    golden("ten_faults.txt", f"{caught.value}\n")


def test_the_error_names_the_file_and_carries_every_fault():
    path = GOLDEN / "ten_faults.yaml"
    with pytest.raises(InvalidIncident) as caught:
        causal.load(path)
    assert caught.value.source == str(path)
    assert {fault.file for fault in caught.value.faults} == {str(path)}
    assert f"{path}:4: sevrity" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: INC-1\n", "", [(1, "id")]),
        ("  what: It was down\n", "", [(4, "outcome.what")]),
        ("[deploy, pool]", "[deploy, pool, pool]", [(6, "outcome.because")]),
        (
            "[deploy, pool]",
            "[]",
            [(6, "outcome.because"), (8, "factors.deploy"), (9, "factors.pool")],
        ),
        ("[deploy, pool]", "{any: [deploy, pool], all: []}", [(6, "outcome.because")]),
        ("[deploy, pool]", "{xor: [deploy, pool]}", [(6, "outcome.because")]),
        ("[deploy, pool]", "{at_least: 0, of: [deploy, pool]}", [(6, "outcome.because")]),
        ("[deploy, pool]", "[deploy, pool, outcome]", [(6, "outcome.because")]),
        ("kind: trigger", "kind: trigger, colour: red", [(8, "factors.deploy.colour")]),
        ("    layer: capacity\n", "    layer: [capacity]\n", [(11, "factors.pool.layer")]),
        ("addresses: [pool]", "addresses: [pol]", [(13, "actions.A1.addresses")]),
        ("addresses: [pool]", "addresses: [pool], status: doing", [(13, "actions.A1.status")]),
        ("addresses: [pool]", "addresses: [pool], hardens: cap", [(13, "actions.A1.hardens")]),
        ("addresses: [pool]", "effect: adds_barrier, on: 5", [(13, "actions.A1.on")]),
        (
            "addresses: [pool]",
            "effect: adds_barrier, on: {cause: pool}",
            [(13, "actions.A1.on.effect")],
        ),
        ("addresses: [pool]", "addresses: [pool], due: 86400", [(13, "actions.A1.due")]),
        ("addresses: [pool]", "addresses: [pool], due: soon", [(13, "actions.A1.due")]),
        ("addresses: [pool]", "addresses: [pool], cost: -1", [(13, "actions.A1.cost")]),
        ("addresses: [pool]", "addresses: [pool], cost: .inf", [(13, "actions.A1.cost")]),
        ("addresses: [pool]", "addresses: [pool], verified: {}", [(13, "actions.A1.verified.on")]),
        ("  A1:", "  pool:", [(13, "actions.pool")]),
        ("id: INC-1", "id: INC-1\ntimes: {started: 2025-03-14T14:02}", [(3, "times.started")]),
        ("id: INC-1", "id: INC-1\ntimes: {started: 1741960920}", [(3, "times.started")]),
        ("id: INC-1", "id: INC-1\ntimezone: Europe/Lodnon", [(3, "timezone")]),
        ("causal: 1", "causal: 2", [(1, "causal")]),
    ],
)
def test_one_fault_is_one_fault_on_its_line(old, new, expected):
    assert faults_of(changed(old, new)) == expected


@pytest.mark.parametrize("name", ["id", "what", "on", "at", "chain", "cause", "title", "factors"])
def test_a_bad_factor_named_like_a_key_is_reported_once(name):
    text = changed("  pool:\n", f"  {name}: 5\n  pool:\n").replace("[deploy", f"[{name}, deploy")
    assert faults_of(text) == [(9, f"factors.{name}")]


def test_a_missing_part_does_not_hide_what_else_is_wrong():
    text = "causal: 1\nid: x\nfactors: {a: {what: A, layer: nosuch}}\n"
    found = faults_of(text)
    assert (3, "factors.a.layer") in found
    assert {where for _, where in found} == {"title", "outcome", "factors.a.layer"}


def test_two_cycles_are_both_named():
    text = changed("[deploy, pool]", "[deploy, pool, a, c]").replace(
        "factors:\n",
        "factors:\n  a: {what: A, because: [b]}\n  b: {what: B, because: [a]}\n"
        "  c: {what: C, because: [d]}\n  d: {what: D, because: [c]}\n",
    )
    with pytest.raises(InvalidIncident) as caught:
        causal.loads(text)
    cycles = [fault.problem for fault in caught.value.faults if fault.rule == "cycle"]
    assert cycles == [
        "causes form a cycle: 'a' because 'b' because 'a'",
        "causes form a cycle: 'c' because 'd' because 'c'",
    ]


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("sevrity: 2", "severity"), ("titel: x", "title"), ("actoins: {}", "actions")],
)
def test_an_unknown_key_has_a_suggestion(typo, meant):
    with pytest.raises(InvalidIncident, match=f"did you mean '{meant}'"):
        causal.loads(f"{SOUND}{typo}\n")


def test_formula_words_are_shown_as_they_are_written():
    with pytest.raises(InvalidIncident) as caught:
        causal.loads(changed("[deploy, pool]", "{xor: [deploy, pool]}"))
    assert "{all: [...]}" in str(caught.value)
    assert "{{" not in str(caught.value)


def test_lines_of_json_are_known_too():
    import json

    data = json.loads(causal.dumps(causal.loads(SOUND), format="json"))
    data["factors"]["pool"]["layer"] = "capcity"
    data["title"] = "\U0001f692 fire\x7f\u2028"
    for ascii_only in (True, False):
        text = json.dumps(data, indent=1, ensure_ascii=ascii_only)
        line = next(n for n, part in enumerate(text.split("\n"), 1) if "capcity" in part)
        assert faults_of(text, "json") == [(line, "factors.pool.layer")]
