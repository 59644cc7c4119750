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
