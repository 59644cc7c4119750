"""How long an incident takes to be read and checked, beside PyYAML and plain pydantic models.

Run ``python benchmarks/door/reading.py`` from the root of the repository; one line a way, in
milliseconds a file, the fastest of five rounds over the example corpus, and the ratio.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from pydantic import BaseModel

import causal

ROUNDS = 5


class PlainFactor(BaseModel):
    """A factor as somebody would write it down in a minute."""

    what: str
    kind: str | None = None
    because: object = None
    layer: str | None = None


class PlainIncident(BaseModel):
    """An incident without any rule that looks at the whole."""

    id: str
    title: str
    outcome: dict[str, object]
    factors: dict[str, PlainFactor]
    actions: dict[str, dict[str, object]] = {}


def fastest(read: Callable[[str], object], texts: list[str]) -> float:
    """Return the milliseconds a text takes, in the fastest round."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - started)
    return 1000 * best / len(texts)


def main() -> None:
    """Print the table."""
    files = sorted(Path("examples/corpus").glob("*.yaml"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    as_json = [causal.dumps(causal.loads(text), format="json") for text in texts]
    rows = {
        "PyYAML safe_load and plain pydantic": fastest(
            lambda text: PlainIncident.model_validate(yaml.safe_load(text)), texts
        ),
        "causal.loads, YAML": fastest(causal.loads, texts),
        "json.loads and plain pydantic": fastest(
            lambda text: PlainIncident.model_validate(json.loads(text)), as_json
        ),
        "causal.loads, JSON": fastest(lambda text: causal.loads(text, format="json"), as_json),
    }
    slowest = rows["PyYAML safe_load and plain pydantic"]
    for name, milliseconds in rows.items():
        print(f"| {name} | {milliseconds:.2f} | {slowest / milliseconds:.1f} |")


if __name__ == "__main__":
    main()
