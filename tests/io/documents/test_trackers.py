"""Exports of trackers, chats, logs, tables and drawings, each found by what it holds."""

import contextlib
import json

import pandas
import pytest

import causal
from causal.errors import CausalError, InvalidIncident
from causal.io.detect import detect
from causal.io.documents.table import read_csv, read_frames
from causal.io.registry import read_as
from document_samples import SAMPLES, shown

FORMATS = {
    "action_table.csv": "csv",
    "attack_flow.json": "attack-flow",
    "chat.txt": "chat",
    "deploys.log": "deploy-log",
    "dispatch.json": "dispatch",
    "factors.csv": "csv",
    "firehydrant.json": "firehydrant",
    "github_issues.json": "github",
    "grafana.json": "grafana",
    "incident_io.json": "incident.io",
    "jira_issues.json": "jira",
    "pagerduty.json": "pagerduty",
    "pool.graphml": "graphml",
    "rootly.json": "rootly",
    "slack_export.json": "slack",
    "token.afb": "attack-flow",
    "wiki_page.html": "html",
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_sample_is_read_as_a_person_would(name, golden):
    reading = causal.read(SAMPLES / name)
    assert reading.format == FORMATS[name]
    golden(f"{name.replace('.', '_')}.txt", shown(reading))


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_read_is_a_sound_file_of_our_own(name):
    incident = causal.load(SAMPLES / name)
    assert causal.loads(causal.dumps(incident)) == incident


@pytest.mark.parametrize("name", [n for n in FORMATS if n.endswith((".json", ".txt", ".log"))])
def test_the_format_is_found_by_content(name):
    assert detect((SAMPLES / name).read_text()) == FORMATS[name]


def test_every_sample_is_tested():
    tested = {*FORMATS, *(p.name for p in SAMPLES.glob("*.md"))}
    assert {p.name for p in SAMPLES.iterdir()} == tested


def test_operators_of_an_attack_flow_are_kept():
    incident = causal.load(SAMPLES / "attack_flow.json")
    read = next(f for f in incident.factors.values() if f.what == "A token was read")
    assert read.because.op == "all"
    assert incident.outcome.because.op == "contributing"
    built = causal.load(SAMPLES / "token.afb")
    assert built.outcome.what == "A token was read"
    assert built.outcome.because.op == "any"


def test_a_graph_in_the_document_is_the_graph():
    incident = causal.load(SAMPLES / "own_graph.md")
    assert list(incident.factors) == ["worker", "age", "burst"]
    assert incident.factors["age"].what == "Nobody watched the age of messages"
    assert incident.actions["scale"].addresses == ("worker",)
    assert incident.place("factors", "worker").line == 18
    assert incident.summary.startswith("Emails were up to")


def test_nothing_is_proposed_that_the_graph_in_the_document_states():
    document = """# Checkout was down

## Contributing Factors

- The pool was small because nobody owned it
- No alert watched the pool

## Action items

- Size the pool by a formula

```causal
because: [pool]
factors:
  pool: {what: The pool was small, layer: capacity}
actions:
  A1: {what: Size the pool by a formula, addresses: [pool]}
```
"""
    report = read_as(document, "own.md").report
    assert [n.field for n in report.of("factors")] == ["factors.pool"]
    assert [(n.field, n.place.line) for n in report.of("actions")] == [("actions.A1", 17)]
    assert report.proposals == ()
    assert not {"how the causes combined", "what the actions close"} & set(report.missing)


def test_a_pointer_that_leads_nowhere_is_a_fault_with_its_line():
    text = (SAMPLES / "own_graph.md").read_text().replace("#contributing-factors/2", "#causes/9")
    with pytest.raises(InvalidIncident, match="nothing here is called '#causes/9'"):
        read_as(text, "own.md")


def test_columns_of_your_own_are_named():
    text = "Beschreibung,Wer\nAdd a worker,mail team\n"
    with pytest.raises(InvalidIncident, match="columns="):
        read_csv(text)
    incident = read_csv(text, columns={"what": "Beschreibung", "owner": "Wer"}).incident
    assert incident.actions["add_worker"].owner == "mail team"
    with pytest.raises(InvalidIncident, match="no column 'Who'"):
        read_csv(text, columns={"owner": "Who"})


def test_frames_of_factors_and_actions_make_an_incident():
    factors = pandas.DataFrame({"factor": ["No limit", None], "layer": ["capacity", "detection"]})
    actions = pandas.DataFrame({"Action": ["Set a limit"], "Status": ["done"]})
    incident = read_frames("Pool ran dry", factors=factors, actions=actions).incident
    assert [f.layer for f in incident.factors.values()] == ["capacity"]
    assert incident.actions["set_limit"].status == "done"


@pytest.mark.parametrize(
    "text",
    [
        "{" * 5000,
        "[" * 100_000,
        '{"a":' * 2000 + "1" + "}" * 2000,
        '{"incident_severity": 3, "tasks": "no", "events": {"data": 7}}',
        '{"incident": {"incident_timestamp_values": [1, null, {"value": []}], "name": ["x"]}}',
        '{"data": {"type": "incidents", "attributes": null}}',
        '{"issues": [{"key": null, "fields": {}}]}',
        '[{"ts": "x", "text": null}]',
        '[{"number": 1, "title": null, "state": 4, "labels": {"a": 1}}]',
        '{"schema": "attack_flow_v2", "objects": [{"id": "action", "anchors": {"0": {}}}]}',
        '{"objects": [{"type": "attack-action", "id": "a", "effect_refs": ["a"]}]}',
        '{"incident_number": 1e400}',
        "<graphml><graph>" + "<node>" * 3000,
        '<!DOCTYPE x [<!ENTITY a "b">]><graphml/>',
        "a,b\n" + '"' * 10_001,
        "\x00\x1b[2J",
    ],
    ids=range(16),
)
@pytest.mark.parametrize("suffix", ["json", "graphml", "csv", "txt", "log", "afb", "md"])
def test_hostile_text_is_read_or_refused(text, suffix):
    try:
        incident = read_as(text, f"x.{suffix}").incident
    except CausalError:
        return
    assert causal.loads(causal.dumps(incident)) == incident


def test_numbers_of_another_kind_break_nothing():
    sample = json.loads((SAMPLES / "incident_io.json").read_text())
    for key in list(sample["incident"]):
        for wrong in (None, 3, "x", [], {}, [None], {"data": None}):
            broken = {**sample, "incident": {**sample["incident"], key: wrong}}
            with contextlib.suppress(CausalError):
                read_as(json.dumps(broken), "x.json")


SHAPES = {
    "a post-mortem beside the incident": (
        {
            "data": {
                "type": "incidents",
                "attributes": {
                    "title": "Exports failed",
                    "sequential_id": 4,
                    "severity": {"data": {"attributes": {"name": "SEV1"}}},
                    "services": {"data": [{"attributes": {"name": "exports"}}]},
                },
            },
            "included": [
                {"type": "incident_post_mortems", "attributes": {"content": "<p>It ended</p>"}}
            ],
        },
        {"severity": "SEV1", "services": ["exports"], "notes": {"Postmortem": "It ended"}},
    ),
    "a list with one incident, and who acknowledged it": (
        {
            "incidents": [
                {
                    "incident_number": 3,
                    "title": "Exports failed",
                    "created_at": "2025-01-01T10:00:00Z",
                    "acknowledgements": [{"at": "2025-01-01T10:05:00Z"}],
                }
            ]
        },
        {"times": {"detected": "2025-01-01T10:00:00Z", "declared": "2025-01-01T10:05:00Z"}},
    ),
    "milestones in phases, and roles": (
        {
            "number": 7,
            "name": "Exports failed",
            "lifecycle_phases": [
                {"milestones": [{"slug": "detected", "occurred_at": "2025-01-01T10:05:00Z"}]}
            ],
            "role_assignments": [{"incident_role": {"name": "Scribe"}, "user": {"name": "SRE"}}],
        },
        {"times": {"detected": "2025-01-01T10:05:00Z"}, "roles": {"Scribe": ["SRE"]}},
    ),
    "members of an incident": (
        {
            "incidentID": "9",
            "title": "Exports failed",
            "incidentMembership": {
                "assignments": [{"user": {"name": "SRE"}, "role": {"name": "commander"}}]
            },
        },
        {"roles": {"commander": ["SRE"]}},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_other_shapes_of_an_export_are_read_too(name):
    given, wanted = SHAPES[name]
    told = read_as(json.dumps(given), "x.json").incident.to_data()
    assert {key: told.get(key) for key in wanted} == wanted
    assert told.get("source") != {}
