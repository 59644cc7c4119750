"""Markdown postmortems of every template that people use, read as they are."""

import pytest

import causal
from causal.errors import InvalidIncident
from causal.io.documents.markdown import read_markdown
from document_samples import SAMPLES, shown
from reference_data import reference

DOCUMENTS = sorted(path.name for path in SAMPLES.glob("*.md"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_sample_is_read_as_a_person_would(name, golden):
    golden(f"{name.removesuffix('.md')}.txt", shown(causal.read(SAMPLES / name)))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_was_read_is_a_sound_file_of_our_own(name):
    incident = causal.load(SAMPLES / name)
    assert causal.loads(causal.dumps(incident)) == incident


def test_every_fact_knows_its_line():
    incident = causal.load(SAMPLES / "timeline_table.md")
    lines = (SAMPLES / "timeline_table.md").read_text().splitlines()
    for name, factor in incident.factors.items():
        assert factor.what in lines[incident.place("factors", name).line - 1]
    for number, entry in enumerate(incident.timeline):
        assert entry.what in lines[incident.place("timeline", number).line - 1]


def test_no_link_is_confirmed_where_causes_are_only_listed():
    incident = causal.load(SAMPLES / "timeline_table.md")
    assert incident.outcome.because.op == "contributing"
    assert {link.confidence for link, _ in incident.links()} == {"suspected"}


def test_a_user_adds_headings_of_their_own():
    text = (SAMPLES / "free_headings.md").read_text()
    plain = read_markdown(text, "free.md").incident
    assert not plain.factors and "What broke" in plain.notes
    told = read_markdown(text, "free.md", headings={"What broke": "factors"}).incident
    assert [factor.what for factor in told.factors.values()] == [
        "Tokens of service users end after a year",
        "The job exits with 0 when an upload fails",
    ]


def test_a_zone_that_is_not_stated_may_be_given():
    text = "# Down\n\n## Timeline\n\n- 2025-07-01 10:00 It was down\n- 11:00 It was up\n"
    guessed = read_markdown(text)
    assert str(guessed.incident.timeline[0].at) == "2025-07-01 10:00:00+00:00"
    assert any("--timezone" in note.what for note in guessed.report.warnings)
    given = read_markdown(text, timezone="Europe/Paris")
    assert str(given.incident.timeline[0].at) == "2025-07-01 10:00:00+02:00"
    assert not given.report.warnings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Incident Title\n\n## Summary\n\n## Timeline\n\n## Action Items\n\n-\n",
        "# Postmortems\n\n- [One](one.md)\n- [Two](two.md)\n",
        "# Incidents\n\nThis folder holds the reports of all incidents that we had so far.\n",
        "# {{ date }}, {{ name }}\n\n## Summary\n\nWhat users saw, and for how long.\n\n"
        "## Timeline\n\n### {{ yyyy-mm-dd hh:mm }}\n\nStart of incident.\n",
    ],
)
def test_a_template_or_an_index_is_no_incident(text):
    with pytest.raises(InvalidIncident, match="tells no incident"):
        read_markdown(text, "README.md")


@pytest.mark.parametrize(
    "text",
    [
        "- " * 5000 + "x",
        "> " * 5000 + "x",
        "".join(f"{'  ' * n}- item {n}\n" for n in range(300)),
        "# Down\n\n## Timeline\n\n| Time | Event |\n|--|--|\n" + "| 10:00 | x |\n" * 3000,
        "# Down \x1b[31m\x07\n\n## Summary\n\nIt was down \x00 \u202e for a long time.\n",
        "[" * 3000 + "](" * 3000,
        "*" * 20000,
        "## Action items\n\n- " + "because due to led to " * 4000,
        "## Five whys\n\n" + "- a\n" * 3000,
        "## Causes\n\n" + "- a\n" * 2000 + "\n## Five whys\n\n" + "- a\n" * 2000,
        "## Action items\n\n- " + "a " * 60000,
        "---\n" + "a: [" * 2000 + "\n---\n# Down\n\n## Summary\n\nIt was down for a while.\n",
    ],
    ids=range(12),
)
def test_hostile_text_is_read_or_refused(text):
    try:
        incident = read_markdown(text).incident
    except causal.CausalError:
        return
    assert causal.loads(causal.dumps(incident)) == incident


def test_the_labelled_documents_are_read_as_labelled():
    import importlib.util

    script = reference("score_readings.py")
    spec = importlib.util.spec_from_file_location("score_readings", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    recall, extra, unread = module.main(reference("gold"), reference("postmortems"))
    assert (recall >= 0.97, extra <= 14, unread) == (True, True, 0)


def test_headings_that_name_two_things_or_ask_why():
    told = read_markdown(
        "# Down\n\n## Timeline & detection\n\n- **10:00** - Disk full\n- **10:05** - Paged\n\n"
        "## Why did it fail?\n\n- The disk had no limit\n- Nobody was paged\n"
    ).incident
    assert [entry.what for entry in told.timeline] == ["Disk full", "Paged"]
    assert [factor.what for factor in told.factors.values()] == [
        "The disk had no limit",
        "Nobody was paged",
    ]


def test_other_words_in_bold_beside_times_are_rows_too():
    told = read_markdown(
        "# Down\n\n## Timeline\n\n- **2025-03-04 10:00 UTC** - Key leaked\n"
        "- **2025-03-04 10:40 UTC** - Key removed\n- **Afterwards** - All keys renewed\n"
    ).incident
    assert [(entry.when, entry.what) for entry in told.timeline][-1] == (
        "Afterwards",
        "All keys renewed",
    )


def test_a_first_line_in_bold_is_the_title_and_labels_are_no_summary():
    told = read_markdown(
        "**Queue stuck in the mail service**\n\n### Issue summary\n\n"
        "**Duration:** May 4, 2025, 10:30 AM - 11:45 AM UTC\n\n**Impact:**\n- Mail was late\n\n"
        "### Root cause\n\nThe queue had no limit.\n"
    ).incident
    assert told.title == "Queue stuck in the mail service"
    assert told.summary is None
    assert (str(told.times.started), str(told.times.mitigated)) == (
        "2025-05-04 10:30:00+00:00",
        "2025-05-04 11:45:00+00:00",
    )


def test_lines_of_labels_in_one_paragraph_are_fields():
    told = read_markdown(
        "# Down\n\n## Incident summary\n\n**Date:** 2025-05-04  \n**Affected system:** mail  \n"
        "**Impact:** Mail was late for an hour.\n\n## Root cause\n\nThe queue had no limit.\n"
    ).incident
    assert told.impact["what"] == "Mail was late for an hour."
    assert list(told.services) == ["mail"]


def test_items_below_a_circumstance_are_the_actions():
    told = read_markdown(
        "# Down\n\n## Root cause\n\nNo limit.\n\n## Action items\n\n"
        "- When code is changed that other teams call:\n    - Add a test of the call\n"
        "    - Tell the other team a day before\n- Set a limit. **(Done during the incident)**\n"
    ).incident
    assert [(action.what, action.status) for action in told.actions.values()][:2] == [
        ("Add a test of the call", "open"),
        ("Tell the other team a day before", "open"),
    ]
    assert list(told.actions.values())[2].status == "done"


def test_a_text_without_marks_is_read_by_its_lines():
    told = read_markdown(
        "Start Time: February 5, 2024, 08:00 UTC\nEnd Time: February 5, 2024, 12:15 UTC\n"
        "Impact:\n\n"
        "A quarter of the payments failed.\nRoot Cause:\n\nThe new interface left out a field.\n"
        "Preventive Measures:\n\nAdd a test of the interface.\n"
        "Keep the old interface for a month.\n"
        "Conclusion:\n\nThe payments work again.\n"
    ).incident
    assert told.impact["what"] == "A quarter of the payments failed."
    assert [factor.what for factor in told.factors.values()] == [
        "The new interface left out a field."
    ]
    assert [action.what for action in told.actions.values()] == [
        "Add a test of the interface.",
        "Keep the old interface for a month.",
    ]
    assert str(told.times.resolved) == "2024-02-05 12:15:00+00:00"


def test_a_heading_without_marks_between_others():
    told = read_markdown(
        "# Expired\n\n## Detection\n\nUsers told us.\n\nAction items\n- Warn a month before\n\n"
        "## Root cause\n\nNo warning.\n"
    ).incident
    assert told.detection == "Users told us."
    assert [action.what for action in told.actions.values()] == ["Warn a month before"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Title:\n### Build broken\n\nIt was broken all day for all of us.\n", "Build broken"),
        ("# Title: Build broken\n", "Build broken"),
        ("# Metadata\n\nOwner: @build-team\n\n# Overview\n\nBuilds failed.\n", "file"),
        ("## Owner: @build-team\n\n# Overview\n\nBuilds failed.\n", "file"),
    ],
)
def test_what_is_said_of_the_document_is_not_its_title(text, title):
    told = read_markdown(text + "\n# Cause\n\n- The image had changed\n", "file.md").incident
    assert told.title == title


def test_words_beside_an_empty_box_say_more_than_the_box():
    told = read_markdown(
        "# Down\n\n## Cause\n\nNo limit.\n\n## Action items\n\n"
        "- [ ] Split the traffic (in progress)\n"
        "- [ ] Set a limit\n- [x] Page the owner\n"
    ).incident
    assert [a.status for a in told.actions.values()] == ["in_progress", "open", "done"]


def test_headings_without_marks_may_stand_between_lines_or_be_moved_in():
    told = read_markdown(
        "Mail late\nTimeline\n2:00 PM: Queue full.\n3:30 PM: Queue empty.\n"
        "Root cause and resolution\nThe queue had no limit.\n\n"
        "                Corrective measures\n\nSet a limit.\nPage the owner.\n",
        timezone="UTC",
    ).incident
    assert [entry.what for entry in told.timeline] == ["Queue full.", "Queue empty."]
    assert [factor.what for factor in told.factors.values()] == ["The queue had no limit."]
    assert [action.what for action in told.actions.values()] == ["Set a limit.", "Page the owner."]


def test_labels_that_share_a_line_and_rows_that_only_say_when_in_words():
    told = read_markdown(
        "# Mail late\n\n**Date:** 2025-05-04 | **Duration:** 30 minutes | **Severity:** SEV2  \n"
        "**Author:** mail team | **Status:** Resolved\n\n## Timeline\n\n"
        "- **First sign:** Mail was late\n- **Mended:** The queue got a limit\n"
    ).incident
    assert told.severity == "SEV2"
    assert [(e.when, e.what) for e in told.timeline] == [
        ("First sign", "Mail was late"),
        ("Mended", "The queue got a limit"),
    ]


def test_a_page_in_html_knows_its_lines():
    incident = causal.load(SAMPLES / "wiki_page.html")
    lines = (SAMPLES / "wiki_page.html").read_text().splitlines()
    for name, factor in incident.factors.items():
        assert factor.what in lines[incident.place("factors", name).line - 1]
    for number, entry in enumerate(incident.timeline):
        assert f"{entry.at:%H:%M}" in lines[incident.place("timeline", number).line - 1]


def test_a_page_that_causal_wrote_is_no_source(tmp_path):
    page = causal.report(causal.load(SAMPLES / "wiki_page.html"), format="html")
    (tmp_path / "page.html").write_text(page)
    with pytest.raises(InvalidIncident, match="a page that causal wrote"):
        causal.load(tmp_path / "page.html")


def test_what_went_wrong_among_the_actions_is_no_action_and_is_not_lost():
    text = (
        "# Node lost\n\n## Lessons\n\n### What went wrong\n\n1. No error was shown\n\n"
        "## Action items\n\n### Investigation\n\nThe cause is still open.\n\n"
        "### What went wrong\n\n- One person was there\n\n### Process\n\n1. Page two people\n"
    )
    incident = read_markdown(text).incident
    assert incident.lessons.went_wrong == ("No error was shown", "One person was there")
    assert [action.what for action in incident.actions.values()] == ["Page two people"]
    assert incident.notes["Investigation"] == "The cause is still open."


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Atendees", "attendees"),
        ("Timline", "timeline"),
        ("Détection de l'incident", "detection"),
        ("Maßnahmen", "actions"),
        ("Causa raíz", "factors"),
        ("Tomatoes", None),
    ],
)
def test_headings_are_known_in_other_languages_and_with_a_slip(heading, field):
    from causal.io.documents.headings import field_of

    assert field_of(heading) == field


def test_a_team_or_a_role_in_bold_owns_what_follows_and_a_person_does_not():
    text = (
        "# Down\n\n## Causes\n\n- The pool was small\n\n## Action items\n\n"
        "- **Jane Doe**: Size the pool by a formula\n- **Platform team**: Alert on the pool\n"
        "- **On-call engineer**: Write a runbook\n- **SRE lead** - rehearse the failover\n"
        "- **Postgres operator**: upgrade it\n\n**John Smith**\n\n- Raise the limit\n\n"
        "**Database administrators**\n\n- Add a dashboard\n"
    )
    actions = read_markdown(text).incident.actions.values()
    assert [(action.owner, action.what) for action in actions] == [
        (None, "Jane Doe: Size the pool by a formula"),
        ("Platform team", "Alert on the pool"),
        ("On-call engineer", "Write a runbook"),
        ("SRE lead", "rehearse the failover"),
        (None, "Postgres operator: upgrade it"),
        (None, "Raise the limit"),
        ("Database administrators", "Add a dashboard"),
    ]


def test_an_action_item_is_proposed_for_the_factor_it_shares_telling_words_with():
    text = (
        "# Down\n\n## Causes\n\n- The export token had ended\n- No alert on uploads\n\n"
        "## Action items\n\n- Warn a month before an export token ends\n- Write a runbook\n"
    )
    reading = read_markdown(text)
    (proposed,) = (p for p in reading.report.proposals if p.kind == "addresses")
    assert (proposed.kind, proposed.effect) == ("addresses", "export_token_ended")
    assert str(proposed).endswith("(both say export, token, ends)")
    assert not any(action.addresses for action in reading.incident.actions.values())


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("Post-mortem of lost orders on November 24th, 2025", "lost orders"),
        ("Details of the login outage on July 2, 2019", "login outage"),
        ("Summary of the storage service disruption", "storage service disruption"),
        (
            "Post Incident Review (PIR): login errors between 2024-03-02 and 2024-03-04",
            "login errors",
        ),
        ("Incident 42: disk full (2024-05-01)", "disk full"),
        ("Outage of the login page on 2024-03-02", "Outage of the login page"),
        ("Review queue is down", "Review queue is down"),
        ("Root cause analysis for 2021-06-08", "Nobody was able to log in"),
    ],
)
def test_an_outcome_from_a_title_is_no_name_of_a_document_and_ends_at_a_word_of_its_own(
    title, outcome
):
    text = (
        f"# {title}\n\n## Summary\n\nNobody was able to log in.\n\n## Root causes\n\n- Disk full\n"
    )
    assert causal.loads(text, format="markdown").outcome.what == outcome


@pytest.mark.parametrize(
    ("said", "what", "owner", "priority"),
    [
        ("Size the pool (orders-db, P1)", "Size the pool", "orders-db", "P1"),
        ("Size the pool [P2; release team].", "Size the pool", "release team", "P2"),
        ("Size the pool (P0)", "Size the pool", None, "P0"),
        ("Size the pool (see PX, P1 only)", "Size the pool (see PX, P1 only)", None, None),
        ("Size the pool (10, 20)", "Size the pool (10, 20)", None, None),
    ],
)
def test_who_and_how_urgent_in_brackets_at_the_end(said, what, owner, priority):
    text = f"# Down\n\n## Causes\n\n- A small pool\n\n## Action items\n\n- {said}\n- Alert on it\n"
    action = next(iter(read_markdown(text).incident.actions.values()))
    assert (action.what.rstrip("."), action.owner, action.priority) == (what, owner, priority)


@pytest.mark.parametrize(
    ("item", "owner", "ticket", "status"),
    [
        (
            "Trim the queue (payments team, due 30 June 2025, PAY-88)",
            "payments team",
            "PAY-88",
            None,
        ),
        ("Trim the queue - storage team - STO-5 - done", "storage team", "STO-5", "done"),
        ("[ ] Trim the queue (@gateway) — due 2025-11-01", "@gateway", None, "open"),
        ("Have notices sent to the rota. Done.", None, None, "done"),
        ("Train support, sales team", None, None, None),
    ],
)
def test_who_acts_is_read_where_it_stands_at_the_end(item, owner, ticket, status):
    reading = read_markdown(f"# Down\n\n## Action items\n\n- {item}\n- Write a runbook\n")
    action = next(iter(reading.incident.actions.values()))
    stated = action.status if "status" in action.model_fields_set else None
    assert (action.owner, action.ticket, stated) == (owner, ticket, status)


def test_a_status_beside_a_ticket_is_no_part_of_it():
    head = "| Action item | Bug |\n|---|---|\n"
    table = f"{head}| Trim the queue | QUE-3 **DONE** |\n| Widen it | n/a |\n"
    actions = read_markdown(f"# Down\n\n## Action items\n\n{table}").incident.actions.values()
    assert [(a.ticket, a.status) for a in actions] == [("QUE-3", "done"), (None, "open")]


def test_boxes_to_tick_are_action_items_whatever_their_heading_and_signs_stand_before_a_label():
    text = (
        "# Down\n\n🗓 **Date**: 3 February 2025\n🚨 **Severity**: SEV-2\n\n"
        "## Never again\n\n- [x] Add a disk\n- [ ] Watch the disk\n"
    )
    incident = read_markdown(text).incident
    assert [a.status for a in incident.actions.values()] == ["done", "open"]
    assert incident.severity == "SEV-2"


def test_what_a_section_of_causes_says_in_prose_beside_the_first_is_kept():
    text = "# Down\n\n## Root cause\n\nThe disk was full.\n\nNobody had looked for a week.\n"
    reading = read_markdown(text)
    (factor,) = reading.incident.factors.values()
    assert factor.what == "The disk was full."
    assert reading.incident.notes == {"Root cause": "Nobody had looked for a week."}


def test_a_limit_meant_for_something_led_to_nothing():
    text = "# Down\n\n## Summary\n\nA limit meant for one partner was applied to all of them.\n"
    assert not [p for p in read_markdown(text).report.proposals if p.kind == "link"]
