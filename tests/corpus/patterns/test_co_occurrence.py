"""Pairs and triples: counted exactly, expected by size, called only when they are there."""

from __future__ import annotations

import os
import signal
from collections import Counter
from itertools import combinations

import numpy
import pandas
import pytest

from causal.corpus import Corpus, load_corpus
from causal.corpus.patterns.co_occurrence import ascending, needed
from causal.corpus.patterns.engines import ENGINES, dask
from causal.corpus.patterns.statistics import excess, q_values
from causal.corpus.tables import counting
from causal.corpus.tables.counting import count_part, distinct_part, merged
from causal.corpus.tables.partitions import Parts
from causal.errors import CausalError
from causal.graph.budget import Budget
from corpus_null import LAWS, corpus_from_rows, null_rows


def small(by: str | None = None) -> Parts:
    owners, factors, _ = null_rows("geometric", 600, 40, 3)
    names = tuple(f"k{n:02d}" for n in range(40))
    return Parts(names, owners, factors, numpy.zeros(600, "int32"), 1)


def cut(parts: Parts, pieces: int) -> list:
    """Return the parts of a corpus when it is cut into so many."""
    found = []
    for chosen in numpy.array_split(numpy.arange(len(parts.strata)), pieces):
        inside = (parts.owners >= chosen[0]) & (parts.owners <= chosen[-1])
        things = parts.owners[inside] - chosen[0], parts.codes[inside]
        found.append(distinct_part(*things, parts.strata[chosen], len(parts.names), parts.groups))
    return found


def by_hand(parts: Parts, order: int) -> Counter:
    held: dict[int, set[int]] = {}
    for owner, code in zip(parts.owners.tolist(), parts.codes.tolist(), strict=True):
        held.setdefault(owner, set()).add(code)
    return Counter(s for codes in held.values() for s in combinations(sorted(codes), order))


def as_sets(counts, kinds: int, order: int) -> dict:
    found = {}
    for key, count in zip(counts.keys.tolist(), counts.together.tolist(), strict=True):
        members = [key // kinds**power % kinds for power in range(order - 1, -1, -1)]
        found[tuple(members)] = count
    return found


@pytest.mark.parametrize("order", [2, 3])
@pytest.mark.parametrize("pieces", [1, 2, 7])
@pytest.mark.parametrize("block", [50, 2**24])
def test_counts_are_those_by_hand_however_the_corpus_is_cut(monkeypatch, order, pieces, block):
    monkeypatch.setattr(counting, "BLOCK", block)
    parts = small()
    counts = merged(count_part(part, order) for part in cut(parts, pieces))
    assert as_sets(counts, 40, order) == by_hand(parts, order)
    assert counts.single[0].tolist() == numpy.bincount(parts.codes, minlength=40).tolist()
    sizes = numpy.bincount(parts.owners, minlength=600)
    assert counts.falling[0, 1] == (sizes * (sizes - 1)).sum()


def test_keys_too_large_for_32_bits_count_the_same():
    parts = small()
    wide = Parts(tuple(map(str, range(100_000))), parts.owners, parts.codes, parts.strata, 1)
    counts = merged(count_part(part) for part in cut(wide, 3))
    assert counts.keys.dtype == "uint64"
    assert as_sets(counts, 100_000, 2) == by_hand(parts, 2)


@pytest.mark.parametrize("order", [2, 3])
def test_duckdb_counts_the_same(order):
    pytest.importorskip("duckdb")
    assert_same(ENGINES["duckdb"](cut(small(), 3), order), ENGINES["local"](small(), order))


def assert_same(one, other):
    for name in ("keys", "together", "single", "falling"):
        numpy.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("law", LAWS)
def test_nothing_is_called_where_nothing_is_tied(law):
    corpus = corpus_from_rows(*null_rows(law, 8_000, 400, seed=11))
    assert (corpus.co_occurrence()["q"] >= 0.01).all()


def test_stratified_nothing_is_called_where_services_fake_a_tie():
    corpus = corpus_from_rows(*null_rows("heavy", 8_000, 150, seed=5, services=6))
    assert (corpus.co_occurrence()["q"] < 0.01).sum() > 20
    assert (corpus.co_occurrence(by="service")["q"] >= 0.01).all()


def test_stratified_nothing_is_called_where_the_times_fake_a_tie():
    """Each quarter has habits of its own."""
    owners, factors, quarter = null_rows("fixed", 8_000, 150, seed=6, services=6)
    plain = corpus_from_rows(owners, factors, quarter)
    months = pandas.Timestamp("2023-01-15", tz="UTC") + pandas.to_timedelta(quarter * 92, unit="D")
    dated = plain.incidents[["id"]].assign(started=months)
    corpus = Corpus.from_frames(incidents=dated, factors=plain.factors[["incident", "id", "key"]])
    assert (corpus.co_occurrence()["q"] < 0.01).sum() > 20
    assert (corpus.co_occurrence(by="service")["q"] < 0.01).sum() > 20
    assert (corpus.co_occurrence(by="quarter")["q"] >= 0.01).all()


def test_planted_pairs_are_found():
    owners, factors, service = null_rows("geometric", 8_000, 400, seed=7)
    random = numpy.random.default_rng(1)
    frequency = numpy.bincount(factors, minlength=400)
    chosen = numpy.argsort(abs(frequency - 400), kind="stable")[:20].reshape(10, 2)
    extra = [(random.choice(8_000, 60, replace=False), pair) for pair in chosen]
    owners = numpy.concatenate([owners, *(numpy.repeat(who, 2) for who, _ in extra)])
    factors = numpy.concatenate([factors, *(numpy.tile(pair, 60) for _, pair in extra)])
    rows = numpy.unique(owners * 400 + factors)
    frame = corpus_from_rows(rows // 400, rows % 400, service).co_occurrence(max_q=0.01)
    planted = {tuple(sorted(f"k{f:04d}" for f in pair)) for pair in chosen.tolist()}
    assert set(zip(frame["a"], frame["b"], strict=True)) == planted


def test_triple_is_called_only_beyond_its_pairs():
    owners, factors, service = null_rows("fixed", 4_000, 60, seed=2)
    random = numpy.random.default_rng(3)
    together = random.choice(4_000, 150, replace=False)
    tied = numpy.unique(
        numpy.concatenate([owners * 63 + factors, *(together * 63 + new for new in (60, 61, 62))])
    )
    frame = corpus_from_rows(tied // 63, tied % 63, service).co_occurrence(triples=True, max_q=1e-6)
    assert frame[["a", "b", "c"]].values.tolist() == [["k0060", "k0061", "k0062"]]
    lone = [random.choice(4_000, 150, replace=False) for _ in range(3)]
    pairs = [(60, 61), (61, 62), (60, 62)]
    rows = [owners * 63 + factors]
    for who, pair in zip(lone, pairs, strict=True):
        rows += [who * 63 + new for new in pair]
    apart = numpy.unique(numpy.concatenate(rows))
    corpus = corpus_from_rows(apart // 63, apart % 63, service)
    assert (corpus.co_occurrence(triples=True)["q"] >= 0.01).all()


def in_one_service(tied: int) -> Corpus:
    """Return a corpus where one of three services has a pair, a habit, and perhaps a triple."""
    owners, factors, service = null_rows("fixed", 6_000, 60, seed=2, services=3)
    random = numpy.random.default_rng(2)
    ours = numpy.flatnonzero(service == 0)
    pair = random.choice(ours, 400, replace=False)
    habit = random.choice(ours, len(ours) // 2, replace=False)
    rows = [owners * 66 + factors, pair * 66 + 60, pair * 66 + 61, habit * 66 + 62]
    triple = random.choice(ours, tied, replace=False)
    rows += [triple * 66 + thing for thing in (63, 64, 65)]
    found = numpy.unique(numpy.concatenate(rows))
    return corpus_from_rows(found // 66, found % 66, service)


def test_stratified_triples_are_held_against_their_pairs_in_each_service():
    corpus = in_one_service(0)
    assert (corpus.co_occurrence(triples=True)["q"] < 0.01).sum() > 10
    assert (corpus.co_occurrence(triples=True, by="service")["q"] >= 0.01).all()


def test_triple_planted_in_one_service_is_found_there_whoever_counts():
    corpus = in_one_service(150)
    found = corpus.co_occurrence(triples=True, by="service", max_q=1e-6)
    assert found[["a", "b", "c"]].values.tolist() == [["k0063", "k0064", "k0065"]]
    pytest.importorskip("duckdb")
    again = corpus.co_occurrence(triples=True, by="service", max_q=1e-6, engine="duckdb")
    pandas.testing.assert_frame_equal(pandas.DataFrame(found), pandas.DataFrame(again))


def test_expected_of_a_triple_is_that_by_hand():
    """Two services; the pair a, b stands 3 times in one and once in the other."""
    rows = [("abc", 0), ("abx", 0), ("aby", 0), ("cx", 0), ("cxy", 0), ("abc", 1), ("cxy", 1)]
    owners = numpy.array([n for n, (keys, _) in enumerate(rows) for _ in keys])
    factors = numpy.array(["abcxy".index(key) for keys, _ in rows for key in keys])
    corpus = corpus_from_rows(owners, factors, numpy.array([service for _, service in rows]))
    frame = corpus.co_occurrence(triples=True, by="service").set_index(["a", "b", "c"])
    sizes = {0: [3, 3, 3, 2, 3], 1: [3, 3]}

    def fall(service: int, order: int) -> int:
        return sum(int(numpy.prod([s - n for n in range(order)])) for s in sizes[service])

    pair = {0: 3, 1: 1}
    third = {0: 3, 1: 2}
    by_pair = sum(pair[s] * third[s] * fall(s, 3) / (fall(s, 2) * fall(s, 1)) for s in (0, 1))
    assert frame.loc[("k0000", "k0001", "k0002"), "expected"] >= by_pair
    alone = {s: fall(s, 3) / fall(s, 1) ** 3 for s in (0, 1)}
    free = alone[0] * 3 * 3 * 3 + alone[1] * 1 * 1 * 2
    others = []
    for one, two in (("ac", "b"), ("bc", "a")):
        both = {s: sum(set(one) <= set(keys) for keys, own in rows if own == s) for s in (0, 1)}
        rest = {s: sum(two in keys for keys, own in rows if own == s) for s in (0, 1)}
        others.append(
            sum(both[s] * rest[s] * fall(s, 3) / (fall(s, 2) * fall(s, 1)) for s in (0, 1))
        )
    assert frame.loc[("k0000", "k0001", "k0002"), "expected"] == pytest.approx(
        max(free, by_pair, *others)
    )


def test_p_is_the_tail_of_the_poisson_law():
    stats = pytest.importorskip("scipy.stats")
    random = numpy.random.default_rng(0)
    mean = 10 ** random.uniform(-3, 2, 2_000)
    count = random.poisson(mean) + random.integers(0, 9, 2_000)
    expected = stats.poisson.sf(count - 1, mean)
    numpy.testing.assert_allclose(excess(count, mean), expected, rtol=1e-8, atol=1e-300)


def test_q_counts_every_hypothesis():
    stats = pytest.importorskip("scipy.stats")
    p = numpy.random.default_rng(0).random(50) ** 3
    all_of_them = numpy.concatenate([p, numpy.ones(450)])
    expected = stats.false_discovery_control(all_of_them)[:50]
    numpy.testing.assert_allclose(q_values(p, 500), expected)


@pytest.mark.parametrize("seed", range(20))
def test_q_is_that_of_the_definition_whatever_the_chances(seed):
    random = numpy.random.default_rng(seed)
    count = int(random.integers(0, 60))
    p = random.integers(1, 40, count) / 40.0 if seed % 2 else random.random(count) ** seed
    hypotheses = count + int(random.integers(0, 50))
    ranked = sorted(p.tolist())
    wanted = [
        min([1.0, *(other * hypotheses / (n + 1) for n, other in enumerate(ranked) if other >= v)])
        for v in p
    ]
    numpy.testing.assert_allclose(q_values(p, hypotheses), wanted)


def test_values_in_ascending_order_equal_ones_as_they_stand():
    values = numpy.random.default_rng(0).integers(0, 7, 500) / 7
    numpy.testing.assert_array_equal(ascending(values), numpy.argsort(values, kind="stable"))
    assert len(ascending(values[:0])) == 0


def test_needed_is_the_least_count_that_is_called():
    least = needed(1.0, 1_000, 0.01)
    chance = excess(numpy.array([least - 1, least]), numpy.ones(2)) * 1_000
    assert chance[0] >= 0.01 > chance[1]


def test_same_answer_in_any_order_and_stable_columns(tmp_path):
    owners, factors, service = null_rows("fixed", 300, 20, seed=1)
    one = corpus_from_rows(owners, factors, service).co_occurrence()
    back = corpus_from_rows(299 - owners, factors, service[::-1]).co_occurrence()
    pandas.testing.assert_frame_equal(one, back)
    empty = load_corpus(tmp_path).co_occurrence()
    assert empty.dtypes.equals(one.dtypes)
    assert list(one.columns) == ["a", "b", "incidents", "expected", "lift", "p", "q"]
    for column in (*one.columns, "c"):
        assert column in Corpus.co_occurrence.__doc__
    assert "0 of the 190 possible pairs" in one.attrs["words"]
    assert "must be seen together" in one.attrs["warnings"][-1]


def test_an_incident_with_too_many_sets_is_left_out_and_said():
    owners = numpy.concatenate([numpy.repeat(range(20), 3), numpy.full(200, 20)])
    factors = numpy.concatenate([numpy.tile([0, 1, 2], 20), numpy.arange(200)])
    corpus = corpus_from_rows(owners, factors, numpy.zeros(21, "int64"))
    small_one = Budget(seconds=1, memory_gib=0.01)
    frame = corpus.co_occurrence(triples=True, budget=small_one)
    assert frame["incidents"].tolist() == [20]
    assert frame.attrs["warnings"][0].startswith("Not finished, and left out: 1 incident with")
    assert corpus.co_occurrence(triples=True)["incidents"].tolist() == [21]


@pytest.mark.parametrize("options", [{"by": "team"}, {"engine": "spark"}, {"min_incidents": 0}])
def test_options_that_there_are_not_are_refused(options):
    corpus = corpus_from_rows(*null_rows("fixed", 20, 20, seed=1))
    with pytest.raises(CausalError, match=str(next(iter(options.values())))):
        corpus.co_occurrence(**options)


def test_a_corpus_is_cut_into_at_least_so_many_parts():
    whole = small()
    assert len(list(whole)) == 1
    pieces = list(whole.cut(7))
    assert len(pieces) >= 7
    assert_same(merged(map(count_part, pieces)), merged(map(count_part, whole)))


@pytest.fixture
def client():
    distributed = pytest.importorskip("distributed")
    with distributed.Client(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", processes=True
    ) as started:
        yield started


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_dask_counts_the_same_on_two_workers(client):
    owners, factors, service = null_rows("heavy", 2_000, 200, seed=1, services=3)
    corpus = corpus_from_rows(owners, factors, service)
    for by in (None, "service"):
        pandas.testing.assert_frame_equal(
            corpus.co_occurrence(by=by, engine="dask"), corpus.co_occurrence(by=by)
        )
    assert len(client.run(os.getpid)) == 2


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_dask_loses_nothing_when_a_worker_is_killed_while_it_counts(client):
    owners, factors, service = null_rows("heavy", 60_000, 300, seed=2)
    whole = Parts.of(corpus_from_rows(owners, factors, service).tables, None)
    killed: list[int] = []
    found = dask(killing(cut(whole, 24), client, killed), 3, client=client)
    assert len(killed) == 1
    assert killed[0] not in client.run(os.getpid).values()
    assert_same(found, ENGINES["local"](whole, 3))


def killing(pieces, client, killed):
    """Yield the pieces; half way through, kill a worker that has one in hand."""
    for number, piece in enumerate(pieces):
        if number == len(pieces) // 2:
            process = busy(client)
            os.kill(process, signal.SIGKILL)
            killed.append(process)
        yield piece


def busy(client):
    """Return the process of a worker that is counting."""
    processes = client.run(os.getpid)
    while True:
        for address, work in client.processing().items():
            if work:
                return processes[address]
        client.submit(count_part, next(iter(small())), pure=False)
