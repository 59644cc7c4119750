"""Corpora from a seed with patterns planted in them: triples, links, fixes, themes, duplicates.

Each function returns a drawn corpus or its tables, and what was planted, so that it can be told
whether what a corpus answers is what was put there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import planted
from planted import Drawn, frames


def of_rows(base, rows):
    """A drawn corpus with these rows, an incident and a factor in each as one number."""
    rows = np.unique(rows)
    return replace(base, owners=rows // base.kinds, factors=rows % base.kinds)


def triples(incidents, kinds, law="geometric", seed=0, count=5, together=60):
    """A null corpus in which some triples of middling factors stand together so often more."""
    base = planted.null(incidents, kinds, law, seed)
    random = np.random.default_rng(seed + 1)
    frequency = np.bincount(base.factors, minlength=kinds)
    middling = np.argsort(abs(frequency - np.median(frequency)), kind="stable")[: 3 * count]
    chosen = np.sort(middling.reshape(count, 3), axis=1)
    rows = [base.owners * kinds + base.factors]
    for triple in chosen:
        who = random.choice(incidents, together, replace=False)
        rows += [who * kinds + factor for factor in triple]
    return of_rows(base, np.concatenate(rows)), [tuple(triple) for triple in chosen.tolist()]


def links(incidents, kinds, seed=0, count=5, together=60):
    """Tables in which some pairs stand together and the first always causes the second directly."""
    drawn, found = triples(incidents, kinds, "geometric", seed, count, together)
    pairs = [(a, b) for a, b, _ in found]
    tables = frames(drawn, seed)
    factors = tables["factors"]
    keyed = factors.drop_duplicates(["incident", "key"])[["incident", "key", "id"]]
    both = [tables["links"]]
    for cause, effect in pairs:
        one = keyed[keyed["key"] == planted.key(cause)]
        other = keyed[keyed["key"] == planted.key(effect)]
        met = one.merge(other, on="incident", suffixes=("_cause", "_effect"))
        both.append(
            pd.DataFrame(
                {"incident": met["incident"], "cause": met["id_cause"], "effect": met["id_effect"]}
            )
        )
    tables["links"] = pd.concat(both, ignore_index=True).drop_duplicates()
    return tables, pairs


def fixes(incidents, kinds, seed=0, count=6):
    """Tables in which some factors are acted on: half of the actions work, half change nothing.

    An action that works: the factor occurs no more from the day after it is done.
    """
    base = planted.null(incidents, kinds, "geometric", seed)
    frequency = np.bincount(base.factors, minlength=kinds)
    often = np.argsort(-frequency, kind="stable")[: 2 * count]
    working, failing = often[::2], often[1::2]
    middle = incidents // 2  # incidents stand by time
    gone = np.isin(base.factors, working) & (base.owners > middle)
    drawn = replace(base, owners=base.owners[~gone], factors=base.factors[~gone])
    tables = frames(drawn, seed)
    factors, began = tables["factors"], tables["incidents"].set_index("id")["started"]
    rows = []
    for factor in often.tolist():
        own = factors[factors["key"] == planted.key(factor)]
        first = own.iloc[0]
        done = began.iloc[middle].tz_localize(None).normalize()
        rows.append((first["incident"], f"FIX-{factor}", (first["id"],), "done", done))
    columns = ["incident", "id", "addresses", "status", "completed"]
    tables["actions"] = pd.DataFrame(rows, columns=columns)
    names = [{planted.key(f) for f in chosen.tolist()} for chosen in (working, failing)]
    return tables, *names


def themes(incidents, count=12, kinds=2_000, own=30, share=0.7, seed=0):
    """A corpus whose incidents each belong to a theme with factors of its own.

    Of the factors of an incident, about `share` are of its theme, the others of all there are.
    """
    random = np.random.default_rng(seed)
    theme = random.integers(0, count, incidents)
    sizes = np.minimum(30, 4 + random.geometric(1 / 5, incidents))
    owners = np.repeat(np.arange(incidents), sizes)
    inside = random.random(len(owners)) < share
    at = theme[owners] * own + random.integers(0, own, len(owners))
    factors = np.where(inside, at, random.integers(0, kinds, len(owners)))
    base = Drawn(incidents, kinds, owners, factors, np.zeros(incidents, int))
    return of_rows(base, owners * kinds + factors), theme


def duplicates(incidents, kinds, seed=0, copies=500):
    """A null corpus whose last incidents are copies of others, a tenth of their factors left out.

    Returns it and each pair of an original and its copy.
    """
    base = planted.null(incidents - copies, kinds, "geometric", seed)
    random = np.random.default_rng(seed + 1)
    sizes = np.bincount(base.owners, minlength=incidents - copies)
    chosen = random.choice(np.flatnonzero(sizes >= 8), copies, replace=False)
    at = np.full(incidents, -1)
    at[chosen] = np.arange(incidents - copies, incidents)
    new = at[base.owners]
    kept = (new >= 0) & (random.random(len(new)) > 0.1)
    owners = np.concatenate([base.owners, new[kept]])
    factors = np.concatenate([base.factors, base.factors[kept]])
    base = replace(base, incidents=incidents, service=np.zeros(incidents, int))
    pairs = list(zip(chosen.tolist(), range(incidents - copies, incidents), strict=True))
    return of_rows(base, owners * kinds + factors), pairs


def agreement(one, other):
    """Normalized mutual information of two ways to group the same things, from 0 to 1."""
    _, one = np.unique(one, return_inverse=True)
    _, other = np.unique(other, return_inverse=True)
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1 / len(one))
    a, b = table.sum(axis=1), table.sum(axis=0)
    filled = table > 0
    mutual = (table[filled] * np.log(table[filled] / np.outer(a, b)[filled])).sum()
    entropy = [-(side * np.log(side)).sum() for side in (a, b)]
    return float(mutual / np.mean(entropy)) if all(entropy) else 0.0
