"""CCADB incident reports: versions told apart, and a round trip that loses nothing."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import causal
from causal.io.documents.markdown import read_markdown

EXAMPLES = Path(__file__).parents[3] / "examples"

SENTENCES = st.lists(
    st.sampled_from(
        [
            "pool",
            "deploy",
            "queue",
            "limit",
            "alert",
            "cert",
            "job",
            "cache",
            "node",
            "key",
            "disk",
            "retry",
        ]
    ),
    min_size=2,
    max_size=6,
).map(lambda words: " ".join(["The", *words]))
LAYERS = ["review", "testing", "detection", "config_validation"]
MOMENTS = st.datetimes(
    min_value=datetime(2024, 1, 1),
    max_value=datetime(2025, 12, 31),
).map(lambda at: at.replace(second=0, microsecond=0).isoformat() + "Z")


@st.composite
def reports(draw):
    """An incident with everything that version 3 of the report has a field for."""
    count = draw(st.integers(1, 6))
    names = [f"f-{number}" for number in range(count)]
    factors = {}
    for number, name in enumerate(names):
        factor = {"what": draw(SENTENCES)}
        causes = (
            draw(st.lists(st.sampled_from(names[number + 1 :]), unique=True))
            if number + 1 < count
            else []
        )
        if len(causes) > 1:
            op = draw(st.sampled_from(["all", "any", "contributing", "at_least"]))
            factor["because"] = {"at_least": 1, "of": causes} if op == "at_least" else {op: causes}
        elif causes:
            factor["because"] = causes
        elif draw(st.booleans()):
            factor["layer"] = draw(st.sampled_from(LAYERS))
        factors[name] = factor
    used = {
        c
        for f in factors.values()
        for c in str(f.get("because", "")).replace("'", " ").split()
        if c in factors
    }
    tops = [name for name in names if name not in used]
    basic = [name for name in names if "because" not in factors[name]]
    stamps = sorted(draw(st.lists(MOMENTS, min_size=3, max_size=3, unique=True)))
    actions = {
        f"a-{n}": {
            "what": f"{draw(SENTENCES)} {n}",
            "kind": draw(st.sampled_from(["prevent", "detect", "mitigate"])),
            "addresses": [draw(st.sampled_from(basic))],
            "status": draw(st.sampled_from(["open", "done", "in_progress", "cancelled"])),
            "due": draw(st.none() | st.just("2026-03-01")),
        }
        for n in range(draw(st.integers(0, 3)))
    }
    data = {
        "causal": 1,
        "id": "CA-7",
        "title": "A report",
        "summary": draw(SENTENCES) + ".",
        "timezone": "UTC",
        "times": dict(zip(("started", "detected", "resolved"), stamps, strict=True)),
        "outcome": {
            "what": "A report",
            "because": {"contributing": tops} if len(tops) > 1 else tops,
        },
        "factors": factors,
        "actions": {
            name: {key: value for key, value in action.items() if value is not None}
            for name, action in actions.items()
        },
        "timeline": [{"at": at, "what": draw(SENTENCES)} for at in stamps],
        "lessons": {"went_well": [draw(SENTENCES)], "went_wrong": [draw(SENTENCES)]},
    }
    return causal.model.Incident.from_data(data)


@settings(max_examples=40)
@given(reports())
def test_what_is_written_as_a_report_is_read_and_written_as_it_was(incident):
    document = causal.report(incident, template="ccadb")
    reading = read_markdown(document, "report.md")
    assert reading.report.format == "CCADB incident report, version 3"
    assert causal.report(reading.incident, template="ccadb") == document
    assert reading.incident.factors == incident.factors
    assert reading.incident.times == incident.times
    assert [a.status for a in reading.incident.actions.values()] == [
        a.status for a in incident.actions.values()
    ]


@pytest.mark.parametrize("version", [1, 2])
@settings(max_examples=25)
@given(incident=reports())
def test_earlier_versions_are_read_and_written_as_they_were(version, incident):
    whats = [factor.what for factor in incident.factors.values()]
    assume(len(set(whats)) == len(whats))  # a list that says a thing twice says it once
    document = causal.report(incident, template=f"ccadb-{version}")
    reading = read_markdown(document, "report.md")
    assert reading.report.format == f"CCADB incident report, version {version}"
    assert causal.report(reading.incident, template=f"ccadb-{version}") == document
    assert {f.what for f in reading.incident.factors.values()} == set(whats)
    if version == 2:
        assert reading.incident.times == incident.times
    kinds = [(a.what, a.kind, a.due) for a in incident.actions.values()]
    assert [(a.what, a.kind, a.due) for a in reading.incident.actions.values()] == kinds


@pytest.mark.parametrize("version", ["ccadb", "ccadb-1", "ccadb-2"])
@pytest.mark.parametrize("name", ["connection-pool", "crates-io-2023-07-20"])
def test_the_report_of_an_example_loses_nothing_on_the_way(name, version):
    document = causal.report(causal.load(EXAMPLES / f"{name}.yaml"), template=version)
    assert causal.report(read_markdown(document).incident, template=version) == document


ONE = """# Incident report

## Summary

Certificates were issued with a wrong field.

## Root Cause Analysis

The check of the field was switched off.

## Lessons Learned

### What went well

- It was seen in a day

## Action Items

| Action Item | Kind | Due Date |
| --- | --- | --- |
| Switch the check on | Prevent | 2025-03-01 |
"""
TWO = ONE.replace(
    "Certificates were issued with a wrong field.",
    "- **Incident description:** Certificates were issued with a wrong field.\n"
    "- **Non-compliance start date:** 2025-02-01T10:00Z\n"
    "- **Non-compliance identified date:** 2025-02-02T11:00Z",
)


def test_version_one_and_two_are_told_apart():
    one, two = read_markdown(ONE), read_markdown(TWO)
    assert one.report.format == "CCADB incident report, version 1"
    assert two.report.format == "CCADB incident report, version 2"
    assert one.incident.summary == two.incident.summary
    assert str(two.incident.times.detected) == "2025-02-02 11:00:00+00:00"
    assert one.incident.actions["switch_check"].kind == "prevent"
    assert (
        read_markdown("# Down\n\n## Summary\n\nIt was down all day.\n").report.format == "markdown"
    )
