from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest
import yaml

import causal
from causal.checks import Findings
from causal.checks.config import Config
from causal.checks.fix import fix
from causal.checks.output import github, sarif
from causal.cli.main import main
from checks.sound import changed, incident

TODAY = date(2025, 3, 20)


def write(folder, name="a.yaml", tail="", **changes):
    path = folder / name
    path.write_text(yaml.safe_dump(changed(**changes), sort_keys=False) + tail, encoding="utf-8")
    return path


def test_faults_of_a_file_are_findings(tmp_path):
    path = write(tmp_path, outcome__because=["nothing"])
    found = causal.check(path)
    assert {one.rule for one in found} == {"invalid"}
    assert found[0].place.file == str(path) and found[0].place.line > 1


def test_findings_stand_at_their_lines(tmp_path):
    path = write(tmp_path, actions__A1__what="Improve monitoring")
    found = causal.check(path, today=TODAY).by_rule("vague-action")[0]
    assert "Improve" in path.read_text(encoding="utf-8").splitlines()[found.place.line - 1]


def test_what_is_no_incident_is_refused_in_one_sentence():
    with pytest.raises(causal.CausalError, match="an Incident, the path of a file or a text"):
        causal.check(7)


def test_configuration_comes_from_the_nearest_file(tmp_path):
    (tmp_path / "deep").mkdir()
    path = write(tmp_path / "deep", actions__A1__what="Improve monitoring")
    (tmp_path / "causal.toml").write_text('[check]\nignore = ["vague-action"]\n', encoding="utf-8")
    assert causal.check(path, today=TODAY) == ()
    text = '[check.severity]\nvague-action = "error"\n'
    (tmp_path / "causal.toml").write_text(text, encoding="utf-8")
    assert causal.check(path, today=TODAY)[0].severity == "error"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[check]\nignor = []", "did you mean 'ignore'"),
        ("[check]\nignore = 3", "a list of texts"),
        ("[check]\nmin_factors = 'x'", "min_factors is like 3"),
        ("[check", "no TOML"),
        ("[check]\nignore = ['blam']", "did you mean 'blame'"),
    ],
)
def test_a_bad_configuration_is_one_clear_error(tmp_path, text, said):
    (tmp_path / "causal.toml").write_text(text, encoding="utf-8")
    with pytest.raises(causal.CausalError, match=said):
        causal.check(write(tmp_path), today=TODAY)


def test_a_comment_with_a_reason_ignores_one_finding(tmp_path):
    text = write(tmp_path, actions__A1__what="Improve monitoring").read_text(encoding="utf-8")
    path = tmp_path / "b.yaml"
    line = "what: Improve monitoring"
    path.write_text(
        text.replace(line, f"{line}  # causal: ignore[vague-action] the ticket has the limits"),
        encoding="utf-8",
    )
    assert causal.check(path, today=TODAY) == ()
    path.write_text(text.replace(line, f"{line}  # causal: ignore[vague-action]"), encoding="utf-8")
    rules = {one.rule for one in causal.check(path, today=TODAY)}
    assert rules == {"vague-action", "ignored-without-reason"}


def test_a_file_can_ignore_a_rule_as_a_whole(tmp_path):
    tail = "# causal: ignore-file[vague-action] a plan of plans\n"
    path = write(tmp_path, tail=tail, actions__A1__what="Improve monitoring")
    assert causal.check(path, today=TODAY) == ()


def test_findings_are_a_sequence_a_table_and_data():
    found = causal.check(incident(actions__A1__what="Improve it", review=None), today=TODAY)
    assert isinstance(found[:1], Findings)
    assert list(found.to_frame()["rule"]) == [one["rule"] for one in found.to_dict()]
    assert found.sentences()[-1] == "1 warning, 1 for information"
    assert [one.rule for one in found.failing] == ["vague-action"]
    assert "Improve" in found._repr_html_()


def test_the_same_finding_keeps_its_fingerprint_when_lines_move(tmp_path):
    path = write(tmp_path, actions__A1__what="Improve monitoring")
    before = causal.check(path, today=TODAY)[0].fingerprint
    path.write_text("# moved\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert causal.check(path, today=TODAY)[0].fingerprint == before


SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"type": "object", "required": ["text"]},
                            },
                        },
                    }
                },
            },
        },
    },
}
"""The parts of the published schema that a result has to keep."""


def test_sarif_has_rules_places_and_levels(tmp_path):
    path = write(tmp_path, actions__A1__what="Improve monitoring", review=None)
    log = json.loads(sarif(causal.check(path, today=TODAY)))
    jsonschema.validate(log, SARIF)
    run = log["runs"][0]
    named = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert named[result["ruleIndex"]] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1


def test_annotations_escape_what_ends_a_property(tmp_path):
    folder = tmp_path / "a,b:c"
    folder.mkdir()
    path = write(folder, actions__A1__what="Improve 100%\nof it")
    line = github(causal.check(path, today=TODAY))[0]
    assert line.startswith("::warning file=") and "a%2Cb%3Ac" in line
    assert "\n" not in line


def test_the_command_knows_formats_baselines_and_fixes(tmp_path, capsys):
    path = write(
        tmp_path,
        actions__A1__what="Improve monitoring",
        severity="sev2",
        actions__A2__hardens="rollout",
    )
    day = ["--today", "2025-03-20"]
    assert main(["check", str(path), *day]) == 1
    assert "[vague-action]" in capsys.readouterr().out
    known = str(tmp_path / "known.json")
    assert main(["check", str(path), *day, "--write-baseline", known]) == 0
    assert main(["check", str(path), *day, "--baseline", known]) == 0
    capsys.readouterr()
    assert main(["check", str(path), *day, "-f", "json", "--ignore", "review-not-held"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["rule"] == "vague-action"
    assert main(["check", str(path), *day, "--fix"]) == 1
    assert "severity 'sev2' is now 'SEV2'" in capsys.readouterr().out
    assert causal.load(path).severity == "SEV2"
    assert causal.load(path).actions["A2"].hardens is None
    assert main(["check", str(path), *day, "--fix", "-f", "json"]) == 1
    told = capsys.readouterr()
    assert "nothing to mend without a person" in told.err and json.loads(told.out)


def test_a_starter_file_fails(tmp_path, capsys):
    path = str(tmp_path / "new.yaml")
    assert main(["new", path]) == 0
    assert main(["check", path]) == 1
    assert "[unfilled-starter]" in capsys.readouterr().out


def test_rules_of_other_packages_are_run(monkeypatch):
    from importlib.metadata import EntryPoint

    from causal.checks import registry
    from causal.checks.rule import Found, Rule

    shouting = Rule(
        "shouting", "warning", "x.", "y.", "z", "e", lambda case: [Found(("title",), "loud")]
    )
    monkeypatch.setattr(EntryPoint, "load", lambda self: shouting)
    monkeypatch.setattr(registry, "entry_points", lambda group: [EntryPoint("s", "p:r", group)])
    registry.rules.cache_clear()
    try:
        assert {one.rule for one in causal.check(incident(), today=TODAY)} == {"shouting"}
    finally:
        monkeypatch.undo()
        registry.rules.cache_clear()


def test_own_words_and_thresholds_count():
    made = causal.check(incident(), config=Config(min_factors=9), today=TODAY)
    assert [one.rule for one in made] == ["few-factors"]


def test_fixing_keeps_the_ends_of_lines_and_leaves_a_read_only_file(tmp_path):
    path = write(tmp_path, severity="sev-2")
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode())
    assert fix(path, Config())
    assert path.read_bytes().decode() == text.replace("sev-2", "SEV2")
    path.write_bytes(text.encode())
    path.chmod(0o444)
    assert fix(path, Config()) == ["is read-only and stays as it is"]
    assert path.read_bytes().decode() == text


TWO = "<!-- causal: ignore-file[blame] so --> <!-- causal: ignore-file[hindsight] so -->"
BLAMED = "# Orders failed\n\n## Summary\n\n{before}The operator forgot to drain the node.\n{after}"


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("", "", {"blame", "hindsight"}),
        ("<!-- causal: ignore[blame, hindsight] a quotation -->\n", "", set()),
        ("<!-- causal: ignore[blame] -->\n", "", {"blame", "hindsight", "ignored-without-reason"}),
        ("Write `<!-- causal: ignore-file[blame] so -->`.\n", "", {"blame", "hindsight"}),
        ("", "\n```\n<!-- causal: ignore-file[blame] so -->\n```\n", {"blame", "hindsight"}),
        ("", TWO, set()),
        ("<!-- causal: ignore[blme] so -->\n", "", {"blame", "hindsight", "ignored-unknown-rule"}),
    ],
)  # fmt: skip
def test_comments_in_markdown_stand_at_the_line_of_the_sentence(tmp_path, before, after, left):
    path = tmp_path / "pm.md"
    path.write_text(BLAMED.format(before=before, after=after), encoding="utf-8")
    found = causal.check(path, today=TODAY)
    judged = {"blame", "hindsight", "ignored-without-reason", "ignored-unknown-rule"}
    assert {one.rule for one in found} & judged == left
    for one in found.by_rule("blame"):
        assert one.place.line == 5 + before.count("\n")


def test_a_baseline_stands_beside_its_configuration_and_holds_from_any_path(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "in").mkdir()
    path = write(tmp_path / "in", actions__A1__what="Improve monitoring")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "in", "--write-baseline", "known.json"]) == 0
    (tmp_path / "causal.toml").write_text('[check]\nbaseline = "known.json"\n', encoding="utf-8")
    assert main(["check", "in"]) == 0
    assert main(["check", str(path)]) == 0
    capsys.readouterr()


def test_a_folder_without_incidents_is_no_success(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 1
    assert "no incident was read" in capsys.readouterr().err


def test_of_many_findings_of_one_rule_the_text_tells_some_and_counts_the_rest(tmp_path, capsys):
    blame = "".join(f"The operator forgot to drain node {n}.\n" for n in range(300))
    file = tmp_path / "x.md"
    summary = f"The store was down.\n{blame}"
    file.write_text(f"# Outage\n\n## Summary\n\n{summary}\n## Root causes\n\n- Disk full\n")
    assert main(["check", str(file), "--select", "blame"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 22
    assert out[20:] == [f"{file}: 280 more of [blame]", "300 warnings (--format json has all)"]
    assert main(["check", str(file), "--select", "blame", "--format", "json"]) == 1
    assert [one["line"] for one in json.loads(capsys.readouterr().out)] == list(range(6, 306))


def test_of_many_faults_those_that_are_told_are_told_in_words(tmp_path, capsys):
    data = {"causal": 1, "id": "x", "title": "t", "outcome": {"what": "w", "because": ["a"]}}
    data["factors"] = {f"f{n}": {"name": "x"} for n in range(200)}
    file = tmp_path / "x.json"
    file.write_text(json.dumps(data))
    assert main(["check", str(file)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 52 and out[-2].endswith("] and 350 more")
    assert all("is not known" in line or "is missing" in line for line in out[:-2])
