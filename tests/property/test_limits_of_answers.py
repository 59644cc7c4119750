"""Whatever is asked of whatever graph ends within its budget, and says what did not finish."""

from __future__ import annotations

import contextlib
import inspect
import random
import time
from functools import partial
from pathlib import Path

import pytest

import causal
from causal.render.views import VIEWS

pytestmark = pytest.mark.slow
SECONDS = 1.0
BUDGET = causal.Budget(seconds=SECONDS, memory_gib=0.25)
MOST = 1.5 * SECONDS + 1.0
MOST_MEMORY = 1.3 * 0.25 * 2**30 + (64 << 20)
FACTOR = {"what": "It was so"}


def names(count, letter="f"):
    return [f"{letter}{n}" for n in range(count)]


def pairs(count):
    """Return an outcome of *all of* pairs, of which either will do: 2^n minimal sets."""
    of = [(f"a{n}", f"b{n}") for n in range(count // 2)]
    return [{"any": list(pair)} for pair in of], {f: FACTOR for pair in of for f in pair}


def k_of_n(count):
    return {"at_least": count // 2, "of": names(count)}, dict.fromkeys(names(count), FACTOR)


def dag(count):
    rng, every = random.Random(1), names(count)
    factors, read = {}, set()
    for at, name in enumerate(every):
        later = every[at + 1 : at + 40]
        chosen = rng.sample(later, min(len(later), rng.choice([0, 2, 3])))
        gate = {"because": {rng.choice(["all", "any"]): chosen}} if len(chosen) > 1 else {}
        read.update(chosen if gate else ())
        factors[name] = {**FACTOR, **gate}
    return [n for n in every if n not in read], factors


def grid(count):
    side, factors = int(count**0.5), {}
    for row in range(side):
        for column in range(side):
            near = ((row + 1, column), (row, column + 1))
            below = [f"g{r}-{c}" for r, c in near if r < side and c < side]
            op = "any" if (row + column) % 2 else "all"
            because = {op: below} if len(below) > 1 else below
            gate = {"because": because} if below else {}
            factors[f"g{row}-{column}"] = {**FACTOR, **gate}
    return ["g0-0"], factors


def chain(count):
    following = zip(names(count), [*names(count)[1:], None], strict=True)
    factors = {n: {**FACTOR, **({"because": [after]} if after else {})} for n, after in following}
    return ["f0"], factors


def bipartite(count):
    rng, low, high = random.Random(2), names(count // 2, "l"), names(count // 2, "h")
    factors = {h: {**FACTOR, "because": {"any": rng.sample(low, min(9, len(low)))}} for h in high}
    used = {c for f in factors.values() for c in f["because"]["any"]}
    return high, {**factors, **{f: FACTOR for f in low if f in used}}


def wide(count):
    return {"any": names(count)}, dict.fromkeys(names(count), FACTOR)


def layers(count):
    known = ("review", "testing", "ci", "rollout", "capacity", "detection")
    because, factors = pairs(count)
    return because, {f: {**FACTOR, "layer": known[n % 6]} for n, f in enumerate(factors)}


def unconfirmed(count):
    because, factors = pairs(count)
    return because, {f: {**FACTOR, "confidence": "suspected"} for f in factors}


def keyed(count):
    because, factors = pairs(count)
    return because, {f: {**FACTOR, "key": f"key {f}"} for f in factors}


FAMILIES = {
    made.__name__: made
    for made in (pairs, k_of_n, dag, grid, chain, bipartite, wide, layers, unconfirmed, keyed)
}
SIZES = (40, 200, 2000)
EVERY = [*FAMILIES, "amplifiers"]
CASES = [(family, count) for family in EVERY for count in SIZES]
PICTURED = [(family, count) for family in EVERY for count in (40, 600)]


def incident(family, count):
    """Return an incident of a family, with up to 60 actions on its factors."""
    worse = []
    if family == "amplifiers":
        because, factors = ["a"], {"a": FACTOR, **dict.fromkeys(names(count), FACTOR)}
        worse = [{"factor": f, "of": "detect", "minutes": 1} for f in names(count)]
    else:
        because, factors = FAMILIES[family](count)
    some = list(factors)[:: max(1, len(factors) // 60)]
    mend = {"what": "Mend", "hardens": "review"}
    return causal.Incident.from_data(
        {
            "causal": 1,
            "id": f"{family}-{count}",
            "title": family,
            "times": {"started": "2025-01-01T00:00Z", "resolved": "2025-01-01T01:00Z"},
            "timeline": [{"at": "2025-01-01T00:00Z", "what": "It began"}],
            "outcome": {"what": "Down", "because": because, "worsened_by": worse},
            "factors": factors,
            "actions": {f"A{n}": {**mend, "addresses": [f]} for n, f in enumerate(some)},
        }
    )


QUESTIONS = {
    "explain": causal.explain,
    "assess_actions": causal.assess_actions,
    "assess_layers": causal.assess_layers,
    "assess_links": causal.assess_links,
    "assess_uncertainty": causal.assess_uncertainty,
    "cheapest_fix": causal.cheapest_fix,
}


def memory(field):
    """Return so many bytes as the system says of this process; 0 where it says nothing."""
    status = Path("/proc/self/status")
    found = status.read_text().split(f"{field}:")[1:] if status.exists() else []
    return int(found[0].split()[0]) * 1024 if found else 0


def measured(answers):
    """Return what of some answers took longer or more memory than it may."""
    over = {}
    for name, answer in answers.items():
        with contextlib.suppress(OSError):  # begin the peak anew
            Path("/proc/self/clear_refs").write_text("5")
        held, began = memory("VmRSS"), time.process_time()
        try:
            assert answer()
        except causal.NotFinished as error:
            assert "within" in str(error)
        took, grown = time.process_time() - began, memory("VmHWM") - held
        if took > MOST or grown > MOST_MEMORY:
            over[name] = f"{took:.1f} s, {grown >> 20} MiB"
    return over


@pytest.mark.parametrize(("family", "count"), CASES)
def test_every_question_ends_and_says_what_it_did_not_finish(family, count):
    subject = incident(family, count)
    asked = {name: partial(ask, subject, budget=BUDGET) for name, ask in QUESTIONS.items()}
    assert not measured({name: lambda ask=ask: ask().sentences() for name, ask in asked.items()})


@pytest.mark.parametrize(("family", "count"), CASES)
def test_every_report_ends_and_is_a_document(family, count):
    subject = incident(family, count)
    made = {
        template: partial(causal.report, subject, template=template, budget=BUDGET)
        for template in ("postmortem", "google-sre", "review-meeting")
    }
    assert not measured(made)


@pytest.mark.parametrize(("family", "count"), PICTURED)
def test_every_picture_ends_or_says_that_it_did_not_finish(family, count):
    subject = incident(family, count)

    def drawn(view):
        with contextlib.suppress(causal.NothingToDraw):
            return causal.draw(subject, view, budget=BUDGET).svg
        return "nothing"

    assert not measured({view: partial(drawn, view) for view in VIEWS})


@pytest.mark.parametrize("count", (40, 200, 600))
def test_every_question_to_many_ends(count):
    subjects = [
        incident(family, count).replace(id=f"{family}-{number}")
        for family in EVERY
        for number in range(2)
    ]
    many = causal.Corpus(subjects)
    asked = {}
    for name, method in inspect.getmembers(type(many), inspect.isfunction):
        taken = inspect.signature(method).parameters
        if name.startswith(("_", "proposed")) or any(
            p.default is p.empty for p in [*taken.values()][1:]
        ):
            continue
        ask = getattr(many, name)
        limits = {"budget": BUDGET} if "budget" in taken else {}
        asked[name] = lambda ask=ask, limits=limits: str(ask(**limits)) or "nothing"
    assert len(asked) > 12
    assert not measured(asked)
