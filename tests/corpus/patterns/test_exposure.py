"""Rates per exposure: more incidents are no change where there was more of everything."""

from __future__ import annotations

from datetime import date, timedelta
from math import isclose
from random import Random

import pandas
import pytest
from scipy.stats import chi2

from causal import CausalError, Corpus

COLUMNS = {"id": "id", "codes": "codes", "date": "day", "reported": "told"}


def corpus(days, told=None):
    frame = pandas.DataFrame(
        {
            "id": [f"i{n}" for n in range(len(days))],
            "codes": ["k"] * len(days),
            "day": [day.isoformat() for day in days],
            "told": [day.isoformat() for day in told or days],
        }
    )
    return Corpus.from_codes(frame, COLUMNS)


def spread(random, year, count):
    return [date(year, 1, 1) + timedelta(days=random.randrange(365)) for _ in range(count)]


def exposure(**amounts):
    names = [name.removeprefix("y").replace("_", "-") for name in amounts]
    return pandas.DataFrame({"period": names, "deploys": list(amounts.values())})


def test_twice_the_incidents_of_twice_the_deploys_are_no_change():
    random = Random(1)
    found = corpus(spread(random, 2022, 60) + spread(random, 2023, 130))
    plain = found.trends("year")
    assert "The rate changed" in plain.attrs["words"]
    per = found.trends("year", exposure=exposure(y2022=1000, y2023=2100))
    assert "Per deploys, no change of the rate stands out" in per.attrs["words"]
    assert "more or less of everything" in per.attrs["words"]
    assert per.incidents.tolist() == [60, 130]


def test_the_same_incidents_of_half_the_deploys_are_a_change():
    random = Random(2)
    found = corpus(spread(random, 2022, 90) + spread(random, 2023, 90))
    per = found.trends("year", exposure=exposure(y2022=1000, y2023=500))
    assert "Per deploys, the rate changed" in per.attrs["words"]
    for row in per.itertuples():
        assert row.per_exposure == row.incidents / row.exposure
        low = chi2.ppf(0.025, 2 * row.incidents) / 2 / row.exposure
        high = chi2.ppf(0.975, 2 * row.incidents + 2) / 2 / row.exposure
        assert isclose(row.exposure_low, low, rel_tol=1e-9)
        assert isclose(row.exposure_high, high, rel_tol=1e-9)


def test_a_period_without_exposure_is_named_and_has_no_rate():
    found = corpus(spread(Random(3), 2022, 9) + spread(Random(3), 2023, 9))
    per = found.trends("year", exposure=exposure(y2022=10))
    assert per.per_exposure.isna().tolist() == [False, True]
    assert "No deploys given for 1 period: 2023." in per.attrs["warnings"]
    assert found.trends("year").exposure.isna().all()


def test_what_is_reported_late_is_told():
    days = spread(Random(4), 2023, 40)
    late = [day + timedelta(days=50 if n % 5 == 0 else 0) for n, day in enumerate(days)]
    found = corpus(days, late).trends("year").attrs["warnings"]
    assert any("more than 50 days after it began (n = 40)" in warning for warning in found)
    assert not any("days after" in w for w in corpus(days).trends("year").attrs["warnings"])


@pytest.mark.parametrize(
    "table, told",
    [
        (pandas.DataFrame({"period": ["2022"]}), "one of numbers"),
        (exposure(y2022=0), "'2022' has 0"),
        (pandas.DataFrame({"period": ["2022"], "deploys": ["many"]}), "'2022' has 'many'"),
        (pandas.DataFrame({"period": ["2022", "2022"], "deploys": [1, 2]}), "stands there twice"),
        (pandas.DataFrame({"period": ["1999"], "deploys": [1]}), "'1999' is none of the periods"),
    ],
)
def test_a_table_that_is_off_is_told(table, told):
    with pytest.raises(CausalError, match=told):
        corpus(spread(Random(5), 2022, 5)).trends("year", exposure=table)
