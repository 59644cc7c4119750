"""The tables: stable columns and dtypes, what one incident becomes, copies that cannot hurt."""

from __future__ import annotations

import pandas
import pytest

from causal.corpus import Corpus, load_corpus
from causal.corpus.tables.schema import TABLES
from corpus_samples import corpus_of, sample

RICH = sample(
    "R",
    severity="SEV1",
    services=["web", "api"],
    times={
        "started": "2025-03-14T14:00+01:00",
        "detected": "2025-03-14T13:10Z",
        "resolved": "2025-03-14T14:00Z",
    },
    outcome={
        "what": "It failed",
        "because": ["deploy", {"cause": "pool", "confidence": "suspected"}],
        "worsened_by": [{"factor": "blind", "of": "detect", "minutes": 7}],
    },
    factors={
        "deploy": {"what": "A deploy", "kind": "trigger"},
        "pool": {"what": "A pool", "because": ["old"], "layer": "capacity"},
        "blind": {"what": "No alert", "layer": "detection", "key": "no-alert", "accepted": "rare"},
        "old": {"what": "Old traffic"},
    },
    actions={
        "A1": {
            "what": "Alert",
            "addresses": ["blind"],
            "owner": "platform",
            "due": "2025-04-01",
            "status": "open",
            "cost": 2,
        },
        "A2": {"what": "Restart", "addresses": ["deploy"], "kind": "repair"},
    },
    layers={"ci": {"state": "held", "stopped": "a second one"}},
    source={"title": "Post", "url": "https://example.org/p", "licence": "MIT"},
)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_empty_table_has_the_columns_and_dtypes_of_a_full_one(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    empty = getattr(load_corpus(tmp_path / "empty"), name)
    (tmp_path / "full" / "bad.yaml").write_text("causal: 1\n", encoding="utf-8")
    full = getattr(corpus_of(tmp_path / "full", RICH), name)
    assert len(empty) == 0 < len(full)
    assert list(empty.columns) == list(full.columns) == list(TABLES[name])
    assert empty.dtypes.equals(full.dtypes)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_is_documented(name):
    documented = getattr(Corpus, name).__doc__
    for column in TABLES[name]:
        assert column in documented


@pytest.mark.parametrize("name", ["recurring_factors", "layer_profile", "action_completion"])
def test_answers_have_stable_dtypes_and_documented_columns(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    options = {"min_incidents": 1} if name == "recurring_factors" else {}
    empty = getattr(load_corpus(tmp_path / "empty"), name)(**options)
    full = getattr(corpus_of(tmp_path / "full", RICH), name)(**options)
    assert len(full) > 0
    assert empty.dtypes.equals(full.dtypes)
    for column in full.columns:
        assert column in getattr(Corpus, name).__doc__


def test_dtypes_are_those_of_the_contract(tmp_path):
    corpus = corpus_of(tmp_path, RICH)
    assert corpus.incidents.dtypes[["id", "began", "minutes_lost", "actions"]].astype(
        str
    ).tolist() == ["string", "datetime64[us, UTC]", "float64", "int64"]
    assert str(corpus.factors["but_for"].dtype) == "boolean"
    assert str(corpus.factors["gap"].dtype) == "bool"
    assert str(corpus.actions["due"].dtype) == "datetime64[s]"


def test_incident_row(tmp_path):
    (row,) = corpus_of(tmp_path, RICH).incidents.to_dict("records")
    assert row["services"] == ("web", "api")
    assert row["started"] == pandas.Timestamp("2025-03-14T13:00Z") == row["began"]
    assert (row["minutes_to_detect"], row["minutes_to_resolve"]) == (10.0, 60.0)
    assert row["minutes_lost"] == 60.0
    assert row["minutes_to_mitigate"] != row["minutes_to_mitigate"]
    assert pandas.isna(row["declared"])
    assert (row["factors"], row["actions"], row["unconfirmed"]) == (4, 2, 1)
    assert row["source_url"] == "https://example.org/p"


def test_beginning_falls_back_to_the_earliest_time_stated(tmp_path):
    moments = [{"at": "2025-01-02T00:00Z", "what": "x"}, {"at": "2025-01-01T00:00Z", "what": "y"}]
    frame = corpus_of(
        tmp_path,
        sample("A", times={"detected": "2025-02-01T00:00Z"}, timeline=moments),
        sample("B", timeline=moments),
        sample("C"),
    ).incidents
    shown = [None if pandas.isna(m) else f"{m:%m-%d}" for m in frame["began"]]
    assert shown == ["02-01", "01-01", None]


def test_factor_rows_come_causes_first_and_know_their_part(tmp_path):
    frame = corpus_of(tmp_path, RICH).factors
    order = frame["id"].tolist()
    assert order.index("old") < order.index("pool")
    rows = frame.set_index("id")
    assert rows["amplifier"].to_dict() == {f: f == "blind" for f in order}
    assert rows["but_for"].to_dict() == {f: f != "blind" for f in order}
    assert rows.loc["blind", "canonical"] == "no-alert"
    assert rows.loc["pool", "canonical"] == "R#pool"
    assert rows.loc["blind", "accepted"] and rows.loc["pool", "gap"]
    assert rows.loc["pool", "kind"] == "event"


def test_link_rows(tmp_path):
    frame = corpus_of(tmp_path, RICH).links
    rows = {(r["cause"], r["effect"]): r for r in frame.to_dict("records")}
    assert list(rows) == [
        ("blind", "outcome"),
        ("deploy", "outcome"),
        ("pool", "outcome"),
        ("old", "pool"),
    ]
    assert rows["pool", "outcome"]["confidence"] == "suspected"
    blind = rows["blind", "outcome"]
    assert (blind["role"], blind["of"], blind["minutes"]) == ("worsened_by", "detect", 7.0)
    assert pandas.isna(blind["confidence"])


def test_cause_named_twice_in_a_nested_formula_is_one_link(tmp_path):
    nested = {"any": [{"all": ["deploy", "pool"]}, {"all": ["pool"]}]}
    data = sample("N", outcome={"what": "It failed", "because": nested})
    frame = corpus_of(tmp_path, data).links
    assert frame["cause"].tolist() == ["deploy", "pool"]


def test_action_rows_say_whether_the_status_was_stated(tmp_path):
    first, second = corpus_of(tmp_path, RICH).actions.to_dict("records")
    assert (first["status"], first["status_stated"]) == ("open", True)
    assert (second["status"], second["status_stated"]) == ("open", False)
    assert pandas.isna(first["hardens"]) and first["layers"] == ("detection",)
    assert first["due"] == pandas.Timestamp("2025-04-01")
    assert pandas.isna(second["due"])


def test_layer_rows(tmp_path):
    rows = corpus_of(tmp_path, RICH).layers.set_index("layer")
    assert rows["state"].to_dict() == {
        "ci": "held",
        "capacity": "breached",
        "detection": "breached",
    }
    assert rows["would_have_stopped"].to_dict() == {
        "ci": False,
        "capacity": True,
        "detection": False,
    }
    assert rows.loc["detection", "amplifying"] == ("blind",)
    assert rows.loc["ci", "state_stated"] and not rows.loc["capacity", "state_stated"]


def test_incident_without_causes_is_kept_and_not_judged(tmp_path):
    data = sample("E", outcome={"what": "It failed"}, factors={})
    corpus = corpus_of(tmp_path, data)
    assert corpus.incidents["analysed"].tolist() == [False]
    assert corpus.layer_profile().empty


def test_changing_a_frame_changes_no_corpus(tmp_path):
    corpus = corpus_of(tmp_path, RICH)
    factors, incidents = corpus.factors, corpus.incidents
    factors.loc[:, "key"] = "changed"
    incidents.loc[:, "title"] = "changed"
    assert "changed" not in set(corpus.incidents["title"])
    assert "changed" not in set(corpus.factors["key"].dropna())


def test_corpus_is_read_only_and_says_what_it_holds(tmp_path):
    corpus = corpus_of(tmp_path, RICH)
    with pytest.raises(AttributeError, match="read-only"):
        corpus.incidents = None
    assert repr(corpus) == ("<Corpus of 1 incident: 4 factors, 4 links, 2 actions, 0 faults>")
    assert "<table>" in corpus._repr_html_()
