"""Two periods or teams: quiet on one rate, found on two, and what would fake it is named."""

from __future__ import annotations

from random import Random

import pandas
import pytest

from causal.corpus import Corpus
from causal.corpus.patterns.rate_ratio import Counts, rate_ratio
from causal.errors import CausalError, UnknownName

YEARS = (("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-30"))


def corpus_of_days(days, services=None, late=None) -> Corpus:
    began = [pandas.Timestamp("2023-01-01", tz="UTC") + pandas.Timedelta(days=d) for d in days]
    frame = pandas.DataFrame({"id": [f"I{n}" for n in range(len(days))], "started": began})
    if services is not None:
        frame["services"] = services
    if late is not None:
        frame["declared"] = [moment + pandas.Timedelta(days=late) for moment in began]
    return Corpus.from_frames(incidents=frame, factors=pandas.DataFrame({"incident": [], "id": []}))


def drawn(rng: Random, first: float, second: float) -> list[float]:
    """Return days over two years at so many incidents a year, with the first and last day."""
    days = [0.0, 729.9]
    for start, rate in ((0, first), (365, second)):
        day = float(start)
        while (day := day + rng.expovariate(rate / 365)) < start + 365:
            days.append(day)
    return days


def test_the_same_rate_is_seldom_called_different():
    called = 0
    for seed in range(60):
        found = corpus_of_days(drawn(Random(seed), 30, 30)).compare_rates(*YEARS)
        called += "chance hardly explains" in found.attrs["words"]
    assert called <= 7


def test_a_planted_difference_is_found_and_its_ratio_covered():
    found = corpus_of_days(drawn(Random(1), 60, 20)).compare_rates(*YEARS)
    ratio = found.attrs["ratio"]
    assert ratio.low < 1 / 3 < ratio.high < 1
    assert "chance hardly explains it" in found.attrs["words"]
    assert not any("season" in warning for warning in found.attrs["warnings"])


def test_counts_and_ratio_are_those_of_counting():
    days = drawn(Random(5), 40, 25)
    found = corpus_of_days(days).compare_rates("2023", "2024-Q1")
    one, other = sum(d < 365 for d in days), sum(365 <= d < 365 + 91 for d in days)
    assert found["incidents"].tolist() == [one, other]
    assert found["exposure"].tolist() == [365, 91]
    assert found.attrs["ratio"] == rate_ratio([Counts(one, 365, other, 91)])


def test_exposure_turns_more_incidents_into_no_difference():
    corpus = corpus_of_days(drawn(Random(4), 60, 120))
    assert corpus.compare_rates(*YEARS).attrs["ratio"].p < 0.01
    found = corpus.compare_rates(*YEARS, exposure=(1000, 2000), unit="deploy")
    assert found.attrs["ratio"].p > 0.05
    assert "per deploy" in found.attrs["words"]
    assert not any("more of everything" in warning for warning in found.attrs["warnings"])


def test_other_times_of_the_year_and_late_reports_are_named():
    found = corpus_of_days(drawn(Random(3), 40, 40), late=40).compare_rates("2024-Q2", "2024-Q4")
    words = " ".join(found.attrs["warnings"])
    assert "a season would look like a difference" in words
    assert "declared more than 40 days after it began" in words
    assert "more of everything" in words


def test_incidents_of_both_services_are_left_out():
    services = [("a",), ("a", "b"), ("b",), ("b",), ("a",), ("a",)]
    found = corpus_of_days(range(6), services).compare_rates("a", "b", by="service")
    assert found["incidents"].tolist() == [3, 2]
    assert "Left out: 1 incident of both." in found.attrs["warnings"]


def test_refusals():
    corpus = corpus_of_days(range(500))
    with pytest.raises(CausalError, match="overlap"):
        corpus.compare_rates("2023", "2023-Q4")
    with pytest.raises(CausalError, match="no period on record"):
        corpus.compare_rates("2023", "2031")
    with pytest.raises(CausalError, match="ends on or after its first day"):
        corpus.compare_rates("2023", ("2024-02-01", "2024-01-01"))
    with pytest.raises(CausalError, match="two numbers above 0"):
        corpus.compare_rates("2023", "2024", exposure=(1, 0))
    with pytest.raises(UnknownName):
        corpus.compare_rates("x", "y", by="service")
    with pytest.raises(UnknownName, match="way to compare"):
        corpus.compare_rates("x", "y", by="owner")
    with pytest.raises(CausalError, match="no incident has a date"):
        Corpus([]).compare_rates("2023", "2024")
