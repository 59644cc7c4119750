"""Saving: a minimal change of the file, never over somebody else's work."""

from __future__ import annotations

import difflib
import json
import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import causal
from causal.editing.draft import shaped
from causal.editing.file_session import FileSession
from causal.editing.start import UNSAID, open_file
from causal.errors import CausalError, InvalidIncident
from causal.io.edit_yaml import rewrite_yaml
from causal.io.parsed_document import parse_yaml
from editing_edits import edited
from strategies_incident import incident_data

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "examples" / "connection-pool.yaml").read_text(encoding="utf-8")
STARTER = (ROOT / "src" / "causal" / "cli" / "starter.yaml").read_text(encoding="utf-8")
POSTMORTEM = """\
# Checkout outage

## Summary

Checkout failed for 20 minutes on 2025-03-14.

## Root cause

The connection pool was exhausted because a deploy introduced a slow query.

## Timeline (UTC)

- 14:02 The deploy went live
- 14:19 An alert fired
"""


def session_on(path: Path, text: str = EXAMPLE) -> FileSession:
    path.write_text(text, encoding="utf-8")
    return FileSession(open_file(path))


def changed_lines(before: str, after: str) -> list[str]:
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in diff if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_a_saved_file_keeps_its_comments_and_everything_nobody_touched(tmp_path):
    session = session_on(tmp_path / "outage.yaml")
    session.do({"op": "set", "id": "A3", "field": "owner", "value": "orders-db"})
    session.do({"op": "link", "cause": "canary-too-short", "effect": "pool-exhausted"})
    state = session.handle({"save": True})
    text = session.path.read_text(encoding="utf-8")
    assert (state["error"], state["saved"], state["said"]) == ("", True, "Saved as outage.yaml.")
    assert changed_lines(EXAMPLE, text) == [
        "-    because: [bad-query-live, pool-sized-for-old-traffic]",
        "+    because: [bad-query-live, pool-sized-for-old-traffic, canary-too-short]",
        "+    owner: orders-db",
    ]
    assert causal.load(session.path) == session.incident


def test_a_new_name_keeps_its_place_and_the_comments_beside_it(tmp_path):
    session = session_on(tmp_path / "starter.yaml", STARTER)
    session.do({"op": "rename", "id": "the-gap", "to": "no-test"})
    session.handle({"save": True})
    lines = changed_lines(STARTER, session.path.read_text(encoding="utf-8"))
    assert [line.split("#")[0].strip() for line in lines] == [
        "-    because: [the-change, the-gap]",
        "+    because: [the-change, no-test]",
        "-  the-gap:",
        "+  no-test:",
        "-    addresses: [the-gap]",
        "+    addresses: [no-test]",
    ]


def test_what_is_undone_to_what_was_saved_changes_nothing_in_the_file(tmp_path):
    session = session_on(tmp_path / "outage.yaml")
    session.do({"op": "delete", "id": "service-500s"})
    session.handle({"save": True})
    session.handle({"undo": True})
    session.handle({"save": True})
    assert causal.load(session.path) == causal.loads(EXAMPLE)


def test_a_shorter_form_of_the_outcome_stays_until_it_is_changed(tmp_path):
    text = "causal: 1\nid: a\ntitle: T\noutcome: It failed\nbecause: b\nfactors:\n  b: {what: B}\n"
    session = session_on(tmp_path / "short.yaml", text)
    session.do({"op": "set", "id": "b", "field": "what", "value": "C"})
    session.handle({"save": True})
    assert session.path.read_text(encoding="utf-8") == text.replace("what: B", "what: C")
    session.do({"op": "add_factor", "what": "D", "leads_to": "outcome", "id": "d"})
    session.handle({"save": True})
    assert causal.load(session.path) == session.incident


def test_a_file_that_changed_meanwhile_is_not_written_over(tmp_path):
    session = session_on(tmp_path / "outage.yaml")
    theirs = EXAMPLE.replace("severity: SEV2", "severity: SEV1")
    session.do({"op": "set", "id": "A3", "field": "owner", "value": "orders-db"})
    session.path.write_text(theirs, encoding="utf-8")
    state = session.handle({"save": True})
    assert "Somebody changed outage.yaml" in state["error"]
    assert state["conflict"]
    assert session.path.read_text(encoding="utf-8") == theirs
    merged = session.handle({"merge": True})
    assert (merged["conflicts"], merged["saved"]) == ([], False)
    assert merged["data"]["severity"] == "SEV1"
    assert session.handle({"save": True})["saved"]
    text = session.path.read_text(encoding="utf-8")
    assert changed_lines(theirs, text) == ["+    owner: orders-db"]


def test_a_merge_names_what_is_in_conflict(tmp_path):
    session = session_on(tmp_path / "outage.yaml")
    session.do({"op": "set", "id": "A3", "field": "status", "value": "done"})
    session.do({"op": "set", "id": "A4", "field": "owner", "value": "edge"})
    theirs = EXAMPLE.replace("    status: open\n", "    status: in_progress\n", 3)
    theirs = theirs[: theirs.index("  A4:")] + theirs[theirs.index("  A5:") :]
    session.path.write_text(theirs, encoding="utf-8")
    conflicts = session.handle({"merge": True})["conflicts"]
    assert conflicts[0].startswith("status of A3: the file says 'in_progress' meanwhile")
    assert conflicts[1].startswith("Not done: set (id 'A4'")
    assert session.draft.data["actions"]["A3"]["status"] == "done"
    session.handle({"undo": True})
    assert session.draft.data["actions"]["A3"]["status"] == "in_progress"


def test_an_empty_start_is_written_whole_and_once(tmp_path):
    session = FileSession(open_file(tmp_path / "new.yaml"))
    assert session.draft.data["outcome"]["what"] == UNSAID
    assert session.is_saved
    session.do({"op": "set", "id": "outcome", "field": "what", "value": "Checkout failed"})
    session.do({"op": "add_factor", "what": "A deploy", "leads_to": "outcome"})
    assert not session.is_saved
    session.handle({"save": True})
    assert causal.load(tmp_path / "new.yaml").outcome.what == "Checkout failed"


def test_a_file_made_meanwhile_under_the_same_name_is_not_written_over(tmp_path):
    session = FileSession(open_file(tmp_path / "new.yaml"))
    (tmp_path / "new.yaml").write_text(EXAMPLE, encoding="utf-8")
    assert "Somebody changed" in session.handle({"save": True})["error"]


def test_a_document_in_prose_is_saved_beside_it(tmp_path):
    (tmp_path / "postmortem.md").write_text(POSTMORTEM, encoding="utf-8")
    opened = open_file(tmp_path / "postmortem.md")
    assert opened.path == tmp_path / "postmortem.yaml"
    assert "read as markdown" in opened.said
    session = FileSession(opened)
    session.handle({"save": True})
    assert (tmp_path / "postmortem.md").read_text(encoding="utf-8") == POSTMORTEM
    with pytest.raises(CausalError, match="is there already"):
        open_file(tmp_path / "postmortem.md")


@pytest.mark.parametrize("name", ["new.txt", "missing/new.yaml"])
def test_a_place_that_cannot_be_saved_to_is_refused_at_once(tmp_path, name):
    with pytest.raises(CausalError):
        open_file(tmp_path / name)


def test_a_file_that_is_no_yaml_is_refused_with_its_line(tmp_path):
    (tmp_path / "bad.yaml").write_text("causal: 1\nid: [\n", encoding="utf-8")
    with pytest.raises(InvalidIncident, match="not YAML"):
        open_file(tmp_path / "bad.yaml")


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_every_edited_file_says_what_the_draft_says(rng):
    import yaml

    from causal.editing.draft import Draft
    from causal.editing.session import Session

    seeded = Random(rng.randrange(10**9))
    data = incident_data(seeded, doubts=True, contributing=True)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=None)
    session = Session(Draft(shaped(parse_yaml(text).data)))
    edited(seeded, session, 8)
    made = rewrite_yaml(text, session.start.data, session.draft.data)
    assert shaped(parse_yaml(made).data) == session.draft.data


def _fifo(path):
    os.mkfifo(path)


def _folder(path):
    path.mkdir()


def _bytes(path):
    path.write_bytes(b"\xff\x00")


def _device(path):
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("become", [_fifo, _folder, _bytes, _device])
def test_a_file_that_became_something_else_is_neither_written_nor_waited_for(tmp_path, become):
    session = session_on(tmp_path / "outage.yaml")
    session.do({"op": "set", "id": "A3", "field": "owner", "value": "orders-db"})
    session.path.unlink()
    become(session.path)
    for message in ({"save": True}, {"merge": True}):
        assert "outage.yaml" in session.handle(message)["error"]
    assert not session.is_saved
    assert session.handle({})["error"] == ""


@pytest.mark.parametrize("due", ["2025-02-30", "2025-99-99", "2025-01-01T99:00:00"])
def test_a_day_no_calendar_has_keeps_nobody_from_saving(tmp_path, due):
    text = EXAMPLE.replace("actions:\n", f"x: {due}  # mistyped\nactions:\n", 1)
    session = session_on(tmp_path / "outage.yaml", text)
    session.do({"op": "set", "id": "A3", "field": "owner", "value": "orders-db"})
    assert session.handle({"save": True})["error"] == ""
    assert len(changed_lines(text, session.path.read_text(encoding="utf-8"))) <= 2


def test_half_a_character_in_a_file_is_a_fault(tmp_path):
    data = causal.loads(EXAMPLE).to_data() | {"title": "\ud800"}
    (tmp_path / "outage.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InvalidIncident, match="title"):
        open_file(tmp_path / "outage.json")
