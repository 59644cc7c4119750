"""Moments as people write them at the beginning of a line."""

import pytest

from causal.io.documents.clock import leading_clock
from causal.io.documents.durations import read_duration


@pytest.mark.parametrize(
    ("text", "date", "time", "rest"),
    [
        ("2024-03-13 10:01 Node down", (2024, 3, 13), (10, 1), "Node down"),
        ("2024-03-13T10:01:22Z x", (2024, 3, 13), (10, 1), "x"),
        ("Sep 27 2017 13:06", (2017, 9, 27), (13, 6), ""),
        ("Jan 14, 10:18 AM | a", (None, 1, 14), (10, 18), "a"),
        ("2:54 PM PST: merged", (None,) * 3, (14, 54), "merged"),
        ("12:52 PM - x", (None,) * 3, (12, 52), "x"),
        ("[08:47] merged", (None,) * 3, (8, 47), "merged"),
        ("12:17 UTC \u2013 promoted", (None,) * 3, (12, 17), "promoted"),
        ("2023-09-18 15.26 Compared", (2023, 9, 18), (15, 26), "Compared"),
        ("24/07/25", (2025, 7, 24), (None, None), ""),
        ("07:30am - First report", (None,) * 3, (7, 30), "First report"),
        ("17:00-18:00 waiting", (None,) * 3, (17, 0), "waiting"),
        ("1334 UTC paged", (None,) * 3, (13, 34), "paged"),
        ("January 23rd, 2019 outage", (2019, 1, 23), (None, None), "outage"),
    ],
)
def test_a_moment_is_found(text, date, time, rest):
    found = leading_clock(text)
    clock = found.clock
    assert (clock.year, clock.month, clock.day) == date
    assert (clock.hour, clock.minute) == time
    assert text[found.end :] == rest


@pytest.mark.parametrize(
    "text", ["5 nodes", "1.24 is out", "v1.35", "May the disk fill", "100 users"]
)
def test_a_number_is_no_moment(text):
    assert leading_clock(text) is None


@pytest.mark.parametrize("text", ["14:?? Images removed", "2X:XX (not sure)", "20xx-MM-DD HH:mm x"])
def test_an_unknown_time_is_kept_in_its_words(text):
    found = leading_clock(text)
    assert not found.clock.has_time
    assert found.clock.vague


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("544 minutes", 544),
        ("5h 09m (during support hours)", 309),
        ("0h 07m", 7),
        ("11 Days", 15840),
        ("19 hours 43 minutes.", 1183),
        ("1 hour and 5 minutes", 65),
        ("02:30", 150),
        ("half an hour", 30),
        ("about 1.5 hours", 90),
        ("?", None),
        ("unknown", None),
    ],
)
def test_a_duration_is_in_minutes(text, minutes):
    assert read_duration(text) == minutes
