"""Corpora in which factors stand together by chance alone, or by a tie that was put there."""

from __future__ import annotations

import os
from pathlib import Path

import numpy
import pandas

from causal.corpus import Corpus
from causal.corpus.read.one_file import Found, read_file

LAWS = ("fixed", "geometric", "heavy")


def sizes_of(law: str, incidents: int, random: numpy.random.Generator) -> numpy.ndarray:
    if law == "fixed":
        return numpy.full(incidents, 8)
    if law == "geometric":
        return numpy.minimum(60, 1 + random.geometric(1 / 8, incidents))
    return numpy.minimum(60, (2 + 3 * random.pareto(1.3, incidents)).astype(int))


def null_rows(
    law: str, incidents: int, kinds: int, seed: int, services: int = 1
) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Return incident and factor of each row, and the service of each incident.

    Each service has favourites of its own, so that across services factors seem tied.
    """
    random = numpy.random.default_rng(seed)
    sizes = sizes_of(law, incidents, random)
    service = random.integers(0, services, incidents)
    weight = 1 / (numpy.arange(kinds) + 10.0)
    steps = numpy.cumsum(weight / weight.sum())
    order = numpy.stack([random.permutation(kinds) for _ in range(services)])
    owners = numpy.repeat(numpy.arange(incidents), sizes)
    drawn = numpy.searchsorted(steps, random.random(len(owners))).clip(0, kinds - 1)
    rows = numpy.unique(owners * kinds + order[service[owners], drawn])
    return rows // kinds, rows % kinds, service


def corpus_from_rows(
    owners: numpy.ndarray, factors: numpy.ndarray, service: numpy.ndarray
) -> Corpus:
    ids = [f"I{n}" for n in range(len(service))]
    keys = pandas.Series([f"k{f:04d}" for f in factors], dtype=object)
    return Corpus.from_frames(
        incidents=pandas.DataFrame({"id": ids, "services": [(f"s{s}",) for s in service]}),
        factors=pandas.DataFrame({"incident": [ids[o] for o in owners], "id": keys, "key": keys}),
    )


def die_once(item: tuple[Path, int, int]) -> int:
    """Kill a process other than the caller's the first time, and answer the second."""
    flag, caller, number = item
    if number == 4 and os.getpid() != caller and not flag.exists():
        flag.write_text("died", encoding="utf-8")
        os._exit(9)
    return number * number


def die_always(item: tuple[int, int]) -> int:
    """Kill every process but the caller's that is given number 4."""
    caller, number = item
    if number == 4 and os.getpid() != caller:
        os._exit(9)
    return number * number


def read_or_die(path: Path) -> Found:
    """Read a file; one that is named so kills the process."""
    if path.stem == "deadly":
        os._exit(9)
    return read_file(path)
