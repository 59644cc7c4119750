"""Incidents to draw: small ones by hand, large ones by chance from a seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from causal.model import DEFAULT_LAYERS, Incident

__all__ = [
    "connection_pool",
    "eventful",
    "incident",
    "labelled",
    "layered_states",
    "random_incident",
    "recorded",
    "uncertain",
]

_WORDS = [
    *("the", "cache", "pool", "queue", "was", "exhausted", "slow", "stale", "missing", "for"),
    *("config", "deploy", "alert", "quota", "limit", "retry", "budget", "region", "failover"),
    *("runbook", "owner", "test", "review"),
]


def incident(**parts: Any) -> Incident:
    """Return a small sound incident, changed by `parts`."""
    sound: dict[str, Any] = {
        "causal": 1,
        "id": "INC-1",
        "title": "It broke",
        "outcome": {"what": "It was down", "because": ["a"]},
        "factors": {"a": {"what": "A thing failed"}},
    }
    return Incident.model_validate(sound | parts)


def labelled(text: str) -> Incident:
    """Return an incident that says `text` wherever it may."""
    return incident(
        id="INC-1",
        title=text,
        outcome={
            "what": text,
            "because": ["a", {"any": ["b", "c"]}],
            "worsened_by": [{"factor": "d", "of": "detect"}],
        },
        factors={
            "a": {"what": text, "kind": "trigger", "evidence": [text]},
            "b": {"what": text, "layer": "review", "evidence": ["https://e.example/?a=1&b=<2>"]},
            "c": {"what": text, "layer": "ci", "confidence": "suspected"},
            "d": {"what": text, "layer": "detection"},
        },
        actions={"A1": {"what": text, "addresses": ["b"], "hardens": "review", "status": "done"}},
        five_whys={"chain": ["a", {"answer": text}]},
        times={"started": "2025-03-14T14:02Z", "resolved": "2025-03-14T14:12Z"},
        timeline=[
            {"at": "2025-03-14T14:02Z", "what": text, "kind": text, "by": text, "factor": "a"}
        ],
        impact={"users": text},
        layers={"review": {"title": text, "known_gaps": [text]}},
    )


def connection_pool() -> Incident:
    """Return the incident of an exhausted pool: a long chain and five gaps in five layers."""
    return incident(
        id="INC-2041",
        title="Checkout failed for users for 47 minutes",
        outcome={
            "what": "Checkout failed for users for 47 minutes",
            "because": ["site-down", "shallow-health-check"],
        },
        factors={
            "site-down": {"what": "The site stopped answering", "because": ["lb-stopped-routing"]},
            "lb-stopped-routing": {
                "what": "The load balancer stopped routing",
                "because": ["health-check-failing"],
            },
            "health-check-failing": {
                "what": "The health check failed, late",
                "because": ["service-500s"],
            },
            "service-500s": {"what": "The service returned 500s", "because": ["pool-exhausted"]},
            "pool-exhausted": {
                "what": "The database connection pool was exhausted",
                "because": ["bad-query-live", "pool-sized-for-old-traffic"],
            },
            "bad-query-live": {
                "what": "A query that holds connections reached production",
                "because": ["n-plus-one", "no-context", "tests-miss-query", "canary-too-short"],
            },
            "n-plus-one": {"what": "A deploy introduced an N+1 query pattern", "kind": "trigger"},
            "no-context": {
                "what": "The reviewer was unfamiliar with the code area",
                "layer": "review",
            },
            "tests-miss-query": {
                "what": "The unit tests did not exercise the production query pattern",
                "layer": "testing",
            },
            "canary-too-short": {
                "what": "The canary did not run long enough to see the pool run out",
                "layer": "rollout",
            },
            "pool-sized-for-old-traffic": {
                "what": "The pool size was set years ago for an older traffic level",
                "layer": "capacity",
                "evidence": ["https://dash.example/pool"],
            },
            "shallow-health-check": {
                "what": "The health check was a simple HTTP 200 on a cached response",
                "layer": "detection",
            },
        },
        actions={
            "A1": {
                "what": "Derive the pool size from peak concurrency",
                "addresses": ["pool-sized-for-old-traffic"],
                "hardens": "capacity",
                "status": "done",
            },
            "A2": {
                "what": "Let the canary bake for an hour",
                "addresses": ["canary-too-short"],
                "hardens": "rollout",
            },
        },
        five_whys={
            "chain": [
                "site-down",
                "lb-stopped-routing",
                "health-check-failing",
                "service-500s",
                "pool-exhausted",
                "bad-query-live",
            ],
            "action": {
                "what": "Review queries more carefully",
                "addresses": ["bad-query-live"],
                "hardens": "review",
            },
        },
        layers={
            "ci": {"state": "held", "stopped": "a second bad migration"},
            "testing": {"known_gaps": ["no load test of the checkout path"]},
        },
    )


def uncertain() -> Incident:
    """Return an incident with every kind of join, doubt, and what made it worse."""
    return incident(
        outcome={
            "what": "Payments were charged twice",
            "because": ["sent-twice", "no-key"],
            "worsened_by": [
                {"factor": "alert-muted", "of": "detect", "minutes": 34},
                {"factor": "by-hand", "of": "mitigate", "minutes": 120},
            ],
        },
        factors={
            "sent-twice": {
                "what": "Charge requests were sent more than once",
                "because": {
                    "any": [
                        "restarted",
                        "redelivered",
                        {"at_least": 2, "of": ["zone-a", "zone-b", "zone-c"]},
                    ]
                },
            },
            "no-key": {"what": "The charge API accepts requests without a key", "layer": "access"},
            "restarted": {"what": "Workers restarted within a batch", "because": ["deploy"]},
            "redelivered": {
                "what": "The queue delivered messages again",
                "because": ["slow-batch", {"cause": "timeout", "confidence": "suspected"}],
            },
            "slow-batch": {"what": "A batch took long", "confidence": "suspected"},
            "timeout": {"what": "The timeout was left at its default", "layer": "ci"},
            "deploy": {"what": "Deploy during a batch run", "kind": "trigger"},
            "zone-a": {"what": "Zone A was slow"},
            "zone-b": {"what": "Zone B was slow"},
            "zone-c": {"what": "Zone C was slow"},
            "alert-muted": {
                "what": "The alert was muted since a migration",
                "layer": "detection",
                "because": ["never-reviewed"],
            },
            "never-reviewed": {"what": "Muted alerts are never reviewed", "layer": "ownership"},
            "by-hand": {"what": "Refunds had to be made by hand", "layer": "recovery"},
        },
    )


def random_incident(size: int, seed: int, *, layered: float = 0.6) -> Incident:
    """Return an incident of `size` factors; links may run against the order of the layers."""
    chance = random.Random(seed)
    layers = list(DEFAULT_LAYERS)
    names = [f"f{number}" for number in range(size)]
    factors: dict[str, dict[str, Any]] = {}
    used: set[str] = set()
    for number, name in enumerate(names):
        words = [chance.choice(_WORDS) for _ in range(chance.randint(1, 12))]
        facts: dict[str, Any] = {"what": " ".join(words)}
        if chance.random() < layered:
            near = int(number / size * 10 + chance.random() * 4)
            facts["layer"] = layers[min(near, 12)]
        if number and chance.random() < 0.6:
            pool = names[max(0, number - 15) : number]
            causes = chance.sample(pool, min(len(pool), chance.choice([1, 1, 2, 3, 4])))
            used.update(causes)
            facts["because"] = {"any": causes} if chance.random() < 0.2 else causes
        factors[name] = facts
    factors[names[0]]["kind"] = "trigger"
    factors[names[0]].pop("layer", None)
    loose = [name for name in names if name not in used]
    worse = loose[:2] if len(loose) > 3 else []
    outcome: dict[str, Any] = {
        "what": "Everything was down for a while",
        "because": [name for name in loose if name not in worse],
        "worsened_by": [{"factor": name, "of": "detect", "minutes": 5} for name in worse],
    }
    return incident(id=f"GEN-{size}-{seed}", outcome=outcome, factors=factors)


def recorded() -> Incident:
    """Return the exhausted pool with its times, a timeline, and actions of every kind."""
    pool = connection_pool()
    data = pool.model_dump(mode="json", exclude_defaults=True)
    data["causal"] = 1
    data["actions"] |= {
        "A3": {
            "what": "Roll back",
            "addresses": ["n-plus-one"],
            "kind": "repair",
            "status": "done",
        },
        "A4": {
            "what": "Shed load when the pool is short",
            "effect": "adds_barrier",
            "on": {"cause": "pool-exhausted", "effect": "service-500s"},
            "hardens": "resilience",
            "owner": "orders-db team",
            "due": "2025-05-01",
            "status": "in_progress",
        },
        "A5": {"what": "Rewrite it all", "addresses": ["no-context"], "status": "cancelled"},
        "A6": {"what": "Ask for fewer deploys", "addresses": ["n-plus-one"]},
        "A7": {"what": "Write a guide to postmortems", "hardens": "ownership"},
    }
    day = "2025-03-14T"
    data["times"] = {
        "started": f"{day}14:02Z",
        "detected": f"{day}14:19Z",
        "declared": f"{day}14:21Z",
        "mitigated": f"{day}14:49Z",
        "resolved": f"{day}15:30Z",
    }
    data["impact"] = {"users": 18400}
    data["timeline"] = [
        {"at": "2025-02-01T09:00Z", "what": "The pool was last looked at", "kind": "review"},
        {"at": f"{day}14:02Z", "what": "Deploy", "kind": "change", "factor": "n-plus-one"},
        {"at": f"{day}14:19Z", "what": "An alert", "kind": "detection", "by": "pager"},
        {"at": f"{day}14:21Z", "what": "Declared", "kind": "response"},
        {"at": f"{day}14:49Z", "what": "Rolled back", "kind": "mitigation"},
        {"at": f"{day}15:30Z", "what": "All clear", "kind": "recovery"},
    ]
    return Incident.model_validate(data)


def eventful(size: int, seed: int) -> Incident:
    """Return a random incident with times, a timeline and actions, all by chance from the seed."""
    made = random_incident(size, seed)
    chance = random.Random(seed + 1)
    names = list(made.factors)
    start = datetime(2025, 3, 14, 14, 2, tzinfo=UTC)
    spans = [0, 1, 3, 17, 60, 600, 9_000]
    moments = [start + timedelta(minutes=sum(chance.choices(spans, k=3))) for _ in range(size + 5)]
    moments.sort()
    words = ("change", "detection", "response", "mitigation", "recovery", "odd", None)
    timeline = [
        {"at": at, "what": " ".join(chance.choices(_WORDS, k=6)), "kind": chance.choice(words)}
        | ({"factor": chance.choice(names)} if chance.random() < 0.4 else {})
        for at in moments
    ]
    picked = sorted(chance.sample(moments, 5))
    keys = ("started", "detected", "declared", "mitigated", "resolved")
    links = [(link.cause, effect) for link, effect in made.links()]
    actions: dict[str, dict[str, Any]] = {}
    for number in range(chance.randint(1, size + 2)):
        facts: dict[str, Any] = {
            "what": " ".join(chance.choices(_WORDS, k=chance.randint(1, 14))),
            "status": chance.choice(["open", "in_progress", "done", "cancelled"]),
            "kind": chance.choice(["prevent", "detect", "mitigate", "repair", None]),
        }
        if chance.random() < 0.2:
            cause, effect = chance.choice(links)
            facts |= {"effect": "adds_barrier", "on": {"cause": cause, "effect": effect}}
            facts["kind"] = None
        elif chance.random() < 0.9:
            facts["addresses"] = chance.sample(names, min(len(names), chance.choice([1, 1, 2, 3])))
        basic = all(made.because(name) is None for name in facts.get("addresses", ()))
        if chance.random() < 0.6 or not facts.get("addresses") or not basic:
            facts["hardens"] = chance.choice(list(DEFAULT_LAYERS))
        actions[f"A{number}"] = facts
    return made.replace(
        times=dict(zip(keys, picked, strict=True)), timeline=timeline, actions=actions
    )


def layered_states() -> Incident:
    """Return an incident with layers of every state, several holes in some, and known holes."""
    holes = {
        "no-owner": ("No code owner of the schema", "review"),
        "hurried": ("Approved in four minutes", "review"),
        "no-copy": ("Staging has no such table", "testing"),
        "skipped": ("The contract test was skipped", "testing"),
        "no-writes": ("The canary carried no write traffic", "rollout"),
        "late-alert": ("The alert fired after 20 minutes", "detection"),
        "two-truths": ("Two dashboards disagreed", "detection"),
    }
    factors: dict[str, Any] = {n: {"what": w, "layer": layer} for n, (w, layer) in holes.items()}
    factors["renamed"] = {"what": "A migration renamed a column", "kind": "trigger"}
    return incident(
        id="INC-9",
        title="Orders were lost",
        factors=factors,
        outcome={
            "what": "Orders were lost for 40 minutes",
            "because": [
                "renamed",
                "no-owner",
                "hurried",
                "no-writes",
                {"any": ["no-copy", "skipped"]},
            ],
            "worsened_by": [
                {"factor": "late-alert", "of": "detect", "minutes": 18},
                {"factor": "two-truths", "of": "mitigate"},
            ],
        },
        actions={
            "A1": {"what": "Name an owner", "addresses": ["no-owner"], "status": "done"},
            "A2": {"what": "Send writes to the canary", "addresses": ["no-writes"]},
        },
        layers={
            "ci": {
                "state": "held",
                "stopped": "a second bad migration",
                "known_gaps": ["old code"],
            },
            "access": {"state": "held"},
            "recovery": {"state": "not_reached"},
            "capacity": {"known_gaps": ["no quota on batch jobs"]},
            "rollout": {"known_gaps": [f"known hole {n}" for n in range(1, 6)]},
        },
    )
