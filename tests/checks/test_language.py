"""Sentences of our own that each language rule finds, and those it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import causal

PEOPLE = ("Mira", "Tomas Berg", "@jun")
FOUND = {
    "blame": [
        "Mira deleted the table by mistake.",
        "Berg ran the migration without a backup.",
        "@jun ignored the warning.",
        "The on-call engineer did not check the replica.",
        "A junior developer who had just joined misconfigured the proxy.",
        "The outage was caused by the operator.",
        "The root cause was human error.",
        "An administrator accidentally removed the rule.",
        "Someone forgot to renew the domain.",
        "Because the reviewer overlooked the flag, the job ran twice.",
        "The engineer's mistake took the site down.",
        "Mira approved the change and failed to wait for the tests.",
        "Whoever wrote the script did not think of leap days.",
        "Mira did not use the checklist.",
        "@jun restarts the primary and does not tell the channel.",
        "Mira read the plan without being thorough.",
        "I should have posted the plan first.",
        "Sorry, I did it wrong.",
        "His mistake went through two reviews.",
        "Other people saw the page but did not escalate it.",
        "It was run by an inexperienced operator.",
        "@jun misses the second page.",
    ],
    "hindsight": [
        "We should have tested the restore.",
        "This could have been avoided.",
        "Had we looked at the graph, we would have noticed it.",
        "In hindsight the limit was low.",
        "The team must be more careful with migrations.",
        "It was obvious that the disk would fill.",
        "An alert would have caught this an hour earlier.",
        "We failed to notice the growing queue.",
        "A test would have been able to catch the empty page.",
        "A probe would have surfaced the gap within a day.",
        "It could have been solved in an hour.",
        "The warning, which should have been noticed, was on the second page.",
    ],
    "passive-evasion": [
        "The wrong file was uploaded.",
        "The backup was never tested.",
        "The rule was accidentally removed.",
        "Customers were not informed.",
        "The script was run without a dry run.",
        "A debug flag was switched on but never removed.",
        "Test data accidentally got deployed.",
        "The role was rewritten without using the template.",
    ],
    "normative": ["A reckless change went out.", "It was sloppy work."],
}
FINE = [
    "Mira rolled the release back at 14:20.",
    "Tomas Berg restarted the proxy, which brought the site back.",
    "The on-call engineer was paged at 02:14.",
    "Jenkins failed to start the agent.",
    "Grafana did not notice the gap in its data.",
    "The deploy was rolled out to all hosts.",
    "The cache was cleared and the pods were restarted.",
    "`should have been caught` is the name of the test.",
    'The channel read "Mira broke it" for an hour.',
    "The attacker used an old key.",
    "Every service should have an owner.",
    "The request would have a header in that case.",
    "Writes failed since the disk was full.",
    "Mira did not see any errors and closed the ticket.",
    "@jun did not merge, because the checks were red.",
    "Mira restarted the pod without success.",
    "Mira said the site was down, but did not know why.",
    "The operator did not reconcile the resource.",
    "An engineer does not need that role.",
    "I should have access by Monday.",
    "The cause was not at all obvious.",
    "The next obvious step is a test.",
    "Nothing obvious stood out in the logs.",
    "We did a more careful rollout the next day.",
    "A sync, which should have deleted the pods, was running.",
    "The page should have been loading from the mirror.",
    "It might not have been seen even with a second alert.",
    "Anything else in the request is ignored.",
    "Search may have shown old results.",
    "The probe would have shown green.",
    "The handler wrote the rows but never checked the answer.",
    "Systems fail of many things: bugs, spikes, human error.",
    "Protect the namespace once it is created, so that it cannot be inadvertently deleted.",
    "The scheduler skipped the node, because it was cordoned.",
    "Redis forgot its keys after the restart.",
    "The health check ignored the second port.",
    "Users did not notice the change.",
    "The pool was sized for older traffic.",
]
VAGUE = [
    "Improve monitoring",
    "Investigate the cause of the leak",
    "We should look into rate limits",
    "Consider a second region",
    "Be more careful with migrations",
    "Better alerting",
    "Fix the issue",
    "Can we use a queue here?",
    "Add more tests",
    "Make sure that everyone knows the procedure",
    "Think about failover",
    "Set up some kind of canary",
    "- [ ] Explore autoscaling options",
    "Be more deliberate about upgrades",
    "Raise the need for a budget with the finance team",
    "Update the alerts so this does not happen again",
    "Conduct regular audits of the indexes",
    "Introduce stricter version control",
    "Use the rota effectively",
    "Review for possible savings",
    "Alerts for login and search",
    "Check the logs",
    "Make the dashboards more readable",
    "Review the alert rules",
    "To be safer, adjust the rollout",
]
SPECIFIC = [
    "Page when the pool is 90% in use for 5 minutes",
    "Set a memory limit of 2 GiB on the exporter",
    "Remove the unused replica from the load balancer",
    "Pin the base image to a digest",
    "Add an integration test that restores the nightly backup",
    "Write a runbook for a full disk on the log host",
    "Upgrade the ingress controller to 1.9",
    "Require two approvals on the infrastructure repository",
    "Increase the timeout of the health check from 1 to 5 seconds",
    "Alert when no backup has finished for 26 hours",
    "Delete the shared admin key",
    "Review and merge the open change to the parser",
    "Make the sync faster by sending rows in batches of 500",
    "Review the alert rules on the first Monday of each month",
    "Update the alert on the queue so that it pages after 5 minutes",
    "Check the logs of the importer for the words out of memory",
]


def rules_of(text, **options):
    return {found.rule for found in causal.check_text(text, people=PEOPLE, **options)}


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r, listed in FOUND.items() for t in listed])
def test_it_is_found(rule, text):
    assert rule in rules_of(text)


@pytest.mark.parametrize("text", FINE)
def test_it_is_left_alone(text):
    assert rules_of(text) == set()


@pytest.mark.parametrize("text", VAGUE)
def test_it_is_vague(text):
    assert "vague-action" in rules_of(text, field="action")


@pytest.mark.parametrize("text", SPECIFIC)
def test_it_is_specific(text):
    assert rules_of(text, field="action") == set()


def test_a_finding_names_its_line_and_its_words():
    found = causal.check_text("All was well.\n\nThe operator forgot it.", people=())[0]
    assert (found.rule, found.place.line) == ("blame", 3)
    assert "operator forgot" in found.message
    assert found.hint


def test_names_of_services_are_no_people_unless_they_are_known_to_be():
    text = "Athena forgot to close the cursor."
    assert causal.check_text(text) == ()
    assert causal.check_text(text, people=["Athena"])[0].rule == "blame"
    assert causal.check_text("Zeke forgot to close it.", systems=["Zeke"]) == ()


def test_an_unknown_field_is_refused():
    with pytest.raises(causal.UnknownName, match="summary"):
        causal.check_text("x", field="sumary")


@given(st.text(max_size=400), st.sampled_from(["summary", "cause", "lesson", "action", "timeline"]))
def test_any_text_is_judged_the_same_every_time_within_its_lines(text, field):
    found = causal.check_text(text, field=field)
    assert found == causal.check_text(text, field=field)
    lines = text.count("\n") + 1
    assert all(1 <= one.place.line <= lines for one in found)
