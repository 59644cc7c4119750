"""How documents of a folder are read: options, causal.toml, guesses apart, stated figures."""

import pytest

import causal
from causal.errors import CausalError

DOCUMENT = """# Exports failed for a night

**Time to repair**: 5h 09m

## Timeline

- 2025-09-18 22:04 First upload refused

## What broke

- The alert on refused uploads was off
- The token of the export user had ended
"""
SETTINGS = '[read]\ntimezone = "Europe/Oslo"\n\n[read.headings]\n"What broke" = "factors"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "exports.md").write_text(DOCUMENT)
    return tmp_path / "old"


def test_options_say_how_documents_are_read(folder):
    assert not len(causal.load_corpus(folder).factors)
    corpus = causal.load_corpus(folder, timezone="Europe/Oslo", headings={"what broke": "factors"})
    assert len(corpus.factors) == 2
    assert corpus.incidents["began"][0].isoformat() == "2025-09-18T20:04:00+00:00"


def test_settings_stand_in_the_nearest_file_and_options_come_first(folder):
    (folder.parent / "causal.toml").write_text(SETTINGS)
    assert len(causal.load_corpus(folder).factors) == 2
    other = causal.load_corpus(folder, timezone="UTC", cache=True)
    assert other.incidents["began"][0].hour == 22
    assert causal.load_corpus(folder, cache=True).incidents["began"][0].hour == 20


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[read]\ntimezone = "Oslo"\n', "is no IANA zone"),
        ('[read]\nzone = "UTC"\n', "no setting 'zone'"),
        ('[read.headings]\n"What broke" = "causes"\n', "is no field"),
        ("read = 1\n", "read is a table"),
        ("read = [\n", "no TOML"),
    ],
)
def test_wrong_settings_are_told(folder, text, told):
    (folder / "causal.toml").write_text(text)
    with pytest.raises(CausalError, match=told):
        causal.load_corpus(folder)


def test_a_guessed_layer_is_counted_nowhere_and_listed_apart(folder):
    corpus = causal.load_corpus(folder, headings={"what broke": "factors"})
    assert corpus.factors["layer"].isna().all()
    assert not corpus.factors["gap"].any()
    found = corpus.proposed_layers()
    assert [(r.layer, r.factors, r.incidents) for r in found.itertuples()] == [("detection", 1, 1)]
    assert "none is counted anywhere else" in found.attrs["words"]
    page = causal.report(corpus)
    assert "Layers that only words suggest" in page
    assert "No incident names a layer that failed" in page


def test_a_stated_duration_counts_where_no_times_tell_it(folder):
    row = causal.load_corpus(folder).incidents.iloc[0]
    assert row["minutes_to_mitigate"] == row["minutes_lost"] == 309
    assert row["minutes_stated"] == ("mitigate",)
    durations = causal.load_corpus(folder).durations().set_index("measure")
    assert durations.loc["mitigate", "stated"] == 1
    assert durations.loc["resolve", "known"] == 0
