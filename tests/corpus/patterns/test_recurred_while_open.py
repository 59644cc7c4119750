"""Recurrence while an action was open, and after it was done: held to looking at every pair."""

from __future__ import annotations

from random import Random

import pytest

from causal.errors import UnknownName
from corpus_samples import corpus_of, random_incident, sample, times


def with_dates(rng: Random, id: str) -> dict:
    data = random_incident(rng, id)
    for action in data["actions"].values():
        if action.get("status") == "done" and rng.random() < 0.8:
            action["completed"] = f"2025-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}"
    return data


def every_pair(corpus, within: str):
    """Yield each action on a canonical factor with each later incident of that factor."""
    began = dict(zip(corpus.incidents["id"], corpus.incidents["began"], strict=True))
    services = dict(zip(corpus.incidents["id"], corpus.incidents["services"], strict=True))
    factors, actions = corpus.factors, corpus.actions
    keyed = factors[factors["key"].notna()]
    cases = {(r["incident"], r["id"]): r["key"] for r in keyed.to_dict("records")}
    for a in actions.to_dict("records"):
        if a["kind"] == "repair" or a["status"] == "cancelled":
            continue
        for key in {cases.get((a["incident"], f)) for f in a["addresses"]} - {None}:
            near = [
                i
                for i in sorted({i for (i, _), k in cases.items() if k == key})
                if within == "corpus" or set(services[i]) & set(services[a["incident"]])
            ]
            yield (
                a,
                key,
                began[a["incident"]],
                [(began[i], i) for i in near if began[i] == began[i]],
            )


@pytest.mark.parametrize("within", ["corpus", "services"])
@pytest.mark.parametrize("seed", range(4))
def test_open_actions_are_those_of_every_pair(tmp_path, seed, within):
    rng = Random(seed)
    corpus = corpus_of(tmp_path, *(with_dates(rng, f"I{n}") for n in range(30)))
    expected = set()
    for a, key, opened, near in every_pair(corpus, within):
        done = a["status"] == "done"
        if opened != opened or (done and a["completed"] != a["completed"]):
            continue
        for when, incident in near:
            closed = done and when >= a["completed"].tz_localize("UTC")
            if when > opened and not closed:
                expected.add((key, incident, a["incident"], a["id"]))
    frame = corpus.recurred_while_open(within=within)
    found = frame[["key", "incident", "action_incident", "action"]].itertuples(index=False)
    assert sorted(tuple(row) for row in found) == sorted(expected)
    assert expected


@pytest.mark.parametrize("within", ["corpus", "services"])
@pytest.mark.parametrize("seed", range(4))
def test_recurrences_are_those_of_every_pair(tmp_path, seed, within):
    import pandas

    rng = Random(seed)
    corpus = corpus_of(tmp_path, *(with_dates(rng, f"I{n}") for n in range(30)))
    day = pandas.Timedelta(days=1)
    end = corpus.incidents["began"].max()
    expected = {}
    for a, key, _, near in every_pair(corpus, within):
        if a["status"] != "done" or a["completed"] != a["completed"]:
            continue
        ready = a["completed"].tz_localize("UTC") + day
        if within == "services":
            own = set(corpus[a["incident"]].services)
            shared = corpus.incidents["services"].map(lambda s, own=own: bool(own & set(s)))
            end = corpus.incidents["began"][shared].max()
        if ready <= end:
            later = min((found for found in near if found[0] >= ready), default=None)
            expected[key, a["incident"], a["id"]] = (
                later is not None,
                round(((later[0] if later else end) - ready) / day, 6),
            )
    frame = corpus.recurred_after_action(within=within)
    found = {
        (r["key"], r["action_incident"], r["action"]): (r["recurred"], round(r["days"], 6))
        for r in frame.to_dict("records")
    }
    assert found == expected


def acted(id: str, day: str, minutes: int | None = None, **action) -> dict:
    actions = {"A": {"what": "Do", "addresses": ["pool"]} | action} if action else {}
    return sample(id, times=times(day, minutes), actions=actions)


def test_overdue_minutes_are_counted_once_per_incident(tmp_path):
    first = acted("1", "2025-01-01", due="2025-02-01", status="open")
    first["actions"]["B"] = first["actions"]["A"]
    corpus = corpus_of(tmp_path, first, acted("2", "2025-01-20", 30), acted("3", "2025-03-01", 45))
    frame = corpus.recurred_while_open()
    assert frame["days_overdue"].tolist() == [-12, -12, 28, 28]
    assert frame["overdue"].tolist() == [False, False, True, True]
    assert frame["days_open"].iloc[0] == 19
    assert "75 minutes lost where recorded (n = 2)" in frame.attrs["words"]
    assert (
        "In 1 an action was overdue: 45 minutes lost where recorded (n = 1)."
        in frame.attrs["words"]
    )


def test_an_action_without_a_status_is_said_to_be_one(tmp_path):
    corpus = corpus_of(
        tmp_path, acted("1", "2025-01-01", hardens="capacity"), acted("2", "2025-02-01")
    )
    frame = corpus.recurred_while_open()
    assert frame["status_stated"].tolist() == [False]
    assert "In none of them a file states" in frame.attrs["words"]
    assert any("carry no status" in warning for warning in frame.attrs["warnings"])


def test_same_day_counts_as_neither_open_nor_after(tmp_path):
    done = acted("1", "2025-01-01", status="done", completed="2025-02-01")
    corpus = corpus_of(tmp_path, done, acted("2", "2025-02-01"), acted("3", "2025-02-03"))
    assert corpus.recurred_while_open().empty
    (row,) = corpus.recurred_after_action().to_dict("records")
    assert (row["next_incident"], row["days"]) == ("3", 1 + 10 / 24)


def test_refusals_and_empty_corpus(tmp_path):
    corpus = corpus_of(tmp_path)
    for ask in (corpus.recurred_while_open, corpus.recurred_after_action):
        assert ask().empty
        assert ask().attrs["words"].startswith("No ")
        with pytest.raises(UnknownName, match="teams"):
            ask(within="teams")
