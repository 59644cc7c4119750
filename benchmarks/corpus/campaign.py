"""Measure a goal and write down what came of it: ``campaign.py pairs``, or ``campaign.py all``.

Run: ``python benchmarks/corpus/campaign.py`` lists the goals. What a goal prints is kept in
``results.json``, with the load of the machine and the versions; ``RESULTS.md`` is written anew
from it every time, so that goals can be measured one after the other.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from written import written

HERE = Path(__file__).parent
PACKAGES = ("numpy", "pandas", "scipy", "pyarrow", "duckdb", "networkx", "datasketch", "distributed",
            "graspologic-native")  # fmt: skip
GOALS = {
    "pairs": ("pairs.py", "pairs", "1000000"),
    "pairs-10k": ("pairs.py", "pairs", "10000"),
    "growth": ("pairs.py", "growth"),
    "outofcore": ("outofcore.py", "outofcore", "10000000"),
    "engines": ("outofcore.py", "engines", "1000000"),
    "statistics": ("chance.py", "statistics"),
    "discoveries": ("chance.py", "discoveries"),
    "graphs": ("graphs.py", "graphs"),
    "recurrence": ("recurrence.py", "recurrence"),
    "reopening": ("reopening.py", "reopening"),
    "fixes": ("best_fixes.py", "fixes"),
    "duplicates": ("duplicates.py", "duplicates"),
    "user-level": ("user_level.py", "tables", "100000"),
    "million": ("user_level.py", "million", "1000000"),
    "folder": ("user_level.py", "folder", "1000"),
    "survey": ("user_level.py", "survey", "1000", "5"),
    "survey-10k": ("user_level.py", "survey", "10000", "2"),
    "themes-10k": ("themes.py", "themes", "10000", "5"),
    "themes-100k": ("themes.py", "themes", "100000", "0"),
}


def measure(name):
    """Run a goal and return its lines, and how busy the machine was before and after."""
    script, *rest = GOALS[name]
    before, start = os.getloadavg()[0], time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(HERE / script), *rest], stdout=subprocess.PIPE, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode:
        lines.append({"name": script, "failed": f"ended with {done.returncode}"})
    return {
        "lines": lines,
        "load": [round(before, 1), round(os.getloadavg()[0], 1)],
        "day": time.strftime("%Y-%m-%d"),
        "took_s": round(time.perf_counter() - start),
        "python": platform.python_version(),
        "versions": dict(filter(all, ((package, known(package)) for package in PACKAGES))),
    }


def known(package):
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def main(*names):
    if not names or not set(names) <= {*GOALS, "all", "write"}:
        sys.exit(f"name goals, all, or write (the page only): {', '.join(GOALS)}")
    file = HERE / "results.json"
    results = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for name in GOALS if "all" in names else names:
        if name != "write":
            print(f"{name} ...", flush=True)
            results[name] = measure(name)
            print(*map(json.dumps, results[name]["lines"]), sep="\n", flush=True)
        kept = {goal: results[goal] for goal in GOALS if goal in results}
        file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        (HERE / "RESULTS.md").write_text(written(kept, GOALS), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
