"""``causal recurring``."""

from __future__ import annotations

import json

from causal.cli.main import main
from docs_blocks import ROOT

CORPUS = str(ROOT / "examples" / "corpus")


def test_groups_and_what_a_rule_asks_besides_are_printed(capsys):
    assert main(["recurring", CORPUS, "--rule", "nis2-2024-2690"]) == 0
    out = capsys.readouterr().out
    assert "harmful-config-accepted: 2 incidents, 2023-02-02 to 2023-02-14" in out
    assert "What must be known besides:" in out
    assert "reportable" not in out


def test_json_has_every_group(capsys):
    assert main(["recurring", CORPUS, "--format", "json", "--within", "3 years"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rule"] is None
    assert all(len(group["incident_ids"]) == group["incidents"] for group in found["groups"])


def test_a_coded_table_is_read_by_the_columns_of_causal_toml(tmp_path, capsys):
    (tmp_path / "causal.toml").write_text(
        '[corpus.columns]\nid = "no"\ncodes = "why"\ndate = "day"\nservices = "site"\n'
    )
    table = tmp_path / "register.csv"
    table.write_text('no,why,day,site\n1,"A, b",2024-02-29,x\n2,"A, c",2024-08-31,x\n')
    assert main(["recurring", str(table), "--same", "services"]) == 0
    assert capsys.readouterr().out.startswith("No two dated incidents")
    assert main(["recurring", str(table), "--same", "services", "--level", "1"]) == 0
    assert "A (x): 2 incidents, 2024-02-29 to 2024-08-31" in capsys.readouterr().out


def test_what_is_off_ends_with_two_and_no_incident_with_one(tmp_path, capsys):
    assert main(["recurring", CORPUS, "--rule", "dora"]) == 2
    assert "dora-2024-1772" in capsys.readouterr().err
    assert main(["recurring", str(tmp_path)]) == 1


def test_a_survey_of_a_table_says_what_is_at_fault_and_what_would_be_right(tmp_path, capsys):
    table = tmp_path / "register.csv"
    rows = "".join(f"{number},01/09/2023,Pool\n" for number in range(9))
    table.write_text(f"no,day,why\n{rows}", encoding="utf-8")
    (tmp_path / "causal.toml").write_text(
        '[corpus.columns]\nid = "no"\ncodes = "why"\ndate = "day"\n', encoding="utf-8"
    )
    assert main(["survey", str(table), "-o", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert f"1 file at fault in 9 places, first {table}:2: day: '01/09/2023' is not" in told
    assert "%d/%m/%Y" in told
