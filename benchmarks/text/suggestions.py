"""How often the right factor, and the right layer, is among the first suggestions.

    CAUSAL_REFERENCE_DATA=... python benchmarks/text/suggestions.py

Factors: each labelled statement is asked of a catalogue made of the statements of other documents
(never its own), with factors of the starter catalogue as further wrong answers, about 75 in all.
Layers: nothing is learnt from the labelled sentences. Intervals are Wilson's, 95%.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

from causal import Catalogue, suggest_factors, suggest_layers

# Factors of the starter catalogue that mean what a labelled factor means: they would be right too.
SAME = [
    "alert-noise",
    "alert-threshold-wrong",
    "many-changes-at-once",
    "certificate-expired",
    "expiry-unmonitored",
    "production-path-untested",
    "pool-or-connections-exhausted",
    "resource-leak",
    "metrics-without-alert",
    "excess-privilege",
    "limit-reached",
    "bad-data-accepted",
    "harmful-config-accepted",
    "manual-deploy-step",
    "metric-hides-failure",
    "capacity-unmonitored",
    "no-cover-at-that-hour",
    "no-alert-on-symptom",
    "no-monitoring",
    "no-resource-limits",
    "change-not-reviewed",
    "notice-of-provider-missed",
    "alert-not-delivered",
    "no-runbook",
    "procedure-undocumented",
    "release-notes-missed",
    "single-responder",
    "knowledge-held-by-one-person",
    "deploy-slow",
    "unintended-change-swept-in",
    "plan-not-checked",
    "wrong-environment",
    "rollback-hard",
    "hard-coded-value",
    "teams-not-coordinated",
    "no-guard-on-destructive-action",
]

Ranker = Callable[[str, dict[str, list[str]]], list[str]]


def rows(name: str) -> list[dict]:
    folder = Path(os.environ.get("CAUSAL_REFERENCE_DATA", "")) / "text"
    if not folder.is_dir():
        sys.exit(
            "needs reference data: set CAUSAL_REFERENCE_DATA (docs/reference/reference-data.md)"
        )
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def interval(hits: int, of: int) -> str:
    share, z = hits / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{share:.3f} ({middle - half:.2f} to {middle + half:.2f})"


def ours(text: str, told: dict[str, list[str]]) -> list[str]:
    return [found.key for found in suggest_factors(text, Catalogue.from_statements(told))]


def token_set(text: str, told: dict[str, list[str]]) -> list[str]:
    from rapidfuzz.fuzz import token_set_ratio

    score = {k: max(token_set_ratio(text.lower(), t.lower()) for t in s) for k, s in told.items()}
    return sorted(score, key=lambda k: (-score[k], k))[:5]


def tf_idf(grams: Callable[[str], list[str]]) -> Ranker:
    def rank(text: str, told: dict[str, list[str]]) -> list[str]:
        known = [(key, grams(t)) for key, said in told.items() for t in said]
        seen: dict[str, int] = {}
        for _, found in known:
            for gram in set(found):
                seen[gram] = seen.get(gram, 0) + 1

        def vector(found: list[str]) -> dict[str, float]:
            weighed = {
                g: found.count(g) * (math.log((1 + len(known)) / (1 + seen.get(g, 0))) + 1)
                for g in set(found)
            }
            length = math.sqrt(sum(w * w for w in weighed.values())) or 1.0
            return {g: w / length for g, w in weighed.items()}

        query = vector(grams(text))
        best: dict[str, float] = {}
        for key, found in known:
            other = vector(found)
            best[key] = max(
                best.get(key, 0.0), sum(w * other.get(g, 0.0) for g, w in query.items())
            )
        return sorted(best, key=lambda k: (-best[k], k))[:5]

    return rank


def characters(text: str) -> list[str]:
    padded = f" {text.lower()} "
    return [padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]


def factors() -> None:
    labelled = rows("factor_statements.jsonl")
    starter = Catalogue.starter().factors
    others = {k: list(f.statements) for k, f in starter.items() if k not in SAME}
    rankers: dict[str, Ranker] = {
        "causal": ours,
        "rapidfuzz token_set": token_set,
        "TF-IDF words": tf_idf(lambda text: text.lower().split()),
        "TF-IDF characters": tf_idf(characters),
    }
    hits = {name: [0, 0] for name in rankers}
    asked = size = 0
    for row in labelled:
        told: dict[str, list[str]] = {}
        for other in labelled:
            if other["source"] != row["source"]:
                told.setdefault(other["factor"], []).append(other["text"])
        if row["factor"] not in told:
            continue
        asked += 1
        told |= others
        size = len(told)
        for name, ranker in rankers.items():
            found = ranker(row["text"], told)
            hits[name][0] += found[0] == row["factor"]
            hits[name][1] += row["factor"] in found[:5]
    print(
        f"\n{asked} statements, about {size} factors\n\n| | first | in the first five |\n|---|---|---|"
    )
    for name, (first, five) in hits.items():
        print(f"| {name} | {interval(first, asked)} | {interval(five, asked)} |")


def layers() -> None:
    labelled = rows("layers.jsonl")
    first = first_also = three = three_also = 0
    for row in labelled:
        found = [suggestion.layer for suggestion in suggest_layers(row["text"])]
        right = {row["layer"], *row["also"]}
        first += found[0] == row["layer"]
        first_also += found[0] in right
        three += row["layer"] in found
        three_also += bool(right & set(found))
    of = len(labelled)
    print(f"\n{of} sentences, 13 layers\n\n| | first | in the first three |\n|---|---|---|")
    print(f"| the labelled layer | {interval(first, of)} | {interval(three, of)} |")
    print(
        f"| it or one that is right too | {interval(first_also, of)} | {interval(three_also, of)} |"
    )


def own_corpus() -> None:
    """Keys removed from the example corpus: how often the confirmed factor is suggested again."""
    import causal

    root = Path(__file__).parents[2] / "examples"
    told: list[tuple[str, str, str]] = []
    for path in sorted((root / "corpus").glob("*.yaml")):
        incident = causal.load(path)
        told += [(path.stem, f.what, f.key) for f in incident.factors.values() if f.key]
    asked = hits1 = hits3 = size = 0
    for file, what, key in told:
        rest: dict[str, list[str]] = {}
        for other, text, name in told:
            if other != file:
                rest.setdefault(name, []).append(text)
        if key not in rest:
            continue
        found = ours(what, {name: list(dict.fromkeys(t)) for name, t in rest.items()})
        asked += 1
        size = len(rest)
        hits1 += found[0] == key
        hits3 += key in found[:3]
    print(f"\nexample corpus, {asked} factors whose key another incident has, about {size} keys")
    print(f"first {interval(hits1, asked)}; in the first three {interval(hits3, asked)}")


def review() -> None:
    """Keys removed from the example corpus: what a survey says before and after a review.

    The reviewer knows the right key, meets the factors file by file with an empty catalogue, takes
    the right key where it is among the first five suggestions, and makes a new one where it is not:
    a factor that was there already and was not offered is then missed.
    """
    import causal

    told: list[tuple[str, str, str]] = []
    for path in sorted((Path(__file__).parents[2] / "examples" / "corpus").glob("*.yaml")):
        told += [(path.stem, f.what, f.key) for f in causal.load(path).factors.values() if f.key]
    catalogue, given, offered = Catalogue(), {}, 0
    for number, (file, what, key) in enumerate(told):
        found = [suggestion.key for suggestion in suggest_factors(what, catalogue)]
        known = [name for name in found if name.partition("~")[0] == key]
        if known:
            offered += 1
            catalogue.confirm(what, known[0])
        name = known[0] if known else f"{key}~{number}"
        if not known:
            catalogue.add(name, what)
        given.setdefault(name, set()).add(file)
    right: dict[str, set[str]] = {}
    for file, _, key in told:
        right.setdefault(key, set()).add(file)
    again = sum(len(files) > 1 for files in right.values())
    after = {name.partition("~")[0] for name, files in given.items() if len(files) > 1}
    whole = sum(
        len(files) > 1
        and any(name.partition("~")[0] == key and of == files for name, of in given.items())
        for key, files in right.items()
    )
    print(f"\nreview of {len(told)} factors: canonical factors that come back, of {again}:")
    print(
        f"before 0; after {len(after)}, {whole} of them in every incident; {offered} taken from the list"
    )


if __name__ == "__main__":
    factors()
    layers()
    own_corpus()
    review()
