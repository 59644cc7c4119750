"""Pipeline incidents of a regulator: its published totals, and counts checked by brute force."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import datetime
from functools import cache
from itertools import combinations

import pytest

from causal import Corpus
from causal.corpus.coded.levels import cut
from reference_data import reference

WHY = "Detailed why it happened"
COLUMNS = {
    "id": "Incident Number",
    "codes": WHY,
    "date": "Reported Date",
    "services": "Company",
    "title": "Incident Types",
}


def as_key(code: str) -> str:
    """Return a code with its levels told apart: each begins with a capital."""
    return re.sub(r", (?=[A-Z])", " > ", code)


@cache
def read(codes=WHY):
    path = reference("cer", "pipeline-incidents.csv")
    found = Corpus.from_codes(
        path,
        COLUMNS | {"codes": codes},
        dates="%m/%d/%Y",
        encoding="latin-1",
        levels=None if codes != WHY else ",",
    )
    with path.open(encoding="latin-1", newline="") as stream:
        return found, list(csv.DictReader(stream))


def codes_of(row):
    return {code.strip() for code in row[WHY].split(";") if code.strip()}


def test_incidents_per_year_are_those_reported():
    found, rows = read()
    assert len(found) == len(rows) == 1892
    assert found.faults.empty
    by_year = found.trends(by="year").set_index("period").incidents.to_dict()
    assert by_year == Counter(row["Reported Date"][-4:] for row in rows)
    assert by_year["2017"] == 173


def test_incidents_per_code_are_those_of_the_table():
    found, rows = read()
    counted = found.recurring_factors(1).set_index("key").incidents.to_dict()
    told = Counter(as_key(c) for row in rows for c in codes_of(row))
    assert counted == told
    assert sum(", " in key for key in told) == 9  # of which a comma is part of a name
    assert len(counted) == 127


def test_incidents_per_category_are_those_of_the_column():
    rows = read()[1]
    path = reference("cer", "pipeline-incidents.csv")
    by = Corpus.from_codes(
        path,
        COLUMNS | {"codes": "Why it happened category"},
        dates="%m/%d/%Y",
        encoding="latin-1",
        separator=",",
        levels=None,
    )
    counted = by.recurring_factors(1).set_index("key").incidents.to_dict()
    told = Counter(
        part.strip()
        for row in rows
        for part in set(map(str.strip, row["Why it happened category"].split(",")))
        if part.strip()
    )
    assert counted == told
    assert counted["Maintenance"] == 697


def test_the_best_five_fixes_are_a_range_and_no_sentence_claims_more():
    found, rows = read()
    fixes = found.best_fixes(5)
    assert (fixes.objective, fixes.objective_high, fixes.total) == (659, 973, 1864)
    assert fixes.optimal
    assert "659 to 973 of 1,864 incidents (35% to 52%, 95% interval 33% to 54%)" in fixes.words
    assert "No other choice within the limit has a larger lower figure" in fixes.words
    chosen = set(fixes.chosen)
    sets = [{as_key(c) for c in codes_of(row)} for row in rows]
    assert sum(bool(codes) and codes <= chosen for codes in sets) == 659
    assert sum(bool(codes & chosen) for codes in sets) == 973


def test_a_parent_and_its_child_are_never_a_pair():
    found = read()[0]
    for level in (None, 3, 2):
        pairs = found.at_level(level).co_occurrence(min_incidents=1)
        assert not any(
            f"{b} > ".startswith(f"{a} > ") or f"{a} > ".startswith(f"{b} > ")
            for a, b in zip(pairs.a, pairs.b, strict=True)
        )


@pytest.mark.parametrize("level", [1, 2, 3])
def test_counts_at_a_level_are_those_of_the_codes_cut_there(level):
    found, rows = read()
    counted = found.at_level(level).recurring_factors(1).set_index("key").incidents.to_dict()
    keys = ({cut(as_key(code), level) for code in codes_of(row)} for row in rows)
    told = Counter(key for own in keys for key in own)
    assert counted == told


def test_company_and_cause_pairs_repeat_within_183_days_as_brute_force_counts_them():
    found, rows = read()
    seen: dict[tuple[str, str], list[datetime]] = {}
    for row in rows:
        for code in codes_of(row):
            day = datetime.strptime(row["Reported Date"], "%m/%d/%Y")
            seen.setdefault((row["Company"], as_key(code)), []).append(day)
    again = {
        pair
        for pair, days in seen.items()
        if any(abs((a - b).days) <= 183 for a, b in combinations(days, 2))
    }
    assert (len(again), len(seen)) == (206, 712)
    groups = found.recurring_incidents("183 days", same=["services"])
    assert {(r.same[0], r.key) for r in groups.itertuples()} == again
