"""What stands beside a postmortem: exported issues, a chat, a deploy log."""

import json

import pytest

import causal
from causal.cli.main import main

DOCUMENT = """# Checkout failed for an hour

## Timeline

All times in UTC.

- 2025-03-14 14:02 Checkout fails
- 15:05 Rolled back

## Root cause

- The pool was too small

## Action items

- Size the pool by a formula (#12) (open)
- Alert on waiting requests
"""
ISSUES = [
    {
        "number": 12,
        "title": "Size the pool",
        "state": "CLOSED",
        "stateReason": "COMPLETED",
        "closedAt": "2025-04-01T10:00:00Z",
        "url": "https://tracker.example/issues/12",
        "assignees": [{"login": "payments"}],
    },
    {"number": 15, "title": "Load test checkout", "state": "OPEN", "url": "https://t.example/15"},
]
CHAT = "2025-03-14\n14:05 sre: checkout is red\n14:12 sre: the pool\n14:58 sre: rolling back\n"
DEPLOYS = "at,service,version\n2025-03-14T13:50:00Z,checkout,4.2\n2025-03-10T10:00:00Z,mail,1.0\n"


@pytest.fixture
def files(tmp_path):
    made = {
        "pm.md": DOCUMENT,
        "issues.json": json.dumps(ISSUES),
        "chat.txt": CHAT,
        "deploys.csv": DEPLOYS,
    }
    for name, text in made.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_what_stands_beside_a_document_is_put_into_it(files):
    beside = [files / name for name in ("issues.json", "chat.txt", "deploys.csv")]
    reading = causal.read(files / "pm.md", beside=beside)
    sized, alert, tested = reading.incident.actions.values()
    assert (sized.status, sized.owner, str(sized.completed)) == ("done", "payments", "2025-04-01")
    assert sized.ticket == "https://tracker.example/issues/12"
    assert alert.what == "Alert on waiting requests" and "status" not in alert.model_fields_set
    assert tested.what == "Load test checkout"
    rows = [(f"{entry.at:%H:%M}", entry.kind) for entry in reading.incident.timeline]
    assert rows == [
        ("13:50", "deploy"),
        ("14:02", None),
        ("14:05", "chat"),
        ("14:12", "chat"),
        ("14:58", "chat"),
        ("15:05", None),
    ]
    told = [note.what for note in reading.report.warnings]
    assert any("is open in the document and done in" in what for what in told)
    assert any("1 deployments in" in what and "left out" in what for what in told)
    assert "who acts" not in reading.report.missing


def test_a_deployment_shortly_before_is_proposed_and_nothing_is_computed_with_it(files):
    alone = causal.read(files / "pm.md").incident
    reading = causal.read(files / "pm.md", beside=[files / "deploys.csv"])
    assert reading.incident.factors == alone.factors
    assert reading.incident.outcome == alone.outcome
    (proposed,) = (p for p in reading.report.proposals if p.kind == "link")
    assert proposed.cause == "Deployed checkout 4.2"
    assert proposed.connective == "deployed 12 minutes before it began"
    assert proposed.hedged


def test_the_command_takes_them_by_what_they_are(files, capsys):
    given = ["--actions", files / "issues.json", "--chat", files / "chat.txt"]
    target = files / "out.yaml"
    assert main(["convert", str(files / "pm.md"), str(target), *map(str, given)]) == 0
    incident = causal.load(target)
    assert len(incident.actions) == 3 and len(incident.timeline) == 5
    assert main(["convert", str(files), "--out", str(files / "all"), "--chat", "x.txt"]) == 2
    assert "belong to one" in capsys.readouterr().err
