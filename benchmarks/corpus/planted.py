"""Corpora from a seed: by chance alone, confounded by service, or with ties planted in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

LAWS = ("fixed", "geometric", "heavy")
LAYERS = ("review", "testing", "ci", "rollout", "capacity", "resilience", "detection", "response")


@dataclass(frozen=True)
class Drawn:
    incidents: int
    kinds: int
    owners: np.ndarray
    factors: np.ndarray
    service: np.ndarray
    planted: tuple[tuple[int, int], ...] = ()


def sizes_of(law, incidents, random):
    if law == "fixed":
        return np.full(incidents, 10)
    if law == "geometric":
        return np.minimum(60, 3 + random.geometric(1 / 7.5, incidents))
    return np.minimum(60, (3 + 4 * random.pareto(1.4, incidents)).astype(int))


def null(incidents, kinds, law="geometric", seed=0, services=1):
    """Factors drawn by a Zipf-like popularity; each service has favourites of its own."""
    random = np.random.default_rng(seed)
    service = random.integers(0, services, incidents)
    owners = np.repeat(np.arange(incidents), sizes_of(law, incidents, random))
    steps = np.cumsum(1 / (np.arange(kinds) + 10.0))
    drawn = np.searchsorted(steps / steps[-1], random.random(len(owners))).clip(0, kinds - 1)
    order = np.stack([random.permutation(kinds) for _ in range(services)])
    rows = owners * kinds + order[service[owners], drawn]
    rows.sort()
    rows = rows[np.diff(rows, prepend=-1) != 0]
    return Drawn(incidents, kinds, rows // kinds, rows % kinds, service)


def planted(incidents, kinds, law="geometric", seed=0, pairs=15, expected=20.0, lift=3.0):
    """A null corpus in which some pairs, expected so often, stand together `lift` times that."""
    base = null(incidents, kinds, law, seed)
    random = np.random.default_rng(seed + 1)
    counts = np.bincount(base.factors, minlength=kinds)
    sizes = np.bincount(base.owners, minlength=incidents).astype(float)
    rate = (sizes * (sizes - 1)).sum() / sizes.sum() ** 2
    extra = int(expected * (lift - 1))
    wanted = np.sqrt(expected / rate) - extra
    chosen = np.argsort(abs(counts - wanted), kind="stable")[: 2 * pairs].reshape(pairs, 2)
    rows = [base.owners * kinds + base.factors]
    for pair in chosen:
        who = random.choice(incidents, extra, replace=False)
        rows += [who * kinds + factor for factor in pair]
    found = np.unique(np.concatenate(rows))
    ties = tuple(tuple(sorted(pair)) for pair in chosen.tolist())
    return Drawn(incidents, kinds, found // kinds, found % kinds, base.service, ties)


def key(factor):
    return f"factor-{factor:05d}"


def frames(drawn, seed=0):
    """The tables of a drawn corpus, with links, layers, times, texts and actions."""
    random = np.random.default_rng(seed)
    n, rows = drawn.incidents, len(drawn.owners)
    sizes = np.bincount(drawn.owners, minlength=n)
    first = np.cumsum(sizes) - sizes
    position = np.arange(rows) - first[drawn.owners]
    ids = np.array([f"INC-{i:07d}" for i in range(n)], dtype=object)
    names = np.array([f"f{p}" for p in range(200)], dtype=object)
    keys = np.array([key(f) for f in range(drawn.kinds)], dtype=object)
    began = np.datetime64("2021-01-01T00:00") + np.sort(random.integers(0, 5 * 525_600, n))
    detected = began + random.integers(1, 60, n)
    mitigated = detected + random.integers(5, 300, n)
    stamps = {
        name: pd.Series(values.astype("datetime64[us]")).dt.tz_localize("UTC")
        for name, values in (("started", began), ("detected", detected), ("mitigated", mitigated))
    }
    incidents = pd.DataFrame(
        {"id": ids, "title": [f"Outage {i} of a service" for i in range(n)], **stamps}
        | {"severity": random.choice(["SEV1", "SEV2", "SEV3"], n)}
        | {"services": [(f"svc-{s}",) for s in drawn.service.tolist()]}
    )
    factors = pd.DataFrame(
        {
            "incident": ids[drawn.owners],
            "id": names[position],
            "key": keys[drawn.factors],
            "what": "Contributing factor " + pd.Series(keys[drawn.factors]),
            "layer": np.array(LAYERS, dtype=object)[drawn.factors % len(LAYERS)],
        }
    )
    inner = np.flatnonzero(position > 0)
    above = [inner, inner[random.random(len(inner)) < 0.4]]
    owner = np.concatenate([drawn.owners[rows] for rows in above])
    effect = np.concatenate([position[rows] for rows in above])
    cause = effect - np.concatenate(
        [np.minimum(position[r], random.geometric(0.3, len(r))) for r in above]
    )
    full = np.flatnonzero(sizes > 0)
    owner = np.concatenate([owner, full])
    cause = np.concatenate([cause, sizes[full] - 1])
    effect_names = np.concatenate([names[effect], np.full(len(full), "outcome", dtype=object)])
    links = pd.DataFrame(
        {"incident": ids[owner], "cause": names[cause], "effect": effect_names}
    ).drop_duplicates()
    who = np.repeat(full, 2)
    actions = pd.DataFrame(
        {
            "incident": ids[who],
            "id": np.tile(["A1", "A2"], len(full)),
            "what": "Add a guard",
            "hardens": "testing",
            "addresses": [
                (name,) for name in names[(random.random(len(who)) * sizes[who]).astype(int)]
            ],
            "owner": np.char.add("team-", random.integers(0, 300, len(who)).astype(str)),
            "status": random.choice(["open", "done", "in_progress"], len(who)),
            "due": pd.Series(began[who].astype("datetime64[D]") + 30),
        }
    )
    return {"incidents": incidents, "factors": factors, "links": links, "actions": actions}
