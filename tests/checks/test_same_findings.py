"""The same incident has the same findings, whichever way it is given to a check."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import causal
from causal.checks.baseline import write_baseline
from causal.checks.config import Config
from document_samples import SAMPLES

ROOT = Path(__file__).resolve().parents[2]
OWN = [file for file in sorted((ROOT / "examples").glob("*.yaml")) if file.stem != "catalogue"]
FILES = [*OWN, *sorted(SAMPLES.glob("*.md"))]
DAY = date(2026, 1, 1)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_incident_is_judged_as_the_file_it_was_read_from(file):
    assert causal.check(causal.load(file), today=DAY) == causal.check(file, today=DAY)


@pytest.fixture
def pool(tmp_path):
    """An incident beside a causal.toml by which a rule finds something in it."""
    file = Path(shutil.copy(ROOT / "examples" / "connection-pool.yaml", tmp_path))
    assert "few-factors" not in {found.rule for found in causal.check(file, today=DAY)}
    (tmp_path / "causal.toml").write_text("[check]\nmin_factors = 50\n")
    return file


def rules(subject, **options):
    return {found.rule for found in causal.check(subject, today=DAY, **options)}


def test_the_settings_beside_the_file_hold_for_what_was_read_from_it(pool):
    incident = causal.load(pool)
    assert "few-factors" in rules(pool)
    assert rules(incident) == rules(pool)
    changed = incident.replace(title="Checkout was slow")
    assert "few-factors" in rules(changed)
    assert "few-factors" not in rules(incident, config=Config())
    assert "few-factors" not in rules(causal.loads(pool.read_text()))
    pool.unlink()
    assert "few-factors" in rules(incident)  # the folder states it still


def test_what_is_known_is_not_reported_wherever_it_is_asked(pool):
    found = causal.check(pool, today=DAY)
    write_baseline(found, pool.with_name("known.json"))
    pool.with_name("causal.toml").write_text("[check]\nmin_factors = 50\nbaseline = 'known.json'\n")
    assert found and not causal.check(pool, today=DAY)
    assert not causal.check(causal.load(pool), today=DAY)


def test_a_text_is_judged_as_a_file_that_holds_it(pool):
    text = pool.read_text()
    assert rules(text) == rules(pool, config=Config())
    (fault,) = causal.check("causal: 1\nid: I\ntitle: T\noutcome: Out\nfactors: []\n")
    assert (fault.rule, fault.place.line) == ("invalid", 5)


def test_a_document_is_read_as_the_folder_says_by_every_function(tmp_path):
    document = tmp_path / "down.md"
    document.write_text(
        "# Down\n\n## What broke\n\n- The disk was full\n- No alert on disks\n\n"
        "## Action items\n\n- Add a disk\n"
    )
    assert not causal.load(document).factors
    (tmp_path / "causal.toml").write_text('[read.headings]\n"What broke" = "factors"\n')
    incident = causal.load(document)
    assert len(incident.factors) == 2
    assert causal.read(document).incident == incident
    assert causal.load_corpus(tmp_path)["down"] == incident
    assert causal.check(incident, today=DAY) == causal.check(document, today=DAY)
