"""Each rule finds its case, and neither the sound incident nor a near miss."""

from __future__ import annotations

import inspect
from datetime import date

import pytest

import causal
from causal.checks.config import Config
from causal.checks.registry import rules
from causal.checks.rule import rule as made_rule
from checks.sound import SOUND, incident

TODAY = date(2025, 3, 20)
ACTIONS = SOUND["actions"]
TIMELINE = SOUND["timeline"]


def without(field):
    return {name: {k: v for k, v in a.items() if k != field} for name, a in ACTIONS.items()}


def many(count, **fields):
    extra = {
        f"B{i}": {"what": f"Limit queue {i} to 100 jobs", "addresses": "small-pool"}
        for i in range(count)
    }
    return {name: {**a, **fields} for name, a in extra.items()}


CONDITIONAL = {"all": ["release-41", "small-pool", "no-canary"]}
# rule: (changes that it finds, changes that it must not find)
CASES = {
    "blame": (
        {"summary": "The operator forgot to drain the node; 47 minutes were lost."},
        {"summary": "Jenkins forgot the workspace, and 47 minutes were lost."},
    ),
    "hindsight": (
        {"summary": "This should have been caught in review; 47 minutes were lost."},
        {"summary": "Every item should have a ticket; 47 minutes were lost."},
    ),
    "normative": (
        {"summary": "A careless release took 47 minutes."},
        {"summary": "A lazy-loaded module took 47 minutes."},
    ),
    "passive-evasion": (
        {"summary": "The release was not tested; 47 minutes were lost."},
        {"summary": "The release was not caught by our tests; 47 minutes lost."},
    ),
    "vague-action": (
        {"actions__A1__what": "Improve monitoring of the pool"},
        {"actions__A1__what": "Improve the pool alert so that it fires at 90%"},
    ),
    "few-factors": (
        {
            "factors": {
                "small-pool": {"what": "The pool was small", "layer": "capacity", "key": "p"}
            },
            "outcome__because": ["small-pool"],
            "actions": {"A1": ACTIONS["A1"]},
            "timeline__0": {"at": "2025-03-14T14:00:00Z", "what": "Release 41 is deployed"},
        },
        {
            "factors": {
                "small-pool": {"what": "The pool was small", "layer": "capacity", "key": "p"}
            },
            "outcome__because": ["small-pool"],
            "outcome__complete": True,
            "actions": {"A1": ACTIONS["A1"]},
            "timeline__0": {"at": "2025-03-14T14:00:00Z", "what": "Release 41 is deployed"},
        },
    ),
    "condition-without-layer": (
        {"factors__small-pool__layer": None},
        {"factors__release-41__key": "release"},
    ),
    "layer-named-nowhere": (
        {"layers__testing": {"title": "Tests"}},
        {"layers__testing": {"state": "held", "stopped": "a second release"}},
    ),
    "leaf-is-act": (
        {"factors__no-canary__what": "The developer skipped the canary"},
        {"factors__no-canary__what": "Developers can skip the canary"},
    ),
    "trigger-as-root-cause": (
        {
            "outcome__because": ["release-41"],
            "outcome__worsened_by": [{"factor": "queries-waited"}],
            "factors__queries-waited__because": ["small-pool", "no-canary"],
        },
        {"outcome__because": ["queries-waited"]},
    ),
    "trigger-with-causes": (
        {
            "factors__release-41__because": ["no-canary"],
            "factors__queries-waited__because": ["release-41", "small-pool"],
        },
        {},
    ),
    "five-whys-left-branches": (
        {"five_whys": {"chain": ["queries-waited", "small-pool"]}},
        {
            "five_whys": {
                "chain": [
                    "queries-waited",
                    {"factor": "small-pool", "because": ["release-41", "no-canary"]},
                ]
            }
        },
    ),
    "no-evidence": ({"factors__small-pool__evidence": None}, {}),
    "section-missing": ({"timeline": []}, {"detection": "An alert"}),
    "template-text-left": (
        {"detection": "TODO: describe how it was noticed"},
        {"detection": "The todo list held 20 jobs"},
    ),
    "unfilled-starter": (
        {"factors__no-canary__what": "What the system did wrong"},
        {"factors__no-canary__what": "What the system did wrong was to wait"},
    ),
    "contributing-decides": (
        {
            "factors__queries-waited__because": {
                "contributing": ["release-41", "small-pool", "no-canary"]
            }
        },
        {"factors__queries-waited__because": CONDITIONAL},
    ),
    "suspected-not-followed": (
        {"factors__no-canary__confidence": "suspected", "actions": {"A1": ACTIONS["A1"]}},
        {"factors__no-canary__confidence": "suspected"},
    ),
    "unaddressed-factor": (
        {"actions": {"A1": ACTIONS["A1"]}},
        {
            "actions": {"A1": ACTIONS["A1"]},
            "factors__no-canary__accepted": "the release tool is replaced in May",
        },
    ),
    "unaddressed-lesson": (
        {"lessons": {"got_lucky": ["Holiday traffic kept demand low"]}},
        {"lessons": {"got_lucky": ["The release reached few hosts"]}},
    ),
    "orphan-action": (
        {"actions__A3": {**ACTIONS["A2"], "addresses": [], "ticket": "OPS-3"}},
        {"actions__A1__hardens": "capacity"},
    ),
    "action-without-owner": (
        {"actions": without("owner")},
        {
            "actions__A1__status": "done",
            "actions__A1__owner": None,
            "actions__A1__verified": {"on": "2025-03-19"},
        },
    ),
    "action-without-priority": ({"actions": without("priority")}, {}),
    "action-without-due": ({"actions__A1__due": None}, {}),
    "action-without-ticket": ({"actions__A1__ticket": None}, {}),
    "action-without-done-when": ({"actions__A1__done_when": None}, {}),
    "training-only": (
        {
            "actions__A1__what": "Remind all teams of the pool's size",
            "actions__A2__what": "Document the canary for releases",
        },
        {"actions__A2__what": "Document the canary for releases"},
    ),
    "one-layer-plan": (
        {
            "actions": {f"C{i}": {**ACTIONS["A1"], "ticket": f"T-{i}"} for i in range(3)},
            "factors__no-canary__accepted": "replaced in May",
        },
        {},
    ),
    "hardens-contradicts-gap": (
        {"actions__A1__hardens": "testing"},
        {"actions__A1__hardens": "capacity"},
    ),
    "detect-claimed-to-remove": ({"actions__A1__kind": "detect"}, {"actions__A1__kind": "prevent"}),
    "overdue-action": ({"actions__A1__due": "2025-03-19"}, {"actions__A1__due": "2025-03-20"}),
    "many-actions-no-priorities": ({"actions": many(15)}, {"actions": many(14)}),
    "done-without-evidence": (
        {"actions__A1__status": "done"},
        {
            "actions__A1__status": "done",
            "actions__A1__verified": {"on": "2025-03-19", "evidence": ["load test 41"]},
        },
    ),
    "impact-not-quantified": (
        {
            "impact": {"scope": "some users"},
            "summary": "Orders failed, unlike any earlier incident.",
            "title": "Orders failed",
            "outcome__what": "Orders failed",
        },
        {"impact": {"scope": "some users"}},
    ),
    "times-missing": ({"times__detected": None}, {"times__mitigated": None}),
    "severity-below-impact": ({"severity": "SEV3"}, {"severity": "sev-2"}),
    "commander-fixes": (
        {
            "timeline__4": {
                "at": "2025-03-14T14:34:00Z",
                "what": "Release 40 is rolled back",
                "by": "payments on-call",
            }
        },
        {
            "timeline__4": {
                "at": "2025-03-14T14:34:00Z",
                "what": "Asks for a rollback",
                "by": "release team",
            }
        },
    ),
    "no-scribe": (
        {"roles__scribe": None},
        {"roles__scribe": None, "roles__note_taker": "support lead"},
    ),
    "no-communications-lead": (
        {"roles__communications_lead": None},
        {"roles__communications_lead": None, "roles__comms": "support"},
    ),
    "everyone-debugging": (
        {
            "roles": {},
            "timeline__3": {
                "at": "2025-03-14T14:25:00Z",
                "what": "Workers are cut to half",
                "by": "database team",
            },
        },
        {},
    ),
    "written-too-soon": ({"review__held": "2025-03-14"}, {"review__held": "2025-03-15"}),
    "review-not-held": ({"review": None}, {}),
    "timeline-starts-late": ({"timeline": TIMELINE[1:]}, {}),
    "timeline-gap": (
        {"timeline": [*TIMELINE[:2], *TIMELINE[4:]]},
        {"timeline": [*TIMELINE[:3], *TIMELINE[3:]]},
    ),
    "timeline-without-change": (
        {
            "timeline": [
                {"at": e["at"], "what": "Orders fail", "by": "support lead"} for e in TIMELINE
            ]
        },
        {
            "timeline": [
                {"at": e["at"], "what": "Load doubles", "by": "support lead"} for e in TIMELINE
            ]
        },
    ),
    "timeline-of-one": ({"timeline": TIMELINE[:1]}, {"timeline": TIMELINE[:2]}),
    "no-look-for-recurrence": (
        {
            "factors__small-pool__key": None,
            "factors__no-canary__key": None,
            "summary": "Orders failed for 47 minutes.",
        },
        {"factors__small-pool__key": None},
    ),
    "shallow-defence": ({"actions": {"A1": ACTIONS["A1"]}}, {}),
}
ELSEWHERE = {"evidence-gone", "one-commander", "time-without-zone"}
"""Tested with files of their own, below."""


def found(case, **config):
    return {one.rule for one in causal.check(case, config=Config(**config), today=TODAY)}


def test_the_sound_incident_has_no_finding():
    assert str(causal.check(incident(), today=TODAY)) == "no findings"


def test_every_rule_has_its_cases():
    assert set(CASES) | ELSEWHERE == set(rules())


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_finds_its_case(rule):
    assert rule in found(incident(**CASES[rule][0]), select=(rule,))


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_passes_a_near_miss(rule):
    assert rule not in found(incident(**CASES[rule][1]), select=(rule,))


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_rule_says_why_with_a_source_and_how_to_mend(rule):
    assert rule.what.endswith(".") and rule.why.endswith(".")
    assert rule.mend and rule.example
    assert rule.id == rule.id.lower()


def test_a_docstring_says_the_same_where_python_has_taken_its_indentation_away():
    def no_owner(case):
        """An action has no owner.

        Why: It is not done.
            Nobody has it.
        Better: owner: one team
        Example: owner: the platform team
        """
        return ()

    as_written = made_rule("warning")(no_owner)
    assert as_written.why == "It is not done. Nobody has it."
    no_owner.__doc__ = inspect.cleandoc(no_owner.__doc__)  # Python 3.13 does so as it compiles
    assert made_rule("warning")(no_owner) == as_written


def test_evidence_that_is_no_file_is_found(tmp_path):
    import yaml

    from checks.sound import changed

    verified = {"on": "2025-03-19", "evidence": ["tests/test_pool.py::test_size"]}
    data = changed(actions__A1__status="done", actions__A1__verified=verified)
    path = tmp_path / "a.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    assert "evidence-gone" in {one.rule for one in causal.check(path, today=TODAY)}
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_pool.py").touch()
    assert "evidence-gone" not in {one.rule for one in causal.check(path, today=TODAY)}


def test_a_document_without_zones_is_asked_for_them(tmp_path):
    path = tmp_path / "pm.md"
    path.write_text(
        "# Orders failed\n\n## Summary\nOrders failed for 5 minutes.\n\n## Timeline\n"
        "- 2025-03-14 14:02 Release 41 is deployed\n- 2025-03-14 14:05 Orders fail\n",
        encoding="utf-8",
    )
    assert "time-without-zone" in {one.rule for one in causal.check(path, today=TODAY)}


def commanded(tmp_path, names, capsys):
    import yaml

    from causal.cli.main import main
    from checks.sound import changed

    for old in tmp_path.glob("*.yaml"):
        old.unlink()
    for number, name in enumerate(names):
        data = changed(id=f"INC-{number}", roles__incident_commander=name)
        (tmp_path / f"{number}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    code = main(["check", str(tmp_path), "--today", TODAY.isoformat()])
    return code, capsys.readouterr().out.count("[one-commander]")


def test_one_commander_of_every_incident_is_found_over_a_folder(tmp_path, capsys):
    assert commanded(tmp_path, ["Sam"] * 5, capsys) == (0, 1)
    assert commanded(tmp_path, ["Sam"] * 4, capsys) == (0, 0)  # too few to say
    assert commanded(tmp_path, ["Sam"] * 5 + ["Kim"], capsys) == (0, 0)
    assert commanded(tmp_path, ["payments on-call"] * 6, capsys) == (0, 0)  # a rota already
    (tmp_path / "causal.toml").write_text('[check]\nignore = ["one-commander"]\n', "utf-8")
    assert commanded(tmp_path, ["Sam"] * 5, capsys) == (0, 0)


def test_prose_is_not_asked_for_what_only_our_format_has(tmp_path):
    path = tmp_path / "pm.md"
    path.write_text(
        "# Orders failed\n\n## Context\nOrders failed for 5 minutes.\n\n## Root cause\n"
        "The pool was too small.\n\n## Action items\n- Raise the pool to 80 connections\n\n"
        "```\n# FIXME: later\n```\n",
        encoding="utf-8",
    )
    told = causal.check(path, today=TODAY)
    asked = {one.rule for one in told}
    assert not asked & {
        "review-not-held",
        "contributing-decides",
        "condition-without-layer",
        "action-without-ticket",
        "action-without-priority",
        "template-text-left",
    }
    assert {"action-without-owner", "action-without-due"} <= asked
    assert not [one for one in told if "raise_the_pool" in one.message]
    named = causal.check(path, today=TODAY, config=Config(select=("review-not-held",)))
    assert [one.rule for one in named] == ["review-not-held"]


@pytest.mark.parametrize("owner", ["everyone", "TBD", "platform", "all-hands team"])
def test_an_owner_that_is_no_one_is_none(owner):
    told = causal.check(incident(actions__A1__owner=owner), today=TODAY)
    found = [one.message for one in told if one.rule == "action-without-owner"]
    wrong = f"'A1' has the owner {owner!r}, which is no one team"
    assert found == ([wrong] if owner in ("everyone", "TBD") else [])


def test_in_prose_a_cause_is_spoken_of_however_its_words_end_and_is_called_by_its_words(tmp_path):
    path = tmp_path / "outage.md"
    path.write_text(
        "# Payments failed\n\n## Root causes\n\n- Nobody was reminded to renew the certificate\n"
        "- The alert waited for half of all requests to fail\n\n## Action items\n\n"
        "| action | owner | due |\n|---|---|---|\n"
        "| Move certificates to automatic renewal | platform | 2025-03-01 |\n",
        encoding="utf-8",
    )
    told = {one.rule: one.message for one in causal.check(path, today=TODAY)}
    assert "'The alert waited for half" in told["unaddressed-factor"]
    assert "certificate" not in told["unaddressed-factor"]
    assert told["overdue-action"].startswith("'Move certificates to automatic renewal' is ")
