"""What the benchmarks of this folder share: time, memory, a process for each contender."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np
import planted

KINDS = {1_000: 500, 10_000: 2_000, 100_000: 5_000, 1_000_000: 10_000, 10_000_000: 10_000}


def timed(function, times=1):
    """The shortest of some runs in seconds, and what the last gave."""
    best, found = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        found = function()
        best = min(best, time.perf_counter() - start)
    return best, found


def both(function, times=1):
    """The shortest of some runs by the clock and in processor time, and what the last gave."""
    clock, worked, found = float("inf"), float("inf"), None
    for _ in range(times):
        start, begun = time.perf_counter(), time.process_time()
        found = function()
        clock = min(clock, time.perf_counter() - start)
        worked = min(worked, time.process_time() - begun)
    return clock, worked, found


def peak():
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def parts(drawn):
    from causal.corpus.tables.partitions import Parts

    names = tuple(map(planted.key, range(drawn.kinds)))
    strata = np.zeros(drawn.incidents, "int32")
    return Parts(names, drawn.owners.astype("int32"), drawn.factors.astype("int32"), strata, 1)


def tell(**figures):
    """Print a line of figures for `campaign.py`, rounded to what can be trusted."""
    short = {k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in figures.items()}
    print(json.dumps(short), flush=True)


def run(*arguments, seconds=450):
    """Run this script again in a process of its own, for so long at most, and pass on its lines."""
    command = [sys.executable, sys.argv[0], *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        tell(name=arguments[1], stopped_after_s=seconds)
        return
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        tell(name=arguments[1], failed=(done.stderr.strip().splitlines() or [done.returncode])[-1])
    for line in lines:
        print(line, flush=True)


def main(*functions):
    """Run the function that the command line names, with its arguments."""
    name, *rest = sys.argv[1:] or [functions[0].__name__]
    known = {function.__name__: function for function in functions}
    known[name](*(int(word) if word.isdigit() else word for word in rest))
