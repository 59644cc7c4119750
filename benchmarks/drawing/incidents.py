"""The incidents that are drawn: one of 14 factors by hand, real ones, and 100 from a seed."""

from __future__ import annotations

import random
from pathlib import Path

import causal
from causal.model import DEFAULT_LAYERS

__all__ = ["generated", "hundred", "layered", "others", "real"]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

WORDS = (
    *("the", "cache", "pool", "queue", "was", "exhausted", "slow", "stale", "missing", "for"),
    *("config", "deploy", "alert", "quota", "limit", "retry", "budget", "region", "failover"),
    *("runbook", "owner", "test", "review"),
)


def layered() -> causal.Incident:
    return causal.load(Path(__file__).with_name("layered.yaml"))


def real() -> list[causal.Incident]:
    """Return the incidents in `examples`, encoded from what their owners published."""
    files = sorted([*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("corpus/*.yaml")])
    # The catalogue beside them is no incident.
    return [causal.load(f) for f in files if "\noutcome:" in f.read_text(encoding="utf-8")]


def hundred() -> list[causal.Incident]:
    """Return 100 incidents of 10 to 60 factors."""
    return [generated(10 + round(number * 50 / 99), number) for number in range(100)]


def others() -> list[causal.Incident]:
    """Return another 100 incidents of the same sizes, which no choice in the layout was held to."""
    return [generated(10 + round(number * 50 / 99), 2000 + number) for number in range(100)]


def generated(size: int, seed: int) -> causal.Incident:
    """Return an incident of `size` factors: a spine of events, and gaps that let them through.

    A third of the factors are events, each led to by the one before it. The others are gaps, each
    in a layer by chance; a gap lets one event through, one in four a second. Three in ten have an
    earlier gap behind them, and two in ten an earlier event. One node in six with causes takes any
    of them. The last gap only made it worse.
    """
    chance = random.Random(seed)
    layers = list(DEFAULT_LAYERS)
    spine = [f"e{number}" for number in range(max(size // 3, 2))]
    gaps = [f"g{number}" for number in range(size - len(spine))]
    because: dict[str, list[str]] = {name: [] for name in (*spine, *gaps, "outcome")}
    for before, after in zip(spine, [*spine[1:], "outcome"], strict=True):
        because[after].append(before)
    earliest: dict[str, int] = {}
    for number, gap in enumerate(gaps[:-1]):
        hit = chance.sample(range(1, len(spine) + 1), 2 if chance.random() < 0.25 else 1)
        for at in hit:
            because[spine[at] if at < len(spine) else "outcome"].append(gap)
        earliest[gap] = min(hit)
        if number and chance.random() < 0.3:
            cause = chance.choice(gaps[:number])
            because[gap].append(cause)
            earliest[cause] = min(earliest[cause], earliest[gap])
    for gap in _settled(earliest, because):
        # Only an event before everything the gap leads to, or the causes would run in a circle.
        if chance.random() < 0.2:
            because[gap].append(spine[chance.randrange(earliest[gap])])
    factors: dict[str, dict[str, object]] = {}
    for name in (*spine, *gaps):
        what = " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, 12)))
        factors[name] = {"what": what}
        if name in gaps:
            factors[name]["layer"] = chance.choice(layers)
        if causes := because[name]:
            takes_any = len(causes) > 1 and chance.random() < 1 / 6
            factors[name]["because"] = {"any": causes} if takes_any else causes
    factors[spine[0]]["kind"] = "trigger"
    worse = {"factor": gaps[-1], "of": "detect", "minutes": 5}
    outcome = {"what": "Down", "because": because["outcome"], "worsened_by": [worse]}
    return causal.Incident.model_validate(
        {
            "causal": 1,
            "id": f"made-{size}-{seed}",
            "title": "Everything was down for a while",
            "outcome": outcome,
            "factors": factors,
        }
    )


def _settled(earliest: dict[str, int], because: dict[str, list[str]]) -> list[str]:
    """Carry over what a gap leads to through other gaps, and return the gaps in order."""
    for gap in reversed(list(earliest)):
        for cause in because[gap]:
            earliest[cause] = min(earliest[cause], earliest[gap])
    return list(earliest)
