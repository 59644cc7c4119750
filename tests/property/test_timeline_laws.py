"""The timeline shows the moments of the record, in their order and at their distances."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import pairwise, product
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from causal.errors import NothingToDraw
from causal.model import Incident
from causal.render import draw
from causal.render.metrics import duration
from causal.render.views.timeline import timeline_scene
from strategies_incident import incident_data

STEPS = (0, 20, 60, 900, 5000, 90_000, 40_000_000)
"""Seconds from one moment to the next."""
BEGINNINGS = ("2025-10-25T23:10Z", "2025-03-30T00:40Z", "2025-12-31T22:50Z", "2024-02-28T23:59Z")
"""Shortly before clocks go back, before they go forward, and before a year and a day end."""
KINDS = ("change", "Detection", "response", "mitigation", "recovery", "odd", None)
ZONES = (None, "UTC", "Europe/London", "America/New_York", "Asia/Kolkata")


def dated(rng: Random) -> Incident:
    """Return an incident with times and a timeline out of order, part of it without a moment."""
    data = incident_data(rng, max_basic=4, max_derived=2, max_actions=0)
    moment = datetime.fromisoformat(rng.choice(BEGINNINGS))
    steps = rng.choice((STEPS[:5], STEPS))
    offsets = rng.choice(((0,), (330,), (0, 60, -480)))

    def next_moment() -> str:
        nonlocal moment
        moment += timedelta(seconds=rng.choice(steps))
        return moment.astimezone(timezone(timedelta(minutes=rng.choice(offsets)))).isoformat()

    data["times"] = {
        name: next_moment()
        for name in ("started", "detected", "declared", "mitigated", "resolved")
        if rng.random() < 0.6
    }
    moment = datetime.fromisoformat(rng.choice(BEGINNINGS))
    entries = []
    for number in range(rng.randint(0, 9)):
        entry = {"what": f"Number {number} was seen"}
        entry |= {"at": next_moment()} if rng.random() < 0.8 else {"when": "towards evening"}
        if kind := rng.choice(KINDS):
            entry["kind"] = kind
        if rng.random() < 0.5:
            entry["factor"] = rng.choice(list(data["factors"]))
        entries.append(entry)
    rng.shuffle(entries)
    data["timeline"] = entries
    if zone := rng.choice(ZONES):
        data["timezone"] = zone
    return Incident.from_data(data)


def stated_zone(caption: str) -> tzinfo:
    """Return the zone that a timeline says its times are in."""
    name = re.search(r"Times in (.+?)\.(?: |$)", caption)[1]
    if offset := re.fullmatch(r"UTC([+-])(\d\d):(\d\d)", name):
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    return UTC if name == "UTC" else ZoneInfo(name)


def read(words: str, caption: str) -> list[datetime]:
    """Return each moment, to the minute, that words of a timeline may mean."""
    zone = stated_zone(caption)
    first, last = (re.findall(r"\d{4}-\d\d-\d\d", caption) * 2)[:2]
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    words, _, offset = words.partition(":")
    hour, minute, offset = words[-2:], offset[:2], offset[3:].upper()
    day = words[:-2].strip() or f"{start:%d %b %Y}"
    assert words[:-2] or start == end
    years = [""] if re.search(r"\d{4}", day) else range(start.year, end.year + 1)
    found = []
    for year, fold in product(years, (0, 1)):
        there = datetime.strptime(f"{day} {year}".strip(), "%d %b %Y")
        there = there.replace(hour=int(hour), minute=int(minute), tzinfo=zone, fold=fold)
        if start <= there.date() <= end and offset in ("", there.tzname()):
            found.append(there.astimezone(UTC))
    return sorted(set(found))


def minute_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def entries_agree(incident: Incident) -> None:
    """What stands on the axis, in which order, how far apart and what is said of it."""
    scene = timeline_scene(incident)
    given_times = sorted((e for e in incident.timeline if e.at), key=lambda e: e.at)
    shown = [box for box in scene.boxes if box.slot == "entry"]
    assert [box.label for box in shown] == [entry.what for entry in given_times]
    beside = [box for box in scene.boxes if box.slot == "undated"]
    in_words = [entry for entry in incident.timeline if not entry.at]
    assert [(box.label, box.caption) for box in beside] == [
        (e.what, " · ".join(filter(None, (e.when, e.kind))).upper()) for e in in_words
    ]
    missing = len(incident.timeline) - len(shown)
    said = re.search(r"no moment is stated: (\d+)\.", scene.caption)
    assert (int(said[1]) if said else 0) == missing
    zone = stated_zone(scene.caption)
    moments = {moment.box: moment for moment in scene.moments}
    known = [e.at for e in given_times] + [at for _, at in incident.times.known()]
    days = re.findall(r"\d{4}-\d\d-\d\d", scene.caption)
    assert days[0] == min(known).astimezone(zone).date().isoformat()
    assert days[-1] == max(known).astimezone(zone).date().isoformat()
    for box, entry in zip(shown, given_times, strict=True):
        words, *rest = box.caption.split(" · ")
        assert read(words, scene.caption) == [minute_of(entry.at)]
        assert rest == ([entry.kind.upper()] if entry.kind else [])
        assert moments[box.id].start == (entry.at - min(known)).total_seconds()
    kinds = {moment.kind for moment in scene.moments if moment.kind}
    assert {entry.sample for entry in scene.legend} == {f"badge-{kind}" for kind in kinds}
    first = {}
    for number, entry in enumerate(given_times):
        if entry.factor is not None:
            first.setdefault(entry.factor, f"entry {number}")
    assert {(link.source, link.target) for link in scene.links} == {
        (box, f"factor {name}") for name, box in first.items()
    }


def phases_agree(incident: Incident) -> None:
    """Each phase lies between two known times that follow one another, and lasts as long."""
    scene = timeline_scene(incident)
    known = list(incident.times.known())
    at = dict(known)
    first = min([*at.values(), *(e.at for e in incident.timeline if e.at)])
    moments = {moment.box: moment for moment in scene.moments}
    covered = []
    for box in (box for box in scene.boxes if box.slot == "phase"):
        start, end = box.caption.split(" → ")
        assert at[start] < at[end]
        assert not any(at[start] < other < at[end] for other in at.values())
        assert box.label == duration((at[end] - at[start]).total_seconds())
        assert moments[box.id].start == (at[start] - first).total_seconds()
        assert moments[box.id].end == (at[end] - first).total_seconds()
        covered.append((at[start], at[end]))
        words = box.notes[0].split(" \N{EN DASH} ")
        until = words[1] if words[1][2] != ":" else words[0].partition(":")[0][:-2] + words[1]
        assert read(words[0], scene.caption) == [minute_of(at[start])]
        assert read(until, scene.caption) == [minute_of(at[end])]
    assert covered == list(pairwise(sorted(set(at.values()))))


def places_agree(incident: Incident) -> None:
    """On the page what is later lies lower, and every break says how long nothing was."""
    plan = draw(incident, "timeline").plan
    scene = timeline_scene(incident)
    moments = {moment.box: moment for moment in scene.moments}
    drawn = {placed.box.id: placed.rect for placed in plan.boxes}
    order = [box.id for box in scene.boxes if box.slot == "entry"]
    assert all(drawn[a].bottom <= drawn[b].y for a, b in pairwise(order))
    marks = [badge.at[1] for badge in plan.badges[: len(order)]]
    for (a, y), (b, z) in pairwise(zip(order, marks, strict=True)):
        assert (moments[a].start < moments[b].start) == (y < z - 1e-9)
    for link in scene.links:
        assert abs(drawn[link.source].cy - drawn[link.target].cy) < 1e-6
    seconds = sorted({t for m in scene.moments for t in (m.start, m.end)})
    gaps = [duration(b - a) for a, b in pairwise(seconds)]
    for placed in plan.boxes:
        if placed.box.id.startswith("break"):
            assert placed.box.label in gaps


def sections_agree(incident: Incident) -> None:
    """In Mermaid each entry stands in the phase in which it was, in the same order."""
    at = dict(incident.times.known())
    entries = {entry.what: entry.at for entry in incident.timeline if entry.at}
    undated = {entry.what for entry in incident.timeline if not entry.at}
    found, phase = [], None
    for line in draw(incident, "timeline").mermaid.splitlines():
        if line.startswith("  section "):
            phase = line.removeprefix("  section ").partition(",")[0]
            phase = phase.replace("#8594;", "→").split(" → ")
        what = re.search(r"Number \d+ was seen", line)
        if not what or not line.startswith("    "):
            continue
        if phase == ["Not on the axis"]:
            undated.remove(what[0])
            continue
        found.append(entries[what[0]])
        if phase == ["Before"]:
            assert found[-1] < min(at.values())
        elif phase == ["After"]:
            assert found[-1] > max(at.values())
        elif phase:
            assert at[phase[0]] <= found[-1] <= at[phase[1]]
    assert found == sorted(entries.values())
    assert not undated


def every_law(seed: int) -> None:
    incident = dated(Random(seed))
    try:
        timeline_scene(incident)
    except NothingToDraw:
        assert not any(entry.at for entry in incident.timeline)
        assert len({at for _, at in incident.times.known()}) < 2
        return
    entries_agree(incident)
    phases_agree(incident)
    places_agree(incident)
    sections_agree(incident)


@given(st.integers(0, 1_000_000))
@example(2000208)  # phases are known, and no entry has a moment
@settings(max_examples=40, deadline=None)
def test_a_timeline_says_and_shows_what_the_entries_say(seed):
    every_law(seed)


@pytest.mark.slow
def test_many_more_timelines_say_what_the_entries_say():
    for seed in range(2_000_000, 2_002_000):
        every_law(seed)
