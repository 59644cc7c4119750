"""Best fixes of a seeded corpus: time to a proof, and what easier plans prevent beside it.

Run: ``python benchmarks/corpus/best_fixes.py fixes [incidents] [factors] [budget]``.
"""

from __future__ import annotations

import time
from random import Random
from typing import Any

from measuring import main, tell

from causal.corpus import Corpus
from causal.model import Incident

LAYERS = ("review", "testing", "ci", "rollout", "capacity", "resilience", "detection", "response")


def incident_data(rng: Random, number: int, keys: list[str]) -> dict[str, Any]:
    """Return an incident of 4 to 14 keyed conditions under nested gates, and its amplifiers.

    Which keys it has follows a Zipf law, so that some come back often and most hardly ever. Each
    key has a tendency of its own, whatever its rank, to be needed rather than one of several ways
    or something that only made it worse.
    """
    tend = {key: Random(key).random() for key in keys}
    weights = [1 / (rank + 3) for rank in range(len(keys))]
    chosen = list(dict.fromkeys(rng.choices(keys, weights, k=rng.randint(4, 14))))
    factors: dict[str, Any] = {"change": {"what": "A change", "kind": "trigger"}}
    for key in chosen:
        factors[f"f-{key}"] = {"what": f"Case of {key}", "key": key, "layer": rng.choice(LAYERS)}
    loose = [name for name in factors if name != "change"]
    worse = [name for name in loose if rng.random() < 0.5 - 0.5 * tend[name[2:]]][:3]
    loose = [name for name in loose if name not in worse] or [worse.pop()]
    loose.sort(key=lambda name: tend[name[2:]] + 0.3 * rng.random())
    level = 0  # those least needed come first: one of several ways
    while len(loose) > 3:
        level += 1
        taken = [loose.pop(0) for _ in range(3)]
        op = "any" if level <= 2 else rng.choices(["all", "any", "at_least"], [6, 3, 1])[0]
        gate: dict[str, Any] = {op: taken} if op != "at_least" else {"at_least": 2, "of": taken}
        factors[f"state-{level}"] = {"what": f"State {level}", "because": gate}
        loose.append(f"state-{level}")
    minutes = round(min(2000.0, rng.lognormvariate(4, 1.2))) + 1
    return {
        "causal": 1,
        "id": f"INC-{number:06d}",
        "title": f"Incident {number}",
        "times": {
            "started": "2025-01-01T00:00Z",
            "mitigated": f"2025-01-{1 + minutes // 1440:02d}T"
            f"{minutes // 60 % 24:02d}:{minutes % 60:02d}Z",
        },
        "outcome": {
            "what": "It failed",
            "because": ["change", *loose],
            "worsened_by": [
                {"factor": name, "of": "detect", "minutes": max(1, minutes // 4)} for name in worse
            ],
        },
        "factors": factors,
    }


def generate(incidents: int, factors: int, seed: int = 1) -> Corpus:
    """Return a seeded corpus kept in memory."""
    rng = Random(seed)
    keys = [f"k{n:03d}" for n in range(factors)]
    data = (incident_data(rng, number, keys) for number in range(incidents))
    return Corpus(map(Incident.from_data, data))


def fixes(incidents: int = 1000, factors: int = 300, budget: int = 10) -> None:
    """Print the time to a proof and the objective of each plan."""
    corpus = generate(incidents, factors)
    for objective in ("incidents", "minutes"):
        start = time.perf_counter()
        answer = corpus.best_fixes(budget, objective=objective)
        answer._problem  # noqa: B018  # compiling the cut sets is timed apart
        compiled = time.perf_counter()
        worked = time.process_time()
        proven = answer.optimal
        solved, worked = time.perf_counter(), time.process_time() - worked
        plans = {row["plan"]: row["objective"] for row in answer.compared.to_dict("records")}
        tell(
            objective=objective,
            incidents=incidents,
            factors=factors,
            budget=budget,
            cut_sets_s=compiled - start,
            exact_s=solved - compiled,
            exact_processor_s=worked,
            proven=proven,
            gap=answer.gap,
            greedy_bound=answer._problem[0].greedy.bound,
            total=answer.total,
            plans=plans,
        )


if __name__ == "__main__":
    main(fixes)
