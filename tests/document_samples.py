"""Reads sample documents and shows all of a reading as text, for goldens."""

from __future__ import annotations

from pathlib import Path

import causal
from causal.io.reading import Reading

SAMPLES = Path(__file__).parent / "io" / "documents" / "samples"


def shown(reading: Reading) -> str:
    """Return an incident in YAML and its report, without the folder it was read from."""
    text = f"{causal.dumps(reading.incident)}\n---\n{reading.report}\n"
    return text.replace(f"{SAMPLES}/", "")
