"""Reference data for benchmarks: the Aralia fault trees and what is published about them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_ROW = re.compile(r"\| (\w+) \| (\d+) \| (\d+) \| ([\d,]+) \| ([\d.]+) \|.*\| ([\d.e-]+) \|")
_FIELDS = "model basic_events gates minimal_cut_sets scram_seconds top_probability"


def reference_data(name: str) -> Path:
    """Return a folder of the reference data; end with the reason where it is not set."""
    folder = Path(os.environ.get("CAUSAL_REFERENCE_DATA", "")) / name
    if not (folder / "README.md").is_file():
        sys.exit(
            "needs reference data: set CAUSAL_REFERENCE_DATA (docs/reference/reference-data.md)"
        )
    return folder


def aralia() -> Path:
    """Return the folder of the fault trees."""
    return reference_data("aralia")


def known() -> list[dict[str, str]]:
    """Return the published figures of each model, in name order."""
    text = (aralia() / "README.md").read_text(encoding="utf-8")
    rows = (_ROW.fullmatch(line.strip()) for line in text.splitlines())
    names = _FIELDS.split()
    found = [[cell.replace(",", "") for cell in row.groups()] for row in rows if row]
    return [dict(zip(names, cells, strict=True)) for cells in found]
