"""Reference data, kept outside the repository: found by CAUSAL_REFERENCE_DATA, else skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["VARIABLE", "folder", "reference"]

VARIABLE = "CAUSAL_REFERENCE_DATA"


def folder() -> Path | None:
    """Return the folder of reference data, None where the variable names none."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named and Path(named).is_dir() else None


def reference(*parts: str) -> Path:
    """Return the path of a file or folder of reference data; skip the test where there is none."""
    base = folder()
    if base is None:
        pytest.skip(f"needs reference data: set {VARIABLE} to its folder")
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the reference data has no {'/'.join(parts)}")
    return path
