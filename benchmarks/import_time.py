"""What `import causal` costs beyond Python itself: medians of 9 fresh processes each, in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

STATEMENTS = {
    "python": "pass",
    "import causal": "import causal",
    "load + explain": "import causal, sys; causal.explain(causal.load(sys.argv[1])).cut_sets",
}
RUNS = 9


def seconds(statement: str, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement, *arguments], check=True)
    return time.perf_counter() - started


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for run in range(RUNS + 1):
        for name, statement in STATEMENTS.items():
            spent = seconds(statement, "examples/connection-pool.yaml")
            if run:  # the first run warms the disk cache
                times[name].append(spent)
    bare = statistics.median(times["python"])
    for name, spent in times.items():
        median = statistics.median(spent)
        print(f"{name:15} {median * 1000:6.0f} ms, {(median - bare) * 1000:6.0f} ms beyond Python")


if __name__ == "__main__":
    main()
