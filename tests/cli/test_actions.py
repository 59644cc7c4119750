from __future__ import annotations

import json

import yaml

from causal.cli.main import main
from checks.sound import changed


def folder(tmp_path):
    data = changed(actions__A1__due="2025-03-16", actions__A2__owner=None)
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return tmp_path


def test_it_lists_what_is_overdue_first(tmp_path, capsys):
    assert main(["actions", str(folder(tmp_path)), "--today", "2025-03-20"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "overdue (1)" and "platform team, due 2025-03-16, OPS-1" in lines[1]
    assert lines[2] == "no owner (1)" and "no owner named" in lines[3]


def test_status_comes_from_an_export_and_only_its_lines_change(tmp_path, capsys):
    place = folder(tmp_path)
    before = (place / "a.yaml").read_text(encoding="utf-8")
    export = tmp_path / "export.csv"
    export.write_text("Key,Status,Resolved\nOPS-1,Done,2025-03-18\nOPS-9,Done,\n", encoding="utf-8")
    main(
        [
            "actions",
            str(place),
            "--refresh",
            str(export),
            "--format",
            "json",
            "--today",
            "2025-03-20",
        ]
    )
    out = capsys.readouterr().out
    assert "A1 open -> done" in out
    after = (place / "a.yaml").read_text(encoding="utf-8")
    new = [line.strip() for line in after.splitlines() if line not in before.splitlines()]
    assert new == ["status: done", "completed: 2025-03-18"]
    assert all(line in after for line in before.splitlines())


def test_an_export_of_jira_or_github_is_understood(tmp_path, capsys):
    place = folder(tmp_path)
    export = tmp_path / "export.json"
    export.write_text(
        json.dumps({"issues": [{"key": "OPS-2", "fields": {"status": {"name": "In Progress"}}}]})
    )
    main(["actions", str(place), "--refresh", str(export), "--today", "2025-03-20"])
    assert "A2 open -> in_progress" in capsys.readouterr().out


def test_an_export_without_tickets_is_refused(tmp_path, capsys):
    export = tmp_path / "x.json"
    export.write_text("[{}]")
    assert main(["actions", str(folder(tmp_path)), "--refresh", str(export)]) == 2
    assert "no row has a ticket" in capsys.readouterr().err


def test_triage_names_the_severity_and_what_it_calls_for(capsys):
    assert main(["triage", "--users", "30"]) == 0
    assert capsys.readouterr().out.startswith("SEV1: 30 percent of users affected")
    assert main(["triage", "--users", "0.01"]) == 0
    assert capsys.readouterr().out.startswith("SEV4")
