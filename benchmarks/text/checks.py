"""How right the language rules are on labelled sentences, and what they flag in real postmortems.

    CAUSAL_REFERENCE_DATA=... python benchmarks/text/checks.py [--flags]

The rules learn nothing from the labelled sentences, so there is nothing to hold out; figures are given
for each half of the source documents too, to show how much they depend on which documents are met.
Contestable items (marked ambiguous) count only where the rule agrees. Intervals are Wilson's, 95%.
With `--flags` every flag over the real postmortems is printed as document, line, rule, so that it can be
held against `adjudicated.tsv`, which says of each whether its author would dispute it.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from time import process_time

from suggestions import interval, rows

import causal

RULES = {"blame": "blame", "hindsight": "hindsight", "passive-evasion": "passive_evasion"}
LANGUAGE = {*RULES, "normative", "vague-action"}
PEOPLE = ("Priya", "Olu", "dkim", "Martin", "Grace", "Yuvi", "Rune", "Raj", "stevekuznetsov")


def half(row: dict) -> int:
    return sum(map(ord, row.get("doc") or row["source"])) % 2


def score(name: str, labelled: list[dict], is_found, is_right) -> None:
    for part, wanted in (("all", (0, 1)), ("one half", (0,)), ("the other", (1,))):
        count: Counter[str] = Counter()
        for row in labelled:
            if half(row) not in wanted:
                continue
            found, right = is_found(row), is_right(row)
            if found == right or not row["ambiguous"]:
                count["found" * found or "left", right] += 1
        hits, false, missed = count["found", True], count["found", False], count["left", True]
        precision = interval(hits, hits + false) if hits + false else "-"
        recall = interval(hits, hits + missed) if hits + missed else "-"
        f1 = 2 * hits / (2 * hits + false + missed) if hits else 0.0
        print(f"| {name} | {part} | {precision} | {recall} | {f1:.2f} |")


def measured() -> None:
    sentences, actions = rows("sentences.jsonl"), rows("actions.jsonl")
    print("| rule | documents | precision | recall | F1 |\n|---|---|---|---|---|")
    for rule, label in RULES.items():
        score(
            rule,
            sentences,
            lambda row, rule=rule: any(
                found.rule == rule for found in causal.check_text(row["text"], people=PEOPLE)
            ),
            lambda row, label=label: label in row["labels"],
        )
    score(
        "vague-action",
        actions,
        lambda row: any(
            found.rule == "vague-action" for found in causal.check_text(row["text"], field="action")
        ),
        lambda row: row["label"] == "vague",
    )


def documents() -> list[Path]:
    folder = Path(os.environ.get("CAUSAL_REFERENCE_DATA", "")) / "postmortems"
    return [path for path in sorted(folder.rglob("*.md")) if "template" not in path.name]


def flags() -> list[tuple[str, int, str]]:
    return [
        (f"{path.parent.name}/{path.name}", found.place.line, found.rule)
        for path in documents()
        for found in causal.check(path)
        if found.rule in LANGUAGE and found.place is not None
    ]


def adjudicated() -> None:
    file = Path(__file__).with_name("adjudicated.tsv")
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    judged = {tuple(line.split("\t")[:3]): line.split("\t")[3] for line in lines}
    count: dict[str, Counter[str]] = {}
    for name, line, rule in flags():
        verdict = judged.get((name, str(line), rule), "not judged")
        count.setdefault(rule, Counter())[verdict] += 1
    print("\n| rule | right | arguable | wrong | not judged |\n|---|---|---|---|---|")
    for rule, found in sorted(count.items()):
        cells = " | ".join(str(found[v]) for v in ("right", "arguable", "wrong", "not judged"))
        print(f"| {rule} | {cells} |")


def speed() -> None:
    texts = [path.read_text(encoding="utf-8") for path in documents()]
    from causal.checks.language.sentences import sentences_of

    count = sum(1 for text in texts for _ in sentences_of(text))
    start = process_time()
    for text in texts:
        causal.check_text(text)
    print(f"\n{count / (process_time() - start):,.0f} sentences a second of processor time")


if __name__ == "__main__":
    if "--flags" in sys.argv:
        for flag in flags():
            print(*flag, sep="\t")
    else:
        measured()
        adjudicated()
        speed()
