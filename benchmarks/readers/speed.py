"""How many documents a second one core reads: Markdown postmortems, and JSON incidents.

    CAUSAL_REFERENCE_DATA=... python benchmarks/readers/speed.py

The Markdown is real, about 4 kB each; the JSON is of our own format, one small and one large, and
an export of a tracker.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import causal
from causal.io.registry import read_as

ROOT = Path(__file__).resolve().parents[2]


def rate(texts: list[tuple[str, str]], rounds: int) -> float:
    start = time.process_time()
    for _ in range(rounds):
        for text, name in texts:
            try:
                read_as(text, name)
            except causal.CausalError:  # a template is no incident, and costs the same
                continue
    return rounds * len(texts) / (time.process_time() - start)


def main() -> None:
    root = os.environ.get("CAUSAL_REFERENCE_DATA")
    if not root:
        sys.exit("set CAUSAL_REFERENCE_DATA to the folder of the documents")
    documents = [(p.read_text(), p.name) for p in sorted(Path(root).glob("postmortems/*/*.md"))]
    rate(documents, 1)
    print(f"Markdown postmortems: {rate(documents, 3):,.0f} a second")
    small = causal.new("INC-1", "Checkout failed", timezone="UTC")
    pool = small.gap("The pool was too small", layer="capacity", id="pool")
    small.outcome.because(pool)
    small.action("Size the pool by a formula", addresses=pool)
    for name, incident in (
        ("small", small.build()),
        ("large", causal.load(ROOT / "examples" / "connection-pool.yaml")),
    ):
        text = causal.dumps(incident, format="json")
        print(f"JSON, {name} ({len(text):,} bytes): {rate([(text, 'x.json')], 2000):,.0f} a second")
    export = ROOT / "tests" / "io" / "documents" / "samples" / "pagerduty.json"
    print(f"JSON of a tracker: {rate([(export.read_text(), export.name)], 2000):,.0f} a second")


if __name__ == "__main__":
    main()
