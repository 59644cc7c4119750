"""Counts of a corpus agree with counting by hand over the incidents themselves."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.corpus import Corpus, load_corpus
from causal.corpus.patterns.statistics import share
from causal.model import Incident
from corpus_samples import comes_about, random_incident

seeds = st.integers(0, 2**32 - 1)
LASTING = ("prevent", "detect", "mitigate", None)


def drawn(seed: int) -> list[Incident]:
    random = Random(seed)
    count = random.randint(0, 14)
    return [Incident.model_validate(random_incident(random, f"I{n}")) for n in range(count)]


def corpus_from(incidents: list[Incident]) -> Corpus:
    return Corpus(incidents)


def stated(action) -> str:
    return action.status if "status" in action.model_fields_set else "unstated"


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_recurring_factors(seed):
    incidents = drawn(seed)
    frame = corpus_from(incidents).recurring_factors(1).set_index("key")
    keyed = [i for i in incidents if any(f.key for f in i.factors.values())]
    found = Counter(key for i in incidents for key in {f.key for f in i.factors.values()} - {None})
    assert frame["incidents"].to_dict() == dict(found)
    for key, row in frame.iterrows():
        own = [i for i in keyed if any(f.key == key for f in i.factors.values())]
        lost = [i.times.to_mitigate for i in own if i.times.to_mitigate is not None]
        assert set(row["incident_ids"]) == {i.id for i in own}
        assert row["total"] == len(keyed)
        assert (row["share"], row["share_low"], row["share_high"]) == share(len(own), len(keyed))
        assert row["minutes_known"] == len(lost)
        assert not lost or row["minutes_lost"] == sum(lost)
        assert row["services"] == tuple(sorted({s for i in own for s in i.services}))
        actions = [
            a
            for i in own
            for a in i.actions.values()
            if a.kind in LASTING and a.status != "cancelled"
            if any(i.factors[f].key == key for f in a.addresses)
        ]
        assert row["actions"] == len(actions)
        assert row["actions_done"] == sum(a.status == "done" for a in actions)
        seen = [i.times.started for i in own if i.times.started is not None]
        assert row["dated"] == len(seen)
        assert not seen or (row["first_seen"], row["last_seen"]) == (min(seen), max(seen))


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_layer_profile(seed):
    incidents = drawn(seed)
    frame = corpus_from(incidents).layer_profile().set_index("layer")
    for layer, row in frame.iterrows():
        holes = {i.id: {n for n, f in i.factors.items() if f.layer == layer} for i in incidents}
        stops = {i.id for i in incidents if holes[i.id] and not comes_about(i, holes[i.id])}
        assert set(row["incident_ids"]) == {id for id, found in holes.items() if found}
        assert set(row["stopping_ids"]) == stops
        assert row["would_have_stopped"] == len(stops)
        assert row["gaps"] + row["amplifying_gaps"] == sum(map(len, holes.values()))
        hardening = [
            a
            for i in incidents
            for a in i.actions.values()
            if a.hardens == layer and a.kind in LASTING and a.status != "cancelled"
        ]
        assert row["actions"] == len(hardening)
        assert row["actions_done"] == sum(a.status == "done" for a in hardening)
        assert row["actions_unstated"] == sum(stated(a) == "unstated" for a in hardening)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_action_completion(seed):
    incidents = drawn(seed)
    today = date(2026, 5, 1)
    frame = corpus_from(incidents).action_completion(today)
    actions = [a for i in incidents for a in i.actions.values() if a.kind in LASTING]
    expected = Counter((a.owner, a.priority, stated(a)) for a in actions)
    late = Counter(
        (a.owner, a.priority)
        for a in actions
        if a.due and a.due < today and a.status not in ("done", "cancelled")
    )
    assert frame["overall"].tolist() == [False] * (len(frame) - 1) + [True]
    for row in frame.to_dict("records"):
        pair = (text(row["owner"]), text(row["priority"]))
        for status in ("done", "in_progress", "open", "unstated", "cancelled"):
            count = sum(
                n for (*own, s), n in expected.items()
                if s == status and (row["overall"] or tuple(own) == pair)
            )  # fmt: skip
            assert row[status] == count
        assert row["overdue"] == (sum(late.values()) if row["overall"] else late[pair])


def text(value: object) -> str | None:
    return None if pandas.isna(value) else str(value)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_but_for_factors_are_those_without_which_it_does_not_come_about(seed):
    incidents = drawn(seed)
    frame = corpus_from(incidents).factors
    for incident in incidents:
        rows = frame[frame["incident"] == incident.id].set_index("id")
        assert set(rows.index) == set(incident.factors)
        for factor in incident.factors:
            assert rows.loc[factor, "but_for"] == (not comes_about(incident, {factor}))


@settings(max_examples=30, deadline=None)
@given(seeds, seeds)
def test_order_of_incidents_changes_no_answer(seed, shuffle):
    incidents = drawn(seed)
    mixed = list(incidents)
    Random(shuffle).shuffle(mixed)
    one, other = corpus_from(incidents), corpus_from(mixed)
    pandas.testing.assert_frame_equal(one.recurring_factors(1), other.recurring_factors(1))
    pandas.testing.assert_frame_equal(one.layer_profile(), other.layer_profile())
    day = "2026-05-01"
    pandas.testing.assert_frame_equal(one.action_completion(day), other.action_completion(day))


@pytest.mark.parametrize("seed", range(5))
def test_files_give_what_the_models_give(tmp_path, seed):
    import json

    random = Random(seed)
    data = [random_incident(random, f"I{n:02d}") for n in range(12)]
    for one in data:
        (tmp_path / f"{one['id']}.json").write_text(json.dumps(one), encoding="utf-8")
    read = load_corpus(tmp_path)
    made = corpus_from([Incident.model_validate(one) for one in data])
    assert read.faults.empty
    for name in ("factors", "links", "actions", "layers"):
        pandas.testing.assert_frame_equal(getattr(read, name), getattr(made, name))
