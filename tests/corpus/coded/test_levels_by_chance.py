"""Codes with levels where nothing was planted: nothing is found, at any level or at several."""

from __future__ import annotations

import numpy
import pandas
import pytest

from causal.corpus import Corpus
from causal.corpus.coded.levels import BETWEEN, in_line

LEVELS = (None, 2, 1)


def hierarchy(random: numpy.random.Generator) -> list[str]:
    """Return codes of three levels, some broad and some narrow."""
    return [
        f"{a}{BETWEEN}{b}{BETWEEN}{c}"
        for a in "ABCDEF"
        for b in "stuv"[: random.integers(2, 5)]
        for c in "wxyz"[: random.integers(1, 5)]
    ]


def drawn(seed: int, incidents: int = 1500, services: int = 1) -> Corpus:
    """Return lists of codes drawn by lot; each service has favourites of its own."""
    random = numpy.random.default_rng(seed)
    codes = hierarchy(random)
    weights = 1 / (numpy.arange(len(codes)) + 4.0)
    rows = []
    orders = [random.permutation(codes) for _ in range(services)]
    for number in range(incidents):
        service = int(random.integers(services))
        size = min(1 + random.geometric(0.4), 6)
        own = random.choice(orders[service], size=size, replace=False, p=weights / weights.sum())
        rows.append({"id": f"I{number}", "site": f"s{service}", "why": "; ".join(own)})
    frame = pandas.DataFrame(rows)
    return Corpus.from_codes(
        frame, {"id": "id", "codes": "why", "services": "site"}, levels=BETWEEN.strip()
    )


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(3))
def test_codes_drawn_by_lot_make_no_pairs_at_any_level(seed, level):
    assert not len(drawn(seed).at_level(level).co_occurrence(max_q=0.01))


@pytest.mark.parametrize("level", LEVELS)
def test_sites_with_favourites_make_no_pairs_where_they_are_told_apart(level):
    corpus = drawn(7, services=3).at_level(level)
    assert not len(corpus.co_occurrence(by="service", max_q=0.01))


def mixed() -> Corpus:
    """Return tables in which a code and its own levels stand side by side, also as links."""
    random = numpy.random.default_rng(3)
    factors, links = [], []
    for number in range(200):
        letter = "ABCDE"[random.integers(5)]
        line = [letter, f"{letter}{BETWEEN}s", f"{letter}{BETWEEN}s{BETWEEN}w"]
        factors += [{"incident": f"I{number}", "id": key, "key": key} for key in line]
        ends = zip([*line[::-1]], [*line[-2::-1], "outcome"], strict=True)
        links += [{"incident": f"I{number}", "cause": a, "effect": b} for a, b in ends]
    ids = pandas.DataFrame({"id": [f"I{n}" for n in range(200)]})
    return Corpus.from_frames(
        incidents=ids, factors=pandas.DataFrame(factors), links=pandas.DataFrame(links)
    )


def test_a_code_beside_its_own_level_is_no_pair_no_triple_no_link_and_no_shape():
    corpus = mixed()
    assert not len(corpus.co_occurrence(min_incidents=1))
    assert not len(corpus.co_occurrence(triples=True, min_incidents=1))
    assert not len(corpus.recurring_links())
    assert not len(corpus.recurring_motifs())


def test_a_theme_is_not_named_after_a_code_and_its_own_level():
    pytest.importorskip("graspologic_native")
    for names in mixed().themes(resamples=0)["factors"]:
        assert in_line(names) == []


def test_a_pair_of_other_lines_is_found_beside_them():
    random = numpy.random.default_rng(1)
    rows = [
        {"incident": f"I{n}", "id": key, "key": key}
        for n in range(400)
        for key in (
            ["A", "A > s", "B > t"] if random.random() < 0.1 else [f"C{n % 40}", f"D{n % 37}"]
        )
    ]
    corpus = Corpus.from_frames(
        incidents=pandas.DataFrame({"id": [f"I{n}" for n in range(400)]}),
        factors=pandas.DataFrame(rows),
    )
    pairs = corpus.co_occurrence(max_q=0.01)
    assert set(zip(pairs["a"], pairs["b"], strict=True)) == {("A", "B > t"), ("A > s", "B > t")}
    kinds = corpus.factors["key"].nunique()
    assert pairs.attrs["hypotheses"] == kinds * (kinds - 1) // 2 - 1


@pytest.mark.parametrize("level", LEVELS)
def test_over_all_pairs_as_many_are_expected_as_there_are(level):
    corpus = drawn(5).at_level(level)
    kinds = corpus.factors.drop_duplicates(["incident", "key"])
    sizes = kinds.groupby("incident").size()
    pairs = corpus.co_occurrence(min_incidents=1)
    count = kinds.groupby("key").size()
    whole = count.sum()
    every = sum(
        count[a] * count[b] * (sizes * (sizes - 1)).sum() / whole**2
        * (whole / (whole - count[a]) + whole / (whole - count[b])) / 2
        for n, a in enumerate(count.index)
        for b in count.index[:n]
    )  # fmt: skip
    assert every == pytest.approx(pairs["incidents"].sum())
    if level == 1:
        assert pairs["expected"].sum() == pytest.approx(pairs["incidents"].sum())
