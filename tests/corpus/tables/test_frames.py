"""DataFrames of one's own: little is required, the rest follows, every fault is told at once."""

from __future__ import annotations

from random import Random

import pandas
import pytest

from causal.corpus import Corpus, load_corpus
from causal.corpus.tables.schema import TABLES
from causal.errors import InvalidIncident
from corpus_samples import corpus_of, random_incident

INCIDENTS = pandas.DataFrame({"id": ["A", "B"], "started": ["2025-01-01T00:00Z", None]})
FACTORS = pandas.DataFrame(
    {
        "incident": ["B", "A", "A", "A"],
        "id": ["x", "end", "root", "slow"],
        "key": ["k", None, "k", None],
        "layer": [None, None, "testing", None],
    }
)
LINKS = pandas.DataFrame(
    {
        "incident": ["A", "A", "A"],
        "cause": ["end", "root", "slow"],
        "effect": ["outcome", "end", "outcome"],
        "role": ["because", "because", "worsened_by"],
    }
)
TELLING = ["basic", "gap", "amplifier", "but_for", "kind"]


def faults(**frames) -> set[tuple[str, str]]:
    given = {"incidents": INCIDENTS, "factors": FACTORS} | frames
    with pytest.raises(InvalidIncident) as error:
        Corpus.from_frames(**given)
    return {(fault.where, fault.rule) for fault in error.value.faults}


def test_two_frames_with_ids_are_enough():
    corpus = Corpus.from_frames(incidents=INCIDENTS[["id"]], factors=FACTORS[["incident", "id"]])
    assert list(corpus) == ["A", "B"]
    assert corpus.factors["canonical"].tolist() == ["A#end", "A#root", "A#slow", "B#x"]
    assert corpus.recurring_factors(1).empty
    assert not corpus.incidents["analysed"].any()
    assert corpus.factors["but_for"].isna().all()


def test_columns_and_dtypes_are_those_of_files(tmp_path):
    made = Corpus.from_frames(incidents=INCIDENTS, factors=FACTORS, links=LINKS)
    read = load_corpus(tmp_path)
    for name in TABLES:
        assert getattr(made, name).dtypes.equals(getattr(read, name).dtypes)


def test_what_follows_from_links_is_derived():
    corpus = Corpus.from_frames(incidents=INCIDENTS, factors=FACTORS, links=LINKS)
    rows = corpus.factors.set_index("id")[TELLING].astype(object).where(lambda f: f.notna(), None)
    assert rows.loc["root"].tolist() == [True, True, False, True, "condition"]
    assert rows.loc["end"].tolist() == [False, False, False, True, "event"]
    assert rows.loc["slow"].tolist() == [True, False, True, False, "condition"]
    assert rows.loc["x"].tolist() == [True, False, False, None, "condition"]
    assert corpus.factors["id"].tolist().index("root") < corpus.factors["id"].tolist().index("end")
    assert corpus.incidents["analysed"].tolist() == [True, False]
    assert corpus.incidents["began"].notna().tolist() == [True, False]
    assert corpus["A"].outcome.because is not None


def assert_layers_alike(one: Corpus, other: Corpus) -> None:
    for own, its in zip(
        *(c.layers.sort_values(["incident", "layer"]).to_dict("records") for c in (one, other)),
        strict=True,
    ):
        for column in ("gaps", "amplifying"):
            own[column], its[column] = sorted(own[column]), sorted(its[column])
        assert own == its


def test_frames_of_a_corpus_make_that_corpus(tmp_path):
    data = [random_incident(Random(n), f"I{n:02d}") for n in range(25)]
    corpus = corpus_of(tmp_path, *data)
    frames = {name: getattr(corpus, name) for name in ("incidents", "factors", "links", "actions")}
    again = load_corpus(frames)
    for name, frame in frames.items():
        dropped = ["file"] if name == "incidents" else []
        keys = [c for c in ("incident", "effect", "cause", "role", "id") if c in frame]
        one, other = (
            f.drop(columns=dropped).sort_values(keys, ignore_index=True)
            for f in (getattr(again, name), frame)
        )
        pandas.testing.assert_frame_equal(one, other)
    assert again.recurring_factors(1)["key"].equals(corpus.recurring_factors(1)["key"])
    assert_layers_alike(again, corpus)
    day = "2026-01-01"
    pandas.testing.assert_frame_equal(again.action_completion(day), corpus.action_completion(day))


def test_frames_given_are_left_as_they_are():
    before = FACTORS.copy()
    Corpus.from_frames(incidents=INCIDENTS, factors=FACTORS, links=LINKS)
    pandas.testing.assert_frame_equal(FACTORS, before)


def test_every_fault_is_told_at_once():
    found = faults(
        incidents=pandas.DataFrame(
            {"id": ["A", None], "severty": [1, 2], "minutes_lost": ["x", "y"]}
        ),
        factors=pandas.DataFrame({"incident": ["A"], "kind": ["cause"]}),
    )
    assert found == {
        ("incidents.severty", "unknown-column"),
        ("incidents.minutes_lost", "dtype"),
        ("incidents.id", "missing"),
        ("factors.id", "missing"),
        ("factors.kind", "value"),
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"incidents": None}, ("incidents", "value")),
        ({"factors": [1]}, ("factors", "value")),
        (
            {"incidents": pandas.DataFrame({"id": ["A", "A", "B"]})},
            ("incidents.id", "duplicate-incident"),
        ),
        ({"factors": FACTORS.assign(incident="Z")}, ("factors.incident", "unknown-incident")),
        ({"factors": FACTORS.assign(id="same")}, ("factors.id", "duplicate")),
        ({"factors": FACTORS.assign(id=["outcome", "a", "b", "c"])}, ("factors.id", "value")),
        ({"links": LINKS.assign(cause="outcome")}, ("links.cause", "unknown-factor")),
        ({"links": LINKS.assign(effect="nobody")}, ("links.effect", "unknown-factor")),
        ({"links": LINKS.assign(role="after")}, ("links.role", "value")),
        (
            {"actions": pandas.DataFrame({"incident": ["A"], "id": ["1"], "addresses": [["x"]]})},
            ("actions.addresses", "unknown-factor"),
        ),
        (
            {"actions": pandas.DataFrame({"incident": ["A"], "id": ["1"], "due": ["soon"]})},
            ("actions.due", "dtype"),
        ),
    ],
)
def test_each_kind_of_fault(changes, expected):
    assert expected in faults(**changes)


def test_circle_is_named():
    links = pandas.DataFrame(
        {"incident": "A", "cause": ["root", "end", "slow"], "effect": ["end", "slow", "root"]}
    )
    with pytest.raises(InvalidIncident, match=r"circle in 'A': .*end.*root"):
        Corpus.from_frames(incidents=INCIDENTS, factors=FACTORS, links=links)
