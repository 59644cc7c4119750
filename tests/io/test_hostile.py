"""Texts that mean harm, or were damaged: nothing but InvalidIncident may come of them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from random import Random

import pytest

import causal
from causal import InvalidIncident

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SOUND = """causal: 1
id: x
title: t
outcome: {what: o, because: [a]}
factors: {a: {what: A}}
"""
SOUND_JSON = json.dumps(
    {
        "causal": 1,
        "id": "x",
        "title": "t",
        "outcome": {"what": "o", "because": ["a"]},
        "factors": {"a": {"what": "A"}},
    }
)


def refused(text: str, format: str = "yaml") -> InvalidIncident:
    with pytest.raises(InvalidIncident) as caught:
        causal.loads(text, format=format)
    assert len(caught.value.faults) <= 12
    return caught.value


def what(text: str) -> str:
    return SOUND.replace("what: A", f"what: {text}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "nothing"),
        ("# only a comment\n", "nothing"),
        ("- a\n- b\n", "list"),
        ("just words", "a text"),
        ("5", "int"),
        (SOUND + "---\n" + SOUND, "another document"),
        (SOUND + "id: y\n", "'id' stands twice, first on line 2"),
        (what("!!python/object/apply:os.system [x]"), "tag"),
        (what("!foo A"), "tag '!foo'"),
        (what("!!binary aGVsbG8="), "tag"),
        (SOUND.replace("{a: {what: A}}", "!!set {a}"), "tag"),
        (SOUND.replace("title", "\ttitle"), "indent with spaces"),
        (SOUND + "? [a, b]\n: c\n", "a key is a text"),
        (what("\x00"), r"'\x00' is not allowed"),
        (what("\x07"), r"'\x07' is not allowed"),
        (what("\ud800"), "surrogates"),
        (what("*nowhere"), "undefined alias"),
        (what("true"), "quote it"),
        (what("''"), "empty"),
        (what("@x"), "not YAML"),
        (SOUND + "services: [a, b", "not YAML"),
        (SOUND + "services: &s [*s]\n", "an alias of what is around it"),
        (SOUND + "impact: &s {<<: *s}\n", "an alias of what is around it"),
        (SOUND + "impact: {<<: 5}\n", "only mappings can be merged"),
        (SOUND + "services: " + "[" * 900 + "]" * 900, "too large"),
        (SOUND + "services: " + "[" * 50_000 + "]" * 50_000, ""),
        (SOUND + "services: [" + "a," * 220_000 + "]", "too large"),
    ],
)
def test_hostile_yaml_is_refused(text, problem):
    assert problem in str(refused(text))


def test_line_of_a_forbidden_character_is_given():
    (fault,) = refused(what("\x07")).faults
    assert fault.line == 5


@pytest.mark.parametrize("leaf", ["[x, x]", "{k: v}"])
def test_a_yaml_bomb_does_not_go_off(leaf):
    lines = [f"a0: &a0 {leaf}"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    assert "too large" in str(refused("\n".join(lines)))


def test_a_bomb_of_merge_keys_does_not_go_off():
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 10)}]}}" for i in range(1, 12)]
    assert "too large" in str(refused("\n".join(lines)))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not JSON"),
        ("[]", "list"),
        ("{} {}", "Extra data"),
        (SOUND_JSON[:-1] + ",}", "not JSON"),
        (SOUND_JSON[:-1] + ', "id": "y"}', "'id' stands twice"),
        (SOUND_JSON[:-1] + ', "impact": {"x": NaN}}', "NaN is no JSON value"),
        (SOUND_JSON[:-1] + ', "impact": {"x": -Infinity}}', "-Infinity is no JSON value"),
        (SOUND_JSON[:-1] + ', "impact": {"x": 1e999}}', "finite"),
        (SOUND_JSON.replace('"A"', '"\\ud800"'), "ud800"),
        ("\ufeff" + SOUND_JSON, "BOM"),
        *((SOUND_JSON[:-1] + f', "services": {"[" * n}{"]" * n}}}', "too large") for n in
          (250, 400, 500, 900, 1200, 100_000)),
        (SOUND_JSON[:-1] + ', "services": ' + '{"a":' * 800 + "1" + "}" * 801, "too large"),
        (SOUND_JSON[:-1] + f', "impact": {{"x": {"9" * 5000}}}}}', ""),
    ],
)  # fmt: skip
def test_hostile_json_is_refused(text, problem):
    assert problem in str(refused(text, "json"))


@pytest.mark.parametrize(
    "text", ["NO", "22:30", "2025-03-14", "1.10", "007", "0x1F", "1_000", "yes", "1e3", "0o7", "+5"]
)
def test_what_yaml_1_1_would_twist_stays_as_written(text):
    incident = causal.loads(what(text) + f"impact: {{x: {text}}}\n")
    assert incident.factors["a"].what == text
    assert incident.impact["x"] == text


@pytest.mark.parametrize("key", ["NO", "1.10", "2025-01-01", "22:30", "'null'", "'~'"])
def test_keys_are_texts_as_written(key):
    incident = causal.loads(SOUND.replace("[a]", f"[{key}]").replace("{a:", f"{{{key}:"))
    assert list(incident.factors) == [key.strip("'")]


def test_numbers_of_exact_form_are_amounts():
    incident = causal.loads(SOUND + "impact: {users: 18400, share: 0.25, n: -0}\n")
    assert dict(incident.impact) == {"users": 18400, "share": 0.25, "n": "-0"}
    assert isinstance(incident.impact["users"], int)


def test_merge_keys_are_merged_and_own_keys_win():
    text = SOUND.replace(
        "factors: {a: {what: A}}",
        "factors:\n  a: &a {what: A, layer: ci, key: k}\n  b: {<<: *a, layer: review}",
    ).replace("[a]", "[a, b]")
    factor = causal.loads(text).factors["b"]
    assert (factor.what, factor.layer, factor.key) == ("A", "review", "k")


def test_an_explicit_text_tag_makes_a_text():
    assert causal.loads(what("!!str true")).factors["a"].what == "true"


def test_a_huge_text_is_read():
    assert len(causal.loads(what("x" * 2_000_000)).factors["a"].what) == 2_000_000


@pytest.mark.parametrize(
    "raw",
    [
        SOUND.replace("\n", "\r\n").encode(),
        SOUND.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + SOUND.encode(),
    ],
    ids=["crlf", "cr", "bom"],
)
def test_files_of_other_systems_are_read(tmp_path, raw):
    path = tmp_path / "x.yaml"
    path.write_bytes(raw)
    assert causal.load(path) == causal.loads(SOUND)


def test_lines_are_right_with_crlf():
    text = SOUND.replace("factors:", "sevrity: 1\nfactors:").replace("\n", "\r\n")
    assert [fault.line for fault in refused(text).faults] == [5]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (what("caf\u00e9").encode("latin-1"), 5),
        (SOUND.encode("utf-16"), 1),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 1),
    ],
    ids=["latin-1", "utf-16", "png"],
)
def test_files_that_are_no_utf_8_say_where(tmp_path, raw, line):
    path = tmp_path / "x.yaml"
    path.write_bytes(raw)
    with pytest.raises(InvalidIncident) as caught:
        causal.load(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.rule, fault.file) == (line, "encoding", str(path))


def mutated(text: str, rng: Random) -> str:
    lines = text.split("\n")
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(lines))
        match rng.randrange(7):
            case 0:
                del lines[at : at + rng.randint(1, 3)]
            case 1:
                lines.insert(rng.randrange(len(lines)), lines[at])
            case 2:
                lines[at] = lines[rng.randrange(len(lines))]
            case 3:
                cut = rng.randint(0, len(lines[at]))
                lines[at] = lines[at][:cut] + chr(rng.choice((0, 9, 34, 58, 123, 8232, 55357)))
            case 4:
                lines[at] = lines[at].replace(
                    ":", rng.choice((": [", ": {a: ", ": 5 #", ": null #"))
                )
            case 5:
                lines[at] = " " * rng.randint(0, 9) + lines[at].lstrip()
            case _:
                word = rng.choice(("because", "what", "on", "chain", "of", "all", "factor", "5"))
                lines[at] = lines[at].replace("what", word).replace("addresses", word)
        lines = lines or [""]
    return "\n".join(lines)


def assert_only_invalid_incident(seed: int) -> None:
    rng = Random(seed)
    path = rng.choice(sorted([*EXAMPLES.glob("c*-*.yaml"), *EXAMPLES.glob("corpus/*.yaml")]))
    incident = causal.load(path)
    format = rng.choice(("yaml", "json"))
    if format == "json" or rng.random() < 0.3:
        text = causal.dumps(incident, format=format)
    else:
        text = path.read_text(encoding="utf-8")
    text = mutated(text, rng)
    try:
        causal.loads(text, format=format)
    except InvalidIncident as error:
        assert error.faults
        assert str(error)


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_damaged_files_raise_nothing_but_invalid_incident(start):
    for seed in range(start, start + 50):
        assert_only_invalid_incident(seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 6000, 500))
def test_many_more_damaged_files_raise_nothing_else(start):
    for seed in range(start, start + 500):
        assert_only_invalid_incident(seed)


def test_doubled_keys_of_a_large_json_are_told_in_time():
    members = ",".join(f'"k{number}": 1' for number in range(20_000))
    began = time.monotonic()
    with pytest.raises(causal.InvalidIncident, match="twice"):
        causal.loads("{" + members + ', "k0": 2}')
    assert time.monotonic() - began < 10
