"""What each small hostile file costs: outcome, seconds and peak memory of each command over it.

A command runs in a process of its own, with 2 GiB of address space and 90 seconds:

    CAUSAL_REFERENCE_DATA=... python benchmarks/hostile/measure.py [--before SRC]

`--before` names the `src` folder of an older checkout to measure beside this one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from reference_data import reference_data

SECONDS, ADDRESSES_KIB = 90, 2 << 20
QUESTIONS = ("explain", "verdicts", "check", "report", "draw", "survey")
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from causal.cli.main import main; "
    "sys.exit(main())"
)
OUTCOMES = {0: "answered", 1: "findings", 2: "refused in a message"}


def cases() -> list[Path]:
    """Return the files and stored corpora of strangers."""
    folder = reference_data("hostile-cases")
    files = [p for p in folder.iterdir() if p.suffix in {".json", ".xml"} or p.is_dir()]
    return sorted(files)


def run(source: Path, command: str, case: Path, folder: Path) -> tuple[str, float, float]:
    """Return how a command over a case ended, its seconds, and the MiB it held at most."""
    limited = ["sh", "-c", f'ulimit -v {ADDRESSES_KIB}; exec "$@"', "sh"]
    words = [*limited, sys.executable, "-c", START, str(source), command, str(case)]
    if command in {"draw", "report"}:
        words += ["-o", str(folder / ("out.svg" if command == "draw" else "out.md"))]
    log = folder / "log"
    began = time.monotonic()
    with log.open("wb") as out:
        child = subprocess.Popen(words, stdout=out, stderr=out)
        ended = False
        while time.monotonic() - began < SECONDS and not ended:
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            ended = pid != 0
            time.sleep(0.02)
        took = time.monotonic() - began
        if not ended:
            child.kill()
            _, status, used = os.wait4(child.pid, 0)
    said = log.read_text("utf-8", "replace")
    if not ended:
        outcome = "hung"
    elif "Traceback" in said or "RecursionError" in said:
        outcome = "raw error"
    else:
        outcome = OUTCOMES.get(os.waitstatus_to_exitcode(status), "killed")
    return outcome, took, used.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    before = parser.parse_args().before
    now = Path(__file__).resolve().parents[2] / "src"
    print("| file | command | before | now |" if before else "| file | command | now |")
    print("|---|---|---|---|" if before else "|---|---|---|")
    with tempfile.TemporaryDirectory() as made:
        for case in cases():
            for command in QUESTIONS:
                if command != "survey" and case.is_dir():
                    continue
                cells = []
                for source in filter(None, (before, now)):
                    outcome, took, held = run(source, command, case, Path(made))
                    cells.append(f"{outcome}, {took:.1f} s, {held:.0f} MiB")
                print(f"| {case.name} | {command} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
