"""Facts held against their sources: the true ones are found, planted ones are not."""

from datetime import UTC, datetime

import pytest

import causal
from causal.cli.main import main
from document_samples import SAMPLES
from reference_data import reference

DOCUMENT = SAMPLES / "timeline_table.md"


@pytest.fixture(scope="module")
def incident():
    return causal.load(DOCUMENT)


def fields(incident, source=DOCUMENT):
    return [claim.field for claim in causal.ground(incident, [source]).unsupported]


@pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.glob("*.md")))
def test_what_was_read_from_a_document_is_in_it(name):
    found = causal.ground(causal.load(SAMPLES / name), [SAMPLES / name])
    assert len(found.unsupported) * 20 <= len(found.claims)


def test_every_fact_that_is_found_has_its_line(incident):
    lines = DOCUMENT.read_text().splitlines()
    for claim in causal.ground(incident, [DOCUMENT]).claims:
        if claim.kind == "factor":
            assert claim.says in lines[claim.place.line - 1]


def with_factor(incident, what):
    name = next(iter(incident.factors))
    factor = incident.factors[name].model_copy(update={"what": what})
    return name, incident.replace(factors={**incident.factors, name: factor})


@pytest.mark.parametrize(
    "what",
    [
        "The load balancer had no health check",
        "The disk of node 7 was not full",
    ],
)
def test_a_false_factor_is_flagged(incident, what):
    name, planted = with_factor(incident, what)
    assert f"factors.{name}" in fields(planted)


def test_a_false_time_is_flagged(incident):
    row = incident.timeline[0].model_copy(update={"at": datetime(2025, 1, 13, 22, 40, tzinfo=UTC)})
    assert fields(incident.replace(timeline=(row, *incident.timeline[1:]))) == ["timeline.0.at"]


def test_the_right_hour_on_a_wrong_day_is_flagged(incident):
    row = incident.timeline[0].model_copy(update={"at": datetime(2025, 1, 17, 23, 40, tzinfo=UTC)})
    assert fields(incident.replace(timeline=(row, *incident.timeline[1:]))) == ["timeline.0.at"]


def test_a_false_number_owner_and_ticket_are_flagged(incident):
    changed = incident.actions["alert_80_due_2025_02"].model_copy(
        update={"what": "Alert at 95%, due 2025-02-01", "owner": "network team", "ticket": "NET-9"}
    )
    planted = incident.replace(actions={**incident.actions, "alert_80_due_2025_02": changed})
    found = {(c.kind, c.says) for c in causal.ground(planted, [DOCUMENT]).unsupported}
    assert found == {("number", "95%"), ("name", "network team"), ("name", "NET-9")}


def test_a_link_that_nobody_states_is_flagged(incident):
    one, two = incident.factors
    factor = incident.factors[one].model_copy(update={"because": causal.model.Gate.all_of(two)})
    planted = incident.replace(factors={**incident.factors, one: factor})
    assert f"because.{one}" in fields(planted)


def test_a_nested_answer_is_a_link():
    incident = causal.load(SAMPLES / "nested_whys.md")
    assert not [f for f in fields(incident, SAMPLES / "nested_whys.md") if f.startswith("because")]


def test_sources_may_be_texts_by_name(incident):
    found = causal.ground(incident, {"chat": "nothing of it"})
    assert not [claim for claim in found.claims if claim.supported]
    assert len(found.to_frame()) == len(found.claims)


def test_the_command_ends_with_one_where_something_is_not_in_the_sources(
    tmp_path, capsys, incident
):
    draft = causal.dump(incident, tmp_path / "draft.yaml")
    assert main(["ground", str(draft), "--source", str(DOCUMENT)]) == 0
    assert "in the sources:" in capsys.readouterr().out
    _, planted = with_factor(incident, "A router was replaced")
    causal.dump(planted, draft)
    assert main(["ground", str(draft), "--source", str(DOCUMENT)]) == 1
    assert "not in the sources: factor 'A router was replaced'" in capsys.readouterr().out


def test_few_true_facts_of_real_documents_are_flagged():
    wrong = total = 0
    for path in sorted(reference("postmortems").glob("mybinder/*.md")):
        found = causal.ground(causal.load(path), [path])
        wrong, total = wrong + len(found.unsupported), total + len(found.claims)
    assert wrong * 20 <= total
