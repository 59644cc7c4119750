"""Incidents for corpus tests: small ones said in a line, random ones, and files that hold them."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from causal.corpus import Corpus, load_corpus
from causal.model import Gate, Incident, Link

LAYERS = ("testing", "rollout", "capacity", "detection", "review")
KEYS = ("no-alert", "no-canary", "pool-stale", "no-test", "no-owner")
STATUSES = ("open", "in_progress", "done", "cancelled", None)


def sample(id: str, **changes: Any) -> dict[str, Any]:
    """Return an incident of one trigger and one gap, as the data of a file."""
    data: dict[str, Any] = {
        "causal": 1,
        "id": id,
        "title": f"Title of {id}",
        "outcome": {"what": "It failed", "because": ["deploy", "pool"]},
        "factors": {
            "deploy": {"what": "A deploy", "kind": "trigger"},
            "pool": {"what": f"A small pool in {id}", "layer": "capacity", "key": "pool-stale"},
        },
    }
    return data | changes


def times(day: str, minutes: int | None = None) -> dict[str, str]:
    found = {"started": f"{day}T10:00Z"}
    if minutes is not None:
        found["mitigated"] = f"{day}T{10 + minutes // 60}:{minutes % 60:02d}Z"
    return found


def corpus_of(folder: Path, *incidents: dict[str, Any]) -> Corpus:
    """Return the corpus of these incidents, written to files in their order."""
    for number, data in enumerate(incidents):
        (folder / f"{number:04d}.json").write_text(json.dumps(data), encoding="utf-8")
    return load_corpus(folder)


def random_incident(random: Random, id: str) -> dict[str, Any]:
    """Return an incident of up to nine factors with any mixture of gates, keys and actions."""
    names = [f"f{n}" for n in range(random.randint(2, 9))]
    factors: dict[str, Any] = {}
    for index, name in enumerate(names):
        factor: dict[str, Any] = {"what": f"{name} of {id}"}
        if index and random.random() < 0.5:
            factor["because"] = _formula(random, names[:index])
        if random.random() < 0.6:
            factor["layer"] = random.choice(LAYERS)
        if random.random() < 0.6:
            factor["key"] = random.choice(KEYS)
        factors[name] = factor
    used = _used(factors)
    loose = [name for name in names if name not in used]
    split = random.randint(1, len(loose))
    outcome: dict[str, Any] = {"what": "It failed", "because": _formula(random, loose[:split])}
    outcome["because"] = {"all": loose[:split]} if split > 1 else [loose[0]]
    outcome["worsened_by"] = loose[split:]
    found = sample(id, factors=factors, outcome=outcome)
    found["services"] = sorted(random.sample(["api", "web", "db"], random.randint(0, 3)))
    if random.random() < 0.8:
        day = f"2025-0{random.randint(1, 9)}-1{random.randint(0, 9)}"
        found["times"] = times(day, random.choice([None, 5, 90]))
    found["actions"] = {f"A{n}": _action(random, names) for n in range(random.randint(0, 4))}
    return found


def _action(random: Random, names: list[str]) -> dict[str, Any]:
    action: dict[str, Any] = {"what": "Do it", "hardens": random.choice(LAYERS)}
    action["addresses"] = random.sample(names, random.randint(0, 2))
    if (status := random.choice(STATUSES)) is not None:
        action["status"] = status
    if random.random() < 0.5:
        action["due"] = f"2026-0{random.randint(1, 9)}-01"
    if random.random() < 0.3:
        action["kind"] = "repair"
    if random.random() < 0.5:
        action["owner"] = random.choice(["platform", "payments"])
    if random.random() < 0.5:
        action["priority"] = random.choice(["P1", "P2"])
    return action


def _formula(random: Random, below: list[str]) -> Any:
    members = random.sample(below, random.randint(1, min(3, len(below))))
    kind = random.choice(["all", "any", "at_least"])
    if kind == "at_least":
        return {"at_least": random.randint(1, len(members)), "of": members}
    return {kind: members}


def _used(factors: dict[str, Any]) -> set[str]:
    used: set[str] = set()
    for factor in factors.values():
        for part in factor.get("because", {}).values():
            if isinstance(part, list):
                used.update(part)
    return used


def comes_about(incident: Incident, without: set[str]) -> bool:
    """Return by plain recursion whether the outcome holds with some factors forced false."""

    def holds(gate: Gate) -> bool:
        met = [true(m.cause) if isinstance(m, Link) else holds(m) for m in gate.of]
        return sum(met) >= {"all": len(met), "any": 1, "at_least": gate.k or 0}[gate.op]

    def true(factor: str) -> bool:
        gate = incident.because(factor)
        return factor not in without and (gate is None or holds(gate))

    assert incident.outcome.because is not None
    return holds(incident.outcome.because)
